/**
 * How much of a text is read. What lies beyond is a finding at its place, and the rest of the file is worked on: an
 * editor must be answered while a file is open in which somebody pasted a table of a million numbers.
 */
export const textLimits = {
  /**
   * Characters of one statement, comments before it apart. Libraries are wrapped in one (lodash has half a million
   * characters, bundles up to two); the parser takes about a second for each million.
   */
  statement: 2_000_000,
  /** Characters of all statements of a file. */
  module: 6_000_000,
  /** Functions of a file with a tag of ours: each is lowered, run and told of. */
  functions: 4_000,
  /** Characters of one point. */
  point: 500_000,
  /** Points of one function, and points at which what it says to be the derivative of others is checked. */
  points: 1_000,
  /** Findings of one kind in a file, or in a function. */
  findings: 500,
} as const;
