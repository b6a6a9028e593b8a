/** Calls: of functions, methods, constructors and tags of templates. */

import { primitives, Recorded } from "nested-tape";
import { describe, shownKey } from "../../objects/conversions.js";
import { isPristine } from "../../objects/journal.js";
import {
  ArrayValue,
  absent,
  Closure,
  NativeFunction,
  ObjectValue,
  type Value,
} from "../../objects/values.js";
import { call, callClosure, construct, constructSuper, Site } from "../calls.js";
import { getPrivate } from "../classMembers.js";
import {
  type Context,
  compileExpression,
  type ExpressionCompilers,
  type ExpressionOf,
  isPlain,
  type Run,
} from "../context.js";
import type { Frame } from "../frame.js";
import { compileList } from "./literals.js";
import { endsChain, readMember, shortCircuit } from "./members.js";

type CallNode = ExpressionOf<"call">;

export const callCompilers: Pick<ExpressionCompilers, "call" | "new" | "superCall" | "taggedTemplate"> = {
  call(node, context) {
    switch (node.callee.kind) {
      case "member":
        return compileOperation(node, context) ?? compileMethodCall(node, node.callee, context);
      case "superMember":
        return compileSuperCall(node, context);
      case "privateMember":
        return compilePrivateCall(node, node.callee, context);
      default:
        return compilePlainCall(node, context);
    }
  },

  new(node, context) {
    const callee = compileExpression(node.callee, context);
    const parameters = compileList(node.arguments, context);
    return (frame) => construct(callee(frame), parameters(frame), frame, node);
  },

  superCall(node, context) {
    const parameters = compileList(node.arguments, context);
    return (frame) => {
      constructSuper(parameters(frame), frame, node);
      return frame.thisFrame.thisValue;
    };
  },

  taggedTemplate(node, context) {
    const strings = frozenStrings(node.cooked.map((text) => text ?? undefined));
    strings.defineHidden("raw", frozenStrings(node.raw));
    const expressions = node.expressions.map((expression) => compileExpression(expression, context));
    const { tag } = node;
    const given = (frame: Frame): Value[] => [strings, ...expressions.map((run) => run(frame))];
    if (tag.kind !== "member") {
      const callee = compileExpression(tag, context);
      return (frame) => {
        const called = callee(frame);
        return call(called, undefined, given(frame), frame, node);
      };
    }
    const object = compileExpression(tag.object, context);
    const property = compileExpression(tag.property, context);
    return (frame) => {
      const owner = object(frame);
      const called = readMember(owner, property(frame), frame, tag);
      return call(called, owner, given(frame), frame, node);
    };
  },
};

function frozenStrings(texts: (string | undefined)[]): ArrayValue {
  const array = new ArrayValue(texts);
  array.freeze();
  return array;
}

function compilePlainCall(node: CallNode, context: Context): Run {
  const callee = compileExpression(node.callee, context);
  const parameters = compileList(node.arguments, context);
  const { isOptional } = node;
  return (frame) => {
    const called = callee(frame);
    if (isOptional && endsChain(called, node.arguments, frame, node)) throw shortCircuit;
    const values = parameters(frame);
    if (called instanceof Closure) return callClosure(called, undefined, values, frame, node);
    return call(called, undefined, values, frame, node);
  };
}

function compileMethodCall(node: CallNode, callee: ExpressionOf<"member">, context: Context): Run {
  const rest = [callee.property, ...node.arguments];
  const object = compileExpression(callee.object, context);
  const property = compileExpression(callee.property, context);
  const parameters = compileList(node.arguments, context);
  return (frame) => {
    const owner = object(frame);
    if (callee.isOptional && endsChain(owner, rest, frame, node)) throw shortCircuit;
    const key = property(frame);
    const method = readMember(owner, key, frame, callee);
    if (node.isOptional && endsChain(method, node.arguments, frame, node)) throw shortCircuit;
    if (method === undefined) {
      const message = `There is no method ${shownKey(key) ?? ""} on ${describe(owner)}.`;
      return frame.machine.fail("runtime-error", frame, node, message);
    }
    return call(method, owner, parameters(frame), frame, node);
  };
}

function compileSuperCall(node: CallNode, context: Context): Run {
  const method = compileExpression(node.callee, context);
  const parameters = compileList(node.arguments, context);
  return (frame) => {
    const called = method(frame);
    return call(called, frame.thisFrame.thisValue, parameters(frame), frame, node);
  };
}

function compilePrivateCall(node: CallNode, callee: ExpressionOf<"privateMember">, context: Context): Run {
  const object = compileExpression(callee.object, context);
  const parameters = compileList(node.arguments, context);
  return (frame) => {
    const owner = object(frame);
    if (callee.isOptional && endsChain(owner, node.arguments, frame, node)) throw shortCircuit;
    const method = getPrivate(owner, callee.name, new Site(frame, callee));
    if (node.isOptional && endsChain(method, node.arguments, frame, node)) throw shortCircuit;
    return call(method, owner, parameters(frame), frame, node);
  };
}

/**
 * `Math.sin(x)` of numbers is the engine's operation, without a call of a function of the library; of anything else
 * it is that call, and so it is while the program has changed `Math`. Null where it is no such call.
 */
function compileOperation(node: CallNode, context: Context): Run | null {
  const { callee } = node;
  if (callee.kind !== "member" || callee.object.kind !== "intrinsic" || callee.object.name !== "Math") {
    return null;
  }
  if (callee.property.kind !== "string" || node.arguments.length !== 1 || !isPlain(context)) return null;
  const [argument] = node.arguments;
  const { global } = context.realm;
  const math = isPristine(global) ? global.get("Math") : absent;
  if (argument!.kind === "spread" || !(math instanceof ObjectValue) || !isPristine(math)) return null;
  const name = callee.property.value;
  const native = math.findOwn(name);
  const operation = primitives.get(name);
  if (!(native instanceof NativeFunction) || operation?.primitive.arity !== 1) return null;
  const operand = compileExpression(argument, context);
  const slowly = compileMethodCall(node, callee, context);
  return (frame) => {
    if (!isPristine(math) || !isPristine(global)) return slowly(frame);
    const value = operand(frame);
    if (typeof value !== "number" && !(value instanceof Recorded)) {
      return call(native, math, [value], frame, node);
    }
    frame.machine.step(frame, node);
    return operation(value);
  };
}
