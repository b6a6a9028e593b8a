/** A regular expression of the program: its text and its flags. It is never run, since nothing bounds how long that takes. */

import { ObjectValue, regularExpressionPrototype } from "./objects.js";

export class RegularExpressionValue extends ObjectValue {
  readonly source: string;
  readonly flags: string;
  constructor(source: string, flags: string) {
    super(regularExpressionPrototype);
    this.source = source;
    this.flags = flags;
  }
}
