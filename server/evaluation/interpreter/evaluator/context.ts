/**
 * What compiling a construct needs to know of its surroundings: all of it is in the text. What is compiled takes the
 * frame, by which it reaches the run.
 *
 * Compilers call each other through the context and import only this file, so that each construct stands by itself.
 */

import type {
  Expression,
  FunctionCode,
  LocalVariable,
  MarkedCode,
  Pattern,
  Statement,
} from "../../../routine.js";
import type { GlobalObject, Realm } from "../objects/globals.js";
import type { Resumption } from "../objects/iterators.js";
import type { Value } from "../objects/values.js";
import type { Completion } from "./completions.js";
import type { Frame } from "./frame.js";
import type { Watch } from "./observer.js";
import type { Callable } from "./program.js";

export interface Context {
  readonly compiler: Compiler;
  /** The standard library. */
  readonly realm: Realm;
  /** The slots of the function that the construct stands in. */
  readonly locals: readonly LocalVariable[];
  /** The marked function that it stands in, whose sites it has; null outside of one. */
  readonly marked: MarkedCode | null;
  /** Wraps expressions that are looked on; null where nobody looks. */
  readonly watch: Watch | null;
  /** It is noted what the sites see. */
  readonly isTraced: boolean;
  /** What hangs on something unknown is passed over; see `passingOver.ts`. */
  readonly isTopLevel: boolean;
  /** The body of a generator: a statement may hold a `yield`. */
  readonly isGenerator: boolean;
  /** Inside a statement with `yield`, which runs again each time that the generator goes on: parts are evaluated once. */
  readonly isRemembering: boolean;
}

/** Evaluates an expression. */
export type Run = (frame: Frame) => Value;
/** Runs a statement. */
export type Execute = (frame: Frame) => Completion;
/** Assigns to a pattern. */
export type Assign = (frame: Frame, value: Value) => void;
/** A body under way, which stops at each `yield`: yields values, takes resumptions, and ends with what it returned. */
export type Resumable = Generator<Value, Value, Resumption>;

export interface CompiledFunction {
  readonly code: FunctionCode;
  readonly slotCount: number;
  /** Slots that need a fresh cell at each call. */
  readonly capturedSlots: readonly number[];
  /** `assign` gives the default value where it gets undefined; the marked function's is asked for beforehand, to be shown. */
  readonly parameters: readonly { assign: Assign; defaultValue: Run | null; isRest: boolean }[];
  /** For parameters that are plain names, kept in slots of their own: the slot of each. Null where there is more to do. */
  readonly parameterSlots: readonly number[] | null;
  readonly body: readonly Execute[];
  /** What `this` is in sloppy code where the call gives none; null for strict code and arrow functions. */
  readonly global: GlobalObject | null;
  /** By position, the slots of the parameters that are one with the elements of `arguments`; null where none is. */
  readonly mappedSlots: readonly number[] | null;
  /** The body of a generator function; null for any other. */
  readonly generator: ((frame: Frame) => Resumable) | null;
}

/** What turns code into closures; `compile.ts` puts it together from the tables of the constructs. */
export interface Compiler {
  expression(node: Expression, context: Context): Run;
  statement(node: Statement, context: Context): Execute;
  /** Declaring differs from assigning only in that it may set a `const`. */
  pattern(node: Pattern, context: Context, isDeclaration: boolean): Assign;
  /** A function in the form that runs: the same one each time. */
  callable(code: FunctionCode): Callable;
}

/** One entry for each kind of node. */
type Compilers<Node extends { kind: string }, Compiled> = {
  [Kind in Node["kind"]]: (node: Extract<Node, { kind: Kind }>, context: Context) => Compiled;
};

export type ExpressionCompilers = Compilers<Expression, Run>;
export type StatementCompilers = Compilers<Statement, Execute>;
export type PatternCompilers = {
  [Kind in Pattern["kind"]]: (
    node: Extract<Pattern, { kind: Kind }>,
    context: Context,
    isDeclaration: boolean,
  ) => Assign;
};

/** An expression of one kind. */
export type ExpressionOf<Kind extends Expression["kind"]> = Extract<Expression, { kind: Kind }>;
/** A statement of one kind. */
export type StatementOf<Kind extends Statement["kind"]> = Extract<Statement, { kind: Kind }>;

export function compileExpression(node: Expression, context: Context): Run {
  return context.compiler.expression(node, context);
}

export function compileStatement(node: Statement, context: Context): Execute {
  return context.compiler.statement(node, context);
}

export function compilePattern(node: Pattern, context: Context, isDeclaration: boolean): Assign {
  return context.compiler.pattern(node, context, isDeclaration);
}

export function callableOf(code: FunctionCode, { compiler }: Context): Callable {
  return compiler.callable(code);
}

/** Whether an expression is run as it stands, with nobody looking on or remembering: then closures may be joined. */
export function isPlain({ watch, isRemembering }: Context): boolean {
  return watch === null && !isRemembering;
}

/** A variable of the running function that no closure shares. */
export interface PlainLocal {
  readonly slot: number;
  /** Where its value is noted; -1 for nowhere. */
  readonly site: number;
  readonly marked: MarkedCode | null;
}

/** Null for anything else than such a variable. */
export function plainLocal(node: Expression | Pattern, context: Context): PlainLocal | null {
  if ((node.kind !== "read" && node.kind !== "name") || !isPlain(context)) return null;
  const { variable, site } = node;
  const { marked } = context;
  if (variable.scope !== "local" || context.locals[variable.index]!.isCaptured) return null;
  return { slot: variable.index, site: context.isTraced ? (site ?? -1) : -1, marked };
}
