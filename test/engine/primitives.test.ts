/**
 * Walks the table of primitives and holds every row to three things that know nothing of each other: nested
 * tapes, Taylor mode, and references computed with 40 digits (references/primitives.py, references/edges.py). A new row is tested by
 * being there; one without references is refused, unless it is constant in pieces.
 */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as engine from "../../engine/index.js";
import { type Primitive, primitives, type Scalar, taylor } from "../../engine/index.js";
import { rows as rowsByCode } from "../../engine/primitives/primitive.js";
import { assertClose, nested, operationNamed, relativeError } from "./checks.js";

interface Reference {
  at: number[];
  /** By orders, such as "2" or "1,3". */
  derivatives: { [orders: string]: string };
}

function referencesFrom(file: string): { [name: string]: Reference[] } {
  return JSON.parse(readFileSync(new URL(`./references/${file}`, import.meta.url), "utf8"));
}

const references = referencesFrom("primitives.json");
/** Where doubles are at their limits. */
const edges = referencesFrom("edges.json");

const rows = [...primitives.values()].map(({ primitive }) => primitive);
const ORDER = 4;

/** Constant in pieces, or the identity: what is expected needs no reference. */
const inPieces: { [name: string]: 0 | 1 } = {
  ceil: 0,
  floor: 0,
  round: 0,
  sign: 0,
  trunc: 0,
  stopGradient: 0,
  fround: 1,
};
/** Rows that pick or wrap one of their operands, with the slope by each of two operands, not tied. */
const picking: { [name: string]: [number[], number[]][] } = {
  max: [
    [
      [1, 2],
      [0, 1],
    ],
    [
      [3, -1],
      [1, 0],
    ],
  ],
  min: [
    [
      [1, 2],
      [1, 0],
    ],
    [
      [3, -1],
      [0, 1],
    ],
  ],
  mod: [
    [
      [7, 3],
      [1, -2],
    ],
    [
      [-7, 3],
      [1, 2],
    ],
    [
      [5.5, -2],
      [1, 2],
    ],
    [
      [0.5, 3],
      [1, -0],
    ],
  ],
};

function taylorAlong(row: Primitive, at: readonly number[], direction: number): Float64Array | number[] {
  const f = operationNamed(row.name);
  const place = (x: Scalar) => at.map((number, i) => (i === direction ? x : number));
  return taylor((x: Scalar) => f(...place(x)), at[direction]!, ORDER) as number[];
}

/**
 * Nested tapes and, where one operand moves alone, Taylor mode.
 * @param tiny differences below this do not count
 */
function checkReference(row: Primitive, { at, derivatives }: Reference, tiny: number): void {
  const f = operationNamed(row.name);
  for (const [key, digits] of Object.entries(derivatives)) {
    const orders = key.split(",").map(Number);
    const order = orders.reduce((a, b) => a + b, 0);
    const expected = Number(digits);
    // Four units in the last place for values.
    const tolerance = order === 0 ? 4 * 2 ** -53 : 1e-13;
    const actual = nested(f, orders)(...at) as number;
    assertClose(actual, expected, tolerance, `nested, orders ${key}`, tiny);
    const along = orders.indexOf(order);
    if (along < 0) continue;
    const coefficient = taylorAlong(row, at, along)[order]!;
    assertClose(coefficient * factorial(order), expected, tolerance, `Taylor, orders ${key}`, tiny);
  }
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}

/** What is left of a derivative that vanishes because its terms cancel: a few units in the last place of the terms. */
function rounding(at: readonly number[], order: number): number {
  const scale = Math.min(...at.map(Math.abs).filter((x) => x > 0), 1);
  return (1e-15 * factorial(order)) / scale ** order;
}

describe("the table of primitives", () => {
  it("names every row, and nothing twice", () => {
    const byCode = rowsByCode.filter((row) => row !== undefined);
    assert.deepEqual(byCode.map((row) => row.name).sort(), [...primitives.keys()].sort());
    assert.equal(new Set(byCode.map((row) => row.code)).size, primitives.size);
  });

  it("exports what JavaScript has a name for", () => {
    for (const name of primitives.keys())
      assert.ok(!(name in Math) || name in engine, `${name} in operations.ts`);
  });

  it("has references for every row that is not constant in pieces", () => {
    for (const { name } of rows) {
      assert.ok(name in references || name in inPieces || name in picking, `${name} has no references`);
    }
  });

  for (const row of rows) {
    describe(row.name, () => {
      for (const reference of references[row.name] ?? []) {
        // Where a derivative is 0, that of the references has noise of its own.
        it(`agrees with 40 digits at (${reference.at.join(", ")})`, () =>
          checkReference(row, reference, 1e-40));
      }
      for (const reference of edges[row.name] ?? []) {
        it(`agrees with 40 digits at the edge (${reference.at.join(", ")})`, () =>
          checkReference(row, reference, 0));
      }

      const operandCount = row.arity === 1 ? 1 : 2;
      it("gives the same from nested tapes and from Taylor mode at special points", () => {
        const { NaN: none, POSITIVE_INFINITY: inf } = Number;
        const specials = [0, -0, 1, -1, 0.5, 2, 3, -2, 1e-8, 800, -800, inf, -inf, none];
        const points =
          operandCount === 1
            ? specials.map((x) => [x])
            : specials.flatMap((x) => specials.map((y) => [x, y]));
        const mismatches: string[] = [];
        for (const at of points) {
          for (let direction = 0; direction < operandCount; direction++) {
            const series = taylorAlong(row, at, direction);
            for (let order = 0; order <= ORDER; order++) {
              const orders = at.map((_, i) => (i === direction ? order : 0));
              const fromTapes = nested(operationNamed(row.name), orders)(...at) as number;
              const fromSeries = series[order]! * factorial(order);
              if (
                Math.abs(fromTapes - fromSeries) <= rounding(at, order) ||
                relativeError(fromTapes, fromSeries) < 1e-9
              )
                continue;
              mismatches.push(
                `(${at}) by ${direction}, order ${order}: tapes ${fromTapes}, series ${fromSeries}`,
              );
            }
          }
        }
        assert.deepEqual(mismatches, []);
      });
    });
  }
});
