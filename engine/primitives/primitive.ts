/**
 * A primitive is an operation whose derivative the engine knows. Each is one row: what it computes, how its
 * derivative flows, how its Taylor series comes about, where it is not smooth, how it prints. Everything else
 * (tapes, sweeps, Taylor mode, compiled replay, documentation) follows from the rows.
 *
 *     export const exp = unary({
 *       name: "exp",
 *       value: Math.exp,
 *       flow: (g, x, y) => mul(g, y),
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

/**
 * What flows through an operation from its result to one operand: g times the partial derivative by that
 * operand. Since one number in and one number out are a single factor, the same rule carries tangents forward.
 * Written with primitives, it can be differentiated again. null: nothing flows, whatever g is.
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
  flow: UnaryFlow;
  /**
   * Fills y[1], y[2], … from the operand's Taylor coefficients; y[0] is there already. Written with the ring's
   * operations and with what is done to each coefficient alike, it holds in several variables as well.
   */
  series: (y: Series, u: Series, ring: SeriesRing) => void;
}

export interface BinaryRow extends Row {
  value: (a: number, b: number) => number;
  flows: [BinaryFlow, BinaryFlow];
  /** An operand that does not vary is a number; at least one varies. */
  series: (y: Series, a: Series | number, b: Series | number, ring: SeriesRing) => void;
}

export interface ListRow extends Row {
  value: (operands: readonly number[]) => number;
  flow: ListFlow;
  /** An operand that does not vary is a number; at least one varies. */
  series: (y: Series, operands: (Series | number)[], ring: SeriesRing) => void;
}

export type UnaryPrimitive = Required<Row> & { arity: 1 } & Omit<UnaryRow, keyof Row>;
export type BinaryPrimitive = Required<Row> & { arity: 2 } & Omit<BinaryRow, keyof Row>;
export type ListPrimitive = Required<Row> & { arity: "list" } & Omit<ListRow, keyof Row>;

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

/** The rows by code. */
export const primitives: Primitive[] = [];
let nextCode = FIRST_FREE_CODE;

/**
 * Enters a function of one scalar in the table.
 * @param call what users call, where it pays to write it out: the hottest operations
 */
export function unary(row: UnaryRow, call?: (x: Scalar) => Scalar): UnaryOperation {
  const primitive: Primitive = { ...completed(row), arity: 1 };
  const { code, value } = primitive;
  return operation(
    primitive,
    call ?? ((x) => (typeof x === "number" ? value(x) : recordUnary(code, x, value(numberOf(x))))),
  );
}

/** Enters a function of two scalars in the table; see `unary`. */
export function binary(row: BinaryRow, call?: (a: Scalar, b: Scalar) => Scalar): BinaryOperation {
  const primitive: Primitive = { ...completed(row), arity: 2 };
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
  const primitive: ListPrimitive = { ...completed(row), arity: "list" };
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

function completed<R extends Row>(row: R): R & Required<Row> {
  return {
    kinks: () => [],
    print: (...operands) => `${row.name}(${operands.join(", ")})`,
    ...row,
    code: row.code ?? nextCode++,
  };
}

/** Enters the row in the table and makes the function that users call. */
function operation<O extends { readonly primitive: Primitive }>(
  primitive: Primitive,
  call: (...operands: never[]) => Scalar,
): O {
  primitives[primitive.code] = primitive;
  Object.defineProperty(call, "name", { value: primitive.name });
  return Object.assign(call, { primitive }) as unknown as O;
}
