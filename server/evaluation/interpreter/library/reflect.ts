/** `Reflect`: what the language does with objects, as functions. */

import { describe, known, propertyKeyOf, toBoolean } from "../objects/conversions.js";
import { assignMember, deleteMember, getMember, hasMember, lookUp, resultOf } from "../objects/members.js";
import { symbolsOf } from "../objects/metering.js";
import { prototypeOf } from "../objects/prototypes.js";
import { Accessor, absent, isFunction, type NativeCall, ObjectValue, type Value } from "../objects/values.js";
import { arrayOf, namespace, natives, parametersFrom } from "./natives.js";
import { objectConstructor, ownKeysOf } from "./objects.js";

function target(given: Value, call: NativeCall): ObjectValue {
  const value = known(given, call);
  if (value instanceof ObjectValue) return value;
  return call.fail(`Reflect needs an object, and this is ${describe(value)}.`);
}

/** Passes the call on to the function of `Object` with the same name. */
function ofObject(name: string, parameters: Value[], call: NativeCall): Value {
  return call.call(getMember(objectConstructor, name, call), objectConstructor, parameters);
}

/** The accessor that a key stands for, along the chain of prototypes; null where it stands for anything else. */
function accessorOf(object: ObjectValue, key: Value, call: NativeCall): Accessor | null {
  const found = lookUp(object, propertyKeyOf(key, call));
  return found !== absent && found instanceof Accessor ? found : null;
}

export const reflect = namespace([
  ...natives("Reflect.", {
    apply: ([callee, thisValue, list], call) => call.call(callee, thisValue, parametersFrom(list, call)),
    construct: (parameters, call) => {
      const [callee, list] = parameters;
      const newTarget = known(parameters.length > 2 ? parameters[2] : callee, call);
      if (!isFunction(newTarget)) return call.fail(`${describe(newTarget)} is no class.`);
      return call.construct(callee, parametersFrom(list, call), newTarget);
    },
    defineProperty: ([object, key, descriptor], call) => {
      ofObject("defineProperty", [target(object, call), key, descriptor], call);
      return true;
    },
    deleteProperty: ([object, key], call) => deleteMember(target(object, call), key, call),
    get: (parameters, call) => {
      const [object, key, receiver] = parameters;
      const owner = target(object, call);
      const accessor = parameters.length > 2 ? accessorOf(owner, key, call) : null;
      return accessor === null ? getMember(owner, key, call) : resultOf(accessor, receiver, call);
    },
    getOwnPropertyDescriptor: ([object, key], call) =>
      ofObject("getOwnPropertyDescriptor", [target(object, call), key], call),
    getPrototypeOf: ([object], call) => prototypeOf(target(object, call)),
    has: ([object, key], call) => hasMember(target(object, call), propertyKeyOf(key, call), call),
    isExtensible: ([object], call) => toBoolean(ofObject("isExtensible", [target(object, call)], call), call),
    ownKeys: ([object], call) =>
      arrayOf(
        [...ownKeysOf(target(object, call), call, false), ...symbolsOf(target(object, call), call)],
        call,
      ),
    preventExtensions: ([object], call) => {
      ofObject("preventExtensions", [target(object, call)], call);
      return true;
    },
    set: (parameters, call) => {
      const [object, key, value, receiver] = parameters;
      const owner = target(object, call);
      if (parameters.length < 4 || receiver === owner) return assignMember(owner, key, value, call) === null;
      const accessor = accessorOf(owner, key, call);
      if (accessor === null) return assignMember(target(receiver, call), key, value, call) === null;
      if (accessor.set === undefined) return false;
      call.call(accessor.set, receiver, [value]);
      return true;
    },
    setPrototypeOf: ([object, prototype], call) => {
      ofObject("setPrototypeOf", [target(object, call), prototype], call);
      return true;
    },
  }),
]);
