/** What can be called: functions of the program, of the standard library, and bound ones. */

import type { PlainValue } from "../../../report.js";
import { ObjectValue } from "./objects.js";
import type { Accessor, PropertyKey } from "./properties.js";
import { absent } from "./properties.js";
import { functionPrototype } from "./prototypes.js";
import type { Value } from "./values.js";

export abstract class FunctionValue extends ObjectValue {
  constructor() {
    super(functionPrototype);
  }

  abstract get name(): string;
  /** How many parameters it says to have. */
  abstract get length(): number;

  override findOwn(key: PropertyKey): Value | Accessor | typeof absent {
    const found = super.findOwn(key);
    if (found !== absent) return found;
    if (key === "name") return this.shownName;
    return key === "length" ? this.length : absent;
  }

  /** What it has by its kind, unless the program put something else there. */
  #isOwn(key: PropertyKey): boolean {
    return (key === "name" || key === "length") && !this.properties.has(key);
  }
  override ownKeys(): string[] {
    return [...["length", "name"].filter((key) => this.#isOwn(key)), ...super.ownKeys()];
  }
  override enumerableKeys(): string[] {
    return super.ownKeys().filter((key) => this.isEnumerable(key));
  }
  override isEnumerable(key: PropertyKey): boolean {
    return !this.#isOwn(key) && super.isEnumerable(key);
  }
  override isReadOnly(key: PropertyKey): boolean {
    return this.#isOwn(key) || super.isReadOnly(key);
  }

  /** What its property `name` says. */
  protected get shownName(): string {
    return this.name;
  }

  override describe(): string {
    return "a function";
  }
  override tag(): string {
    return "Function";
  }
  override typeOf(): "object" | "function" {
    return "function";
  }
  override standardMethods(): { host: object; name: string } | null {
    return this.prototype === functionPrototype ? { host: Function.prototype, name: "a function" } : null;
  }
  override toPlain(): PlainValue {
    return `function ${this.name}`.trimEnd();
  }
}

export function isFunction(value: Value): value is FunctionValue {
  return value instanceof FunctionValue;
}
