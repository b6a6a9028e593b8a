/**
 * ADBench's bundle adjustment: how far off a camera sees a point from where it was measured.
 * The rotation is by an angle and axis (Rodrigues), as in Ceres.
 */

import { add, cos, div, mul, notEqual, type Scalar, sin, sqrt, sub } from "../../../engine/index.js";

/** camera: rotation 3, centre 3, focal length, principal point 2, radial distortion 2. */
export function reprojectionError(
  camera: Scalar[],
  point: Scalar[],
  weight: Scalar,
  measured: readonly [number, number],
): Scalar[] {
  const moved = point.map((x, i) => sub(x, camera[3 + i]!));
  const [x, y, z] = rotate(camera.slice(0, 3), moved) as [Scalar, Scalar, Scalar];
  const [u, v] = [div(x, z), div(y, z)];
  const square = add(mul(u, u), mul(v, v));
  const distortion = add(add(1, mul(camera[9]!, square)), mul(mul(camera[10]!, square), square));
  return [u, v].map((coordinate, i) =>
    mul(weight, sub(add(mul(mul(coordinate, distortion), camera[6]!), camera[7 + i]!), measured[i]!)),
  );
}

export function weightError(weight: Scalar): Scalar {
  return sub(1, mul(weight, weight));
}

function rotate(rotation: Scalar[], point: Scalar[]): Scalar[] {
  const square = dot(rotation, rotation);
  if (!notEqual(square, 0)) return cross(rotation, point).map((x, i) => add(point[i]!, x));
  const angle = sqrt(square);
  const [cosine, sine] = [cos(angle), sin(angle)];
  const inverse = div(1, angle);
  const axis = rotation.map((x) => mul(x, inverse));
  const rest = mul(dot(axis, point), sub(1, cosine));
  return cross(axis, point).map((x, i) =>
    add(add(mul(point[i]!, cosine), mul(x, sine)), mul(axis[i]!, rest)),
  );
}

function dot(a: Scalar[], b: Scalar[]): Scalar {
  return a.map((x, i) => mul(x, b[i]!)).reduce((sum, x) => add(sum, x));
}

function cross(a: Scalar[], b: Scalar[]): Scalar[] {
  const minor = (i: number, j: number) => sub(mul(a[i]!, b[j]!), mul(a[j]!, b[i]!));
  return [minor(1, 2), minor(2, 0), minor(0, 1)];
}
