/** Rose: traced to WebAssembly. The function has to be written with its operations. */

export async function roseRosenbrock(n: number): Promise<(x: number[]) => number[]> {
  // Its types describe more than is needed here.
  // biome-ignore lint/suspicious/noExplicitAny: a peer's own types.
  const { add, compile, fn, mul, Real, sub, Vec, vjp }: any = await import("rose");
  const Inputs = Vec(n, Real);
  const f = fn([Inputs], Real, (x: unknown[]) => {
    let sum: unknown = 0;
    for (let i = 0; i + 1 < n; i++) {
      const steep = sub(x[i + 1]!, mul(x[i]!, x[i]!));
      const flat = sub(1, x[i]!);
      sum = add(add(sum, mul(mul(100, steep), steep)), mul(flat, flat));
    }
    return sum;
  });
  return await compile(fn([Inputs], Inputs, (x: unknown) => vjp(f)(x).grad(1)));
}
