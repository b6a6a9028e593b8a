/**
 * Names → variables. A name is a slot of the function it stands in, a slot of a function around it (which a
 * closure then captures), a variable of the module, something around a nested marked function, or nothing that
 * the module declares.
 */

import type { Variable } from "../routine.js";
import { type Bindings, lookUp } from "../syntax/scopes.js";
import { ts } from "../syntax/typescript.js";
import { captureOf } from "./captures.js";
import type { Frame, Here, Resolved, Scope, Slot } from "./context.js";

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
  const { context } = here;
  const binding = lookUp(scope.node, name);
  if (binding !== null && binding.container.kind !== ts.SyntaxKind.SourceFile) {
    return context.outerVariable(here, binding);
  }
  const index = context.variables.get(name);
  if (index === undefined) return { kind: "undeclared" };
  const { isConstant } = context.code.variables[index]!;
  return { kind: "variable", variable: { scope: "module", index, name }, isConstant };
}

/** What a name means outside of the innermost scope that has it: what a function of a block is known by around it. */
export function resolveOutside(here: Here, name: string): Resolved {
  let { scope } = here;
  while (scope.kind === "slots" && !scope.slots.has(name)) scope = scope.outer;
  return resolveName(scope.kind === "slots" ? { ...here, scope: scope.outer } : here, name);
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
