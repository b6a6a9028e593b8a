import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { printModule, printRoutine } from "../../../server/lowering/printRoutine.js";
import { openPreparation } from "../../../server/prepare.js";
import { prepared, sitesOf } from "../analysis/support.js";

/** The body of a marked function (and what stands beside it in the module) → the routine as it is printed. */
function check(body: string, expected: string, parameters = "x", beside = ""): void {
  const text = `/** @differentiable @at ${parameters
    .split(",")
    .map((name) => `${name.trim()} = 1`)
    .join(", ")} */
function f(${parameters}) {
${body}
}
${beside}`;
  for (const source of [text, text.replaceAll("\n", "\r\n")]) {
    const { functions } = prepared(source);
    const { routine, findings } = functions[0]!;
    assert.deepEqual(findings, []);
    const printed = printRoutine(routine!)
      .split("\n")
      .filter((line) => !/^(point|order)/.test(line));
    assert.equal(printed.join("\n"), expected);
  }
}

function checkReturn(expression: string, expected: string, parameters = "x"): void {
  check(`return ${expression};`, `f(${parameters})\n  return ${expected}`, parameters);
}

describe("expressions", () => {
  it("are numbers in every form", () => {
    checkReturn("0x1F + 0b11 + 0o17 + 1_000 + 1e-3 + .5", "(((((31 + 3) + 15) + 1000) + 0.001) + 0.5)");
    checkReturn("[NaN, Infinity, undefined, null, true]", "[NaN, Infinity, undefined, null, true]");
  });

  it("are strings and templates", () => {
    checkReturn("'a' + \"b\" + `c`", '(("a" + "b") + "c")');
    checkReturn(`\`a\${x}b\${1}\``, `\`a\${x}b\${1}\``);
  });

  it("are operators", () => {
    checkReturn("(-x) ** 2", "((-x) ** 2)");
    checkReturn("x << 1 >> 2 >>> 3 & 4 | 5 ^ ~6", "(((((x << 1) >> 2) >>> 3) & 4) | (5 ^ (~6)))");
    checkReturn("x < 1 && x >= 2 || (x ?? !x)", "(((x < 1) && (x >= 2)) || (x ?? (!x)))");
    checkReturn(
      "typeof x === 'number' ? void 0 : ('a' in x, x instanceof Date)",
      '(((typeof x) === "number") ? (void 0) : (("a" in x), (x instanceof %Date)))',
    );
    checkReturn("+x == 1 != true", "(((+x) == 1) != true)");
  });

  it("lose their types", () => {
    checkReturn("((x as number)! satisfies number) * <number>x", "(x * x)");
    checkReturn("Math.max<number>(x)", "%Math.max(x)");
  });

  it("are members, calls and optional chains", () => {
    checkReturn("x.a['b'].c[0](1, ...x)", "x.a.b.c[0](1, ...x)");
    checkReturn("x?.a.b(1)?.[2]!.c", "chain(x?.a.b(1)?.[2].c)");
    checkReturn("(x?.a).b", "chain(x?.a).b");
    checkReturn("x.f?.(x?.y)", "chain(x.f?.(chain(x?.y)))");
    checkReturn("new Array(3)", "new %Array(3)");
  });

  it("are arrays and objects", () => {
    checkReturn("[1, , ...x]", "[1, , ...x]");
    checkReturn(
      "({ a: 1, 'b-c': 2, [x]: 3, x, ...x, 4: 5, m() { return this.a; } })",
      '{ a: 1, "b-c": 2, [x]: 3, x: x, ...x, "4": 5, m: function f1 }\nf1 m()\n  return this.a',
    );
  });

  it("assign", () => {
    check(
      "x = 1; x += 2; x ??= 3; x.a **= 4; x[0]++; --x; return x;",
      `f(x)
  x = 1
  x += 2
  x ??= 3
  x.a **= 4
  x[0]++
  --x
  return x`,
    );
    check(
      "[x, x.a = 2, ...x.b] = [x]; ({ x, a: x[1], b: { c: x = 3 }, ...x } = x); return x",
      `f(x)
  [x, x.a = 2, ...x.b] = [x]
  { x: x, a: x[1], b: { c: x = 3 }, ...x } = x
  return x`,
    );
  });
});

describe("statements", () => {
  it("declare", () => {
    check(
      "const a = 1, [b, , c = 2, ...d] = x; let e; var g; var h = 3; return a;",
      `f(x)
  block fresh a, b, c, d, e
    a := 1
    [b, , c = 2, ...d] := x
    e := undefined
    h := 3
    return a`,
    );
  });

  it("branch", () => {
    check(
      "if (x > 0) return 1; else if (x) { x = 2; } else ; return x",
      `f(x)
  if (x > 0)
    return 1
  else
    if x
      block
        x = 2
    else
      block
  return x`,
    );
    check(
      "switch (x) { case 1: let a = 2; break; default: return a; }",
      `f(x)
  switch x fresh a
    case 1
      a := 2
      break
    default
      return a`,
    );
  });

  it("loop, with labels", () => {
    check(
      "while (x) x--; do { x++; } while (x < 3); for (;;) { break; }",
      `f(x)
  while x
    x--
  do
    block
      x++
  while (x < 3)
  for ; ; 
    block
      break`,
    );
    check(
      "outer: for (const a of x) { inner: for (x of a) { continue outer; } } a: b: for (;;) break a; c: { break c; }",
      `f(x)
  outer: for a of x fresh a
    block
      inner: for x of a
        block
          continue outer
  b: for ; ; 
    break b
  c:
    block
      break c`,
    );
  });

  it("copy a loop's variable at each turn when a closure captures it", () => {
    check(
      "for (let i = 0, j = 1; i < 3; i++) x.push(() => i); return x;",
      `f(x)  // shares i
  for i := 0, j := 1; (i < 3); i++ fresh i, j copies i
    x.push(function f1)
  return x
f1 ()  // arrow; captures local 1
  return ^i`,
    );
  });

  it("throw", () => {
    check("throw new Error('a')", 'f(x)\n  throw new %Error("a")');
  });

  it("leave out what is only there for types", () => {
    check("interface A {} type B = 1;  ; debugger; return x as B;", "f(x)\n  return x");
  });
});

describe("names", () => {
  it("are hidden by inner ones", () => {
    check(
      "let a = x; { let a = 2; x = a; } return a;",
      `f(x)
  block fresh a
    a := x
    block fresh a#2
      a#2 := 2
      x = a#2
    return a`,
    );
  });

  it("of `var` belong to the function", () => {
    check(
      "if (x) { var a = 1; } for (var i of x) {} return a + i;",
      `f(x)
  if x
    block
      a := 1
  for i of x
    block
  return (a + i)`,
    );
  });

  it("of functions are there before they stand", () => {
    check(
      "return g(x); function g(y) { return y > 0 ? g(y - 1) : x; }",
      `f(x)  // shares x, g
  block fresh g
    g := function f1
    return g(x)
f1 g(y)  // captures local 1, local 0
  return ((y > 0) ? ^g((y - 1)) : ^x)`,
    );
  });

  it("are captured through the functions between", () => {
    check(
      "let a = 1; return () => () => { a = 2; return a + x; };",
      `f(x)  // shares x, a
  block fresh a
    a := 1
    return function f1
f1 ()  // arrow; captures local 1, local 0
  return function f2
f2 ()  // arrow; captures captured 0, captured 1
  ^a = 2
  return (^a + ^x)`,
    );
  });

  it("of a function expression are known inside", () => {
    check(
      "const g = function h(n) { return n ? h(n - 1) : 0; }; return g(x);",
      `f(x)
  block fresh g
    g := function f1()
    return g(x)
f1 h()  // arrow; shares h
  h := function f2
  return h
f2 h(n)  // captures local 0
  return (n ? ^h((n - 1)) : 0)`,
    );
  });

  it("of parameters have defaults, rests and patterns", () => {
    check(
      "return ((a = x, { b, c: [d] } = {}, ...e) => a)(1);",
      `f(x)  // shares x
  return function f1(1)
f1 (a = ^x, { b: b, c: [d] } = {}, ...e)  // arrow; captures local 0
  return a`,
    );
  });

  it("that nothing declares are left to the interpreter", () => {
    checkReturn("nothing(Math.PI)", "%nothing(%Math.PI)");
  });
});

describe("names of the module", () => {
  it("are its variables, whatever holds them", () => {
    check(
      "return g(x) * k + a;",
      "f(x)\n  return (($g(x) * $k) + $a)",
      "x",
      "const k = 2 * m; let m = 3; function g(y) { return f(y * k); } const [a] = [k];",
    );
  });

  it("include the marked function itself, as it is written when its point names the parts", () => {
    check("return x > 0 ? f(x - 1) : 0;", "f(x)\n  return ((x > 0) ? $f((x - 1)) : 0)");
    const text = "/** @differentiable @at a = 1 */ const f = ({ a }) => a > 0 ? f({ a: a - 1 }) : 0;";
    assert.equal(
      printRoutine(prepared(text).functions[0]!.routine!),
      `f(a)  // arrow
  return ((a > 0) ? $f({ a: (a - 1) }) : 0)
point a = 1
order 1`,
    );
  });

  it("give way to the constants and functions around a nested function", () => {
    const text = `function outer(y) {
      const k = 2, twice = (t) => k * t;
      /** @differentiable @at x = 1 */
      function f(x) { return twice(x); }
    }`;
    assert.equal(
      printRoutine(prepared(text).functions[0]!.routine!),
      `f(x)
  return $twice(x)
f1 twice()  // arrow
  return function f2
f2 twice(t)  // arrow
  return ($k * t)
f3 k()  // arrow
  return 2
point x = 1
order 1`,
    );
  });
});

describe("the top level of a module", () => {
  it("is what it asks for, what it gives and its statements", () => {
    const modules = {
      "/project/main.ts": `import a, { b as c, type T } from "./a"; import * as all from "./a"; import "./b";
export { c }; export * from "./b"; export const [k] = [g(c)]; export default a;
function g(t) { return all.b + t; }
/** @differentiable */ export function f(x) {}
if (k > 1) k.toFixed();`,
      "/project/a.ts": "",
      "/project/b.ts": "",
    };
    const read = (name: string) => (modules as { [name: string]: string })[name];
    const module = openPreparation({ read }).module("/project/main.ts");
    assert.equal(
      printModule(module!),
      `import ./a → /project/a.ts
import ./b → /project/b.ts
$a is default of ./a
$c is b of ./a
$all is (namespace) of ./a
export c is b of ./a
export k is $k
export default is $*default*
export f is $f
export all of ./b
$g := function f0
$f := function f1
[$k] := [$g($c)]
$default := $a
if ($k > 1)
  $k.toFixed()`,
    );
  });
});

describe("sites", () => {
  /** Each site as `kind name@words`. */
  function checkSites(text: string, expected: string[]): void {
    assert.deepEqual(
      sitesOf(prepared(text).functions[0]!.routine).map(
        ({ kind, name, start, end }) => `${kind} ${name}@${text.slice(start, end)}`,
      ),
      expected,
    );
  }

  it("are parameters, assignments, reads, loops and results of the marked function and its closures", () => {
    checkSites(
      `const k = 1; function g(z) { let u = z; return u; }
      /** @differentiable @at x = 1 */
      function f(x, { y } = { y: 2 }) {
        let s = k;
        for (const t of [x]) s += t;
        const h = (w) => w * s;
        while (false) { s++; }
        return g(h(y));
      }`,
      [
        "parameter x@x",
        "parameter y@y",
        "assign s@s",
        "loop for@for",
        "assign t@t",
        "read x@x",
        "assign s@s",
        "read t@t",
        "assign h@h",
        "parameter w@w",
        "read w@w",
        "return @w * s",
        "read s@s",
        "loop while@while",
        "assign s@s",
        "return @g(h(y))",
        "read h@h",
        "read y@y",
      ],
    );
  });
});
