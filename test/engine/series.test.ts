/** Taylor mode to order 30 against coefficients computed with 120 digits (references/series.py). */

import { readFileSync } from "node:fs";
import * as engine from "../../engine/index.js";
import { type Scalar, taylor } from "../../engine/index.js";
import { assertClose } from "./checks.js";

interface Reference {
  /** Of x, written with the engine's operations. */
  expression: string;
  at: number;
  coefficients: string[];
}

const references: Reference[] = JSON.parse(
  readFileSync(new URL("./references/series.json", import.meta.url), "utf8"),
);

const operations = engine as unknown as { [name: string]: (...scalars: Scalar[]) => Scalar };

/** Evaluates an expression of calls, numbers and x. */
function evaluate(expression: string, x: Scalar): Scalar {
  const tokens = expression.match(/[a-z]\w*|-?[\d.]+|[(),]/g)!;
  const parse = (): Scalar => {
    const token = tokens.shift()!;
    if (token === "x") return x;
    if (!/[a-z]/.test(token)) return Number(token);
    const operands: Scalar[] = [];
    // The opening parenthesis, then the commas and the closing one.
    do {
      tokens.shift();
      operands.push(parse());
    } while (tokens[0] === ",");
    tokens.shift();
    return operations[token]!(...operands);
  };
  return parse();
}

describe("Taylor series to order 30", () => {
  for (const { expression, at, coefficients } of references) {
    it(`of ${expression} at ${at}`, () => {
      const series = taylor((x: Scalar) => evaluate(expression, x), at, coefficients.length - 1) as number[];
      coefficients.forEach((digits, k) => {
        const expected = Number(digits);
        // Coefficients of alternating size: where one nearly vanishes, its neighbours give the scale.
        const neighbours = [k - 1, k, k + 1].map((i) => Math.abs(Number(coefficients[i] ?? 0)));
        assertClose(series[k]!, expected, 1e-12, `order ${k}`, 1e-13 * Math.max(...neighbours));
      });
    });
  }
});
