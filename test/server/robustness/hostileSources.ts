/**
 * Hostile modules, each with what must come of it. In every one `good` is marked as well, and its derivative must
 * be there: what one function does must not take its neighbours with it.
 */

export interface HostileSource {
  /** What it tries. */
  name: string;
  /** A module; `good` is added to it. */
  text: string;
  /** Codes that one of the findings must have; none where the text must be right. */
  codes?: string[];
  /** The value of `f`, where it has one. */
  value?: unknown;
  /** The text cannot be parsed as a whole, so that `good` is lost, too. */
  losesGood?: true;
  /** The module's extension. */
  extension?: string;
}

/** A marked function with this body. */
function body(text: string): string {
  return `/** @differentiable @at x = 2 */\nfunction f(x: number): any {\n${text}\n}\n`;
}

/** A marked function that returns this expression. */
function expression(text: string): string {
  return body(`return ${text};`);
}

function repeated(text: string, times: number): string {
  return text.repeat(times);
}

const stopped = [
  "unresolved-import",
  "async",
  "point-missing-parameter",
  "runtime-error",
  "unsupported-construct",
  "unknown-name",
  "no-differentiable-output",
];
const deep = ["budget-depth", "unsupported-construct", "syntax-error"];

/** Ways out of an interpreter: none leads to a host object. */
const escapes: HostileSource[] = [
  "x.constructor.constructor('return process')()",
  "(1).constructor.constructor('return process')()",
  "''.constructor.constructor('return process')().pid",
  "[].constructor.constructor('return process')().pid",
  "({}).constructor.constructor('return process')().pid",
  "({}).toString.constructor('return process')().pid",
  "({}).valueOf.constructor('return this')().process.pid",
  "(() => 1).constructor('return process')().pid",
  "(function () {}).constructor('return process')().pid",
  "Math.max.constructor('return process')().pid",
  "[].map.constructor('return process')().pid",
  "Math.sin.call.constructor('return process')().pid",
  "({}).__proto__.constructor.constructor('return process')().pid",
  "({})['__proto__']['constructor']['constructor']('return process')().pid",
  "Object.getPrototypeOf(() => 1).constructor('return process')().pid",
  "Object.getPrototypeOf([]).constructor.constructor('return process')().pid",
  "Object.getOwnPropertyDescriptor({}, '__proto__').get.call([]).constructor.pid",
  "Reflect.getPrototypeOf({}).constructor.constructor('return process')().pid",
  "new Function('return process')().pid",
  "Function('return process')().pid",
  "eval('process').pid",
  "(0, eval)('process').pid",
  "globalThis.process.pid",
  "process.pid",
  "require('fs').readFileSync('/etc/passwd').length",
  "(this as any).process.pid",
  "(function (this: any) { return this.process.pid; })()",
  "(function () { return arguments.callee.caller.constructor('return process')().pid; })()",
  "new Error('x').constructor.constructor('return process')().pid",
  "new Proxy({}, { get: (t, k) => k }).anything.constructor.constructor('return process')().pid",
  "new Proxy(Math.sin, {}).constructor('return process')().pid",
  "({} as any)[Symbol.toPrimitive].constructor('return process')().pid",
  "Symbol.for('x').constructor.constructor('return process')().pid",
  "({ get a() { return process.pid; } }).a",
  "`${{ toString: process.exit }}`.length",
  "+({ valueOf: () => process.pid } as any)",
  "[1, 2].sort(process.exit).length",
  "import('fs').then",
  "Object.assign(Object.getPrototypeOf({}), { polluted: 1 }).constructor.constructor('return 1')().pid",
  "Array.from.constructor('return process')().pid",
  "JSON.parse('{\"__proto__\": {\"x\": 1}}').constructor.constructor('return process')().pid",
  "setTimeout('process.exit()', 0).pid",
  "WebAssembly.Module.pid",
  "(async () => process.pid)().then",
  "(function* () { yield process.pid; })().next().value",
  "''.replace(/a/, process.exit).length.pid.pid",
].map((text) => ({ name: text, text: expression(text), codes: stopped }));

const prototypes: HostileSource[] = [
  {
    name: "a property called __proto__ is a property",
    text: body("const o: any = {}; o.__proto__ = { y: 3 }; return ({} as any).y === undefined ? x * x : 0;"),
    value: 4,
  },
  {
    name: "a computed __proto__ pollutes nothing",
    text: body("const o: any = {}; o['__proto__']['polluted'] = 1; return x;"),
  },
  {
    name: "names of Object.prototype are no variables",
    text: body(
      "const constructor = x, toString = 2, hasOwnProperty = 3, __proto__ = 4; return constructor * toString * hasOwnProperty * __proto__;",
    ),
    value: 48,
  },
  {
    name: "parameters with the names of Object.prototype",
    text: "/** @differentiable @at __proto__ = 2, constructor = 3 */\nconst f = (__proto__: number, constructor: number) => __proto__ * constructor;\n",
    value: 6,
  },
  {
    name: "a point with __proto__ inside",
    text: '/** @differentiable @at p = { ["__proto__"]: 2, x: 3 } */\nconst f = (p: any) => p.x * 2;\n',
    value: 6,
  },
];

const tooMuch: HostileSource[] = [
  ["a long text", "'x'.repeat(1e9).length"],
  ["a text repeated again and again", "'x'.repeat(1e6).repeat(1e6).repeat(1e6).length"],
  ["a padded text", "'x'.padStart(1e9).length"],
  ["an array of a length", "new Array(1e9).fill(x).length"],
  ["an array from a length", "Array.from({ length: 1e9 }).length"],
  [
    "a joined array of nothing",
    "new Array(1e6).join('xxxxxxxxxxxxxxxxxxxx').length * new Array(1e8).join('xx').length",
  ],
  ["a spread of a long text", "[...'x'.repeat(3e6), ...'x'.repeat(3e6)].length"],
].map(([name, text]) => ({
  name: name!,
  text: expression(text!),
  codes: ["budget-elements", "budget-steps", "runtime-error", "budget-time"],
}));

const endless: HostileSource[] = [
  ["a loop", "while (true) {} return x;"],
  ["a loop with an empty head", "for (;;); return x;"],
  ["a loop that doubles a text", "let s = 'x'; while (true) s += s; return x;"],
  ["a loop that doubles a template", "let s = 'x'; while (true) s = `${s}${s}`; return x;"],
  ["a loop that doubles an array", "let a: any[] = [x]; while (true) a = [...a, ...a]; return x;"],
  ["a loop that doubles by concat", "let a: any[] = [x]; while (true) a = a.concat(a); return x;"],
  ["a loop that pushes", "const a: any[] = []; while (true) a.push(a); return x;"],
  ["a loop that nests arrays", "let a: any = [x]; while (true) a = [a]; return x;"],
  ["a loop that grows an object", "const o: any = {}; for (let i = 0; ; i++) o[i] = o; return x;"],
  ["a loop over an array that grows", "const a = [x]; for (const v of a) a.push(v); return x;"],
  [
    "a forEach over an array that grows",
    "const a = [x]; a.forEach((v) => a.push(v)); while (true) a.forEach((v) => a.push(v)); return x;",
  ],
  ["a far index", "const a: any[] = []; a[4294967294] = x; while (true) a.push(...a); return x;"],
  ["a set length", "const a: any[] = []; a.length = 4294967295; while (true) a.push(...a); return x;"],
  ["a recorded loop", "let y = x; while (true) y = Math.sin(y); return y;"],
  ["labels", "a: while (true) { b: while (true) { continue a; } } return x;"],
  ["a switch in a loop", "for (;;) switch (1) { case 1: continue; } return x;"],
  [
    "a sort that never decides, again and again",
    "const a = Array.from({ length: 1000 }, (_, i) => i); while (true) a.sort(() => Math.sin(x) > 2 ? 1 : -1); return x;",
  ],
].map(([name, text]) => ({
  name: `endless: ${name}`,
  text: body(text!),
  codes: [
    "budget-steps",
    "budget-elements",
    "budget-tape",
    "budget-time",
    "runtime-error",
    "unsupported-construct",
  ],
}));

const recursion: HostileSource[] = [
  ["by itself", "const g = (v: number): number => g(v) + 1; return g(x);"],
  [
    "by two functions",
    "const g = (v: number): number => h(v), h = (v: number): number => g(v); return g(x);",
  ],
  ["through map", "const g = (v: any): any => [v].map(g); return g(x);"],
  ["through sort", "const g = (): number => { [2, 1].sort(g); return 1; }; return g() * x;"],
  ["through reduce", "const g = (): any => [1, 2].reduce(g); return g();"],
  [
    "through a text of an object",
    "const o: any = { toString() { return `${o}`; } }; return `${o}`.length * x;",
  ],
  ["through a value of an object", "const o: any = { valueOf() { return +o; } }; return +o * x;"],
  ["through a getter", "const o: any = { get a(): any { return o.a; } }; return o.a;"],
  ["through call", "function g(): any { return g.call(null); } return g();"],
  ["through apply", "function g(): any { return g.apply(null, []); } return g();"],
  [
    "through bind",
    "let g: any = () => 1; for (let i = 0; i < 100000; i++) g = g.bind(null); return g() * x;",
  ],
  ["through default values", "const g = (a: any = g()): any => a; return g();"],
  ["through destructuring", "const g = ({ a = g({}) }: any): any => a; return g({});"],
  ["through optional calls", "const o: any = { g() { return o?.g?.(); } }; return o.g();"],
  ["through spread arguments", "const g = (...a: any[]): any => g(...a, ...a, 1); return g(x);"],
  ["through a tagged template", "const g: any = () => g`${1}`; return g();"],
].map(([name, text]) => ({
  name: `recursion ${name}`,
  text: body(text!),
  codes: ["budget-depth", "budget-steps", "budget-elements", "unsupported-construct", "runtime-error"],
}));

const dataStructures: HostileSource[] = [
  { name: "cyclic data as the result", text: body("const a: any[] = [x]; a.push(a); return a;") },
  {
    name: "cyclic records as the result",
    text: body("const a: any = { x }; a.a = a; a.b = [a, a]; return a;"),
  },
  {
    name: "a widely shared structure as the result",
    text: body("let a: any = [x]; for (let i = 0; i < 60; i++) a = [a, a]; return a;"),
  },
  {
    name: "a deeply nested result",
    text: body("let a: any = x; for (let i = 0; i < 100000; i++) a = [a]; return a;"),
  },
  {
    name: "a widely shared structure as a text",
    text: body("let a: any = [x]; for (let i = 0; i < 60; i++) a = [a, a]; return `${a}`.length;"),
    codes: ["budget-elements", "budget-steps", "runtime-error", "unsupported-construct", "budget-depth"],
  },
  {
    name: "a deeply nested text",
    text: body("let a: any = x; for (let i = 0; i < 100000; i++) a = [a]; return `${a}`.length * x;"),
  },
  { name: "cyclic data as a text", text: body("const a: any[] = [x]; a.push(a); return `${a}`.length * x;") },
  {
    name: "cyclic data flattened",
    text: body("const a: any[] = [x]; a.push(a); return a.flat(Infinity).length;"),
    codes: ["budget-depth", "budget-elements", "budget-steps", "runtime-error"],
  },
  {
    name: "cyclic data as a point",
    text: "const ring: any = { v: 3 };\nring.self = ring;\n/** @differentiable @at p = ring */\nfunction f(p: any) { return p.v * p.v; }\n",
  },
  {
    name: "a widely shared structure as a point",
    text: "const wide: any = (() => { let a: any = [1]; for (let i = 0; i < 60; i++) a = [a, a]; return a; })();\n/** @differentiable @at p = wide */\nfunction f(p: any) { return p.length; }\n",
  },
  {
    name: "a point with very many numbers",
    text: "/** @differentiable @order 4 @at p = Array.from({ length: 20000 }, (_, i) => i) */\nfunction f(p: number[]) { return p.reduce((a, b) => a + b * b, 0); }\n",
  },
  {
    name: "a function that calls the point's function for ever",
    text: "/** @differentiable @at g = () => { for (;;); }, x = 1 */\nfunction f(g: any, x: number) { return g(x); }\n",
    codes: ["budget-steps"],
  },
  {
    name: "a point that never ends",
    text: "/** @differentiable @at x = (() => { for (;;); })() */\nfunction f(x: number) { return x; }\n",
    codes: ["budget-steps"],
  },
  {
    name: "a constant that never ends",
    text: "const k = (() => { for (;;); })();\n/** @differentiable @at x = 1 */\nfunction f(x: number) { return x * k; }\n",
    codes: ["budget-steps"],
  },
  {
    name: "a constant that needs itself",
    text: "const k: number = m + 1;\nconst m: number = k + 1;\n/** @differentiable @at x = 1 */\nfunction f(x: number) { return x * k; }\n",
    codes: ["runtime-error"],
  },
  {
    name: "a throw of itself",
    text: body("const e: any = {}; e.cause = e; throw e;"),
    codes: ["runtime-error", "unsupported-construct"],
  },
];

/** Syntax that is nested or long beyond all measure. Generated code has such. */
const nesting: HostileSource[] = [
  { name: "a sum of 3,000 terms", text: expression(`0${repeated(" + x", 3_000)}`), value: 6_000 },
  { name: "a sum of 100,000 terms", text: expression(`0${repeated(" + x", 100_000)}`), value: 200_000 },
  {
    name: "a product and sum of 20,000 terms",
    text: expression(`1${repeated(" * x / x + 1 - 1", 5_000)}`),
    value: 1,
  },
  { name: "a comma list of 50,000", text: expression(`(${repeated("x, ", 50_000)}x)`), value: 2 },
  { name: "a chain of && of 20,000", text: expression(`(x${repeated(" && x", 20_000)})`), value: 2 },
  {
    name: "a chain of ?? of 20,000",
    text: expression(`(null${repeated(" ?? null", 20_000)} ?? x)`),
    value: 2,
  },
  {
    name: "joined texts, 200",
    text: expression(`(""${repeated(' + "a"', 200)}).length * x`),
    value: 400,
  },
  { name: "1,000 parentheses", text: expression(`${repeated("(", 1_000)}x${repeated(")", 1_000)}`) },
  {
    name: "100,000 parentheses",
    text: expression(`${repeated("(", 100_000)}x${repeated(")", 100_000)}`),
    codes: deep,
  },
  {
    name: "100,000 brackets",
    text: expression(`${repeated("[", 100_000)}x${repeated("]", 100_000)}`),
    codes: deep,
  },
  {
    name: "100,000 braces",
    text: body(`${repeated("{", 100_000)} return x; ${repeated("}", 100_000)}`),
    codes: deep,
  },
  { name: "100,000 minus signs", text: expression(`${repeated("- ", 100_000)}x`), codes: deep },
  { name: "100,000 arrows", text: expression(`${repeated("() => ", 100_000)}x`), codes: deep },
  {
    name: "100,000 open parentheses",
    text: expression(repeated("(", 100_000)),
    codes: deep,
    losesGood: true,
  },
  {
    name: "100,000 open templates",
    text: expression(repeated("`${", 100_000)),
    codes: deep,
    losesGood: true,
  },
  {
    name: "20,000 calls in a row",
    text: body(`const g: any = () => g; return x * (g${repeated("()", 20_000)} === g ? 1 : 2);`),
    codes: deep,
  },
  {
    name: "20,000 members in a row",
    text: body(`const o: any = {}; o.o = o; return o${repeated(".o", 20_000)} === o ? x : 0;`),
    codes: deep,
  },
  {
    name: "500 members in a row",
    text: body(`const o: any = {}; o.o = o; return o${repeated(".o", 500)} === o ? x : 0;`),
    value: 2,
  },
  {
    name: "a chain of 800 else if",
    text: body(`${repeated("if (x < 0) return 1; else ", 800)} return x;`),
    value: 2,
  },
  { name: "800 nested conditionals", text: expression(`${repeated("x < 0 ? 1 : ", 800)} x`), value: 2 },
  {
    name: "a chain of 20,000 else if",
    text: body(`${repeated("if (x < 0) return 1; else ", 20_000)} return x;`),
  },
  { name: "a conditional of 20,000", text: expression(`${repeated("x < 0 ? 1 : ", 20_000)} x`) },
  { name: "2,000 nested conditionals", text: expression(`${repeated("x < 0 ? 1 : ", 2_000)} x`) },
  { name: "20,000 powers", text: expression(`${repeated("1 ** ", 20_000)} x`) },
  { name: "20,000 assignments in a row", text: body(`let a: any; return ${repeated("a = ", 20_000)} x;`) },
  {
    name: "nested functions",
    text: body(`${repeated("{ const f = () => { ", 2_000)} ${repeated("} }", 2_000)} return x;`),
  },
  { name: "nested loops", text: body(`${repeated("for (const i of [1]) ", 3_000)} x; return x;`) },
  {
    name: "nested labels",
    text: body(`${Array.from({ length: 3_000 }, (_, i) => `l${i}: `).join("")} { break l5; } return x;`),
  },
  {
    name: "nested types",
    text: body(`let a: ${repeated("[", 20_000)}number${repeated("]", 20_000)}; return x;`),
  },
  {
    name: "nested patterns",
    text: body(`const ${repeated("[", 3_000)}a${repeated("]", 3_000)} = x as any; return x;`),
  },
  {
    name: "nested point",
    text: `/** @differentiable @at x = ${repeated("(", 50_000)}1${repeated(")", 50_000)} */\nfunction f(x: number) { return x; }\n`,
  },
  {
    name: "long sum in a point",
    text: `/** @differentiable @at x = 1${repeated(" + 1", 20_000)} */\nfunction f(x: number) { return x * x; }\n`,
    value: 20_001 ** 2,
  },
  {
    name: "a sum of 20,000 in a constant",
    text: `const k = 1${repeated(" + 1", 20_000)};\n/** @differentiable @at x = 1 */\nfunction f(x: number) { return x * k; }\n`,
    value: 20_001,
  },
  {
    name: "20,000 statements",
    text: body(`let y = x;\n${repeated("y = y + 1;\n", 20_000)}return y;`),
    value: 20_002,
  },
  {
    name: "20,000 constants, each of the one before",
    text: `const k0 = 1;\n${Array.from({ length: 20_000 }, (_, i) => `const k${i + 1} = k${i} + 1;`).join("\n")}\n/** @differentiable @at x = 1 */\nfunction f(x: number) { return x * k20000; }\n`,
  },
  {
    name: "2,000 functions, each calling the one before",
    text: `const f0 = (x: number) => x;\n${Array.from({ length: 2_000 }, (_, i) => `const f${i + 1} = (x: number): number => f${i}(x) + 1;`).join("\n")}\n/** @differentiable @at x = 1 */\nfunction f(x: number) { return f2000(x); }\n`,
    codes: ["budget-depth"],
  },
  {
    name: "a long switch",
    text: body(
      `switch (x) {\n${Array.from({ length: 20_000 }, (_, i) => `case ${i + 3}: return ${i};`).join("\n")}\ndefault: return x; }`,
    ),
    value: 2,
  },
  { name: "a long array", text: expression(`[${repeated("x, ", 20_000)}].length * x`), value: 40_000 },
];

const texts: HostileSource[] = [
  { name: "an empty module", text: "" },
  { name: "nothing but a tag", text: "/** @differentiable @at x = 1", losesGood: true },
  { name: "NUL bytes", text: `const a = "\0\0";\n\0\0 const b = 1;\n${expression("x * x")}` },
  {
    name: "NUL bytes in a tag",
    text: "/** @differentiable @at x = 1\0 @order \0 */\nfunction f(x: number) { return x; }\n",
  },
  {
    name: "lone surrogates",
    text: `const s = "\ud800", t = "\udc00";\n${body('return x * "\ud800\udc00\udc00".length;')}`,
    value: 6,
  },
  { name: "a lone surrogate in a name", text: `const \ud800a = 1;\n${expression("x * x")}` },
  {
    name: "a lone surrogate in a tag",
    text: "/** @differentiable @at x = '\ud800'.length, \udfff = 2 */\nfunction f(x: number) { return x; }\n",
  },
  {
    name: "Unicode escapes in names",
    text: body("const \\u0061b = x * 2; const \\u{1d4d0} = 3; return ab * 𝓐;"),
    value: 12,
  },
  {
    name: "an escaped marker",
    text: "/** @\\u0064ifferentiable @at x = 1 */\nfunction f(x: number) { return x; }\n",
  },
  { name: "a byte order mark", text: `\ufeff${expression("x * x")}`, value: 4 },
  {
    name: "line ends of four kinds",
    text: "/**\u2028 * @differentiable\u2029 * @at x = 2\r * @order 2\r\n */\nfunction f(x: number) {\u2028 return x * x;\u2029}\r",
    value: 4,
  },
  {
    name: "directions of writing turned",
    text: `/** \u202e@differentiable\u202c @at x = 1 */\n${expression("x /* \u202e */ * x")}`,
    value: 1,
  },
  {
    name: "a doc comment of megabytes",
    text: `/** ${repeated("long ", 400_000)}\n * @differentiable @at x = 2 */\nfunction f(x: number) { return x * x; }\n`,
    value: 4,
  },
  {
    name: "a doc comment of at-signs",
    text: `/** ${repeated("@ ", 300_000)} @differentiable @at x = 2 */\nfunction f(x: number) { return x * x; }\n`,
    value: 4,
  },
  {
    name: "a doc comment of backticks",
    text: `/** ${repeated("` ", 100_001)}\n * @differentiable @at x = 2 */\nfunction f(x: number) { return x * x; }\n`,
    value: 4,
  },
  {
    name: "a doc comment of open links",
    text: `/** ${repeated("{@link ", 100_000)}\n * @differentiable @at x = 2 */\nfunction f(x: number) { return x * x; }\n`,
    value: 4,
  },
  {
    name: "a doc comment of open fences",
    text: `/** ${repeated("```\n", 100_001)}\n * @differentiable @at x = 2 */\nfunction f(x: number) { return x * x; }\n`,
  },
  {
    name: "a point of open quotes",
    text: `/** @differentiable @at x = ${repeated("' \" ", 50_000)} */\nfunction f(x: number) { return x * x; }\n`,
  },
  {
    name: "a point of lines that go on",
    text: `/** @differentiable @at x = [${repeated("1,\n * ", 20_000)}1]\n */\nfunction f(x: number[]) { return x.length * x[0]!; }\n`,
  },
  {
    name: "a point of open brackets",
    text: `/** @differentiable @at x = ${repeated("[\n * ", 20_000)}\n */\nfunction f(x: number) { return x * x; }\n`,
  },
  {
    name: "thousands of points",
    text: `/** @differentiable\n${repeated(" * @at x = 2\n", 5_000)} */\nfunction f(x: number) { return x * x; }\n`,
  },
  {
    name: "thousands of orders and names",
    text: `/** @differentiable @at x = 2 ${repeated("@order 2 @wrt x, y, z ", 3_000)} */\nfunction f(x: number) { return x * x; }\n`,
  },
  {
    name: "thousands of claims",
    text: `/** @at x = 2 */ const g = (x: number) => x;\n/** @differentiable @at x = 2\n${repeated(" * @derivativeOf g\n", 1_000)} */\nfunction f(x: number) { return 1; }\n`,
  },
  {
    name: "a claim in a circle",
    text: "/** @differentiable @derivativeOf h @at x = 1 */\nfunction f(x: number) { return x; }\n/** @derivativeOf f @at x = 1 */\nfunction h(x: number) { return x * x; }\n",
  },
  {
    name: "a huge order",
    text: "/** @differentiable @at x = 2 @order 99999999999999999999 */\nfunction f(x: number) { return x * x; }\n",
  },
  {
    name: "a high order of many inputs",
    text: "/** @differentiable @at p = Array.from({ length: 60 }, (_, i) => i + 1) @order 30 */\nfunction f(p: number[]) { return p.reduce((a, b) => a * Math.sin(b), 1); }\n",
  },
  {
    name: "markers without functions",
    text: `${repeated("/** @differentiable @at x = 1 */\n", 3_000)}${repeated("/** @differentiable */;\n", 500)}`,
  },
  { name: "unclosed comments", text: `${expression("x * x")}\n/* /* /** @differentiable`, losesGood: true },
  { name: "an unclosed string", text: `const s = "${repeated("a", 1000)}\n${expression("x")}` },
  {
    name: "an unclosed regular expression",
    text: `const r = /(((((((((/;\nconst q = /${repeated("(a+)+", 1000)}$/.test("a");\n${expression("x * x")}`,
  },
  {
    name: "merge conflict marks",
    text: `<<<<<<< HEAD\n${expression("x")}=======\n${expression("x * x")}>>>>>>> other\n`,
    losesGood: true,
  },
  {
    name: "deeply nested JSX",
    text: `const a = ${repeated("<a>", 2_000)}${repeated("</a>", 2_000)};\n${expression("x * x")}`,
    extension: "tsx",
    value: 4,
  },
  {
    name: "unclosed JSX",
    text: `const a = ${repeated("<a b={", 2_000)};\n${expression("x * x")}`,
    extension: "tsx",
    losesGood: true,
  },
  {
    name: "generics without end",
    text: `type T = ${repeated("A<", 3_000)}B${repeated(">", 3_000)};\n${expression("x * x")}`,
  },
  {
    name: "an import of itself",
    text: 'import { f as g } from "./main";\n/** @differentiable @at x = 2 */\nexport function f(x: number): number { return x < 1 ? x : g(x / 2) * 2; }\n',
    value: 2,
  },
  {
    name: "an import from everywhere",
    text: `${Array.from({ length: 500 }, (_, i) => `import { a${i} } from "${repeated("../", i % 50)}a${i}";`).join("\n")}\n${expression("x + a3")}`,
  },
  {
    name: "an import of a device",
    text: 'import a from "/dev/zero";\nimport b from "/dev/stdin.ts";\nimport c from "/proc/self/environ";\n/** @differentiable @at x = 2 */\nfunction f(x: number) { return x * a; }\n',
  },
];

/** The standard library and the newer parts of the language, asked for too much. */
const library: HostileSource[] = [
  ["an endless generator spread", "function* g(): any { for (;;) yield x; } return [...g()].length;"],
  [
    "an endless generator destructured",
    "function* g(): any { for (;;) yield x; } const [a, b] = g(); return a * b;",
    4,
  ],
  [
    "an endless generator to a Map",
    "function* g(): any { let i = 0; for (;;) yield [i++, x]; } return new Map(g()).size;",
  ],
  [
    "an endless iterable of one's own",
    "const o: any = { [Symbol.iterator]: () => ({ next: () => ({ value: x, done: false }) }) }; return Math.max(...o);",
  ],
  [
    "an iterable whose next is itself endless",
    "const o: any = { [Symbol.iterator]: () => ({ next() { for (;;); } }) }; for (const v of o) return v;",
  ],
  [
    "an iterator that iterates over itself",
    "const o: any = { [Symbol.iterator]() { return [...o][Symbol.iterator](); } }; return [...o].length;",
  ],
  ["yield* of itself", "function* g(): any { yield* g(); } return [...g()].length;"],
  [
    "a generator that asks itself",
    "const it: any = (function* (): any { yield it.next(); })(); return it.next().value;",
  ],
  [
    "getters with side effects without end",
    "const o: any = { n: 0, get a(): any { for (;;) this.n++; } }; return o.a;",
  ],
  ["a getter on a class that calls itself", "class A { get a(): any { return this.a; } } return new A().a;"],
  ["a setter that sets itself", "class A { set a(v: any) { this.a = v; } } new A().a = x; return x;"],
  ["a constructor that constructs itself", "class A { a = new A(); } return new A();"],
  ["a class that extends itself", "class A extends (A as any) {} return new A();"],
  [
    "a chain of 5,000 classes",
    "let C: any = class {}; for (let i = 0; i < 5000; i++) C = class extends C {}; return new C() ? x : 0;",
  ],
  [
    "a prototype in a circle",
    "const a: any = {}, b: any = Object.create(a); Object.setPrototypeOf(a, b); return a.nothing;",
  ],
  ["a try that catches the budget", "for (;;) { try { for (;;); } catch { } finally { } }"],
  ["a finally that goes on for ever", "for (;;) { try { return x; } finally { continue; } }"],
  [
    "a recursion that catches its own depth",
    "const g = (): any => { try { return g(); } catch { return g(); } }; return g();",
  ],
  ["a huge typed array", "return new Float64Array(1e9).length * x;"],
  ["a huge buffer", "return new ArrayBuffer(1e15).byteLength * x;"],
  ["typed arrays without end", "const a: any[] = []; for (;;) a.push(new Float64Array(1e5));"],
  ["a text replaced by longer ones", "let s = 'a'.repeat(1e4); for (;;) s = s.replaceAll('a', 'aa');"],
  ["an empty text replaced", "return 'a'.repeat(1e5).replaceAll('', 'x'.repeat(1e5)).length;"],
  ["a text split and joined", "let s = 'ab'; for (;;) s = s.split('').join('ab');"],
  ["JSON of something cyclic", "const a: any = { x }; a.a = a; return JSON.stringify(a).length;"],
  [
    "JSON of something widely shared",
    "let a: any = [1]; for (let i = 0; i < 40; i++) a = [a, a]; return JSON.stringify(a).length;",
  ],
  ["JSON nested deeply", "return JSON.parse('['.repeat(1e5) + ']'.repeat(1e5)).length;"],
  ["a toJSON that never ends", "return JSON.stringify({ toJSON() { for (;;); } }).length;"],
  [
    "a clone of something deep",
    "let a: any = [x]; for (let i = 0; i < 1e5; i++) a = [a]; return structuredClone(a).length * x;",
  ],
  ["a clone of something cyclic", "const a: any = { x }; a.a = a; return structuredClone(a).a.a.x;", 2],
  [
    "a clone of something widely shared",
    "let a: any = [x]; for (let i = 0; i < 60; i++) a = [a, a]; return structuredClone(a).length;",
    2,
  ],
  ["Array.from with an endless length", "return Array.from({ length: Infinity }).length;"],
  ["a negative length", "return new Array(-1).length;"],
  ["a fraction as a length", "const a: any[] = []; a.length = 1.5; return a.length;"],
  ["a far index", "const a: any[] = []; a[4e9] = x; a[1e9] = x; return a.length > 0 ? x : 0;"],
  [
    "a sort of a great many",
    "const a = Array.from({ length: 3e5 }, (_, i) => (i * 7919) % 100003); for (;;) a.sort();",
  ],
  [
    "a comparison without sense",
    "return [3, 1, 2, 5, 4].sort(() => Math.sin(x) as any ?? {}).length * x;",
    10,
  ],
  [
    "a comparison that changes the array",
    "const a: any[] = [3, 1, 2]; a.sort((p, q) => { a.length = 0; return p - q; }); return x;",
    2,
  ],
  [
    "a callback that changes the array",
    "const a = [1, 2, 3]; return a.map((v) => { a.length = 0; return v; }).length * x;",
  ],
  [
    "a Map that grows while it is gone through",
    "const m = new Map([[0, x]]); for (const [k] of m) m.set(k + 1, x); return m.size;",
  ],
  [
    "a Set that grows while it is gone through",
    "const m = new Set([0]); m.forEach((k) => m.add(k + 1)); return m.size;",
  ],
  ["a Set in itself", "const m: any = new Set([x]); m.add(m); return m;"],
  ["an object with very many properties", "const o: any = {}; for (let i = 0; ; i++) o[`k${i}`] = i;"],
  [
    "defineProperty on the library",
    "Object.defineProperty(Array.prototype, 'map', { value: () => 1 }); return [1].map(() => x) as any;",
  ],
  ["a new method of the library", "(Array.prototype as any).evil = 1; return ([] as any).evil ?? x;"],
  ["Math changed", "(Math as any).sin = () => 5; return Math.sin(x);"],
  ["console changed", "(console as any).log = x; return x;"],
  [
    "an error that lies about itself",
    "const e: any = new Error('a'); e.name = { toString() { for (;;); } }; throw e;",
  ],
  ["a thrown endless message", "throw new Error('x'.repeat(3e6));"],
  ["a thrown symbol", "throw Symbol('x');"],
  ["a thrown function", "throw () => x;"],
  ["a text of a symbol", "return `${Symbol('a') as any}`.length;"],
  ["an operator on a symbol", "return (Symbol('a') as any) * x;"],
  ["toPrimitive without end", "const o: any = { [Symbol.toPrimitive]: () => o }; return o * x;"],
  ["bind in a circle", "const g: any = function (this: any) { return this(); }; return g.bind(g)();"],
  ["a switch on objects without end", "switch ((() => { for (;;); })() as any) { case 1: return x; }"],
  [
    "delete of everything",
    "const a: any = [1, 2, 3]; for (const k in a) delete a[k]; delete (globalThis as any).Math; return x;",
  ],
  ["a label on everything", "a: b: c: { break a; } d: for (;;) { e: do { continue d; } while (true); }"],
].map(([name, text, value]) => ({
  name: `library: ${name}`,
  text: body(text as string),
  ...(value === undefined ? {} : { value }),
}));

/** Sources of megabytes. */
const large: HostileSource[] = [
  {
    name: "5 MB of functions",
    text: `${expression("x * x")}${Array.from({ length: 80_000 }, (_, i) => `export function g${i}(a: number) { return a * ${i} + 1; }`).join("\n")}\n`,
    value: 4,
  },
  {
    name: "5 MB of one line",
    text: `${expression("x * x")}const data = [${repeated("1.25,", 1_000_000)}];\n`,
    value: 4,
  },
  {
    name: "5 MB of one text",
    text: `${expression("x * x")}const text = "${repeated("abcde ", 900_000)}";\n`,
    value: 4,
  },
  {
    name: "thousands of marked functions",
    text: Array.from(
      { length: 2_000 },
      (_, i) => `/** @differentiable @at x = ${i} */\nexport const g${i} = (x: number) => x * ${i};`,
    ).join("\n"),
  },
];

export const hostileSources: Record<string, HostileSource[]> = {
  "ways out": escapes,
  prototypes,
  "too much at once": tooMuch,
  "work without end": endless,
  "recursion without end": recursion,
  "data without end": dataStructures,
  "syntax nested or long beyond measure": nesting,
  "the library asked for too much": library,
  "texts that are hardly texts": texts,
  "large files": large,
};
