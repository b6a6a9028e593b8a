import { add, mul, type Scalar } from "../../../engine/index.js";
import { reprojectionError } from "../../engine/objectives/bundle.js";
import { numbers } from "../measure.js";
import type { Problem } from "./problem.js";

const MEASURED = [1.5, -0.5] as const;

/** Bundle adjustment: the sum of the squared errors of one camera that sees many points. */
export function bundle(points: number): Problem {
  const camera = [0.1, -0.2, 0.3, 1, 2, -30, 100, 1, 1, 0.01, 0.001];
  return {
    name: `bundle adjustment (ADBench), ${points} points`,
    at: [...camera, ...numbers(3 * points)],
    plain: (x) => {
      let sum = 0;
      for (let i = 0; i < points; i++) {
        const [u, v] = plainError(x, 11 + 3 * i);
        sum = sum + u! * u! + v! * v!;
      }
      return sum;
    },
    recorded: (x) => {
      const cameraPart = x.slice(0, 11);
      let sum: Scalar = 0;
      for (let i = 0; i < points; i++) {
        const [u, v] = reprojectionError(cameraPart, x.slice(11 + 3 * i, 14 + 3 * i), 1, MEASURED);
        sum = add(add(sum, mul(u!, u!)), mul(v!, v!));
      }
      return sum;
    },
  };
}

/** The same steps as in objectives/bundle.ts, with plain operators. */
function plainError(x: number[], at: number): number[] {
  const moved = [x[at]! - x[3]!, x[at + 1]! - x[4]!, x[at + 2]! - x[5]!];
  const rotation = x.slice(0, 3);
  const angle = Math.sqrt(dot(rotation, rotation));
  const [cosine, sine, inverse] = [Math.cos(angle), Math.sin(angle), 1 / angle];
  const axis = rotation.map((r) => r * inverse);
  const rest = dot(axis, moved) * (1 - cosine);
  const turned = cross(axis, moved).map((c, i) => moved[i]! * cosine + c * sine + axis[i]! * rest);
  const [u, v] = [turned[0]! / turned[2]!, turned[1]! / turned[2]!];
  const square = u * u + v * v;
  const distortion = 1 + x[9]! * square + x[10]! * square * square;
  return [u, v].map((coordinate, i) => coordinate * distortion * x[6]! + x[7 + i]! - MEASURED[i]!);
}

function dot(a: number[], b: number[]): number {
  return a.map((c, i) => c * b[i]!).reduce((sum, c) => sum + c);
}

function cross(a: number[], b: number[]): number[] {
  const minor = (i: number, j: number) => a[i]! * b[j]! - a[j]! * b[i]!;
  return [minor(1, 2), minor(2, 0), minor(0, 1)];
}
