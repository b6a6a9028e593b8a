/** Errors: objects that the `catch` of a program gets, and that messages quote. */

import { describe } from "./conversions.js";
import type { ObjectValue } from "./objects.js";
import { toText } from "./primitives.js";
import { Accessor, absent } from "./properties.js";
import { errorPrototype, hasPrototype } from "./prototypes.js";
import { RecordValue } from "./records.js";
import type { MemberSite } from "./sites.js";
import type { Value } from "./values.js";

/** What `new Error` makes, and `new` with its kinds and the classes that extend them. */
export class ErrorValue extends RecordValue {
  override describe(): string {
    return "an error";
  }
  override tag(): string {
    return "Error";
  }
  override emptyCopy(): ObjectValue {
    return new ErrorValue(this.prototype);
  }
  override emptyClone(): ObjectValue | null {
    return new ErrorValue(this.prototype);
  }
  override fillClone(clone: ObjectValue, ofPart: (value: Value) => Value, site: MemberSite): void {
    super.fillClone(clone, ofPart, site);
    clone.defineHidden("message", site.get(this, "message"));
  }
}

/** Whether a value is an error, or has the prototype of one, as classes of older code make them. */
function isError(value: Value): value is RecordValue {
  return value instanceof RecordValue && (value instanceof ErrorValue || hasPrototype(value, errorPrototype));
}

/** The longest text of an error that is quoted. */
const longestThrown = 1_000;

/** What was thrown, in words: "RangeError: too large", "the number 3". */
export function thrownText(value: Value): string {
  const text = isError(value) ? errorText(value) : describe(value);
  return text.length > longestThrown ? `${text.slice(0, longestThrown)}…` : text;
}

/** What `Error.prototype.toString` gives where that runs nothing of the program. */
function errorText(error: ObjectValue): string {
  const name = dataAlong(error, "name") ?? "Error";
  const message = dataAlong(error, "message") ?? "";
  return message === "" ? name : name === "" ? message : `${name}: ${message}`;
}

/** The text of a property that is plain data, along the chain of prototypes. */
function dataAlong(object: ObjectValue, key: string): string | null {
  for (let at: ObjectValue | null = object; at !== null; at = at.prototype) {
    const found = at.findOwn(key);
    if (found !== absent) return found instanceof Accessor ? null : toText(found);
  }
  return null;
}
