/** Derivatives that are lost on the way to the result, look-ups by an input, loops that an input decides, reads and writes of the module's variables. */

import { primal, type Recorded } from "nested-tape";
import type { Finding } from "../../finding.js";
import { isSameResult } from "../chance.js";
import { callTwice, type FinishedRun, type Setting } from "../run.js";
import type { Observations, Spot } from "./observation.js";
import { shown } from "./operation.js";
import type { Reach } from "./reach.js";

/** The most findings of one kind at one point: the first ones tell what is the matter. */
const mostFindings = 20;

export function observedFindings(
  setting: Setting,
  run: FinishedRun,
  observations: Observations,
  { isReachedBy }: Reach,
): Finding[] {
  const { machine, tape, inputs } = run;
  const variables = inputs.map(({ variable }) => variable);
  /** Whether a derivative is there to be lost, which is not so behind `Math.floor` and its like. */
  const carriesDerivative = (value: Recorded) =>
    tape.gradient(value, variables).some((flow) => flow !== null && primal(flow) !== 0);

  const lost = firstAtEachPlace(
    observations.losses.filter(
      ({ markers, origins }) => origins.some(carriesDerivative) && isReachedBy(markers),
    ),
  ).map(({ frame, span, what }) =>
    machine.findingAt(
      "derivative-lost",
      frame,
      span,
      `The derivative is lost here: ${what}. What is computed from the result counts as constant. ${advice}`,
    ),
  );
  const lookedUp = firstAtEachPlace(observations.lookUps.filter(({ marker }) => isReachedBy([marker]))).map(
    ({ frame, span, index }) =>
      carriesDerivative(index)
        ? machine.findingAt(
            "derivative-lost",
            frame,
            span,
            "The derivative is lost here: an input is used as an index, and an index is a whole number. The element counts as constant. If the input is a count, leave it out of `@wrt`; if it is a position, interpolate between elements.",
          )
        : machine.findingAt(
            "lookup-by-input",
            frame,
            span,
            "Which element is read depends on an input, by way of a rounded number. The derivative by the index counts as 0: it is right between the steps if the code interpolates, and says nothing of the table if it does not.",
          ),
  );
  const loops = firstAtEachPlace(
    observations.loops.map(({ loop, frame }) => ({ frame, span: loop.span, loop })),
  );
  const counted = loops.map(({ frame, span, loop }) =>
    machine.findingAt(
      "loop-by-input",
      frame,
      span,
      `How often this loop turns depends on an input. At this point it ran ${times(loop.turns)}, and the derivative is that of the turns that ran.`,
    ),
  );
  const writes = observations.writes.filter(isOwnCode);
  const written = isAnotherAtSecondCall(setting, run, writes)
    ? firstAtEachPlace(writes).map(({ frame, span, name }) =>
        machine.findingAt(
          "module-state-written",
          frame,
          span,
          `This changes \`${name}\`, a variable of the module, and a second call gives another result. Each point starts from its first value, so that what earlier calls left in it is not in these numbers. Pass it as a parameter and return it.`,
        ),
      )
    : [];
  const writtenNames = new Set(observations.writes.map(({ name }) => name));
  const read = observations.reads
    .filter(isOwnCode)
    .filter(({ variable }) => !writtenNames.has(variable.name))
    .map(({ frame, span, variable, changedAt, value }) => {
      const made = machine.findingAt(
        "module-state-read",
        frame,
        span,
        `\`${variable.name}\` is a variable of the module that a function changes, so that the result depends on what was called before. Here it has its first value, ${shown(value)}. Pass it as a parameter, or make it a constant.`,
      );
      const change = { ...changedAt, message: "It is changed here." };
      return { ...made, related: [...(made.related ?? []), change] };
    });
  return [lost, lookedUp, counted, written, read].flatMap((findings) => findings.slice(0, mostFindings));
}

/** A counter that nothing reads, or a memo that gives what it was asked for, changes no result. */
function isAnotherAtSecondCall(
  setting: Setting,
  { outputs }: FinishedRun,
  writes: Observations["writes"],
): boolean {
  return writes.length > 0 && !isSameResult(outputs, callTwice(setting));
}

/** What an installed package does is nothing that its user could write otherwise. */
function isOwnCode({ frame }: Spot): boolean {
  return !frame.code.module.includes("/node_modules/");
}

const advice =
  "If this is meant, nothing is to be done; if the number shall vary smoothly, compute it without this step.";

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}

function firstAtEachPlace<Noted extends Spot>(noted: readonly Noted[]): Noted[] {
  const places = new Set<string>();
  return noted.filter(({ frame, span }) => {
    const key = `${frame.code.module} ${span.start} ${span.end}`;
    return !places.has(key) && places.add(key);
  });
}
