/**
 * What was told of one open module, and the report that it makes now: places of what was told of an earlier text
 * go through the edits since, and a function that is being computed keeps the points that it had.
 */

import type { Finding, Span } from "../finding.js";
import { type FunctionResult, functionIds, type ModuleResult } from "../pipeline.js";
import { type Piece, type PlacedOutcome, placeOutcome } from "../places.js";
import { assembleReport, type FunctionOutline, type Report } from "../report.js";
import { type Move, throughMoves } from "../syntax/textEdit.js";
import { type KnownFunction, KnownModule } from "./knownModule.js";
import type { OpenTexts } from "./openTexts.js";

/** Moves that are kept apart from what moved. */
const mostMoves = 30;

/** One run of the quick lane over a module: which text it is of. */
export interface Pass {
  stamp: number;
}

/** Where places are that were told: some of the moves lead to the text with this stamp. */
interface Where {
  stamp: number;
  from: number;
  to: number;
}

interface FunctionState {
  /** What was told last, and the pass that it is known to be of. */
  told: FunctionResult;
  pass: Pass;
  where: Where;
  /** Its quick run spent its budget. */
  isSpent: boolean;
  /** What is shown, and where its pieces are. */
  shown: { outcome: PlacedOutcome; revision: string; pieces: readonly Piece[]; where: Where } | null;
  /** The report that was made last. */
  made: { report: Report; of: readonly unknown[] } | null;
}

export interface ModuleState {
  /** Takes what was told of a function; its outcome is shown from now on, unless it `isSpent` and more is to come. */
  tell(result: FunctionResult, pass: Pass, isShown: boolean): void;
  /** Shows an outcome of a function's present revision; false where the function has another one by now. */
  show(id: string, revision: string, outcome: PlacedOutcome): boolean;
  /** A pass told all that is new: what it did not tell is of its text as well, and moved. */
  move(result: ModuleResult, pass: Pass): void;
  /** All functions were told. */
  finish(result: ModuleResult): void;
  /** The module could not be worked on. */
  fail(finding: Finding): void;
  /** Outcomes are not known any more, though they are still shown. */
  forgetRevisions(): void;
  /** By id, the revisions that are shown. */
  revisions(): Record<string, string>;
  /** Functions whose quick run spent its budget and that show nothing else of their revision, with it. */
  spent(): [id: string, revision: string][];
  /** Functions that this pass has not told the last word of. */
  untold(pass: Pass | null): string[];
  readonly dependencies: ReadonlySet<string>;
  /** The report for the present text. */
  known(): KnownModule;
}

/** @param outlinesOf the marked functions of a text, for a module of which nothing was told yet */
export function createModuleState(
  module: string,
  texts: OpenTexts,
  outlinesOf: (module: string, text: string) => FunctionOutline[],
): ModuleState {
  const functions = new Map<string, FunctionState>();
  let order: string[] | null = null;
  let findings: { all: Finding[]; stamp: number } = { all: [], stamp: -1 };
  let dependencies: ReadonlySet<string> = new Set([module]);
  let made: { known: KnownModule; stamp: number } | null = null;
  /** How the text moved from one pass to the next. */
  let moves: Move[] = [];
  /** What was told since the last of them: it is where they lead to. */
  const justTold = new Set<Where>();
  let outlines: { all: Map<string, FunctionOutline>; stamp: number } | null = null;

  const readOutlines = () => {
    const stamp = texts.stamp(module);
    if (outlines?.stamp !== stamp) {
      const all = outlinesOf(module, texts.text(module) ?? "");
      const ids = functionIds(all.map((outline) => outline.function));
      outlines = { all: new Map(all.map((outline, index) => [ids[index]!, outline])), stamp };
    }
    return outlines.all;
  };

  const idsNow = () => order ?? [...readOutlines().keys()];

  /** From where something was told to the present text. */
  const throughTo = ({ stamp, from, to }: Where) => {
    const since = texts.since(module, stamp);
    return (span: Span) => since(throughMoves(span, moves, from, to));
  };

  const knownOf = (id: string, state: FunctionState): KnownFunction | null => {
    const { told, where, shown } = state;
    const extent = throughTo(where)(told.outline.extent);
    if (extent.start === extent.end) return null;
    const stamp = texts.stamp(module);
    const isExact = shown?.where.stamp === stamp && where.stamp === stamp;
    const { findings = [] } = shown?.outcome ?? {};
    return {
      ...{ id, extent, isUnmarked: told.outline.isUnmarked === true },
      hasFindings: told.findings.length + findings.length > 0,
      outcome: isExact ? shown.outcome : null,
      report: () => reportOf(state),
    };
  };

  const outlined = (id: string, outline: FunctionOutline): KnownFunction => {
    const report = assembleReport(outline, [], null);
    const { extent, isUnmarked = false } = outline;
    return { id, extent, isUnmarked, hasFindings: false, outcome: null, report: () => report };
  };

  const reportOf = (state: FunctionState): Report => {
    const { told, where, shown } = state;
    const now = texts.stamp(module);
    const isExact = where.stamp === now && (shown?.where.stamp ?? now) === now;
    const of = [told, shown, where.to, shown?.where.to, isExact ? -1 : now];
    if (state.made?.of.every((each, index) => each === of[index])) return state.made.report;
    const through = throughTo(where);
    const outline = moveOutline(told.outline, through);
    const report = assembleReport(outline, moveFindings(told.findings, module, through), outcomeOf(state));
    state.made = { report, of };
    return report;
  };

  const outcomeOf = ({ shown, told }: FunctionState) => {
    if (!shown) return null;
    const moved = moves.slice(shown.where.from, shown.where.to);
    const pieces = shown.pieces.map((piece) => pieceThrough(piece, module, moved));
    const outcome = placeOutcome(shown.outcome, pieces, texts.since(module, shown.where.stamp));
    // What was found in other code is not said of the present one.
    return shown.revision === told.revision ? outcome : { ...outcome, findings: [], claims: undefined };
  };

  /** Makes the moves in what was told, so that there are none any more. */
  const settle = () => {
    for (const known of functions.values()) {
      const { told, shown, where } = known;
      const moved = moves.slice(where.from, where.to);
      const through = (span: Span) => throughMoves(span, moved);
      const pieces = told.pieces.map((piece) => pieceThrough(piece, module, moved));
      const findings = moveFindings(told.findings, module, through);
      known.told = { ...told, pieces, findings, outline: moveOutline(told.outline, through) };
      known.where = { ...where, from: 0, to: 0 };
      if (shown === null) continue;
      const own = moves.slice(shown.where.from, shown.where.to);
      known.shown = {
        ...shown,
        pieces: shown.pieces.map((piece) => pieceThrough(piece, module, own)),
        where: shown.where === where ? known.where : { ...shown.where, from: 0, to: 0 },
      };
    }
    moves = [];
  };

  const state: ModuleState = {
    tell(result, pass, isShown) {
      const before = functions.get(result.id);
      const { revision, pieces, outcome } = result;
      const where = { stamp: pass.stamp, from: moves.length, to: moves.length };
      justTold.add(where);
      let shown = before?.shown ?? null;
      if (outcome && isShown) shown = { outcome, revision, pieces, where };
      else if (shown?.revision === revision) shown = { ...shown, pieces, where };
      const isSame = before?.told.revision === revision;
      const isSpent = outcome?.isSpent ?? (isSame && before.isSpent);
      functions.set(result.id, { told: result, pass, where, isSpent, shown, made: before?.made ?? null });
      made = null;
    },
    show(id, revision, outcome) {
      const known = functions.get(id);
      if (known?.told.revision !== revision) return false;
      known.shown = { outcome, revision, pieces: known.told.pieces, where: known.where };
      made = null;
      return true;
    },
    move(result, pass) {
      const unfinished = new Set(result.unfinished);
      moves.push(...result.moves);
      for (const [id, known] of functions) {
        if (justTold.has(known.where)) Object.assign(known.where, { from: moves.length, to: moves.length });
        else if (!unfinished.has(id)) {
          Object.assign(known.where, { stamp: pass.stamp, to: moves.length });
          known.pass = pass;
        }
      }
      justTold.clear();
      if (moves.length > mostMoves) settle();
      made = null;
    },
    finish(result) {
      order = result.functions;
      const present = new Set(order);
      for (const id of functions.keys()) if (!present.has(id)) functions.delete(id);
      findings = { all: result.findings, stamp: texts.stamp(module) };
      dependencies = new Set(result.dependencies);
      made = null;
      outlines = null;
    },
    fail(finding) {
      findings = { all: [finding], stamp: texts.stamp(module) };
      made = null;
    },
    forgetRevisions() {
      for (const { shown } of functions.values()) if (shown) shown.revision = "forgotten";
      made = null;
    },
    revisions: () =>
      Object.fromEntries(
        [...functions].flatMap(([id, { shown }]) => (shown ? [[id, shown.revision] as const] : [])),
      ),
    spent: () => {
      const isWaiting = ({ told, isSpent, shown }: FunctionState) =>
        isSpent && shown?.revision !== told.revision;
      const waiting = [...functions].filter(([, known]) => isWaiting(known));
      return waiting.map(([id, { told }]) => [id, told.revision]);
    },
    untold: (pass) =>
      idsNow().filter((id) => {
        const known = functions.get(id);
        return !known || known.pass !== pass || !known.told.isFinal;
      }),
    get dependencies() {
      return dependencies;
    },
    known() {
      const stamp = texts.stamp(module);
      if (made?.stamp === stamp) return made.known;
      const all = idsNow().flatMap((id) => {
        const told = functions.get(id);
        if (told) return knownOf(id, told) ?? [];
        const outline = order ? undefined : readOutlines().get(id);
        return outline ? [outlined(id, outline)] : [];
      });
      const moved = moveFindings(findings.all, module, texts.since(module, findings.stamp));
      const known = new KnownModule(module, all, moved);
      made = { known, stamp };
      return known;
    },
  };
  return state;
}

/** The beginning of a piece of this module after moves. */
function pieceThrough(piece: Piece, module: string, moves: readonly Move[]): Piece {
  if (piece.module !== module) return piece;
  const { start } = throughMoves({ start: piece.start, end: piece.start }, moves);
  return { module, start };
}

function moveOutline(outline: FunctionOutline, through: (span: Span) => Span): FunctionOutline {
  const { signatureEnd } = outline;
  return {
    ...outline,
    name: through(outline.name),
    extent: through(outline.extent),
    // Just after a brace or an arrow, so that what is typed there stands behind it.
    signatureEnd: through({ start: signatureEnd - 1, end: signatureEnd }).end,
    parameters: outline.parameters.map((parameter) => ({ ...parameter, ...through(parameter) })),
  };
}

function moveFindings(findings: Finding[], module: string, through: (span: Span) => Span): Finding[] {
  const move = <T extends Span & { module: string }>(place: T): T =>
    place.module === module ? { ...place, ...through(place) } : place;
  return findings.map((finding) => ({
    ...move(finding),
    ...(finding.related && { related: finding.related.map(move) }),
    ...(finding.fixes && {
      fixes: finding.fixes.map(({ title, edits }) => ({ title, edits: edits.map(move) })),
    }),
  }));
}
