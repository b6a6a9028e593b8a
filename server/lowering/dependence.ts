/**
 * Which of its module's text the outcome of a marked function depends on, at most: what has an effect at the top
 * level, and the functions that it, or something of that, mentions by name. So an edit of another function does not
 * concern it.
 *
 *     const table = build();         counts for all
 *     function build() { … }         so does this
 *     function f(x) { return g(x); } counts for f
 *     function g(x) { … }            counts for f and g
 */

import type { Span } from "../finding.js";
import type { EditedStatement } from "../syntax/editedStatement.js";
import { hasModifier } from "../syntax/exports.js";
import { spanOf } from "../syntax/functions.js";
import { type ParsedModule, problemWithin } from "../syntax/parseModule.js";
import { bindingsOf, statementAround } from "../syntax/scopes.js";
import { ts } from "../syntax/typescript.js";
import { mentionsOf } from "./captures.js";

/** What a marked function depends on, as texts, and where the pieces stand that it leads to by name. */
export interface Dependence {
  /** What counts for every function of the module. */
  readonly common: string;
  /** What counts for this one besides. */
  readonly own: string;
  readonly pieces: readonly Span[];
  /** An edit followed since concerns it: it has to be asked for anew. */
  readonly isOld: boolean;
}

interface Piece extends Span {
  text: string;
  mentions: ReadonlySet<string>;
  /** It is a function: that it is there changes nothing. */
  isFunction: boolean;
}

export class ModuleDependence {
  readonly #pieces: Piece[] = [];
  readonly #byName = new Map<string, number[]>();
  readonly #roots: readonly number[];
  /** Pieces that count for everything. */
  #always: ReadonlySet<number>;
  #common: string;
  /** What was answered, with the pieces that it is of. */
  #answers: { answer: Dependence & { isOld: boolean }; reached: ReadonlySet<number> }[] = [];

  /**
   * @param before the same of an earlier text, of which what stayed is taken over
   * @param isImported whether other modules of the program may call what this one exports
   */
  constructor(parsed: ParsedModule, before: ModuleDependence | null, isImported: boolean) {
    const { file } = parsed;
    const known = new Map(
      (before === null ? [] : before.#pieces).map((piece) => [piece.text, piece.mentions]),
    );
    const indices = new Map<ts.Node, number>();
    for (const statement of file.statements) {
      const span = spanOf(statement, file);
      // What cannot be read is no type.
      if (isErased(statement) && problemWithin(parsed, span) === null) continue;
      const { start, end } = span;
      const text = file.text.slice(start, end);
      indices.set(statement, this.#pieces.length);
      this.#pieces.push({
        start,
        end,
        text,
        mentions: known.get(text) ?? mentionsOf(statement),
        isFunction: isFunction(statement),
      });
    }
    const declare = (name: string, index: number | undefined) => {
      const others = this.#byName.get(name);
      if (index === undefined) return;
      if (others === undefined) this.#byName.set(name, [index]);
      else others.push(index);
    };
    for (const [name, { declaration }] of bindingsOf(file)) {
      declare(name, indices.get(statementAround(declaration)));
    }
    for (const statement of file.statements) {
      const name = ts.isFunctionDeclaration(statement) ? statement.name?.text : undefined;
      if (name !== undefined) declare(name, indices.get(statement));
    }
    const roots = file.statements.flatMap((statement) => {
      const index = indices.get(statement);
      if (index === undefined) return [];
      if (isExportOfName(statement)) return isImported ? [index] : [];
      return !this.#pieces[index]!.isFunction ||
        (isImported && hasModifier(statement, ts.SyntaxKind.ExportKeyword))
        ? [index]
        : [];
    });
    this.#roots = roots;
    this.#always = this.#reachedFrom(roots);
    this.#common = this.#textOf((index) => this.#always.has(index));
  }

  /**
   * @param span the marked function's
   * @param points what its points say: they mention names as well
   */
  of(span: Span, points: readonly string[]): Dependence {
    const own = this.#pieces.findIndex(({ start, end }) => start <= span.start && span.end <= end);
    const named = points.flatMap((text) => namesIn(text).flatMap((name) => this.#byName.get(name) ?? []));
    return this.#answer(this.#reachedFrom(own < 0 ? named : [own, ...named]));
  }

  /** The whole text, comments between the statements apart. */
  get all(): Dependence {
    return this.#answer(new Set(this.#pieces.keys()));
  }

  /** Goes along with an edit inside a statement that changes neither what it declares nor whether it counts for all. */
  follow({ now, within }: EditedStatement, delta: number): void {
    const start = now.node.getStart(now.parsed.file) + now.offset;
    const before = within === null ? start - delta : start;
    const edited = this.#pieces.findIndex((piece) => piece.start === before);
    for (const piece of this.#pieces) {
      if (piece.start <= before) continue;
      piece.start += delta;
      piece.end += delta;
    }
    const piece = this.#pieces[edited];
    // Types count for nothing.
    if (piece === undefined) return;
    const text = now.parsed.text.slice(start - now.offset);
    const mentions = piece.text === text ? piece.mentions : mentionsOf(now.node);
    Object.assign(piece, { start, end: now.end, text, mentions });
    const isCommon = this.#always.has(edited);
    if (isCommon) {
      this.#always = this.#reachedFrom(this.#roots);
      this.#common = this.#textOf((index) => this.#always.has(index));
    }
    for (const { answer, reached } of this.#answers) answer.isOld = isCommon || reached.has(edited);
    this.#answers = this.#answers.filter(({ answer }) => !answer.isOld);
  }

  /** Another one takes its place: what it answered is followed no more. */
  retire(): void {
    for (const { answer } of this.#answers) answer.isOld = true;
    this.#answers = [];
  }

  #answer(reached: ReadonlySet<number>): Dependence {
    const answer = {
      common: this.#common,
      own: this.#textOf((index) => reached.has(index) && !this.#always.has(index)),
      pieces: this.#pieces.filter((_, index) => reached.has(index)),
      isOld: false,
    };
    this.#answers.push({ answer, reached });
    return answer;
  }

  #textOf(isMeant: (index: number) => boolean): string {
    const meant = this.#pieces.filter((_, index) => isMeant(index));
    return meant.map(({ text }) => text).join("\n");
  }

  #reachedFrom(roots: readonly number[]): Set<number> {
    const reached = new Set(roots);
    for (const index of reached) {
      for (const name of this.#pieces[index]!.mentions) {
        for (const declared of this.#byName.get(name) ?? []) reached.add(declared);
      }
    }
    return reached;
  }
}

function isErased(statement: ts.Statement): boolean {
  return ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
}

/** `function f() {}`, `const f = () => …`: other variables and classes can have effects, or be changed. */
function isFunction(statement: ts.Statement): boolean {
  if (ts.isFunctionDeclaration(statement)) return true;
  if (!ts.isVariableStatement(statement)) return false;
  const { declarations, flags } = statement.declarationList;
  return (
    (flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.Const &&
    declarations.every(
      ({ name, initializer }) =>
        ts.isIdentifier(name) &&
        initializer !== undefined &&
        (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)),
    )
  );
}

/** `export { f }`, `export default f`: who imports it may call it. */
function isExportOfName(statement: ts.Statement): boolean {
  if (ts.isExportDeclaration(statement)) return statement.moduleSpecifier === undefined;
  return ts.isExportAssignment(statement) && ts.isIdentifier(statement.expression);
}

function namesIn(text: string): string[] {
  return text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? [];
}
