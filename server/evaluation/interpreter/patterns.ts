/** Assigning to names, members and destructuring patterns. One entry a pattern. */

import type { Pattern, PatternElement } from "../../routine.js";
import { initialised, iterate } from "./calls.js";
import {
  type Assign,
  type Context,
  compileExpression,
  compilePattern,
  type PatternCompilers,
  type Run,
} from "./compile.js";
import { describe, toPropertyKey } from "./conversions.js";
import { getMember, setMember } from "./members.js";
import { siteOf } from "./sites.js";
import { ArrayValue, type Cell, RecordValue, type Value } from "./values.js";

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

  arrayPattern(node, context, isDeclaration) {
    const elements = node.elements.map((element) =>
      element === null ? null : compileElement(element, context, isDeclaration),
    );
    const rest = node.rest === null ? null : compilePattern(node.rest, context, isDeclaration);
    return (frame, value) => {
      const values = iterate(value, context, frame, node);
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
      const taken = new Set<string>();
      for (const property of properties) {
        const key = property.key(frame);
        taken.add(toPropertyKey(key) ?? "");
        property.assign(frame, getMember(value, key, siteOf(context, frame, node)));
      }
      rest?.(frame, withoutProperties(value, taken));
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

function withoutProperties(value: Value, taken: Set<string>): Value {
  const rest = new RecordValue();
  const entries: Iterable<[string, Value]> =
    value instanceof RecordValue
      ? value.properties
      : value instanceof ArrayValue
        ? value.elements.map((element, index): [string, Value] => [String(index), element])
        : [];
  for (const [key, property] of entries) if (!taken.has(key)) rest.properties.set(key, property);
  return rest;
}
