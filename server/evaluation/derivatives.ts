/**
 * Partial derivatives of recorded numbers with respect to the inputs.
 *
 * One input: a single Taylor sweep through the tape gives every order of everything recorded.
 * Several inputs: gradients by the tape; higher orders by gradients of gradients, recorded on the same tape.
 */

import { type GradientTape, isRecorded, primal, type Scalar } from "nested-tape";
import type { Partial } from "../report.js";
import type { Input } from "./inputs.js";
import type { Output } from "./outputs.js";

/** The most partial derivatives that one result may have; the rest is cut, and the report says so. */
const mostPartials = 20_000;
/** The most node visits of all sweeps together, about a second's work. */
const mostVisits = 200_000_000;

export interface Partials {
  /** By order, then by number of the result, then by inputs. */
  partials: Partial[];
  isTruncated: boolean;
}

export type Differentiate = (outputs: Output[], order: number) => Partials;

/** What differentiates anything that was recorded on the tape, up to an order known beforehand. */
export function differentiator(tape: GradientTape, inputs: Input[], highestOrder: number): Differentiate {
  if (inputs.length === 0) return () => ({ partials: [], isTruncated: false });
  return inputs.length === 1 ? ofOneInput(tape, inputs[0]!, highestOrder) : ofSeveralInputs(tape, inputs);
}

function ofOneInput(tape: GradientTape, input: Input, highestOrder: number): Differentiate {
  const series = tape.taylor([input.variable], [1], highestOrder);
  return (outputs, order) => {
    const partials: Partial[] = [];
    for (const { path, scalar } of outputs) {
      const coefficients = isRecorded(scalar) ? series(scalar) : null;
      let factorial = 1;
      for (let k = 1; k <= order; k++) {
        factorial *= k;
        const value = coefficients === null ? 0 : coefficients[k]! * factorial;
        partials.push(partial(value, new Array<string>(k).fill(input.name), path, coefficients === null));
      }
    }
    return ordered(partials);
  };
}

function ofSeveralInputs(tape: GradientTape, inputs: Input[]): Differentiate {
  const variables = inputs.map((input) => input.variable);

  /** The partial derivatives of a derivative: with respect to the inputs from `first` on, so that a mixed one appears once. */
  function expand(
    scalar: Scalar | null,
    wrt: string[],
    first: number,
    path: string,
    order: number,
    into: Partial[],
  ): void {
    const sources = variables.slice(first);
    const gradient = (): (Scalar | null)[] =>
      isRecorded(scalar) ? tape.gradient(scalar, sources) : sources.map(() => null);
    // Only what is differentiated again has to be recorded.
    const derivatives = order > 1 && isRecorded(scalar) ? tape.record(gradient) : gradient();
    derivatives.forEach((derivative: Scalar | null, offset: number) => {
      const names = [...wrt, inputs[first + offset]!.name];
      into.push(partial(derivative === null ? 0 : primal(derivative), names, path, derivative === null));
      if (order > 1) expand(derivative, names, first + offset, path, order - 1, into);
    });
  }

  return (outputs, order) => {
    const affordable = affordableOrder(inputs.length, outputs.length, order, tape.operationCount);
    const partials: Partial[] = [];
    for (const { path, scalar } of outputs.slice(0, Math.ceil(mostPartials / inputs.length))) {
      expand(scalar, [], 0, path, affordable, partials);
    }
    const { partials: sorted } = ordered(partials);
    const isCut =
      affordable < order || sorted.length > mostPartials || outputs.length * inputs.length > mostPartials;
    return { partials: sorted.slice(0, mostPartials), isTruncated: isCut };
  };
}

/** The highest order whose partial derivatives are few enough, and cheap enough, to be computed; at least 1. */
function affordableOrder(inputs: number, outputs: number, order: number, operations: number): number {
  let count = 0;
  let ofThisOrder = 1;
  let sweeps = 1;
  for (let k = 1; k <= order; k++) {
    // C(inputs + k − 1, k) distinct partial derivatives of order k; each of order k − 1 costs a sweep.
    sweeps = ofThisOrder;
    ofThisOrder = (ofThisOrder * (inputs + k - 1)) / k;
    count += ofThisOrder * outputs;
    const visits = outputs * sweeps * operations * 3 ** (k - 1);
    if (k > 1 && (count > mostPartials || visits > mostVisits)) return k - 1;
  }
  return order;
}

function partial(value: number, wrt: string[], path: string, isStructuralZero: boolean): Partial {
  return {
    order: wrt.length,
    wrt,
    ...(path === "" ? {} : { of: path }),
    value,
    ...(isStructuralZero ? { isStructuralZero: true as const } : {}),
  };
}

/** Sorting is stable: within an order, outputs and inputs keep the order in which they were computed. */
function ordered(partials: Partial[]): Partials {
  return { partials: partials.sort((left, right) => left.order - right.order), isTruncated: false };
}
