import assert from "node:assert/strict";
import { beforeEach, describe, it } from "mocha";
import { quickBudget } from "../../../server/evaluation/budget.js";
import { openPipeline } from "../../../server/openPipeline.js";
import type { FunctionResult, Pipeline, WorkRequest } from "../../../server/pipeline.js";
import { placeOutcome } from "../../../server/places.js";

const module = "/project/a.ts";
const other = "/project/b.ts";
const source = `import { twice } from "./b";
/** @differentiable @at x = 3 */
export const f = (x: number) => twice(x);
/** @differentiable @at x = 2 */
export function g(x: number) {
  const y = x * x;
  return y + 1;
}
/** @differentiable */
export const f2 = (x: number) => x;
`;

describe("a pipeline", () => {
  let disk: Map<string, string>;
  let now: number;
  let pipeline: Pipeline;
  const known: Record<string, string> = {};

  beforeEach(() => {
    disk = new Map([[other, "export const twice = (x: number) => 2 * x;\n"]]);
    now = 0;
    pipeline = open();
    for (const id of Object.keys(known)) delete known[id];
    pipeline.setText(module, source);
  });

  function open(more: { at?: string; order?: number } = {}) {
    const host = { read: (name: string) => disk.get(name) };
    return openPipeline({ host, clock: () => now++, hash: (text) => text, ...more });
  }
  /** What is told, in order: which function begins, its value before and after it is explained, or that it is known. */
  function work(request: Partial<WorkRequest> = {}, on = pipeline) {
    const told: string[] = [];
    const results = new Map<string, FunctionResult>();
    const result = on.work({ module, budget: quickBudget, known, ...request }, (each) => {
      const value = each.outcome && `${each.isFinal ? "=" : "≈"} ${each.outcome.points[0]?.value}`;
      const what = value ?? (each.isFinal ? "is known" : "begins");
      told.push(`${each.id} ${what}`);
      results.set(each.id, each);
    });
    return { told, result, results };
  }
  /** The asker has these results from now on. */
  const learn = ({ results }: ReturnType<typeof work>) => {
    for (const { id, revision, outcome } of results.values()) if (outcome) known[id] = revision;
  };

  it("runs no function whose revision is said to be fatal", () => {
    const { revision } = work().results.get("g")!;
    const fresh = open();
    fresh.setText(module, source);
    const { told, results } = work({ fatal: [revision] }, fresh);
    assert.ok(told.includes("g is known"));
    assert.deepEqual([results.get("g")!.isFatal, results.get("f")!.isFatal], [true, undefined]);
  });

  it("tells each function before it runs, and its result", () => {
    const { told, result } = work();
    assert.deepEqual(told, ["f begins", "f ≈ 6", "f = 6", "g begins", "g ≈ 5", "g = 5", "f2 = undefined"]);
    assert.deepEqual(result.functions, ["f", "g", "f2"]);
    assert.deepEqual(result.unfinished, []);
    assert.ok(result.dependencies.includes(other));
  });

  it("tells where pieces are of what the asker knows, and runs it no more", () => {
    const before = work();
    learn(before);
    pipeline.setText(module, `\n\n${source}`);
    const after = work();
    assert.deepEqual(after.told, ["f is known", "g is known", "f2 is known"]);
    const outcome = placeOutcome(before.results.get("g")!.outcome!, after.results.get("g")!.pieces);
    const [entry] = outcome.points[0]!.trace.filter(({ kind }) => kind === "assign");
    assert.equal(`\n\n${source}`.slice(entry!.start, entry!.end), "y");
  });

  it("runs only what was edited, and nothing when the edit is undone", () => {
    work();
    pipeline.setText(module, source.replace("y + 1", "y + 2"));
    assert.deepEqual(work().told, ["f = 6", "g begins", "g ≈ 6", "g = 6", "f2 = undefined"]);
    pipeline.setText(module, source);
    assert.deepEqual(work().told, ["f = 6", "g = 5", "f2 = undefined"]);
  });

  it("runs again what another module changed, by open texts and by the disk", () => {
    learn(work());
    pipeline.setText(other, "export const twice = (x: number) => 20 * x;\n");
    assert.deepEqual(work().told, [
      "f begins",
      "f ≈ 60",
      "f = 60",
      "g begins",
      "g ≈ 5",
      "g = 5",
      "f2 is known",
    ]);
    pipeline.setText(other, undefined);
    assert.deepEqual(work().told, ["f is known", "g is known", "f2 is known"]);
    disk.set(other, "export const twice = (x: number) => 200 * x;\n");
    pipeline.forget([other]);
    assert.deepEqual(work().told, [
      "f begins",
      "f ≈ 600",
      "f = 600",
      "g begins",
      "g ≈ 5",
      "g = 5",
      "f2 is known",
    ]);
  });

  it("works on the functions that are asked for, in the order that is asked for", () => {
    assert.deepEqual(work({ only: ["g"] }).told, ["g begins", "g ≈ 5", "g = 5"]);
    assert.deepEqual(work({ look: { start: source.length - 9, end: source.length } }).told, [
      "f2 = undefined",
      "f begins",
      "f ≈ 6",
      "f = 6",
      "g = 5",
    ]);
  });

  it("leaves what it has no patience for, and goes on with it", () => {
    const { told, result } = work({ patience: 1 });
    assert.deepEqual(told, ["f begins", "f ≈ 6", "f = 6", "f2 = undefined"]);
    assert.deepEqual(result.unfinished, ["g"]);
    const rest = work({ only: result.unfinished, patience: 1 });
    assert.deepEqual(rest.told, ["g begins", "g ≈ 5", "g = 5"]);
    // Only what ends the work is kept by whoever asked.
    assert.ok(rest.result.dependencies.includes(other));
  });

  it("runs again with another budget", () => {
    work();
    const budget = { ...quickBudget, steps: 1_000 };
    assert.deepEqual(work({ budget }).told, [
      "f begins",
      "f ≈ 6",
      "f = 6",
      "g begins",
      "g ≈ 5",
      "g = 5",
      "f2 = undefined",
    ]);
  });

  it("takes points and orders from the command line", () => {
    const given = open({ at: "x = 5", order: 2 });
    given.setText(module, source);
    const { told, results } = work({ only: ["g"] }, given);
    assert.deepEqual(told, ["g begins", "g ≈ 26", "g = 26"]);
    assert.equal(results.get("g")!.outline.order, 2);
  });

  it("tells nothing of a module that does not exist", () => {
    const { told, result } = work({ module: "/project/nowhere.ts" });
    assert.deepEqual(told, []);
    assert.deepEqual(result.dependencies, ["/project/nowhere.ts"]);
  });
});
