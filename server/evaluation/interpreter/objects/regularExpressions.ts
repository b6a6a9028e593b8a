/** A regular expression of the program: its text and its flags. It is never run, since nothing bounds how long that takes. */

import type { PlainValue } from "../../../report.js";
import { ObjectValue } from "./objects.js";
import { type absent, propertyOf } from "./properties.js";
import { regularExpressionPrototype } from "./prototypes.js";
import type { Value } from "./values.js";

export class RegularExpressionValue extends ObjectValue {
  readonly source: string;
  readonly flags: string;
  constructor(source: string, flags: string) {
    super(regularExpressionPrototype);
    this.source = source;
    this.flags = flags;
  }

  override get isImmutable(): boolean {
    return true;
  }
  override special(key: Value): Value | typeof absent {
    return propertyOf(regularExpressionProperties, this, key);
  }
  override describe(): string {
    return "a regular expression";
  }
  override tag(): string {
    return "RegExp";
  }
  override emptyClone(): ObjectValue {
    return new RegularExpressionValue(this.source, this.flags);
  }
  override toPlain(): PlainValue {
    return `/${this.source}/${this.flags}`;
  }
}

const flag = (letter: string) => (expression: RegularExpressionValue) => expression.flags.includes(letter);

/** What can be read of a regular expression without running it. */
export const regularExpressionProperties: Record<string, (expression: RegularExpressionValue) => Value> = {
  source: ({ source }) => source,
  flags: ({ flags }) => flags,
  dotAll: flag("s"),
  global: flag("g"),
  hasIndices: flag("d"),
  ignoreCase: flag("i"),
  multiline: flag("m"),
  sticky: flag("y"),
  unicode: flag("u"),
  unicodeSets: flag("v"),
};
