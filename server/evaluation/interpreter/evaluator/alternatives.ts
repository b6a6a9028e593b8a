/**
 * What something unknown is that may be one of several values of the program: which one, hangs on something unknown.
 *
 *     const limit = isOld ? 10 : 20;          a number: whatever is done with it reaches nothing
 *     const target = isOld ? first : second;  assigning to it changes one of the two
 *     const log = isOld ? print : () => {};   calling it may run `print`
 */

import type { Expression } from "../../../routine.js";
import { isOfProgram } from "../objects/foundIn.js";
import type { Reached } from "../objects/unknown.js";
import { Closure, UnknownValue, type Value } from "../objects/values.js";
import type { Site } from "./calls.js";
import { noEffects } from "./effects.js";
import { Inspection } from "./inspection.js";
import { isPlain, untold } from "./told.js";

const nothing: Reached = {};
const object: Reached = { isShared: true };
const program: Reached = { isShared: true, runsProgram: true };

/** What an expression gives of which nobody knows which of its sides is evaluated. */
export function oneOf(sides: readonly Expression[], unknown: UnknownValue, site: Site): UnknownValue {
  return unknown.reaching(reachedBy(sides, new Inspection(site, noEffects(), unknown), unknown));
}

/** What is reached by values that the expressions may give. */
export function reachedBy(
  nodes: readonly Expression[],
  inspection: Inspection,
  unknown: UnknownValue,
): Reached {
  const reached = nodes.map((node) => reachedByOne(node, inspection, unknown));
  return {
    isShared: reached.some(({ isShared }) => isShared === true),
    runsProgram: reached.some(({ runsProgram }) => runsProgram === true),
  };
}

function reachedByOne(node: Expression, inspection: Inspection, unknown: UnknownValue): Reached {
  const reached = (nodes: readonly Expression[]) => reachedBy(nodes, inspection, unknown);
  switch (node.kind) {
    case "delete":
    case "privateIn":
    case "unsupported":
      return nothing;
    case "function":
      return inspection.isQuietLiteral(node.function) ? object : program;
    case "array":
      return node.elements.some((element) => element?.kind === "spread")
        ? program
        : reached(node.elements.filter((element) => element !== null) as Expression[]);
    case "object":
      return node.properties.every((property) => property.kind === "property")
        ? reached(node.properties.map(({ value }) => value))
        : program;
    case "logical":
      return reached([node.left, node.right]);
    case "chain":
      return reached([node.first, ...node.links.map(({ right }) => right)]);
    case "conditional":
      return reached([node.whenTrue, node.whenFalse]);
    case "sequence":
      return reached(node.expressions.slice(-1));
    case "assign":
      return node.operator === null ? reached([node.value]) : program;
    default: {
      if (isPlain(node)) return nothing;
      const value = inspection.told(node);
      if (value !== untold) return reachedByValue(value, inspection, unknown);
      return inspection.isMade(node) ? nothing : program;
    }
  }
}

/** What is reached by a value of the program. */
export function reachedByValue(value: Value, inspection: Inspection, unknown: UnknownValue): Reached {
  if (value instanceof UnknownValue) return value.kind;
  if (!isOfProgram(value)) return nothing;
  if (!(value instanceof Closure) || value.classOf !== null) return program;
  return inspection.isQuietValue(value, unknown) ? object : program;
}
