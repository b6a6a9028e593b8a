/** Reading and deleting properties, and the chains of `?.` that end early. */

import type { Span } from "../../../../finding.js";
import type { Node } from "../../../../routine/walk.js";
import { describe, isPrimitive } from "../../objects/conversions.js";
import { deleteMember, getMember, lookUp, setMember } from "../../objects/members.js";
import {
  Accessor,
  ArrayValue,
  absent,
  ObjectValue,
  TypedArrayValue,
  UnknownValue,
  type Value,
} from "../../objects/values.js";
import { Site } from "../calls.js";
import { getPrivate, getSuper, hasPrivate } from "../classMembers.js";
import {
  compileExpression,
  type ExpressionCompilers,
  type PlainLocal,
  plainLocal,
  type Run,
} from "../context.js";
import type { Frame } from "../frame.js";
import { isQuiet } from "../inspection.js";
import { Mark } from "../mark.js";

/** What `?.` throws its chain away with. */
export const shortCircuit = Symbol("shortCircuit");

/**
 * Whether `value?.` ends the chain.
 *
 * @param rest what is evaluated where it does not: of something unknown it must not matter
 */
export function endsChain(
  value: Value,
  rest: readonly Node[],
  frame: Frame,
  span: Span,
): value is null | undefined {
  if (value instanceof UnknownValue && !value.isThere) {
    if (!isQuiet(rest, value, new Site(frame, span))) frame.machine.needed(value, frame, span);
  }
  return value === null || value === undefined;
}

export function readMember(owner: Value, key: Value, frame: Frame, span: Span): Value {
  if (frame.machine.catching > 0) noteUse(owner, frame);
  if (typeof key === "number") {
    if (owner instanceof ArrayValue) {
      const element = owner.elements[key];
      if (element !== undefined) return element;
    } else if (owner instanceof TypedArrayValue && !owner.buffer.isViewed) {
      const element = owner.get(key);
      if (element !== undefined) return element;
    }
  } else if (typeof key === "string" && owner instanceof ObjectValue && owner.elementCount === 0) {
    const found = lookUp(owner, key);
    if (found !== absent && !(found instanceof Accessor) && !(owner instanceof ArrayValue)) return found;
  }
  return getMember(owner, key, new Site(frame, span));
}

/** What is not known to be there may be undefined, of which nothing is read or assigned. */
function noteUse(owner: Value, frame: Frame): void {
  if (owner instanceof UnknownValue && !owner.isThere) frame.machine.noteUnknownUse(owner);
}

export function writeMember(owner: Value, key: Value, value: Value, frame: Frame, span: Span): void {
  if (frame.machine.catching > 0) noteUse(owner, frame);
  if (typeof key === "number" && owner instanceof ArrayValue && owner.elements[key] !== undefined) {
    if (!owner.isFrozen) {
      owner.setElement(key, value);
      return;
    }
  }
  setMember(owner, key, value, new Site(frame, span));
}

/** `a[i]` of two variables that no closure shares, where the array has the element; anything else as always. */
function elementOfLocals(first: PlainLocal, second: PlainLocal, slowly: Run): Run {
  return (frame) => {
    const owner = frame.slots[first.slot];
    const key = frame.slots[second.slot];
    if (typeof key !== "number" || !(owner instanceof ArrayValue)) return slowly(frame);
    const element = owner.elements[key];
    if (element === undefined) return slowly(frame);
    const { trace } = frame.machine;
    if (first.site >= 0) trace.note(first.marked, first.site, owner);
    if (second.site >= 0) trace.note(second.marked, second.site, key);
    return element;
  };
}

export const memberCompilers: Pick<
  ExpressionCompilers,
  "member" | "optionalChain" | "superMember" | "privateMember" | "privateIn" | "delete"
> = {
  member(node, context) {
    const object = compileExpression(node.object, context);
    const property = compileExpression(node.property, context);
    const { isOptional } = node;
    const slowly: Run = (frame) => {
      const owner = object(frame);
      if (isOptional && endsChain(owner, [node.property], frame, node)) throw shortCircuit;
      return readMember(owner, property(frame), frame, node);
    };
    const first = plainLocal(node.object, context);
    const second = plainLocal(node.property, context);
    return first === null || second === null ? slowly : elementOfLocals(first, second, slowly);
  },

  optionalChain(node, context) {
    const run = compileExpression(node.expression, context);
    return (frame) => {
      const mark = new Mark(frame);
      try {
        return run(frame);
      } catch (thrown) {
        if (thrown !== shortCircuit) throw thrown;
        mark.return();
        return undefined;
      }
    };
  },

  superMember(node, context) {
    const property = compileExpression(node.property, context);
    return (frame) => getSuper(property(frame), frame, new Site(frame, node));
  },

  privateMember(node, context) {
    const object = compileExpression(node.object, context);
    const { name, isOptional } = node;
    return (frame) => {
      const owner = object(frame);
      if (isOptional && endsChain(owner, [], frame, node)) throw shortCircuit;
      return getPrivate(owner, name, new Site(frame, node));
    };
  },

  privateIn(node, context) {
    const object = compileExpression(node.object, context);
    return (frame) => {
      const owner = object(frame);
      if (!isPrimitive(owner)) return hasPrivate(owner, node.name);
      return new Site(frame, node).fail(
        `\`in\` needs an object on the right, and this is ${describe(owner)}.`,
      );
    };
  },

  delete(node, context) {
    const object = compileExpression(node.object, context);
    const property = compileExpression(node.property, context);
    return (frame) => {
      const owner = object(frame);
      if (node.isOptional && endsChain(owner, [node.property], frame, node)) throw shortCircuit;
      return deleteMember(owner, property(frame), new Site(frame, node));
    };
  },
};
