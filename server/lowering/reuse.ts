/**
 * A keystroke inside one function leaves the routines of the others as they are, however much of packages they
 * reach: they are taken over from the preparation before, with their places moved.
 *
 *     function edited() { …|… }                       // anything may happen in here
 *     function other(x) { … }                         // marked: its routine is kept, unless it reaches `edited`
 */

import type { Finding, Span } from "../finding.js";
import type { Routine } from "../routine.js";
import { isFunctionLike } from "../syntax/functions.js";
import { groupsOutline } from "../syntax/moduleGroups.js";
import type { ParsedModule } from "../syntax/parseModule.js";
import { ts } from "../syntax/typescript.js";

/** What lowering a marked function gave. */
export interface Lowered {
  routine: Routine;
  unsupported: Finding[];
  notes: Finding[];
}

/** Where two texts of a module differ: inside one function, whose text it was and is. */
interface Edit {
  before: Span;
  after: Span;
}

/**
 * Compares a module with what it was.
 *
 * @returns what takes a routine over, or gives null where it must be made again; null where all must be
 */
export function takeOver(
  previous: ParsedModule,
  parsed: ParsedModule,
): ((lowered: Lowered) => Lowered | null) | null {
  const edit = editBetween(previous, parsed);
  if (edit === null) return null;
  return (lowered) => {
    const { routine } = lowered;
    if (routine.claims !== undefined || dependsOnState(routine)) return null;
    const pieces = piecesIn(routine);
    if (pieces.some(hasRefusal)) return null;
    if (pieces.some(({ start, end }) => start < edit.before.end && edit.before.start < end)) return null;
    const isBefore = pieces.every(({ end }) => end <= edit.before.start);
    return isBefore || edit.after.end === edit.before.end ? lowered : moved(lowered, edit);
  };
}

/** The value of a variable that functions assign may depend on the function that was edited. */
function dependsOnState(routine: Routine): boolean {
  return routine.globals.some(({ module, isConstant, value }) => {
    return module === 0 && !isConstant && value.kind !== "function";
  });
}

/** What cannot be run may be so for what stands in the edited function. */
function hasRefusal(node: unknown): boolean {
  if (typeof node !== "object" || node === null) return false;
  if ("kind" in node && node.kind === "unsupported") return true;
  return Object.values(node).some(hasRefusal);
}

/** The parts of the routine that stand in the module of the marked function. */
function piecesIn(routine: Routine): Span[] {
  const { functions, globals, groups = [], points, name } = routine;
  const own = [...functions, ...globals, ...groups].filter(({ module }) => module === 0);
  return [...own, ...points.filter(({ module }) => module === undefined), name];
}

function editBetween(previous: ParsedModule, parsed: ParsedModule): Edit | null {
  const before = previous.text;
  const after = parsed.text;
  if (before === after) return { before: { start: 0, end: 0 }, after: { start: 0, end: 0 } };
  const shortest = Math.min(before.length, after.length);
  let start = 0;
  while (start < shortest && before.charCodeAt(start) === after.charCodeAt(start)) start++;
  let same = 0;
  while (
    same < shortest - start &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  ) {
    same++;
  }
  const inBefore = functionAround(previous.file, start, before.length - same);
  const inAfter = functionAround(parsed.file, start, after.length - same);
  if (inBefore === null || inAfter === null) return null;
  const edit = {
    before: { start: inBefore.getStart(previous.file), end: inBefore.end },
    after: { start: inAfter.getStart(parsed.file), end: inAfter.end },
  };
  const isSameFunction =
    inBefore.kind === inAfter.kind &&
    edit.before.start === edit.after.start &&
    before.length - edit.before.end === after.length - edit.after.end;
  return isSameFunction && areAlikeAround(previous, parsed, edit) ? edit : null;
}

/** The outermost function whose body holds a stretch of the text. */
function functionAround(file: ts.SourceFile, start: number, end: number): ts.Node | null {
  const holds = (node: ts.Node) => node.pos <= start && end <= node.end;
  let at: ts.Node = file;
  for (;;) {
    const next: ts.Node | undefined = ts.forEachChild(at, (child) => (holds(child) ? child : undefined));
    if (next === undefined) return null;
    if (isFunctionLike(next)) {
      const { body } = next as ts.FunctionLikeDeclaration;
      const isInside =
        body !== undefined && ts.isBlock(body) && body.getStart(file) < start && end < body.end;
      return isInside ? next : null;
    }
    at = next;
  }
}

/** Whether everything besides the edited function is what it was. */
function areAlikeAround(previous: ParsedModule, parsed: ParsedModule, { before, after }: Edit): boolean {
  const isWithin = (problems: ParsedModule["problems"], span: Span) =>
    problems.every(({ start, end }) => span.start <= start && end <= span.end);
  if (!isWithin(previous.problems, before) || !isWithin(parsed.problems, after)) return false;
  const one = previous.file.statements;
  const other = parsed.file.statements;
  const delta = after.end - before.end;
  const areSame =
    one.length === other.length &&
    one.every(({ kind, pos, end }, index) => {
      const twin = other[index]!;
      const start = pos >= before.end ? pos + delta : pos;
      return kind === twin.kind && start === twin.pos && (end >= before.end ? end + delta : end) === twin.end;
    });
  return areSame && groupsOutline(previous.file) === groupsOutline(parsed.file);
}

/** The same with the places behind the edited function moved. */
function moved(lowered: Lowered, { before, after }: Edit): Lowered {
  const delta = after.end - before.end;
  const { routine, unsupported, notes } = lowered;
  const home = routine.modules[0];
  const move = <T>(value: T): T => moveIn(value, true) as T;
  const moveIn = (value: unknown, isHome: boolean): unknown => {
    if (Array.isArray(value)) return value.map((element) => moveIn(element, isHome));
    if (typeof value !== "object" || value === null) return value;
    const held = value as { module?: unknown };
    const isHere = typeof held.module === "string" ? held.module === home : isHome;
    const entries = Object.entries(value).map(([key, inner]): [string, unknown] => {
      const isPlace = isHere && (key === "start" || key === "end") && typeof inner === "number";
      if (isPlace) return [key, inner >= before.end ? inner + delta : inner];
      return [key, moveIn(inner, isHere)];
    });
    return Object.fromEntries(entries);
  };
  const moveOwn = <T extends { module?: number }>(codes: T[]): T[] =>
    codes.map((code) => ((code.module ?? 0) === 0 ? move(code) : code));
  const { functions, globals, groups, points, sites, name } = routine;
  return {
    routine: {
      ...routine,
      functions: moveOwn(functions),
      globals: moveOwn(globals),
      ...(groups === undefined ? {} : { groups: moveOwn(groups) }),
      points: moveOwn(points),
      sites: move(sites),
      name: move(name),
    },
    unsupported: move(unsupported),
    notes: move(notes),
  };
}
