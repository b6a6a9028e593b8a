/** Sine, cosine, tangent and their inverses. */

import { float64Array } from "../arrays.js";
import { equal } from "../comparisons.js";
import type { Scalar } from "../scalar.js";
import { asSeries, constantSeries, negate } from "../series/series.js";
import { add, div, mul, neg, times } from "./arithmetic.js";
import { hypot, sqrt } from "./power.js";
import { binary, type UnaryOperation, unary } from "./primitive.js";

export const sin = unary({
  name: "sin",
  value: Math.sin,
  flow: (g, x) => times(g, cos(x)),
  series: (y, u, ring) => {
    const w = float64Array(y.length);
    w[0] = Math.cos(u[0]!);
    ring.oscillate(y, w, u, -1);
  },
  print: (x) => `Math.sin(${x})`,
});

export const cos = unary({
  name: "cos",
  value: Math.cos,
  flow: (g, x) => neg(times(g, sin(x))),
  series: (y, u, ring) => {
    const s = float64Array(y.length);
    s[0] = Math.sin(u[0]!);
    ring.oscillate(s, y, u, -1);
  },
  print: (x) => `Math.cos(${x})`,
});

export const tan = unary({
  name: "tan",
  value: Math.tan,
  flow: (g, _x, y) => times(g, add(1, mul(y, y))),
  series: (y, u, ring) => {
    const w = float64Array(y.length);
    w[0] = 1 + y[0]! * y[0]!;
    ring.tangent(y, w, u, 2);
  },
  print: (x) => `Math.tan(${x})`,
});

/** 1 − x², without cancellation where x is near ±1. Not among JavaScript's functions; the inverse functions need it. */
export const oneMinusSquare = unary({
  name: "oneMinusSquare",
  value: (x) => (1 - x) * (1 + x),
  flow: (g, x) => times(g, mul(-2, x)),
  series: (y, u, ring) => y.set(ring.oneMinusSquare(u)),
  print: (x) => `(1 - ${x} ** 2)`,
});

export const asin = arc("asin", Math.asin, 1);
export const acos = arc("acos", Math.acos, -1);

/** The arcsine, or the arccosine, which falls as the other rises. */
function arc(name: string, value: (x: number) => number, direction: 1 | -1): UnaryOperation {
  return unary({
    name,
    value,
    flow: (g, x) => {
      const slope = div(g, sqrt(oneMinusSquare(x)));
      return direction === 1 ? slope : neg(slope);
    },
    series: (y, u, ring) => {
      // At 1 every derivative of the arcsine is +∞; at −1 the even ones are −∞.
      const evenSign = u[0]! < 0 ? -direction : direction;
      if (Math.abs(u[0]!) === 1) {
        ring.composeAtEdge(
          y,
          u,
          (order) => (order % 2 === 0 ? evenSign : direction) * Number.POSITIVE_INFINITY,
        );
        return;
      }
      ring.integrateQuotient(y, u, ring.rootOf(ring.oneMinusSquare(u)));
      if (direction === -1) negate(y);
    },
    kinks: (x) => {
      const slope = direction * Number.POSITIVE_INFINITY;
      const reason = `${name} ends here`;
      if (x === 1) return [{ operand: 0, left: slope, right: Number.NaN, reason }];
      return x === -1 ? [{ operand: 0, left: Number.NaN, right: slope, reason }] : [];
    },
    print: (x) => `Math.${name}(${x})`,
  });
}

/**
 * 1 / (1 + x²), the slope of the arctangent. Not among JavaScript's functions; far out its own derivatives,
 * −2x / (1 + x²)² and so on, would be lost if they were computed by way of the square.
 */
export const slopeOfAtan = unary({
  name: "slopeOfAtan",
  value: (x) => 1 / (1 + x * x),
  flow: (g, x, y) =>
    times(g, typeof x === "number" && typeof y === "number" ? -2 * x * y * y : mul(mul(-2, mul(x, y)), y)),
  series: (y, u, ring) => ring.divide(y, constantSeries(1, y.length), ring.onePlusSquare(u)),
  print: (x) => `(1 / (1 + ${x} ** 2))`,
});

export const atan = unary({
  name: "atan",
  value: Math.atan,
  flow: (g, x) => times(g, slopeOfAtan(x)),
  series: (y, u, ring) => ring.integrateQuotient(y, u, ring.onePlusSquare(u)),
  print: (x) => `Math.atan(${x})`,
});

/** The angle of the point (x, y), the y first. At the origin its derivatives are NaN. */
export const atan2 = binary({
  name: "atan2",
  value: Math.atan2,
  flows: [
    (g, y, x) => turn(g, x, y),
    (g, y, x) => {
      const flow = turn(g, y, x);
      return flow === null ? null : neg(flow);
    },
  ],
  series: (angle, y, x, ring) => {
    // The arctangent of the smaller over the greater, whose coefficients do not grow: π/2 − atan(x/y) is atan(y/x).
    const ordinate = asSeries(y, angle.length);
    const abscissa = asSeries(x, angle.length);
    if (Math.hypot(ordinate[0]!, abscissa[0]!) === Number.POSITIVE_INFINITY) {
      angle.fill(0, 1);
      return;
    }
    const isSteep = Math.abs(ordinate[0]!) > Math.abs(abscissa[0]!);
    const slope = isSteep ? ring.quotient(abscissa, ordinate) : ring.quotient(ordinate, abscissa);
    ring.integrateQuotient(angle, slope, ring.onePlusSquare(slope));
    if (isSteep) negate(angle);
  },
  kinks: (y, x) =>
    y === 0 && x === 0
      ? [0, 1].map((operand) => ({
          operand,
          left: Number.NaN,
          right: Number.NaN,
          reason: "atan2(0, 0) has no direction",
        }))
      : [],
  print: (y, x) => `Math.atan2(${y}, ${x})`,
});

/** g · a / (a² + b²), divided twice by the root so that nothing overflows. Infinitely far out nothing turns. */
function turn(g: Scalar, a: Scalar, b: Scalar): Scalar | null {
  if (typeof a === "number" && typeof b === "number") {
    const radius = Math.hypot(a, b);
    return radius === Number.POSITIVE_INFINITY ? null : times(g, a / radius / radius);
  }
  const radius = hypot(a, b);
  if (equal(radius, Number.POSITIVE_INFINITY)) return null;
  return times(g, div(div(a, radius), radius));
}
