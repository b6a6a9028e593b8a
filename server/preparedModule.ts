/**
 * A module made ready to run, which goes along with edits: a keystroke inside one statement reads that statement, and
 * everything else stays as it is and moves.
 */

import type { AnalysedFunction } from "./analysis/analyseModule.js";
import type { Finding, Span } from "./finding.js";
import type { FunctionOutline } from "./report.js";
import type { Routine } from "./routine.js";
import { type EditedStatement, type StatementText, statementsOf } from "./syntax/editedStatement.js";
import type { ParsedModule } from "./syntax/parseModule.js";
import type { Move } from "./syntax/textEdit.js";

/** A marked function made ready to run. The same object as long as nothing but its place changes. */
export interface PreparedFunction {
  /** Its name: `f`, `Spring.energy`. */
  readonly name: string;
  readonly outline: FunctionOutline;
  /** From its first doc comment to its end. */
  readonly extent: Span;
  /** null when it has no point or cannot be run; the findings say why. */
  readonly routine: Routine | null;
  readonly findings: Finding[];
}

export interface PreparedModule {
  module: string;
  functions: readonly PreparedFunction[];
  /** Findings outside any marked function. */
  findings: Finding[];
  /** How everything but what was edited moved since it was read whole. */
  moves: readonly Move[];
}

/** Makes a routine of what the text says of a function, whose tree begins at an offset of the module. */
export type Lower = (
  marked: AnalysedFunction,
  parsed: ParsedModule,
  offset: number,
) => { routine: Routine | null; findings: Finding[] };

/** A function in a statement that moves. */
export class MovingFunction implements PreparedFunction {
  readonly #analysed: AnalysedFunction;
  readonly #parsed: ParsedModule;
  readonly #lower: Lower;
  #offset: number;
  #made: { outline: FunctionOutline; routine: Routine | null; findings: Finding[] } | null = null;

  constructor(analysed: AnalysedFunction, parsed: ParsedModule, offset: number, lower: Lower) {
    this.#analysed = analysed;
    this.#parsed = parsed;
    this.#offset = offset;
    this.#lower = lower;
  }

  get name(): string {
    return this.#analysed.outline.function;
  }

  get outline(): FunctionOutline {
    return this.#make().outline;
  }

  get routine(): Routine | null {
    return this.#make().routine;
  }

  get findings(): Finding[] {
    return this.#make().findings;
  }

  /** From its first doc comment to its end. */
  get extent(): Span {
    return movedBy(this.#analysed.outline.extent, this.#offset);
  }

  /** Where its node begins. */
  get start(): number {
    return this.#analysed.node.getStart(this.#parsed.file) + this.#offset;
  }

  move(delta: number): void {
    this.#offset += delta;
    this.#made = null;
  }

  #make() {
    if (this.#made !== null) return this.#made;
    const { outline } = this.#analysed;
    const { routine, findings } = this.#lower(this.#analysed, this.#parsed, this.#offset);
    const offset = this.#offset;
    const moved: FunctionOutline = {
      ...outline,
      name: movedBy(outline.name, offset),
      extent: movedBy(outline.extent, offset),
      signatureEnd: outline.signatureEnd + offset,
      parameters: outline.parameters.map((parameter) => movedBy(parameter, offset)),
    };
    this.#made = { outline: moved, routine, findings };
    return this.#made;
  }
}

/** The module as it was read last, and where the statements and functions in it are by now. */
export class EditableModule implements PreparedModule {
  readonly module: string;
  readonly whole: ParsedModule;
  text: string;
  functions: readonly MovingFunction[];
  findings: Finding[];
  readonly statements: StatementText[];
  readonly moves: Move[] = [];

  constructor(whole: ParsedModule, functions: readonly MovingFunction[], findings: Finding[]) {
    this.module = whole.module;
    this.whole = whole;
    this.text = whole.text;
    this.functions = functions;
    this.findings = findings;
    this.statements = statementsOf(whole);
  }

  /** The functions in a statement, none of which has a comment or a part outside of it; null where one has. */
  functionsIn({ start, end }: Span): readonly MovingFunction[] | null {
    const inside = this.functions.filter(({ extent }) => start < extent.end && extent.start < end);
    return inside.every(({ extent }) => start <= extent.start && extent.end <= end) ? inside : null;
  }

  /** Takes other functions in the place of those of an edited statement, and moves what lies behind. */
  follow({ index, now, within }: EditedStatement, text: string, functions: readonly MovingFunction[]): void {
    const { start, end, node, parsed, offset } = this.statements[index]!;
    const delta = text.length - this.text.length;
    const isInside = ({ extent }: MovingFunction) => start < extent.end && extent.start < end;
    const first = this.functions.findIndex(isInside);
    const kept = this.functions.filter((each) => !isInside(each));
    for (const each of kept) if (each.extent.start >= end) each.move(delta);
    this.functions = kept.toSpliced(first < 0 ? kept.length : first, 0, ...functions);
    for (let behind = index + 1; behind < this.statements.length; behind++) {
      const statement = this.statements[behind]!;
      statement.start += delta;
      statement.end += delta;
      statement.offset += delta;
    }
    this.moves.push({ behind: within === null ? node.getStart(parsed.file) + offset : end, by: delta });
    this.statements[index] = now;
    this.findings = this.findings.map((each) =>
      each.start >= end ? moveFinding(each, this.module, delta) : each,
    );
    this.text = text;
  }
}

function movedBy<Place extends Span>(place: Place, offset: number): Place {
  return offset === 0 ? place : { ...place, start: place.start + offset, end: place.end + offset };
}

/** A finding and all that it refers to in the module, further on. */
export function moveFinding(finding: Finding, module: string, offset: number): Finding {
  if (offset === 0) return finding;
  const move = <T extends Span & { module: string }>(place: T): T =>
    place.module === module ? movedBy(place, offset) : place;
  const { related, fixes } = finding;
  return {
    ...move(finding),
    ...(related && { related: related.map(move) }),
    ...(fixes && { fixes: fixes.map(({ title, edits }) => ({ title, edits: edits.map(move) })) }),
  };
}
