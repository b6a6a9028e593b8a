/** The solution of equations as a function of their parameters. */

import { currentGraph, withoutRecording } from "../graph/recorders.js";
import { mul, sub } from "../primitives/arithmetic.js";
import { isRecorded, numberOf, primal, type Scalar } from "../scalar.js";
import { isScalar, mapStructure, scalarsOf, shapedAs } from "../structure.js";
import { forEachOperand } from "../sweeps/dependence.js";
import { gradientOfInputs } from "../tape/gradient.js";
import { settledScalar } from "../tape/settled.js";
import type { Derived } from "../types.js";
import { recordCustomCall } from "./custom.js";
import { solveLinear } from "./linear.js";
import { type AnyArguments, type RecordedCall, recordCall } from "./recordedCall.js";

/** Why `implicit` has no solution to give. */
export class ImplicitError extends Error {
  override readonly name = "ImplicitError";
  /**
   * "residual": what was given is no solution. "singular": the equations do not determine the solution there.
   * "captured": the equations use a recorded scalar that is no parameter.
   */
  readonly reason: "residual" | "singular" | "captured";

  /** @internal */
  constructor(reason: "residual" | "singular" | "captured", message: string) {
    super(message);
    this.reason = reason;
  }
}

/**
 * The solution y of residual(y, …parameters) = 0 as a function of the parameters, whose derivatives of every order
 * come from the equations, by the implicit function theorem: dy/dp = −(∂F/∂y)⁻¹ ∂F/∂p. However the solution was
 * found, by iterations, a search or a table, leaves no trace in them.
 *
 *     const root = (p: Scalar) => implicit((y: Scalar, p: Scalar) => sub(pow(y, 3), p), Math.cbrt(primal(p)), p);
 *     derivatives(root, 2)(8);      // [2, 1/12, −1/144]
 *
 * Source: A. Griewank and A. Walther, Evaluating Derivatives, chapter 15.
 *
 * @param residual as many numbers, in any structure, as the solution has; what it depends on comes in as a parameter
 * @param solution any structure of numbers. It may be a few digits short of exact: Newton's iteration adds them
 * @returns shaped like the solution
 * @throws ImplicitError if the residual is not near 0 at the solution, if ∂F/∂y is singular there, or if the
 *   residual uses a recorded scalar that is not among its arguments
 * @throws TypeError if there are not as many equations as unknowns
 */
export function implicit<Y, P extends AnyArguments>(
  residual: (solution: Derived<Y>, ...parameters: P) => unknown,
  solution: Y,
  ...parameters: NoInfer<P>
): Derived<Y> {
  const equations = residual as (...args: AnyArguments) => unknown;
  const start = mapStructure(solution, (leaf) => (isScalar(leaf) ? primal(leaf) : leaf));
  const plain = mapStructure(parameters, (leaf) => (isScalar(leaf) ? numberOf(leaf) : leaf)) as unknown[];
  if (currentGraph !== null) refuseCaptured(recordAll(equations, [start, ...parameters]));
  const exact = withoutRecording(() => refined(equations, start, plain));
  return recordCustomCall(exact, parameters, (recorded) => (gradient) => {
    const now = (structure: unknown) =>
      mapStructure(structure, (leaf) => (isRecorded(leaf) ? settledScalar(leaf) : leaf));
    const args = [now(recorded), ...parameters.map(now)];
    const { unknowns, byUnknown, byParameter } = linearised(equations, args);
    const transposed = byUnknown.map((_, j) => byUnknown.map((row) => row[j]!));
    const cotangents = scalarsOf(gradient);
    const weights = solveLinear(transposed, cotangents);
    if (weights === null) throw singular(unknowns);
    const flows = scalarsOf(parameters).map((_, k) =>
      byParameter.reduce<Scalar>((sum, row, i) => sub(sum, mul(weights[i]!, row[k]!)), 0),
    );
    return shapedAs(parameters, flows);
  }) as never;
}

/** A call of the equations all of whose arguments are inputs. */
function recordAll(equations: (...args: AnyArguments) => unknown, args: readonly unknown[]): RecordedCall {
  return recordCall(
    equations,
    args,
    args.map((_, position) => position),
  );
}

/** The derivatives of each equation. */
interface Linearised {
  unknowns: number;
  values: number[];
  byUnknown: Scalar[][];
  byParameter: Scalar[][];
}

function linearised(equations: (...args: AnyArguments) => unknown, args: readonly unknown[]): Linearised {
  const unknowns = scalarsOf(args[0]).length;
  const call = recordAll(equations, args);
  const results = scalarsOf(call.result);
  if (results.length !== unknowns || unknowns === 0) {
    throw new TypeError(
      `implicit needs as many equations as unknowns, but there are ${results.length} for ${unknowns}.`,
    );
  }
  const rows = results.map((result) => {
    const node = isRecorded(result) ? call.tape.nodeOf(result) : null;
    return gradientOfInputs(call.tape, node === null ? [] : [{ ...node, gradient: 1 }], call.inputs, true);
  });
  return {
    unknowns,
    values: results.map(numberOf),
    byUnknown: rows.map((row) => row.slice(0, unknowns)),
    byParameter: rows.map((row) => row.slice(unknowns)),
  };
}

/** The theorem differentiates by parameters alone: what comes in by another way would be lost, or half lost. */
function refuseCaptured({ tape, inputs }: RecordedCall): void {
  const own = new Set(inputs.map(({ index }) => index));
  for (const { graph, start, end } of tape.segments()) {
    const check = (operand: number) => {
      if (operand >= 0 && operand < start && !own.has(operand)) throw captured();
    };
    const leaves = [...graph.imports.map(({ leaf }) => leaf), ...[...graph.variables.values()].flat()];
    if (leaves.some((leaf) => leaf >= start && leaf < end)) throw captured();
    for (let node = start; node < end; node++) forEachOperand(graph, node, check);
  }
}

function captured(): ImplicitError {
  return new ImplicitError(
    "captured",
    "The equations of implicit use a recorded scalar that is not among their arguments. Pass it as a parameter.",
  );
}

function singular(unknowns: number): ImplicitError {
  return new ImplicitError(
    "singular",
    unknowns === 1
      ? "The derivative of the equation by its unknown is 0 at the solution: the equation does not determine how the solution moves."
      : "The Jacobian of the equations by their unknowns is singular at the solution: they do not determine how it moves.",
  );
}

/** How far a residual may be from 0, beside the sizes of what it is made of. */
const nearZero = 1e-6;
const leastResidual = 1e-12;
const mostSteps = 8;

/** The solution with the digits that it is short of. */
function refined(
  equations: (...args: AnyArguments) => unknown,
  start: unknown,
  parameters: readonly unknown[],
): unknown {
  let solution = start;
  let at = linearised(equations, [solution, ...parameters]);
  requireNearZero(at, scalarsOf([solution, ...parameters]) as number[]);
  for (let step = 0; step < mostSteps; step++) {
    const change = solveLinear(at.byUnknown, at.values);
    if (change === null) throw singular(at.unknowns);
    if (at.values.every((value) => value === 0)) break;
    const numbers = (scalarsOf(solution) as number[]).map((y, i) => y - (change[i] as number));
    let next = 0;
    const moved = mapStructure(solution, (leaf) => (isScalar(leaf) ? numbers[next++] : leaf));
    const there = linearised(equations, [moved, ...parameters]);
    if (!(sizeOf(there.values) < sizeOf(at.values))) break;
    [solution, at] = [moved, there];
  }
  return solution;
}

function sizeOf(values: readonly number[]): number {
  return Math.max(...values.map(Math.abs));
}

function requireNearZero({ values, byUnknown, byParameter }: Linearised, numbers: readonly number[]): void {
  values.forEach((value, i) => {
    const slopes = [...byUnknown[i]!, ...byParameter[i]!] as number[];
    const scale = slopes.reduce((sum, slope, k) => sum + Math.abs(slope * numbers[k]!), 0);
    if (Math.abs(value) <= nearZero * scale + leastResidual) return;
    const which = values.length === 1 ? "The residual" : `Residual ${i} (counted from 0)`;
    throw new ImplicitError(
      "residual",
      `${which} is ${value} at the solution given to implicit, and not near 0: it is no solution of the equation.`,
    );
  });
}
