/** Sine, cosine, tangent and their inverses. */

import { float64Array } from "../arrays.js";
import { asSeries, constantSeries, negate } from "../series/series.js";
import { neg } from "./arithmetic.js";
import { scaled } from "./hotArithmetic.js";
import { hypot, sqrt } from "./power.js";
import { binary, type UnaryOperation, unary } from "./primitive.js";
import {
  call,
  choice,
  type Expression,
  isEqual,
  negative,
  nothing,
  product,
  quotient,
  sharing,
  sum,
} from "./rule.js";

export const sin = unary({
  name: "sin",
  value: Math.sin,
  partial: ({ g, x }) => product(g, call(cos, x)),
  flow: (g, x) => scaled(g, cos(x)),
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
  partial: ({ g, x }) => negative(product(g, call(sin, x))),
  flow: (g, x) => neg(scaled(g, sin(x))),
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
  partial: ({ g, y }) => product(g, sum(1, product(y, y))),
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
  partial: ({ g, x }) => product(g, product(-2, x)),
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
    partial: ({ g, x }) => {
      const slope = quotient(g, call(sqrt, call(oneMinusSquare, x)));
      return direction === 1 ? slope : negative(slope);
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
  // x · y first: far out x alone would overflow.
  partial: ({ g, x, y }) => product(g, product(product(-2, product(x, y)), y)),
  series: (y, u, ring) => ring.divide(y, constantSeries(1, y.length), ring.onePlusSquare(u)),
  print: (x) => `(1 / (1 + ${x} ** 2))`,
});

export const atan = unary({
  name: "atan",
  value: Math.atan,
  partial: ({ g, x }) => product(g, call(slopeOfAtan, x)),
  series: (y, u, ring) => ring.integrateQuotient(y, u, ring.onePlusSquare(u)),
  print: (x) => `Math.atan(${x})`,
});

/** The angle of the point (x, y), the y first. At the origin its derivatives are NaN. */
export const atan2 = binary({
  name: "atan2",
  value: Math.atan2,
  partials: ({ g, a: y, b: x }) => [
    turn(x, y, (part) => product(g, part)),
    turn(y, x, (part) => negative(product(g, part))),
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

/** With a / (a² + b²), divided twice by the root so that nothing overflows. Infinitely far out nothing turns. */
function turn(a: Expression, b: Expression, flow: (part: Expression) => Expression): Expression {
  return sharing("r", call(hypot, a, b), (r) =>
    choice(isEqual(r, Number.POSITIVE_INFINITY), nothing, flow(quotient(quotient(a, r), r))),
  );
}
