/**
 * What `arguments` is: the values of a call, by number. In sloppy code it and the parameters are one:
 *
 *     function f(a) { arguments[0] = 5; return a; }      f(1) is 5
 *
 * Both hold the value, and who is written to tells the other, so that reading either costs nothing more.
 */

import { ArrayValue, elementsInTurn } from "./arrays.js";
import { Cell, type uninitialised } from "./cells.js";
import type { FunctionValue } from "./functions.js";
import { type Accessor, absent, arrayIndexOf, type PropertyKey } from "./properties.js";
import { arrayPrototype, objectPrototype } from "./prototypes.js";
import type { MemberSite } from "./sites.js";
import { wellKnownSymbols } from "./symbols.js";
import type { Value } from "./values.js";

/** A parameter of a function of sloppy code that mentions `arguments`. */
export class ParameterCell extends Cell {
  /** Null until `arguments` is first asked for. */
  mirror: ArgumentsValue | null = null;

  override set(value: Value | typeof uninitialised): void {
    super.set(value);
    this.mirror?.follow(this, value as Value);
  }
  /** Takes the value that was written to `arguments`. */
  follow(value: Value): void {
    super.set(value);
  }
}

export class ArgumentsValue extends ArrayValue {
  /** The function that was called; null in strict code, which is not told. */
  readonly #callee: FunctionValue | null;
  /** The parameter that each element is one with; undefined for those that stand alone. */
  #cells: (ParameterCell | undefined)[];

  constructor(elements: Value[], callee: FunctionValue | null, cells: readonly ParameterCell[]) {
    super(elements);
    this.setPrototype(objectPrototype);
    this.#callee = callee;
    // Of parameters of the same name the last one counts.
    const mapped = cells.map((cell, index) => (cells.lastIndexOf(cell) === index ? cell : undefined));
    this.#cells = mapped.slice(0, elements.length);
    for (const [index, cell] of this.#cells.entries()) {
      if (cell === undefined) continue;
      elements[index] = cell.value as Value;
      cell.mirror = this;
    }
  }

  /** Takes the value that was written to a parameter. */
  follow(cell: ParameterCell, value: Value): void {
    const index = this.#cells.indexOf(cell);
    if (index >= 0) super.setElement(index, value);
  }

  override get isArray(): boolean {
    return false;
  }
  /** Nobody changed what it is gone over by. */
  override get hasStandardClass(): boolean {
    return this.prototype === objectPrototype;
  }
  override special(key: Value, site?: MemberSite): Value | typeof absent {
    if (key === "callee" && this.#callee === null && site !== undefined && !this.properties.has(key)) {
      return site.fail("`arguments.callee` cannot be read in strict code.");
    }
    return super.special(key);
  }
  override findOwn(key: PropertyKey): Value | Accessor | typeof absent {
    const found = super.findOwn(key);
    if (found !== absent) return found;
    if (key === wellKnownSymbols.iterator) return arrayPrototype.findOwn(key);
    return key === "callee" && this.#callee !== null ? this.#callee : absent;
  }
  override describe(): string {
    return "the `arguments` of a call";
  }
  override tag(): string {
    return "Arguments";
  }
  override ownText(): string | null {
    return "[object Arguments]";
  }
  override ownIterator(): Iterator<Value> {
    return elementsInTurn(this);
  }
  override standardMethods(): { host: object; name: string } | null {
    return null;
  }

  override saveState(): () => void {
    const restore = super.saveState();
    const cells = this.#cells.slice();
    return () => {
      restore();
      this.#cells = cells;
    };
  }

  override setElement(index: number, value: Value): void {
    super.setElement(index, value);
    this.#cells[index]?.follow(value);
  }
  override setLength(length: number): void {
    super.setLength(length);
    this.#tell();
  }
  override pop(): Value {
    const last = super.pop();
    this.#tell();
    return last;
  }
  override deleteOwn(key: PropertyKey): void {
    super.deleteOwn(key);
    const index = typeof key === "string" ? arrayIndexOf(key) : null;
    if (index !== null) this.#tell();
  }
  protected override change<Result>(how: (elements: Value[]) => Result): Result {
    const result = super.change(how);
    this.#tell();
    return result;
  }

  /** Tells the parameters what many elements are now. One whose element is gone keeps its value and stands alone. */
  #tell(): void {
    for (const [index, cell] of this.#cells.entries()) {
      if (index in this.elements) cell?.follow(this.elements[index]);
      else this.#cells[index] = undefined;
    }
  }
}
