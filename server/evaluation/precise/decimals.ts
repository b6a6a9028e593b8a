/**
 * Every primitive over decimals of many digits, by decimal.js. Where an operation is made of pieces (steps, the
 * larger of two), the piece is the one that the program was on.
 */

import Decimal from "decimal.js";
import type { Arithmetic, GradientTape, OperationOver, Scalar } from "nested-tape";

type Rule = (operation: OperationOver<Decimal>) => Decimal;

/** What an operation costs, in additions. */
const costOfElementary = 20;
const cheap: ReadonlySet<string> = new Set([
  ...["add", "sub", "mul", "div", "neg", "abs", "sum", "dot", "max", "min"],
  ...["ceil", "floor", "round", "sign", "trunc", "fround", "stopGradient"],
]);

/** More digits than that are not added where a number near 0 needs them. */
const mostExtraDigits = 400;

/** As many digits as JavaScript writes of a number. */
const mostWritten = 100;

export interface Computed {
  /** One for each scalar; null where it was enough, or where decimals cannot do it. */
  values: Decimal[] | null;
  /** What it took, in additions. */
  cost: number;
}

/**
 * What a tape recorded, computed again over decimals.
 * @param digits significant ones, to which each operation is rounded
 * @param isEnough asked before each operation whether to give up, with what was spent so far, in additions
 */
export function overDecimals(
  tape: GradientTape,
  scalars: readonly Scalar[],
  digits: number,
  isEnough: (cost: number) => boolean,
): Computed {
  const arithmetic = decimalsOf(digits);
  let values: Decimal[] | null = null;
  try {
    values = tape.valuesOver(arithmetic, scalars, () => isEnough(arithmetic.cost));
  } catch {
    // The sine of a number with a thousand digits, and the like.
  }
  return { values, cost: arithmetic.cost };
}

/** How far a number is from the exact one, relative to it; 0 where they are the same, and infinite where that is 0. */
export function relativeError(number: number, exact: Decimal): number {
  return exact.eq(number) ? 0 : exact.minus(number).div(exact).abs().toNumber();
}

interface Decimals extends Arithmetic<Decimal> {
  /** What was computed so far, in additions. */
  readonly cost: number;
}

function decimalsOf(digits: number): Decimals {
  const Numbers = Decimal.clone({
    precision: digits,
    minE: -9e15,
    maxE: 9e15,
    toExpPos: 9e15,
    toExpNeg: -9e15,
  });
  const rules = rulesOver(Numbers, digits);
  let cost = 0;
  return {
    get cost() {
      return cost;
    },
    number: (value) => new Numbers(exactText(value)),
    apply(operation) {
      const { name } = operation.primitive;
      cost += cheap.has(name) ? operation.operands.length : costOfElementary * operation.operands.length;
      const rule = rules[name];
      if (rule === undefined) throw new Error(`There is no rule for ${name} over decimals.`);
      return rule(operation);
    },
  };
}

/** The decimal of a double, and not the short one that stands for it: 0.1 is 0.1000000000000000055… */
function exactText(value: number): string | number {
  return Number.isSafeInteger(value) || !Number.isFinite(value) ? value : value.toPrecision(mostWritten);
}

function rulesOver(Numbers: typeof Decimal, digits: number): Record<string, Rule> {
  const one =
    (rule: (x: Decimal) => Decimal): Rule =>
    (operation) =>
      rule(operation.operands[0]!);
  const two =
    (rule: (a: Decimal, b: Decimal) => Decimal): Rule =>
    ({ operands }) =>
      rule(operands[0]!, operands[1]!);
  const total = (terms: readonly Decimal[]) => terms.reduce((sum, term) => sum.plus(term), new Numbers(0));
  const distance = (operands: readonly Decimal[]) => total(operands.map((x) => x.times(x))).sqrt();
  /** What the program itself had: constant in pieces. */
  const asRecorded: Rule = ({ result }) => new Numbers(exactText(result));
  /** The operand that was the result. */
  const chosen: Rule = ({ operands, numbers, result }) =>
    operands[numbers.indexOf(result)] ?? new Numbers(Number.NaN);
  /** Near 0 with as many more digits as 1 + x would lose. */
  const nearZero = (x: Decimal, rule: (x: Decimal) => Decimal): Decimal => {
    const extra = Math.min(mostExtraDigits, Math.max(0, -x.e));
    if (extra === 0 || x.isZero()) return rule(x);
    const More = Numbers.clone({ precision: digits + extra });
    return new Numbers(rule(new More(x)));
  };
  return {
    add: two((a, b) => a.plus(b)),
    sub: two((a, b) => a.minus(b)),
    mul: two((a, b) => a.times(b)),
    div: two((a, b) => a.div(b)),
    neg: one((x) => x.neg()),
    mod: ({ operands: [a, b], numbers: [dividend, divisor], result }) => {
      const times = Math.round((dividend! - result) / divisor!);
      return Number.isSafeInteger(times) ? a!.minus(b!.times(times)) : new Numbers(Number.NaN);
    },
    abs: ({ operands: [x], numbers: [number] }) => (number! < 0 ? x!.neg() : x!),
    ceil: asRecorded,
    floor: asRecorded,
    round: asRecorded,
    sign: asRecorded,
    trunc: asRecorded,
    fround: asRecorded,
    stopGradient: one((x) => x),
    max: chosen,
    min: chosen,
    exp: one((x) => x.exp()),
    expm1: one((x) => nearZero(x, (y) => y.exp().minus(1))),
    log: one((x) => x.ln()),
    log1p: one((x) => nearZero(x, (y) => y.plus(1).ln())),
    log2: one((x) => x.log(2)),
    log10: one((x) => x.log(10)),
    pow: two((a, b) => a.pow(b)),
    sqrt: one((x) => x.sqrt()),
    cbrt: one((x) => x.cbrt()),
    hypot: ({ operands }) => distance(operands),
    componentOf: ({ operands }) => operands[0]!.div(distance(operands)),
    sin: one((x) => x.sin()),
    cos: one((x) => x.cos()),
    tan: one((x) => x.tan()),
    asin: one((x) => x.asin()),
    acos: one((x) => x.acos()),
    atan: one((x) => x.atan()),
    atan2: two((a, b) => Numbers.atan2(a, b)),
    slopeOfAtan: one((x) => new Numbers(1).div(x.times(x).plus(1))),
    oneMinusSquare: one((x) => new Numbers(1).minus(x.times(x))),
    sinh: one((x) => x.sinh()),
    cosh: one((x) => x.cosh()),
    tanh: one((x) => x.tanh()),
    sech: one((x) => new Numbers(1).div(x.cosh())),
    asinh: one((x) => x.asinh()),
    acosh: one((x) => x.acosh()),
    atanh: one((x) => x.atanh()),
    sum: ({ operands }) => total(operands),
    dot: ({ operands }) =>
      total(operands.flatMap((x, k) => (k % 2 === 0 ? [x.times(operands[k + 1]!)] : []))),
    logSumExp: ({ operands }) => {
      const greatest = Numbers.max(...operands);
      return greatest.plus(total(operands.map((x) => x.minus(greatest).exp())).ln());
    },
  };
}
