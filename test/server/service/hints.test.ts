import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { fullBudget } from "../../../server/evaluation/budget.js";
import { inlayHints } from "../../../server/features/inlayHints.js";
import { linesOf } from "../../../server/features/lines.js";
import { openNodePipeline } from "../../../server/hosts/nodePipeline.js";
import { openPipeline } from "../../../server/openPipeline.js";
import type { FunctionResult } from "../../../server/pipeline.js";
import { type PlacedOutcome, placeOutcome } from "../../../server/places.js";
import { assembleReport } from "../../../server/report.js";
import { createHintMaker, type HintMaker } from "../../../server/service/hints.js";
import { type KnownFunction, KnownModule } from "../../../server/service/knownModule.js";

const module = "/project/a.ts";
const options = { signature: true, body: true, digits: 4 };
const source = `/** @differentiable @at x = 3 @at x = 4 */
function f(x: number) {
  const y = x * x;
  return y;
} /** @differentiable @at x = 1 */ function g(x: number) { return 2 * x; }
/** @differentiable @at x = 5 */
const h = (x: number) => { const z = x + 1; return z; };
`;

/** What is known of a text; outcomes are those of before where nothing changed. */
function createReader() {
  const pipeline = openNodePipeline(openPipeline, { host: { read: () => undefined } });
  const outcomes = new Map<string, PlacedOutcome>();
  const known: Record<string, string> = {};
  return (text: string): KnownModule => {
    pipeline.setText(module, text);
    const results: FunctionResult[] = [];
    pipeline.work({ module, budget: fullBudget, known }, (each) => {
      if (each.isFinal) results.push(each);
      if (each.outcome) outcomes.set(each.id, each.outcome);
      if (each.outcome) known[each.id] = each.revision;
    });
    const functions = results.map(({ id, outline, findings, pieces }): KnownFunction => {
      const outcome = outcomes.get(id)!;
      const report = assembleReport(outline, findings, placeOutcome(outcome, pieces));
      const { extent } = outline;
      return { id, extent, isUnmarked: false, hasFindings: true, outcome, report: () => report };
    });
    return new KnownModule(module, functions, []);
  };
}

const hintsOf = (maker: HintMaker, known: KnownModule, text: string, given = options) =>
  maker.hints(known, text, linesOf(text), given, { start: 0, end: text.length });

describe("remembered hints", () => {
  const edits: [what: string, edit: (text: string) => string][] = [
    ["nothing was edited", (text) => text],
    ["lines were added above", (text) => `\n\n${text}`],
    ["another function was edited", (text) => text.replace("x * x", "x * x * x")],
    ["a comment behind a line was edited", (text) => text.replace("y = x * x;", "y = x * x; // = 3")],
    ["a line was broken without another outcome", (text) => text.replace("{ const z", "{\n\nconst z")],
    ["two functions came onto one line", (text) => text.replace("}\n/** @diff", "} /** @diff")],
    ["a point was added", (text) => text.replace("@at x = 5", "@at x = 5 @at x = 6")],
  ];
  for (const [what, edit] of edits) {
    it(`are those of a fresh start when ${what}`, () => {
      const read = createReader();
      const maker = createHintMaker();
      for (const text of [source, edit(source), source]) {
        const known = read(text);
        assert.deepEqual(hintsOf(maker, known, text), inlayHints(known.report, text, options));
      }
    });
  }
  it("follow the options", () => {
    const maker = createHintMaker();
    const known = createReader()(source);
    for (const changed of [options, { ...options, digits: 7 }, { ...options, body: false }, options]) {
      assert.deepEqual(hintsOf(maker, known, source, changed), inlayHints(known.report, source, changed));
    }
  });
  it("of a stretch are those of the whole text in it", () => {
    const maker = createHintMaker();
    const known = createReader()(source);
    const all = inlayHints(known.report, source, options);
    for (let start = 0; start <= source.length; start += 3) {
      for (let end = start; end <= source.length; end += 7) {
        assert.deepEqual(
          maker.hints(known, source, linesOf(source), options, { start, end }),
          all.filter(({ offset }) => start <= offset && offset <= end),
        );
      }
    }
  });
});
