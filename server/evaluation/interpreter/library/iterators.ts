/** The iterators that `keys()`, `values()` and `entries()` give. */

import { IteratorValue } from "../collections.js";
import { describe } from "../conversions.js";
import { type NativeCall, RecordValue, type Value } from "../values.js";
import { natives } from "./natives.js";

export const iteratorMethods = natives("Iterator.prototype.", {
  next: (_values, call) => {
    const { thisValue } = call;
    if (!(thisValue instanceof IteratorValue)) {
      return call.fail(`\`next\` is called on ${describe(thisValue)}, which is no iterator.`);
    }
    call.spend(2);
    const { done, value } = thisValue.steps.next();
    const step = new RecordValue();
    step.properties.set("value", done === true ? undefined : value);
    step.properties.set("done", done === true);
    return step;
  },
});

/** An iterator over what a generator makes, each step counted. */
export function iteratorOf(steps: Iterator<Value>, call: NativeCall): IteratorValue {
  call.spend(1);
  return new IteratorValue(steps);
}
