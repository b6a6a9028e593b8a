/** Functions that pick: abs, max, min. */

import { equal, isNotANumber } from "../comparisons.js";
import { scale } from "../series/series.js";
import { div } from "./arithmetic.js";
import { scaled } from "./hotArithmetic.js";
import { type Kink, type ListRow, list, unary } from "./primitive.js";
import { sign } from "./rounding.js";
import {
  call,
  choice,
  type Expression,
  isEqual,
  isNaNumber,
  nothing,
  product,
  quotient,
  sum,
} from "./rule.js";

/** |x|; its derivative at 0 is 0. */
export const abs = unary({
  name: "abs",
  value: Math.abs,
  partial: ({ g, x }) => product(g, call(sign, x)),
  series: (y, u) => scale(y, u, Math.sign(u[0]!)),
  kinks: (x) => (x === 0 ? [{ operand: 0, left: -1, right: 1, reason: "abs has a corner at 0" }] : []),
  print: (x) => `Math.abs(${x})`,
});

/**
 * The operand that equals the result takes all that flows; k of them share it evenly.
 * Nothing flows to the others, so that an infinite derivative behind them does no harm.
 */
function pick(name: string, better: (a: number, b: number) => number, worst: number): ListRow {
  const best = (operands: readonly number[]) => operands.reduce((a, b) => better(a, b), worst);
  return {
    name,
    value: best,
    flow: (g, operands, which, y) => {
      if (!equal(operands[which]!, y)) return isNotANumber(y) ? scaled(g, y) : null;
      let ties = 0;
      for (const operand of operands) if (equal(operand, y)) ties++;
      return ties === 1 ? g : div(g, ties);
    },
    partials: ({ g, operands, y }) =>
      operands.map((operand, which) => {
        const isPicked = (x: Expression) => choice(isEqual(x, y), 1, 0);
        const others = operands.filter((_, other) => other !== which).map(isPicked);
        const ties = others.length === 0 ? null : sum(1, others.reduce(sum));
        return choice(
          isEqual(operand, y),
          ties === null ? g : quotient(g, ties),
          choice(isNaNumber(y), product(g, y), nothing),
        );
      }),
    series: (y, operands) => {
      y.fill(Number.isNaN(y[0]!) ? Number.NaN : 0, 1);
      const tied = operands.filter((u) => (typeof u === "number" ? u : u[0]) === y[0]);
      for (const u of tied) {
        if (typeof u === "number") continue;
        for (let k = 1; k < y.length; k++) y[k] = y[k]! + u[k]! / tied.length;
      }
    },
    kinks: (...operands): Kink[] => {
      const picked = best(operands);
      const tied = operands.map((_, i) => i).filter((i) => operands[i] === picked);
      if (tied.length < 2) return [];
      const [left, right] = worst < 0 ? [0, 1] : [1, 0];
      return tied.map((operand) => ({
        operand,
        left,
        right,
        reason: `${name} has a tie of ${tied.length} here`,
      }));
    },
    print: (...operands) => `Math.${name}(${operands.join(", ")})`,
  };
}

/** The greatest of the operands; a tie of k gives each 1/k of the derivative. */
export const max = list(pick("max", Math.max, Number.NEGATIVE_INFINITY));
/** The least of the operands; a tie of k gives each 1/k of the derivative. */
export const min = list(pick("min", Math.min, Number.POSITIVE_INFINITY));
