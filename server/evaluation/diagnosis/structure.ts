/**
 * What the routine's text says about its expressions before anything runs: which ones decide how often a loop
 * turns, which ones decide a branch, and which variable each value is kept in.
 *
 *     while (error > 1e-9) { … if (step === 0) break; … }
 *            ───────────        ──────────                  both decide how often the loop turns
 */

import type { Expression, Routine, Statement } from "../../routine.js";

type Node = Expression | Statement;
type Loop = Extract<Statement, { kind: "while" | "doWhile" | "for" | "forOf" }>;

export interface Structure {
  /** Expressions that stand in the condition of a loop, or in one on which the loop is left. */
  decidesLoop: ReadonlySet<unknown>;
  /** Of these, the ones in the condition of the loop itself. */
  turns: ReadonlySet<unknown>;
  /** Expressions whose truth decides a branch. */
  conditions: ReadonlySet<unknown>;
  /** The name that a value is given to: `const inside = x > 0`. */
  names: ReadonlyMap<unknown, string>;
}

export function structureOf(routine: Routine): Structure {
  const decidesLoop = new Set<unknown>();
  const turns = new Set<unknown>();
  const conditions = new Set<unknown>();
  const names = new Map<unknown, string>();

  const markAll = (node: unknown, ...sets: Set<unknown>[]): void => {
    forEachNode(node, (inner) => {
      for (const set of sets) set.add(inner);
      return inner.kind !== "function";
    });
  };
  const visit = (root: unknown, isInLoop: boolean): void => {
    forEachNode(root, (node) => {
      switch (node.kind) {
        case "while":
        case "doWhile":
        case "for":
          if (node.condition !== null) {
            markAll(node.condition, decidesLoop, turns);
            conditions.add(node.condition);
          }
          visitLoop(node);
          return false;
        case "forOf":
          visitLoop(node);
          return false;
        case "if":
          conditions.add(node.condition);
          if (isInLoop && (leaves(node.whenTrue) || leaves(node.whenFalse)))
            markAll(node.condition, decidesLoop);
          return true;
        case "conditional":
          conditions.add(node.condition);
          return true;
        case "logical":
          if (node.operator !== "??") conditions.add(node.left);
          return true;
        case "unary":
          if (node.operator === "!") conditions.add(node.operand);
          return true;
        case "declare":
          if (node.value !== null && node.pattern.kind === "name") {
            names.set(node.value, node.pattern.variable.name);
          }
          return true;
        case "assign":
          if (node.operator === null && node.target.kind === "name") {
            names.set(node.value, node.target.variable.name);
          }
          return true;
        default:
          return true;
      }
    });

    function visitLoop(loop: Loop): void {
      for (const part of Object.values(loop)) visit(part, part === loop.body);
    }
  };
  for (const code of routine.functions) {
    visit(code.parameters, false);
    visit(code.body, false);
  }
  return { decidesLoop, turns, conditions, names };
}

/** Whether a statement leaves the loop around it. */
function leaves(statement: Statement | null): boolean {
  let isLeaving = false;
  forEachNode(statement, (node) => {
    if (node.kind === "break" || node.kind === "return" || node.kind === "throw") isLeaving = true;
    return node.kind !== "function" && node.kind !== "while" && node.kind !== "for" && node.kind !== "forOf";
  });
  return isLeaving;
}

/** Visits the nodes below and including a part of a routine; the visitor says whether to go inside. */
export function forEachNode(part: unknown, visit: (node: Node) => boolean): void {
  if (typeof part !== "object" || part === null) return;
  if (Array.isArray(part)) {
    for (const item of part) forEachNode(item, visit);
    return;
  }
  if ("kind" in part && !visit(part as Node)) return;
  for (const [key, child] of Object.entries(part)) {
    if (key !== "finding" && typeof child === "object") forEachNode(child, visit);
  }
}
