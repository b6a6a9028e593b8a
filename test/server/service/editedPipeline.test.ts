/**
 * Whatever was edited before: what is told of a text that can be read is what a pipeline tells that never had another
 * one.
 */

import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { quickBudget } from "../../../server/evaluation/budget.js";
import { openPipeline } from "../../../server/openPipeline.js";
import type { FunctionResult, Pipeline } from "../../../server/pipeline.js";
import { type PlacedOutcome, placeOutcome } from "../../../server/places.js";
import { isFlawless, parseText } from "../../../server/syntax/parseModule.js";
import { below, type Chance, chanceOf, oneOf, randomEdit } from "../soak/edits.js";

const files: Record<string, string> = {
  "functions.ts": `import { k, unused } from "./helper";
interface Point { x: number; y: number }
type Pair = [number, number];
const factor = k * 2;
/** @differentiable @at x = 3 */
export function f(x: number): number {
  const y = g(x) * factor;
  return y + 0.5;
}
/** Not marked. */
function g(x: number) {
  return x * x + 1;
}
/**
 * @differentiable
 * @at q = { x: 1, y: 2 }, p = [1, 2]
 * @order 2
 */
export const h = (q: Point, p: Pair) => {
  const inner = (t: number) => t * p[0];
  return inner(q.x) * q.y + f(q.x);
}
/** @differentiable @at x = 1, a = 2 */
const both = function (x: number, { a, b = 3 }: { a: number; b?: number }) {
  return a * x + b;
};
`,
  "classes.ts": `class Spring {
  #rest = 1;
  constructor(private k: number) {
    this.k = k * 2;
  }
  /** @differentiable @at x = 2 */
  energy(x: number) {
    return 0.5 * this.k * (x - 1) ** 2;
  }
  /** @differentiable @at x = 2 */
  private(x: number) {
    return this.#rest * x;
  }
}
const tools = {
  /** @differentiable @at x = 2 */
  twice(x: number) {
    return this.once(x) * 2;
  },
  once(x: number) {
    return x;
  },
};
let state = 1;
const set = (x: number) => {
  state = x;
};
/** @differentiable @at x = 3 */
const usesState = (x: number) => {
  set(2);
  return state * x;
};
`,
  "sloppy.js": `/** @differentiable @at x = 2 */
function f(x) {
  var factor = 010
  return factor * x
}
function make(a) {
  const rate = 0.1
  /** @differentiable @at x = 1 */
  function step(x) { return x - rate * x * 2 }
  return step
}
/** @differentiable @at x = 2 */
const arrow = (x) => {
  if (x > 1) { return helper(x) }
  return 1
}
(0, arrow)
var helper = function (x) { return x * 3 }
`,
  "tags.ts": `/** @differentiable @at x = 2 @at x = 3 */
export function f(x: number): number;
export function f(x: number) {
  return x ** 3;
}
/** @differentiabel @at x = 2 */
export function misspelt(x: number) {
  return x;
}
/** @at x = 4 */
export function plain(x: number) {
  return x;
}
/** @differentiable */
export function pointless(x: number) {
  return x + missing;
}
/** @derivativeOf f */
export function slope(x: number) {
  return 3 * x ** 2;
}
`,
};
// A file with claims is read whole at each edit; this is the same without any.
files["tagsAlone.ts"] = files["tags.ts"]!.replace("@derivativeOf f", "Nothing.");

const helper = "export const k = 1.5;\nexport const unused = 2;\n";

/** Mostly what people type: a digit, a name, a comment; now and then anything. */
function localEdit(
  text: string,
  original: string,
  chance: Chance,
): { start: number; end: number; text: string } {
  if (chance() < 0.25) return randomEdit(text, original, chance);
  const places = [...text.matchAll(/\d|\bx\b|return |[;})]|\*\/| \* |\n/g)];
  const { index, 0: found } = oneOf(chance, places);
  const typed = [
    "1",
    "7",
    "x",
    " ",
    "\n",
    " + x",
    "/* */",
    "g(x)",
    "k",
    "// ?\n",
    "@at x = 1 ",
    "const z = 1; ",
    "unused",
  ];
  const isReplaced = chance() < 0.4;
  return { start: index, end: index + (isReplaced ? found.length : 0), text: oneOf(chance, typed) };
}

function open(module: string, text: string): Pipeline {
  const read = (name: string) => (name === "/project/helper.ts" ? helper : undefined);
  const pipeline = openPipeline({ host: { read }, clock: () => 0, hash: (each) => each });
  pipeline.setText(module, text);
  return pipeline;
}

/** Everything that is shown, with real places. */
class Asker {
  private readonly outcomes = new Map<string, { revision: string; outcome: PlacedOutcome }>();

  private readonly pipeline: Pipeline;
  private readonly module: string;

  constructor(pipeline: Pipeline, module: string) {
    this.pipeline = pipeline;
    this.module = module;
  }

  ask(): unknown {
    const results = new Map<string, FunctionResult>();
    const known = Object.fromEntries([...this.outcomes].map(([id, { revision }]) => [id, revision]));
    const { functions, findings } = this.pipeline.work(
      { module: this.module, budget: quickBudget, known },
      (result) => {
        const { id, revision, outcome } = result;
        results.set(id, result);
        if (outcome) this.outcomes.set(id, { revision, outcome });
      },
    );
    const shown = functions.map((id) => {
      const { outline, findings, pieces, isFinal } = results.get(id)!;
      return {
        id,
        outline,
        findings,
        isFinal,
        outcome: placeOutcome(this.outcomes.get(id)!.outcome, pieces),
      };
    });
    return { shown, findings };
  }
}

const runs = Number(process.env.FUZZ_RUNS ?? 60);
const seed = Number(process.env.FUZZ_SEED ?? 1);

describe("An edited pipeline", () => {
  for (const [name, original] of Object.entries(files)) {
    it(`tells of ${name} what a fresh one tells`, function () {
      this.timeout(0);
      const module = `/project/${name}`;
      const chance = chanceOf(seed + name.length);
      for (let session = 0; session < runs / 20; session++) {
        let text = original;
        const pipeline = open(module, text);
        const asker = new Asker(pipeline, module);
        asker.ask();
        for (let step = 0; step < 20; step++) {
          const before = text;
          for (let edits = 1 + below(chance, 2); edits > 0; edits--) {
            const edit = localEdit(text, original, chance);
            text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
          }
          // What is half typed is asked about now and then, and mostly undone.
          if (!isFlawless(parseText(module, text))) {
            if (chance() < 0.3) {
              pipeline.setText(module, text);
              asker.ask();
            }
            text = before;
          }
          pipeline.setText(module, text);
          const shown = asker.ask();
          assert.deepEqual(shown, new Asker(open(module, text), module).ask(), text);
        }
      }
    });
  }
});
