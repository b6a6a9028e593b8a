/** Assigning to names, members and destructuring patterns. One entry a pattern. */

import type { Pattern, PatternElement } from "../../../routine.js";
import { describe, propertyKeyOf } from "../objects/conversions.js";
import { collect, stepsOver } from "../objects/iteration.js";
import { getMember, type MemberSite, setMember } from "../objects/members.js";
import {
  ArrayValue,
  type Cell,
  ObjectValue,
  type PropertyKey,
  RecordValue,
  type Value,
} from "../objects/values.js";
import { initialised } from "./calls.js";
import { setPrivate } from "./classes.js";
import {
  type Assign,
  type Context,
  compileExpression,
  compilePattern,
  type PatternCompilers,
  type Run,
} from "./compile.js";
import { siteOf } from "./sites.js";

export const patternCompilers: PatternCompilers = {
  name(node, context, isDeclaration) {
    const { variable, site } = node;
    const store = storeTo(node, context, isDeclaration);
    if (site === undefined) return store;
    const { trace } = context.machine;
    if (variable.scope === "global") return store;
    return (frame, value) => {
      store(frame, value);
      trace.note(site, value);
    };
  },

  member(node, context) {
    const object = compileExpression(node.object, context);
    const property = compileExpression(node.property, context);
    return (frame, value) => {
      setMember(object(frame), property(frame), value, siteOf(context, frame, node));
    };
  },

  privateMember(node, context) {
    const object = compileExpression(node.object, context);
    return (frame, value) => setPrivate(object(frame), node.name, value, siteOf(context, frame, node));
  },

  arrayPattern(node, context, isDeclaration) {
    const elements = node.elements.map((element) =>
      element === null ? null : compileElement(element, context, isDeclaration),
    );
    const rest = node.rest === null ? null : compilePattern(node.rest, context, isDeclaration);
    return (frame, value) => {
      const values = firstOf(value, elements.length, rest !== null, siteOf(context, frame, node));
      for (let index = 0; index < elements.length; index++) elements[index]?.(frame, values[index]);
      rest?.(frame, new ArrayValue(values.slice(elements.length)));
    };
  },

  objectPattern(node, context, isDeclaration) {
    const properties = node.properties.map((property) => ({
      key: compileExpression(property.key, context),
      assign: compileElement(property, context, isDeclaration),
    }));
    const rest = node.rest === null ? null : compilePattern(node.rest, context, isDeclaration);
    return (frame, value) => {
      if (value === null || value === undefined) {
        context.machine.fail("runtime-error", frame, node, `${describe(value)} cannot be taken apart.`);
      }
      const taken = new Set<PropertyKey>();
      for (const property of properties) {
        const key = propertyKeyOf(property.key(frame), siteOf(context, frame, node));
        taken.add(key);
        property.assign(frame, getMember(value, key, siteOf(context, frame, node)));
      }
      rest?.(frame, withoutProperties(value, taken, siteOf(context, frame, node)));
    };
  },

  unsupported(node, context) {
    return (frame) => context.machine.raise(node.finding, frame);
  },
};

function storeTo(node: Extract<Pattern, { kind: "name" }>, context: Context, isDeclaration: boolean): Assign {
  const { variable } = node;
  if (node.isConstant && !isDeclaration) {
    return (frame) =>
      context.machine.fail(
        "runtime-error",
        frame,
        node,
        `${variable.name} is a constant and cannot be assigned.`,
      );
  }
  const { index } = variable;
  if (variable.scope === "global") {
    return (frame, value) => context.program.writeGlobal(index, value, frame, node);
  }
  if (variable.scope === "captured") {
    return (frame, value) => {
      const cell = frame.captured[index]!;
      if (!isDeclaration) initialised(cell.value, variable.name, context, frame, node);
      cell.value = value;
    };
  }
  if (context.locals[index]!.isCaptured) {
    return (frame, value) => {
      const cell = frame.slots[index] as Cell;
      if (!isDeclaration) initialised(cell.value, variable.name, context, frame, node);
      cell.value = value;
    };
  }
  if (isDeclaration) {
    return (frame, value) => {
      frame.slots[index] = value;
    };
  }
  return (frame, value) => {
    initialised(frame.slots[index] as Value, variable.name, context, frame, node);
    frame.slots[index] = value;
  };
}

function compileElement(element: PatternElement, context: Context, isDeclaration: boolean): Assign {
  const assign = compilePattern(element.pattern, context, isDeclaration);
  if (element.defaultValue === null) return assign;
  const defaultValue: Run = compileExpression(element.defaultValue, context);
  return (frame, value) => assign(frame, value === undefined ? defaultValue(frame) : value);
}

/** The values that an array pattern takes: no more than it has elements, unless a rest takes them all. */
function firstOf(value: Value, count: number, isAll: boolean, site: MemberSite): Value[] {
  if (value instanceof ArrayValue) return value.elements;
  const steps = stepsOver(value, site);
  if (isAll) return collect(steps, site.spend);
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
  const rest = new RecordValue();
  if (typeof value === "string") {
    [...value].forEach((character, index) => {
      if (!taken.has(String(index))) rest.define(String(index), character);
    });
  }
  if (!(value instanceof ObjectValue)) return rest;
  const keys = value.enumerableKeys();
  site.spend(keys.length);
  for (const key of keys) if (!taken.has(key)) rest.define(key, getMember(value, key, site));
  for (const symbol of value.unusual?.symbols.keys() ?? []) {
    if (!taken.has(symbol) && value.isEnumerable(symbol)) rest.define(symbol, getMember(value, symbol, site));
  }
  return rest;
}
