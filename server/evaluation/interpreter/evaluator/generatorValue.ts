/** What a call of a generator function gives. */

import { type Resumption, type Step, SteppingValue } from "../objects/iterators.js";
import type { Caller } from "../objects/sites.js";
import type { ObjectValue } from "../objects/values.js";
import type { Resumable } from "./context.js";
import type { Frame } from "./frame.js";
import type { ActiveLoop } from "./machine.js";

export class GeneratorValue extends SteppingValue {
  readonly #body: Resumable;
  readonly #frame: Frame;
  #state: "new" | "waiting" | "running" | "ended" = "new";
  /** The loops of the body that were under way when it stopped. */
  #loops: ActiveLoop[] = [];

  /** @param frame the call's, in which the body runs */
  constructor(prototype: ObjectValue, body: Resumable, frame: Frame) {
    super(prototype);
    this.#body = body;
    this.#frame = frame;
  }

  step(resumption: Resumption, caller: Caller): Step {
    if (this.#state === "running")
      caller.fail("This generator runs already: it asks for its own next value.");
    this.goesOn();
    if (this.#state === "new" && resumption.kind !== "next") this.#state = "ended";
    if (this.#state === "ended") {
      if (resumption.kind === "throw") caller.throw(resumption.value);
      return { value: resumption.kind === "return" ? resumption.value : undefined, done: true };
    }
    // A generator that a module made goes on in the run that asks it to.
    const { frame: asking } = caller as { frame?: Frame };
    if (asking !== undefined) this.#frame.machine = asking.machine;
    const { loops, watchedDepth } = this.#frame.machine;
    const around = loops.length;
    this.#frame.loopsAround = around;
    this.#frame.watchedAround = watchedDepth;
    loops.push(...this.#loops);
    this.#state = "running";
    let isDone = true;
    try {
      const step = this.#body.next(resumption);
      isDone = step.done === true;
      return { value: step.value, done: isDone };
    } finally {
      this.#state = isDone ? "ended" : "waiting";
      this.#loops = loops.splice(around);
    }
  }
}
