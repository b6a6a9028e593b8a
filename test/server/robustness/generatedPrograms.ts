/**
 * Programs made from a list of numbers: each number makes one choice, and when they are used up every choice is
 * the simplest one. So a failing program shrinks by shrinking its list.
 *
 *     makeProgram([3, 1, 4, 1, 5], "smooth").source
 */

/** "smooth" has no operation that ends a derivative; "wild" has all of them and serves to compare values. */
export type Style = "smooth" | "wild";

export interface Program {
  /** A module with a function `f(x)`. */
  source: string;
}

interface Maker {
  choose(count: number): number;
  style: Style;
  names: number;
  /** How many expressions may still be made. */
  fuel: number;
}

export function makeProgram(choices: readonly number[], style: Style): Program {
  let position = 0;
  const maker: Maker = {
    choose: (count) => (position < choices.length ? choices[position++]! % count : 0),
    style,
    names: 0,
    fuel: 120,
  };
  const declarations = helpers(maker);
  const body = statements(maker, ["x"], 3, false);
  const result = expression(maker, body.variables, 3);
  return {
    source: `${declarations}function f(x) {\n${body.text}return ${result};\n}\n`,
  };
}

/** Module-level functions and a class that expressions may use. */
function helpers(maker: Maker): string {
  const k = number(maker);
  return `const limit = ${k};
const helper = (a, b = limit) => a * ${number(maker)} + Math.sin(b);
function apply(g, ...values) { return values.map((v) => g(v)).reduce((s, v) => s + v, 0); }
class Pair {
  #scale = ${number(maker)};
  static unit = new Pair(1, ${number(maker)});
  constructor(a, b) { this.a = a; this.b = b; }
  get sum() { return this.a + this.b * this.#scale; }
  times(t) { return new Pair(this.a * t, this.b - t); }
}
class Triple extends Pair {
  c = limit;
  get sum() { return super.sum + this.c * this.a; }
}
function* upTo(n, step) { for (let i = 0; i < n; i++) yield i * step; }
`;
}

function number(maker: Maker): string {
  const numbers = ["1", "2", "0.5", "3", "(-1.5)", "0.1", "1.25", "7", "(-0.3)", "1e-3", "0"];
  return numbers[maker.choose(numbers.length)]!;
}

function variable(maker: Maker, variables: readonly string[]): string {
  return variables[maker.choose(variables.length)]!;
}

function fresh(maker: Maker): string {
  return `v${maker.names++}`;
}

function expression(maker: Maker, variables: readonly string[], depth: number): string {
  if (depth <= 0 || --maker.fuel <= 0) {
    return maker.choose(3) === 2 ? number(maker) : variable(maker, variables);
  }
  const e = () => expression(maker, variables, depth - 1);
  const inner = (name: string) => expression(maker, [...variables, name], depth - 1);
  const makers: (() => string)[] = [
    () => variable(maker, variables),
    () => number(maker),
    () => `(${e()} + ${e()})`,
    () => `(${e()} * ${e()})`,
    () => `(${e()} - ${e()})`,
    () => `(${e()} / (1 + ${e()} ** 2))`,
    () => `(-${e()})`,
    () => `Math.${["sin", "cos", "tanh", "atan", "asinh", "expm1"][maker.choose(6)]}(Math.sin(${e()}))`,
    () => `Math.sqrt(1 + ${e()} ** 2)`,
    () => `Math.log(2 + Math.cos(${e()}))`,
    () => `Math.exp(Math.sin(${e()}))`,
    () => `Math.hypot(1, ${e()})`,
    () => `Math.pow(1.5 + Math.sin(${e()}), ${number(maker)})`,
    () => `Math.atan2(${e()}, 2)`,
    () => `(${condition(maker, variables)} ? ${e()} : ${e()})`,
    () => `[${e()}, ${e()}, ${e()}][${maker.choose(3)}]`,
    () => `({ p: ${e()}, q: [${e()}] }).q[0]`,
    () => {
      const name = fresh(maker);
      return `((${name}) => ${inner(name)})(${e()})`;
    },
    () => {
      const name = fresh(maker);
      return `[${e()}, ${e()}].map((${name}) => ${inner(name)}).reduce((s, t) => s + t, 0)`;
    },
    () => `helper(${e()}${maker.choose(2) === 1 ? `, ${e()}` : ""})`,
    () => {
      const name = fresh(maker);
      return `apply((${name}) => ${inner(name)}, ...[${e()}, ${e()}])`;
    },
    () => `new Pair(${e()}, ${e()}).times(${e()}).sum`,
    () => `new Triple(${e()}, ${e()}).sum`,
    () => `(Pair.unit.a + ${e()})`,
    () => `(({ a, b: { c = ${number(maker)} } = {} }) => a + c)({ a: ${e()} })`,
    () => `(({ v: ${e()} })?.v ?? ${e()})`,
    () => `[...upTo(${1 + maker.choose(4)}, ${e()})].reduce((s, t) => s + t, 0)`,
    () => `[...new Map([["a", ${e()}], ["b", ${e()}]]).values()].reduce((s, t) => s * t, 1)`,
    () => `Float64Array.from([${e()}, ${e()}])[${maker.choose(2)}]`,
  ];
  const wild: (() => string)[] = [
    () => `(${e()} % ${e()})`,
    () => `(${e()} ** ${e()})`,
    () => `(${e()} / ${e()})`,
    () => `(${e()} ${["|", "&", "^", "<<", ">>", ">>>"][maker.choose(6)]} ${e()})`,
    () =>
      `Math.${["floor", "ceil", "round", "trunc", "sign", "abs", "fround", "sqrt", "cbrt", "log", "log2", "acosh", "atanh", "log1p", "exp"][maker.choose(15)]}(${e()})`,
    () => `Math.${["max", "min"][maker.choose(2)]}(${e()}, ${e()})`,
    () => `Number(${e()} ${["<", "<=", "===", "!=="][maker.choose(4)]} ${e()})`,
    () => `(\`\${${e()}}\`.length)`,
    () => `Number((${e()}).toFixed(${maker.choose(5)}))`,
    () => `parseFloat(String(${e()}))`,
    () => `[${e()}, ${e()}, ${e()}].sort((a, b) => a - b)[1]`,
    () => `[${e()}, ${e()}].indexOf(${e()})`,
    () => `Float32Array.of(${e()})[0]`,
    () => `Int8Array.of(${e()})[0]`,
    () => `(typeof ${e()} === "number" ? ${e()} : 0)`,
    () => `(~~${e()} + +!${e()})`,
    () => `JSON.parse(JSON.stringify([1, 2, { a: 3 }]))[2].a`,
    () => `new Set([${e()}, ${e()}, ${e()}]).size`,
  ];
  const all = maker.style === "wild" ? [...makers, ...wild] : makers;
  return all[maker.choose(all.length)]!();
}

function condition(maker: Maker, variables: readonly string[]): string {
  const e = () => expression(maker, variables, 1);
  switch (maker.choose(3)) {
    case 0:
      return `${e()} < ${e()}`;
    case 1:
      return `!(${e()} > ${e()})`;
    default:
      return `${e()} < ${e()} && ${e()} < ${e()}`;
  }
}

/** Statements and the variables that they declare in their scope. */
function statements(
  maker: Maker,
  outer: readonly string[],
  depth: number,
  isInLoop: boolean,
): { text: string; variables: string[] } {
  const variables = [...outer];
  let text = "";
  const count = 1 + maker.choose(4);
  for (let index = 0; index < count && maker.fuel > 0; index++) {
    text += statement(maker, variables, depth, isInLoop);
  }
  return { text, variables };
}

function statement(maker: Maker, variables: string[], depth: number, isInLoop: boolean): string {
  const e = (size = 2) => expression(maker, variables, size);
  const block = (more: string[] = [], inLoop = isInLoop) =>
    `{\n${statements(maker, [...variables, ...more], depth - 1, inLoop).text}}`;
  /** A variable that may be assigned; the parameter may be as well. */
  const target = () => variables.find((name) => name.startsWith("m")) ?? "x";
  const simple: (() => string)[] = [
    () => {
      const value = e(3);
      const name = `m${maker.names++}`;
      variables.push(name);
      return `let ${name} = ${value};\n`;
    },
    () => `${target()} ${["=", "+=", "-=", "*="][maker.choose(4)]} Math.sin(${e()});\n`,
    () => {
      const value = `[${e()}, ${e()}]`;
      const [a, b] = [fresh(maker), fresh(maker)];
      variables.push(a, b);
      return `const [${a}, ${b} = 1] = ${value};\n`;
    },
    () => {
      const value = `{ p: ${e()}, q: ${e()}, r: 1 }`;
      const [a, b] = [fresh(maker), fresh(maker)];
      variables.push(a);
      return `const { p: ${a}, ...${b} } = ${value};\n`;
    },
  ];
  const nested: (() => string)[] = [
    () => `if (${condition(maker, variables)}) ${block()} else ${block()}\n`,
    () => {
      const name = fresh(maker);
      return `for (let ${name} = 0; ${name} < ${1 + maker.choose(5)}; ${name}++) ${block([name], true)}\n`;
    },
    () => {
      const name = fresh(maker);
      return `for (const ${name} of [${e()}, ${e()}]) ${block([name], true)}\n`;
    },
    () => {
      const name = fresh(maker);
      return `{ let ${name} = ${1 + maker.choose(4)}; while (${name}-- > 0) { ${target()} += 0.1 * ${e()}; if (${condition(maker, variables)}) ${maker.choose(2) === 0 ? "break" : "continue"}; } }\n`;
    },
    () =>
      `switch (${maker.choose(3)}) { case 0: ${target()} += ${e()}; case 1: ${target()} *= 0.5; break; default: ${target()} -= ${e()}; }\n`,
    () =>
      `try { ${target()} += ${e()}; if (${condition(maker, variables)}) throw new Error("no"); ${target()} *= 0.9; } catch (error) { ${target()} -= error.message.length; } finally { ${target()} += 1; }\n`,
    () => {
      const name = fresh(maker);
      return `for (const ${name} of upTo(${1 + maker.choose(4)}, ${e()})) { ${target()} += ${name}; }\n`;
    },
    () => {
      const name = fresh(maker);
      return `for (const ${name} in { a: 1, b: 2 }) ${target()} += ${name} === "a" ? ${e()} : ${e()};\n`;
    },
    () => {
      const name = fresh(maker);
      return `{ let ${name} = ${e()}; const change = (t) => { ${name} += t; return ${name}; }; ${target()} += change(${e()}) + change(1); }\n`;
    },
    () =>
      isInLoop
        ? `if (${condition(maker, variables)}) continue;\n`
        : `if (${condition(maker, variables)}) return ${e()};\n`,
  ];
  const all = depth > 0 ? [...simple, ...nested] : simple;
  return all[maker.choose(all.length)]!();
}
