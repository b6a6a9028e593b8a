import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { type ModuleHost, prepareModule } from "../../../server/prepare.js";

const main = "/project/main.ts";
const source = `import { twice, Shape } from "./other";
const scale = 3;
const table: number[] = [];
for (let i = 0; i < 3; i++) table.push(i);
let state = 0;

/** @differentiable @at x = 2 */
export function first(x: number) {
  return twice(x) * scale + helper(x);
}

function helper(x: number) {
  const y = x * x;
  return y + 1;
}

/** @differentiable @at x = 3 @order 2 */
export const second = (x: number) => {
  const shape = new Shape(x);
  return shape.area() * table[1];
};

/** @differentiable @at x = 1 */
export function third(x: number) {
  let sum = 0;
  for (let i = 0; i < 3; i++) { sum += x ** i; }
  return sum + state;
}

/** @differentiable @at x = 4 @at x = scale */
function fourth(x: number) { return [x].map((v) => { return v * v; })[0]; }
function setState() { }
setState();
`;
const other = `export const twice = (x) => 2 * x;
export class Shape { constructor(r) { this.r = r; } area() { return this.r ** 2; } }
`;

describe("a preparation after an edit", function () {
  this.timeout(60_000);

  const texts: Record<string, string> = {};
  const host: ModuleHost = { read: (module) => texts[module] };
  /** The same as by a host that remembers nothing. */
  const check = (text: string, elsewhere = other) => {
    Object.assign(texts, { [main]: text, "/project/other.ts": elsewhere });
    const kept = prepareModule(main, host);
    const fresh = prepareModule(main, { read: (module) => texts[module] });
    assert.deepEqual({ ...kept, dependencies: [] }, { ...fresh, dependencies: [] });
    for (const name of fresh.dependencies) assert.ok(kept.dependencies.includes(name), name);
    return kept;
  };

  it("is that of a fresh one, for each piece of text put in at each place", () => {
    for (const word of ["1", "}", "state = 2;", "/* "]) {
      for (let at = 0; at <= source.length; at += 13) {
        check(source);
        check(source.slice(0, at) + word + source.slice(at));
      }
    }
  });

  it("is that of a fresh one, after any series of edits", () => {
    const edit = fc.record({
      at: fc.nat(source.length),
      removed: fc.nat(6),
      word: fc.constantFrom(
        "",
        "",
        "x",
        " ",
        "{",
        "}",
        "(",
        "*",
        "scale",
        "helper(x)",
        "\n",
        "state += 1;",
        "`",
        "//",
      ),
    });
    fc.assert(
      fc.property(fc.array(edit, { minLength: 2, maxLength: 12 }), (edits) => {
        let text = source;
        check(text);
        for (const { at, removed, word } of edits) {
          text = text.slice(0, at) + word + text.slice(at + removed);
          check(text);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("keeps the very routines of functions that it does not touch", () => {
    const before = check(source);
    const after = check(source.replace("sum += x ** i;", "sum += x ** (i + 1);"));
    const routineOf = (prepared: typeof before, index: number) => prepared.functions[index]!.routine!;
    assert.equal(routineOf(after, 0), routineOf(before, 0));
    assert.equal(routineOf(after, 1), routineOf(before, 1));
    assert.notDeepEqual(routineOf(after, 2), routineOf(before, 2));
    const helped = check(source.replace("y + 1", "y + 20"));
    assert.notDeepEqual(routineOf(helped, 0), routineOf(before, 0));
    assert.equal(routineOf(helped, 1).functions[0] !== undefined, true);
  });

  it("makes them again when an imported module changed", () => {
    check(source);
    check(source.replace("sum += x", "sum += 2 * x"), other.replace("2 * x", "5 * x"));
  });
});
