/**
 * Turns the routine's plain data into closures, once for each function: `expression(frame) → value`,
 * `statement(frame) → completion`. Each construct is one entry of a table; this file ties the tables together.
 */

import type { Expression, FunctionCode, ParameterCode, Pattern, Statement } from "../../../routine.js";
import type {
  Assign,
  CompiledFunction,
  Compiler,
  Context,
  Execute,
  ExpressionCompilers,
  Run,
  StatementCompilers,
} from "./context.js";
import { compileExpression, compilePattern, compileStatement } from "./context.js";
import { assignmentCompilers } from "./expressions/assignments.js";
import { callCompilers } from "./expressions/calls.js";
import { compileClass } from "./expressions/classes.js";
import { literalCompilers } from "./expressions/literals.js";
import { memberCompilers } from "./expressions/members.js";
import { nameCompilers } from "./expressions/names.js";
import { operatorCompilers } from "./expressions/operators.js";
import { compileYield, remembering } from "./expressions/yield.js";
import type { Machine } from "./machine.js";
import { passingOver, passingOverRest } from "./passingOver.js";
import { patternCompilers, withDefault } from "./patterns.js";
import { Callable } from "./program.js";
import { compileGenerator } from "./statements/generators.js";
import { simpleCompilers } from "./statements/simple.js";
import { structuredCompilers } from "./statements/structured.js";

const expressionCompilers: ExpressionCompilers = {
  ...literalCompilers,
  ...nameCompilers,
  ...operatorCompilers,
  ...memberCompilers,
  ...callCompilers,
  ...assignmentCompilers,
  class: compileClass,
  yield: compileYield,
};

const statementCompilers: StatementCompilers = { ...simpleCompilers, ...structuredCompilers };

const compiler: Compiler = {
  expression(node, context) {
    const compile = expressionCompilers[node.kind] as (node: Expression, context: Context) => Run;
    const run = compile(node, context);
    const watched = context.watch === null ? run : context.watch(node, run);
    return context.isRemembering ? remembering(node, watched) : watched;
  },

  statement(node, context) {
    const compile = statementCompilers[node.kind] as (node: Statement, context: Context) => Execute;
    const run = compile(node, context);
    return context.isTopLevel && !context.isGenerator ? passingOver(node, run) : run;
  },

  pattern(node, context, isDeclaration) {
    const compile = patternCompilers[node.kind] as (
      node: Pattern,
      context: Context,
      isDeclaration: boolean,
    ) => Assign;
    return compile(node, context, isDeclaration);
  },

  callable: callableOf,
};

const callables = new WeakMap<FunctionCode, Callable>();

/** A function in the form that runs: the same one each time. */
export function callableOf(code: FunctionCode): Callable {
  let callable = callables.get(code);
  if (callable === undefined) {
    callable = new Callable(code, compileFunction);
    callables.set(code, callable);
  }
  return callable;
}

function compileFunction(code: FunctionCode, machine: Machine): CompiledFunction {
  const { isGenerator, marked, locals } = code;
  const { realm } = machine;
  const context: Context = {
    compiler,
    realm,
    locals,
    marked,
    watch: machine.observer?.watchFor(code) ?? null,
    isTraced: machine.variant === "plain" && marked !== null,
    isTopLevel: machine.variant === "topLevel",
    isGenerator,
    isRemembering: false,
  };
  const body = isGenerator ? [] : code.body.map((statement) => compileStatement(statement, context));
  return {
    code,
    slotCount: locals.length,
    capturedSlots: locals.flatMap((local, slot) => (local.isCaptured && !local.isMapped ? [slot] : [])),
    global: code.isStrict || code.isArrow ? null : realm.global,
    mappedSlots: mappedSlotsOf(code),
    parameters: code.parameters.map((parameter) => compileParameter(parameter, context)),
    parameterSlots: parameterSlotsOf(code, context),
    body: context.isTopLevel && !isGenerator ? [passingOverRest(code, body)] : body,
    generator: isGenerator ? compileGenerator(code.body, context) : null,
  };
}

function compileParameter(parameter: ParameterCode, context: Context) {
  const { pattern, defaultValue: node, isRest } = parameter;
  const assign = compilePattern(pattern, context, true);
  if (node === null) return { assign, defaultValue: null, isRest };
  const defaultValue = compileExpression(node, context);
  return { assign: withDefault(assign, node, defaultValue), defaultValue, isRest };
}

function mappedSlotsOf({ parameters, locals }: FunctionCode): number[] | null {
  if (!locals.some(({ isMapped }) => isMapped)) return null;
  return parameters.flatMap(({ pattern }) =>
    pattern.kind === "name" && pattern.variable.scope === "local" ? [pattern.variable.index] : [],
  );
}

/** The slots of parameters of which nothing is to be done but to put the values there. */
function parameterSlotsOf({ parameters }: FunctionCode, { locals, isTraced }: Context): number[] | null {
  const slots: number[] = [];
  for (const { pattern, defaultValue, isRest } of parameters) {
    if (pattern.kind !== "name" || pattern.variable.scope !== "local") return null;
    if (defaultValue !== null || isRest || (isTraced && pattern.site !== undefined)) return null;
    if (locals[pattern.variable.index]!.isCaptured) return null;
    slots.push(pattern.variable.index);
  }
  return slots;
}
