/**
 * A primitive is an operation whose derivative the engine knows. Each is one row: what it computes, its derivative
 * rules as data, how its Taylor series comes about, where it is not smooth, how it prints. Everything else (tapes,
 * sweeps, Taylor mode, compiled replay, documentation) follows from the rows.
 *
 *     export const exp = unary({
 *       name: "exp",
 *       value: Math.exp,
 *       partial: ({ g, y }) => product(g, y),
 *       series: (y, u, ring) => ring.exponential(y, u),
 *     });
 *
 * A row is at the same time the operation that users call: `sin(0.5)` is a number, `sin(x)` of a recorded
 * scalar is recorded.
 */

import { FIRST_FREE_CODE } from "../graph/codes.js";
import { recordBinary, recordList, recordUnary } from "../graph/recording.js";
import { numberOf, type Scalar } from "../scalar.js";
import type { SeriesRing } from "../series/ring.js";
import type { Series } from "../series/series.js";
import { flowOf } from "./flow.js";
import {
  type BinaryParts,
  binaryParts,
  type Expression,
  type ListParts,
  listParts,
  type UnaryParts,
  unaryParts,
} from "./rule.js";

/**
 * What flows through an operation from its result to one operand: g times the partial derivative by that
 * operand. Since one number in and one number out are a single factor, the same rule carries tangents forward.
 * Made of primitives, it can be differentiated again. null: nothing flows, whatever g is.
 */
export type UnaryFlow = (g: Scalar, x: Scalar, y: Scalar) => Scalar | null;
export type BinaryFlow = (g: Scalar, a: Scalar, b: Scalar, y: Scalar) => Scalar | null;
export type ListFlow = (g: Scalar, operands: readonly Scalar[], which: number, y: Scalar) => Scalar | null;

/** Where a function is not smooth: the derivative by one operand from the left and from the right. */
export interface Kink {
  /** Which operand, from 0. */
  operand: number;
  left: number;
  right: number;
  /** Half a sentence: "abs has a corner at 0". */
  reason: string;
}

interface Row {
  name: string;
  /** Fixed for the arithmetic that the sweeps have in line. */
  code?: number;
  /** The kinks at a point; none where the function is smooth. */
  kinks?: (...operands: number[]) => Kink[];
  /** How it is written; a call by its name when left out. */
  print?: (...operands: string[]) => string;
}

export interface UnaryRow extends Row {
  value: (x: number) => number;
  partial: (parts: UnaryParts) => Expression;
  /** The same by hand, where it pays: what most programs are made of. A test holds it to the rule. */
  flow?: UnaryFlow;
  /**
   * Fills y[1], y[2], … from the operand's Taylor coefficients; y[0] is there already. Written with the ring's
   * operations and with what is done to each coefficient alike, it holds in several variables as well.
   */
  series: (y: Series, u: Series, ring: SeriesRing) => void;
}

export interface BinaryRow extends Row {
  value: (a: number, b: number) => number;
  partials: (parts: BinaryParts) => readonly [Expression, Expression];
  /** The same by hand, as of one scalar. */
  flows?: [BinaryFlow, BinaryFlow];
  /** An operand that does not vary is a number; at least one varies. */
  series: (y: Series, a: Series | number, b: Series | number, ring: SeriesRing) => void;
}

export interface ListRow extends Row {
  value: (operands: readonly number[]) => number;
  /** By hand, since a list may be long; a test holds it to the rules. */
  flow: ListFlow;
  partials: (parts: ListParts) => readonly Expression[];
  /** An operand that does not vary is a number; at least one varies. */
  series: (y: Series, operands: (Series | number)[], ring: SeriesRing) => void;
}

/** What all primitives have. */
interface Entry extends Required<Row> {
  /** The rules: what flows to each operand of a call. @param count how many operands a call of a list has */
  partials: (count?: number) => readonly Expression[];
}

export interface UnaryPrimitive extends Entry, Pick<UnaryRow, "value" | "series"> {
  arity: 1;
  flow: UnaryFlow;
}

export interface BinaryPrimitive extends Entry, Pick<BinaryRow, "value" | "series"> {
  arity: 2;
  flows: [BinaryFlow, BinaryFlow];
}

export interface ListPrimitive extends Entry, Pick<ListRow, "value" | "series"> {
  arity: "list";
  flow: ListFlow;
}

/** A row of the table, with its code. */
export type Primitive = UnaryPrimitive | BinaryPrimitive | ListPrimitive;

/** An operation of one scalar; on a number it is the plain function. */
export interface UnaryOperation {
  (x: number): number;
  (x: Scalar): Scalar;
  readonly primitive: Primitive;
}

/** An operation of two scalars; on numbers it is the plain operator or function. */
export interface BinaryOperation {
  (a: number, b: number): number;
  (a: Scalar, b: Scalar): Scalar;
  readonly primitive: Primitive;
}

/** An operation of any number of scalars; on numbers it is the plain function. */
export interface ListOperation {
  (...operands: number[]): number;
  (...operands: Scalar[]): Scalar;
  readonly primitive: ListPrimitive;
}

/** A primitive as users call it, whatever its operands are. */
export interface Operation {
  (...operands: Scalar[]): Scalar;
  readonly primitive: Primitive;
}

const operations = new Map<string, Operation>();

/**
 * The table of primitives: every operation whose derivative the engine knows, by its name. Those that are functions
 * of JavaScript have the names that they have there. Some are not exported otherwise, since rules alone call them.
 *
 *     primitives.get("atan2")?.primitive.arity          // 2
 *     primitives.get("div")?.primitive.partials()       // g / b and −(g · y / b), as expressions
 */
export const primitives: ReadonlyMap<string, Operation> = operations;

/** The rows by code. */
export const rows: Primitive[] = [];
let nextCode = FIRST_FREE_CODE;

/**
 * Enters a function of one scalar in the table.
 * @param call what users call, where it pays to write it out: the hottest operations
 */
export function unary(row: UnaryRow, call?: (x: Scalar) => Scalar): UnaryOperation {
  const { partial, ...others } = row;
  const partials = once(() => [partial(unaryParts)]);
  const flow = row.flow ?? flowOf(1, () => partials()[0]!);
  const primitive: Primitive = { ...completed(others), arity: 1, partials, flow };
  const { code, value } = primitive;
  return operation(
    primitive,
    call ?? ((x) => (typeof x === "number" ? value(x) : recordUnary(code, x, value(numberOf(x))))),
  );
}

/** Enters a function of two scalars in the table; see `unary`. */
export function binary(row: BinaryRow, call?: (a: Scalar, b: Scalar) => Scalar): BinaryOperation {
  const partials = once(() => row.partials(binaryParts));
  const flows: [BinaryFlow, BinaryFlow] = row.flows ?? [
    flowOf(2, () => partials()[0]!),
    flowOf(2, () => partials()[1]!),
  ];
  const primitive: Primitive = { ...completed(row), arity: 2, partials, flows };
  const { code, value } = primitive;
  return operation(
    primitive,
    call ??
      ((a, b) =>
        typeof a === "number" && typeof b === "number"
          ? value(a, b)
          : recordBinary(code, a, b, value(numberOf(a), numberOf(b)))),
  );
}

/** Enters a function of any number of scalars in the table. */
export function list(row: ListRow): ListOperation {
  const partials = (count = 2) => row.partials(listParts(count));
  const primitive: ListPrimitive = { ...completed(row), arity: "list", partials };
  return operation(primitive, (...operands: Scalar[]) => ofList(primitive, operands));
}

/** The same with its operands in an array, of which there may be more than a call takes arguments. */
export function ofList({ code, value }: ListPrimitive, operands: readonly Scalar[]): Scalar {
  return isPlain(operands) ? value(operands) : recordList(code, operands, value(numbersOf(operands)));
}

function numbersOf(operands: readonly Scalar[]): number[] {
  const numbers: number[] = [];
  for (let i = 0; i < operands.length; i++) numbers.push(numberOf(operands[i]!));
  return numbers;
}

/** Whether all of them are plain numbers. */
export function isPlain(operands: ArrayLike<Scalar>): operands is number[] {
  for (let i = 0; i < operands.length; i++) if (typeof operands[i] !== "number") return false;
  return true;
}

/** Rules are made when somebody asks, since they name primitives that may be defined further down. */
function once<T>(make: () => T): () => T {
  let made: T | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

function completed<R extends Row>(row: R): R & Required<Row> {
  return {
    kinks: () => [],
    print: (...operands) => `${row.name}(${operands.join(", ")})`,
    ...row,
    code: row.code ?? nextCode++,
  };
}

/** Enters the row in the table and makes the function that users call. */
function operation<O extends Operation>(primitive: Primitive, call: (...operands: never[]) => Scalar): O {
  rows[primitive.code] = primitive;
  Object.defineProperty(call, "name", { value: primitive.name });
  const made = Object.assign(call, { primitive }) as unknown as O;
  operations.set(primitive.name, made);
  return made;
}
