/**
 * The greater and the lesser of two numbers, which clamps consist of: WebAssembly has them, and what flows through
 * them can be told without a list of operands.
 */

import { max, min } from "../primitives/selection.js";
import { F64_MAX, F64_MIN } from "./bytes.js";
import type { Lowered } from "./lowered.js";

/** The instruction that computes an operation which is one of these; null for any other. */
export function pickOfTwo({ codes, second }: Lowered, i: number): number | null {
  if (second[i] !== 2) return null;
  if (codes[i] === max.primitive.code) return F64_MAX;
  return codes[i] === min.primitive.code ? F64_MIN : null;
}

/** What their rows let flow to an operand x, if g flows to the result y. */
export function flowOfPick(g: number, x: number, other: number, y: number): number {
  if (x === y) return other === y ? g / 2 : g;
  return Number.isNaN(y) ? g * y : 0;
}
