import { compile, grad, type Scalar } from "../../../engine/index.js";

/** From the inputs to the derivatives, one after the other. */
export type Derivatives = (x: number[]) => ArrayLike<number>;

/** The packages beside which the engine is measured. */
export const PEERS = ["rose", "jax-js", "TensorFlow.js", "mathjs"] as const;

/** A function of many numbers, with plain operators, and its derivatives in several ways. */
export interface Problem {
  name: string;
  at: number[];
  plain: (x: number[]) => unknown;
  /** By a tape made anew at each call. */
  recorded: () => Derivatives;
  /** By replay. */
  replayed: () => Derivatives;
  /** Written by hand. */
  manual?: Derivatives;
  /** How to make them with a peer; a text says why that cannot be. */
  peers: { [peer in (typeof PEERS)[number]]: (() => Promise<Derivatives>) | string };
}

/** The gradient of a function that is written with the engine's operations. */
export function gradientOf(f: (x: Scalar[]) => Scalar, at: number[]): Pick<Problem, "recorded" | "replayed"> {
  return { recorded: () => grad(f), replayed: () => compile(f, at).gradient };
}
