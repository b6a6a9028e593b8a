/** Assigning to names, members and destructuring patterns. One entry a pattern. */

import { type Span, undeclaredMessage } from "../../../finding.js";
import type { Expression, Pattern, PatternElement } from "../../../routine.js";
import { describe, propertyKeyOf } from "../objects/conversions.js";
import type { GlobalObject } from "../objects/globals.js";
import { collect, stepsOver } from "../objects/iteration.js";
import { getMember, hasMember, type MemberSite, setMember } from "../objects/members.js";
import { keysOf } from "../objects/metering.js";
import {
  ArrayValue,
  type Cell,
  ObjectValue,
  type PropertyKey,
  RecordValue,
  UnknownValue,
  type Value,
} from "../objects/values.js";
import { oneOf } from "./alternatives.js";
import { Site } from "./calls.js";
import { setPrivate } from "./classMembers.js";
import {
  type Assign,
  type Context,
  compileExpression,
  compilePattern,
  type PatternCompilers,
  type Run,
} from "./context.js";
import type { Frame } from "./frame.js";
import { isQuiet } from "./inspection.js";
import { initialised } from "./variables.js";

export const patternCompilers: PatternCompilers = {
  name(node, context, isDeclaration) {
    const { variable, site } = node;
    const { marked } = context;
    const store = storeTo(node, context, isDeclaration);
    if (site === undefined || !context.isTraced || variable.scope === "module") return store;
    return (frame, value) => {
      store(frame, value);
      frame.machine.trace.note(marked, site, value);
    };
  },

  member(node, context) {
    const object = compileExpression(node.object, context);
    const property = compileExpression(node.property, context);
    return (frame, value) => {
      setMember(object(frame), property(frame), value, new Site(frame, node));
    };
  },

  privateMember(node, context) {
    const object = compileExpression(node.object, context);
    return (frame, value) => setPrivate(object(frame), node.name, value, new Site(frame, node));
  },

  arrayPattern(node, context, isDeclaration) {
    const elements = node.elements.map((element) =>
      element === null ? null : compileElement(element, context, isDeclaration),
    );
    const rest = node.rest === null ? null : compilePattern(node.rest, context, isDeclaration);
    return (frame, value) => {
      if (value instanceof UnknownValue) frame.machine.noteUnknownUse(value);
      const values = firstOf(value, elements.length, rest !== null, new Site(frame, node));
      for (let index = 0; index < elements.length; index++) elements[index]?.(frame, values[index]);
      if (rest === null) return;
      frame.machine.spendElements(Math.max(0, values.length - elements.length), frame, node);
      rest(frame, new ArrayValue(values.slice(elements.length)));
    };
  },

  objectPattern(node, context, isDeclaration) {
    const properties = node.properties.map((property) => ({
      key: compileExpression(property.key, context),
      assign: compileElement(property, context, isDeclaration),
    }));
    const rest = node.rest === null ? null : compilePattern(node.rest, context, isDeclaration);
    return (frame, value) => {
      if (value instanceof UnknownValue && !value.isThere) frame.machine.noteUnknownUse(value);
      if (value === null || value === undefined) {
        frame.machine.fail("runtime-error", frame, node, `${describe(value)} cannot be taken apart.`);
      }
      const taken = new Set<PropertyKey>();
      for (const property of properties) {
        const key = propertyKeyOf(property.key(frame), new Site(frame, node));
        taken.add(key);
        property.assign(frame, getMember(value, key, new Site(frame, node)));
      }
      rest?.(frame, withoutProperties(value, taken, new Site(frame, node)));
    };
  },

  unsupported(node) {
    return (frame) => frame.machine.raise(node.finding, frame);
  },
};

function storeTo(node: Extract<Pattern, { kind: "name" }>, context: Context, isDeclaration: boolean): Assign {
  const { variable } = node;
  if (node.isConstant && !isDeclaration) {
    return (frame) =>
      frame.machine.fail(
        "runtime-error",
        frame,
        node,
        `${variable.name} is a constant and cannot be assigned.`,
      );
  }
  switch (variable.scope) {
    case "module": {
      const { index } = variable;
      return (frame, value) => frame.environment.write(index, value);
    }
    case "global": {
      const { global } = context.realm;
      return (frame, value) => assignGlobal(global, variable.name, value, frame, node);
    }
    case "outer":
      return (frame) => frame.machine.fail("runtime-error", frame, node, `${variable.name} is a constant.`);
  }
  const { index } = variable;
  if (variable.scope === "captured") {
    return (frame, value) => {
      const cell = frame.captured[index]!;
      if (!isDeclaration) initialised(cell.value, variable.name, frame, node);
      cell.set(value);
    };
  }
  if (context.locals[index]!.isCaptured) {
    return (frame, value) => {
      const cell = frame.slots[index] as Cell;
      if (!isDeclaration) initialised(cell.value, variable.name, frame, node);
      cell.set(value);
    };
  }
  if (isDeclaration) {
    return (frame, value) => {
      frame.slots[index] = value;
    };
  }
  return (frame, value) => {
    const before = frame.slots[index] as Value;
    if (typeof before !== "number") initialised(before, variable.name, frame, node);
    frame.slots[index] = value;
  };
}

/** What is declared nowhere: sloppy code makes it by assigning to it, strict code must find it there. */
function assignGlobal(global: GlobalObject, name: string, value: Value, frame: Frame, node: Span): void {
  const site = new Site(frame, node);
  if (site.isStrict && !hasMember(global, name, site)) {
    frame.machine.failWith("ReferenceError", frame, node, undeclaredMessage(name), "unknown-name");
  }
  setMember(global, name, value, site);
}

function compileElement(element: PatternElement, context: Context, isDeclaration: boolean): Assign {
  const { defaultValue: node } = element;
  const assign = compilePattern(element.pattern, context, isDeclaration);
  return node === null ? assign : withDefault(assign, node, compileExpression(node, context));
}

/** Assigns a value, or the default where that is undefined. */
export function withDefault(assign: Assign, node: Expression, defaultValue: Run): Assign {
  return (frame, value) => {
    if (value instanceof UnknownValue && !value.isThere) {
      const site = new Site(frame, node);
      // Whether the default is evaluated must not matter.
      if (!isQuiet([node], value, site)) frame.machine.needed(value, frame, node);
      assign(frame, oneOf([node], value, site));
      return;
    }
    assign(frame, value === undefined ? defaultValue(frame) : value);
  };
}

/** The values that an array pattern takes: no more than it has elements, unless a rest takes them all. */
function firstOf(value: Value, count: number, isAll: boolean, site: MemberSite): readonly Value[] {
  if (value instanceof ArrayValue && value.hasStandardClass) return value.elements;
  if (value instanceof UnknownValue && !isAll) return new Array<Value>(count).fill(value.derived());
  const steps = stepsOver(value, site);
  if (isAll) return collect(steps, (count) => site.spend(count));
  const values: Value[] = [];
  while (values.length < count) {
    const step = steps.next();
    if (step.done) return values;
    values.push(step.value);
  }
  steps.close();
  return values;
}

function withoutProperties(value: Value, taken: Set<PropertyKey>, site: MemberSite): Value {
  if (value instanceof UnknownValue) return value.derived();
  const rest = new RecordValue();
  if (typeof value === "string") {
    site.spend(value.length);
    [...value].forEach((character, index) => {
      if (!taken.has(String(index))) rest.define(String(index), character);
    });
  }
  if (!(value instanceof ObjectValue)) return rest;
  const keys = keysOf(value, true, site);
  site.spend(keys.length);
  for (const key of keys) if (!taken.has(key)) rest.define(key, getMember(value, key, site));
  for (const symbol of value.ownSymbols()) {
    if (!taken.has(symbol) && value.isEnumerable(symbol)) rest.define(symbol, getMember(value, symbol, site));
  }
  return rest;
}
