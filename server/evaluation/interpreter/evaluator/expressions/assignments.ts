/** Assignments, and the operators that change what they are applied to. */

import { add, Recorded, type Scalar } from "nested-tape";
import type { Pattern } from "../../../../routine.js";
import { scalarOf, toScalar } from "../../objects/conversions.js";
import { UnknownValue, type Value } from "../../objects/values.js";
import { Site } from "../calls.js";
import { getPrivate, setPrivate } from "../classMembers.js";
import {
  type Assign,
  type Context,
  compileExpression,
  compilePattern,
  type ExpressionCompilers,
  type PlainLocal,
  plainLocal,
  type Run,
} from "../context.js";
import type { Frame } from "../frame.js";
import { readMember, writeMember } from "./members.js";
import { compileRead } from "./names.js";
import { type Combine, combining, goesOn, isLogical } from "./operators.js";

export const assignmentCompilers: Pick<ExpressionCompilers, "assign" | "update"> = {
  assign(node, context) {
    const value = compileExpression(node.value, context);
    const { operator, target } = node;
    if (operator === null) {
      if (target.kind === "member") return compileMemberAssignment(target, value, context);
      const assign = compilePattern(target, context, false);
      const local = slotToChange(target, context);
      if (local !== null) return assignLocal(local, value, assign);
      return (frame) => {
        const result = value(frame);
        assign(frame, result);
        return result;
      };
    }
    if (isLogical(operator)) {
      return compileChange(target, context, {
        isDue: (current, frame) => goesOn(operator, current, frame, target),
        change: (_current, frame) => value(frame),
      });
    }
    const combine = combining(operator, node);
    const slowly = compileChange(target, context, {
      change: (current, frame) => combine(current, value(frame), frame),
    });
    const local = slotToChange(target, context);
    return local === null ? slowly : combineLocal(local, value, combine, slowly);
  },

  update(node, context) {
    const step = node.operator === "++" ? 1 : -1;
    const local = slotToChange(node.target, context);
    const slowly = compileChange(node.target, context, {
      read: (current, frame) =>
        current instanceof UnknownValue
          ? current.computed()
          : (toScalar(current) ?? scalarOf(current, new Site(frame, node))),
      change: (before) => (before instanceof UnknownValue ? before.computed() : add(before as Scalar, step)),
      givesBefore: !node.isPrefix,
    });
    return local === null ? slowly : stepLocal(local, step, node.isPrefix, slowly);
  },
};

/** A variable that may be changed in its slot; null for anything else. */
function slotToChange(target: Pattern, context: Context): PlainLocal | null {
  return target.kind === "name" && !target.isConstant ? plainLocal(target, context) : null;
}

/** `v = …` of a variable that holds a number. */
function assignLocal({ slot, site, marked }: PlainLocal, value: Run, assign: Assign): Run {
  return (frame) => {
    const result = value(frame);
    const before = frame.slots[slot];
    if (typeof before === "number" || before instanceof Recorded) {
      frame.slots[slot] = result;
      if (site >= 0) frame.machine.trace.note(marked, site, result);
    } else assign(frame, result);
    return result;
  };
}

/** `v += …` of a variable that holds a number. */
function combineLocal({ slot, site, marked }: PlainLocal, value: Run, combine: Combine, slowly: Run): Run {
  return (frame) => {
    const before = frame.slots[slot];
    if (typeof before !== "number" && !(before instanceof Recorded)) return slowly(frame);
    const result = combine(before, value(frame), frame);
    frame.slots[slot] = result;
    if (site >= 0) frame.machine.trace.note(marked, site, result);
    return result;
  };
}

/** `i++` of a variable that holds a plain number. */
function stepLocal({ slot, site, marked }: PlainLocal, step: 1 | -1, isPrefix: boolean, slowly: Run): Run {
  return (frame) => {
    const before = frame.slots[slot];
    if (typeof before !== "number") return slowly(frame);
    const after = before + step;
    frame.slots[slot] = after;
    if (site >= 0) frame.machine.trace.note(marked, site, after);
    return isPrefix ? after : before;
  };
}

/** `object[key] = value`: object and key are evaluated before the value. */
function compileMemberAssignment(
  target: Extract<Pattern, { kind: "member" }>,
  value: Run,
  context: Context,
): Run {
  const object = compileExpression(target.object, context);
  const property = compileExpression(target.property, context);
  return (frame) => {
    const owner = object(frame);
    const key = property(frame);
    const result = value(frame);
    writeMember(owner, key, result, frame, target);
    return result;
  };
}

/** What becomes of the value of a place. */
interface Change {
  /** What the value before counts as. */
  read?: (current: Value, frame: Frame) => Value;
  /** Whether there is a change at all. */
  isDue?: (current: Value, frame: Frame) => boolean;
  change(before: Value, frame: Frame): Value;
  /** The expression gives the value before, as `i++` does. */
  givesBefore?: boolean;
}

/** Reads a place and writes to it; its object and key are evaluated once. */
function compileChange(target: Pattern, context: Context, given: Change): Run {
  const { read = (current) => current, isDue = () => true, change, givesBefore = false } = given;
  if (target.kind === "member" || target.kind === "privateMember") {
    const place = target.kind === "member" ? memberPlace(target, context) : privatePlace(target, context);
    return (frame) => {
      const owner = place.object(frame);
      const key = place.key(frame);
      const current = read(place.get(owner, key, frame), frame);
      if (!isDue(current, frame)) return current;
      const result = change(current, frame);
      place.set(owner, key, result, frame);
      return givesBefore ? current : result;
    };
  }
  if (target.kind !== "name") {
    const message = "Only a name or a property can be changed like this.";
    return (frame) => frame.machine.fail("unsupported-construct", frame, target, message);
  }
  const assign = compilePattern(target, context, false);
  const get = compileRead(target, target.variable, context);
  return (frame) => {
    const current = read(get(frame), frame);
    if (!isDue(current, frame)) return current;
    const result = change(current, frame);
    assign(frame, result);
    return givesBefore ? current : result;
  };
}

interface MemberPlace {
  object: Run;
  key: Run;
  get(owner: Value, key: Value, frame: Frame): Value;
  set(owner: Value, key: Value, value: Value, frame: Frame): void;
}

function memberPlace(target: Extract<Pattern, { kind: "member" }>, context: Context): MemberPlace {
  return {
    object: compileExpression(target.object, context),
    key: compileExpression(target.property, context),
    get: (owner, key, frame) => readMember(owner, key, frame, target),
    set: (owner, key, value, frame) => writeMember(owner, key, value, frame, target),
  };
}

function privatePlace(target: Extract<Pattern, { kind: "privateMember" }>, context: Context): MemberPlace {
  const { name } = target;
  return {
    object: compileExpression(target.object, context),
    key: () => undefined,
    get: (owner, _key, frame) => getPrivate(owner, name, new Site(frame, target)),
    set: (owner, _key, value, frame) => setPrivate(owner, name, value, new Site(frame, target)),
  };
}
