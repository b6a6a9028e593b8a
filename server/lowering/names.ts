/**
 * Names → variables. A name is a slot of the function it stands in, a slot of a function around it (which a
 * closure then captures), something of the module, or nothing that any module declares.
 */

import type { Finding, FindingCode, Span } from "../finding.js";
import type { Expression, Variable } from "../routine.js";
import { type Bindings, lookUp } from "../syntax/scopes.js";
import { commonJsVariable } from "./commonJs.js";
import type { Frame, Here, Scope, Slot } from "./context.js";
import { globalFor } from "./globals.js";

/** What a name stands for. */
export type Resolved =
  | { kind: "variable"; variable: Variable; isConstant: boolean }
  /** Declared, but its value cannot be had. */
  | { kind: "failed"; code: FindingCode; message: string; related: Finding["related"] }
  /** `import * as name`: the module itself. */
  | { kind: "namespace"; binding: { name: string }; module: string }
  /** A part of what a CommonJS module exports, which is computed where it is read. */
  | { kind: "computed"; at(span: Span): Expression }
  /** No module declares it. */
  | { kind: "undeclared" };

export function resolveName(here: Here, name: string): Resolved {
  let scope = here.scope;
  while (scope.kind === "slots") {
    const slot = scope.slots.get(name);
    if (slot !== undefined) {
      const variable = variableOf(here.frame, scope.frame, slot, name);
      return { kind: "variable", variable, isConstant: slot.isConstant };
    }
    scope = scope.outer;
  }
  const binding = lookUp(scope.node, name);
  if (binding === null) return commonJsVariable(here.context, scope.parsed, name) ?? { kind: "undeclared" };
  const found = globalFor(here.context, scope.parsed, binding);
  // Under the name that it has here, which an import may have changed.
  return found.kind === "variable" ? { ...found, variable: { ...found.variable, name } } : found;
}

/** Gives each name of a scope a slot of its own. */
export function openScope(here: Here, bindings: Bindings): { here: Here; indices: number[] } {
  const slots = new Map<string, Slot>();
  for (const [name, { isConstant, declaration, container }] of bindings) {
    // A function expression's own name is not one of its variables.
    if (declaration === container) continue;
    slots.set(name, { index: newSlot(here.frame, name), isConstant });
  }
  const indices = [...slots.values()].map(({ index }) => index);
  if (slots.size === 0) return { here, indices };
  const scope: Scope = { kind: "slots", slots, frame: here.frame, outer: here.scope };
  return { here: { ...here, scope }, indices };
}

export function newSlot(frame: Frame, name: string): number {
  return frame.locals.push({ name, isCaptured: false }) - 1;
}

function variableOf(frame: Frame, owner: Frame, slot: Slot, name: string): Variable {
  if (frame === owner) return { scope: "local", index: slot.index, name };
  return { scope: "captured", index: captureOf(frame, owner, slot.index), name };
}

/** The place of a captured variable in a function's list; every function between it and the owner captures it too. */
function captureOf(frame: Frame, owner: Frame, index: number): number {
  const variable = owner.locals[index]!;
  const known = frame.captureIndices.get(variable);
  if (known !== undefined) return known;
  variable.isCaptured = true;
  const parent = frame.parent!;
  const capture =
    parent === owner
      ? ({ from: "local", index } as const)
      : ({ from: "captured", index: captureOf(parent, owner, index) } as const);
  const place = frame.captures.push(capture) - 1;
  frame.captureIndices.set(variable, place);
  return place;
}
