/**
 * Statements whose value cannot be known and makes no difference: timing, logging, what a missing package would
 * do. They are let pass; a variable that would hold such a value is unknown, and reading it where it matters ends
 * the run with the finding that would have ended it before.
 *
 *     const start = performance.now();                          // start is unknown
 *     const y = solve(x);
 *     console.log("took", performance.now() - start);           // let pass
 *     return y;                                                 // `return y * start` would end the run at `performance`
 *
 * Only a statement without side effects on the program's own values is let pass: it holds no assignment besides
 * its own, calls nothing but functions of the standard library without side effects and what is unknown itself,
 * and gives the latter no array, object or function that it could change or call.
 */

import type { Place } from "../../../finding.js";
import type { Expression, Pattern, Routine, Spread, Statement } from "../../../routine.js";
import { intrinsics } from "../library/intrinsics.js";
import { isScalar } from "../objects/conversions.js";
import { RegularExpressionValue } from "../objects/regularExpressions.js";
import type { Frame, Value } from "../objects/values.js";
import { type Context, compileExpression, compilePattern, type Execute, type Run } from "./compile.js";
import { RunEnded } from "./machine.js";
import { completions } from "./statements.js";

const mostRelated = 8;

/** What a variable holds whose value cannot be known. */
export class Unknown {
  readonly ended: RunEnded;
  constructor(ended: RunEnded) {
    this.ended = ended;
  }

  /** What ends the run where the value is read. */
  neededAt(place: Place): RunEnded {
    const { finding } = this.ended;
    const related = [...(finding.related ?? []), { ...place, message: "What it gives is needed here." }];
    return new RunEnded({ ...finding, related: related.slice(0, mostRelated) });
  }
}

/** What ends a run for the lack of knowledge, not for a mistake of the program. */
const codesOfUnknown: ReadonlySet<string> = new Set([
  "unknown-name",
  "unresolved-import",
  "unsupported-construct",
  "non-deterministic",
  "async",
]);

function isUnknown(thrown: unknown): thrown is RunEnded {
  return thrown instanceof RunEnded && codesOfUnknown.has(thrown.finding.code);
}

/** A statement that is let pass where its value is unknown; null for one that never is. */
export function compileLettingPass(node: Statement, run: Execute, context: Context): Execute | null {
  if (!hasUnknown(context.program.routine)) return null;
  const parts = passableParts(node);
  if (parts === null || !isPassable(parts.value, context.program.routine)) return null;
  const { target } = parts;
  // Without its site: there is nothing to show.
  const assign =
    target === null
      ? null
      : compilePattern({ ...target, site: undefined } as Pattern, context, parts.isDeclaration);
  let given: Run[] | null = null;
  return (frame) => {
    try {
      return run(frame);
    } catch (thrown) {
      if (!isUnknown(thrown)) throw thrown;
      given ??= valuesGivenAway(parts.value).map((value) => compileExpression(value, context));
      if (!given.every((value) => isHarmless(value, frame))) throw thrown;
      assign?.(frame, new Unknown(thrown) as unknown as Value);
      return completions.normal;
    }
  };
}

function passableParts(
  node: Statement,
): { value: Expression; target: Pattern | null; isDeclaration: boolean } | null {
  if (node.kind === "declare") {
    if (node.value === null || node.pattern.kind !== "name") return null;
    return { value: node.value, target: node.pattern, isDeclaration: true };
  }
  if (node.kind !== "expression") return null;
  const { expression } = node;
  if (expression.kind !== "assign") return { value: expression, target: null, isDeclaration: false };
  if (expression.operator !== null || expression.target.kind !== "name") return null;
  if (expression.target.variable.scope === "global") return null;
  return { value: expression.value, target: expression.target, isDeclaration: false };
}

/** Functions of the standard library that change nothing. */
const harmless: ReadonlySet<string> = new Set([
  "Math",
  "Number",
  "String",
  "Boolean",
  "console",
  "parseFloat",
  "parseInt",
  "isNaN",
  "isFinite",
  "Date",
  "performance",
  "crypto",
  "JSON",
]);

/** Parts of the standard library with functions that give something else at each call. */
const changing: ReadonlySet<string> = new Set(["Date", "performance", "crypto"]);

/** Whether evaluating an expression in part changes nothing. */
function isPassable(node: Expression | Spread | null, routine: Routine): boolean {
  if (node === null) return true;
  const areAll = (parts: readonly (Expression | Spread | null)[]) =>
    parts.every((part) => isPassable(part, routine));
  switch (node.kind) {
    case "number":
    case "string":
    case "boolean":
    case "null":
    case "undefined":
    case "regularExpression":
    case "intrinsic":
    case "read":
    case "this":
      return true;
    case "template":
      return areAll(node.expressions);
    case "array":
      return areAll(node.elements);
    case "unary":
      return isPassable(node.operand, routine);
    case "binary":
    case "logical":
      return areAll([node.left, node.right]);
    case "chain":
      return areAll([node.first, ...node.links.map(({ right }) => right)]);
    case "conditional":
      return areAll([node.condition, node.whenTrue, node.whenFalse]);
    case "member":
      return areAll([node.object, node.property]);
    case "optionalChain":
      return isPassable(node.expression, routine);
    case "object":
      return node.properties.every((property) =>
        property.kind === "property" ? areAll([property.key, property.value]) : false,
      );
    case "call":
    case "new":
      return isCallOfUnknown(node, routine) && areAll([...calleeParts(node.callee), ...node.arguments]);
    case "unsupported":
      return node.finding.code === "unresolved-import" || node.finding.code === "unknown-name";
    default:
      return false;
  }
}

/** A call of what is declared nowhere or could not be found, or of a function that changes nothing. */
function isCallOfUnknown(
  { callee }: Extract<Expression, { kind: "call" | "new" }>,
  routine: Routine,
): boolean {
  const root = rootOf(callee);
  if (root.kind === "intrinsic") return !intrinsics.has(root.name) || harmless.has(root.name);
  return isMissing(root, routine);
}

/** Whether a value could not be found: an import of a package that is not there. */
function isMissing(root: Expression, routine: Routine): boolean {
  if (root.kind === "unsupported") return true;
  return (
    root.kind === "read" &&
    root.variable.scope === "global" &&
    routine.globals[root.variable.index]?.value.kind === "unsupported"
  );
}

const routinesWithUnknown = new WeakMap<Routine, boolean>();

/** Whether there is anything unknown in a routine; the statements of any other need no watching. */
function hasUnknown(routine: Routine): boolean {
  let found = routinesWithUnknown.get(routine);
  if (found === undefined) {
    found = holdsUnknown([routine.functions, routine.globals, routine.groups]);
    routinesWithUnknown.set(routine, found);
  }
  return found;
}

function holdsUnknown(node: unknown): boolean {
  if (typeof node !== "object" || node === null) return false;
  if ("kind" in node) {
    const expression = node as Expression;
    if (expression.kind === "unsupported" || expression.kind === "regularExpression") return true;
    if (expression.kind === "intrinsic")
      return !intrinsics.has(expression.name) || changing.has(expression.name);
  }
  return Object.values(node).some(holdsUnknown);
}

/** `a` of `a.b.c`, `a.b().c`. */
function rootOf(node: Expression): Expression {
  if (node.kind === "member") return rootOf(node.object);
  if (node.kind === "optionalChain") return rootOf(node.expression);
  return node.kind === "call" || node.kind === "new" ? rootOf(node.callee) : node;
}

function calleeParts(callee: Expression): Expression[] {
  return callee.kind === "member" ? [callee.object, callee.property] : [callee];
}

/** What the unknown functions of an expression are given. */
function valuesGivenAway(node: unknown): Expression[] {
  if (typeof node !== "object" || node === null) return [];
  if (Array.isArray(node)) return node.flatMap(valuesGivenAway);
  const inside = Object.values(node).flatMap(valuesGivenAway);
  const expression = node as Expression;
  if (expression.kind !== "call" && expression.kind !== "new") return inside;
  const root = rootOf(expression.callee);
  if (root.kind === "intrinsic" && harmless.has(root.name) && root.name !== "crypto") return inside;
  return [
    ...inside,
    ...expression.arguments.map((argument) => (argument.kind === "spread" ? argument.expression : argument)),
  ];
}

/** Whether a value is one that nobody can change, or unknown itself. */
function isHarmless(value: Run, frame: Frame): boolean {
  try {
    const given = value(frame);
    if (given instanceof RegularExpressionValue) return true;
    return isScalar(given) || typeof given !== "object" || given === null;
  } catch (thrown) {
    if (isUnknown(thrown)) return true;
    throw thrown;
  }
}
