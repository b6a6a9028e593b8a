import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { describeFinding, findingsOf, prepared } from "./support.js";

/** The marked functions of a text as `name|words of the name|signature's end|parameters`. */
function check(text: string, expected: string[], module = "/project/main.ts"): void {
  const { functions } = prepared({ [module]: text });
  const found = functions.map(({ outline }) => {
    const { name, signatureEnd, parameters, extent } = outline;
    assert.equal(text.slice(extent.start, extent.start + 3), "/**");
    assert.ok(extent.end > signatureEnd || extent.end === text.length);
    for (const parameter of parameters) {
      assert.equal(text.slice(parameter.start, parameter.end), parameter.name);
    }
    const before = text.slice(0, signatureEnd).slice(-2);
    return [
      outline.function,
      text.slice(name.start, name.end),
      before,
      ...parameters.map((p) => p.name),
    ].join("|");
  });
  assert.deepEqual(found, expected);
}

/** A text whose markers stand on nothing that can be run. */
function refuse(text: string, message: RegExp): void {
  const module = prepared(text);
  assert.deepEqual(
    module.findings.map((finding) => describeFinding(finding, text)),
    ['marker-not-on-function "@differentiable"'],
  );
  assert.match(module.findings[0]!.message, message);
  assert.equal(module.functions.length, 0);
}

describe("marked functions", () => {
  it("are function declarations", () => {
    check("/** @differentiable */ function f(x: number): number { return x; }", ["f|f| {|x"]);
    check("/** @differentiable */\nexport function f(x) { return x; }", ["f|f| {|x"]);
    check("export /** @differentiable */ function f(x) { return x; }", ["f|f| {|x"]);
  });

  it("are constants that hold a function", () => {
    check("/** @differentiable */ export const f = (x: number): number => x ** 2;", ["f|f|=>|x"]);
    check("/** @differentiable */ const f = x => { return x; }", ["f|f| {|x"]);
    check("/** @differentiable */ const f = function (x, y) { return x; };", ["f|f| {|x|y"]);
    check("/** @differentiable */ let f = ((x) => x) as F satisfies G;", ["f|f|=>|x"]);
    check("const f = /** @differentiable */ (x) => x;", ["f|f|=>|x"]);
    check("const k = 1, /** @differentiable */ f = (x) => x;", ["f|f|=>|x"]);
  });

  it("are methods of classes", () => {
    check(
      `class Spring {
        /** @differentiable */
        static energy(x: number) { return x; }
        /** @differentiable */ force(x) { return -x; }
        /** @differentiable */ power = (x) => x;
        /** @differentiable */ #hidden(x) { return x; }
      }`,
      [
        "Spring.energy|energy| {|x",
        "Spring.force|force| {|x",
        "Spring.power|power|=>|x",
        "Spring.#hidden|#hidden| {|x",
      ],
    );
    check("const S = class { /** @differentiable */ f(x) { return x; } };", ["S.f|f| {|x"]);
    check("export default class { /** @differentiable */ f(x) { return x; } }", ["default.f|f| {|x"]);
  });

  it("are members of objects", () => {
    check(
      `export const shapes = {
        /** @differentiable */ circle(r) { return r * r; },
        /** @differentiable */ square: (a) => a * a,
        "a-b": { /** @differentiable */ c: function (x) { return x; } },
      };`,
      ["shapes.circle|circle| {|r", "shapes.square|square|=>|a", "shapes.a-b.c|c| {|x"],
    );
    check("export default { /** @differentiable */ f(x) { return x; } };", ["default.f|f| {|x"]);
  });

  it("are default exports", () => {
    check("/** @differentiable */ export default function (x) { return x; }", ["default|default| {|x"]);
    check("/** @differentiable */ export default function f(x) { return x; }", ["f|f| {|x"]);
    check("/** @differentiable */ export default (x) => x;", ["default|default|=>|x"]);
    check("export default /** @differentiable */ (x) => x;", ["default|default|=>|x"]);
  });

  it("are exports of CommonJS modules", () => {
    check("/** @differentiable */ exports.f = (x) => x;", ["f|f|=>|x"], "/project/main.cjs");
    check("/** @differentiable */ module.exports.g = function (x) { return x; };", ["g|g| {|x"], "/p/m.js");
  });

  it("are nested in other functions and in arguments", () => {
    check("function outer() { /** @differentiable */ const f = (x) => x; return f; }", ["f|f|=>|x"]);
    check("show(/** @differentiable */ (x) => x);", ["(anonymous)|(|=>|x"]);
  });

  it("are the implementations of overloads", () => {
    check(
      `/** @differentiable */
      export function f(x: number): number;
      export function f(x: number, y: number): number;
      export function f(x: number, y = 1): number { return x * y; }`,
      ["f|f| {|x|y"],
    );
  });

  it("name the parts of destructured parameters", () => {
    check("/** @differentiable */ function f({ a, b: [c, d = 1], ...rest }, [e], ...more) { return a; }", [
      "f|f| {|a|c|d|rest|e|more",
    ]);
  });

  it("are found in every kind of file", () => {
    const text = "/** @differentiable */ const f = (x) => x;";
    for (const extension of ["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"]) {
      check(text, ["f|f|=>|x"], `/project/main.${extension}`);
    }
    check(text, ["f|f|=>|x"], "untitled:Untitled-1");
    check("/** @differentiable */ export const F = (x) => <b>{x}</b>;", ["F|F|=>|x"], "/project/main.tsx");
  });

  it("may have several doc comments", () => {
    const text = "/** @differentiable */\n/** @at x = 1 */\nfunction f(x) { return x; }";
    check(text, ["f|f| {|x"]);
    assert.equal(prepared(text).functions[0]!.routine!.points.length, 1);
  });

  it("are not made by strings, other comments or prose", () => {
    check(
      "const a = '/** @differentiable */'; // @differentiable\n/* @differentiable */ function f(x) {}\n" +
        "const t = `/** @differentiable */`; const r = /\\/** @differentiable *\\//; /** `@differentiable` */ function g() {}",
      [],
    );
  });

  it("are the only things that can be marked", () => {
    refuse("/** @differentiable */ const x = 3;", /marks functions/);
    refuse("/** @differentiable */ interface A {}", /marks functions/);
    refuse("/** @differentiable */ const f = memo((x) => x);", /result of a call/);
    refuse("/** @differentiable */ class A {}", /methods/);
    refuse("class A { /** @differentiable */ get x() { return 1; } }", /Accessors/);
    refuse("/** @differentiable */ declare function f(x: number): number;", /no body/);
    refuse("function f() {} /** @differentiable */", /No function follows/);
    refuse("{ /** @differentiable */ }", /No function follows/);
    refuse("class A { f() {} /** @differentiable */ }", /No function follows/);
  });

  it("hide no finding from each other when one cannot be read", () => {
    const text = `/** @differentiable @at x = 1 */
export function half(x) { return x * ; }
/** @differentiable @at x = 1 */
export function whole(x) { return x; }`;
    const module = prepared(text);
    assert.deepEqual(
      module.functions.map(({ routine }) => routine !== null),
      [false, true],
    );
    assert.deepEqual(
      findingsOf(module).map((finding) => describeFinding(finding, text)),
      ['syntax-error ";"'],
    );
  });

  it("stay when the function before them is not finished", () => {
    const text = `import { k } from "./k.js";
/** @differentiable @at x = 1 */
export function half(x) { if (x > 0) { return x;
/** @differentiable @at x = 1 */
export function whole(x) { return scale * x; }
export const scale = 3;`;
    const { functions } = prepared(text);
    assert.deepEqual(
      functions.map(({ outline, routine }) => [outline.function, routine !== null]),
      [
        ["half", false],
        ["whole", true],
      ],
    );
  });
});
