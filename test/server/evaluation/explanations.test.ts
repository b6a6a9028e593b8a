/** What is said about numbers that are not what they seem, and where; and that nothing is said about the others. */

import assert from "node:assert/strict";
import { checkNotes } from "./annotated.js";
import { findingsOf, reportOf } from "./support.js";

/** The findings of `f` at x = 2, or at another point. */
function check(body: string, expected: string[], point = "x = 2", declarations = ""): void {
  const source = `${declarations}/** @differentiable @at ${point} */\nfunction f(x: number): any {\n${body}\n}`;
  assert.deepEqual(findingsOf(source, reportOf(source)), expected);
}

describe("A kink tells both sides", () => {
  it("of abs", () =>
    checkNotes(`/** @differentiable @at x = 0 */
const f = (x: number) => 3 * Math.abs(x);
                             ^^^^^^^^^^^ kink: \`Math.abs(0)\` sits on a kink: abs has a corner at 0. The derivative by x is shown as 0 by convention; from the left it is -3, from the right 3.`));
  it("of a tie of max", () =>
    checkNotes(`/** @differentiable @at x = 1, y = 1 */
const f = (x: number, y: number) => Math.max(x, y);
                                    ^^^^^^^^^^^^^^ kink: \`Math.max(1, 1)\` sits on a kink: max has a tie of 2 here. The derivative by x is shown as 0.5 by convention; from the left it is 0, from the right 1.`));
  it("of a jump of floor", () =>
    checkNotes(`/** @differentiable @at x = 2 */
const f = (x: number) => x - Math.floor(x);
                             ^^^^^^^^^^^^^ kink: \`Math.floor(2)\` sits on a kink: floor jumps here. The value jumps at x = 2: it is 0 there and tends to 1 from the left, to 0 from the right. The derivative shown is that of the piece that was taken.`));
  it("of the root at 0, whose left side is not defined", () =>
    checkNotes(`/** @differentiable @at x = 0 */
const f = (x: number) => Math.sqrt(x);
                         ^^^^^^^^^^^^ kink: \`Math.sqrt(0)\` sits on a kink: sqrt ends at 0. The derivative by x is shown as Infinity by convention; from the left it is not defined, from the right it grows without bound.`));
  it("of a branch that changes at the point", () =>
    checkNotes(`/** @differentiable @at x = 3 */
function f(x: number) {
  if (x < 3) return x * x;
      ^^^^^ kink: The branch changes exactly at this point, where \`x < 3\` compares equal numbers. The derivative by x is shown as 2 by convention; from the left it is 6, from the right 2.
  return 9 + 2 * (x - 3);
}`));
  it("of a branch that jumps", () =>
    checkNotes(`/** @differentiable @at x = 3 */
const f = (x: number) => (x < 3 ? x * x : 10);
                          ^^^^^ kink: The branch changes exactly at this point, where \`x < 3\` compares equal numbers. The value jumps at x = 3: it is 10 there and tends to 9 from the left, to 10 from the right. The derivative shown is that of the piece that was taken.`));
  it("of a value set apart", () =>
    checkNotes(`/** @differentiable @at x = 0 */
const f = (x: number) => (x === 0 ? 1 : Math.exp(x));
                          ^^^^^^^ kink: The branch changes exactly at this point, where \`x === 0\` compares equal numbers. Both sides agree, so that the function is smooth there and the convention is not needed: the derivative by x is 1, although 0 is shown.`));
  it("of a remainder in an assignment", () =>
    checkNotes(`/** @differentiable @at x = 3 */
function f(x: number) {
  let y = x;
  y %= 1;
  ^^^^^^ kink: \`y %= 1\` sits on a kink: % jumps where the first number is a multiple of the second. The value jumps at x = 3: it is 0 there and tends to 1 from the left, to 0 from the right. The derivative shown is that of the piece that was taken.
  return y;
}`));
  it("of a number as a condition", () =>
    checkNotes(`/** @differentiable @at x = 0 */
const f = (x: number) => (x ? 1 / x : 0);
                          ^ kink: The branch changes exactly at this point, where the condition \`x\` is 0. The value jumps at x = 0: it is 0 there and falls without bound from the left, and grows without bound from the right. The derivative shown is that of the piece that was taken.`));
  it("where an angle has no direction", () =>
    checkNotes(`/** @differentiable @at y = 0, x = 0 */
const f = (y: number, x: number) => Math.atan2(y, x);
                                    ^^^^^^^^^^^^^^^^ kink: \`Math.atan2(0, 0)\` sits on a kink: atan2(0, 0) has no direction. The value jumps at y = 0: it is 0 there and tends to -1.570796 from the left, to 1.570796 from the right. The derivative shown is that of the piece that was taken.`));
  it("of a function that another one calls", () => {
    checkNotes(`/** @differentiable @at xs = [0, 1] */
const f = (xs: number[]) => xs.map(Math.abs)[0] * 3;
                            ^^^^^^^^^^^^^^^^ kink: \`Math.abs(0)\` sits on a kink: abs has a corner at 0. The derivative by xs[0] is shown as 0 by convention; from the left it is -3, from the right 3.`);
    check("return Math.max.apply(null, [x, 2]);", ["Math.max.apply(null, [x, 2]): kink"]);
    check("return Math.abs.call(null, x - 2);", ["Math.abs.call(null, x - 2): kink"]);
    check("return Array.from([x - 2], Math.abs)[0];", ["Array.from([x - 2], Math.abs): kink"]);
    check("return [x].map(Math.abs)[0];", []);
  });
  it("where a function ends", () => check("return Math.asin(x / 2);", ["Math.asin(x / 2): kink"]));
  it("of a function of the library by another name", () =>
    check("const { abs } = Math; return abs(x - 2);", ["abs(x - 2): kink"]));
  it("through calls", () =>
    checkNotes(`/** @differentiable @at x = 1 */
const f = (x: number) => distance(x, 1);
function distance(a: number, b: number) {
  return Math.abs(a - b);
         ^^^^^^^^^^^^^^^ kink: \`Math.abs(0)\` sits on a kink: abs has a corner at 0. The derivative by x is shown as 0 by convention; from the left it is -1, from the right 1.
         | distance(x, 1): When differentiating this call of \`distance\`.
}`));
});

describe("A kink is not told", () => {
  const quiet = {
    "away from it": "return Math.abs(x) + Math.floor(x + 0.5) + Math.max(x, 1) + (x < 3 ? x : 0);",
    "where both sides agree": "const d = x - 2; return d * Math.abs(d) + Math.max(d, 0) ** 2;",
    "where the branches meet smoothly": "return x < 2 ? x * x : 4 * x - 4;",
    "where a removable gap is filled": "const d = x - 2; return d === 0 ? 1 : Math.sin(d) / d;",
    "where it does not reach the result": "const unused = Math.abs(x - 2); return x * x;",
    "of a number that does not vary": "return Math.abs(0) + Math.floor(3) * x;",
    "at the end of a loop that counts": "let s = x; for (let i = 0; i < 3; i++) s *= x; return s;",
  };
  for (const [name, body] of Object.entries(quiet)) it(name, () => check(body, []));
});

describe("NaN and infinity are told where they are born", () => {
  it("with the values", () =>
    checkNotes(`/** @differentiable @at x = 0 */
function f(x: number) {
  const numerator = Math.sin(x);
  return 1 + numerator / x;
             ^^^^^^^^^^^^^ not-finite: \`0 / 0\` is NaN at x = 0. This reaches the result. The operation is not defined for these values: guard it with a branch, or choose another point.
}`));
  it("as a derivative of something finite", () =>
    checkNotes(`/** @differentiable @at x = 0, y = 1 */
const f = (x: number, y: number) => x ** (y / 2);
                                    ^^^^^^^^^^^^ kink: \`0 ** 0.5\` sits on a kink: a fractional power ends at 0. The derivative by x is shown as Infinity by convention; from the left it is not defined, from the right it grows without bound.`));
  it("as a derivative that an operation of two numbers has not", () =>
    checkNotes(`/** @differentiable @at x = -1, y = 2 */
const f = (x: number, y: number) => x ** y;
                                    ^^^^^^ not-finite: \`(-1) ** 2\` has a value at x = -1, y = 2 and no finite derivative there: this makes the derivative by y NaN. Choose another point, or guard the operation with a branch.`));
  it("as a property that is not there", () =>
    checkNotes(`/** @differentiable @at p = [1, 2] */
const f = (p: any) => 2 * p.x;
                      ^^^^^^^ not-finite: \`2 * undefined\` is NaN at p = [1,2]. This reaches the result. A value is undefined here: is a property or an element missing in the point?`));
  it("in the point itself", () =>
    checkNotes(`/** @differentiable @at x = 1 / 0 */
const f = (x: number) => 2 * x;
      ^ not-finite: The point gives Infinity for \`x\`, and the result is Infinity because of it. Choose a finite number.`));
  it("along the calls", () =>
    checkNotes(`/** @differentiable @at x = 1 */
const f = (x: number) => 2 * outer(x);
const outer = (v: number) => inner(v - 1);
const inner = (w: number) => Math.log(w);
                             ^^^^^^^^^^^ not-finite: \`Math.log(0)\` is -Infinity at x = 1. This reaches the result. Guard the operation with a branch, or choose another point.
                             | outer(x): When differentiating this call of \`outer\`.
                             | inner(v - 1): When differentiating this call of \`inner\`.`));
  it("and not where they do no harm", () =>
    check("let best = Infinity; for (const v of [1, 2]) best = Math.min(best, x * v); return best;", []));
});

describe("A lost derivative is told", () => {
  it("where a whole number reaches the result", () =>
    check("return (x | 0) * x;", ["x | 0: derivative-lost"]));
  it("once, at the first step", () =>
    check("const i = x | 0; return ((i << 2) ^ 3) * x;", ["x | 0: derivative-lost"]));
  it("in a text", () => check("return Number(x.toFixed(1)) * 2;", ["Number(x.toFixed(1)): derivative-lost"]));
  it("in a text that a variable holds", () =>
    check("const text = `${x}`; return parseFloat(text) * 2;", ["parseFloat(text): derivative-lost"]));
  for (const [name, body, place] of [
    ["in JSON", "return JSON.parse(JSON.stringify(x * x)) * x;", "JSON.parse(JSON.stringify(x * x))"],
    [
      "in JSON of an object, in steps",
      "const text = JSON.stringify({ a: [x] }); const { a } = JSON.parse(text); return a[0] * x;",
      "JSON.parse(text)",
    ],
    [
      "in JSON that calls hand on",
      "const copy = (t: string) => JSON.parse(t); return copy(JSON.stringify({ x })).x;",
      "JSON.parse(t)",
    ],
    [
      "in a text that an object holds",
      "const o = { t: String(x * 3) }; return Number(o.t) * x;",
      "Number(o.t)",
    ],
    [
      "in a text that a function calls",
      "return [x].map(String).map(Number)[0]!;",
      "[x].map(String).map(Number)",
    ],
    ["in a part of a text", "return +[x, 1].join(' ').split(' ')[0]!;", "+[x, 1].join(' ').split(' ')[0]!"],
  ] as const) {
    it(name, () => check(body, [`${place}: derivative-lost`]));
  }
  it("in a comparison", () => check("return Number(x > 0) * x;", ["Number(x > 0): derivative-lost"]));
  it("in a comparison that a variable holds", () =>
    check("const inside = x > 0; return +inside * x;", ["+inside: derivative-lost"]));
  it("in an index", () => check("return [1, 2, 3, 4][x]! * x;", ["[1, 2, 3, 4][x]: derivative-lost"]));
});

describe("A lost derivative is not told", () => {
  const quiet = {
    "where the number goes nowhere": "const i = x | 0; console.log(i); return x * x;",
    "where there was none to lose": "const i = Math.floor(x + 0.5) | 0; return i * x;",
    "of a number that does not vary": "return (7 | 0) * x;",
    "where a comparison decides a branch": "const inside = x > 0; return inside ? x : -x;",
    "in JSON that is compared": "return JSON.stringify({ x }) === '1' ? x : -x;",
    "of a number in the source that is the same": "console.log(String(x)); return Number('2') * x;",
    "in a text that is printed": "console.log(x.toFixed(2), `${x}`); return x * x;",
  };
  for (const [name, body] of Object.entries(quiet)) it(name, () => check(body, []));
});

describe("What an input decides is told", () => {
  it("of the element that is read", () =>
    check("return [1, 2, 3, 4][Math.floor(x)]! * x;", [
      "[1, 2, 3, 4][Math.floor(x)]: lookup-by-input",
      "Math.floor(x): kink",
    ]));
  it("of the turns of a loop, with their count", () =>
    checkNotes(`/** @differentiable @at x = 2, n = 5 @wrt x */
function f(x: number, n: number) {
  let p = x;
  while (p < 100) p *= x;
  ^^^^^ loop-by-input: How often this loop turns depends on an input. At this point it ran 6 times, and the derivative is that of the turns that ran.
  return p + n;
}`));
  it("but not of a loop that runs until it converges", () =>
    check(
      "let r = x; for (let i = 0; i < 50; i++) { const d = (r * r - x) / (2 * r); r -= d; if (Math.abs(d) < 1e-12) break; } return r;",
      [],
    ));
});

describe("A parameter without effect is told", () => {
  it("when it is never used", () =>
    checkNotes(`/** @differentiable @at x = 2, y = 3 */
const f = (x: number, y: number) => x * x;
                      ^ no-dependence: The result does not depend on \`y\`: it is never used, and its derivatives are 0 everywhere. Use it or take it away. To leave it out, name the other parameters with \`@wrt\`.`));
  it("with a quick fix that leaves it out", () => {
    const source =
      "/** @differentiable @at x = 2, y = 3, z = 1 */ const f = (x: number, y: number, z: number) => x * z;";
    const [fix] = reportOf(source).findings[0]!.fixes!;
    assert.deepEqual(fix, {
      title: "Add `@wrt x, z`",
      edits: [{ module: "/project/main.ts", start: 43, end: 43, text: " @wrt x, z" }],
    });
  });
  it("when it only counts", () =>
    checkNotes(`/** @differentiable @at x = 2, n = 3 */
function power(x: number, n: number) {
                          ^ no-dependence: The result does not depend on \`n\` at this point, and its derivatives are 0: it only decides branches, loops, indices or texts, or is used where the run does not come by. To leave it out, name the other parameters with \`@wrt\`.
  return Array.from({ length: n }, () => x).reduce((a, b) => a * b, 1);
}`));
  it("when it is not picked", () => check("return Math.max(0, x);", ["x: no-dependence"], "x = -1"));
  it("when all steps are flat", () => check("return Math.round(x);", ["x: no-dependence"]));
  it("but not when another point has an effect", () =>
    check("return Math.max(0, x);", [], "x = -1 @at x = 1"));
  it("nor at a minimum", () => check("return (x - 2) ** 2;", []));
});

describe("State of the module is told", () => {
  it("when it is written", () =>
    check("calls++; return x * calls;", ["calls: module-state-written"], "x = 2", "let calls = 0;\n"));
  it("when a function changes what is read", () =>
    checkNotes(`let gravity = 9.81;
export function setGravity(value: number) { gravity = value; }
/** @differentiable @at t = 2 */
const fall = (t: number) => (gravity * t * t) / 2;
                             ^^^^^^^ module-state-read: \`gravity\` is a variable of the module that a function changes, so that the result depends on what was called before. Here it has its first value, 9.81. Pass it as a parameter, or make it a constant.
                             | gravity = value: It is changed here.`));
  it("but not when nothing changes it", () => check("return x * k;", [], "x = 2", "let k = 3;\n"));
});

describe("What cannot be known", () => {
  it("is let pass where it makes no difference", () => {
    check("const t = performance.now(); const y = x * x; console.log(performance.now() - t); return y;", []);
    check("let i = 0; logger.log(i++); return x * i;", []);
    check("logger.info('x', x); process.stdout.write(String(x)); return x;", []);
    check("const r = Math.random(); return x;", []);
  });
  it("is told where the result needs it", () =>
    checkNotes(`/** @differentiable @at x = 2 */
function f(x: number) {
  const start = performance.now();
                ^^^^^^^^^^^ non-deterministic: \`performance\` gives the present time, which is another at each run, so that what depends on it has no derivative to show. Pass the number as a parameter.
                | start: What it gives is needed here.
  return x * start;
}`));
  it("is told where a branch needs it", () =>
    check("if (performance.now() > 5) return x; return x * x;", ["performance: non-deterministic"]));
  it("is told where the result depends on chance", () => {
    check("return x + Math.random();", ["Math.random(): non-deterministic"]);
    check("if (Math.random() > 0.5) return x; return x * x;", ["Math.random(): non-deterministic"]);
    check("const noise = Math.random(); return [x, x + noise];", ["Math.random(): non-deterministic"]);
  });
  it("is let pass where chance makes no difference", () => {
    const declarations = "class Node { id = Math.random().toString(36); constructor(public x: number) {} }\n";
    check("return new Node(x).x ** 2;", [], "x = 2", declarations);
    check("const r = Math.random(); return r < 2 ? x : 0;", []);
  });
  it("is told where it could change something", () => {
    check("const p = [x]; foreign.update(p); return p[0]! * x;", ["foreign: unknown-name"]);
    check("foreign.each(() => { x = 3; }); return x;", ["foreign: unknown-name"]);
  });
});

describe("Orders beyond the degree of a polynomial", () => {
  const zeroFrom = (source: string) => reportOf(source).points[0]!.zeroFrom;
  it("are known to be 0", () =>
    assert.equal(zeroFrom("/** @differentiable @at x = 3 @order 4 */ const f = (x: number) => x ** 2;"), 3));
  it("are not known from zeros at the point alone", () =>
    assert.equal(
      zeroFrom("/** @differentiable @at x = 0 @order 3 */ const f = (x: number) => x ** 20;"),
      undefined,
    ));
});

describe("Of ordinary code nothing is said", () => {
  const sources = {
    "the distance to a box, inside": `/** @differentiable @at p = [0.2, 0.1] */
      function f(p: number[]) { const q = [Math.abs(p[0]!) - 1, Math.abs(p[1]!) - 2]; return Math.hypot(Math.max(q[0]!, 0), Math.max(q[1]!, 0)) + Math.min(Math.max(q[0]!, q[1]!), 0); }`,
    "the softmax of equal numbers": `/** @differentiable @at p = [1, 1, 1] */
      function f(p: number[]) { const m = Math.max(...p); const e = p.map((v) => Math.exp(v - m)); const s = e.reduce((a, b) => a + b); return e.map((v) => v / s); }`,
    "a median": `/** @differentiable @at p = [3, 1, 2] */
      const f = (p: number[]) => [...p].sort((a, b) => a - b)[1];`,
    "a clamp away from its ends": `/** @differentiable @at t = 0.25 @order 2 */
      const f = (t: number) => { const u = Math.min(Math.max(t, 0), 1); return u * u * (3 - 2 * u); };`,
    "an easing in its middle": `/** @differentiable @at t = 0.5 */
      const f = (t: number) => (t < 0.5 ? 2 * t * t : 1 - 2 * (1 - t) ** 2);`,
    "a sum over a grid": `/** @differentiable @at x = 2, n = 50 @wrt x */
      function f(x: number, n: number) { let s = 0; const h = x / n; for (let i = 0; i < n; i++) s += Math.exp(-(((i + 0.5) * h) ** 2)) * h; return s; }`,
    "value noise": `/** @differentiable @at x = 1.5 */
      function f(x: number) { const i = Math.floor(x) & 255; const u = x - Math.floor(x); const h = (k: number) => ((Math.imul(k, 374761393) ^ (k >>> 13)) >>> 0) / 4294967295; return h(i) * (1 - u) + h(i + 1) * u; }`,
    "a cache by a text": `/** @differentiable @at x = 2 */
      function f(x: number) { const cache = new Map<string, number>(); const key = x.toFixed(3); if (!cache.has(key)) cache.set(key, x * x); return cache.get(key)!; }`,
    "a result with a label": `/** @differentiable @at x = 2 */
      const f = (x: number) => ({ label: \`x = \${x.toFixed(2)}\`, value: x * x, isPositive: x > 0 });`,
    "a check of the arguments": `/** @differentiable @at x = 2 */
      function f(x: number) { if (!Number.isFinite(x) || x < 0) throw new RangeError(\`bad \${x}\`); return Math.sqrt(x); }`,
    "an angle brought home": `/** @differentiable @at angle = 370 */
      const f = (angle: number) => ((angle % 360) + 360) % 360;`,
    "a minimum": "/** @differentiable @at x = 0, y = 0 */ const f = (x: number, y: number) => x * x - y * y;",
  };
  for (const [name, source] of Object.entries(sources)) {
    it(name, () => assert.deepEqual(findingsOf(source, reportOf(source)), []));
  }
});
