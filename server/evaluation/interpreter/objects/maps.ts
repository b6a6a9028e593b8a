/** Maps of the program, and weak ones. */

import type { PlainValue } from "../../../report.js";
import { ArrayValue } from "./arrays.js";
import { keptKey, lookedUp } from "./keys.js";
import { ObjectValue, type Part, type Shower } from "./objects.js";
import { entryPath, memberPath } from "./paths.js";
import { absent } from "./properties.js";
import { mapPrototype, weakMapPrototype } from "./prototypes.js";
import type { MemberSite } from "./sites.js";
import type { Value } from "./values.js";

/** A `Map` of the program, in order of insertion. Entries may come and go while it is gone over. */
export class MapValue extends ObjectValue {
  #entries = new Map<unknown, readonly [key: Value, value: Value]>();
  /** A `WeakMap`, which can neither be counted nor gone over. */
  readonly isWeak: boolean;
  constructor(isWeak = false) {
    super(isWeak ? weakMapPrototype : mapPrototype);
    this.isWeak = isWeak;
  }
  override get size(): number {
    return this.#entries.size;
  }
  get(key: Value): Value {
    return this.#entries.get(lookedUp(key))?.[1];
  }
  has(key: Value): boolean {
    return this.#entries.has(lookedUp(key));
  }
  set(key: Value, value: Value): void {
    this.touch();
    const known = this.#entries.get(lookedUp(key));
    this.#entries.set(lookedUp(key), [known === undefined ? keptKey(key) : known[0], value]);
  }
  delete(key: Value): boolean {
    this.touch();
    return this.#entries.delete(lookedUp(key));
  }
  clear(): void {
    this.touch();
    this.#entries.clear();
  }
  /** Follows additions and removals that happen on the way. */
  entries(): Iterator<readonly [Value, Value]> & Iterable<readonly [Value, Value]> {
    return this.#entries.values();
  }
  override saveState(): () => void {
    const restore = super.saveState();
    const entries = new Map(this.#entries);
    return () => {
      restore();
      this.#entries = entries;
    };
  }

  override special(key: Value): Value | typeof absent {
    return key === "size" && !this.isWeak ? this.size : absent;
  }
  override describe(): string {
    return this.isWeak ? "a WeakMap" : "a Map";
  }
  override tag(): string {
    return this.isWeak ? "WeakMap" : "Map";
  }
  override ownIterator(): Iterator<Value> | null {
    return this.prototype === mapPrototype ? entriesInTurn(this) : null;
  }
  override *parts(): Generator<Part> {
    for (const [key, value] of this.entries()) yield { path: entryPath(key), value };
  }
  override emptyCopy(): ObjectValue {
    const copy = new MapValue(this.isWeak);
    copy.setPrototype(this.prototype);
    return copy;
  }
  override fillCopy(copy: MapValue, ofPart: (value: Value, path: string) => Value): void {
    for (const [key, held] of this.entries()) copy.set(key, ofPart(held, entryPath(key)));
    copy.copyProperties(this, (value, key) => ofPart(value, memberPath(key)));
  }
  override emptyClone(): ObjectValue | null {
    return this.isWeak ? null : new MapValue();
  }
  override fillClone(clone: MapValue, ofPart: (value: Value) => Value, site: MemberSite): void {
    for (const [key, held] of this.entries()) {
      site.spend(2);
      clone.set(ofPart(key), ofPart(held));
    }
  }
  override toPlain({ goesOn, show }: Shower): PlainValue {
    const shown: PlainValue[] = [];
    for (const [key, value] of this.entries()) {
      if (!goesOn()) break;
      shown.push([show(key), show(value)]);
    }
    return shown;
  }
}

/** `[key, value]` of each entry, one after the other. */
export function* entriesInTurn(map: MapValue): Generator<Value> {
  for (const [key, value] of map.entries()) yield new ArrayValue([key, value]);
}
