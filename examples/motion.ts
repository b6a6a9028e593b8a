/** Gravitational acceleration at the Earth's surface, m/s². */
const gravity = 9.81;

/**
 * Height in metres of a ball thrown upwards, t seconds after it left the hand.
 * The first derivative is its velocity, the second its acceleration, the third its jerk.
 *
 * @differentiable
 * @at t = 0.5
 * @at t = 2
 * @order 3
 * @wrt t
 */
export function thrownBall(t: number, height = 1.5, speed = 12): number {
  const rise = speed * t;
  const fall = (gravity * t ** 2) / 2;
  return height + rise - fall;
}

/**
 * A weight on a damped spring: displacement in metres after t seconds.
 *
 * @differentiable
 * @at t = 0.25
 * @order 4
 * @wrt t
 */
export function dampedSpring(t: number, amplitude = 0.1, damping = 1.2): number {
  const frequency = 2;
  const envelope = amplitude * Math.exp(-damping * t);
  const angle = 2 * Math.PI * frequency * t;
  return envelope * Math.cos(angle);
}
