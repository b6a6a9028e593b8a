/** Literals: constants, texts, arrays, objects, functions and enums. */

import { primal } from "nested-tape";
import type { AccessorCode, Expression, PropertyCode, Spread } from "../../../../routine.js";
import { isScalar, known, propertyKeyOf, textOf, toPrimitive } from "../../objects/conversions.js";
import { getMember } from "../../objects/members.js";
import { keysOf } from "../../objects/metering.js";
import {
  ArrayValue,
  Closure,
  ObjectValue,
  RecordValue,
  RegularExpressionValue,
  TypedArrayValue,
  UnknownValue,
  type Value,
} from "../../objects/values.js";
import { iterate, Site } from "../calls.js";
import {
  type Context,
  callableOf,
  compileExpression,
  type ExpressionCompilers,
  type Run,
} from "../context.js";
import type { Frame } from "../frame.js";
import { closureOf } from "../frames.js";
import { storeFor } from "./names.js";

const constant =
  ({ value }: { value: Value }): Run =>
  () =>
    value;

export const literalCompilers: Pick<
  ExpressionCompilers,
  | "number"
  | "string"
  | "boolean"
  | "null"
  | "undefined"
  | "regularExpression"
  | "template"
  | "array"
  | "object"
  | "function"
  | "enum"
  | "unsupported"
> = {
  number: constant,
  string: constant,
  boolean: constant,
  null: () => () => null,
  undefined: () => () => undefined,

  regularExpression(node) {
    return (frame) => {
      frame.machine.spendElements(1, frame, node);
      return new RegularExpressionValue(node.source, node.flags);
    };
  },

  template(node, context) {
    const expressions = node.expressions.map((expression) => compileExpression(expression, context));
    return (frame) => {
      let text = node.strings[0]!;
      let unknown: UnknownValue | null = null;
      let paid = 0;
      for (let index = 0; index < expressions.length; index++) {
        const value = expressions[index]!(frame);
        const part = typeof value === "string" ? value : partOfText(value, new Site(frame, node));
        if (part instanceof UnknownValue) unknown ??= part;
        else text += part + node.strings[index + 1]!;
        if (text.length - paid < longTemplate) continue;
        frame.machine.spendElements(text.length - paid, frame, node);
        paid = text.length;
      }
      if (unknown !== null) return unknown.computed();
      frame.machine.spendElements(text.length - paid, frame, node);
      return text;
    };
  },

  array(node, context) {
    const elements = compileList(node.elements, context);
    return (frame) => {
      const values = elements(frame);
      frame.machine.spendElements(values.length, frame, node);
      return new ArrayValue(values);
    };
  },

  object(node, context) {
    const fill = node.properties.map((property) => {
      if (property.kind === "spread") return compileObjectSpread(property, context);
      return property.kind === "property"
        ? compileProperty(property, context)
        : compileAccessor(property, context);
    });
    return (frame) => {
      const record = new RecordValue();
      for (const step of fill) step(frame, record);
      frame.machine.spendElements(record.properties.size, frame, node);
      return record;
    };
  },

  function(node, context) {
    const callable = callableOf(node.function, context);
    return (frame) => closureOf(callable, frame);
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
        const name = textOf(key(frame), new Site(frame, node));
        const held: Value = value === null ? next : value(frame);
        store(frame, held);
        record.define(name, held);
        if (!isScalar(held)) continue;
        record.define(String(primal(held)), name);
        next = primal(held) + 1;
      }
      frame.machine.spendElements(members.length, frame, node);
      return record;
    };
  },

  unsupported({ finding }) {
    if (finding.code === "syntax-error") return (frame) => frame.machine.raise(finding, frame);
    return (frame) => new UnknownValue(frame.machine.located(finding, frame));
  },
};

/** So many characters of a template are paid for before it grows further: the host makes no text of any length. */
const longTemplate = 1_000_000;

/** The text that a value adds to a template. */
function partOfText(value: Value, site: Site): string | UnknownValue {
  const primitive = toPrimitive(value, "string", site);
  return primitive instanceof UnknownValue ? primitive : textOf(primitive, site);
}

/** Evaluates elements or arguments, with what spreads in them. */
export function compileList(
  elements: (Expression | Spread | null)[],
  context: Context,
): (frame: Frame) => Value[] {
  if (elements.every((element): element is Expression => element !== null && element.kind !== "spread")) {
    return compilePlainList(elements.map((element) => compileExpression(element, context)));
  }
  const steps = elements.map((element): ((frame: Frame, values: Value[]) => void) => {
    if (element === null) return (_frame, values) => (values.length += 1);
    if (element.kind !== "spread") {
      const run = compileExpression(element, context);
      return (frame, values) => values.push(run(frame));
    }
    const run = compileExpression(element.expression, context);
    return (frame, values) => {
      const spread = iterate(run(frame), frame, element);
      frame.machine.spendElements(spread.length, frame, element);
      for (const value of spread) values.push(value);
    };
  });
  return (frame) => {
    const values: Value[] = [];
    for (const step of steps) step(frame, values);
    return values;
  };
}

/** Most lists are short. */
function compilePlainList(runs: Run[]): (frame: Frame) => Value[] {
  const [first, second, third] = runs as [Run, Run, Run];
  switch (runs.length) {
    case 0:
      return () => [];
    case 1:
      return (frame) => [first(frame)];
    case 2:
      return (frame) => [first(frame), second(frame)];
    case 3:
      return (frame) => [first(frame), second(frame), third(frame)];
    default:
      return (frame) => {
        const values = new Array<Value>(runs.length);
        for (let index = 0; index < runs.length; index++) values[index] = runs[index]!(frame);
        return values;
      };
  }
}

type Fill = (frame: Frame, record: RecordValue) => void;

function compileProperty(property: PropertyCode, context: Context): Fill {
  const { isMethod } = property;
  const isPrototype = property.key.kind === "string" && property.key.value === "__proto__";
  if (isPrototype && isMethod !== true) return compilePrototype(property.value, context);
  const key = compileExpression(property.key, context);
  const value = compileExpression(property.value, context);
  return (frame, record) => {
    const given = key(frame);
    const name = typeof given === "string" ? given : propertyKeyOf(given, new Site(frame, property.key));
    const held = value(frame);
    if (isMethod === true && held instanceof Closure) held.home = record;
    record.define(name, held);
  };
}

function compileAccessor(property: AccessorCode, context: Context): Fill {
  const key = compileExpression(property.key, context);
  const callable = callableOf(property.function, context);
  return (frame, record) => {
    const name = propertyKeyOf(key(frame), new Site(frame, property.key));
    const closure = closureOf(callable, frame);
    closure.home = record;
    record.defineAccessor(name, property.kind === "getter" ? { get: closure } : { set: closure });
  };
}

/** `{ __proto__: value }` sets the prototype. */
function compilePrototype(value: Expression, context: Context): Fill {
  const run = compileExpression(value, context);
  return (frame, record) => {
    const prototype = run(frame);
    if (prototype === null || prototype instanceof ObjectValue) record.setPrototype(prototype);
  };
}

function compileObjectSpread(spread: Spread, context: Context): Fill {
  const run = compileExpression(spread.expression, context);
  return (frame, record) => {
    const value = run(frame);
    if (value instanceof ObjectValue) {
      const site = new Site(frame, spread);
      known(value, site);
      for (const key of keysOf(value, true, site)) record.define(key, getMember(value, key, site));
      for (const symbol of value.ownSymbols()) {
        if (value.isEnumerable(symbol)) record.define(symbol, getMember(value, symbol, site));
      }
    } else if (typeof value === "string" || value instanceof TypedArrayValue) {
      iterate(value, frame, spread).forEach((element, index) => {
        record.define(String(index), element);
      });
    }
  };
}
