import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { printRoutine } from "../../../server/lowering/printRoutine.js";
import { applyFix, describeFinding, findingsOf, prepared } from "./support.js";

/** A function and its tags → the points as they are printed, or the findings. Spans must be those of the words. */
function check(tags: string, expected: string[], head = "function f(x: number)"): void {
  const text = `/** @differentiable ${tags} */\n${head} { return 1; }`;
  for (const source of [text, text.replaceAll("\n", "\r\n")]) {
    const module = prepared(source);
    const findings = findingsOf(module);
    if (findings.length > 0) {
      const told = findings.map((finding) => describeFinding(finding, source).replaceAll("\r", ""));
      assert.deepEqual(told, expected);
      continue;
    }
    const routine = module.functions[0]!.routine!;
    const printed = printRoutine(routine)
      .split("\n")
      .filter((line) => /^(point|order)/.test(line));
    assert.deepEqual(printed, expected);
    for (const point of routine.points) {
      assert.match(source.slice(point.start, point.end), /^@at/);
      for (const { parameter, span } of point.values) {
        assert.ok(source.slice(span.start, span.end).includes(parameter));
      }
    }
  }
}

function checkFix(tags: string, expected: string, head = "function f(x: number)"): void {
  const text = `/** @differentiable ${tags} */\n${head} { return 1; }`;
  const findings = findingsOf(prepared(text)).filter(({ fixes }) => fixes !== undefined && fixes.length > 0);
  const finding = findings.find(({ code }) => code !== "point-missing-parameter") ?? findings[0];
  assert.equal(applyFix(text, finding!), `/** @differentiable ${expected} */\n${head} { return 1; }`);
}

describe("points", () => {
  it("give values to parameters", () => {
    check("@at x = 3", ["point x = 3", "order 1"]);
    check("@at x = 3 @order 2", ["point x = 3", "order 2"]);
    check("@at x = -3e2 @at x=0x1F", ["point x = (-300)", "point x = 31", "order 1"]);
    check(
      "@at x = 3, p = [1, 2], q = { x: 0, y: Math.PI / 2 }",
      ["point x = 3, p = [1, 2], q = { x: 0, y: (%Math.PI / 2) }", "order 1"],
      "function f(x, p, q)",
    );
    check("@at\n * x = [\n *   1,\n *   2,\n * ]", ['point-missing-parameter "@at"']);
    check("@at x = [\n *   1,\n *   2,\n * ]", ["point x = [1, 2]", "order 1"], "function f(x: number[])");
    check("@at x = 3 // a comment", ["point x = 3", "order 1"]);
    check("@at g = (t) => t ** 2, x = 3", ["point g = function f1, x = 3", "order 1"], "function f(g, x)");
  });

  it("leave out what has a default", () => {
    check("@at x = 3", ["point x = 3", "order 1"], "function f(x, y = 2, z?: number, ...rest)");
    check("@at", ["point ", "order 1"], "function f(x = 1)");
  });

  it("name the parts of a destructured parameter", () => {
    const head = "function f({ x, y: [z] }: { x: number; y: number[] }, [u, v = 1])";
    check("@at x = 1, z = 2, u = 3", ["point x = 1, z = 2, u = 3", "order 1"], head);
    check("@at { x, y: [z] } = { x: 1, y: [2] }, [u] = [3]", ["point x = 1, z = 2, u = 3", "order 1"], head);
    check("@at x = 1", ["point x = 1", "order 1"], "function f({ x, y } = { x: 1, y: 2 })");
    check(
      "@at p = 1, x = 2",
      ['point-missing-parameter "@at p = 1, x = 2"', 'point-unknown-parameter "p"'],
      "function f({ x, y })",
    );
  });

  it("give a method its `this`", () => {
    const inClass = (tags: string) =>
      `class A { k = 1;\n/** @differentiable ${tags} */\nf(x) { return this.k * x + this.g(); } }`;
    const without = prepared(inClass("@at x = 3"));
    const [missing] = findingsOf(without);
    assert.equal(missing!.code, "point-missing-parameter");
    assert.equal(applyFix(inClass("@at x = 3"), missing!), inClass("@at x = 3, this = { k: 1 }"));
    const given = prepared(inClass("@at this = { k: 2 }, x = 3"));
    assert.deepEqual(findingsOf(given), []);
    const field = "class A { /** @differentiable @at x = 1, this = { k: 2 } */ f = (x) => this.k * x; }";
    assert.deepEqual(findingsOf(prepared(field)), []);
    const inObject = (tags: string) =>
      `const o = { k: 1, /** @differentiable ${tags} */ f(x) { return this.k; } };`;
    const [missingObject] = findingsOf(prepared(inObject("@at x = 3")));
    assert.equal(applyFix(inObject("@at x = 3"), missingObject!), inObject("@at x = 3, this = o"));
  });

  it("say what they cannot read, on the words that are wrong", () => {
    check("@at x", ['point-syntax "x"']);
    check("@at x =", ['point-syntax "x ="']);
    check("@at x = ,", ['point-syntax "x ="', 'point-syntax ","']);
    check("@at x = 3,", ['point-syntax ","']);
    check("@at x: 3", ['point-syntax "x"']);
    check("@at 3", ['point-syntax "3"']);
    check("@at x == 3", ['point-syntax "x == 3"']);
    check("@at x = y = 3", ['point-syntax "x = y = 3"']);
    check("@at x.y = 3", ['point-syntax "x.y"']);
    check("@at x = 3 4", ['point-syntax "4"']);
    check("@at x = 3; y = 4", ['point-syntax ";"']);
    check("@at x = [1, 2", ['point-syntax "2"']);
    check("@at x = 3)", ['point-syntax ")"']);
    check('@at x = "a', ['point-syntax ""a"']);
  });

  it("say which names they do not know, and which values they miss", () => {
    check("@at y = 3", ['point-missing-parameter "@at y = 3"', 'point-unknown-parameter "y"']);
    check("@at x = 3, x = 4", ['point-duplicate-parameter "x"']);
    check("@at x = 3", ['point-missing-parameter "@at x = 3"'], "function f(x, p: number[], q)");
    check("@at this = 3, x = 1", ['point-unknown-parameter "this"']);
  });

  it("have fixes that write what is missing", () => {
    checkFix("@at x = 3", "@at x = 3, p = [1, 2], q = 1", "function f(x, p: number[], q)");
    checkFix("@at", "@at x = 1");
    checkFix("@at 3", "@at x = 3");
    checkFix("@at y = 3", "@at x = 3");
    checkFix("", "@at x = 1 ");
    checkFix(
      "@at",
      "@at p = { x: 1, y: [1, 1] }, q = [[1, 2], [1, 2]]",
      `function f(p: P, q: readonly number[][]) { return 1; }
      interface P { x: number; readonly y: [number, number]; z?: number }
      function g()`,
    );
  });

  it("of a function that is not marked are told", () => {
    const text = "/** @at x = 3 */ function f(x) {} /** @at home */ function g(x) {}";
    const findings = findingsOf(prepared(text));
    assert.deepEqual(
      findings.map((finding) => describeFinding(finding, text)),
      ['marker-missing "@at"'],
    );
    assert.match(applyFix(text, findings[0]!), /@differentiable @at x = 3/);
  });

  it("can come from the command line", () => {
    const text = "/** @differentiable @at x = 3 */ function f(x) { return x; }";
    const at = prepared(text, { at: "x = 4", order: 3 }).functions[0]!;
    assert.equal(printRoutine(at.routine!), "f(x)\n  return x\npoint x = 4\norder 3");
    assert.equal(at.routine!.points[0]!.module, "--at");
    const wrong = findingsOf(prepared(text, { at: "x = 4, y = 5" }));
    assert.deepEqual(
      wrong.map(({ code, module, start, end }) => [code, module, start, end]),
      [["point-unknown-parameter", "--at", 7, 8]],
    );
  });
});

describe("a function without a point", () => {
  it("offers one, in the style of its comment", () => {
    const text = "/**\r\n * Squares.\r\n * @differentiable\r\n */\r\nfunction f(x) { return x; }";
    const [offer] = findingsOf(prepared(text));
    assert.equal(offer!.code, "point-missing");
    assert.equal(
      applyFix(text, offer!),
      "/**\r\n * Squares.\r\n * @differentiable\r\n * @at x = 1\r\n */\r\nfunction f(x) { return x; }",
    );
  });

  it("says what cannot be run all the same", () => {
    check(
      "",
      ['point-missing "@differentiable"', 'unsupported-construct "10n"'],
      "function f(x) { return 10n; }; function g()",
    );
  });

  it("says that there is nothing to differentiate by when it has no parameter", () => {
    check("", ['no-differentiable-input "@differentiable"'], "function f()");
  });
});

describe("the order", () => {
  it("is an integer from 1 to 30, given once", () => {
    check("@at x = 1 @order 30", ["point x = 1", "order 30"]);
    check("@at x = 1 @order 0", ['order-invalid "0"']);
    check("@at x = 1 @order 31", ['order-invalid "31"']);
    check("@at x = 1 @order 2.5", ['order-invalid "2.5"']);
    check("@at x = 1 @order two", ['order-invalid "two"']);
    check("@at x = 1 @order", ['order-invalid "@order"']);
    check("@at x = 1 @order 2 @order 3", ['order-duplicate "@order"']);
  });
});

describe("the names after @wrt", () => {
  it("are parameters", () => {
    const head = "function f(x, p, { q })";
    const values = "@at x = 1, p = 2, q = 3";
    check(`${values} @wrt p, q`, ["point x = 1, p = 2, q = 3", "order 1, with respect to p, q"], head);
    check(`${values} @wrt`, ['wrt-empty "@wrt"'], head);
    check(`${values} @wrt x, x`, ['wrt-duplicate-parameter "x"'], head);
    check(`${values} @wrt y`, ['wrt-unknown-parameter "y"'], head);
    check(`${values} @wrt p[0]`, ['wrt-unknown-parameter "p[0]"'], head);
  });
});
