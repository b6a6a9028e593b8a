/**
 * Generated WebAssembly for replays. It is no JavaScript from text; where a policy forbids WebAssembly too, the loop
 * over the lowered program stays.
 */

import { type Lowered, type Runner, sizeOf } from "./lowered.js";
import { compileLoop } from "./webassemblyLoop.js";
import { compileUnrolled } from "./webassemblyUnrolled.js";

/** Up to here a program is unrolled; beyond, its code would be too large to be worth it. */
const LONGEST_UNROLLED = 65_536;
/** How often a program is run by the loop before it pays to unroll it: that takes some hundred times what a run saves. */
const RUNS_BEFORE_UNROLLING = 200;

/** How often a program is to be run before code for it pays. That of the loop is made faster than a long program runs. */
export function runsBeforeWebAssembly(lowered: Lowered): number {
  return isLong(lowered) ? 1 : RUNS_BEFORE_UNROLLING;
}

/**
 * Compiles a lowered program, and moves its arrays into the memory of the module.
 * @param from the place whose adjoint is 1
 * @returns null where there is no WebAssembly
 */
export function compileToWebAssembly(lowered: Lowered, from: number): Runner | null {
  // A result that is an input itself needs no code.
  if (from < lowered.start) return null;
  return isLong(lowered) ? compileLoop(lowered, from) : compileUnrolled(lowered, from);
}

function isLong(lowered: Lowered): boolean {
  return sizeOf(lowered) > LONGEST_UNROLLED;
}
