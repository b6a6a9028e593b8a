import assert from "node:assert/strict";
import { beforeEach, describe, it } from "mocha";
import type { FunctionResult, WorkRequest } from "../../../server/pipeline.js";
import type { Task } from "../../../server/service/lane.js";
import { createOpenTexts, type OpenTexts } from "../../../server/service/openTexts.js";
import { createScheduler, type Scheduler } from "../../../server/service/scheduler.js";
import { manualLane, moduleResult, outcomeOf, resultOf } from "./manualWorker.js";

const module = "/a.ts";
const begins = { isFinal: false };

describe("the scheduler", () => {
  let texts: OpenTexts;
  let quick: ReturnType<typeof manualLane>;
  let full: ReturnType<typeof manualLane>;
  let scheduler: Scheduler;
  let progress: string[];

  beforeEach(() => {
    texts = createOpenTexts();
    texts.open(module, "x".repeat(200));
    quick = manualLane();
    full = manualLane();
    progress = [];
    scheduler = createScheduler({
      ...{ quick: quick.lane, full: full.lane, texts },
      outlinesOf: () => [resultOf("f", 0).outline, resultOf("g", 50).outline],
      onProgress: (changed) => progress.push(changed),
    });
  });

  /** Asks for work, and takes it from the quick lane. */
  function begin(): { task: Task; request: WorkRequest } {
    scheduler.want(module);
    const { task, request } = quick.take();
    return { task, request: request! };
  }
  /** Works on the present text. */
  function work(...results: FunctionResult[]) {
    const begun = begin();
    begun.task.tell(results);
    begun.task.done(moduleResult(results.map(({ id }) => id)));
    return begun;
  }
  /** Puts letters in at an offset. */
  function type(offset: number, length = 1) {
    const text = texts.text(module)!;
    const edits = [{ start: offset, end: offset, length }];
    texts.change(module, text.slice(0, offset) + "y".repeat(length) + text.slice(offset), edits);
    scheduler.invalidate(new Set([module]));
  }
  /** By id, the value that is shown, and where the function's name and its `y` are. */
  function shown() {
    const { report, ids } = scheduler.known(module);
    return Object.fromEntries(
      report.reports.map(({ name, points: [point] }, index) => {
        return [ids[index], [point?.value, name.start, point?.trace[0]?.start]];
      }),
    );
  }
  const f = (value: number, more: Partial<FunctionResult> = {}) =>
    resultOf("f", 0, { outcome: outcomeOf(value), ...more });
  const g = (value: number, more: Partial<FunctionResult> = {}) =>
    resultOf("g", 50, { outcome: outcomeOf(value), ...more });

  it("tells the marked functions before anything was worked on", () => {
    assert.deepEqual(shown(), { f: [undefined, 0, undefined], g: [undefined, 50, undefined] });
    assert.deepEqual(scheduler.pending(module), ["f", "g"]);
  });

  it("shows each result as soon as it is told", () => {
    const { task } = begin();
    task.tell([g(2)]);
    assert.deepEqual(shown(), { f: [undefined, 0, undefined], g: [2, 50, 60] });
    assert.deepEqual(scheduler.pending(module), ["f"]);
    assert.equal(scheduler.isWaiting(module), true);
    task.tell([f(1)]);
    task.done(moduleResult(["f", "g"]));
    assert.deepEqual(shown(), { f: [1, 0, 10], g: [2, 50, 60] });
    assert.deepEqual(scheduler.pending(module), []);
    assert.equal(scheduler.isWaiting(module), false);
    assert.deepEqual(progress, [module, module, module]);
  });

  it("asks once for a text, and for no outcome that it has", () => {
    work(f(1), g(2));
    scheduler.want(module);
    assert.equal(quick.asked.length, 0);
    type(0, 5);
    scheduler.want(module);
    scheduler.want(module);
    assert.equal(quick.asked.length, 1);
    assert.deepEqual(begin().request.known, { f: "1", g: "1" });
  });

  it("takes what is not told again to where the work says that it moved", () => {
    work(f(1), g(2));
    type(0, 3);
    const { task, request } = begin();
    assert.equal(request.since, 1);
    type(1, 2);
    task.done(moduleResult(["f", "g"], { number: 2, moves: [{ behind: 40, by: 3 }] }));
    // Of an edit at its very beginning the server cannot know to what it belongs, and the work can.
    assert.deepEqual(shown(), { f: [1, 0, 12], g: [2, 55, 65] });
    const next = begin();
    assert.equal(next.request.since, 2);
    next.task.done(moduleResult(["f", "g"], { number: 3, moves: [{ behind: 40, by: 2 }] }));
    assert.deepEqual(shown(), { f: [1, 0, 10], g: [2, 55, 65] });
    assert.deepEqual(scheduler.pending(module), []);
  });

  it("begins a long run of what spent its budget in work on an earlier text, and is not told again", () => {
    const { task } = begin();
    type(100);
    task.tell([f(1), g(2, { outcome: outcomeOf(2, undefined, true) })]);
    task.done(moduleResult(["f", "g"]));
    assert.equal(full.asked.length, 0);
    begin().task.done(moduleResult(["f", "g"], { number: 2 }));
    assert.deepEqual(full.take().request?.only, ["g"]);
  });

  it("moves what it shows through edits at once, and takes the places that are told", () => {
    work(f(1), g(2));
    type(45, 5);
    assert.deepEqual(shown(), { f: [1, 0, 10], g: [2, 55, 65] });
    type(58, 3);
    assert.deepEqual(shown(), { f: [1, 0, 10], g: [2, 55, 68] });
    work(resultOf("f", 0), resultOf("g", 55, { revision: "2", outcome: outcomeOf(3) }));
    assert.deepEqual(shown(), { f: [1, 0, 10], g: [3, 55, 65] });
  });

  it("keeps what it shows of a function that is being computed, without what was found", () => {
    const findings = () => scheduler.known(module).report.reports[1]!.findings.length;
    work(f(1), g(2, { outcome: outcomeOf(2, "A kink.") }));
    assert.equal(findings(), 1);
    type(55);
    const { task } = begin();
    task.tell([resultOf("f", 0), resultOf("g", 50, { revision: "2", ...begins })]);
    assert.deepEqual(shown(), { f: [1, 0, 10], g: [2, 50, 61] });
    assert.equal(findings(), 0);
    assert.deepEqual(scheduler.pending(module), ["g"]);
  });

  it("shows numbers first, and what was found when it is told", () => {
    const { task } = begin();
    task.tell([f(1), g(2, begins)]);
    assert.deepEqual(shown(), { f: [1, 0, 10], g: [2, 50, 60] });
    assert.deepEqual(scheduler.pending(module), ["g"]);
    task.tell([g(2, { revision: "2", outcome: outcomeOf(2, "A kink.") })]);
    assert.equal(scheduler.known(module).report.reports[1]!.findings.length, 1);
    assert.deepEqual(scheduler.pending(module), []);
  });

  it("shows what is told of an earlier text in the places of the present one, and goes on waiting", () => {
    const { task } = begin();
    type(45, 5);
    task.tell([f(1), g(2)]);
    task.done(moduleResult(["f", "g"]));
    assert.deepEqual(shown(), { f: [1, 0, 10], g: [2, 55, 65] });
    assert.equal(scheduler.isWaiting(module), true);
    assert.deepEqual(scheduler.pending(module), ["f", "g"]);
  });

  it("lets functions go that the text does not have any more", () => {
    work(f(1), g(2));
    type(0);
    work(f(1));
    assert.deepEqual(Object.keys(shown()), ["f"]);
    texts.change(module, "", [{ start: 0, end: 201, length: 0 }]);
    assert.deepEqual(shown(), {});
  });

  it("keeps reports that did not change", () => {
    work(f(1), g(2));
    const [one] = scheduler.known(module).report.reports;
    assert.equal(scheduler.known(module), scheduler.known(module));
    scheduler.invalidate(new Set([module]));
    begin().task.tell([g(3, { revision: "2" })]);
    assert.equal(scheduler.known(module).report.reports[0], one);
  });

  it("goes on with what a process left for want of patience", () => {
    const { task } = begin();
    task.tell([f(1)]);
    task.done(moduleResult(["f", "g"], { unfinished: ["g"] }));
    assert.equal(scheduler.isWaiting(module), true);
    assert.deepEqual(task.request()?.only, ["g"]);
    task.tell([g(2)]);
    task.done(moduleResult(["f", "g"]));
    assert.equal(scheduler.isWaiting(module), false);
  });

  it("asks for the same again when the work was broken off", () => {
    work(f(1), g(2));
    type(0);
    const { task, request } = begin();
    assert.deepEqual(task.request(), request);
    assert.equal(request.only, undefined);
  });

  it("asks for all functions again when the text changed meanwhile", () => {
    const { task } = begin();
    task.tell([f(1)]);
    task.done(moduleResult(["f", "g"], { unfinished: ["g"] }));
    type(0);
    assert.equal(task.request()?.only, undefined);
  });

  it("asks first for what somebody looks at", () => {
    const look = { start: 60, end: 70 };
    scheduler.want(module, look);
    assert.deepEqual(quick.take().request?.look, look);
  });

  it("gives a spent run a second one in the other lane, and waits for first runs only", async () => {
    const first = scheduler.firstRuns(module);
    work(f(1, { outcome: outcomeOf(1, undefined, true) }), g(2));
    await first;
    assert.deepEqual(scheduler.pending(module), ["f"]);
    assert.deepEqual(shown(), { f: [undefined, 0, undefined], g: [2, 50, 60] });
    const { task, request } = full.take();
    assert.deepEqual(request?.only, ["f"]);
    task.tell([f(4, { outcome: outcomeOf(4, "Spent.", true) })]);
    task.done(moduleResult(["f", "g"]));
    assert.deepEqual(shown(), { f: [4, 0, 10], g: [2, 50, 60] });
    assert.deepEqual(scheduler.pending(module), []);
  });

  it("lets a long run go on while other functions are edited, and ends it when its own is", () => {
    const spent = f(1, { outcome: outcomeOf(1, undefined, true) });
    work(spent, g(2));
    type(60);
    const { request } = work(resultOf("f", 0), g(3, { revision: "2" }));
    assert.deepEqual(request.known, { f: "1", g: "1" });
    assert.equal(full.asked.length, 1);
    assert.deepEqual(full.dropped, []);
    const [running] = full.asked;
    type(5);
    begin().task.tell([resultOf("f", 0, { revision: "2", ...begins })]);
    assert.deepEqual(full.dropped, [running]);
  });

  it("begins a long run again that was of another text, and no more than three times", () => {
    work(f(1, { outcome: outcomeOf(1, undefined, true) }));
    for (let time = 0; time < 3; time++) {
      const { task, request } = full.take();
      assert.ok(request);
      task.tell([f(4, { revision: "2" })]);
      assert.deepEqual(scheduler.pending(module), ["f"]);
      task.done(moduleResult(["f"]));
    }
    assert.equal(full.take().request, null);
    assert.deepEqual(scheduler.pending(module), []);
  });

  it("begins no long run again that has told its last word", () => {
    work(f(1, { outcome: outcomeOf(1, undefined, true) }));
    const { task } = full.take();
    task.tell([f(0, { outcome: { points: [], findings: [], isSpent: false } })]);
    assert.equal(task.request(), null);
  });

  it("keeps outcomes of long runs, because an edit is often undone", () => {
    const spent = f(1, { outcome: outcomeOf(1, undefined, true) });
    work(spent);
    full.take().task.tell([f(4)]);
    type(5);
    work(f(5, { revision: "2" }));
    assert.deepEqual(shown(), { f: [5, 0, 10] });
    type(5);
    work(spent);
    assert.equal(full.asked.length, 0);
    assert.deepEqual(shown(), { f: [4, 0, 10] });
  });

  it("makes a finding of a module that could not be worked on", () => {
    begin().task.failed("internal-error", "It ended.");
    const { report } = scheduler.known(module);
    assert.deepEqual(
      report.findings.map(({ code, message }) => [code, message]),
      [["internal-error", "It ended."]],
    );
    assert.equal(scheduler.isWaiting(module), false);
  });

  it("says which modules need work when another one changed", () => {
    const { task } = begin();
    task.tell([f(1)]);
    task.done(moduleResult(["f"], { dependencies: [module, "/b.ts"] }));
    assert.deepEqual(scheduler.invalidate(new Set(["/c.ts"])), []);
    assert.deepEqual(scheduler.invalidate(new Set(["/b.ts"])), [module]);
    assert.equal(scheduler.isWaiting(module), true);
  });

  it("forgets what it knows when the budgets change, and shows it until it is known again", () => {
    work(f(1), g(2));
    type(0);
    const old = begin();
    scheduler.restart({ steps: 1_000, milliseconds: 100 });
    assert.deepEqual(quick.dropped, [old.task]);
    old.task.tell([f(9)]);
    assert.deepEqual(shown(), { f: [1, 1, 11], g: [2, 51, 61] });
    const { request } = begin();
    assert.equal(request.budget.steps, 1_000);
    assert.ok(!Object.values(request.known).includes("1"));
  });

  it("lets those go who wait for a module that is closed", async () => {
    begin();
    const first = scheduler.firstRuns(module);
    texts.close(module);
    scheduler.close(module);
    await first;
  });
});
