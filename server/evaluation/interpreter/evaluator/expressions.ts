/** Evaluating expressions. One entry an expression. */

import { add, primal } from "nested-tape";
import type {
  AccessorCode,
  BinaryOperator,
  Expression,
  LogicalOperator,
  Spread,
  Variable,
} from "../../../routine.js";
import { intrinsics } from "../library/intrinsics.js";
import {
  describe,
  isPrimitive,
  isScalar,
  propertyKeyOf,
  scalarOf,
  textOf,
  toBoolean,
  toPropertyKey,
  toScalar,
} from "../objects/conversions.js";
import { deleteMember, getMember, lookUp, setMember } from "../objects/members.js";
import { Accessor, absent, ObjectValue } from "../objects/objects.js";
import { RegularExpressionValue } from "../objects/regularExpressions.js";
import { TypedArrayValue } from "../objects/typedArrays.js";
import { ArrayValue, Cell, Closure, type Frame, RecordValue, type Value } from "../objects/values.js";
import { initialised, iterate } from "./calls.js";
import { compileClass, getPrivate, getSuper, hasPrivate, setPrivate } from "./classes.js";
import {
  type Assign,
  type Context,
  compileExpression,
  compilePattern,
  type ExpressionCompilers,
  type Run,
} from "./compile.js";
import { compileYield } from "./generators.js";
import { binaryOperations, unaryOperations } from "./operators.js";
import { siteOf } from "./sites.js";
import { unknownName } from "./unknownNames.js";

/** Whether a name that no module declares has a value. */
function isIntrinsic(name: string): boolean {
  return name === "globalThis" || name === "global" || intrinsics.has(name);
}

/** What `?.` throws its chain away with. */
const shortCircuit = Symbol("shortCircuit");

export const expressionCompilers: ExpressionCompilers = {
  number:
    ({ value }) =>
    () =>
      value,
  string:
    ({ value }) =>
    () =>
      value,
  boolean:
    ({ value }) =>
    () =>
      value,
  null: () => () => null,
  undefined: () => () => undefined,
  regularExpression(node, { machine }) {
    return (frame) => {
      machine.spendElements(1, frame, node);
      return new RegularExpressionValue(node.source, node.flags);
    };
  },

  intrinsic(node, { machine, program }) {
    const { name } = node;
    if (name === "globalThis" || name === "global") return () => program.globalObject();
    if (intrinsics.has(name)) {
      const value = intrinsics.get(name);
      return () => value;
    }
    const { code, message } = unknownName(name);
    return (frame) => machine.fail(code, frame, node, message);
  },

  read(node, context) {
    const read = compileRead(node, node.variable, context);
    const { site } = node;
    if (site === undefined) return read;
    const { trace } = context.machine;
    return (frame) => {
      const value = read(frame);
      trace.note(site, value);
      return value;
    };
  },

  this(node, { machine }) {
    return ({ thisFrame }) => {
      if (thisFrame.isThisKnown) return thisFrame.thisValue;
      const message = "`this` is read before `super(…)` was called.";
      return machine.failWith("ReferenceError", thisFrame, node, message);
    };
  },

  template(node, context) {
    const expressions = node.expressions.map((expression) => compileExpression(expression, context));
    const { machine } = context;
    return (frame) => {
      let text = node.strings[0]!;
      for (let index = 0; index < expressions.length; index++) {
        const value = expressions[index]!(frame);
        const part = typeof value === "string" ? value : textOf(value, siteOf(context, frame, node));
        text += part + node.strings[index + 1]!;
      }
      machine.spendElements(text.length, frame, node);
      return text;
    };
  },

  array(node, context) {
    const elements = compileList(node.elements, context);
    const { machine } = context;
    return (frame) => {
      const values = elements(frame);
      machine.spendElements(values.length, frame, node);
      return new ArrayValue(values);
    };
  },

  object(node, context) {
    const fill = node.properties.map((property) => {
      if (property.kind === "spread") return compileObjectSpread(property, context);
      if (property.kind !== "property") return compileAccessor(property, context);
      const isPrototype = property.key.kind === "string" && property.key.value === "__proto__";
      if (isPrototype && property.isMethod !== true) return compilePrototype(property.value, context);
      const { isMethod } = property;
      const key = compileExpression(property.key, context);
      const value = compileExpression(property.value, context);
      return (frame: Frame, record: RecordValue) => {
        const name = propertyKeyOf(key(frame), siteOf(context, frame, property.key));
        const held = value(frame);
        if (isMethod === true && held instanceof Closure) held.home = record;
        record.define(name, held);
      };
    });
    const { machine } = context;
    return (frame) => {
      const record = new RecordValue();
      for (const step of fill) step(frame, record);
      machine.spendElements(record.properties.size, frame, node);
      return record;
    };
  },

  function(node, { program }) {
    return (frame) => program.closure(node.function, frame);
  },

  unary(node, context) {
    if (node.operator === "typeof" && node.operand.kind === "intrinsic" && !isIntrinsic(node.operand.name)) {
      return () => "undefined";
    }
    const operand = compileExpression(node.operand, context);
    const operation = unaryOperations[node.operator];
    if (node.operator === "-") {
      return (frame) => {
        const value = operand(frame);
        return typeof value === "number" ? -value : operation(value, siteOf(context, frame, node));
      };
    }
    if (node.operator === "!") return (frame) => !toBoolean(operand(frame));
    return (frame) => operation(operand(frame), siteOf(context, frame, node));
  },

  binary(node, context) {
    const left = compileExpression(node.left, context);
    const right = compileExpression(node.right, context);
    const combine = compileOperator(node.operator, node, context);
    return (frame) => combine(left(frame), right(frame), frame);
  },

  logical(node, context) {
    const left = compileExpression(node.left, context);
    const right = compileExpression(node.right, context);
    const { operator } = node;
    return (frame) => {
      const value = left(frame);
      return goesOn(operator, value) ? right(frame) : value;
    };
  },

  chain(node, context) {
    const first = compileExpression(node.first, context);
    const links = node.links.map(({ operator, right, start, end }) => {
      const next = compileExpression(right, context);
      if (operator === "&&" || operator === "||" || operator === "??") {
        return (value: Value, frame: Frame) => (goesOn(operator, value) ? next(frame) : value);
      }
      const combine = compileOperator(operator, { kind: "undefined", start, end }, context);
      return (value: Value, frame: Frame) => combine(value, next(frame), frame);
    });
    return (frame) => {
      let value = first(frame);
      for (const link of links) value = link(value, frame);
      return value;
    };
  },

  conditional(node, context) {
    const condition = compileExpression(node.condition, context);
    const whenTrue = compileExpression(node.whenTrue, context);
    const whenFalse = compileExpression(node.whenFalse, context);
    return (frame) => (toBoolean(condition(frame)) ? whenTrue(frame) : whenFalse(frame));
  },

  assign(node, context) {
    const value = compileExpression(node.value, context);
    if (node.operator === null) {
      if (node.target.kind === "member") return compileMemberAssignment(node.target, value, context);
      const assign = compilePattern(node.target, context, false);
      return (frame) => {
        const result = value(frame);
        assign(frame, result);
        return result;
      };
    }
    const { operator } = node;
    const place = compilePlace(node.target, context);
    if (operator === "&&" || operator === "||" || operator === "??") {
      return (frame) => {
        const { current, assign } = place(frame);
        if (!goesOn(operator, current)) return current;
        const result = value(frame);
        assign(frame, result);
        return result;
      };
    }
    const combine = compileOperator(operator, node, context);
    return (frame) => {
      const { current, assign } = place(frame);
      const result = combine(current, value(frame), frame);
      assign(frame, result);
      return result;
    };
  },

  update(node, context) {
    const place = compilePlace(node.target, context);
    const step = node.operator === "++" ? 1 : -1;
    return (frame) => {
      const { current, assign } = place(frame);
      const before = toScalar(current) ?? scalarOf(current, siteOf(context, frame, node));
      const after = add(before, step);
      assign(frame, after);
      return node.isPrefix ? after : before;
    };
  },

  member(node, context) {
    const object = compileExpression(node.object, context);
    const property = compileExpression(node.property, context);
    const { isOptional } = node;
    return (frame) => {
      const owner = object(frame);
      if (isOptional && (owner === null || owner === undefined)) throw shortCircuit;
      return readMember(owner, property(frame), context, frame, node);
    };
  },

  call(node, context) {
    const { program } = context;
    const parameters = compileList(node.arguments, context);
    const { callee } = node;
    if (callee.kind === "member") {
      const object = compileExpression(callee.object, context);
      const property = compileExpression(callee.property, context);
      return (frame) => {
        const owner = object(frame);
        if (callee.isOptional && (owner === null || owner === undefined)) throw shortCircuit;
        const key = property(frame);
        const method = readMember(owner, key, context, frame, callee);
        if (node.isOptional && (method === null || method === undefined)) throw shortCircuit;
        if (method === undefined) {
          context.machine.fail(
            "runtime-error",
            frame,
            node,
            `There is no method ${toPropertyKey(key) ?? ""} on ${describe(owner)}.`,
          );
        }
        return program.call(method, owner, parameters(frame), frame, node);
      };
    }
    if (callee.kind === "superMember") {
      const method = compileExpression(callee, context);
      return (frame) => {
        const called = method(frame);
        return program.call(called, frame.thisFrame.thisValue, parameters(frame), frame, node);
      };
    }
    if (callee.kind === "privateMember") {
      const object = compileExpression(callee.object, context);
      return (frame) => {
        const owner = object(frame);
        if (callee.isOptional && (owner === null || owner === undefined)) throw shortCircuit;
        const method = getPrivate(owner, callee.name, siteOf(context, frame, callee));
        if (node.isOptional && (method === null || method === undefined)) throw shortCircuit;
        return program.call(method, owner, parameters(frame), frame, node);
      };
    }
    const compiledCallee = compileExpression(callee, context);
    return (frame) => {
      const called = compiledCallee(frame);
      if (node.isOptional && (called === null || called === undefined)) throw shortCircuit;
      const values = parameters(frame);
      if (called instanceof Closure) return program.callClosure(called, undefined, values, frame, node);
      return program.call(called, undefined, values, frame, node);
    };
  },

  new(node, context) {
    const callee = compileExpression(node.callee, context);
    const parameters = compileList(node.arguments, context);
    return (frame) => context.program.construct(callee(frame), parameters(frame), frame, node);
  },

  optionalChain(node, context) {
    const run = compileExpression(node.expression, context);
    return (frame) => {
      try {
        return run(frame);
      } catch (thrown) {
        if (thrown === shortCircuit) return undefined;
        throw thrown;
      }
    };
  },

  sequence(node, context) {
    const expressions = node.expressions.map((expression) => compileExpression(expression, context));
    return (frame) => {
      let last: Value;
      for (const expression of expressions) last = expression(frame);
      return last;
    };
  },

  class: compileClass,
  yield: compileYield,

  superCall(node, context) {
    const parameters = compileList(node.arguments, context);
    return (frame) => {
      context.program.constructSuper(parameters(frame), frame, node);
      return frame.thisFrame.thisValue;
    };
  },

  superMember(node, context) {
    const property = compileExpression(node.property, context);
    return (frame) => getSuper(property(frame), frame, siteOf(context, frame, node));
  },

  privateMember(node, context) {
    const object = compileExpression(node.object, context);
    const { name, isOptional } = node;
    return (frame) => {
      const owner = object(frame);
      if (isOptional && (owner === null || owner === undefined)) throw shortCircuit;
      return getPrivate(owner, name, siteOf(context, frame, node));
    };
  },

  privateIn(node, context) {
    const object = compileExpression(node.object, context);
    return (frame) => {
      const owner = object(frame);
      if (!isPrimitive(owner)) return hasPrivate(owner, node.name);
      return siteOf(context, frame, node).fail(
        `\`in\` needs an object on the right, and this is ${describe(owner)}.`,
      );
    };
  },

  newTarget: () => (frame) => frame.thisFrame.newTarget,

  arguments(node, context) {
    return (frame) => {
      const { parameters } = frame.thisFrame;
      context.machine.spendElements(parameters.length, frame, node);
      return new ArrayValue([...parameters]);
    };
  },

  delete(node, context) {
    const object = compileExpression(node.object, context);
    const property = compileExpression(node.property, context);
    return (frame) => {
      const owner = object(frame);
      if (node.isOptional && (owner === null || owner === undefined)) throw shortCircuit;
      return deleteMember(owner, property(frame), siteOf(context, frame, node));
    };
  },

  taggedTemplate(node, context) {
    const { program } = context;
    const strings = frozenStrings(node.cooked.map((text) => text ?? undefined));
    strings.defineHidden("raw", frozenStrings(node.raw));
    const expressions = node.expressions.map((expression) => compileExpression(expression, context));
    const { tag } = node;
    const given = (frame: Frame): Value[] => [strings, ...expressions.map((run) => run(frame))];
    if (tag.kind !== "member") {
      const callee = compileExpression(tag, context);
      return (frame) => {
        const called = callee(frame);
        return program.call(called, undefined, given(frame), frame, node);
      };
    }
    const object = compileExpression(tag.object, context);
    const property = compileExpression(tag.property, context);
    return (frame) => {
      const owner = object(frame);
      const called = readMember(owner, property(frame), context, frame, tag);
      return program.call(called, owner, given(frame), frame, node);
    };
  },

  enum(node, context) {
    const own = storeFor(node.own, context);
    const members = node.members.map((member) => ({
      key: compileExpression(member.key, context),
      store: storeFor(member.variable, context),
      value: member.value === null ? null : compileExpression(member.value, context),
    }));
    return (frame) => {
      const record = new RecordValue();
      own(frame, record);
      let next: Value = 0;
      for (const { key, store, value } of members) {
        const name = textOf(key(frame), siteOf(context, frame, node));
        const held: Value = value === null ? next : value(frame);
        store(frame, held);
        record.define(name, held);
        if (!isScalar(held)) continue;
        record.define(String(primal(held)), name);
        next = primal(held) + 1;
      }
      context.machine.spendElements(members.length, frame, node);
      return record;
    };
  },

  unsupported(node, { machine }) {
    return (frame) => machine.raise(node.finding, frame);
  },
};

function frozenStrings(texts: (string | undefined)[]): ArrayValue {
  const array = new ArrayValue(texts);
  array.isFrozen = true;
  return array;
}

/** Gives a slot of the running function a value, in a cell of its own where closures share it. */
function storeFor({ index }: Variable, { locals }: Context): (frame: Frame, value: Value) => void {
  if (!locals[index]!.isCaptured) {
    return (frame, value) => {
      frame.slots[index] = value;
    };
  }
  return (frame, value) => {
    frame.slots[index] = new Cell(value);
  };
}

function compileRead(node: Expression, variable: Variable, context: Context): Run {
  const { index, name } = variable;
  switch (variable.scope) {
    case "global":
      return (frame) => context.program.readGlobal(index, frame, node);
    case "captured":
      return (frame) => initialised(frame.captured[index]!.value, name, context, frame, node);
    case "local":
      if (context.locals[index]!.isCaptured) {
        return (frame) => initialised((frame.slots[index] as Cell).value, name, context, frame, node);
      }
      return (frame) => initialised(frame.slots[index] as Value, name, context, frame, node);
  }
}

/** Whether `left operator …` evaluates its right side. */
function goesOn(operator: LogicalOperator, left: Value): boolean {
  if (operator === "??") return left === null || left === undefined;
  return operator === "&&" ? toBoolean(left) : !toBoolean(left);
}

/** An operator with its fast way for plain numbers, and the engine's operation where arithmetic meets a recorded one. */
function compileOperator(
  operator: BinaryOperator,
  node: Expression,
  context: Context,
): (left: Value, right: Value, frame: Frame) => Value {
  const operation = binaryOperations[operator];
  const slowly = (left: Value, right: Value, frame: Frame): Value =>
    operation(left, right, siteOf(context, frame, node));
  const onNumbers = (
    plain: (left: number, right: number) => Value,
  ): ((left: Value, right: Value, frame: Frame) => Value) => {
    return (left, right, frame) =>
      typeof left === "number" && typeof right === "number" ? plain(left, right) : slowly(left, right, frame);
  };
  switch (operator) {
    case "+":
      return onNumbers((left, right) => left + right);
    case "-":
      return onNumbers((left, right) => left - right);
    case "*":
      return onNumbers((left, right) => left * right);
    case "/":
      return onNumbers((left, right) => left / right);
    case "<":
      return onNumbers((left, right) => left < right);
    case "<=":
      return onNumbers((left, right) => left <= right);
    case ">":
      return onNumbers((left, right) => left > right);
    case ">=":
      return onNumbers((left, right) => left >= right);
    case "===":
      return onNumbers((left, right) => left === right);
    case "!==":
      return onNumbers((left, right) => left !== right);
    default:
      return slowly;
  }
}

function readMember(owner: Value, key: Value, context: Context, frame: Frame, node: Expression): Value {
  if (owner instanceof ArrayValue && typeof key === "number") {
    const element = owner.elements[key];
    if (element !== undefined) return element;
  }
  if (owner instanceof ObjectValue && typeof key === "string" && owner.elementCount === 0) {
    const found = lookUp(owner, key);
    if (found !== absent && !(found instanceof Accessor) && !(owner instanceof ArrayValue)) return found;
  }
  if (owner instanceof TypedArrayValue && typeof key === "number" && !owner.buffer.isViewed) {
    const element = owner.get(key);
    if (element !== undefined) return element;
  }
  return getMember(owner, key, siteOf(context, frame, node));
}

/** Evaluates elements or arguments, with what spreads in them. */
function compileList(elements: (Expression | Spread | null)[], context: Context): (frame: Frame) => Value[] {
  if (elements.every((element): element is Expression => element !== null && element.kind !== "spread")) {
    const runs = elements.map((element) => compileExpression(element, context));
    return (frame) => {
      const values = new Array<Value>(runs.length);
      for (let index = 0; index < runs.length; index++) values[index] = runs[index]!(frame);
      return values;
    };
  }
  const steps = elements.map((element): ((frame: Frame, values: Value[]) => void) => {
    if (element === null) return (_frame, values) => (values.length += 1);
    if (element.kind !== "spread") {
      const run = compileExpression(element, context);
      return (frame, values) => values.push(run(frame));
    }
    const run = compileExpression(element.expression, context);
    return (frame, values) => {
      const spread = iterate(run(frame), context, frame, element);
      context.machine.spendElements(spread.length, frame, element);
      for (const value of spread) values.push(value);
    };
  });
  return (frame) => {
    const values: Value[] = [];
    for (const step of steps) step(frame, values);
    return values;
  };
}

function compileAccessor(
  property: AccessorCode,
  context: Context,
): (frame: Frame, record: RecordValue) => void {
  const key = compileExpression(property.key, context);
  return (frame, record) => {
    const name = propertyKeyOf(key(frame), siteOf(context, frame, property.key));
    const closure = context.program.closure(property.function, frame);
    closure.home = record;
    record.defineAccessor(name, property.kind === "getter" ? { get: closure } : { set: closure });
  };
}

/** `{ __proto__: value }` sets the prototype. */
function compilePrototype(value: Expression, context: Context): (frame: Frame, record: RecordValue) => void {
  const run = compileExpression(value, context);
  return (frame, record) => {
    const prototype = run(frame);
    if (prototype === null || prototype instanceof ObjectValue) record.prototype = prototype;
  };
}

function compileObjectSpread(spread: Spread, context: Context): (frame: Frame, record: RecordValue) => void {
  const run = compileExpression(spread.expression, context);
  return (frame, record) => {
    const value = run(frame);
    if (value instanceof ObjectValue) {
      const site = siteOf(context, frame, spread);
      for (const key of value.enumerableKeys()) record.define(key, getMember(value, key, site));
      for (const symbol of value.unusual?.symbols.keys() ?? []) {
        if (value.isEnumerable(symbol)) record.define(symbol, getMember(value, symbol, site));
      }
    } else if (typeof value === "string" || value instanceof TypedArrayValue) {
      iterate(value, context, frame, spread).forEach((element, index) => {
        record.properties.set(String(index), element);
      });
    }
  };
}

/** `object[key] = value`: object and key are evaluated before the value. */
function compileMemberAssignment(
  target: { object: Expression; property: Expression; start: number; end: number },
  value: Run,
  context: Context,
): Run {
  const place = compileMemberPlace(target, context);
  return (frame) => {
    const { assign } = place(frame, false);
    const result = value(frame);
    assign(frame, result);
    return result;
  };
}

/** A place to read and then to write, its object and key evaluated once. */
type Place = (frame: Frame) => { current: Value; assign: Assign };

function compilePlace(target: Extract<Expression, { kind: "assign" }>["target"], context: Context): Place {
  if (target.kind === "member") {
    const place = compileMemberPlace(target, context);
    return (frame) => place(frame, true);
  }
  if (target.kind === "privateMember") {
    const object = compileExpression(target.object, context);
    return (frame) => {
      const owner = object(frame);
      const site = siteOf(context, frame, target);
      return {
        current: getPrivate(owner, target.name, site),
        assign: (_frame, value) => setPrivate(owner, target.name, value, site),
      };
    };
  }
  const assign = compilePattern(target, context, false);
  if (target.kind !== "name") {
    return (frame) => ({
      current: context.machine.fail(
        "unsupported-construct",
        frame,
        target,
        "Only a name or a property can be changed like this.",
      ),
      assign,
    });
  }
  const read = compileRead({ ...target, kind: "read" }, target.variable, context);
  return (frame) => ({ current: read(frame), assign });
}

function compileMemberPlace(
  target: { object: Expression; property: Expression; start: number; end: number },
  context: Context,
): (frame: Frame, isRead: boolean) => { current: Value; assign: Assign } {
  const object = compileExpression(target.object, context);
  const property = compileExpression(target.property, context);
  return (frame, isRead) => {
    const owner = object(frame);
    const key = property(frame);
    const site = siteOf(context, frame, target);
    return {
      current: isRead ? getMember(owner, key, site) : undefined,
      assign: (_frame, value) => setMember(owner, key, value, site),
    };
  };
}
