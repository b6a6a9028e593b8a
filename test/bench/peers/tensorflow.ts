/** TensorFlow.js: a tape over tensors, on its CPU backend; single precision. */

import type * as TensorFlow from "@tensorflow/tfjs";

async function library(): Promise<typeof TensorFlow> {
  const tf = await import("@tensorflow/tfjs");
  await tf.setBackend("cpu");
  await tf.ready();
  return tf;
}

export async function tensorflowRosenbrock(n: number): Promise<(x: number[]) => unknown> {
  const tf = await library();
  const gradient = tf.grad((x) => {
    const head = x.slice(0, n - 1);
    const steep = x.slice(1, n - 1).sub(head.mul(head));
    const flat = tf.scalar(1).sub(head);
    return steep.mul(steep).mul(100).add(flat.mul(flat)).sum();
  });
  return (x) => tf.tidy(() => gradient(tf.tensor1d(x)).dataSync());
}

/** The derivative of an order of e^sin(x²) / (1 + x⁴), by nesting `tf.grad`. */
export async function tensorflowDerivative(order: number): Promise<(x: number) => number> {
  const tf = await library();
  let f: (x: TensorFlow.Tensor) => TensorFlow.Tensor = (x) => {
    const square = x.mul(x);
    return square
      .sin()
      .exp()
      .div(tf.scalar(1).add(square.mul(square)));
  };
  for (let k = 0; k < order; k++) f = tf.grad(f as never) as never;
  return (x) => tf.tidy(() => f(tf.scalar(x)).dataSync()[0]!);
}
