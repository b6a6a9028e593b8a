/**
 * What a routine is apart from where it stands, so that an edit elsewhere in the file needs no new run:
 * a key that is equal for equal code, and the way of an outcome to the code's present place.
 *
 *     const key = routineKey(routine);                     same after lines were added above
 *     const moved = moveOutcome(outcome, before, after);   its positions are those of `after`
 */

import { createHash } from "node:crypto";
import type { Finding, Place, Span } from "../finding.js";
import type { Outcome, PointReport } from "../report.js";
import type { Routine } from "../routine.js";

/** The parts of a routine each of which moves as a whole: functions, module-level variables, points, and whatever else has a place. */
function piecesOf(routine: Routine): (Place & { content: unknown })[] {
  const moduleOf = (index: number) => routine.modules[index] ?? "";
  const entry = routine.functions[routine.entry]!;
  const { functions, globals, groups = [], points, sites, name, ...others } = routine;
  const placed = Object.values<unknown>(others).flatMap((member) =>
    Array.isArray(member) ? member.filter(isPlaced) : [],
  );
  return [
    ...[...functions, ...globals, ...groups].map((code) => ({
      ...spanOf(code),
      module: moduleOf(code.module),
      content: code,
    })),
    ...[...points, ...placed].map((code) => ({
      ...spanOf(code),
      module: moduleOf(entry.module),
      content: code,
    })),
    { ...spanOf(entry), module: moduleOf(entry.module), content: sites },
    { ...spanOf(name), module: moduleOf(entry.module), content: spanOf(name) },
  ];
}

function isPlaced(member: unknown): member is Span {
  return typeof member === "object" && member !== null && "start" in member && "end" in member;
}

function spanOf({ start, end }: Span): Span {
  return { start, end };
}

/** A key that two routines share when they do the same and differ at most in where their parts stand. */
export function routineKey(routine: Routine): string {
  let key = keys.get(routine);
  if (key === undefined) {
    key = makeKey(routine);
    keys.set(routine, key);
  }
  return key;
}

/** An edit leaves most routines of a file as they are. */
const keys = new WeakMap<Routine, string>();

function makeKey(routine: Routine): string {
  const hash = createHash("sha1");
  const { functions, globals, points, sites, name, ...others } = routine;
  hash.update(JSON.stringify(others, (_, value) => (isPlaced(value) ? null : value)));
  for (const { start, content } of piecesOf(routine)) {
    hash.update("\n").update(
      JSON.stringify(content, (key, value) => {
        if (typeof value !== "number") return value;
        if (key === "start" || key === "end") return value - start;
        return Number.isFinite(value) && !Object.is(value, -0) ? value : `number ${value}`;
      }),
    );
  }
  return hash.digest("hex");
}

/** Moves everything in an outcome from the places of one routine to those of another with the same key. */
export function moveOutcome(outcome: Outcome, from: Routine, to: Routine): Outcome {
  const before = piecesOf(from);
  const after = piecesOf(to);
  if (before.every(({ start }, index) => start === after[index]!.start)) return outcome;
  const entryShift = to.functions[to.entry]!.start - from.functions[from.entry]!.start;

  const shiftOf = (place: Place) => {
    let best = -1;
    for (const [index, piece] of before.entries()) {
      if (piece.module !== place.module || piece.start > place.start || place.end > piece.end) continue;
      const other = before[best];
      if (!other || piece.end - piece.start < other.end - other.start) best = index;
    }
    if (best >= 0) return after[best]!.start - before[best]!.start;
    return place.module === from.modules[0] ? entryShift : 0;
  };
  const move = <T extends Place>(place: T): T => {
    const shift = shiftOf(place);
    return { ...place, start: place.start + shift, end: place.end + shift };
  };
  const moveFinding = (finding: Finding): Finding => {
    const moved = move(finding);
    if (finding.related) moved.related = finding.related.map(move);
    if (finding.fixes) {
      moved.fixes = finding.fixes.map((fix) => ({ ...fix, edits: fix.edits.map(move) }));
    }
    return moved;
  };
  const movePoint = (point: PointReport, index: number): PointReport => ({
    ...point,
    ...(point.span && to.points[index] ? { span: spanOf(to.points[index]) } : {}),
    trace: point.trace.map((entry) => ({
      ...entry,
      start: entry.start + entryShift,
      end: entry.end + entryShift,
    })),
  });
  return {
    ...outcome,
    points: outcome.points.map(movePoint),
    findings: outcome.findings.map(moveFinding),
  };
}

/**
 * The points of an earlier version of a function, with the positions of its present one: what is shown while
 * the present one is being computed. Names of the body are found again by kind, name and turn.
 */
export function keepPoints(points: readonly PointReport[], to: Routine): PointReport[] {
  const places = new Map<string, Span>();
  const turns = new Map<string, number>();
  const keyOf = (turn: Map<string, number>, { kind, name }: { kind: string; name: string }) => {
    const key = `${kind} ${name}`;
    turn.set(key, (turn.get(key) ?? 0) + 1);
    return `${key} ${turn.get(key)}`;
  };
  for (const site of to.sites) places.set(keyOf(turns, site), site);
  return points.slice(0, to.points.length).map((point, index) => {
    const turn = new Map<string, number>();
    const trace = point.trace.flatMap((entry) => {
      const place = places.get(keyOf(turn, entry));
      return place ? [{ ...entry, ...spanOf(place) }] : [];
    });
    return { ...point, trace, ...(point.span ? { span: spanOf(to.points[index]!) } : {}) };
  });
}
