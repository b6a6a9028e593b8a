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

/** The most partial derivatives that one result may have; the orders above are left out, and the report says so. */
const mostPartials = 20_000;
/** The most operations on the tape, those of derivatives included: beyond them memory would be the limit. */
const mostOperations = 8_000_000;

export interface Partials {
  /** By order, then by number of the result, then by inputs. */
  partials: Partial[];
  /** The highest order up to which none is left out; below the one asked for where the time or the room was not enough. */
  reachedOrder: number;
}

export type Differentiate = (outputs: Output[], order: number) => Partials;

/**
 * What differentiates anything that was recorded on the tape, up to an order known beforehand.
 * @param isLate asked again and again: what is known when it says so is all that there will be
 */
export function differentiator(
  tape: GradientTape,
  inputs: Input[],
  highestOrder: number,
  isLate: () => boolean = () => false,
): Differentiate {
  if (inputs.length === 0) return (_outputs, order) => ({ partials: [], reachedOrder: order });
  return inputs.length === 1
    ? ofOneInput(tape, inputs[0]!, highestOrder)
    : ofSeveralInputs(tape, inputs, isLate);
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
    // Sorting is stable: within an order, the outputs keep theirs.
    return { partials: partials.sort((left, right) => left.order - right.order), reachedOrder: order };
  };
}

/** A partial derivative that is to be differentiated once more. */
interface Lower {
  scalar: Scalar | null;
  wrt: string[];
  path: string;
  /** By the inputs from this one on, so that a mixed partial appears once. */
  first: number;
}

function ofSeveralInputs(tape: GradientTape, inputs: Input[], isLate: () => boolean): Differentiate {
  const variables = inputs.map((input) => input.variable);

  function gradientOf({ scalar, first }: Lower, isRecording: boolean): (Scalar | null)[] {
    const sources = variables.slice(first);
    if (!isRecorded(scalar)) return sources.map(() => null);
    const gradient = () => tape.gradient(scalar, sources);
    // Only what is differentiated again has to be recorded.
    return isRecording ? tape.record(gradient) : gradient();
  }

  return (outputs, order) => {
    const partials: Partial[] = [];
    let lower: Lower[] = outputs.map(({ path, scalar }) => ({ scalar, wrt: [], path, first: 0 }));
    for (let k = 1; k <= order; k++) {
      const next: Lower[] = [];
      const count = lower.reduce((sum, { first }) => sum + inputs.length - first, 0);
      if (k > 1 && partials.length + count > mostPartials) return { partials, reachedOrder: k - 1 };
      for (const each of lower) {
        const hasRoom = partials.length < mostPartials && tape.operationCount < mostOperations;
        if (partials.length > 0 && (!hasRoom || isLate())) return { partials, reachedOrder: k - 1 };
        gradientOf(each, k < order).forEach((derivative, offset) => {
          const first = each.first + offset;
          const wrt = [...each.wrt, inputs[first]!.name];
          partials.push(
            partial(derivative === null ? 0 : primal(derivative), wrt, each.path, derivative === null),
          );
          if (k < order) next.push({ scalar: derivative, wrt, path: each.path, first });
        });
      }
      lower = next;
    }
    return { partials, reachedOrder: order };
  };
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
