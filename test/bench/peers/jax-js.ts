/** jax-js: arrays, traced and compiled for its WebAssembly backend; single precision. */

export async function jaxRosenbrock(n: number): Promise<(x: number[]) => unknown> {
  const { grad, init, jit, numpy: np, defaultDevice } = await import("@jax-js/jax");
  await init("wasm");
  defaultDevice("wasm");
  type Vector = ReturnType<typeof np.array>;
  const f = (x: Vector) => {
    const head = x.ref.slice([0, n - 1]);
    const tail = x.slice([1, n]);
    const steep = tail.sub(head.ref.mul(head.ref));
    const flat = np.array(1).sub(head);
    return steep.ref.mul(steep).mul(100).add(flat.ref.mul(flat)).sum();
  };
  const gradient = jit(grad(f));
  return (x) => gradient(np.array(x)).dataSync();
}
