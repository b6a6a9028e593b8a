/**
 * A function of about 1,000 operations: interpreted on tape, replayed at fresh numbers, and sampled, against the same
 * function run by Node.
 */

import { fullBudget } from "../../../server/evaluation/budget.js";
import { evaluate } from "../../../server/evaluation/evaluate.js";
import { World } from "../../../server/evaluation/modules/world.js";
import { Run } from "../../../server/evaluation/run.js";
import { Runner } from "../../../server/evaluation/runner.js";
import { openPreparation } from "../../../server/prepare.js";

/** 4 recorded operations a turn: 1,000 of them. */
const body = `
  let v = x;
  for (let i = 0; i < 250; i++) v = (v * 0.9 + x) * 0.5 + 0.1;
  return v;`;

export const plain = new Function("x", body) as (x: number) => number;

/**
 * What the runner of a routine is measured by, of one compiled routine that is made once:
 *
 *     evaluate(x)         the whole outcome at a written point, as the worker makes it, diagnosis included
 *     run(x)              one run on a new tape at x, no derivatives, no diagnosis: `runner.at(…)` before its sweep
 *     value(x)            by replay of what was recorded, at a number that is another at each call
 *     valueAndGradient(x) the same with the gradient
 *     samples(xs)         values and derivatives to order 3 at 500 numbers, by one batched replay
 */
export interface OperationsRunner {
  evaluate: ((x: number) => unknown) | null;
  run: ((x: number) => unknown) | null;
  value: ((x: number) => number) | null;
  valueAndGradient: ((x: number) => unknown) | null;
  samples: ((xs: Float64Array) => unknown) | null;
}

export function openRunner(): OperationsRunner {
  const module = "/project/main.ts";
  const source = `/** @differentiable @at x = 0.3 */\nexport function f(x: number): number {${body}\n}`;
  const clock = () => performance.now();
  const preparation = openPreparation({ read: (name) => (name === module ? source : undefined) });
  const routine = preparation.prepare(module).functions[0]!.routine!;
  const [point] = routine.points;
  const world = new World(preparation, clock);
  const f = new Runner(routine, world, clock).functionAt(point!, fullBudget);
  const setting = { routine, world, point: point!, budget: fullBudget, clock };
  return {
    evaluate: () => evaluate(routine, world, fullBudget, clock),
    run: (x) =>
      world.run(() => {
        const run = new Run(setting);
        const call = run.bind(point!);
        run.inputs[0]!.variable.assign(x);
        return run.record(call);
      }),
    value: (x) => f.values([[x]])[0]![""]!,
    valueAndGradient: (x) => f.at([x]),
    samples: (samples) => f.along({ samples, order: 3 }),
  };
}
