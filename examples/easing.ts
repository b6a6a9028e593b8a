/** One coordinate of a cubic Bézier curve from 0 to 1 with the control values a and b. */
const bezier = (t: number, a: number, b: number): number =>
  3 * (1 - t) ** 2 * t * a + 3 * (1 - t) * t ** 2 * b + t ** 3;

const bezierSlope = (t: number, a: number, b: number): number =>
  3 * (1 - t) ** 2 * a + 6 * (1 - t) * t * (b - a) + 3 * t ** 2 * (1 - b);

/**
 * The easing curve `cubic-bezier(x1, y1, x2, y2)` of style sheets: how far an animation has come
 * when the share `time` of its duration has passed. The curve is given by a parameter t, which
 * Newton's iteration finds. The derivatives go through the iteration: the first is the speed that
 * a viewer sees.
 *
 * @differentiable
 * @at time = 0.25
 * @at time = 0.75
 * @order 2
 * @wrt time
 */
export function ease(time: number, x1 = 0.25, y1 = 0.1, x2 = 0.25, y2 = 1): number {
  let t = time;
  for (let step = 0; step < 8; step++) {
    t -= (bezier(t, x1, x2) - time) / bezierSlope(t, x1, x2);
  }
  return bezier(t, y1, y2);
}
