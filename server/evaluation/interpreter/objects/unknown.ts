/**
 * What the interpreter cannot or must not know: the present time, a document, a timer, what a package that is not
 * there exports, what a regular expression would find. It is a value like another: it can be held, passed, stored,
 * compared with undefined and called for effect. What is computed from it is unknown as well. Only where something
 * depends on it, a branch or the result, it is told, with the finding that says what it is.
 *
 *     const start = performance.now();             unknown
 *     this.started = start;                        held
 *     console.log("took", now() - start);          let pass
 *     return y;                                    nothing is said; of `y * start`, that `performance` is needed
 */

import type { Finding, Place } from "../../../finding.js";
import type { PlainValue } from "../../../report.js";
import { ObjectValue, objectsWithin } from "./objects.js";
import type { MemberSite } from "./sites.js";
import type { Value } from "./values.js";

/** What is known of something unknown. */
export interface UnknownKind {
  /** What `typeof` gives; left out where that is not known either. */
  typeOf?: string;
  /** Calling it, or a method of it, changes nothing of what the program computes with: a timer, the document, a log. */
  isHarmless?: boolean;
  /** What is assigned to its properties may change an object of the program: a proxy, one of several objects. */
  isShared?: boolean;
  /** Calling it, or a method of it, may run a function of the program: an instance of a class whose base is unknown. */
  runsProgram?: boolean;
  /** What is wrong is that it is read: an import that leads nowhere. Otherwise it is told where the value came from. */
  isToldWhereRead?: boolean;
}

/** What of the program may be reached by something unknown. */
export type Reached = Pick<UnknownKind, "isShared" | "runsProgram">;

const mostRelated = 8;

export class UnknownValue extends ObjectValue {
  /** What is said where the value is needed: what it is, where it came from. */
  readonly finding: Finding;
  readonly kind: UnknownKind;
  /** Where the program read it last, on the way to where it is needed. */
  readonly #readAt: Place | null;

  constructor(finding: Finding, kind: UnknownKind = {}, readAt: Place | null = null) {
    super(null);
    this.finding = finding;
    this.kind = kind;
    this.#readAt = readAt;
  }

  /** What it holds or gives: a property of it, the result of a call. */
  derived(): UnknownValue {
    const { isHarmless, isShared, isToldWhereRead, runsProgram } = this.kind;
    return new UnknownValue(
      this.finding,
      { isHarmless, isShared, isToldWhereRead, runsProgram },
      this.#readAt,
    );
  }

  /** What an operator makes of it: a number, a text or a truth value, by which nothing of the program is reached. */
  computed(): UnknownValue {
    const { isHarmless, isToldWhereRead } = this.kind;
    return new UnknownValue(this.finding, { isHarmless, isToldWhereRead }, this.#readAt);
  }

  /** The same, which may be something of the program under another name. */
  reaching(reached: Reached): UnknownValue {
    const { isHarmless, isToldWhereRead } = this.kind;
    const isShared = this.kind.isShared === true || reached.isShared === true;
    const runsProgram = this.kind.runsProgram === true || reached.runsProgram === true;
    return new UnknownValue(
      this.finding,
      { isHarmless, isToldWhereRead, isShared, runsProgram },
      this.#readAt,
    );
  }

  /** What may be any object or function of the program. */
  ofProgram(): UnknownValue {
    return this.reaching({ isShared: true, runsProgram: true });
  }

  /** An instance of a class of the program whose base it is. */
  instance(): UnknownValue {
    return new UnknownValue(
      this.finding,
      { ...this.kind, typeOf: "object", runsProgram: true },
      this.#readAt,
    );
  }

  /** The same, read from a variable. */
  read(place: Place): UnknownValue {
    return new UnknownValue(this.finding, this.kind, place);
  }

  /** What is said where it is needed. */
  neededAt(place: Place | null): Finding {
    const where = this.#readAt ?? place;
    if (where === null) return this.finding;
    const { module, start, end } = where;
    if (this.kind.isToldWhereRead === true) return { ...this.finding, module, start, end };
    const related = [
      ...(this.finding.related ?? []),
      { module, start, end, message: "What it gives is needed here." },
    ];
    return { ...this.finding, related: related.slice(0, mostRelated) };
  }

  /** Whether it counts as true, where that is known: objects and functions do. */
  get truth(): true | null {
    return this.kind.typeOf === "object" || this.kind.typeOf === "function" ? true : null;
  }

  /** Whether it is known to be neither undefined nor null. */
  get isThere(): boolean {
    return this.kind.typeOf !== undefined && this.kind.typeOf !== "undefined";
  }

  override special(): Value {
    return this.derived();
  }
  /** As a prototype: whatever is looked up in it is unknown. */
  override findOwn(): Value {
    return this.derived();
  }
  /** An object that is handed over might be changed by it. */
  override setSpecial(_key: Value, value: Value, site: MemberSite): null {
    const { isHarmless = false, isShared = false } = this.kind;
    if (isShared || (!isHarmless && isChangeable(value))) site.needed(this);
    return null;
  }

  override describe(): string {
    return "something unknown";
  }
  override toPlain(): PlainValue {
    return "unknown";
  }
}

/** Whether somebody unknown who gets the value could change it, or do something by calling it. */
export function isChangeable(value: Value): boolean {
  return value instanceof ObjectValue && !(value instanceof UnknownValue) && !value.isImmutable;
}

/** The unknown values in a value, itself included, as far as its parts are shown. */
export function unknownsIn(value: Value, most: number): UnknownValue[] {
  return [...objectsWithin(value, most)].filter((object) => object instanceof UnknownValue);
}
