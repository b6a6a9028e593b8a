/**
 * `WeakRef` and `FinalizationRegistry`. What they hold is forgotten by nobody while a program runs to its end, as Node
 * forgets nothing before the present job is over.
 */

import type { PlainValue } from "../../../report.js";
import { ObjectValue } from "./objects.js";
import type { Own } from "./properties.js";
import { finalizationRegistryPrototype, weakRefPrototype } from "./prototypes.js";
import { SymbolValue } from "./symbols.js";
import type { Value } from "./values.js";

/** Whether a value can be held weakly: objects and symbols. */
export function isHeldWeakly(value: Value): value is ObjectValue | SymbolValue {
  return value instanceof ObjectValue || value instanceof SymbolValue;
}

export class WeakRefValue extends ObjectValue {
  readonly target: Value;
  constructor(target: Value) {
    super(weakRefPrototype);
    this.target = target;
  }
  override describe(): string {
    return "a WeakRef";
  }
  override tag(): string {
    return "WeakRef";
  }
  override toPlain(): PlainValue {
    return "WeakRef";
  }
}

/** A registry, whose callback is never called. */
export class FinalizationRegistryValue extends ObjectValue {
  /** What registrations are ended by. */
  readonly tokens: ReadonlySet<Value> = new Set();
  constructor() {
    super(finalizationRegistryPrototype);
  }
  register(token: Value): void {
    this.#changed().add(token);
  }
  /** Whether anything was registered with this token. */
  unregister(token: Value): boolean {
    return this.#changed().delete(token);
  }
  override saveState(): () => void {
    const restore = super.saveState();
    const tokens = new Set(this.tokens);
    return () => {
      restore();
      (this as Own<FinalizationRegistryValue>).tokens = tokens;
    };
  }
  #changed(): Set<Value> {
    this.touch();
    return this.tokens as Set<Value>;
  }
  override describe(): string {
    return "a FinalizationRegistry";
  }
  override tag(): string {
    return "FinalizationRegistry";
  }
  override toPlain(): PlainValue {
    return "FinalizationRegistry";
  }
}
