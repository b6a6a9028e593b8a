/** ADBench's factors as matrices, for peers that compute with arrays: a product with a matrix of zeros and ones puts the entries in their places. */

/** For each entry of the diagonal a row, which has a one where the entry stands in the d × d matrix. */
export function diagonalPlaces(d: number): number[][] {
  return Array.from({ length: d }, (_, i) => placedAt(d, i, i));
}

/** The same for the entries below the diagonal, by columns. */
export function lowerPlaces(d: number): number[][] {
  const places: number[][] = [];
  for (let column = 0; column < d; column++) {
    for (let row = column + 1; row < d; row++) places.push(placedAt(d, row, column));
  }
  return places;
}

function placedAt(d: number, row: number, column: number): number[] {
  const matrix = new Array<number>(d * d).fill(0);
  matrix[row * d + column] = 1;
  return matrix;
}
