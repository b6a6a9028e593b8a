/** `Object` and its statics, and the methods that every object has. */

import { describe, sameValue, toPropertyKey, toText } from "../conversions.js";
import { ArrayValue, type NativeCall, NativeFunction, RecordValue, type Value } from "../values.js";
import { arrayOf, elementsOf, natives } from "./natives.js";

function entriesOf(value: Value, call: NativeCall): [string, Value][] {
  if (value instanceof RecordValue) return [...value.properties];
  if (value instanceof ArrayValue || typeof value === "string") {
    return elementsOf(value, call).map((element, index) => [String(index), element]);
  }
  if (value === null || value === undefined) return call.fail(`${describe(value)} has no properties.`);
  return [];
}

function freeze([value]: Value[]): Value {
  if (value instanceof RecordValue || value instanceof ArrayValue) value.isFrozen = true;
  return value;
}

export const objectConstructor = new NativeFunction(
  "Object",
  ([value]) => (value === undefined || value === null ? new RecordValue() : value),
  {
    construct: () => new RecordValue(),
    members: natives("Object.", {
      keys: ([value], call) =>
        arrayOf(
          entriesOf(value, call).map(([key]) => key),
          call,
        ),
      values: ([value], call) =>
        arrayOf(
          entriesOf(value, call).map(([, property]) => property),
          call,
        ),
      entries: ([value], call) =>
        arrayOf(
          entriesOf(value, call).map(([key, property]) => arrayOf([key, property], call)),
          call,
        ),
      fromEntries: ([list], call) => {
        const record = new RecordValue();
        for (const entry of elementsOf(list, call)) {
          const [key, value] = elementsOf(entry, call);
          record.properties.set(
            toPropertyKey(key) ?? call.fail("This cannot be the name of a property."),
            value,
          );
        }
        call.spend(record.properties.size);
        return record;
      },
      assign: ([target, ...sources], call) => {
        if (!(target instanceof RecordValue))
          return call.unsupported("Object.assign is supported onto plain objects.");
        if (target.isFrozen) return call.fail("The object is frozen.");
        for (const source of sources) {
          if (source === null || source === undefined) continue;
          for (const [key, value] of entriesOf(source, call)) target.properties.set(key, value);
        }
        call.spend(target.properties.size);
        return target;
      },
      freeze,
      isFrozen: ([value]) => !(value instanceof RecordValue || value instanceof ArrayValue) || value.isFrozen,
      is: ([left, right]) => sameValue(left, right),
      hasOwn: ([value, key], call) => {
        const name = toPropertyKey(key);
        return entriesOf(value, call).some(([own]) => own === name);
      },
    }),
  },
);

export const objectMethods = natives("Object.prototype.", {
  hasOwnProperty: ([key]: Value[], call: NativeCall) => {
    const name = toPropertyKey(key);
    return entriesOf(call.thisValue, call).some(([own]) => own === name);
  },
  toString: (_values: Value[], call: NativeCall) =>
    toText(call.thisValue) ?? call.fail(`${describe(call.thisValue)} has no text.`),
  valueOf: (_values: Value[], call: NativeCall) => call.thisValue,
});
