/**
 * Parameters that the result does not depend on, everywhere or at the points: their derivatives are 0, and
 * the reader shall know that this is no mistake of the tool.
 *
 *     function f(x: number, n: number) { for (let i = 0; i < n; i++) … }     the result does not vary with n
 */

import { type GradientTape, isRecorded, primal } from "nested-tape";
import { type Finding, type Fix, finding, type Span } from "../../finding.js";
import { isInputOf } from "../../report.js";
import { nodesOf, walk } from "../../routine/walk.js";
import { type FunctionCode, placeOf, type Routine } from "../../routine.js";
import type { Input } from "../inputs.js";
import type { Output } from "../outputs.js";

/** What is 0 in all orders up to this one is taken for constant. */
const highestOrderAsked = 8;
/** The most inputs that are looked at closely, and the most operations that are gone through for them. */
const mostSweeps = 16;
const mostVisits = 2_000_000;

/** By input: how the result hangs on it at one point. */
export type Dependence = Map<string, "differentiable" | "flat" | "none">;

export function dependenceOf(tape: GradientTape, inputs: Input[], outputs: Output[]): Dependence {
  const recorded = outputs.map(({ scalar }) => scalar).filter(isRecorded);
  const variables = inputs.map(({ variable }) => variable);
  const flows = recorded.length === 0 ? variables.map(() => null) : tape.gradient(recorded, variables);
  let sweeps = Math.min(mostSweeps, Math.floor(mostVisits / Math.max(1, tape.operationCount)));
  return new Map(
    inputs.map(({ name, variable }, index) => {
      const flow = flows[index] ?? null;
      // No path at all; where there is one, at least a 0 flows.
      if (flow === null) return [name, "none"];
      if (primal(flow) !== 0 || --sweeps < 0) return [name, "differentiable"];
      const series = tape.taylor([variable], [1], highestOrderAsked);
      const isFlat = recorded.every((output) => series(output).every((c, order) => order === 0 || c === 0));
      return [name, isFlat ? "flat" : "differentiable"];
    }),
  );
}

/** The findings about parameters that make no difference at any of the points. */
export function dependenceFindings(routine: Routine, points: readonly Dependence[]): Finding[] {
  const { parameters } = routine.entry;
  const findings: Finding[] = [];
  const effective = parameters.flatMap(({ pattern }) => {
    const name = pattern.kind === "name" ? pattern.variable.name : "";
    const isEffective = points.some((point) =>
      [...point].some(([input, way]) => way === "differentiable" && isInputOf(input, name)),
    );
    return isEffective ? [name] : [];
  });
  for (const { pattern } of parameters) {
    if (pattern.kind !== "name" || pattern.variable.name.startsWith("_")) continue;
    const { name } = pattern.variable;
    const ways = points.flatMap((point) =>
      [...point].filter(([input]) => isInputOf(input, name)).map(([, way]) => way),
    );
    if (ways.length === 0 || ways.includes("differentiable")) continue;
    findings.push(
      finding(
        "no-dependence",
        placeOfName(routine, pattern, name),
        messageFor(routine, name, ways.includes("flat"), points.length > 1),
        { fixes: fixesFor(routine, effective) },
      ),
    );
  }
  return findings;
}

function messageFor(routine: Routine, name: string, isFlat: boolean, areMany: boolean): string {
  const leaveOut = "To leave it out, name the other parameters with `@wrt`.";
  if (!isRead(routine, name)) {
    return `The result does not depend on \`${name}\`: it is never used, and its derivatives are 0 everywhere. Use it or take it away. ${leaveOut}`;
  }
  const here = areMany ? "at the points" : "at this point";
  if (isFlat) {
    return `The derivatives by \`${name}\` are 0 ${here}: it is multiplied by 0, or reaches the result only through a rounding, a sign, or a \`max\` or \`min\` that picks something else. ${leaveOut}`;
  }
  return `The result does not depend on \`${name}\` ${here}, and its derivatives are 0: it only decides branches, loops, indices or texts, or is used where the run does not come by. ${leaveOut}`;
}

/** Naming the parameters that make a difference leaves out the others. */
function fixesFor(routine: Routine, effective: readonly string[]): Fix[] {
  const [point] = routine.points;
  if (
    routine.wrt !== null ||
    effective.length === 0 ||
    point === undefined ||
    point.module !== routine.module.name
  ) {
    return [];
  }
  const tag = `@wrt ${effective.join(", ")}`;
  const place = { module: routine.module.name, start: point.end, end: point.end };
  return [{ title: `Add \`${tag}\``, edits: [{ ...place, text: ` ${tag}` }] }];
}

/** Whether the marked function or a function in it reads the parameter at all. */
function isRead(routine: Routine, name: string): boolean {
  let isFound = false;
  const visited = new Set<FunctionCode>();
  const visit = (code: FunctionCode): void => {
    if (visited.has(code)) return;
    visited.add(code);
    for (const root of nodesOf(code)) {
      walk(root, (node) => {
        if (node.kind === "read" && node.variable.name === name) isFound = true;
        if (node.kind === "assign" || node.kind === "update") {
          const isOther = node.target.kind !== "name" || node.target.variable.name !== name;
          if (node.operator !== null && !isOther) isFound = true;
        }
        if (node.kind === "function") visit(node.function);
        if (node.kind === "block") for (const hoisted of node.functions) visit(hoisted.function);
        return !isFound;
      });
    }
  };
  visit(routine.entry);
  return isFound;
}

function placeOfName(routine: Routine, { start, end }: Span, name: string) {
  // An annotation may be part of the pattern's place.
  return placeOf(routine.entry, { start, end: Math.min(end, start + name.length) });
}
