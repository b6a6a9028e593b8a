/**
 * The recurrences of `series.ts` over many samples at once, for the operations that most programs consist of. The
 * others come from their rows in the table, sample by sample.
 *
 *     c₀ of all samples | c₁ of all samples | … | c_n of all samples
 *
 * A series is so many rows of `WIDTH` numbers, and begins somewhere in one long array. The kernels do the arithmetic
 * of the table's rows in the same order, so that they give the same numbers. But they know nothing of degrees, by
 * which a coefficient that is not there is kept from meeting an infinite one. So a sample with a number that is not
 * finite is doubtful, and is computed again by the rows alone. Sums and products hand such a number on to where it is
 * noticed; whatever could hide one looks at its operands.
 */

/** How many samples have room side by side: loops long enough to be fast, rows short enough to stay in the cache. */
export const WIDTH = 64;

/** What the kernels work on. */
export interface Samples {
  data: Float64Array;
  /** How many coefficients a series has. */
  length: number;
  /** How many samples there are now. */
  count: number;
  /** 1 for a sample that is to be computed by the rows of the table. */
  isDoubtful: Uint8Array;
}

/** y = constant + factor · x. A constant of −0 adds nothing, not even to a −0. */
export function affine(samples: Samples, y: number, x: number, constant: number, factor: number): void {
  const { data, length, count } = samples;
  for (let s = 0; s < count; s++) data[y + s] = constant + factor * data[x + s]!;
  for (let k = WIDTH; k < length * WIDTH; k += WIDTH)
    for (let s = k; s < k + count; s++) data[y + s] = factor * data[x + s]!;
}

/** y = c + factor · x */
export function linear(samples: Samples, y: number, c: number, x: number, factor: number): void {
  const { data, length, count } = samples;
  for (let k = 0; k < length * WIDTH; k += WIDTH)
    for (let s = k; s < k + count; s++) data[y + s] = data[c + s]! + factor * data[x + s]!;
}

/** y = x / divisor */
export function divideByNumber(samples: Samples, y: number, x: number, divisor: number): void {
  const { data, length, count } = samples;
  for (let k = 0; k < length * WIDTH; k += WIDTH)
    for (let s = k; s < k + count; s++) data[y + s] = data[x + s]! / divisor;
}

/** y = a · b */
export function multiply(samples: Samples, y: number, a: number, b: number): void {
  const { data, length, count } = samples;
  if (length === 4) {
    multiplyFour(data, count, y, a, b);
    return;
  }
  for (let s = 0; s < count; s++) data[y + s] = data[a + s]! * data[b + s]!;
  for (let k = 1; k < length; k++) {
    const to = y + k * WIDTH;
    for (let s = 0; s < count; s++) data[to + s] = convolution(data, a + s, b + s, k);
  }
}

/** y = c + sign · a · b; y may be c. */
export function addProduct(samples: Samples, y: number, c: number, a: number, b: number, sign: number): void {
  const { data, length, count } = samples;
  if (length === 4) {
    addProductOfFour(data, count, y, c, a, b, sign);
    return;
  }
  for (let s = 0; s < count; s++) data[y + s] = data[c + s]! + sign * (data[a + s]! * data[b + s]!);
  for (let k = 1; k < length; k++) {
    const to = y + k * WIDTH;
    const from = c + k * WIDTH;
    for (let s = 0; s < count; s++)
      data[to + s] = data[from + s]! + sign * convolution(data, a + s, b + s, k);
  }
}

/** a₀ b_k + a₁ b_(k−1) + … + a_k b₀ */
function convolution(data: Float64Array, a: number, b: number, k: number): number {
  let sum = data[a]! * data[b + k * WIDTH]! + data[a + WIDTH]! * data[b + (k - 1) * WIDTH]!;
  for (let j = 2; j <= k; j++) sum += data[a + j * WIDTH]! * data[b + (k - j) * WIDTH]!;
  return sum;
}

/** The same for orders to 3, which plots have, with each coefficient read once: half the time. */
function multiplyFour(data: Float64Array, count: number, y: number, a: number, b: number): void {
  for (let s = 0; s < count; s++) {
    const a0 = data[a + s]!;
    const a1 = data[a + WIDTH + s]!;
    const a2 = data[a + 2 * WIDTH + s]!;
    const b0 = data[b + s]!;
    const b1 = data[b + WIDTH + s]!;
    const b2 = data[b + 2 * WIDTH + s]!;
    data[y + s] = a0 * b0;
    data[y + WIDTH + s] = a0 * b1 + a1 * b0;
    data[y + 2 * WIDTH + s] = a0 * b2 + a1 * b1 + a2 * b0;
    data[y + 3 * WIDTH + s] =
      a0 * data[b + 3 * WIDTH + s]! + a1 * b2 + a2 * b1 + data[a + 3 * WIDTH + s]! * b0;
  }
}

function addProductOfFour(
  data: Float64Array,
  count: number,
  y: number,
  c: number,
  a: number,
  b: number,
  sign: number,
): void {
  for (let s = 0; s < count; s++) {
    const a0 = data[a + s]!;
    const a1 = data[a + WIDTH + s]!;
    const a2 = data[a + 2 * WIDTH + s]!;
    const b0 = data[b + s]!;
    const b1 = data[b + WIDTH + s]!;
    const b2 = data[b + 2 * WIDTH + s]!;
    const third = a0 * data[b + 3 * WIDTH + s]! + a1 * b2 + a2 * b1 + data[a + 3 * WIDTH + s]! * b0;
    data[y + s] = data[c + s]! + sign * (a0 * b0);
    data[y + WIDTH + s] = data[c + WIDTH + s]! + sign * (a0 * b1 + a1 * b0);
    data[y + 2 * WIDTH + s] = data[c + 2 * WIDTH + s]! + sign * (a0 * b2 + a1 * b1 + a2 * b0);
    data[y + 3 * WIDTH + s] = data[c + 3 * WIDTH + s]! + sign * third;
  }
}

/** y = a / b; y may be a. */
export function divide(samples: Samples, y: number, a: number, b: number): void {
  doubtNotFinite(samples, b);
  const { data, length, count } = samples;
  for (let k = 0; k < length; k++) {
    const to = y + k * WIDTH;
    const from = a + k * WIDTH;
    switch (k) {
      case 0:
        for (let s = 0; s < count; s++) data[to + s] = data[from + s]! / data[b + s]!;
        break;
      case 1:
        for (let s = 0; s < count; s++)
          data[to + s] = (data[from + s]! - data[b + WIDTH + s]! * data[y + s]!) / data[b + s]!;
        break;
      default:
        for (let s = 0; s < count; s++) {
          let sum = data[from + s]! - data[b + k * WIDTH + s]! * data[y + s]!;
          for (let j = (k - 1) * WIDTH; j > WIDTH; j -= WIDTH)
            sum -= data[b + j + s]! * data[y + k * WIDTH - j + s]!;
          data[to + s] = (sum - data[b + WIDTH + s]! * data[to - WIDTH + s]!) / data[b + s]!;
        }
    }
  }
  doubtNotFinite(samples, y);
}

/** y = number / b */
export function divideNumber(samples: Samples, y: number, number: number, b: number): void {
  const { data, length, count } = samples;
  for (let k = 0; k < length * WIDTH; k += WIDTH) data.fill(k === 0 ? number : 0, y + k, y + k + count);
  divide(samples, y, y, b);
}

/** y with y′ = w · u′, from its second coefficient on; y may be w. */
export function integrateProduct(samples: Samples, y: number, w: number, u: number, factor = 1): void {
  const { length } = samples;
  for (let k = 1; k < length; k++) integrateOne(samples, y, w, u, k, factor);
}

/** The k-th coefficient of y. The first three, which plots have, are written out: half the time. */
function integrateOne(
  { data, count }: Samples,
  y: number,
  w: number,
  u: number,
  k: number,
  factor: number,
): void {
  const to = y + k * WIDTH;
  const [u1, u2, u3] = [u + WIDTH, u + 2 * WIDTH, u + 3 * WIDTH];
  const [w1, w2] = [w + WIDTH, w + 2 * WIDTH];
  switch (k) {
    case 1:
      for (let s = 0; s < count; s++) data[to + s] = factor * (data[u1 + s]! * data[w + s]!);
      break;
    case 2:
      for (let s = 0; s < count; s++) {
        const sum = 2 * data[u2 + s]! * data[w + s]! + data[u1 + s]! * data[w1 + s]!;
        data[to + s] = (factor * sum) / 2;
      }
      break;
    case 3:
      for (let s = 0; s < count; s++) {
        const sum =
          3 * data[u3 + s]! * data[w + s]! +
          2 * data[u2 + s]! * data[w1 + s]! +
          data[u1 + s]! * data[w2 + s]!;
        data[to + s] = (factor * sum) / 3;
      }
      break;
    default:
      for (let s = 0; s < count; s++) {
        let sum = 0;
        for (let j = k; j > 0; j--) sum += j * data[u + j * WIDTH + s]! * data[w + (k - j) * WIDTH + s]!;
        data[to + s] = (factor * sum) / k;
      }
  }
}

/** y = e^u */
export function exponential(samples: Samples, y: number, u: number): void {
  doubtNotFinite(samples, u);
  mapFirst(samples, y, u, Math.exp);
  integrateProduct(samples, y, y, u);
}

/** y with y′ = w · u′, and w with w′ = −y · u′: sine and cosine. */
export function oscillate(samples: Samples, y: number, w: number, u: number): void {
  doubtNotFinite(samples, u);
  for (let k = 1; k < samples.length; k++) {
    integrateOne(samples, y, w, u, k, 1);
    integrateOne(samples, w, y, u, k, -1);
  }
}

/** y = √u */
export function squareRoot(samples: Samples, y: number, u: number): void {
  doubtNotFinite(samples, u);
  const { data, length, count } = samples;
  mapFirst(samples, y, u, Math.sqrt);
  for (let k = 1; k < length; k++) {
    const to = k * WIDTH;
    for (let s = 0; s < count; s++) {
      let sum = data[u + to + s]!;
      for (let j = 1; j < k; j++) sum -= data[y + j * WIDTH + s]! * data[y + to - j * WIDTH + s]!;
      data[y + to + s] = sum / (2 * data[y + s]!);
    }
  }
  // At 0 the row has more to say.
  for (let s = 0; s < count; s++) if (data[u + s] === 0) samples.isDoubtful[s] = 1;
}

/** y = ln u */
export function logarithm(samples: Samples, y: number, u: number): void {
  doubtNotFinite(samples, u);
  const { data, length, count } = samples;
  mapFirst(samples, y, u, Math.log);
  for (let k = 1; k < length; k++) {
    const to = k * WIDTH;
    for (let s = 0; s < count; s++) {
      let sum = k * data[u + to + s]!;
      for (let j = 1; j < k; j++) sum -= j * data[y + j * WIDTH + s]! * data[u + to - j * WIDTH + s]!;
      data[y + to + s] = sum / (k * data[u + s]!);
    }
  }
  doubtNotFinite(samples, y);
}

/** y₀ = f(u₀) */
export function mapFirst({ data, count }: Samples, y: number, u: number, f: (x: number) => number): void {
  for (let s = 0; s < count; s++) data[y + s] = f(data[u + s]!);
}

/** Marks the samples whose series has a number that is not finite. */
export function doubtNotFinite({ data, length, count, isDoubtful }: Samples, u: number): void {
  for (let k = 0; k < length * WIDTH; k += WIDTH) {
    for (let s = 0; s < count; s++) {
      const c = data[u + k + s]!;
      // Only what is not finite does not vanish when it is taken from itself.
      if (c - c !== 0) isDoubtful[s] = 1;
    }
  }
}
