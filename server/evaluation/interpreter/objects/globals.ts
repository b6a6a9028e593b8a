/** The global object: what names that no module declares are looked up in. */

import type { FindingCode } from "../../../finding.js";
import type { ErrorValue } from "./errors.js";
import { type Accessor, absent } from "./properties.js";
import { RecordValue } from "./records.js";
import type { ErrorName, MemberSite } from "./sites.js";
import type { UnknownKind, UnknownValue } from "./unknown.js";
import type { Value } from "./values.js";

/** What is said of a name that the library does not hold. */
export interface NameUnknown extends UnknownKind {
  code: FindingCode;
  message: string;
  /** `"undefined"` for what Node does not have. */
  typeOf: string;
}

export class GlobalObject extends RecordValue {
  /** What is known of names that are not there. */
  readonly #unknownName: (name: string) => NameUnknown;
  constructor(unknownName: (name: string) => NameUnknown) {
    super();
    this.#unknownName = unknownName;
  }

  /** What a name stands for: its value or accessor, or `absent`. */
  get(name: string): Value | Accessor | typeof absent {
    return this.findOwn(name);
  }

  /** What stands for a name that is not there. */
  unknown(name: string, site: MemberSite): UnknownValue {
    const { code, message, ...kind } = this.#unknownName(name);
    return site.unknown(code, message, kind);
  }

  /** Node's global object has `process` and `setTimeout`, and no `document`. */
  override special(key: Value, site?: MemberSite): Value | typeof absent {
    if (typeof key !== "string" || site === undefined || !this.hasSpecial(key)) return absent;
    return this.unknown(key, site);
  }
  override hasSpecial(key: Value): boolean {
    return typeof key === "string" && !this.hasOwn(key) && this.#unknownName(key).typeOf !== "undefined";
  }
}

/** The standard library as the evaluator is given it. All runs share it; what one changes in it is undone after it. */
export interface Realm {
  readonly global: GlobalObject;
  /** A new error of one of the standard kinds. */
  makeError(name: ErrorName | "Error", message: string | undefined): ErrorValue;
}
