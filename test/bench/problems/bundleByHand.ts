/**
 * The derivatives of one reprojection error of bundle adjustment by its camera, point and weight, by hand. The
 * derivative of the rotated point by the rotation is that of Gallego and Yezzi, A compact formula for the derivative
 * of a 3-D rotation in exponential coordinates, 2015.
 */

const MEASURED = [1.5, -0.5] as const;

/** @returns two rows of fifteen */
export function jacobianByHand(x: number[]): number[][] {
  const [a, b, c] = [x[0]!, x[1]!, x[2]!];
  const [focal, k1, k2, weight] = [x[6]!, x[9]!, x[10]!, x[14]!];
  const moved = [x[11]! - x[3]!, x[12]! - x[4]!, x[13]! - x[5]!];
  const square = a * a + b * b + c * c;
  const angle = Math.sqrt(square);
  const sine = Math.sin(angle) / angle;
  const versine = (1 - Math.cos(angle)) / square;
  const cosine = Math.cos(angle);
  const rotation = [
    [cosine + versine * a * a, versine * a * b - sine * c, versine * a * c + sine * b],
    [versine * a * b + sine * c, cosine + versine * b * b, versine * b * c - sine * a],
    [versine * a * c - sine * b, versine * b * c + sine * a, cosine + versine * c * c],
  ];
  const [px, py, pz] = rotation.map((row) => row[0]! * moved[0]! + row[1]! * moved[1]! + row[2]! * moved[2]!);
  const u = px! / pz!;
  const v = py! / pz!;
  const radius = u * u + v * v;
  const distortion = 1 + k1 * radius + k2 * radius * radius;
  const slope = 2 * (k1 + 2 * k2 * radius);
  const byU = [distortion + slope * u * u, slope * u * v];
  const byV = [slope * u * v, distortion + slope * v * v];
  // (r rᵀ + (Rᵀ − 1) [r]×) / |r|²
  const cross = [
    [0, -c, b],
    [c, 0, -a],
    [-b, a, 0],
  ];
  const r = [a, b, c];
  const twist = r.map((ri, i) =>
    r.map((rj, j) => {
      let sum = ri * rj - cross[i]![j]!;
      for (let k = 0; k < 3; k++) sum += rotation[k]![i]! * cross[k]![j]!;
      return sum / square;
    }),
  );
  return [u, v].map((coordinate, i) => {
    const scale = weight * focal;
    const [ofU, ofV] = [byU[i]! * scale, byV[i]! * scale];
    // By the rotated point, by the point, and by the rotation: −R [x]× twist.
    const byTurned = [ofU / pz!, ofV / pz!, -(ofU * u + ofV * v) / pz!];
    const byPoint = [0, 1, 2].map(
      (j) =>
        byTurned[0]! * rotation[0]![j]! + byTurned[1]! * rotation[1]![j]! + byTurned[2]! * rotation[2]![j]!,
    );
    const [q0, q1, q2] = [
      byPoint[2]! * moved[1]! - byPoint[1]! * moved[2]!,
      byPoint[0]! * moved[2]! - byPoint[2]! * moved[0]!,
      byPoint[1]! * moved[0]! - byPoint[0]! * moved[1]!,
    ];
    const byRotation = [0, 1, 2].map((j) => q0 * twist[0]![j]! + q1 * twist[1]![j]! + q2 * twist[2]![j]!);
    return [
      ...byRotation,
      ...byPoint.map((entry) => -entry),
      weight * coordinate * distortion,
      i === 0 ? weight : 0,
      i === 1 ? weight : 0,
      scale * coordinate * radius,
      scale * coordinate * radius * radius,
      ...byPoint,
      coordinate * distortion * focal + x[7 + i]! - MEASURED[i]!,
    ];
  });
}
