interface Orbit {
  /** 0 for a circle, below 1 for an ellipse. */
  eccentricity: number;
  /** Semi-major axis, in astronomical units. */
  axis: number;
}

const halley: Orbit = { eccentricity: 0.96714, axis: 17.834 };

/**
 * Kepler's equation M = E − e sin E, solved for the eccentric anomaly E by Newton's iteration.
 * Both angles are in radians.
 *
 * @differentiable
 * @at meanAnomaly = 0.8, eccentricity = 0.3
 * @order 2
 */
export function eccentricAnomaly(meanAnomaly: number, eccentricity: number): number {
  let anomaly = meanAnomaly + eccentricity * Math.sin(meanAnomaly);
  for (let step = 0; step < 20; step++) {
    const error = anomaly - eccentricity * Math.sin(anomaly) - meanAnomaly;
    anomaly -= error / (1 - eccentricity * Math.cos(anomaly));
    if (Math.abs(error) < 1e-14) break;
  }
  return anomaly;
}

/**
 * Where a body is on its orbit: its distance from the sun, and its position in the orbit's plane.
 *
 * @differentiable
 * @at meanAnomaly = 0.1, orbit = halley
 * @wrt meanAnomaly
 * @order 2
 */
export function position(meanAnomaly: number, orbit: Orbit) {
  const { eccentricity, axis } = orbit;
  const anomaly = eccentricAnomaly(meanAnomaly, eccentricity);
  return {
    distance: axis * (1 - eccentricity * Math.cos(anomaly)),
    x: axis * (Math.cos(anomaly) - eccentricity),
    y: axis * Math.sqrt(1 - eccentricity ** 2) * Math.sin(anomaly),
  };
}
