/** Sets of the program, and weak ones. */

import type { PlainValue } from "../../../report.js";
import { keptKey, lookedUp } from "./keys.js";
import { ObjectValue, type Part, type Shower } from "./objects.js";
import { memberPath } from "./paths.js";
import { absent } from "./properties.js";
import { setPrototype, weakSetPrototype } from "./prototypes.js";
import type { MemberSite } from "./sites.js";
import type { Value } from "./values.js";

/** A `Set` of the program, in order of insertion. */
export class SetValue extends ObjectValue {
  #members = new Map<unknown, Value>();
  readonly isWeak: boolean;
  constructor(isWeak = false) {
    super(isWeak ? weakSetPrototype : setPrototype);
    this.isWeak = isWeak;
  }
  override get size(): number {
    return this.#members.size;
  }
  has(member: Value): boolean {
    return this.#members.has(lookedUp(member));
  }
  add(member: Value): void {
    if (this.has(member)) return;
    this.touch();
    this.#members.set(lookedUp(member), keptKey(member));
  }
  delete(member: Value): boolean {
    this.touch();
    return this.#members.delete(lookedUp(member));
  }
  clear(): void {
    this.touch();
    this.#members.clear();
  }
  members(): Iterator<Value> & Iterable<Value> {
    return this.#members.values();
  }
  override saveState(): () => void {
    const restore = super.saveState();
    const members = new Map(this.#members);
    return () => {
      restore();
      this.#members = members;
    };
  }

  override special(key: Value): Value | typeof absent {
    return key === "size" && !this.isWeak ? this.size : absent;
  }
  override describe(): string {
    return this.isWeak ? "a WeakSet" : "a Set";
  }
  override tag(): string {
    return this.isWeak ? "WeakSet" : "Set";
  }
  override ownIterator(): Iterator<Value> | null {
    return this.prototype === setPrototype ? this.members() : null;
  }
  override *parts(): Generator<Part> {
    let index = 0;
    for (const value of this.members()) yield { path: `[${index++}]`, value };
  }
  override emptyCopy(): ObjectValue {
    const copy = new SetValue(this.isWeak);
    copy.setPrototype(this.prototype);
    return copy;
  }
  /** Members stay what they are: a copy of one would be another member. */
  override fillCopy(copy: SetValue, ofPart: (value: Value, path: string) => Value): void {
    for (const member of this.members()) copy.add(member);
    copy.copyProperties(this, (value, key) => ofPart(value, memberPath(key)));
  }
  override emptyClone(): ObjectValue | null {
    return this.isWeak ? null : new SetValue();
  }
  override fillClone(clone: SetValue, ofPart: (value: Value) => Value, site: MemberSite): void {
    for (const member of this.members()) {
      site.spend(1);
      clone.add(ofPart(member));
    }
  }
  override toPlain({ goesOn, show }: Shower): PlainValue {
    const shown: PlainValue[] = [];
    for (const member of this.members()) {
      if (!goesOn()) break;
      shown.push(show(member));
    }
    return shown;
  }
}
