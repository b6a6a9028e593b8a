import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { printRoutine } from "../../../server/lowering/printRoutine.js";
import { prepared } from "../analysis/support.js";

/** A marked function `f(x)` with this body → its routine as text, without the points. */
function check(body: string, expected: string[]): void {
  const { functions } = prepared(`/** @differentiable @at x = 1 */\nfunction f(x) { ${body} }`);
  const lines = printRoutine(functions[0]!.routine!).split("\n");
  assert.deepEqual(
    lines.filter((line) => !/^(point|order) /.test(line)),
    expected,
  );
}

describe("classes", () => {
  it("keep their members in the order of the text", () => {
    check("class A extends B { k = x; static s() {} get g() { return this.#p; } #p; static {} }", [
      "f(x)  // shares x",
      "  block fresh A",
      "    A := class A extends %B { constructor f1; k := f2; static s: f3; get g: f4; #p@/project/main.ts:48; f5 }",
      "f1 A(...parameters)",
      "  super(...parameters)",
      "f2 k()  // captures local 0",
      "  return ^x",
      "f3 s()",
      "f4 g()",
      "  return this.#p@/project/main.ts:48",
      "f5 ()",
      "  block",
    ]);
  });

  it("keep parameters as properties after super", () => {
    check("class A extends B { constructor(public k) { super(); k++; } }", [
      "f(x)",
      "  block fresh A",
      "    A := class A extends %B { constructor f1 }",
      "f1 A(k)",
      "  super()",
      "  this.k = k",
      "  k++",
    ]);
  });
});

describe("generators, try, for … in", () => {
  it("are printed as they are written", () => {
    check("function* g() { const a = yield x; yield* [a]; }", [
      "f(x)  // shares x",
      "  block fresh g",
      "    g := function f1",
      "f1 g()  // generator; captures local 0",
      "  block fresh a",
      "    a := (yield ^x)",
      "    (yield* [a])",
    ]);
    check("try { x++; } catch (e) { throw e; } finally { x--; }", [
      "f(x)",
      "  try",
      "    block",
      "      x++",
      "  catch e fresh e",
      "    block",
      "      throw e",
      "  finally",
      "    block",
      "      x--",
    ]);
    check("for (const k in x) delete x[k];", ["f(x)", "  for k in x fresh k", "    (delete x[k])"]);
  });
});

describe("enums, accessors, tagged templates", () => {
  it("are printed as they are written", () => {
    check("enum E { A, B = A + x }", ["f(x)", "  block fresh E", "    E := enum E { A, B = (A + x) }"]);
    check("return { get a() { return x; }, m() { return super.m(); } };", [
      "f(x)  // shares x",
      "  return { get a: function f1, m: function f2 }",
      "f1 a()  // captures local 0",
      "  return ^x",
      "f2 m()",
      '  return super["m"]()',
    ]);
    check("return [tag`a${x}`, new.target, arguments];", [
      "f(x)",
      '  return [%tag tag(["a",""], x), new.target, arguments]',
    ]);
  });
});
