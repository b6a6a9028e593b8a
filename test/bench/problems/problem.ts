import type { Scalar } from "../../../engine/index.js";

/** A function of many numbers, written twice: with plain operators, and with the engine's operations. */
export interface Problem {
  name: string;
  at: number[];
  plain: (x: number[]) => number;
  recorded: (x: Scalar[]) => Scalar;
  /** The gradient by hand. */
  manual?: (x: number[]) => number[];
}
