/**
 * Whatever was edited before: what is told of a text that can be read is what a pipeline tells that never had another
 * one.
 */

import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { quickBudget } from "../../../server/evaluation/budget.js";
import { diagnostics } from "../../../server/features/diagnostics.js";
import { linesOf } from "../../../server/features/lines.js";
import { openPipeline } from "../../../server/openPipeline.js";
import type { Pipeline } from "../../../server/pipeline.js";
import { createHintMaker } from "../../../server/service/hints.js";
import { createModuleState, type ModuleState } from "../../../server/service/moduleState.js";
import { createOpenTexts } from "../../../server/service/openTexts.js";
import { isFlawless, parseText } from "../../../server/syntax/parseModule.js";
import { editBetween } from "../../../server/syntax/textEdit.js";
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

/** A server's state of a module over a pipeline: everything that is shown, with real places. */
class Shown {
  private readonly texts = createOpenTexts();
  private readonly maker = createHintMaker();
  private readonly pipeline: Pipeline;
  private readonly module: string;
  private readonly state: ModuleState;
  private number: number | undefined;

  constructor(module: string, text: string) {
    const read = (name: string) => (name === "/project/helper.ts" ? helper : undefined);
    this.pipeline = openPipeline({ host: { read }, clock: () => 0, hash: (each) => each });
    this.module = module;
    this.texts.open(module, text);
    this.state = createModuleState(module, this.texts, () => []);
  }

  change(text: string): void {
    const edit = editBetween(this.texts.text(this.module)!, text);
    this.texts.change(this.module, text, [edit]);
  }

  work(): void {
    const { module, state } = this;
    const pass = { stamp: this.texts.stamp(module) };
    this.pipeline.setText(module, this.texts.text(module));
    const request = {
      module,
      budget: quickBudget,
      known: this.number === undefined ? state.revisions() : {},
    };
    const since = this.number === undefined ? {} : { since: this.number };
    const result = this.pipeline.work({ ...request, ...since }, (each) => state.tell(each, pass, true));
    this.number = result.number;
    state.move(result, pass);
    state.finish(result);
  }

  /** @param at a place in the text, from 0 to 1 */
  shown(at: number): unknown {
    const known = this.state.known();
    const text = this.texts.text(this.module)!;
    const asked = { start: Math.floor(at * text.length), end: Math.floor(at * text.length) + 100 };
    const hints = this.maker.hints(known, text, linesOf(text), options, asked);
    const { report, ids, functions, withFindings } = known;
    const outcomes = functions.map(({ outcome }) => outcome !== null);
    return { report, ids, hints, outcomes, found: diagnostics(withFindings), all: diagnostics(report) };
  }
}

const options = { signature: true, body: true, digits: 5 };
const runs = Number(process.env.FUZZ_RUNS ?? 60);
const seed = Number(process.env.FUZZ_SEED ?? 1);

describe("An edited pipeline", () => {
  for (const [name, original] of Object.entries(files)) {
    it(`tells of ${name} what a fresh one tells`, function () {
      this.timeout(0);
      const module = `/project/${name}`;
      const chance = chanceOf(seed + name.length);
      for (let session = 0; session < runs / 40; session++) {
        let text = original;
        const edited = new Shown(module, text);
        edited.work();
        for (let step = 0; step < 40; step++) {
          const before = text;
          for (let edits = 1 + below(chance, 2); edits > 0; edits--) {
            const edit = localEdit(text, original, chance);
            text = text.slice(0, edit.start) + edit.text + text.slice(edit.end);
          }
          // What is half typed is asked about now and then, and mostly undone.
          if (!isFlawless(parseText(module, text))) {
            if (chance() < 0.3) {
              edited.change(text);
              edited.work();
            }
            text = before;
          }
          edited.change(text);
          if (chance() < 0.2) continue;
          edited.work();
          const fresh = new Shown(module, text);
          fresh.work();
          const at = chance();
          assert.deepEqual(edited.shown(at), fresh.shown(at), text);
        }
      }
    });
  }
});
