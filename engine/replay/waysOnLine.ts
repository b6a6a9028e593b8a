/**
 * The Taylor series of a compiled function at many points of a line. At those where it takes a way that is not known
 * it is recorded again, for all the points that go the same way.
 */

import { blocksOf, type Coefficients, inputAt, type Line, newCoefficients } from "../batch/line.js";
import { isScalar, mapStructure, scalarsOf } from "../structure.js";
import type { AnyArguments } from "../transforms/recordedCall.js";
import type { Way } from "./way.js";
import type { Ways } from "./ways.js";

/** After so many recordings that were good for one sample alone, those that follow are not made ready for others. */
const MOST_LONELY = 3;

/**
 * @param from the arguments where the line begins, of numbers alone
 * @param seriesAt by output: the series at a sample, of a function that cannot be replayed
 * @returns shaped like the result of the function: for each number its coefficients, by order
 */
export function seriesOnLine(
  ways: Ways,
  from: AnyArguments,
  line: Line,
  seriesAt: (sample: number) => number[][],
): unknown {
  const argumentsAt = (sample: number) => {
    let input = 0;
    return mapStructure(from, (leaf) =>
      isScalar(leaf) ? inputAt(line, input++, sample) : leaf,
    ) as AnyArguments;
  };
  let result: unknown;
  let coefficients: Coefficients | null = null;
  const entered = new Set<Way>();
  /** Computes what goes this way. @returns the samples that do not */
  const run = (way: Way, which: readonly number[]): readonly number[] => {
    if (!entered.has(way)) {
      entered.add(way);
      way.enterLine(line);
    }
    const room =
      coefficients?.length === way.outputCount ? coefficients : newCoefficients(way.outputCount, line);
    const left = way.runOnLine(line, which, room);
    if (left.length < which.length) {
      if (coefficients === null) [result, coefficients] = [way.result, room];
      requireSameCount(coefficients, way.outputCount);
    }
    return left;
  };
  let lonely = 0;
  for (const block of blocksOf(line.samples.length)) {
    let left: readonly number[] = block;
    for (const way of ways.known) {
      if (left.length > 0 && way.isFor(from)) left = run(way, left);
    }
    while (left.length > 0) {
      const [sample, ...others] = left as [number, ...number[]];
      if (coefficients === null || lonely < MOST_LONELY) {
        const way = ways.record(argumentsAt(sample));
        if (way.canBeReplayed) {
          const before = left.length;
          left = run(way, left);
          lonely = left.length + 1 < before ? 0 : lonely + 1;
          if (!left.includes(sample)) continue;
        }
        coefficients ??= newCoefficients(way.outputCount, line);
        result ??= way.result;
      }
      const series = seriesAt(sample);
      requireSameCount(coefficients, series.length);
      for (const [output, row] of series.entries())
        for (const [k, c] of row.entries()) coefficients[output]![k]![sample] = c;
      left = others;
    }
  }
  if (coefficients === null) {
    result = (ways.known.find((way) => way.isFor(from)) ?? ways.record(from)).result;
    coefficients = newCoefficients(scalarsOf(result).length, line);
  }
  let output = 0;
  const found = coefficients;
  return mapStructure(result, (leaf) => (isScalar(leaf) ? found[output++] : leaf));
}

function requireSameCount(coefficients: Coefficients, count: number): void {
  if (coefficients.length === count) return;
  throw new TypeError(
    `A series needs a function whose result has the same shape all along the line, but it gives ${coefficients.length} numbers at one sample and ${count} at another.`,
  );
}
