/** Functions of the standard library. */

import { FunctionValue } from "./functions.js";
import type { Meter } from "./metering.js";
import type { MemberSite } from "./sites.js";
import type { Value } from "./values.js";

/** What a native function is given besides its arguments: a place in the program, and more. */
export interface NativeCall extends MemberSite {
  thisValue: Value;
  /** `new callee(…)`; the instance has the prototype of `newTarget`, which is the callee where nothing else is said. */
  construct(callee: Value, parameters: Value[], newTarget?: Value): Value;
  /** A number that stands for a random one, or something unknown. */
  random(): Value;
  /** Throws the error of a module that cannot be found, with this `code`, which the program may catch. */
  unresolved(message: string, code: string): never;
  /** Notes that the result no longer carries the derivative of an argument. */
  loseDerivative(parameters: Value[], what: string): void;
}

/** A function of the standard library, with the namespace it holds (`Number.isFinite` on `Number`). */
export class NativeFunction extends FunctionValue {
  readonly name: string;
  readonly run: (parameters: Value[], call: NativeCall) => Value;
  /** What `new` does; null for what is no constructor. */
  readonly construct: ((parameters: Value[], call: NativeCall) => Value) | null;
  /** Why it is not interpreted: what the finding at its call says. null for what is. */
  readonly refusal: string | null;
  /** How many parameters it says to have. */
  readonly length: number;
  /** It changes nothing: what it gives is unknown where it would have to know something unknown. */
  readonly isPure: boolean;
  constructor(
    name: string,
    run: (parameters: Value[], call: NativeCall) => Value,
    options: {
      members?: ReadonlyMap<string, Value>;
      construct?: NativeFunction["construct"];
      length?: number;
      isPure?: boolean;
      refusal?: string;
    } = {},
  ) {
    super();
    this.length = options.length ?? hostLength(name);
    this.name = name;
    this.run = run;
    for (const [member, value] of options.members ?? []) {
      this.defineHidden(member, value);
      if (!(value instanceof FunctionValue)) this.setAttributes(member, { isReadOnly: true, isFixed: true });
    }
    this.construct = options.construct ?? null;
    this.isPure = options.isPure === true;
    this.refusal = options.refusal ?? null;
  }
  protected override get shownName(): string {
    return this.name.slice(this.name.lastIndexOf(".") + 1);
  }
}

/**
 * What `bind` made: `new` with it is `new` with the function that was bound. What is bound again leads to the same
 * function, so that calls go through one bound function however often that was done.
 */
export class BoundFunction extends NativeFunction {
  readonly target: FunctionValue;
  readonly #thisValue: Value;
  readonly #first: readonly Value[];
  private constructor(
    target: FunctionValue,
    thisValue: Value,
    first: readonly Value[],
    { name, length }: { name: string; length: number },
  ) {
    super(name, (rest, call) => call.call(target, thisValue, [...first, ...rest]), {
      construct: (rest, call) => call.construct(target, [...first, ...rest]),
      length,
    });
    this.target = target;
    this.#thisValue = thisValue;
    this.#first = first;
  }
  static of(
    callee: FunctionValue,
    thisValue: Value,
    first: readonly Value[],
    length: number,
    meter: Meter,
  ): BoundFunction {
    const said = { name: `bound ${callee.name}`, length };
    const isAgain = callee instanceof BoundFunction;
    const all = isAgain ? [...callee.#first, ...first] : first;
    meter.spend(1 + all.length);
    return isAgain
      ? new BoundFunction(callee.target, callee.#thisValue, all, said)
      : new BoundFunction(callee, thisValue, all, said);
  }
}

/** The length of the host's function of the same name: of the host only numbers are read. */
function hostLength(name: string): number {
  let at: unknown = globalThis;
  for (const part of name.split(".")) {
    if ((typeof at !== "object" && typeof at !== "function") || at === null) return 0;
    at = Object.getOwnPropertyDescriptor(at, part)?.value;
  }
  return typeof at === "function" ? at.length : 0;
}
