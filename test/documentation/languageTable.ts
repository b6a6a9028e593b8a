/**
 * docs/language.md, made from the code: what the lowering has an entry for and what it refuses, and what the
 * library's tables hold. Each construct has an example, which is run.
 */

import { arrayMethods } from "../../server/evaluation/interpreter/library/arrays.js";
import { mapMethods, setMethods } from "../../server/evaluation/interpreter/library/collections.js";
import { closureMethods } from "../../server/evaluation/interpreter/library/functions.js";
import { intrinsics } from "../../server/evaluation/interpreter/library/intrinsics.js";
import { numberMethods } from "../../server/evaluation/interpreter/library/numbers.js";
import { objectMethods } from "../../server/evaluation/interpreter/library/objects.js";
import { stringMethods } from "../../server/evaluation/interpreter/library/strings.js";
import { typedArrayMethods } from "../../server/evaluation/interpreter/library/typedArrays.js";
import {
  NativeFunction,
  ObjectValue,
  type Value,
} from "../../server/evaluation/interpreter/objects/values.js";
import { unsupportedConstructs } from "../../server/lowering/constructs.js";
import { expressionKinds } from "../../server/lowering/expressions.js";
import { statementKinds } from "../../server/lowering/statements.js";
import { ts } from "../../server/syntax/typescript.js";
import { reportOf } from "../server/evaluation/support.js";

interface Row {
  name: string;
  /** The body of a function of x; "" for what has no text of its own. */
  body: string;
  /** What stands before the function. */
  declarations?: string;
  kinds?: ts.SyntaxKind[];
}

const K = ts.SyntaxKind;

export const expressionRows: Row[] = [
  {
    name: "numbers, also `0xff`, `1_000`, `1e-3`",
    body: "return 0xff + 1_000 + 1e-3 + x;",
    kinds: [K.NumericLiteral],
  },
  {
    name: "texts",
    body: 'return "a".length * x;',
    kinds: [K.StringLiteral, K.NoSubstitutionTemplateLiteral],
  },
  {
    name: "regular expressions, kept and handed on: what running one would find is unknown",
    body: "const word = /a+/g; return word.source.length * x;",
    kinds: [K.RegularExpressionLiteral],
  },
  { name: "templates", body: "return `${x} m`.length;", kinds: [K.TemplateExpression] },
  {
    name: "tagged templates",
    body: "const tag = (parts: any, v: number) => parts.length * v; return tag`a${x}b`;",
    kinds: [K.TaggedTemplateExpression],
  },
  {
    name: "`true`, `false`, `null`, `undefined`",
    body: "return true ? x : null ?? undefined;",
    kinds: [K.TrueKeyword, K.FalseKeyword, K.NullKeyword],
  },
  { name: "names, closures", body: "const k = 2, f = () => k * x; return f();", kinds: [K.Identifier] },
  {
    name: "`this`",
    body: "const o = { k: 3, f() { return this.k * x; } }; return o.f();",
    kinds: [K.ThisKeyword],
  },
  {
    name: "arrays, with spread",
    body: "const a = [x, ...[1, 2]]; return a[0] + a.length;",
    kinds: [K.ArrayLiteralExpression],
  },
  {
    name: "objects: shorthand, computed keys, methods, accessors, spread",
    body: 'const o = { x, ["a" + 1]: 2, get double() { return this.x * 2; }, ...{ q: 1 } }; return o.double + o.q;',
    kinds: [K.ObjectLiteralExpression],
  },
  {
    name: "`+ - * / % **`, comparison, bits, `in`, `instanceof`",
    body: "return (x ** 2 % 3) + (x < 3 ? 1 : 0) + (5 & 3) + ('a' in { a: 1 } ? 1 : 0);",
    kinds: [K.BinaryExpression],
  },
  {
    name: "`&&`, `||`, `??` and their assignments",
    body: "let a: any = null; a ??= x; a &&= a + 1; return a || 0;",
  },
  {
    name: "assignment, also to patterns; `a, b`",
    body: "let a = 1, b = x; [a, b] = [b, a]; a += 1; return (a, a - b);",
  },
  {
    name: "`-x`, `+x`, `!x`, `~x`, `++`, `--`",
    body: "let i = 1; i++; return -x + +x + ++i + (!x ? 1 : 0) + ~i;",
    kinds: [K.PrefixUnaryExpression, K.PostfixUnaryExpression],
  },
  {
    name: "`typeof`, `void`",
    body: 'return typeof x === "number" ? x : (void 0)!;',
    kinds: [K.TypeOfExpression, K.VoidExpression],
  },
  { name: "`c ? a : b`", body: "return x > 1 ? x * x : -x;", kinds: [K.ConditionalExpression] },
  {
    name: "`o.p`, `a[i]`, `?.`",
    body: "const o: any = { p: [x] }; return o.p[0] + (o.q?.r.s ?? 1);",
    kinds: [K.PropertyAccessExpression, K.ElementAccessExpression],
  },
  {
    name: "calls, with spread and optional",
    body: "const g: any = undefined; return Math.max(...[1, x]) + (g?.(x) ?? 0);",
    kinds: [K.CallExpression],
  },
  {
    name: "functions: arrow, expression, default and rest parameters, destructured ones",
    body: "const f = ({ a = 1, b }: any, ...r: number[]) => a * b + r.length; return f({ b: x }, 1, 2);",
  },
  {
    name: "`arguments`",
    body: "function f(a: number, b?: number) { return a * arguments.length; } return f(x, 1);",
  },
  {
    name: "generators, `yield`, `yield*`",
    body: "function* g() { yield x; yield* [1, 2]; } let s = 0; for (const v of g()) s += v; return s;",
    kinds: [K.YieldExpression],
  },
  {
    name: "`new`, classes as values",
    body: "const C = class { v = x; }; return new C().v;",
    kinds: [K.NewExpression],
  },
  {
    name: "`new.target`",
    body: "class C { k = new.target === C ? 1 : 2; } return new C().k * x;",
    kinds: [K.MetaProperty],
  },
  {
    name: "`delete`",
    body: "const o: any = { a: 1, b: x }; delete o.a; return Object.keys(o).length * o.b;",
    kinds: [K.DeleteExpression],
  },
  {
    name: "`as`, `satisfies`, `!`, `<T>x`: as if they were not there",
    body: "return (x as number)! satisfies number;",
  },
  {
    name: "destructuring with defaults and rest",
    body: "const { a = 2, ...r }: any = { b: x }, [p, , q = 1] = [x]; return a * r.b + p! * q;",
  },
];

export const statementRows: Row[] = [
  {
    name: "`let`, `const`, `var`",
    body: "let a = x; const b = 2; var c = a * b; return c;",
    kinds: [K.VariableStatement, K.ExpressionStatement, K.ReturnStatement],
  },
  { name: "blocks", body: "let a = x; { let a = 2; a++; } return a;", kinds: [K.Block] },
  { name: "`if`, `else`", body: "if (x > 1) return x; else return -x;", kinds: [K.IfStatement] },
  {
    name: "`for`",
    body: "let s = 0; for (let i = 0; i < 3; i++) s += i * x; return s;",
    kinds: [K.ForStatement],
  },
  {
    name: "`while`, `do`",
    body: "let n = 0; while (n < 3) n++; do n += x; while (n < 9); return n;",
    kinds: [K.WhileStatement, K.DoStatement],
  },
  {
    name: "`for … of` over arrays, texts, `Map`, `Set`, typed arrays, generators, iterables of your own",
    body: "let s = 0; for (const [k, v] of new Map([[1, x], [2, 3]])) s += k * v; return s;",
    kinds: [K.ForOfStatement],
  },
  {
    name: "`for … in`",
    body: "let s = 0; for (const k in { a: 1, b: 2 }) s += k.length * x; return s;",
    kinds: [K.ForInStatement],
  },
  {
    name: "`switch`",
    body: "switch (true) { case x > 1: return x; default: return 0; }",
    kinds: [K.SwitchStatement],
  },
  {
    name: "`break`, `continue`, labels",
    body: "let n = x; a: for (;;) { for (;;) { n++; if (n > 5) break a; continue a; } } return n;",
    kinds: [K.BreakStatement, K.ContinueStatement, K.LabeledStatement],
  },
  {
    name: "`throw`, `try`, `catch`, `finally`",
    body: 'try { throw new Error("no"); } catch (e: any) { return x * e.message.length; } finally { x = 0; }',
    kinds: [K.ThrowStatement, K.TryStatement],
  },
  {
    name: "classes: fields, methods, accessors, `static`, `#private`, `extends`, `super`, static blocks",
    body: "class A { #k = 2; static n = 1; get k() { return this.#k; } m(v: number) { return v * this.k; } }\nclass B extends A { override m(v: number) { return super.m(v) + A.n; } }\nreturn new B().m(x);",
    kinds: [K.ClassDeclaration],
  },
  {
    name: "`enum`, `const enum`",
    body: "return E.B * x;",
    declarations: "enum E { A = 1, B }",
    kinds: [K.EnumDeclaration],
  },
  {
    name: "`namespace`, `import a = N.b`",
    body: "return N.k * x;",
    declarations: "namespace N { export const k = 3; }",
    kinds: [K.ModuleDeclaration, K.ImportEqualsDeclaration],
  },
  {
    name: "functions, hoisted; overloads; recursion",
    body: "return g(3) * x; function g(n: number): number { return n < 2 ? 1 : n * g(n - 1); }",
    kinds: [K.FunctionDeclaration],
  },
  {
    name: "statements of the module that give its variables their values",
    body: "return table[2]! * x;",
    declarations: "const table: number[] = [];\nfor (let i = 0; i < 3; i++) table.push(i * i);",
  },
];

/** Kinds that say something about types or modules, or stand inside what has a row. */
const silentKinds: ReadonlySet<ts.SyntaxKind> = new Set([K.AwaitExpression]);

/** Kinds that are lowered and have no row: a new entry of a table needs one. */
export function kindsWithoutRow(): string[] {
  const shown = new Set([...expressionRows, ...statementRows].flatMap(({ kinds = [] }) => kinds));
  return [...expressionKinds, ...statementKinds]
    .filter((kind) => !shown.has(kind) && !silentKinds.has(kind))
    .map((kind) => K[kind]);
}

/** What is refused without a kind of node of its own: what the finding says to do, where there is one. */
function refusedForms(): [name: string, advice: string][] {
  const forms: Record<string, string> = {
    "An `async` function": "const g = async () => 1; g(); return x;",
    "`for await`": "for await (const v of [x]) return v;",
    "`using`": "using r = { [Symbol.dispose]() {} }; return x;",
  };
  return Object.entries(forms).flatMap(([name, body]): [string, string][] => {
    const source = `/** @differentiable @at x = 2 */\nfunction f(x: number): any {\n${body}\n}`;
    const refusal = reportOf(source).findings.find(({ severity }) => severity === "error");
    return refusal === undefined ? [] : [[name, refusal.message.slice(refusal.message.indexOf(". ") + 2)]];
  });
}

interface Part {
  name: string;
  members: ReadonlyMap<string, Value>;
}

/** An intrinsic's own members: `Math.sin`, `Number.EPSILON`. */
function membersOf(name: string): ReadonlyMap<string, Value> {
  const value = intrinsics.get(name);
  const members = new Map<string, Value>();
  if (!(value instanceof ObjectValue)) return members;
  for (const [key, member] of value.properties) {
    if (typeof key === "string" && key !== "prototype") members.set(key, member as Value);
  }
  return members;
}

const parts: Part[] = [
  { name: "Math", members: membersOf("Math") },
  { name: "Number", members: membersOf("Number") },
  { name: "(1).", members: numberMethods },
  { name: "Array", members: membersOf("Array") },
  { name: "[].", members: arrayMethods },
  { name: "Object", members: membersOf("Object") },
  { name: "({}).", members: objectMethods },
  { name: "new Map().", members: mapMethods },
  { name: "new Set().", members: setMethods },
  {
    name: "new Float64Array().",
    members: typedArrayMethods,
  },
  { name: "String", members: membersOf("String") },
  { name: '"".', members: stringMethods },
  { name: "(() => 1).", members: closureMethods },
  { name: "JSON", members: membersOf("JSON") },
  { name: "Reflect", members: membersOf("Reflect") },
  { name: "Symbol", members: membersOf("Symbol") },
  { name: "Date", members: membersOf("Date") },
];

function isRefused(value: Value): boolean {
  return value instanceof NativeFunction && value.refusal !== null;
}

function code(names: readonly string[]): string {
  return names.length === 0 ? "" : names.map((name) => `\`${name}\``).join(" ");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

function rowsOf(rows: readonly Row[]): string {
  const lines = rows.map(({ name, body, declarations = "" }) => {
    const example = `${declarations} ${body}`.trim().replaceAll("\n", " ");
    const fence = example.includes("`") ? "``" : "`";
    return `| ${cell(name)} | ${fence}${fence === "``" ? " " : ""}${cell(example)}${fence === "``" ? " " : ""}${fence} |`;
  });
  return ["| | for example |", "|---|---|", ...lines].join("\n");
}

/** The whole page. */
export function languagePage(): string {
  const refused = [...unsupportedConstructs, ...refusedForms()].map(
    ([name, advice]) => `| ${cell(name)} | ${cell(advice)} |`,
  );
  const library = parts.map(({ name, members }) => {
    const known = [...members].filter(([, value]) => !isRefused(value)).map(([key]) => key);
    const missing = [...members].filter(([, value]) => isRefused(value)).map(([key]) => key);
    return `| \`${name}\` | ${code(known.sort())} | ${code(missing.sort())} |`;
  });
  const globals = [...intrinsics].filter(([, value]) => !isRefused(value)).map(([name]) => name);
  const withReason = [...intrinsics].flatMap(([name, value]) =>
    value instanceof NativeFunction && value.refusal !== null
      ? [`| \`${name}\` | ${cell(value.refusal)} |`]
      : [],
  );
  return `# The language

What of TypeScript and JavaScript is interpreted in a marked function, in the functions it calls, in its module and in the modules and packages it imports. This page is made from the code (\`UPDATE_EXPECT=1 npm test -- documentation\`), and each example is run by the tests: its value is Node's, bit for bit.

What is not here is something unknown, which can be held, passed on and called for effect: it is a finding only where the result, or the way that a run takes, depends on it. Code that is not reached may contain anything.

## Expressions

${rowsOf(expressionRows)}

## Statements

${rowsOf(statementRows)}

Types, interfaces, overload signatures, type-only imports and \`declare\` are read over. Decorators are ignored, which a finding says.

## Not interpreted

| | what to do |
|---|---|
${refused.join("\n")}

## Standard library

Names that a program may use without declaring them: ${code(globals)}.

\`console\` is silent. \`Math.random\`, \`Date.now\` and what else gives something different at each call are a finding. Typed arrays round as theirs do. A number that becomes a text, an integer or a truth value loses its derivative there, which a finding says where it matters.

| | interpreted | not interpreted |
|---|---|---|
${library.join("\n")}

| not interpreted | why |
|---|---|
${withReason.join("\n")}

## Modules

Relative imports with and without extensions, \`index\` files, \`paths\` and \`baseUrl\` of the nearest tsconfig, re-exports, \`export *\`, namespace and default imports, CommonJS, JSON and packages: what is read is the JavaScript that would run, and it is interpreted like any other code. Open editors win over the disk.

## Budgets

A run may take ${readable(20_000_000)} steps, ${readable(1_000)} calls inside calls, ${readable(4_000_000)} array elements and characters, ${readable(4_000_000)} recorded operations and five seconds (\`derivativeLens.budget\`). A function whose code is nested a thousand levels deep is a finding; a sum of a hundred thousand terms is none.
`;
}

function readable(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
