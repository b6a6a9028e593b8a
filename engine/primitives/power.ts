/** Powers, roots and distances. */

import { float64Array } from "../arrays.js";
import { equal, isNotANumber, less, lessEqual } from "../comparisons.js";
import type { Scalar } from "../scalar.js";
import type { SeriesRing } from "../series/ring.js";
import * as series from "../series/series.js";
import { add, div, mul, neg, sub } from "./arithmetic.js";
import { log } from "./exponential.js";
import { scaled } from "./hotArithmetic.js";
import { binary, isPlain, list, ofList, unary } from "./primitive.js";
import {
  all,
  any,
  type Condition,
  call,
  choice,
  difference,
  type Expression,
  isEqual,
  isFixed,
  isLess,
  isLessEqual,
  isNaNumber,
  isWhole,
  negative,
  not,
  nothing,
  product,
  quotient,
  sharing,
  sum,
} from "./rule.js";
import { abs } from "./selection.js";

/**
 * a to the power b, as JavaScript's `**`. Whole powers are exact at 0, for negative a and beyond their degree.
 * By convention the derivative by a of a ** 0 is 0, and the derivative by b of 0 ** b is 0 for b ≥ 0.
 */
export const pow = binary({
  name: "pow",
  value: (a, b) => a ** b,
  partials: ({ g, a, b, y }) => {
    const slope = product(g, product(b, powerBelow(a, b)));
    return [
      choice(
        isFixed(b),
        choice(
          isEqual(b, 0),
          nothing,
          choice(
            isEqual(b, 1),
            product(g, call(pow, a, 0)),
            // b − 1 might round to a whole number, whose power is one.
            choice(all(not(isWhole(b)), isNaNumber(y)), product(g, y), slope),
          ),
        ),
        choice(all(isEqual(b, 0), isEqual(a, 0)), nothing, slope),
      ),
      choice(all(isEqual(a, 0), isLessEqual(0, b)), nothing, product(g, product(y, call(log, a)))),
    ];
  },
  flows: [
    (g, a, b, y) => {
      if (typeof b !== "number") {
        if (equal(b, 0) && equal(a, 0)) return null;
      } else {
        if (b === 0) return null;
        if (b === 1) return scaled(g, pow(a, 0));
        if (!Number.isInteger(b) && isNotANumber(y)) return scaled(g, y);
      }
      return scaled(g, scaled(b, powerBelowByHand(a, b)));
    },
    (g, a, b, y) => (equal(a, 0) && lessEqual(0, b) ? null : scaled(g, mul(y, log(a)))),
  ],
  series: (y, a, b, ring) => {
    if (typeof b === "number") powerOfSeries(y, a as series.Series, b, ring);
    else if (typeof a === "number") exponentialOfSeries(y, a, b, ring);
    else generalPower(y, a, b, ring);
  },
  kinks: (a, b) =>
    a === 0 && b > 0 && b < 1
      ? [
          {
            operand: 0,
            left: Number.NaN,
            right: Number.POSITIVE_INFINITY,
            reason: "a fractional power ends at 0",
          },
        ]
      : [],
  print: (a, b) => `(${a} ** ${b})`,
});

/** a to the power b − 1. */
function powerBelow(a: Expression, b: Expression): Expression {
  const power = call(pow, a, difference(b, 1));
  // One below an even number is an odd one, whose power has the sign of a; but b − 1 may have been rounded.
  return choice(all(isBeyondOdd(b), isLess(a, 0)), negative(power), power);
}

/** Whether b is finite, and so large that b − 1 is rounded to an even number as b is one. */
function isBeyondOdd(b: Expression): Condition {
  return any(
    all(isLess(2 ** 53, b), isLess(b, Number.POSITIVE_INFINITY)),
    all(isLessEqual(b, -(2 ** 53)), isLess(Number.NEGATIVE_INFINITY, b)),
  );
}

function powerBelowByHand(a: Scalar, b: Scalar): Scalar {
  const power = pow(a, sub(b, 1));
  if (typeof b === "number" && Math.abs(b) < 2 ** 53) return power;
  const isBeyond =
    (less(2 ** 53, b) && less(b, Number.POSITIVE_INFINITY)) ||
    (lessEqual(b, -(2 ** 53)) && less(Number.NEGATIVE_INFINITY, b));
  return isBeyond && less(a, 0) ? neg(power) : power;
}

/** Above this, multiplication takes longer than the recurrence. */
const LARGEST_MULTIPLIED_POWER = 64;

/** y = u^r for a number r. */
function powerOfSeries(y: series.Series, u: series.Series, r: number, ring: SeriesRing): void {
  const isWhole = Number.isInteger(r) && r >= 0;
  if (isWhole && (r <= LARGEST_MULTIPLIED_POWER || u[0] === 0)) ring.wholePower(y, u, r);
  else if (u[0] === 0 || !Number.isFinite(u[0]! - r))
    ring.composeAtEdge(y, u, (order) => binomial(r, order) * u[0]! ** (r - order));
  else ring.power(y, u, r);
}

/** y = a^v for a number a. */
function exponentialOfSeries(y: series.Series, a: number, v: series.Series, ring: SeriesRing): void {
  const slope = Math.log(a);
  if (Number.isNaN(y[0]!)) y.fill(Number.NaN, 1);
  else if (a === 0 && v[0]! >= 0) y.fill(0, 1);
  else if (a === 0) ring.composeAtEdge(y, v, (order) => y[0]! * slope ** order);
  else ring.exponential(y, slopeTimes(slope, v));
}

function slopeTimes(slope: number, v: series.Series): series.Series {
  const product = float64Array(v.length);
  series.scale(product, v, slope);
  return product;
}

/** y = u^v where both vary. */
function generalPower(y: series.Series, u: series.Series, v: series.Series, ring: SeriesRing): void {
  if (ring.variables > 1 && !(u[0]! > 0)) {
    // Where the logarithm of the base is no number, it matters whether the exponent moves, which a 0 does not tell.
    y.fill(Number.NaN, 1);
  } else if (series.degree(v) === 0) {
    powerOfSeries(y, u, v[0]!, ring);
  } else if (series.degree(u) === 0) {
    exponentialOfSeries(y, u[0]!, v, ring);
  } else if (u[0] === 0 && v[0] === 0) {
    y.fill(0, 1);
  } else if (u[0] === 0) {
    // No series here: only the first derivative follows from the conventions.
    y.fill(Number.NaN, 1);
    const byExponent = v[0]! < 0 ? Number.NEGATIVE_INFINITY * v[1]! : 0;
    if (y.length > 1) y[1] = v[0]! * 0 ** (v[0]! - 1) * u[1]! + byExponent;
  } else {
    const logarithm = float64Array(y.length);
    logarithm[0] = Math.log(u[0]!);
    ring.integrateQuotient(logarithm, u, u);
    ring.exponential(y, ring.product(v, logarithm));
  }
}

/** r (r − 1) … (r − k + 1) / k! */
function binomial(r: number, k: number): number {
  let result = 1;
  for (let j = 0; j < k; j++) result *= (r - j) / (j + 1);
  return result;
}

/** √x; its derivative at 0 is ∞. */
export const sqrt = unary({
  name: "sqrt",
  value: Math.sqrt,
  // Adding 0 turns −0, which has the root −0, into 0.
  partial: ({ g, y }) =>
    choice(isEqual(y, 0), quotient(g, sum(product(2, y), 0)), quotient(g, product(2, y))),
  flow: (g, _x, y) => div(g, equal(y, 0) ? add(mul(2, y), 0) : mul(2, y)),
  series: (y, u, ring) => {
    if (u[0] === 0) ring.composeAtEdge(y, u, (order) => binomial(0.5, order) * Number.POSITIVE_INFINITY);
    else ring.squareRoot(y, u);
  },
  kinks: (x) =>
    x === 0
      ? [{ operand: 0, left: Number.NaN, right: Number.POSITIVE_INFINITY, reason: "sqrt ends at 0" }]
      : [],
  print: (x) => `Math.sqrt(${x})`,
});

/** ∛x; its derivative at 0 is ∞. Beyond the first its derivatives there do not exist, since the two sides differ. */
export const cbrt = unary({
  name: "cbrt",
  value: Math.cbrt,
  partial: ({ g, y }) => quotient(g, product(3, product(y, y))),
  series: (y, u, ring) => {
    if (u[0] === 0) {
      ring.composeAtEdge(y, u, (order) => (order === 1 ? Number.POSITIVE_INFINITY : Number.NaN));
    } else if (!Number.isFinite(u[0]!)) {
      ring.composeAtEdge(y, u, (order) => (order === 1 ? 1 / (3 * y[0]! * y[0]!) : Number.NaN));
    } else {
      ring.power(y, u, 1 / 3);
    }
  },
  kinks: (x) =>
    x === 0
      ? [
          {
            operand: 0,
            left: Number.POSITIVE_INFINITY,
            right: Number.POSITIVE_INFINITY,
            reason: "cbrt is vertical at 0",
          },
        ]
      : [],
  print: (x) => `Math.cbrt(${x})`,
});

/** √(a² + b² + …), without overflow. At the origin its derivatives are NaN. */
export const hypot = list({
  name: "hypot",
  value: distanceOf,
  flow: (g, operands, which, y) => {
    const operand = operands[which]!;
    if (typeof operand === "number" && typeof y === "number" && y < Number.POSITIVE_INFINITY) {
      return scaled(g, operand / y);
    }
    // The rounded quotient is near 1 where one operand dominates, so that its derivative would have lost all digits.
    const mayDominate = operands.length <= MOST_ALWAYS_CAREFUL || lessEqual(mul(DOMINANT, y), abs(operand));
    if (!mayDominate) return scaled(g, div(operand, y));
    const others = operands.filter((_, other) => other !== which);
    return scaled(g, ofList(componentOf.primitive, [operand, ...others]));
  },
  partials: ({ g, operands, y }) =>
    operands.map((operand, which) => {
      const quick = product(g, quotient(operand, y));
      const others = operands.filter((_, other) => other !== which);
      const careful = product(g, call(componentOf, operand, ...others));
      const mayDominate = isLessEqual(product(DOMINANT, y), call(abs, operand));
      return choice(
        all(isFixed("all"), isLess(y, Number.POSITIVE_INFINITY)),
        quick,
        operands.length <= MOST_ALWAYS_CAREFUL ? careful : choice(mayDominate, careful, quick),
      );
    }),
  series: (y, operands, ring) => {
    if (y[0]! > 0 && y[0]! < Number.POSITIVE_INFINITY) {
      ring.distance(y, operands);
      return;
    }
    y.fill(0, 1);
    const numbers = operands.map(firstOf);
    operands.forEach((u, which) => {
      if (typeof u === "number") return;
      const part = partOf([numbers[which]!, ...numbers.filter((_, other) => other !== which)]);
      for (let k = 1; k < y.length; k++) if (u[k] !== 0 || Number.isNaN(part)) y[k] = y[k]! + part * u[k]!;
    });
  },
  kinks: (...operands) =>
    operands.every((x) => x === 0)
      ? operands.map((_, operand) => ({
          operand,
          left: Number.NaN,
          right: Number.NaN,
          reason: "hypot has a tip at the origin",
        }))
      : [],
  print: (...operands) => `Math.hypot(${operands.join(", ")})`,
});

/** How many numbers a call of `Math.hypot` is given at most: a call with a hundred thousand overflows the stack. */
const MOST_ARGUMENTS = 1000;

/** √(a² + b² + …) as `Math.hypot` gives it; of very many numbers, the distance of the distances of their parts. */
function distanceOf(numbers: readonly number[]): number {
  if (numbers.length <= MOST_ARGUMENTS) return Math.hypot(...numbers);
  const distances: number[] = [];
  for (let k = 0; k < numbers.length; k += MOST_ARGUMENTS)
    distances.push(Math.hypot(...numbers.slice(k, k + MOST_ARGUMENTS)));
  return distanceOf(distances);
}

/** Up to so many operands the way is the same wherever they are, so that a compiled replay need not record again. */
const MOST_ALWAYS_CAREFUL = 3;
/** Of several operands only one can be more than this part of their distance; for the others the quotient will do. */
const DOMINANT = 0.75;

/**
 * a / √(a² + b² + …): what part of the distance lies along the first operand. Not among JavaScript's functions;
 * the derivatives of hypot need it. Its own derivatives come from the other operands, without cancellation:
 * (b² + …) / r³ by a, and −a b / r³ by b.
 */
export const componentOf = list({
  name: "componentOf",
  value: partOf,
  flow: (g, operands, which, y) => {
    if (isNotANumber(y)) return scaled(g, y);
    if (isPlain(operands)) return slopeOfPart(g, operands, which, y as number);
    const radius = ofList(hypot.primitive, operands);
    // Along itself alone, or out of reach of the others, the part is always 1 or −1.
    if (operands.length === 1 || equal(radius, Number.POSITIVE_INFINITY)) return null;
    if (which > 0) return neg(scaled(g, div(mul(y, div(operands[which]!, radius)), radius)));
    const parts = operands.slice(1).map((other) => div(other, radius));
    const squares = parts.map((part) => mul(part, part));
    return scaled(
      g,
      div(
        squares.reduce((total, square) => add(total, square)),
        radius,
      ),
    );
  },
  partials: ({ g, operands, y }) => {
    const [along, ...others] = operands as [Expression, ...Expression[]];
    // The quotient is faster, where it is not one of two tiny numbers.
    const radius = choice(
      all(isFixed("all"), isLess(0.25, call(abs, y))),
      quotient(along, y),
      call(hypot, ...operands),
    );
    return operands.map((operand, which) =>
      sharing("r", radius, (r) => {
        const squares = others.map((other) => product(quotient(other, r), quotient(other, r)));
        const slope = () =>
          which === 0
            ? product(g, quotient(squares.reduce(sum), r))
            : negative(product(g, quotient(product(y, quotient(operand, r)), r)));
        return choice(
          isNaNumber(y),
          product(g, y),
          others.length === 0 ? nothing : choice(isEqual(r, Number.POSITIVE_INFINITY), nothing, slope()),
        );
      }),
    );
  },
  series: (y, operands, ring) => {
    const length = y.length;
    const radius = series.constantSeries(distanceOf(operands.map(firstOf)), length);
    if (Number.isNaN(y[0]!) || radius[0] === Number.POSITIVE_INFINITY) {
      y.fill(Number.isNaN(y[0]!) ? Number.NaN : 0, 1);
      return;
    }
    const [along, ...others] = operands.map((u) => series.asSeries(u, length));
    if (y[0]! ** 2 < 0.5) {
      ring.distance(radius, operands);
      ring.divide(y, along!, radius);
      return;
    }
    // The same as ±1 / √(1 + (b / a)² + …), which does not divide two numbers that are nearly equal.
    const squared = series.constantSeries(1, length);
    for (const other of others) {
      const ratio = ring.quotient(other, along!);
      ring.product(ratio, ratio).forEach((c, k) => {
        squared[k] = squared[k]! + c;
      });
    }
    ring.power(y, squared, -0.5);
  },
  print: (a, ...others) => `(${a} / Math.hypot(${[a, ...others].join(", ")}))`,
});

/** The number a / √(a² + b² + …), a the first; its limit where a is infinite and the others are not. */
function partOf(numbers: readonly number[]): number {
  const a = numbers[0]!;
  const radius = distanceOf(numbers);
  if (Number.isFinite(a)) return a / radius;
  return numbers.slice(1).every(Number.isFinite) ? Math.sign(a) : a / radius;
}

/** The flow through `componentOf` over plain numbers, which is most of what a Hessian needs. */
function slopeOfPart(g: Scalar, numbers: readonly number[], which: number, y: number): Scalar | null {
  // The quotient is faster, where it is not one of two tiny numbers.
  const radius = Math.abs(y) > 0.25 ? numbers[0]! / y : distanceOf(numbers);
  if (numbers.length === 1 || radius === Number.POSITIVE_INFINITY) return null;
  if (which > 0) return scaled(g, (-y * (numbers[which]! / radius)) / radius);
  let total = 0;
  for (let k = 1; k < numbers.length; k++) {
    const part = numbers[k]! / radius;
    total += part * part;
  }
  return scaled(g, total / radius);
}

function firstOf(u: series.Series | number): number {
  return typeof u === "number" ? u : u[0]!;
}
