/** Partial derivatives of recorded numbers with respect to the inputs, as a report has them. */

import type { GradientTape, Partial as PartialOnTape } from "nested-tape";
import type { Partial } from "../report.js";
import type { Input } from "./inputs.js";
import type { Output } from "./outputs.js";

/** The most partial derivatives by several inputs that one result may have; higher orders are left out. */
const mostPartials = 20_000;
/** The most operations on the tape, those of derivatives included: beyond them memory would be the limit. */
const mostOperations = 8_000_000;

export interface Derivatives {
  /** By output: its partial derivatives, by order, then by inputs. */
  ofOutputs: Partial[][];
  /** The highest order up to which none is left out; below the one asked for where the time or the room was not enough. */
  reachedOrder: number;
}

/** @param isLate asked again and again: what is known when it says so is all that there will be */
export function derivativesOf(
  tape: GradientTape,
  inputs: readonly Input[],
  outputs: readonly Output[],
  order: number,
  isLate: () => boolean,
): Derivatives {
  if (inputs.length === 0) return { ofOutputs: outputs.map(() => []), reachedOrder: order };
  const isCurve = inputs.length === 1;
  const asked = isCurve ? outputs : outputs.slice(0, Math.ceil(mostPartials / inputs.length));
  const found = tape.partials(
    asked.map(({ scalar }) => scalar),
    inputs.map(({ variable }) => variable),
    isCurve ? order : highestOrder(inputs.length, outputs.length, order),
    () => tape.operationCount > mostOperations || isLate(),
  );
  const reached = found.reduce((least, each) => Math.min(least, each.order), order);
  return {
    ofOutputs: outputs.map(({ path }, k) =>
      (found[k]?.partials ?? []).map((each) => partial(each, inputs, path)),
    ),
    reachedOrder: asked.length < outputs.length ? 0 : reached,
  };
}

/** All of them by order, then by output, then by inputs. */
export function inOrder({ ofOutputs }: Derivatives): Partial[] {
  // Sorting is stable.
  return ofOutputs.flat().sort((left, right) => left.order - right.order);
}

/** The highest order up to which there are not too many, at least 1. */
function highestOrder(inputs: number, outputs: number, order: number): number {
  let count = outputs;
  for (let k = 1; k <= order; k++) {
    // C(inputs + k, k) of an output up to order k, the value itself among them.
    count = (count * (inputs + k)) / k;
    if (k > 1 && count - outputs > mostPartials) return k - 1;
  }
  return order;
}

function partial({ by, value }: PartialOnTape, inputs: readonly Input[], path: string): Partial {
  return {
    order: by.length,
    wrt: by.map((input) => inputs[input]!.name),
    ...(path === "" ? {} : { of: path }),
    value: value ?? 0,
    ...(value === null ? { isStructuralZero: true as const } : {}),
  };
}
