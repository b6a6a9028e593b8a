/**
 * Turns the routine's plain data into closures, once for each function: `expression(frame) → value`,
 * `statement(frame) → completion`. Each construct is one entry of a table; this file ties the tables together.
 */

import type { Expression, FunctionCode, LocalVariable, Pattern, Statement } from "../../../routine.js";
import type { Frame, Value } from "../objects/values.js";
import type { Program } from "./calls.js";
import { expressionCompilers } from "./expressions.js";
import { compileGenerator, type Resumable, rememberingRun } from "./generators.js";
import type { Machine } from "./machine.js";
import { patternCompilers } from "./patterns.js";
import { type Completion, statementCompilers } from "./statements.js";
import { compileLettingPass } from "./unknown.js";

/** What compiling a construct needs to know of its surroundings. */
export interface Context {
  program: Program;
  machine: Machine;
  /** The slots of the function that the construct stands in. */
  locals: readonly LocalVariable[];
  /** Inside a statement with `yield`, which runs again each time that the generator goes on: parts are evaluated once. */
  isRemembering?: boolean;
}

export type Run = (frame: Frame) => Value;
export type Execute = (frame: Frame) => Completion;
export type Assign = (frame: Frame, value: Value) => void;

type Compilers<Node extends { kind: string }, Compiled> = {
  [Kind in Node["kind"]]: (node: Extract<Node, { kind: Kind }>, context: Context) => Compiled;
};

export type ExpressionCompilers = Compilers<Expression, Run>;
export type StatementCompilers = Compilers<Statement, Execute>;
/** A pattern compiles to what assigns to it. Declaring differs from assigning only in that it may set a `const`. */
export type PatternCompilers = {
  [Kind in Pattern["kind"]]: (
    node: Extract<Pattern, { kind: Kind }>,
    context: Context,
    isDeclaration: boolean,
  ) => Assign;
};

export function compileExpression(node: Expression, context: Context): Run {
  const run = (expressionCompilers[node.kind] as (node: Expression, context: Context) => Run)(node, context);
  const observed = context.machine.observer?.expression(node, run) ?? run;
  return context.isRemembering === true ? rememberingRun(node, observed) : observed;
}

export function compileStatement(node: Statement, context: Context): Execute {
  const run = (statementCompilers[node.kind] as (node: Statement, context: Context) => Execute)(
    node,
    context,
  );
  return compileLettingPass(node, run, context) ?? run;
}

export function compilePattern(node: Pattern, context: Context, isDeclaration: boolean): Assign {
  const compile = patternCompilers[node.kind] as (
    node: Pattern,
    context: Context,
    isDeclaration: boolean,
  ) => Assign;
  return compile(node, context, isDeclaration);
}

export interface CompiledFunction {
  code: FunctionCode;
  /** Slots that need a fresh cell at each call. */
  capturedSlots: number[];
  parameters: { assign: Assign; defaultValue: Run | null; isRest: boolean }[];
  body: Execute[];
  /** The body of a generator function, which stops at each `yield`; null for any other. */
  generator: ((frame: Frame) => Resumable) | null;
}

export function compileFunction(code: FunctionCode, program: Program): CompiledFunction {
  const context: Context = { program, machine: program.machine, locals: code.locals };
  return {
    code,
    capturedSlots: code.locals.flatMap((local, slot) => (local.isCaptured ? [slot] : [])),
    parameters: code.parameters.map((parameter) => ({
      assign: compilePattern(parameter.pattern, context, true),
      defaultValue:
        parameter.defaultValue === null ? null : compileExpression(parameter.defaultValue, context),
      isRest: parameter.isRest,
    })),
    body: code.isGenerator === true ? [] : code.body.map((statement) => compileStatement(statement, context)),
    generator: code.isGenerator === true ? compileGenerator(code.body, context) : null,
  };
}
