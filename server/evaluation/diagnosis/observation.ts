/**
 * Looks on while a run is repeated, and notes what can be said about it afterwards: where a derivative is lost,
 * where a primitive has a kink, which comparisons are ties, where a number that is not finite is born. Whether
 * what it noted reaches the result is asked of the tape when the run is over.
 *
 * A number that carries no derivative although it comes from an input is replaced by a marker, a variable of its
 * own with the same value: the result depends on the marker exactly if the number reaches the result.
 */

import { isRecorded, mul, primal, type Recorded, Variable } from "nested-tape";
import type { Span } from "../../finding.js";
import type { Expression } from "../../routine.js";
import type { Run } from "../interpreter/evaluator/compile.js";
import type { ActiveLoop, Machine } from "../interpreter/evaluator/machine.js";
import type { Observer } from "../interpreter/evaluator/observer.js";
import { isScalar } from "../interpreter/objects/conversions.js";
import {
  ArrayValue,
  type Frame,
  type NativeFunction,
  RecordValue,
  type Scalar,
  type Value,
} from "../interpreter/objects/values.js";
import {
  comparisons,
  comparisonText,
  computes,
  conditionText,
  isOrder,
  isTolerance,
  kinkOfNative,
  kinkReason,
  type Operation,
  operandsOf,
  operationText,
  readsNumbers,
  recordedIn,
  turnsIntoNumber,
} from "./operation.js";
import type { Structure } from "./structure.js";

/** Where something was noted. */
export interface Spot {
  frame: Frame;
  span: Span;
}

/** A number that does not carry the derivative of what it was computed from. */
export interface Loss extends Spot {
  what: string;
  origins: Recorded[];
  /** Stand for the number wherever it goes. */
  markers: Recorded[];
}

/** An element read at an index that depends on an input. */
export interface LookUp extends Spot {
  index: Recorded;
  marker: Recorded;
}

/** A primitive at a point where it is not smooth. */
export interface KinkSeen extends Spot {
  reason: string;
  operation: string;
  result: Scalar;
}

/** A comparison of equal numbers, or a test of a number that is 0: here the branch changes. */
export interface Tie extends Spot {
  reason: null;
  /** The half sentence that says so. */
  operation: string;
}

/** A value or derivative that may be the first one that is not finite. */
export interface Outcome extends Spot {
  node: Expression;
  value: Scalar;
  /** What it was computed from. */
  operands: Value[];
  operation: string;
}

export interface ModuleWrite extends Spot {
  name: string;
}

/** A variable of the module that its functions change, read. */
export interface ModuleRead extends Spot {
  index: number;
  value: Value;
}

export interface Observations {
  losses: Loss[];
  lookUps: LookUp[];
  kinks: KinkSeen[];
  ties: Tie[];
  loops: { loop: ActiveLoop; frame: Frame }[];
  writes: ModuleWrite[];
  reads: ModuleRead[];
  /** Values that are not finite although what they were computed from is. */
  births: Outcome[];
  /** Every recorded number, in the order in which they came out. */
  results: Outcome[];
}

/** How much is kept of each kind: enough to explain, not enough to fill the memory. */
const mostNoted = 200;
const mostResults = 100_000;

const readAgain = "the number becomes a text and is read again";

interface Seen extends Operation {
  frame: Frame;
  parent: Seen | null;
  /** Active numbers from which the text or truth value of this expression was made. */
  origins: Recorded[] | null;
  /** Losses told by a native function whose result is not known yet. */
  pending: { what: string; origins: Recorded[] } | null;
}

/** @param endedFinite whether the run that is to be explained ended with finite numbers only */
export function observe(
  structure: Structure,
  machine: () => Machine,
  isInFunction: (frame: Frame) => boolean,
  endedFinite: boolean,
): Observer & { observations: Observations } {
  const observations: Observations = {
    losses: [],
    lookUps: [],
    kinks: [],
    ties: [],
    loops: [],
    writes: [],
    reads: [],
    births: [],
    results: [],
  };
  let top: Seen | null = null;
  const originsOfNames = new Map<string, Recorded[]>();
  /** Texts that were made of active numbers, for where an object, a call or an array hands them on. */
  const originsOfTexts = new Map<string, Recorded[]>();
  const placesNoted = new Map<string, number>();

  /** Whether there is room for another note of this kind at this place. */
  function isWorthNoting(kind: string, list: unknown[], frame: Frame, span: Span): boolean {
    if (list.length >= mostNoted) return false;
    const key = `${kind} ${frame.code.module} ${span.start} ${span.end}`;
    const count = (placesNoted.get(key) ?? 0) + 1;
    placesNoted.set(key, count);
    return count <= 8;
  }

  function expression(node: Expression, run: Run): Run {
    if (node.kind === "function") return run;
    return (frame) => {
      const seen: Seen = {
        node,
        frame,
        parent: top,
        children: [],
        values: [],
        origins: null,
        pending: null,
      };
      top = seen;
      let value: Value;
      try {
        value = run(frame);
      } finally {
        top = seen.parent;
      }
      value = finished(seen, value);
      const { parent } = seen;
      if (parent !== null && parent.frame === frame) {
        parent.children.push(node);
        parent.values.push(value);
        if (seen.origins !== null && parent.origins === null) parent.origins = seen.origins;
      }
      return value;
    };
  }

  function finished(seen: Seen, value: Value): Value {
    const { node, frame } = seen;
    if (node.kind === "binary" && comparisons.has(node.operator)) noteComparison(seen);
    if (structure.conditions.has(node) && isRecorded(value)) noteCondition(seen, value);
    if (node.kind === "assign" || node.kind === "update") noteWrite(seen);
    else if (node.kind === "read") noteRead(seen, value);
    noteKinks(seen, value);
    let result = value;
    seen.origins ??= originsGiven(seen);
    if (typeof value === "boolean" || typeof value === "string") noteOrigins(seen, value);
    else if (seen.pending !== null)
      result = marked({ frame, span: node }, seen.pending.what, seen.pending.origins, value);
    else if (seen.origins !== null) result = withoutText(seen, value);
    if (node.kind === "member") result = lookedUp(seen, result);
    return endedFinite ? result : noteNumber(seen, result);
  }

  function noteComparison({ frame, node, values }: Seen): void {
    const [left, right] = values;
    const isNumeric = (isRecorded(left) && isScalar(right)) || (isRecorded(right) && isScalar(left));
    if (!isNumeric) return;
    if (isOrder(node) && !isTolerance(left as Scalar, right as Scalar)) noteLoop(frame, node);
    const isTie = primal(left as Scalar) === primal(right as Scalar);
    // A count of turns is a whole number: `i < n` ends with a tie at each point, and says nothing.
    if (isTie && !structure.turns.has(node) && isWorthNoting("tie", observations.ties, frame, node)) {
      observations.ties.push({
        reason: null,
        frame,
        span: node,
        operation: `\`${comparisonText(node, values)}\` compares equal numbers`,
      });
    }
  }

  function noteCondition({ frame, node }: Seen, value: Recorded): void {
    noteLoop(frame, node);
    if (primal(value) !== 0 || structure.turns.has(node)) return;
    if (!isWorthNoting("tie", observations.ties, frame, node)) return;
    observations.ties.push({ reason: null, frame, span: node, operation: conditionText(node) });
  }

  function isOfPackage(frame: Frame): boolean {
    return machine().routine.modules[frame.code.module]!.includes("/node_modules/");
  }

  function noteLoop(frame: Frame, node: Expression): void {
    // A loop of a package is not the reader's to look at.
    if (!structure.decidesLoop.has(node) || isOfPackage(frame)) return;
    const loop = machine().loops.findLast((active) => active.frame === frame);
    if (loop === undefined || observations.loops.some((known) => known.loop === loop)) return;
    if (isWorthNoting("loop", observations.loops, frame, loop.span)) observations.loops.push({ loop, frame });
  }

  function noteWrite({ node, frame }: Seen): void {
    if (node.kind !== "assign" && node.kind !== "update") return;
    const { target } = node;
    if (target.kind !== "name" || target.variable.scope !== "global" || !isInFunction(frame)) return;
    if (isWorthNoting("write", observations.writes, frame, node)) {
      observations.writes.push({ frame, span: target, name: target.variable.name });
    }
  }

  function noteRead({ node, frame }: Seen, value: Value): void {
    if (node.kind !== "read" || node.variable.scope !== "global") return;
    const { index } = node.variable;
    if (machine().routine.globals[index]?.changedAt === undefined || !isInFunction(frame)) return;
    if (observations.reads.some((known) => known.index === index)) return;
    observations.reads.push({ frame, span: node, index, value });
  }

  function noteKinks(seen: Seen, value: Value): void {
    const { node, frame } = seen;
    if (!isScalar(value)) return;
    const reason = kinkReason(seen, value);
    if (reason === null || !isWorthNoting("kink", observations.kinks, frame, node)) return;
    observations.kinks.push({ frame, span: node, reason, operation: operationText(seen), result: value });
  }

  /** A text or truth value: from which active numbers it was made. */
  function noteOrigins(seen: Seen, value: Value): void {
    const { node } = seen;
    if (node.kind === "read") {
      const { name } = node.variable;
      seen.origins = originsOfNames.get(name) ?? null;
    } else if (seen.origins === null) {
      const origins = seen.pending?.origins ?? recordedIn(seen.values);
      seen.origins = origins.length > 0 ? origins : null;
    }
    if (seen.origins !== null) rememberText(value, seen.origins);
    const name = structure.names.get(node);
    if (name !== undefined && value !== undefined) {
      if (seen.origins === null) originsOfNames.delete(name);
      else originsOfNames.set(name, seen.origins);
    }
  }

  function rememberText(value: Value, origins: Recorded[]): void {
    if (typeof value !== "string" || value === "" || origins.length === 0) return;
    if (originsOfTexts.size < mostNoted) originsOfTexts.set(value, origins);
  }

  /** From which active numbers the texts were made that a number is read from. A text of the source is from none. */
  function originsGiven(seen: Seen): Recorded[] | null {
    if (originsOfTexts.size === 0 || !turnsIntoNumber(seen)) return null;
    for (const [index, value] of seen.values.entries()) {
      if (typeof value !== "string" || seen.children[index]!.kind === "string") continue;
      const origins = originsOfTexts.get(value);
      if (origins !== undefined) return origins;
    }
    return null;
  }

  /** A number made from a text or truth value that was made from an active number. */
  function withoutText(seen: Seen, value: Value): Value {
    const { values } = seen;
    const origins = seen.origins!;
    if (!turnsIntoNumber(seen)) {
      // Only texts and truth values hand on what they were made from, and an array of a text's parts.
      if (value instanceof ArrayValue) {
        for (const part of value.elements.slice(0, mostNoted)) rememberText(part, origins);
      }
      seen.origins = null;
      return value;
    }
    const isText = values.some((operand) => typeof operand === "string");
    const isUsed = isText || values.some((operand) => typeof operand === "boolean");
    seen.origins = null;
    if (!isUsed) return value;
    const what = isText ? readAgain : "a comparison is used as a number, which is a step";
    return marked({ frame: seen.frame, span: seen.node }, what, origins, value);
  }

  /** Replaces the numbers of a value by markers, and notes the loss. */
  function marked({ frame, span }: Spot, what: string, origins: Recorded[], value: Value): Value {
    const markers: Recorded[] = [];
    const visit = (current: Value, depth: number): Value => {
      if (isScalar(current) && markers.length < mostNoted) {
        const marker = new Variable(typeof current === "number" ? current : 1);
        markers.push(marker);
        return typeof current === "number" ? marker : mul(current, marker);
      }
      if (depth > 4) return current;
      if (current instanceof ArrayValue) {
        current.elements.forEach((element, index) => {
          current.elements[index] = visit(element, depth + 1);
        });
      }
      if (current instanceof RecordValue) {
        for (const [key, property] of current.properties)
          current.properties.set(key, visit(property, depth + 1));
      }
      return current;
    };
    const result = visit(value, 0);
    if (markers.length > 0 && isWorthNoting("loss", observations.losses, frame, span)) {
      observations.losses.push({ frame, span, what, origins, markers });
    }
    return result;
  }

  function lookedUp({ frame, node, values }: Seen, value: Value): Value {
    const [object, index] = values;
    if (
      !isRecorded(index) ||
      !isScalar(value) ||
      typeof object !== "object" ||
      object instanceof RecordValue
    ) {
      return value;
    }
    if (!isWorthNoting("lookUp", observations.lookUps, frame, node)) return value;
    const marker = new Variable(1);
    observations.lookUps.push({ frame, span: node, index, marker });
    return mul(value, marker);
  }

  /** Keeps what is needed to find where a value or derivative that is not finite was born. */
  function noteNumber(seen: Seen, value: Value): Value {
    const { node, frame, values } = seen;
    if (!isScalar(value) || !computes(seen)) return value;
    const operands = operandsOf(seen) ?? values;
    const number = primal(value);
    const isBirth =
      !Number.isFinite(number) &&
      operands.every((operand) => !isScalar(operand) || Number.isFinite(primal(operand)));
    if (!isBirth && (!isRecorded(value) || observations.results.length >= mostResults)) return value;
    const noted: Outcome = {
      node,
      frame,
      span: node,
      value: isBirth && !isRecorded(value) ? new Variable(number) : value,
      operands,
      operation: operationText(seen),
    };
    if (!isBirth) observations.results.push(noted);
    else if (isWorthNoting("birth", observations.births, frame, node)) observations.births.push(noted);
    return noted.value;
  }

  function nativeCallback(
    frame: Frame,
    span: Span,
    callee: NativeFunction,
    parameters: Value[],
    result: Value,
  ): Value {
    const kink = isScalar(result) ? kinkOfNative(callee, parameters) : null;
    if (kink !== null && isScalar(result) && isWorthNoting("kink", observations.kinks, frame, span)) {
      observations.kinks.push({ frame, span, ...kink, result });
    }
    rememberText(result, recordedIn(parameters));
    const [given] = parameters;
    const isRead = typeof given === "string" && readsNumbers(callee.name);
    const origins = isRead ? originsOfTexts.get(given) : undefined;
    return origins === undefined ? result : marked({ frame, span }, readAgain, origins, result);
  }

  return {
    observations,
    expression,
    nativeCallback,
    loss(frame, span, what, origins, result) {
      const active = recordedIn(origins);
      if (result === null) {
        if (top !== null) top.pending = { what, origins: active };
        return null;
      }
      const marker = new Variable(result);
      if (isWorthNoting("loss", observations.losses, frame, span)) {
        observations.losses.push({ frame, span, what, origins: active, markers: [marker] });
      }
      return marker;
    },
  };
}
