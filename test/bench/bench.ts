/** The benchmarks: every ratio is of two things measured side by side in this run. */

import { writeFileSync } from "node:fs";
import { arch, cpus, platform, release } from "node:os";
import {
  add,
  derivative,
  derivatives,
  div,
  exp,
  GradientTape,
  grad,
  mul,
  pow,
  primal,
  type Scalar,
  sin,
  sub,
  Variable,
} from "../../engine/index.js";
import { microseconds } from "./measure.js";
import { mathjsDerivative } from "./peers/mathjs.js";
import { tensorflowDerivative } from "./peers/tensorflow.js";
import { bundle } from "./problems/bundle.js";
import { logistic } from "./problems/logistic.js";
import { mixture } from "./problems/mixture.js";
import { mixtureByLoops } from "./problems/mixtureByLoops.js";
import { type Derivatives, PEERS, type Problem } from "./problems/problem.js";
import { rosenbrock } from "./problems/rosenbrock.js";
import { replayByHand, replayRows } from "./replay.js";

const lines: string[] = [];
function print(line = ""): void {
  console.log(line);
  lines.push(line);
}

const short = (x: number) => (x >= 100 ? x.toFixed(0) : x.toPrecision(3));
const ratio = (a: number, b: number) => `${short(a / b)} ×`;

async function gradients(): Promise<void> {
  print("## Gradient ÷ function");
  print();
  print(
    "The function is the same with plain operators and loops; what is differentiated uses `dot`, `sum` and `logSumExp` where it can, but for the rows that say otherwise. *Recorded*: `grad(f)(x)`, tape made anew at each call. *Replayed*: `compile(f, x).gradient(x)`. Of bundle adjustment the sparse Jacobian is taken: *recorded* by `jacobian`, *replayed* by a compiled function for each error. All of them were found to give the same numbers before they were timed; jax-js and TensorFlow.js compute in single precision.",
  );
  print();
  print(`| problem | inputs | function, µs | recorded | replayed | by hand | ${PEERS.join(" | ")} |`);
  print(`|---|---|---|---|---|---|${"---|".repeat(PEERS.length)}`);
  const problems: Problem[] = [
    rosenbrock(100),
    rosenbrock(1000),
    mixture(2, 5, 1000),
    mixtureByLoops(2, 5, 1000),
    mixture(10, 5, 1000),
    mixtureByLoops(10, 5, 1000),
    bundle(100),
    logistic(500, 10),
  ];
  // The peers come last: they leave much behind on the heap, which slows down whoever comes after them.
  const own = problems.map(measureOwn);
  for (const [i, problem] of problems.entries()) {
    const { base, times } = own[i]!;
    for (const name of PEERS) times.push(await measurePeer(problem, name));
    const cells = times.map((cell) => (typeof cell === "number" ? ratio(cell, base) : cell));
    print(`| ${problem.name} | ${problem.at.length} | ${short(base)} | ${cells.join(" | ")} |`);
  }
  print();
}

function measureOwn(problem: Problem): { base: number; times: (number | string)[] } {
  const { at, plain, manual } = problem;
  const base = microseconds(() => plain(at));
  const recorded = measureDerivatives(problem, problem.recorded(), 1500);
  const replayed = measureDerivatives(problem, problem.replayed(), 1500);
  return { base, times: [recorded, replayed, manual ? measureDerivatives(problem, manual, 400) : "–"] };
}

async function measurePeer(problem: Problem, name: (typeof PEERS)[number]): Promise<number | string> {
  const make = problem.peers[name];
  if (typeof make === "string") return make;
  try {
    return measureDerivatives(problem, await make(), 300);
  } catch (error) {
    return `cannot: ${String(error).split("\n")[0]!.slice(0, 60)}`;
  }
}

/** Microseconds, if the derivatives are those of the engine's tape to single precision. */
function measureDerivatives(problem: Problem, derivatives: Derivatives, milliseconds: number) {
  const { at } = problem;
  const expected = Array.from(problem.recorded()(at));
  const found = Array.from(derivatives(at));
  const greatest = Math.max(...expected.map(Math.abs));
  const worst = Math.max(...expected.map((x, i) => Math.abs(x - found[i]!))) / greatest;
  if (!(worst < 1e-5) || found.length !== expected.length) return `wrong by ${worst.toExponential(0)}`;
  return microseconds(() => derivatives(at), milliseconds);
}

function operations(): void {
  print("## An operation");
  print();
  const million = 1_000_000;
  const before = bytesInUse();
  const x = new Variable(1.000_000_1);
  const tape = new GradientTape();
  const start = performance.now();
  const y = tape.record(() => longChain(x, million));
  const middle = performance.now();
  const recorded = bytesInUse();
  const restart = performance.now();
  const gradient = tape.gradient(y, x);
  const elapsed = middle - start + performance.now() - restart;
  const swept = process.memoryUsage().arrayBuffers;
  print(
    `- A tape of a million operations: ${short((recorded - before) / million)} bytes an operation recorded, ${short((swept - before) / million)} with the sweep; ${short(elapsed)} ms in all, gradient ${primal(gradient!).toPrecision(6)}.`,
  );
  const count = 100_000;
  let recording = Number.POSITIVE_INFINITY;
  let sweeping = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 40; run++) {
    const [record, sweep] = chain(count);
    recording = Math.min(recording, record);
    sweeping = Math.min(sweeping, sweep);
  }
  print(
    `- Recording: ${short((recording / count) * 1e6)} ns. Sweeping: ${short((sweeping / count) * 1e6)} ns. (${count} additions and products)`,
  );
  print();
}

/** The bytes of typed arrays, when the garbage is gone: the second collection counts what the first one freed. */
function bytesInUse(): number {
  const { gc } = globalThis as { gc?: () => void };
  gc?.();
  gc?.();
  return process.memoryUsage().arrayBuffers;
}

function chain(count: number): [number, number] {
  const x = new Variable(1.000_000_1);
  const tape = new GradientTape();
  const start = performance.now();
  const y = tape.record(() => longChain(x, count));
  const middle = performance.now();
  tape.gradient(y, x);
  return [middle - start, performance.now() - middle];
}

function longChain(x: Variable, count: number): Scalar {
  let y: Scalar = x;
  for (let i = 0; i < count / 2; i++) {
    y = mul(y, x);
    y = sub(y, 1e-7);
  }
  return y;
}

function replays(): void {
  print("## Replay: fresh numbers, and many samples at once");
  print();
  print(
    "A function recorded once. *Value and gradient* at a fresh number, each time another one: `compile(f, x).valueAndGradient(x)` and `tape.replay(…).valueAndGradient(…)`, ÷ the plain function. *500 samples*: `compile(f, x).series(samples, 3)`, all orders from 0 to 3; the last column is what `derivatives(f, 3)(x)` at one sample after the other takes longer. The series were found to be those of `derivatives` to the last bit.",
  );
  print();
  print(
    "| function | operations | plain, µs | value and gradient | by the tape's replay | 500 samples, ms | one by one |",
  );
  print("|---|---|---|---|---|---|---|");
  for (const [name, count, base, both, byTape, series, gain] of replayRows()) {
    const times = [both, byTape].map((x) => `${short(x as number)} ×`).join(" | ");
    print(
      `| ${name} | ${count} | ${short(base as number)} | ${times} | ${short(series as number)} | ${short(gain as number)} × |`,
    );
  }
  print();
  for (const count of [100, 1000]) {
    print(
      `- Rosenbrock, ${count} inputs: the replayed gradient takes ${short(replayByHand(rosenbrock(count)))} × as long as the one by hand.`,
    );
  }
  print();
}

const scalarFunction = (x: Scalar) => div(exp(sin(mul(x, x))), add(1, pow(x, 4)));

async function orders(): Promise<void> {
  print("## Orders");
  print();
  print("f(x) = e^sin(x²) / (1 + x⁴) at 0.5.");
  print();
  const plainFunction = (x: number) => Math.exp(Math.sin(x * x)) / (1 + x ** 4);
  let at = 0.5;
  const base =
    microseconds(() => {
      let sum = 0;
      for (let i = 0; i < 100; i++) sum += plainFunction((at += 1e-9));
      return sum;
    }) / 100;
  print(`One plain evaluation takes ${short(base * 1000)} ns. Taylor mode, all orders up to n from one run:`);
  print();
  print("| n | µs | plain evaluations an order |");
  print("|---|---|---|");
  for (const order of [1, 2, 3, 4, 6, 8, 10, 20, 30]) {
    const time = microseconds(() => derivatives(scalarFunction, order)(0.5), 600);
    print(`| ${order} | ${short(time)} | ${short(time / base / order)} |`);
  }
  print();
  print("Nested `grad`, and what one order more costs:");
  print();
  print("| order | µs | growth |");
  print("|---|---|---|");
  let nested: (x: Scalar) => Scalar = scalarFunction;
  let previous = Number.NaN;
  for (let order = 1; order <= 9; order++) {
    const lower = nested;
    nested = (x) => grad(lower)(x);
    const time = microseconds(() => nested(0.5), 600);
    print(`| ${order} | ${short(time)} | ${Number.isNaN(previous) ? "" : ratio(time, previous)} |`);
    previous = time;
  }
  print();
  print("The fourth derivative alone, and beside it what each gives:");
  print();
  print("| | µs | value |");
  print("|---|---|---|");
  const own = derivative(scalarFunction, 4);
  print(`| nested-tape, Taylor mode | ${short(microseconds(() => own(0.5)))} | ${own(0.5)} |`);
  const peers: [string, (order: number) => Promise<(x: number) => number>][] = [
    ["TensorFlow.js", tensorflowDerivative],
    ["mathjs, already derived and compiled", mathjsDerivative],
  ];
  for (const [name, make] of peers) {
    try {
      const f = await make(4);
      print(`| ${name} | ${short(microseconds(() => f(0.5)))} | ${f(0.5)} |`);
    } catch (error) {
      print(`| ${name} | – | cannot: ${String(error).split("\n")[0]!.slice(0, 90)} |`);
    }
  }
  print();
}

print("# Benchmarks of nested-tape");
print();
print(
  "Written by `npm run bench`. Each time is the least of many runs; each ratio is of two times of this run.",
);
print();
print(
  `Node ${process.versions.node} (V8 ${process.versions.v8}), ${platform()} ${release()} ${arch()}, ${cpus().length} × ${cpus()[0]!.model.trim()}.`,
);
print(`Peers: ${process.env.PEERS}.`);
print();
operations();
replays();
await gradients();
await orders();
writeFileSync(process.env.RESULTS!, `${lines.join("\n").trimEnd()}\n`);
