/** The arithmetic of JavaScript's operators: + − * / % and the sign. */

import { ADD, DIV, MUL, NEG, SUB } from "../graph/codes.js";
import { asSeries, degree, divideByNumber, scale } from "../series/series.js";
import * as hot from "./hotArithmetic.js";
import { binary, unary } from "./primitive.js";
import { round } from "./rounding.js";
import { call, difference, negative, product, quotient } from "./rule.js";

/** a + b */
export const add = binary(
  {
    name: "add",
    code: ADD,
    value: (a, b) => a + b,
    partials: ({ g }) => [g, g],
    series: (y, a, b) => {
      for (let k = 1; k < y.length; k++)
        y[k] = (typeof a === "number" ? 0 : a[k]!) + (typeof b === "number" ? 0 : b[k]!);
    },
    print: (a, b) => `(${a} + ${b})`,
  },
  hot.plus,
);

/** a − b */
export const sub = binary(
  {
    name: "sub",
    code: SUB,
    value: (a, b) => a - b,
    partials: ({ g }) => [g, negative(g)],
    series: (y, a, b) => {
      for (let k = 1; k < y.length; k++)
        y[k] = (typeof a === "number" ? 0 : a[k]!) - (typeof b === "number" ? 0 : b[k]!);
    },
    print: (a, b) => `(${a} - ${b})`,
  },
  hot.minus,
);

/** a · b */
export const mul = binary(
  {
    name: "mul",
    code: MUL,
    value: (a, b) => a * b,
    partials: ({ g, a, b }) => [product(g, b), product(g, a)],
    series: (y, a, b, ring) => {
      if (typeof a === "number") scale(y, b as Float64Array, a);
      else if (typeof b === "number") scale(y, a, b);
      else ring.multiply(y, a, b);
    },
    print: (a, b) => `${a} * ${b}`,
  },
  hot.times,
);

/** a / b */
export const div = binary(
  {
    name: "div",
    code: DIV,
    value: (a, b) => a / b,
    partials: ({ g, b, y }) => [quotient(g, b), negative(quotient(product(g, y), b))],
    series: (y, a, b, ring) => {
      if (typeof b === "number") {
        divideByNumber(y, a as Float64Array, b);
      } else if (typeof a === "number" && b[0] === 0) {
        ring.composeAtEdge(y, b, (order) => (order % 2 === 0 ? a : -a) * b[0]! ** (-1 - order));
      } else {
        ring.divide(y, asSeries(a, y.length), b);
      }
    },
    print: (a, b) => `(${a} / ${b})`,
  },
  hot.over,
);

/** −x */
export const neg = unary({
  name: "neg",
  code: NEG,
  value: (x) => -x,
  partial: ({ g }) => negative(g),
  series: (y, u) => scale(y, u, -1),
  print: (x) => `-${x}`,
});

/** The remainder a % b, with the sign of a, as JavaScript's operator. Its derivative is 1 by a and −trunc(a/b) by b. */
export const mod = binary({
  name: "mod",
  value: (a, b) => a % b,
  partials: ({ g, a, b, y }) => [g, negative(product(g, call(round, quotient(difference(a, y), b))))],
  series: (y, a, b) => {
    const dividend = asSeries(a, y.length);
    scale(y, dividend, 1);
    if (typeof b === "number") return;
    const quotient = Math.round((dividend[0]! - y[0]!) / b[0]!);
    const last = Math.max(1, degree(b));
    for (let k = 1; k < y.length && k <= last; k++) y[k] = y[k]! - quotient * b[k]!;
  },
  kinks: (a, b) =>
    a % b === 0 && a !== 0
      ? [
          {
            operand: 0,
            left: Number.NaN,
            right: Number.NaN,
            reason: "% jumps where the first number is a multiple of the second",
          },
        ]
      : [],
  print: (a, b) => `(${a} % ${b})`,
});
