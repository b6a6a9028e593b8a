/** `Reflect`: what the language does with objects, as functions. */

import { describe, propertyKeyOf, toBoolean } from "../objects/conversions.js";
import { deleteMember, getMember, hasMember, setMember } from "../objects/members.js";
import { type NativeCall, ObjectValue, type Value } from "../objects/values.js";
import { arrayOf, elementsOf, namespace, natives, unsupportedNatives } from "./natives.js";
import { objectConstructor, ownKeysOf } from "./objects.js";
import { prototypeOf } from "./prototypes.js";

function target(value: Value, call: NativeCall): ObjectValue {
  if (value instanceof ObjectValue) return value;
  return call.fail(`Reflect needs an object, and this is ${describe(value)}.`);
}

/** Passes the call on to the function of `Object` with the same name. */
function ofObject(name: string, parameters: Value[], call: NativeCall): Value {
  return call.call(getMember(objectConstructor, name, call), objectConstructor, parameters);
}

export const reflect = namespace([
  ...natives("Reflect.", {
    apply: ([callee, thisValue, list], call) => call.call(callee, thisValue, [...elementsOf(list, call)]),
    defineProperty: ([object, key, descriptor], call) => {
      ofObject("defineProperty", [target(object, call), key, descriptor], call);
      return true;
    },
    deleteProperty: ([object, key], call) => deleteMember(target(object, call), key, call),
    get: ([object, key], call) => getMember(target(object, call), key, call),
    getOwnPropertyDescriptor: ([object, key], call) =>
      ofObject("getOwnPropertyDescriptor", [target(object, call), key], call),
    getPrototypeOf: ([object], call) => prototypeOf(target(object, call)),
    has: ([object, key], call) => hasMember(target(object, call), propertyKeyOf(key, call), call),
    isExtensible: ([object], call) => toBoolean(ofObject("isExtensible", [target(object, call)], call)),
    ownKeys: ([object], call) =>
      arrayOf(
        [
          ...ownKeysOf(target(object, call), call, false),
          ...(target(object, call).unusual?.symbols.keys() ?? []),
        ],
        call,
      ),
    preventExtensions: ([object], call) => {
      ofObject("preventExtensions", [target(object, call)], call);
      return true;
    },
    set: ([object, key, value], call) => {
      setMember(target(object, call), key, value, call);
      return true;
    },
    setPrototypeOf: ([object, prototype], call) => {
      ofObject("setPrototypeOf", [target(object, call), prototype], call);
      return true;
    },
  }),
  ...unsupportedNatives("Reflect.", { construct: "Reflect.construct is not interpreted; write `new`." }),
]);
