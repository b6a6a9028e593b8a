/**
 * At the top levels of modules, code that hangs on something unknown is passed over: what it might have assigned is
 * unknown from there on, and the program goes on behind it. In the run of a marked function the finding is better.
 *
 *     let isNode = false;
 *     if (pattern.test(platform)) isNode = true;      isNode is unknown from here on
 *
 * That is done for the smallest statement, or the whole call, of which it can be said what it changes at most. Where
 * there is none, the top-level statement ends.
 */

import type { Node } from "../../../routine/walk.js";
import type { FunctionCode, Statement, Variable } from "../../../routine.js";
import { setMember } from "../objects/members.js";
import {
  Accessor,
  ArrayValue,
  absent,
  isFunction,
  RecordValue,
  UnknownValue,
  type Value,
} from "../objects/values.js";
import { RunEnded } from "../thrown.js";
import { reachedBy, reachedByValue } from "./alternatives.js";
import { Site } from "./calls.js";
import { type Completion, completions } from "./completions.js";
import type { Context, Execute, StatementOf } from "./context.js";
import { type Effects, effectsOf, effectsOfFunction, effectsOfSides, noEffects } from "./effects.js";
import type { Frame } from "./frame.js";
import { Inspection, isQuiet } from "./inspection.js";
import { cellOf, untold } from "./told.js";

/** A statement that is passed over where it hangs on something unknown. */
export function passingOver(node: Node, run: Execute): Execute {
  return (frame) => {
    const loops = frame.machine.loops.length;
    try {
      return run(frame);
    } catch (thrown) {
      const unknown = unknownBehind(thrown);
      if (unknown === null || !isPassedOver(effectsOf(node), unknown, frame)) throw thrown;
      frame.machine.noteUnknownUse(unknown);
      frame.machine.loops.length = loops;
      return completions.normal;
    }
  };
}

/** What a run does where an `if` asks for something unknown: whether it goes on behind it. */
export function unknownIf(
  node: StatementOf<"if">,
  { isTopLevel }: Context,
): (unknown: UnknownValue, frame: Frame) => boolean {
  const { condition, whenTrue, whenFalse } = node;
  if (isTopLevel) {
    return (unknown, frame) => unknown.truth === null && isPassedOver(effectsOfSides(node), unknown, frame);
  }
  return (unknown, frame) =>
    unknown.truth === null && isQuiet([whenTrue, whenFalse], unknown, new Site(frame, condition));
}

/**
 * What a run does behind a `try` where an error may have been thrown for something unknown: it goes on where it does
 * not matter if the rest of the block was run, or what stands in `catch`.
 */
export function behindUnknownTry(
  node: StatementOf<"try">,
): (unknown: UnknownValue, completion: Completion, frame: Frame) => Completion {
  return (unknown, completion, frame) => {
    const body = node.handler?.body ?? null;
    const site = new Site(frame, node);
    if (completion === completions.normal && isQuiet([node.block, body], unknown, site)) return completion;
    const returned = completion === completions.return ? returnedByBoth(node, unknown, site) : null;
    if (returned === null) return frame.machine.needed(unknown, frame, node);
    frame.result = returned;
    return completion;
  };
}

/** What a function returns that changes nothing, out of a `try` or its `catch`; null where it does more, or goes on. */
function returnedByBoth(
  { block, handler }: StatementOf<"try">,
  unknown: UnknownValue,
  site: Site,
): UnknownValue | null {
  if (handler === null || !endsInReturn(handler.body)) return null;
  const both = [effectsOf(block), effectsOf(handler.body)].filter((effects) => effects !== null);
  const inspection = new Inspection(site, noEffects(), unknown);
  if (both.length < 2 || !both.every((effects) => inspection.changesNothing(effects))) return null;
  return unknown.reaching(
    reachedBy(
      both.flatMap(({ returned }) => returned),
      inspection,
      unknown,
    ),
  );
}

function endsInReturn(statement: Statement): boolean {
  if (statement.kind === "return") return true;
  const last = statement.kind === "block" ? statement.body.at(-1) : undefined;
  return last !== undefined && endsInReturn(last);
}

function isPassedOver(effects: Effects | null, unknown: UnknownValue, frame: Frame): boolean {
  // What it returns is for the whole call to say.
  return effects !== null && !effects.mayReturn && leaveUnknown(effects, unknown, frame, false);
}

/** The statements of a function, of which the rest is passed over where it hangs on something unknown. */
export function passingOverRest(code: FunctionCode, body: readonly Execute[]): Execute {
  return (frame) => {
    const loops = frame.machine.loops.length;
    try {
      for (const statement of body) {
        if (statement(frame) === completions.return) return completions.return;
      }
      return completions.normal;
    } catch (thrown) {
      const unknown = unknownBehind(thrown);
      const effects = unknown === null ? null : effectsOfFunction(code);
      if (unknown === null || effects === null) throw thrown;
      // Behind the `return` of a module come statements that are not in this code.
      if (effects.mayReturn && frame.caller === null) throw thrown;
      const inspection = new Inspection(new Site(frame, frame.code), effects, unknown);
      const returned = unknown.reaching(reachedBy(effects.returned, inspection, unknown));
      if (!leaveUnknown(effects, unknown, frame, true)) throw thrown;
      frame.machine.noteUnknownUse(unknown);
      frame.machine.loops.length = loops;
      frame.result = effects.mayReturn ? returned : undefined;
      return completions.return;
    }
  };
}

/**
 * Makes everything unknown that code might have changed.
 *
 * @param isWhole the code is all of a function
 * @returns false where not all can be said that it might change; nothing is done then
 */
function leaveUnknown(effects: Effects, unknown: UnknownValue, frame: Frame, isWhole: boolean): boolean {
  const site = new Site(frame, frame.code);
  const inspection = new Inspection(site, effects, unknown);
  if (isWhole) inspection.isWholeCall(effects);
  const places = effects.properties
    .filter(({ object }) => !inspection.isForgiving(object))
    .map((property) => ({ ...property, ...inspection.propertyOf(property) }));
  const writes: (() => void)[] = [];
  for (const variable of effects.variables) {
    const write = variableWrite(variable, unknownFor(variable, effects, inspection, unknown), frame, site);
    if (write === null) return false;
    writes.push(write);
  }
  for (const { owner, key, isDeleted } of places) {
    if (isDeleted || owner === untold || key === untold || !isOwnData(owner, key)) return false;
    writes.push(() => setMember(owner, key, unknown.ofProgram(), site));
  }
  if (!inspection.areQuiet(effects)) return false;
  for (const write of writes) write();
  return true;
}

/** Only something unknown is passed over, or what cannot be interpreted: no error of the program, no spent budget. */
function unknownBehind(thrown: unknown): UnknownValue | null {
  if (!(thrown instanceof RunEnded) || thrown.errorName !== null) return null;
  const { finding, unknown } = thrown;
  const { code } = finding;
  if (code.startsWith("budget-") || code === "runtime-error" || code === "syntax-error") return null;
  return unknown === null ? new UnknownValue(finding) : unknown.derived();
}

function variableWrite(
  variable: Variable,
  unknown: UnknownValue,
  frame: Frame,
  site: Site,
): (() => void) | null {
  const { slots, captured, environment } = frame;
  const { global } = frame.machine.realm;
  const cell = cellOf(variable, { locals: slots, captured, environment });
  if (cell !== null) return () => cell.set(unknown);
  switch (variable.scope) {
    case "local":
      return () => {
        slots[variable.index] = unknown;
      };
    case "global":
      if (!isOwnData(global, variable.name)) return null;
      return () => setMember(global, variable.name, unknown, site);
    default:
      return null;
  }
}

/** What a variable holds behind code that may have assigned it: what it held, or what it was given. */
function unknownFor(
  variable: Variable,
  { variables, given }: Effects,
  inspection: Inspection,
  unknown: UnknownValue,
): UnknownValue {
  const isIt = (other: Variable) => other.scope === variable.scope && other.name === variable.name;
  const values = given.filter((one) => isIt(one.variable)).map(({ value }) => value);
  if (values.length < variables.filter(isIt).length) return unknown.ofProgram();
  const before = inspection.valueOf(variable);
  return unknown
    .reaching(reachedBy(values, inspection, unknown))
    .reaching(before === untold ? {} : reachedByValue(before, inspection, unknown));
}

/**
 * Whether assigning the property changes nothing but its value. One that is not there yet would be found by
 * whoever asks for the object's keys.
 */
function isOwnData(owner: Value, key: Value): boolean {
  if (owner instanceof ArrayValue && typeof key === "number") return owner.elements[key] !== undefined;
  if (typeof key !== "string" || !(owner instanceof RecordValue || isFunction(owner))) return false;
  if (!owner.hasOwn(key) || owner.special(key) !== absent || owner.isReadOnly(key)) return false;
  return !owner.isFrozen && !(owner.findOwn(key) instanceof Accessor);
}
