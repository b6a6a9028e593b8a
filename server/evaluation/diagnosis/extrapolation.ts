/**
 * Where a sequence of samples tends to, taken at steps that shrink by the same factor. With g(h) = L + c·hᵖ + …,
 * consecutive differences shrink by a steady factor that tells p, and one step of Aitken's Δ² removes c·hᵖ
 * whatever p is; it is repeated for the next power.
 *
 *     samples of 1.5·√h at h = 2⁻¹⁴, 2⁻¹⁶, …      the limit is 0, although the last sample is 0.00002
 */

export type Limit =
  | { kind: "number"; value: number; error: number }
  /** Grows, or falls, without bound. */
  | { kind: "unbounded"; sign: 1 | -1 }
  /** Keeps changing by as much, to and fro. */
  | { kind: "unsettled" }
  /** The samples do not tell. */
  | { kind: "unknown" };

interface Candidate {
  value: number;
  error: number;
  /** The last sample that it was made of. */
  last: number;
}

/** A limit is told if it is known to so many parts of its size, or of that of the samples. */
const sufficient = 1e-4;
/** What rounding leaves of a sample, and a margin. */
const rounding = 2 ** -48;

/** @param samples at steps that shrink by the same factor, the largest step first */
export function limitOf(samples: readonly number[]): Limit {
  if (samples.length < 4 || samples.some((sample) => !Number.isFinite(sample))) return { kind: "unknown" };
  // What was sampled at large steps may be of another piece of the function: the small ones have to agree.
  const found = converged(samples);
  if (found !== null) return found;
  return unbounded(samples) ?? (isUnsettled(samples) ? { kind: "unsettled" } : { kind: "unknown" });
}

function converged(samples: readonly number[]): Limit | null {
  const size = Math.max(...samples.map(Math.abs));
  const floor = size * rounding;
  const candidates = candidatesFor(samples, floor);
  if (candidates.length === 0) return null;
  const least = Math.min(...candidates.map(({ error }) => error));
  const isGood = ({ error, value }: Candidate) =>
    error <= Math.max(30 * least, 1e-9 * Math.abs(value), 4 * floor);
  const best = candidates
    .filter(isGood)
    .sort((one, other) => other.last - one.last || one.error - other.error)[0]!;
  if (best.last < samples.length - 3) return null;
  const { value, error } = best;
  const range = Math.abs(samples.at(-1)! - samples[0]!);
  // A limit of 0 has no size of its own: it is held to how far the samples have come towards it.
  if (error > sufficient * Math.max(Math.abs(value), Math.min(range, size))) return null;
  const isZero = Math.abs(value) <= 10 * error;
  return { kind: "number", value: isZero ? 0 : value, error };
}

/** Estimates by repeated elimination of the leading power, each with how much it differs from the one before. */
function candidatesFor(samples: readonly number[], floor: number): Candidate[] {
  const candidates: Candidate[] = [];
  let column = samples.map((value, last) => ({ value, last }));
  for (let depth = 0; depth < 4 && column.length >= 2; depth++) {
    for (let index = 1; index < column.length; index++) {
      const { value, last } = column[index]!;
      const change = Math.abs(value - column[index - 1]!.value);
      // Samples themselves have come to the limit only when they do not change any more.
      if (depth === 0 && change > 4 * floor) continue;
      candidates.push({ value, last, error: change + floor });
    }
    column = eliminated(column, floor);
  }
  return candidates;
}

function eliminated(column: { value: number; last: number }[], floor: number): typeof column {
  const next: typeof column = [];
  for (let index = 2; index < column.length; index++) {
    const { value, last } = column[index]!;
    const step = value - column[index - 1]!.value;
    const before = column[index - 1]!.value - column[index - 2]!.value;
    if (Math.abs(step) <= 2 * floor) {
      next.push({ value, last });
      continue;
    }
    const factor = step / before;
    // Steps that do not shrink lead nowhere.
    if (Number.isFinite(factor) && factor > -0.5 && factor < 0.98) {
      next.push({ value: value + (step * factor) / (1 - factor), last });
    }
  }
  return next;
}

function differencesOf(samples: readonly number[]): number[] {
  return samples.slice(1).map((sample, index) => sample - samples[index]!);
}

/** All of the last steps go the same way, and none is smaller than the one before. */
function unbounded(samples: readonly number[]): Limit | null {
  const steps = differencesOf(samples).slice(-5);
  const sign = Math.sign(steps[0]!);
  if (steps.length < 4 || sign === 0) return null;
  for (const [index, step] of steps.entries()) {
    if (Math.sign(step) !== sign) return null;
    if (index > 0 && Math.abs(step) < 0.999 * Math.abs(steps[index - 1]!)) return null;
  }
  return { kind: "unbounded", sign: sign as 1 | -1 };
}

/** What oscillates may grow as the steps shrink, but not as much as what rounding makes of a smooth function. */
const mostGrowth = 2_000;

/** The steps go to and fro, and the later ones are not smaller than the earlier ones. */
function isUnsettled(samples: readonly number[]): boolean {
  const steps = differencesOf(samples);
  if (steps.length < 6) return false;
  const turns = steps.filter((step, index) => index > 0 && step * steps[index - 1]! < 0).length;
  const half = Math.floor(steps.length / 2);
  const largest = (list: number[]) => Math.max(...list.map(Math.abs));
  const [early, late] = [largest(steps.slice(0, half)), largest(steps.slice(half))];
  return turns >= 2 && late >= 0.4 * early && late <= mostGrowth * early;
}
