import { compile, jacobian, type Scalar } from "../../../engine/index.js";
import { reprojectionError, weightError } from "../../engine/objectives/bundle.js";
import { numbers } from "../measure.js";
import { jacobianByHand } from "./bundleByHand.js";
import type { Problem } from "./problem.js";

const MEASURED = [1.5, -0.5] as const;
const CAMERA = 11;
/** Of one observation: a camera, a point, a weight. */
const BLOCK = CAMERA + 3 + 1;

/**
 * Bundle adjustment: one camera sees many points. The Jacobian is sparse, so that it is asked for as ADBench does:
 * for each observation two errors by fifteen inputs, and the error of its weight by the weight.
 */
export function bundle(observations: number): Problem {
  const camera = [0.1, -0.2, 0.3, 1, 2, -30, 100, 1, 1, 0.01, 0.001];
  const points = numbers(3 * observations);
  const weights = numbers(observations, 5).map((x) => 1 + x);
  const at = [...camera, ...points, ...weights];
  const blockOf = (x: number[], i: number) => [
    ...x.slice(0, CAMERA),
    ...x.slice(CAMERA + 3 * i, CAMERA + 3 * i + 3),
    x[CAMERA + 3 * observations + i]!,
  ];
  /** All blocks of the Jacobian, one after the other. */
  const assembled = (ofBlock: (block: number[]) => number[][], ofWeight: (weight: number) => number) => {
    return (x: number[]) => {
      const entries: number[] = [];
      for (let i = 0; i < observations; i++) {
        const block = blockOf(x, i);
        for (const row of ofBlock(block)) entries.push(...row);
        entries.push(ofWeight(block[BLOCK - 1]!));
      }
      return entries;
    };
  };
  return {
    name: `bundle adjustment (ADBench), ${observations} observations: sparse Jacobian`,
    at,
    plain: (x) => {
      const all: number[] = [];
      for (let i = 0; i < observations; i++) {
        const block = blockOf(x, i);
        const weight = block[BLOCK - 1]!;
        all.push(...plainErrors(block), 1 - weight * weight);
      }
      return all;
    },
    recorded: () => {
      const ofBlock = jacobian(errors);
      const ofWeight = jacobian(weightError);
      return assembled(
        (block) => ofBlock(block) as number[][],
        (weight) => ofWeight(weight) as number,
      );
    },
    replayed: () => {
      const example = blockOf(at, 0);
      const rows = [0, 1].map((which) => compile((block: Scalar[]) => errors(block)[which]!, example));
      const ofWeight = compile(weightError, 1);
      return assembled(
        (block) => rows.map((row) => row.gradient(block)),
        (weight) => ofWeight.gradient(weight) as number,
      );
    },
    manual: assembled(jacobianByHand, (weight) => -2 * weight),
    peers: {
      rose: "not written",
      "jax-js": "not written",
      "TensorFlow.js": "not written",
      mathjs: "not written",
    },
  };
}

function errors(block: Scalar[]): Scalar[] {
  return reprojectionError(
    block.slice(0, CAMERA),
    block.slice(CAMERA, CAMERA + 3),
    block[BLOCK - 1]!,
    MEASURED,
  );
}

/** The same steps as in objectives/bundle.ts, with plain operators. */
function plainErrors(x: number[]): number[] {
  const moved = [x[11]! - x[3]!, x[12]! - x[4]!, x[13]! - x[5]!];
  const rotation = x.slice(0, 3);
  const angle = Math.sqrt(dot(rotation, rotation));
  const [cosine, sine, inverse] = [Math.cos(angle), Math.sin(angle), 1 / angle];
  const axis = rotation.map((r) => r * inverse);
  const rest = dot(axis, moved) * (1 - cosine);
  const turned = cross(axis, moved).map((c, i) => moved[i]! * cosine + c * sine + axis[i]! * rest);
  const [u, v] = [turned[0]! / turned[2]!, turned[1]! / turned[2]!];
  const square = u * u + v * v;
  const distortion = 1 + x[9]! * square + x[10]! * square * square;
  return [u, v].map((coordinate, i) => x[14]! * (coordinate * distortion * x[6]! + x[7 + i]! - MEASURED[i]!));
}

function dot(a: number[], b: number[]): number {
  return a.map((c, i) => c * b[i]!).reduce((sum, c) => sum + c);
}

function cross(a: number[], b: number[]): number[] {
  const minor = (i: number, j: number) => a[i]! * b[j]! - a[j]! * b[i]!;
  return [minor(1, 2), minor(2, 0), minor(0, 1)];
}
