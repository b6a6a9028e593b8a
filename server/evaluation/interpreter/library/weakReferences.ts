/** `WeakRef` and `FinalizationRegistry`. */

import { describe, known } from "../objects/conversions.js";
import {
  FinalizationRegistryValue,
  isFunction,
  type NativeCall,
  NativeFunction,
  type Value,
  WeakRefValue,
} from "../objects/values.js";
import { isHeldWeakly } from "../objects/weakReferences.js";
import { natives, pureNatives } from "./natives.js";

function heldWeakly(given: Value, call: NativeCall): Value {
  const value = known(given, call);
  if (isHeldWeakly(value)) return value;
  return call.fail(`${describe(value)} cannot be held weakly: only objects can.`);
}

function ownRegistry(call: NativeCall): FinalizationRegistryValue {
  if (call.thisValue instanceof FinalizationRegistryValue) return call.thisValue;
  return call.fail(`This method of FinalizationRegistry is called on ${describe(call.thisValue)}.`);
}

function classOf(name: string, construct: NativeFunction["construct"]): NativeFunction {
  const called = (_values: Value[], call: NativeCall) =>
    call.fail(`${name} is a class: write \`new ${name}(…)\`.`);
  return new NativeFunction(name, called, { construct });
}

export const weakReferenceConstructors = new Map<string, Value>([
  ["WeakRef", classOf("WeakRef", ([target], call) => new WeakRefValue(heldWeakly(target, call)))],
  [
    "FinalizationRegistry",
    classOf("FinalizationRegistry", ([callback], call) => {
      if (isFunction(known(callback, call))) return new FinalizationRegistryValue();
      return call.fail(`FinalizationRegistry needs a function, and this is ${describe(callback)}.`);
    }),
  ],
]);

export const weakRefMethods = pureNatives("WeakRef.prototype.", {
  deref: (_values: Value[], call: NativeCall) =>
    call.thisValue instanceof WeakRefValue
      ? call.thisValue.target
      : call.fail(`\`deref\` is called on ${describe(call.thisValue)}.`),
});

export const finalizationRegistryMethods = natives("FinalizationRegistry.prototype.", {
  register: ([target, held, token], call) => {
    const registry = ownRegistry(call);
    if (heldWeakly(target, call) === held)
      call.fail("What is registered cannot be held by its registration.");
    call.spend(1);
    if (token !== undefined) registry.register(heldWeakly(token, call));
    return undefined;
  },
  unregister: ([token], call) => ownRegistry(call).unregister(heldWeakly(token, call)),
});
