/**
 * The state of one run: budgets, active loops, what the sites saw, the findings made on the way. Every
 * compiled construct holds a reference to it.
 */

import { type Finding, type FindingCode, finding, type Place, type Span } from "../../../finding.js";
import { type FunctionCode, placeOf, type Routine } from "../../../routine.js";
import type { Budget } from "../../budget.js";
import { Trace } from "../../trace.js";
import { BitMemory } from "../objects/bits.js";
import type { ErrorName, Frame, Value } from "../objects/values.js";
import type { Observer } from "./observer.js";

/** Ends a run. Carries the finding that says why. */
export class RunEnded extends Error {
  readonly finding: Finding;
  /** The error that JavaScript would throw here, which the program may catch; null for what only ends our run. */
  readonly errorName: ErrorName | null;
  constructor(finding: Finding, errorName: ErrorName | null = null) {
    super(finding.message);
    this.finding = finding;
    this.errorName = errorName;
  }
}

/** A loop under way, so that a spent budget can name the loop that spent it. */
export interface ActiveLoop {
  span: Span;
  frame: Frame;
  turns: number;
}

/** How many steps pass between two looks at the clock. */
const stepsBetweenClockReadings = 2048;

export class Machine {
  readonly routine: Routine;
  readonly trace: Trace;
  readonly loops: ActiveLoop[] = [];
  readonly bits = new BitMemory();
  isSpent = false;
  /** Who looks on, in a run that is made to explain another; null in any other. */
  readonly observer: Observer | null;

  readonly #budget: Budget;
  readonly #clock: () => number;
  readonly #tapeLength: () => number;
  readonly #deadline: number;
  readonly #callCounts: number[];
  #steps = 0;
  #chance: { frame: Frame; span: Span } | null = null;
  #seed: number;
  #elements = 0;
  #nextClockReading: number;

  constructor(
    routine: Routine,
    budget: Budget,
    clock: () => number,
    tapeLength: () => number,
    observer: Observer | null = null,
    seed = 1,
  ) {
    this.#seed = seed;
    this.observer = observer;
    this.routine = routine;
    this.trace = new Trace(routine.sites);
    this.#budget = budget;
    this.#clock = clock;
    this.#tapeLength = tapeLength;
    this.#deadline = clock() + budget.milliseconds;
    this.#nextClockReading = Math.min(stepsBetweenClockReadings, budget.steps);
    this.#callCounts = new Array(routine.functions.length).fill(0);
  }

  /** Where the program first asked for a random number; null when it did not. */
  get chance(): { frame: Frame; span: Span } | null {
    return this.#chance;
  }

  /**
   * A number that stands for a random one, the same in each run of the same seed. Whether the result depends on it
   * is seen by running with another seed.
   */
  random(frame: Frame, span: Span): number {
    this.#chance ??= { frame, span };
    // Numerical Recipes' linear congruential generator: it need not be good, only different for each seed.
    this.#seed = (Math.imul(1_664_525, this.#seed) + 1_013_904_223) >>> 0;
    return this.#seed / 2 ** 32;
  }

  /** How many steps the run has taken. */
  get steps(): number {
    return this.#steps;
  }

  /** Counts one statement, turn or call. */
  step(frame: Frame, span: Span): void {
    if (++this.#steps < this.#nextClockReading) return;
    this.#readMeters(frame, span);
  }

  #readMeters(frame: Frame, span: Span): void {
    this.#nextClockReading = Math.min(this.#steps + stepsBetweenClockReadings, this.#budget.steps);
    if (this.#steps >= this.#budget.steps) {
      this.#spent("budget-steps", frame, span, `${readable(this.#budget.steps)} steps`);
    }
    if (this.#tapeLength() > this.#budget.tape) {
      this.#spent("budget-tape", frame, span, `${readable(this.#budget.tape)} recorded operations`);
    }
    if (this.#clock() > this.#deadline) {
      this.#spent("budget-time", frame, span, `${readable(this.#budget.milliseconds)} milliseconds`);
    }
  }

  /** Counts array elements, properties and characters made, and the work of making them. */
  spendElements(count: number, frame: Frame, span: Span): void {
    this.#elements += count;
    this.#steps += count;
    if (this.#elements > this.#budget.elements) {
      this.#spent("budget-elements", frame, span, `${readable(this.#budget.elements)} array elements`);
    }
    if (this.#steps >= this.#nextClockReading) this.#readMeters(frame, span);
  }

  /** Counts work that makes nothing. */
  spendSteps(count: number, frame: Frame, span: Span): void {
    this.#steps += count;
    if (this.#steps >= this.#nextClockReading) this.#readMeters(frame, span);
  }

  enterCall(callee: number, frame: Frame, span: Span): void {
    this.#callCounts[callee] = (this.#callCounts[callee] ?? 0) + 1;
    this.step(frame, span);
    if (frame.depth < this.#budget.depth) return;
    this.isSpent = true;
    const name = this.routine.functions[callee]?.name || "a function without a name";
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
      const calls = this.#callCounts[this.routine.functions.indexOf(code as never)] ?? 0;
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
  failWith(errorName: ErrorName, frame: Frame, span: Span, message: string): never {
    throw new RunEnded(this.findingAt("runtime-error", frame, span, message), errorName);
  }

  /** Ends the run with a finding that lowering made. */
  raise(made: Finding, frame: Frame): never {
    const located = this.findingAt(made.code, frame, made, made.message);
    throw new RunEnded({ ...made, ...located, related: located.related ?? made.related });
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
    const home = this.routine.modules[0];
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
      const isCall = this.routine.functions.includes(at.code as FunctionCode);
      const callee = name === "" ? "a function without a name" : `\`${name}\``;
      const message = isCall ? `When differentiating this call of ${callee}.` : `Where ${callee} is needed.`;
      calls.unshift({ ...this.place(at.caller, at.callSpan), message });
    }
    return calls;
  }

  place(frame: Frame, span: Span): Place {
    return placeOf(this.routine, frame.code, span);
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

/** What the program threw: `throw new Error("…")`. */
export class ProgramThrow extends Error {
  readonly value: Value;
  readonly frame: Frame;
  readonly span: Span;
  constructor(value: Value, frame: Frame, span: Span) {
    super("thrown by the interpreted program");
    this.value = value;
    this.frame = frame;
    this.span = span;
  }
}

/** Whether JavaScript's `catch` would get this: what the program throws, and the errors of the language, but no spent budget. */
export function isCatchable(thrown: unknown): thrown is ProgramThrow | RunEnded {
  return thrown instanceof ProgramThrow || (thrown instanceof RunEnded && thrown.errorName !== null);
}
