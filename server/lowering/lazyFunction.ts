/**
 * A function whose parameters and body are lowered when somebody first asks for them, which is when it is first
 * called. What is known without that, its name, its captures, its manner, is there from the start.
 */

import type { FunctionCode, LocalVariable, MarkedCode, ParameterCode, Statement } from "../routine.js";

/** What a call runs. */
export interface LoweredBody {
  parameters: ParameterCode[];
  locals: LocalVariable[];
  body: Statement[];
}

/** Gives the body; spans in it are relative to the function's start. @throws RangeError where it is nested too deeply */
export type LowerBody = (code: FunctionCode) => LoweredBody;

/** What is known of a function before it is lowered. */
export type FunctionHead = Pick<FunctionCode, "name" | "module" | "start" | "end" | "isStrict"> &
  Partial<Pick<FunctionCode, "length" | "captures" | "isArrow" | "isConstructor" | "isGenerator" | "marked">>;

export class LazyFunction implements FunctionCode {
  readonly name: string;
  readonly module: string;
  start: number;
  end: number;
  length: number;
  readonly captures: FunctionCode["captures"];
  readonly isArrow: boolean;
  readonly isConstructor: boolean;
  readonly isGenerator: boolean;
  readonly isStrict: boolean;
  marked: MarkedCode | null;
  version = 0;
  #lower: LowerBody;
  #lowered: LoweredBody | null = null;

  constructor(head: FunctionHead, lower: LowerBody) {
    this.name = head.name;
    this.module = head.module;
    this.start = head.start;
    this.end = head.end;
    this.length = head.length ?? 0;
    this.captures = head.captures ?? [];
    this.isArrow = head.isArrow ?? true;
    this.isConstructor = head.isConstructor ?? false;
    this.isGenerator = head.isGenerator ?? false;
    this.isStrict = head.isStrict;
    this.marked = head.marked ?? null;
    this.#lower = lower;
  }

  get parameters(): readonly ParameterCode[] {
    return this.#body().parameters;
  }

  get locals(): readonly LocalVariable[] {
    return this.#body().locals;
  }

  get body(): readonly Statement[] {
    return this.#body().body;
  }

  /** Takes the place of another function of the same head whose text was edited: closures made of this one run the new text. */
  becomes(other: LazyFunction): void {
    this.start = other.start;
    this.end = other.end;
    this.length = other.length;
    this.marked = other.marked;
    this.#lower = other.#lower;
    this.#lowered = null;
    this.version++;
  }

  /** Whether a closure of the other one could be a closure of this one. */
  hasSameHead(other: LazyFunction): boolean {
    return (
      this.name === other.name &&
      this.isArrow === other.isArrow &&
      this.isConstructor === other.isConstructor &&
      this.isGenerator === other.isGenerator &&
      this.isStrict === other.isStrict &&
      this.captures.length === other.captures.length &&
      this.captures.every(({ from, index }, at) => {
        const twin = other.captures[at]!;
        return from === twin.from && index === twin.index;
      })
    );
  }

  #body(): LoweredBody {
    this.#lowered ??= this.#lower(this);
    return this.#lowered;
  }
}
