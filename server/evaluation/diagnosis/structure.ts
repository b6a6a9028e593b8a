/**
 * What a function's text says about its expressions before anything runs: which ones decide how often a loop
 * turns, which ones decide a branch, and which variable each value is kept in.
 *
 *     while (error > 1e-9) { … if (step === 0) break; … }
 *            ───────────        ──────────                  both decide how often the loop turns
 */

import { childrenOf, type Node, nodesOf, walk } from "../../routine/walk.js";
import type { FunctionCode, Statement } from "../../routine.js";

type Loop = Extract<Statement, { kind: "while" | "doWhile" | "for" | "forOf" }>;

export interface Structure {
  /** Expressions that stand in the condition of a loop, or in one on which the loop is left. */
  decidesLoop: ReadonlySet<Node>;
  /** Of these, the ones in the condition of the loop itself. */
  turns: ReadonlySet<Node>;
  /** Expressions whose truth decides a branch. */
  conditions: ReadonlySet<Node>;
  /** The name that a value is given to: `const inside = x > 0`. */
  names: ReadonlyMap<Node, string>;
}

const structures = new WeakMap<FunctionCode["body"], Structure>();

/** What a function's text says. */
export function structureOf(code: FunctionCode): Structure {
  // A function whose text was edited has another body.
  let structure = structures.get(code.body);
  if (structure === undefined) {
    structure = read(nodesOf(code));
    structures.set(code.body, structure);
  }
  return structure;
}

/** Of what stands outside any function nothing is asked. */
export const noStructure: Structure = read([]);

function read(nodes: readonly Node[]): Structure {
  const decidesLoop = new Set<Node>();
  const turns = new Set<Node>();
  const conditions = new Set<Node>();
  const names = new Map<Node, string>();

  const markAll = (root: Node, ...sets: Set<Node>[]): void => {
    walk(root, (node) => {
      for (const set of sets) set.add(node);
      return true;
    });
  };
  const visit = (root: Node, isInLoop: boolean): void => {
    const visitLoop = (loop: Loop): void => {
      for (const part of childrenOf(loop)) visit(part, part === loop.body);
    };
    walk(root, (node) => {
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
  };
  for (const node of nodes) visit(node, false);
  return { decidesLoop, turns, conditions, names };
}

/** Whether a statement leaves the loop around it. */
function leaves(node: Node | null): boolean {
  switch (node?.kind) {
    case undefined:
    case "while":
    case "for":
    case "forOf":
      return false;
    case "break":
    case "return":
    case "throw":
      return true;
    default:
      return childrenOf(node!).some(leaves);
  }
}
