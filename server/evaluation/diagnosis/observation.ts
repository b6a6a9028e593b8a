/**
 * Looks on while a run is repeated, and notes what can be said about it afterwards: where a derivative is lost,
 * where a primitive has a kink, which comparisons are ties, where a number that is not finite is born. Whether
 * what it noted reaches the result is asked of the tape when the run is over.
 *
 * A number that carries no derivative although it comes from an input is replaced by a marker, a variable of its
 * own with the same value: the result depends on the marker exactly if the number reaches the result.
 */

import { isRecorded, mul, primal, type Recorded, Variable } from "nested-tape";
import type { Place, Span } from "../../finding.js";
import type { Expression, ModuleVariable } from "../../routine.js";
import type { Frame } from "../interpreter/evaluator/frame.js";
import type { ActiveLoop } from "../interpreter/evaluator/machine.js";
import type { Observer } from "../interpreter/evaluator/observer.js";
import { isScalar } from "../interpreter/objects/conversions.js";
import {
  ArrayValue,
  type NativeFunction,
  RecordValue,
  type Scalar,
  type Value,
} from "../interpreter/objects/values.js";
import {
  comparisonText,
  computes,
  conditionText,
  isTolerance,
  kinkOfNative,
  kinkReason,
  operandsOf,
  operationText,
  readsNumbers,
  recordedIn,
  turnsIntoNumber,
} from "./operation.js";
import { type Facts, type Seen, Watcher, watchFor } from "./watch.js";

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
  variable: ModuleVariable;
  changedAt: Place;
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

/** Looks on while a run is repeated. */
export class Observation extends Watcher implements Observer {
  readonly watchFor = watchFor;
  readonly observations: Observations = {
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
  /** The run that is to be explained ended with finite numbers only. */
  readonly #endedFinite: boolean;
  readonly #originsOfNames = new Map<string, Recorded[]>();
  /** Texts that were made of active numbers, for where an object, a call or an array hands them on. */
  readonly #originsOfTexts = new Map<string, Recorded[]>();
  readonly #placesNoted = new Map<string, number>();

  constructor(endedFinite: boolean) {
    super();
    this.#endedFinite = endedFinite;
  }

  /** Whether there is room for another note of this kind at this place. */
  #isWorthNoting(kind: string, list: unknown[], frame: Frame, span: Span): boolean {
    if (list.length >= mostNoted) return false;
    const key = `${kind} ${frame.code.module} ${span.start} ${span.end}`;
    const count = (this.#placesNoted.get(key) ?? 0) + 1;
    this.#placesNoted.set(key, count);
    return count <= 8;
  }

  override finishedLeaf(facts: Facts, frame: Frame, value: Value): Recorded[] | null {
    if (facts.readsModule) this.#noteRead(facts, frame, value);
    if (typeof value === "number") return null;
    if (facts.isCondition && isRecorded(value)) this.#noteCondition(facts, frame, value);
    if (typeof value !== "boolean" && typeof value !== "string") return null;
    const origins = facts.read === null ? null : (this.#originsOfNames.get(facts.read) ?? null);
    this.#noteOrigins(facts, value, origins);
    return origins;
  }

  override finished(seen: Seen, value: Value): Value {
    const { facts, frame } = seen;
    if (facts.isComparison) this.#noteComparison(seen);
    if (facts.isCondition && isRecorded(value)) this.#noteCondition(facts, frame, value);
    if (facts.isWrite) this.#noteWrite(seen);
    if (facts.mayKink && isScalar(value)) this.#noteKinks(seen, value);
    let result = value;
    seen.origins ??= this.#originsGiven(seen);
    if (typeof value === "boolean" || typeof value === "string") {
      if (seen.origins === null) {
        const origins = seen.pending?.origins ?? recordedIn(seen.operation().values);
        seen.origins = origins.length > 0 ? origins : null;
      }
      this.#noteOrigins(facts, value, seen.origins);
    } else if (seen.pending !== null) {
      result = this.#marked({ frame, span: facts.node }, seen.pending.what, seen.pending.origins, value);
    } else if (seen.origins !== null) result = this.#withoutText(seen, value);
    if (facts.node.kind === "member") result = this.#lookedUp(seen, result);
    return this.#endedFinite || !facts.mayCompute ? result : this.#noteNumber(seen, result);
  }

  #noteComparison(seen: Seen): void {
    const left = seen.value(0);
    const right = seen.value(1);
    const isNumeric = (isRecorded(left) && isScalar(right)) || (isRecorded(right) && isScalar(left));
    if (!isNumeric) return;
    const { facts, frame } = seen;
    const { node } = facts;
    if (facts.isOrder && !isTolerance(left as Scalar, right as Scalar)) this.#noteLoop(facts, frame);
    const isTie = primal(left as Scalar) === primal(right as Scalar);
    // A count of turns is a whole number: `i < n` ends with a tie at each point, and says nothing.
    if (!isTie || facts.isTurn) return;
    const { ties } = this.observations;
    if (!this.#isWorthNoting("tie", ties, frame, node)) return;
    const operation = `\`${comparisonText(node, [left, right])}\` compares equal numbers`;
    ties.push({ reason: null, frame, span: node, operation });
  }

  #noteCondition(facts: Facts, frame: Frame, value: Recorded): void {
    this.#noteLoop(facts, frame);
    if (primal(value) !== 0 || facts.isTurn) return;
    const { ties } = this.observations;
    const { node } = facts;
    if (!this.#isWorthNoting("tie", ties, frame, node)) return;
    ties.push({ reason: null, frame, span: node, operation: conditionText(node) });
  }

  #noteLoop({ decidesLoop }: Facts, frame: Frame): void {
    // A loop of a package is not the reader's to look at.
    if (!decidesLoop || isOfPackage(frame)) return;
    const loop = frame.machine.loops.findLast((active) => active.frame === frame);
    const { loops } = this.observations;
    if (loop === undefined || loops.some((known) => known.loop === loop)) return;
    if (this.#isWorthNoting("loop", loops, frame, loop.span)) loops.push({ loop, frame });
  }

  #noteWrite({ node, frame }: Seen): void {
    if (node.kind !== "assign" && node.kind !== "update") return;
    const { target } = node;
    if (target.kind !== "name" || target.variable.scope !== "module" || isOfPackage(frame)) return;
    const { writes } = this.observations;
    if (this.#isWorthNoting("write", writes, frame, node)) {
      writes.push({ frame, span: target, name: target.variable.name });
    }
  }

  #noteRead({ node }: Facts, frame: Frame, value: Value): void {
    if (node.kind !== "read" || node.variable.scope !== "module" || isOfPackage(frame)) return;
    const variable = frame.environment.variables[node.variable.index]!;
    const { reads } = this.observations;
    if (reads.some((known) => known.variable === variable)) return;
    const changedAt = variable.changedAt?.() ?? null;
    if (changedAt !== null) reads.push({ frame, span: node, variable, changedAt, value });
  }

  #noteKinks(seen: Seen, value: Scalar): void {
    const { node, frame } = seen;
    const operation = seen.operation();
    const reason = kinkReason(operation, value);
    const { kinks } = this.observations;
    if (reason === null || !this.#isWorthNoting("kink", kinks, frame, node)) return;
    kinks.push({ frame, span: node, reason, operation: operationText(operation), result: value });
  }

  /** A text or truth value: from which active numbers it was made, for where it is met again. */
  #noteOrigins({ name }: Facts, value: Value, origins: Recorded[] | null): void {
    if (origins !== null) this.#rememberText(value, origins);
    if (name === undefined) return;
    if (origins === null) this.#originsOfNames.delete(name);
    else this.#originsOfNames.set(name, origins);
  }

  #rememberText(value: Value, origins: Recorded[]): void {
    if (typeof value !== "string" || value === "" || origins.length === 0) return;
    if (this.#originsOfTexts.size < mostNoted) this.#originsOfTexts.set(value, origins);
  }

  /** From which active numbers the texts were made that a number is read from. A text of the source is from none. */
  #originsGiven(seen: Seen): Recorded[] | null {
    if (this.#originsOfTexts.size === 0 || !seen.facts.mayTurnIntoNumber) return null;
    const operation = seen.operation();
    if (!turnsIntoNumber(operation)) return null;
    for (const [index, value] of operation.values.entries()) {
      if (typeof value !== "string" || operation.children[index]!.kind === "string") continue;
      const origins = this.#originsOfTexts.get(value);
      if (origins !== undefined) return origins;
    }
    return null;
  }

  /** A number made from a text or truth value that was made from an active number. */
  #withoutText(seen: Seen, value: Value): Value {
    const operation = seen.operation();
    const { values } = operation;
    const origins = seen.origins!;
    seen.origins = null;
    if (!turnsIntoNumber(operation)) {
      // Only texts and truth values hand on what they were made from, and an array of a text's parts.
      if (value instanceof ArrayValue) {
        for (const part of value.elements.slice(0, mostNoted)) this.#rememberText(part, origins);
      }
      return value;
    }
    const isText = values.some((operand) => typeof operand === "string");
    const isUsed = isText || values.some((operand) => typeof operand === "boolean");
    if (!isUsed) return value;
    const what = isText ? readAgain : "a comparison is used as a number, which is a step";
    return this.#marked({ frame: seen.frame, span: seen.node }, what, origins, value);
  }

  /** Replaces the numbers of a value by markers, and notes the loss. */
  #marked({ frame, span }: Spot, what: string, origins: Recorded[], value: Value): Value {
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
          current.setElement(index, visit(element, depth + 1));
        });
      }
      if (current instanceof RecordValue) {
        for (const [key, property] of current.properties) current.setData(key, visit(property, depth + 1));
      }
      return current;
    };
    const result = visit(value, 0);
    if (markers.length > 0 && this.#isWorthNoting("loss", this.observations.losses, frame, span)) {
      this.observations.losses.push({ frame, span, what, origins, markers });
    }
    return result;
  }

  #lookedUp(seen: Seen, value: Value): Value {
    const object = seen.value(0);
    const index = seen.value(1);
    if (
      !isRecorded(index) ||
      !isScalar(value) ||
      typeof object !== "object" ||
      object instanceof RecordValue
    ) {
      return value;
    }
    const { frame, node } = seen;
    const { lookUps } = this.observations;
    if (!this.#isWorthNoting("lookUp", lookUps, frame, node)) return value;
    const marker = new Variable(1);
    lookUps.push({ frame, span: node, index, marker });
    return mul(value, marker);
  }

  /** Keeps what is needed to find where a value or derivative that is not finite was born. */
  #noteNumber(seen: Seen, value: Value): Value {
    if (!isScalar(value)) return value;
    const operation = seen.operation();
    if (!computes(operation)) return value;
    const { node, frame } = seen;
    const operands = operandsOf(operation) ?? operation.values;
    const number = primal(value);
    const isBirth =
      !Number.isFinite(number) &&
      operands.every((operand) => !isScalar(operand) || Number.isFinite(primal(operand)));
    const { results, births } = this.observations;
    if (!isBirth && (!isRecorded(value) || results.length >= mostResults)) return value;
    const noted: Outcome = {
      node,
      frame,
      span: node,
      value: isBirth && !isRecorded(value) ? new Variable(number) : value,
      operands,
      operation: operationText(operation),
    };
    if (!isBirth) results.push(noted);
    else if (this.#isWorthNoting("birth", births, frame, node)) births.push(noted);
    return noted.value;
  }

  nativeCallback(
    frame: Frame,
    span: Span,
    callee: NativeFunction,
    parameters: Value[],
    result: Value,
  ): Value {
    const { kinks } = this.observations;
    const kink = isScalar(result) ? kinkOfNative(callee, parameters) : null;
    if (kink !== null && isScalar(result) && this.#isWorthNoting("kink", kinks, frame, span)) {
      kinks.push({ frame, span, ...kink, result });
    }
    this.#rememberText(result, recordedIn(parameters));
    const [given] = parameters;
    const isRead = typeof given === "string" && readsNumbers(callee.name);
    const origins = isRead ? this.#originsOfTexts.get(given) : undefined;
    return origins === undefined ? result : this.#marked({ frame, span }, readAgain, origins, result);
  }

  loss(frame: Frame, span: Span, what: string, origins: Value[], result: number | null): Value {
    const active = recordedIn(origins);
    if (result === null) {
      const { innermost } = this;
      if (innermost !== undefined) innermost.pending = { what, origins: active };
      return null;
    }
    const marker = new Variable(result);
    const { losses } = this.observations;
    if (this.#isWorthNoting("loss", losses, frame, span)) {
      losses.push({ frame, span, what, origins: active, markers: [marker] });
    }
    return marker;
  }
}

function isOfPackage({ code }: Frame): boolean {
  return code.module.includes("/node_modules/");
}
