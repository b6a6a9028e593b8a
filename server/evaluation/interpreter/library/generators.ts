/** The methods of what a generator function gives. */

import { GeneratorValue } from "../evaluator/generators.js";
import { describe } from "../objects/conversions.js";
import type { Native } from "./natives.js";
import { natives } from "./natives.js";

function resumed(kind: "next" | "throw" | "return"): Native {
  return ([value], call) => {
    const { thisValue } = call;
    if (thisValue instanceof GeneratorValue) return thisValue.resume({ kind, value }, call);
    return call.fail(`\`${kind}\` of a generator is called on ${describe(thisValue)}.`);
  };
}

export const generatorMethods = natives("Generator.prototype.", {
  next: resumed("next"),
  return: resumed("return"),
  throw: resumed("throw"),
});
