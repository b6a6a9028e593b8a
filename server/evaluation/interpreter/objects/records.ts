/** Objects made by `{ … }`, by `new` with a class or a function of the program, or by the library. */

import type { PlainValue } from "../../../report.js";
import { ObjectValue, type Part, type Shower } from "./objects.js";
import { memberPath } from "./paths.js";
import type { MemberSite } from "./sites.js";
import type { Value } from "./values.js";

export class RecordValue extends ObjectValue {
  constructor(prototype: ObjectValue | null = objectPrototype) {
    super(prototype);
  }

  override standardMethods(): { host: object; name: string } | null {
    return this.prototype === objectPrototype ? { host: Object.prototype, name: "an object" } : null;
  }

  override *parts(): Generator<Part> {
    for (const key of this.enumerableKeys()) {
      yield { path: memberPath(key), value: this.properties.get(key) };
    }
  }

  override emptyCopy(): ObjectValue {
    return new RecordValue(this.prototype);
  }

  override fillCopy(copy: ObjectValue, ofPart: (value: Value, path: string) => Value): void {
    copy.copyProperties(this, (value, key) => ofPart(value, memberPath(key)));
  }

  /** Instances of classes become plain objects. */
  override emptyClone(): ObjectValue | null {
    return new RecordValue();
  }

  override fillClone(clone: ObjectValue, ofPart: (value: Value) => Value, site: MemberSite): void {
    const keys = this.enumerableKeys();
    site.spend(keys.length);
    for (const key of keys) clone.define(key, ofPart(site.get(this, key)));
  }

  override toPlain({ goesOn, show }: Shower): PlainValue {
    const entries: [string, PlainValue][] = [];
    for (const key of this.enumerableKeys()) {
      if (!goesOn()) break;
      entries.push([key, show(this.properties.get(key))]);
    }
    // Own data properties whatever the key is: `__proto__` is a name like any other.
    return Object.fromEntries(entries);
  }
}

/** Where the methods of all objects are; the library fills it. */
export const objectPrototype: RecordValue = new RecordValue(null);
