/** Objects around primitive values: `new Number(3)`, `Object("text")`, and `this` of sloppy functions. */

import type { PlainValue } from "../../../report.js";
import { describe } from "./conversions.js";
import { ObjectValue, type Part, type Shower } from "./objects.js";
import { isPrimitive, isScalar } from "./primitives.js";
import { type Accessor, absent, arrayIndexOf, indexOf, type PropertyKey, withLength } from "./properties.js";
import { prototypeOf } from "./prototypes.js";
import type { MemberSite } from "./sites.js";
import type { Value } from "./values.js";

export class WrapperValue extends ObjectValue {
  /** The number, with its derivative, text, truth value or symbol inside. */
  readonly primitive: Value;
  constructor(primitive: Value) {
    super(prototypeOf(primitive));
    this.primitive = primitive;
  }

  /** The characters of a text; those of anything else are none. */
  get #text(): string {
    return typeof this.primitive === "string" ? this.primitive : "";
  }

  override get elementCount(): number {
    return this.#text.length;
  }
  override element(index: number): Value | typeof absent {
    return this.#text[index] ?? absent;
  }
  override special(key: Value): Value | typeof absent {
    return typeof this.primitive === "string" ? specialOfText(this.primitive, key) : absent;
  }
  override setSpecial(key: Value, _value: Value, _site: MemberSite): string | typeof absent {
    if (!this.hasSpecial(key)) return absent;
    return "The characters and the length of a text cannot be assigned.";
  }
  override findOwn(key: PropertyKey): Value | Accessor | typeof absent {
    if (key === "length" && typeof this.primitive === "string") return this.#text.length;
    return super.findOwn(key);
  }
  override ownKeys(): string[] {
    return typeof this.primitive === "string" ? withLength(super.ownKeys()) : super.ownKeys();
  }
  override enumerableKeys(): string[] {
    return super.enumerableKeys().filter((key) => this.isEnumerable(key));
  }
  override isReadOnly(key: PropertyKey): boolean {
    return this.hasSpecial(key) || super.isReadOnly(key);
  }
  override isFixed(key: PropertyKey): boolean {
    return this.hasSpecial(key) || super.isFixed(key);
  }
  override isEnumerable(key: PropertyKey): boolean {
    return (key !== "length" || typeof this.primitive !== "string") && super.isEnumerable(key);
  }

  override get isImmutable(): boolean {
    return true;
  }
  override describe(): string {
    return `an object around ${describe(this.primitive)}`;
  }
  override tag(): string {
    if (isScalar(this.primitive)) return "Number";
    const name = typeof this.primitive;
    return name === "string" ? "String" : name === "boolean" ? "Boolean" : "Symbol";
  }
  override ownIterator(): Iterator<Value> | null {
    return typeof this.primitive === "string" ? this.primitive[Symbol.iterator]() : null;
  }
  override *parts(): Generator<Part> {
    yield { path: "", value: this.primitive };
  }
  override emptyClone(): ObjectValue {
    return new WrapperValue(this.primitive);
  }
  override toPlain({ show }: Shower): PlainValue {
    return show(this.primitive);
  }
}

/** What `this` is in a sloppy function: always an object, the global one where the call gives none. */
export function sloppyThis(given: Value, global: ObjectValue): Value {
  if (given === undefined || given === null) return global;
  return isPrimitive(given) ? new WrapperValue(given) : given;
}

/** The primitive value inside an object around one; anything else as it is. */
export function unwrapped(value: Value): Value {
  return value instanceof WrapperValue ? value.primitive : value;
}

/** A text's characters and length. */
export function specialOfText(text: string, key: Value): Value | typeof absent {
  if (key === "length") return text.length;
  const index = typeof key === "string" ? arrayIndexOf(key) : indexOf(key);
  return index === null ? absent : text[index];
}
