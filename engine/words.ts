/** Values in words, for errors. */

import { isNumericArray } from "./numericArray.js";

/** The error for something in the place of a scalar that is none. */
export function noScalar(value: unknown): TypeError {
  return new TypeError(
    `A scalar is a number or something that a tape recorded, not ${describe(value)}. ${adviceFor(value)}`,
  );
}

function adviceFor(value: unknown): string {
  if (value === null || value === undefined) return "Is an argument or an element of a list missing?";
  if (typeof value === "object") return "Take the numbers out of it, and pass them one by one.";
  return typeof value === "function"
    ? "Call it first, and pass what it returns."
    : "Make a number of it first: Number(x).";
}

/** What a value is, in a few words: "an array of 3". */
export function describe(value: unknown): string {
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (isNumericArray(value)) return `a typed array of ${value.length}`;
  if (typeof value === "string") return JSON.stringify(value);
  if (value === null || value === undefined) return String(value);
  if (typeof value === "function") return "a function";
  return typeof value === "object" ? "an object" : `the ${typeof value} ${String(value)}`;
}
