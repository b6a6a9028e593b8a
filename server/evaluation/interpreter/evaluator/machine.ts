/**
 * The state of one run: budgets, active loops, what the sites saw, the findings made on the way. Compiled code
 * reaches it through the frame.
 */

import { type Finding, type FindingCode, finding, type Place, type Span } from "../../../finding.js";
import { type FunctionCode, type MarkedCode, type OuterCode, placeOf } from "../../../routine.js";
import type { Budget } from "../../budget.js";
import { Trace } from "../../trace.js";
import { BitMemory } from "../objects/bits.js";
import type { Realm } from "../objects/globals.js";
import { type ErrorName, UnknownValue, type uninitialised, type Value } from "../objects/values.js";
import { RunEnded } from "../thrown.js";
import type { Frame } from "./frame.js";
import type { Observer } from "./observer.js";
import type { Variant } from "./program.js";

/** A loop under way, so that a spent budget can name the loop that spent it. */
export interface ActiveLoop {
  span: Span;
  frame: Frame;
  turns: number;
}

/** How many steps pass between two looks at the clock. */
const stepsBetweenClockReadings = 2048;

/** What a run is given. */
export interface RunOptions {
  /** The standard library that the program sees. */
  realm: Realm;
  /** The module where the user is looking: findings stand there. */
  home: string;
  /** The marked function whose sites are looked at. */
  marked?: MarkedCode | null;
  budget: Budget;
  /** Milliseconds from any origin. */
  clock: () => number;
  /** How many operations have been recorded. */
  tapeLength: () => number;
  /** Looks on, in a run that is made to explain another. */
  observer?: Observer | null;
  /** What the program's random numbers come from; null where they are unknown. */
  seed?: number | null;
  /** Whether it is noted what the sites see. */
  isTraced?: boolean;
  /** Takes down which functions are called, with their versions. */
  used?: Map<FunctionCode, number>;
  /** It runs the top level of a module, and passes over what hangs on something unknown. */
  isTopLevel?: boolean;
}

/** Of a random number that the result depends on. */
export const chanceMessage =
  "This gives another number at each run, and the result depends on it, so that there is no derivative to show. Pass the random number as a parameter.";

export class Machine {
  readonly home: string;
  readonly trace: Trace;
  /** Constants around a nested marked function that were read so far. */
  readonly outer = new Map<OuterCode, Value | typeof uninitialised>();
  readonly loops: ActiveLoop[] = [];
  readonly bits = new BitMemory();
  isSpent = false;
  /** How many `try` blocks with a `catch` are under way: there Node.js's errors are the program's to notice. */
  catching = 0;
  /** What may have thrown an error in the innermost of these, had it been known; null where nothing was asked of anything unknown. */
  mayHaveThrown: UnknownValue | null = null;
  /** Who looks on, in a run that is made to explain another; null in any other. */
  readonly realm: Realm;
  readonly observer: Observer | null;
  /** In which way the code of this run is compiled. */
  readonly variant: Variant;

  readonly #budget: Budget;
  /** Which functions were called, with their versions; null where nobody asks. */
  readonly used: Map<FunctionCode, number> | null;
  readonly #clock: () => number;
  readonly #tapeLength: () => number;
  readonly #deadline: number;
  readonly #callCounts = new Map<object, { calls: number }>();
  /** Steps taken, and after how many the meters are read. */
  private stepCount = 0;
  private nextReading: number;
  #chance: { frame: Frame; span: Span } | null = null;
  #seed: number | null;
  #elements = 0;

  constructor({
    realm,
    home,
    marked,
    budget,
    clock,
    tapeLength,
    observer,
    seed,
    isTraced,
    isTopLevel,
    used,
  }: RunOptions) {
    this.realm = realm;
    this.used = used ?? null;
    this.#seed = seed === undefined ? 1 : seed;
    this.observer = observer ?? null;
    const ordinary = isTopLevel === true ? "topLevel" : isTraced === false ? "bare" : "plain";
    this.variant = this.observer === null ? ordinary : "observed";
    this.home = home;
    this.trace = new Trace(marked ?? null);
    this.#budget = budget;
    this.#clock = clock;
    this.#tapeLength = tapeLength;
    this.#deadline = clock() + budget.milliseconds;
    this.nextReading = Math.min(stepsBetweenClockReadings, budget.steps);
  }

  /** How many expressions are under way, one inside the other, where somebody looks on. */
  get watchedDepth(): number {
    return this.observer === null ? 0 : this.observer.depth;
  }

  set watchedDepth(depth: number) {
    if (this.observer !== null) this.observer.depth = depth;
  }

  /** Where the program first asked for a random number; null when it did not. */
  get chance(): { frame: Frame; span: Span } | null {
    return this.#chance;
  }

  /**
   * A number that stands for a random one, the same in each run of the same seed. Whether the result depends on it
   * is seen by running with another seed. At the top level of a module, which is not run again, nobody knows it.
   */
  random(frame: Frame, span: Span): number | UnknownValue {
    this.#chance ??= { frame, span };
    if (this.#seed === null) {
      return new UnknownValue(this.findingAt("non-deterministic", frame, span, chanceMessage));
    }
    // Numerical Recipes' linear congruential generator: it need not be good, only different for each seed.
    this.#seed = (Math.imul(1_664_525, this.#seed) + 1_013_904_223) >>> 0;
    return this.#seed / 2 ** 32;
  }

  /** How many steps the run has taken. */
  get steps(): number {
    return this.stepCount;
  }

  /** The time for the run and for all that is made of it is over. */
  get isLate(): boolean {
    return this.#clock() > this.#deadline;
  }

  /** Counts one statement, turn or call. */
  step(frame: Frame, span: Span): void {
    if (++this.stepCount < this.nextReading) return;
    this.#readMeters(frame, span);
  }

  #readMeters(frame: Frame, span: Span): void {
    this.nextReading = Math.min(this.stepCount + stepsBetweenClockReadings, this.#budget.steps);
    if (this.stepCount >= this.#budget.steps) {
      this.#spent("budget-steps", frame, span, `${readable(this.#budget.steps)} steps`);
    }
    if (this.#tapeLength() > this.#budget.tape) {
      this.#spent("budget-tape", frame, span, `${readable(this.#budget.tape)} recorded operations`);
    }
    if (this.isLate) {
      this.#spent("budget-time", frame, span, `${readable(this.#budget.milliseconds)} milliseconds`);
    }
  }

  /** Counts array elements, properties and characters made, and the work of making them. */
  spendElements(count: number, frame: Frame, span: Span): void {
    this.#elements += count;
    this.stepCount += count;
    if (this.#elements > this.#budget.elements) {
      this.#spent("budget-elements", frame, span, `${readable(this.#budget.elements)} array elements`);
    }
    if (this.stepCount >= this.nextReading) this.#readMeters(frame, span);
  }

  /** Reads the meters after something that took many steps at once. */
  readAfter(stepsBefore: number, frame: Frame, span: Span): void {
    if (this.stepCount - stepsBefore >= stepsBetweenClockReadings) this.#readMeters(frame, span);
  }

  /** Counts work that makes nothing. */
  spendSteps(count: number, frame: Frame, span: Span): void {
    this.stepCount += count;
    if (this.stepCount >= this.nextReading) this.#readMeters(frame, span);
  }

  enterCall(callee: FunctionCode, frame: Frame, span: Span): void {
    const count = this.#callCounts.get(callee);
    if (count === undefined) this.#callCounts.set(callee, { calls: 1 });
    else count.calls++;
    this.step(frame, span);
    if (frame.depth < this.#budget.depth) return;
    this.isSpent = true;
    const name = callee.name || "a function without a name";
    this.fail(
      "budget-depth",
      frame,
      span,
      `The calls are nested ${readable(this.#budget.depth)} deep here, in ${name}: does the recursion come to an end? Add a base case, or write it as a loop.`,
    );
  }

  /** Ends the run with a finding at the loop or the recursion that did the work. */
  #spent(code: FindingCode, frame: Frame, span: Span, limit: string): never {
    this.isSpent = true;
    const busiest = this.loops.reduce<ActiveLoop | null>(
      (most, loop) => (most === null || loop.turns > most.turns ? loop : most),
      null,
    );
    const recursion = this.#recursionAbove(frame);
    if (recursion !== null && recursion.calls > (busiest?.turns ?? 0)) {
      this.fail(
        code,
        recursion.frame.caller ?? recursion.frame,
        recursion.frame.callSpan ?? span,
        `${recursion.frame.code.name || "This function"} called itself ${readable(recursion.calls)} times, and the budget of ${limit} is spent. Use a smaller point, or raise derivativeLens.budget.`,
      );
    }
    if (busiest !== null) {
      this.fail(
        code,
        busiest.frame,
        busiest.span,
        `This loop had run ${readable(busiest.turns)} times when the budget of ${limit} was spent. Does it come to an end at this point? If it does, use a smaller point or raise derivativeLens.budget.`,
      );
    }
    this.fail(
      code,
      frame,
      span,
      `The budget of ${limit} was spent here. Use a smaller point, or raise derivativeLens.budget.`,
    );
  }

  /** The outermost call of the function that stands on the call stack more than once and was called most. */
  #recursionAbove(frame: Frame): { frame: Frame; calls: number } | null {
    const seen = new Map<object, { frame: Frame; times: number }>();
    for (let at: Frame | null = frame; at !== null; at = at.caller) {
      const entry = seen.get(at.code);
      seen.set(at.code, { frame: at, times: (entry?.times ?? 0) + 1 });
    }
    let most: { frame: Frame; calls: number } | null = null;
    for (const [code, entry] of seen) {
      const calls = this.#callCounts.get(code)?.calls ?? 0;
      if (entry.times > 1 && calls > (most?.calls ?? 0)) most = { frame: entry.frame, calls };
    }
    return most;
  }

  /** Ends the run with a finding here. */
  fail(code: FindingCode, frame: Frame, span: Span, message: string): never {
    const errorName = code === "runtime-error" ? "TypeError" : null;
    throw new RunEnded(this.findingAt(code, frame, span, message), errorName);
  }

  /** Ends the run with a finding here, unless the program catches the error that JavaScript would throw. */
  failWith(
    errorName: ErrorName,
    frame: Frame,
    span: Span,
    message: string,
    code: FindingCode = "runtime-error",
  ): never {
    throw new RunEnded(this.findingAt(code, frame, span, message), errorName);
  }

  /** Ends the run with a finding that lowering made. */
  raise(made: Finding, frame: Frame): never {
    throw new RunEnded(this.located(made, frame));
  }

  /** A finding that lowering made, told where the user is looking. */
  located(made: Finding, frame: Frame): Finding {
    const located = this.findingAt(made.code, frame, made, made.message);
    const { related = made.related, ...rest } = located;
    return { ...made, ...rest, ...(related === undefined ? {} : { related }) };
  }

  /** Ends the run: something depends here on a value that cannot be known. */
  /** Something unknown was called or taken apart: it may be nothing that this can be done with. */
  noteUnknownUse(value: UnknownValue): void {
    // The clock and its like are there in every host.
    if (this.catching > 0 && value.finding.code !== "non-deterministic") this.mayHaveThrown ??= value;
  }

  needed(value: UnknownValue, frame: Frame, span: Span): never {
    throw new RunEnded(value.neededAt(this.place(frame, span)), null, { unknown: value });
  }

  /**
   * Notes that a number no longer carries the derivative of what it was computed from.
   * @returns what stands for the number from here on; null when that is the number itself
   */
  noteLoss(frame: Frame, span: Span, what: string, origins: Value[], result: number | null): Value {
    return this.observer?.loss(frame, span, what, origins, result) ?? result;
  }

  /**
   * A finding stands in the marked function's module, where the user is looking. What happened in another
   * module is told at the call that led there, with the exact place beside it. The calls on the way from the
   * marked function to the place are related locations, outermost first.
   */
  findingAt(code: FindingCode, frame: Frame, span: Span, message: string): Finding {
    const exact = this.place(frame, span);
    const { home } = this;
    const calls = this.#callsTo(frame);
    const isAway = exact.module !== home;
    const stand = isAway ? calls.findLastIndex((call) => call.module === home) : -1;
    const related = [
      ...shortened(calls.filter((_, index) => index !== stand)),
      ...(isAway && stand >= 0 ? [{ ...exact, message: "It happens here." }] : []),
    ];
    const { module, start, end } = calls[stand] ?? exact;
    return finding(code, { module, start, end }, message, related.length === 0 ? {} : { related });
  }

  /** Where each call on the stack was made, the marked function's first. */
  #callsTo(frame: Frame): (Place & { message: string })[] {
    const calls: (Place & { message: string })[] = [];
    for (let at = frame; at.caller !== null && at.callSpan !== null; at = at.caller) {
      const { name } = at.code;
      const callee = name === "" ? "a function without a name" : `\`${name}\``;
      const message =
        at.callee !== null ? `When differentiating this call of ${callee}.` : `Where ${callee} is needed.`;
      calls.unshift({ ...this.place(at.caller, at.callSpan), message });
    }
    return calls;
  }

  place(frame: Frame, span: Span): Place {
    return placeOf(frame.code, span);
  }
}

/** The most calls that are listed beside a finding: the first and the last of a deep recursion. */
const mostRelatedCalls = 8;

function shortened<Call>(calls: Call[]): Call[] {
  if (calls.length <= mostRelatedCalls) return calls;
  return [...calls.slice(0, mostRelatedCalls / 2), ...calls.slice(-mostRelatedCalls / 2)];
}

/** 20000000 → "20,000,000", whatever the machine's language. */
function readable(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ",");
}
