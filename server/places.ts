/**
 * Places apart from code. An outcome is kept and sent with places that are relative to the pieces of the text
 * they lie in (functions, top-level statements, points); where the pieces begin is a small table beside it. So
 * code that only moved needs no new outcome, and real offsets are put in when a report is put together.
 *
 *     const placed = detachOutcome(outcome, pieces);       { piece: 2, start: 4, end: 9 }
 *     placeOutcome(placed, piecesNow, through);            { module, start: 104, end: 109 }
 */

import type { Finding, Place, Span } from "./finding.js";
import type { ClaimReport, Outcome, PointReport, TraceEntry } from "./report.js";

/** Where a piece of a module begins. */
export interface Piece {
  module: string;
  start: number;
}

/**
 * A stretch of text, relative to the beginning of a piece: `piece` is an index into the table beside it. What
 * lies in another module, which has no pieces here, is a place as everywhere.
 */
export type PlacedSpan = (Span & { piece: number }) | Place;

type Placed<T extends Span> = Omit<T, "module" | "start" | "end"> & PlacedSpan;

export type PlacedFinding = Omit<Placed<Finding>, "related" | "fixes"> & {
  related?: Placed<Place & { message: string }>[];
  fixes?: { title: string; edits: Placed<Place & { text: string }>[] }[];
};

export type PlacedPoint = Omit<PointReport, "span" | "trace"> & {
  span?: PlacedSpan;
  trace: Placed<TraceEntry>[];
};

/** An `Outcome` whose places are relative to pieces. */
export interface PlacedOutcome {
  points: PlacedPoint[];
  findings: PlacedFinding[];
  isSpent: boolean;
  claims?: ClaimReport[];
}

/**
 * Makes the places of an outcome relative to the smallest pieces around them.
 *
 * @param home the module of the marked function. What lies in none of its pieces belongs to the first one
 * @param pieces stretches of text that move as a whole
 */
export function detachOutcome(outcome: Outcome, home: string, pieces: readonly Place[]): PlacedOutcome {
  const detach = <T extends Span & { module?: string }>(place: T): Placed<T> => {
    const { module = home, start, end, ...rest } = place;
    const piece = pieceAround(pieces, { module, start, end }, home);
    if (piece === null) return { ...rest, module, start, end } as Placed<T>;
    const from = pieces[piece]!.start;
    return { ...rest, piece, start: start - from, end: end - from } as Placed<T>;
  };
  const { points, findings, ...others } = outcome;
  return { ...others, ...convert(points, findings, detach, detach) } as PlacedOutcome;
}

function pieceAround(pieces: readonly Place[], place: Place, home: string): number | null {
  let best = -1;
  for (const [index, piece] of pieces.entries()) {
    if (piece.module !== place.module || piece.start > place.start || place.end > piece.end) continue;
    const other = pieces[best];
    if (!other || piece.end - piece.start < other.end - other.start) best = index;
  }
  return best < 0 && place.module === home ? 0 : best < 0 ? null : best;
}

/**
 * Gives the places of an outcome the offsets that they have where its pieces are now.
 *
 * @param through moves a stretch of the function's own module through the edits since the pieces were there
 */
export function placeOutcome(
  outcome: PlacedOutcome,
  pieces: readonly Piece[],
  through: (span: Span) => Span = (span) => span,
): Outcome {
  const home = pieces[0]?.module;
  const inText = (placed: PlacedSpan): Place => {
    if (!("piece" in placed)) return placed;
    const { module, start: from } = pieces[placed.piece]!;
    const span = { start: placed.start + from, end: placed.end + from };
    return { module, ...(module === home ? through(span) : span) };
  };
  const spanOf = <T extends PlacedSpan>(placed: T) => {
    const { start, end } = inText(placed);
    const { piece: _, ...rest } = placed as T & { piece?: number };
    return { ...rest, start, end };
  };
  const placeOf = <T extends PlacedSpan>(placed: T) => ({ ...spanOf(placed), module: inText(placed).module });
  const { points, findings, ...others } = outcome;
  return { ...others, ...convert(points, findings, spanOf, placeOf) } as Outcome;
}

/** Copies of the points and findings in which every place was converted: those in the function itself, and those anywhere. */
function convert(
  points: readonly (PointReport | PlacedPoint)[],
  findings: readonly (Finding | PlacedFinding)[],
  inFunction: (span: never) => object,
  anywhere: (place: never) => object,
): object {
  const each = <T>(places: readonly T[], change: (place: never) => object) =>
    places.map((place) => change(place as never));
  return {
    points: points.map((point) => ({
      ...point,
      ...(point.span && { span: inFunction(point.span as never) }),
      trace: each(point.trace, inFunction),
    })),
    findings: findings.map((finding) => ({
      ...anywhere(finding as never),
      ...(finding.related && { related: each(finding.related, anywhere) }),
      ...(finding.fixes && {
        fixes: finding.fixes.map(({ title, edits }) => ({ title, edits: each(edits, anywhere) })),
      }),
    })),
  };
}
