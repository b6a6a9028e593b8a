/**
 * What reaches the result: by way of recorded operations, and also through the places where the derivative is
 * lost, since behind them a marker goes on (see `observation.ts`).
 */

import { type GradientTape, isRecorded, type Recorded, type Scalar } from "nested-tape";
import type { Output } from "../outputs.js";
import type { FinishedRun } from "../run.js";
import type { Observations } from "./observation.js";

/** Whether recorded operations lead from a number to one of the targets. */
export function reaches(tape: GradientTape, value: Scalar, targets: readonly Scalar[]): boolean {
  if (!isRecorded(value)) return false;
  return targets.some((target) => isRecorded(target) && tape.dependsOn(target, [value])[0]);
}

/** Entries that may be kept of the marks for all sources together: a byte for each node and source. */
const mostMarks = 50_000_000;

export interface Reach {
  /** Whether the result depends on one of the numbers, with or without a derivative. */
  isReachedBy(values: readonly Recorded[]): boolean;
}

export function reachOf({ tape }: FinishedRun, { losses, lookUps }: Observations, outputs: Output[]): Reach {
  const targets: Recorded[] = outputs.map(({ scalar }) => scalar).filter(isRecorded);
  let sources = Math.max(20, Math.floor(mostMarks / Math.max(1, tape.operationCount)));
  const isReachedBy = (values: readonly Recorded[]): boolean => {
    sources -= values.length;
    if (sources < 0) return false;
    return targets.some((target) => tape.dependsOn(target, values).some(Boolean));
  };
  // What was noted last lies nearest to the result: the way back from one break leads to those before it.
  const breaks = [
    ...losses.map(({ markers, origins }) => ({ markers, origins })),
    ...lookUps.map(({ marker, index }) => ({ markers: [marker], origins: [index] })),
  ].reverse();
  for (let rounds = 0, isNew = true; isNew && rounds < 8; rounds++) {
    isNew = false;
    for (const one of breaks) {
      if (one.origins.length === 0 || !isReachedBy(one.markers)) continue;
      targets.push(...one.origins);
      one.origins = [];
      isNew = true;
    }
  }
  return { isReachedBy };
}
