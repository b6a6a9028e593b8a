import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { fullBudget } from "../../../server/evaluation/budget.js";
import { inlayHints } from "../../../server/features/inlayHints.js";
import { openNodePipeline } from "../../../server/hosts/nodePipeline.js";
import type { FunctionResult } from "../../../server/pipeline.js";
import { type PlacedOutcome, placeOutcome } from "../../../server/places.js";
import { assembleReport } from "../../../server/report.js";
import { createHintMaker } from "../../../server/service/hints.js";
import type { KnownModule } from "../../../server/service/moduleState.js";

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
  const pipeline = openNodePipeline({ host: { read: () => undefined } });
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
    return {
      ids: results.map(({ id }) => id),
      outcomes: results.map(({ id }) => outcomes.get(id)!),
      report: {
        ...{ module, findings: [] },
        reports: results.map(({ id, outline, findings, pieces }) =>
          assembleReport(outline, findings, placeOutcome(outcomes.get(id)!, pieces)),
        ),
      },
    };
  };
}

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
        assert.deepEqual(maker.hints(known, text, options), inlayHints(known.report, text, options));
      }
    });
  }
  it("follow the options", () => {
    const maker = createHintMaker();
    const known = createReader()(source);
    for (const changed of [options, { ...options, digits: 7 }, { ...options, body: false }, options]) {
      assert.deepEqual(maker.hints(known, source, changed), inlayHints(known.report, source, changed));
    }
  });
});
