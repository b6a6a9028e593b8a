/** The methods of what a generator function gives. */

import { describe } from "../objects/conversions.js";
import { type Resumption, SteppingValue } from "../objects/iterators.js";
import { stepRecord } from "./iterators.js";
import { type Native, natives } from "./natives.js";

function resumed(kind: Resumption["kind"]): Native {
  return ([value], call) => {
    const { thisValue } = call;
    if (thisValue instanceof SteppingValue) return stepRecord(thisValue.step({ kind, value }, call));
    return call.fail(`\`${kind}\` of a generator is called on ${describe(thisValue)}.`);
  };
}

export const generatorMethods = natives("Generator.prototype.", {
  next: resumed("next"),
  return: resumed("return"),
  throw: resumed("throw"),
});
