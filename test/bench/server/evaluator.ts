/**
 * What interpreting costs: functions of about 1,000 operations run by Node, by the interpreter on plain numbers, on
 * tape, and looked on. Prints Markdown.
 *
 *     npx esbuild test/bench/server/evaluator.ts --bundle --platform=node --format=esm --external:typescript --outfile=test/bench/dist/evaluator.mjs
 *     node test/bench/dist/evaluator.mjs
 */

import { fullBudget } from "../../../server/evaluation/budget.js";
import { diagnose } from "../../../server/evaluation/diagnosis/diagnose.js";
import { World } from "../../../server/evaluation/modules/world.js";
import { Run } from "../../../server/evaluation/run.js";
import { Runner } from "../../../server/evaluation/runner.js";
import { openPreparation } from "../../../server/prepare.js";
import { microseconds } from "../measure.js";

const programs: Record<string, string> = {
  "a recurrence": `
  let v = x;
  for (let i = 0; i < 250; i++) v = (v * 0.9 + x) * 0.5 + 0.1;
  return v;`,
  "elements of an array": `
  const a = [x, 0.1, 0.2, 0.3];
  let sum = 0;
  for (let i = 0; i < 250; i++) {
    const k = i % 4;
    a[k] = a[k] * 0.5 + x;
    sum += a[k] * 0.1;
  }
  return sum;`,
  "calls and Math": `
  const step = (v: number, w: number) => Math.sin(v) * 0.5 + w;
  let v = x;
  for (let i = 0; i < 330; i++) v = step(v, x);
  return v;`,
  "objects and branches": `
  const p = { x, v: 0.1 };
  for (let i = 0; i < 250; i++) {
    if (p.x > 0) p.v -= p.x * 0.01;
    else p.v += 0.01;
    p.x += p.v * 0.01;
  }
  return p.x;`,
};

const clock = () => performance.now();
const samples = Float64Array.from({ length: 500 }, (_, index) => 0.1 + index / 1000);
const columns = [
  "run plain",
  "on tape",
  "looked on",
  "evaluate()",
  "value by replay",
  "and gradient",
  "500 samples to order 3",
];
console.log(
  `| a function of | by Node, µs | ${columns.join(" | ")} |\n|---|---|${columns.map(() => "---|").join("")}`,
);

for (const [name, body] of Object.entries(programs)) {
  const node = new Function("x", body.replaceAll(": number", "")) as (x: number) => number;
  const file = "/project/main.ts";
  const source = `/** @differentiable @at x = 0.3 */\nfunction f(x: number): number {${body}\n}`;
  const preparation = openPreparation({ read: (path) => (path === file ? source : undefined) });
  const routine = preparation.prepare(file).functions[0]!.routine!;
  const world = new World(preparation, clock);
  const [point] = routine.points as [(typeof routine.points)[0]];
  const setting = { routine, world, point, budget: fullBudget, clock };
  const runner = new Runner(routine, world, clock);
  const f = runner.functionAt(point, fullBudget);
  let moved = 0.3;
  const next = () => (moved += 1e-7);
  const plain = () => {
    const run = new Run(setting);
    return world.run(() => run.bind(point, () => 0.3).run());
  };
  const onTape = (isTraced: boolean) => {
    const run = new Run(setting, { isTraced });
    return world.run(() => run.record(run.bind(point)));
  };
  const { report } = runner.at(point, fullBudget);
  const lookedOn = () => diagnose(setting, report, 1_000);
  const byNode = microseconds(() => node(next()));
  const times = [
    microseconds(plain),
    microseconds(() => onTape(true)),
    microseconds(lookedOn),
    microseconds(() => runner.evaluate(fullBudget).explained()),
    microseconds(() => f.at([next()], 0)),
    microseconds(() => f.at([next()], 1)),
    microseconds(() => f.along({ samples, order: 3 })),
  ];
  const cells = times.map((time) => `${time.toFixed(1)} (${(time / byNode).toPrecision(3)} ×)`);
  console.log(`| ${name} | ${byNode.toFixed(2)} | ${cells.join(" | ")} |`);
}
