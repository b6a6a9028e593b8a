/**
 * Generators: `function*` and what a call of one gives. The body runs on the host's own generators, statement by
 * statement, and stops at each `yield`.
 */

import type { Statement } from "../../routine.js";
import type { Context } from "./compile.js";
import type { Caller } from "./conversions.js";
import type { Machine } from "./machine.js";
import { ObjectValue, RecordValue } from "./objects.js";
import type { Frame, Value } from "./values.js";

export type Resumption = { kind: "next" | "throw" | "return"; value: Value };
export type Resumable = Generator<Value, Value, Resumption>;

export class GeneratorValue extends ObjectValue {
  readonly #body: Resumable;
  readonly frame: Frame;
  readonly #machine: Machine;
  constructor(prototype: ObjectValue, body: Resumable, frame: Frame, machine: Machine) {
    super(prototype);
    this.#body = body;
    this.frame = frame;
    this.#machine = machine;
  }
  resume(_resumption: Resumption, _caller: Caller): RecordValue {
    void this.#body;
    void this.#machine;
    return new RecordValue();
  }
}

export function compileGenerator(_body: Statement[], _context: Context): (frame: Frame) => Resumable {
  throw new Error("replaced in a moment");
}
