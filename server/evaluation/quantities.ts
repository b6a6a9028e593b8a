/** From what the sites saw to what the report says of them: each quantity once, however many sites saw it. */

import { isRecorded } from "nested-tape";
import type { Partial, Quantity, TraceEntry } from "../report.js";
import { isFunction, ObjectValue, UnknownValue, type Value } from "./interpreter/objects/values.js";
import { type Output, outputsOf, plainValue } from "./outputs.js";
import { mostShownNumbers, type Trace } from "./trace.js";

/** What is looked up for a local name: beyond the Hessian, nobody looks at each name's derivatives. */
const highestOrderOfSeveralInputs = 2;
/** The most inputs for which each local name gets second derivatives. */
const mostInputsForHessians = 8;
/** The most numbers of all local names together that are differentiated. */
const mostQuantities = 400;

export interface Met {
  trace: TraceEntry[];
  quantities: Quantity[];
  /** The numbers that are to be differentiated. */
  numbers: Output[];
  /** Gives the quantities the derivatives of these numbers. */
  put(ofNumbers: readonly Partial[][]): void;
}

/** To which order the numbers are differentiated that were met on the way. */
export function orderOfMet(inputCount: number, order: number): number {
  if (inputCount === 1) return order;
  return inputCount <= mostInputsForHessians ? Math.min(order, highestOrderOfSeveralInputs) : 1;
}

/** What the run met on the way. */
export function metBy(trace: Trace): Met {
  const quantities: Quantity[] = [];
  const known = new Map<Value, number>();
  /** The numbers that are to be differentiated, and which quantity each is of. */
  const active: { output: Output; quantity: Quantity }[] = [];

  function quantityOf(value: Value): number | undefined {
    if (isFunction(value) || value instanceof UnknownValue) return undefined;
    const isShared = isRecorded(value) || value instanceof ObjectValue;
    if (isShared && known.has(value)) return known.get(value);
    const outputs = outputsOf(value, mostShownNumbers + 1);
    if (outputs.length > mostShownNumbers) return undefined;
    const quantity: Quantity = { value: plainValue(value), derivatives: [] };
    if (outputs.some(({ scalar }) => isRecorded(scalar)) && active.length < mostQuantities)
      active.push(...outputs.map((output) => ({ output, quantity })));
    quantities.push(quantity);
    if (isShared) known.set(value, quantities.length - 1);
    return quantities.length - 1;
  }

  const entries: TraceEntry[] = [];
  const sites = trace.marked?.sites ?? [];
  const inOrder = sites.map((site, index) => ({ site, index, start: site.code.start + site.start }));
  // Functions inside were lowered when they were first called.
  inOrder.sort((one, other) => one.start - other.start);
  for (const { site, index, start } of inOrder) {
    const count = trace.countOf(index);
    if (count === 0) continue;
    const quantity = site.kind === "loop" ? undefined : quantityOf(trace.lastOf(index));
    const history = count > 1 ? trace.history(index) : [];
    entries.push({
      start,
      end: start + site.end - site.start,
      kind: site.kind,
      name: site.name,
      count,
      ...(quantity === undefined ? {} : { quantity }),
      ...(history.length > 1 ? { history } : {}),
    });
  }
  return {
    trace: entries,
    quantities,
    numbers: active.map(({ output }) => output),
    put(ofNumbers) {
      for (const [k, { quantity }] of active.entries()) quantity.derivatives.push(...ofNumbers[k]!);
      for (const { derivatives } of quantities) derivatives.sort((left, right) => left.order - right.order);
    },
  };
}
