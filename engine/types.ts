/** How the types of results follow from the types of arguments. */

import type { NumericArray } from "./numericArray.js";
import type { Recorded, Scalar } from "./scalar.js";

/** What may be passed for arguments A: where an array of scalars is asked for, a typed array will do as well. */
export type Accepted<A extends readonly unknown[]> = A | { [K in keyof A]: Passed<A[K]> };

type Passed<S> = S extends Scalar | AnyFunction
  ? S
  : S extends readonly (infer Element)[]
    ? { [K in keyof S]: Passed<S[K]> } | TypedFor<Element, S["length"]>
    : S extends object
      ? { [K in keyof S]: Passed<S[K]> }
      : S;

/** Typed arrays, for an array of numbers of any length. */
type TypedFor<Element, Length> = number extends Length
  ? number extends Element
    ? NumericArray
    : never
  : never;

type AnyFunction = (...args: never) => unknown;

/** What comes out where S went in: a number for a number, a scalar for what may be recorded. */
export type Derived<S> = [S] extends [number]
  ? number
  : [S] extends [Scalar]
    ? Scalar
    : S extends Recorded
      ? Scalar
      : S extends NumericArray
        ? number[]
        : S extends object
          ? { -readonly [K in keyof S]: Derived<S[K]> }
          : null;

/** The same structure with T in the place of each scalar. */
export type InPlace<S, T> = [S] extends [Scalar]
  ? T
  : S extends NumericArray
    ? T[]
    : S extends object
      ? { -readonly [K in keyof S]: InPlace<S[K], T> }
      : null;

/** What kinds of scalars a structure holds. */
type LeafOf<S> = S extends number
  ? number
  : S extends Recorded
    ? Recorded
    : S extends NumericArray
      ? number
      : S extends readonly (infer Element)[]
        ? LeafOf<Element>
        : S extends object
          ? LeafOf<S[keyof S]>
          : never;

/** A result shaped like R, of plain numbers if the arguments hold nothing else. */
export type ResultFrom<Arguments, R> = InPlace<
  R,
  [Extract<LeafOf<Arguments>, Recorded>] extends [never] ? number : Scalar
>;
