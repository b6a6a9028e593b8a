/** Hyperbolic functions and their inverses. */

import { float64Array } from "../arrays.js";
import { negate } from "../series/series.js";
import { hypot, sqrt } from "./power.js";
import { unary } from "./primitive.js";
import { call, choice, difference, isNaNumber, negative, product, quotient, sharing, sum } from "./rule.js";
import { oneMinusSquare } from "./trigonometric.js";

export const sinh = unary({
  name: "sinh",
  value: Math.sinh,
  partial: ({ g, x }) => product(g, call(cosh, x)),
  series: (y, u, ring) => {
    const w = float64Array(y.length);
    w[0] = Math.cosh(u[0]!);
    ring.oscillate(y, w, u, 1);
  },
  print: (x) => `Math.sinh(${x})`,
});

export const cosh = unary({
  name: "cosh",
  value: Math.cosh,
  partial: ({ g, x }) => product(g, call(sinh, x)),
  series: (y, u, ring) => {
    const s = float64Array(y.length);
    s[0] = Math.sinh(u[0]!);
    ring.oscillate(s, y, u, 1);
  },
  print: (x) => `Math.cosh(${x})`,
});

/** Its derivative is 1 / cosh², not 1 − tanh², which would lose all digits far from 0. */
export const tanh = unary({
  name: "tanh",
  value: Math.tanh,
  partial: ({ g, x }) => sharing("s", call(sech, x), (s) => product(g, product(s, s))),
  series: (y, u, ring) => {
    const w = float64Array(y.length);
    w[0] = reciprocalOfCosh(u[0]!) ** 2;
    ring.tangent(y, w, u, -2);
  },
  print: (x) => `Math.tanh(${x})`,
});

/** 1 / cosh(x). Not among JavaScript's functions; the derivatives of tanh need it. */
export const sech = unary({
  name: "sech",
  value: reciprocalOfCosh,
  partial: ({ g, x, y }) => negative(product(g, product(y, call(tanh, x)))),
  series: (y, u, ring) => {
    // y′ = −y · tanh(u) · u′
    const length = y.length;
    const t = float64Array(length);
    const w = float64Array(length);
    t[0] = Math.tanh(u[0]!);
    w[0] = y[0]! ** 2;
    ring.tangent(t, w, u, -2);
    const slope = float64Array(length);
    ring.integrateProduct(slope, t, u);
    negate(slope);
    ring.exponential(y, slope);
  },
  print: (x) => `(1 / Math.cosh(${x}))`,
});

function reciprocalOfCosh(x: number): number {
  return 1 / Math.cosh(x);
}

/** Beyond this the 1 in 1 + x² is below the last digit, and the square may overflow. */
const LARGE = 1e10;

export const asinh = unary({
  name: "asinh",
  value: Math.asinh,
  partial: ({ g, x }) => quotient(g, call(hypot, 1, x)),
  series: (y, u, ring) => {
    if (Math.abs(u[0]!) > LARGE) {
      ring.integrateQuotient(y, u, u);
      if (u[0]! < 0) negate(y);
    } else {
      ring.integrateQuotient(y, u, ring.rootOf(ring.onePlusSquare(u)));
    }
  },
  print: (x) => `Math.asinh(${x})`,
});

export const acosh = unary({
  name: "acosh",
  value: Math.acosh,
  partial: ({ g, x }) => quotient(quotient(g, call(sqrt, difference(x, 1))), call(sqrt, sum(x, 1))),
  series: (y, u, ring) => {
    if (Number.isNaN(y[0]!)) {
      y.fill(Number.NaN, 1);
    } else if (u[0] === 1) {
      ring.composeAtEdge(y, u, (order) => (order % 2 === 0 ? -1 : 1) * Number.POSITIVE_INFINITY);
    } else if (u[0]! > LARGE) {
      ring.integrateQuotient(y, u, u);
    } else {
      const square = ring.oneMinusSquare(u).map((c) => -c);
      ring.integrateQuotient(y, u, ring.rootOf(square));
    }
  },
  kinks: (x) =>
    x === 1
      ? [{ operand: 0, left: Number.NaN, right: Number.POSITIVE_INFINITY, reason: "acosh ends here" }]
      : [],
  print: (x) => `Math.acosh(${x})`,
});

export const atanh = unary({
  name: "atanh",
  value: Math.atanh,
  partial: ({ g, x, y }) => choice(isNaNumber(y), product(g, y), quotient(g, call(oneMinusSquare, x))),
  series: (y, u, ring) => {
    if (Number.isNaN(y[0]!)) {
      y.fill(Number.NaN, 1);
    } else if (Math.abs(u[0]!) === 1) {
      const evenSign = u[0]! < 0 ? -1 : 1;
      ring.composeAtEdge(y, u, (order) => (order % 2 === 0 ? evenSign : 1) * Number.POSITIVE_INFINITY);
    } else {
      ring.integrateQuotient(y, u, ring.oneMinusSquare(u));
    }
  },
  kinks: (x) => {
    const reason = "atanh ends here";
    if (x === 1) return [{ operand: 0, left: Number.POSITIVE_INFINITY, right: Number.NaN, reason }];
    return x === -1 ? [{ operand: 0, left: Number.NaN, right: Number.POSITIVE_INFINITY, reason }] : [];
  },
  print: (x) => `Math.atanh(${x})`,
});
