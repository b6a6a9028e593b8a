/** `Object` and its statics, and the methods that every object has. */

import { MapValue, SetValue } from "../objects/collections.js";
import {
  describe,
  isErrorRecord,
  isScalar,
  propertyKeyOf,
  sameValue,
  toBoolean,
} from "../objects/conversions.js";
import { getMember, hasMember, setMember, setPrototype } from "../objects/members.js";
import {
  Accessor,
  absent,
  arrayIndexOf,
  ObjectValue,
  type PropertyKey,
  RecordValue,
  SymbolValue,
  wellKnownSymbols,
} from "../objects/objects.js";
import { RegularExpressionValue } from "../objects/regularExpressions.js";
import { BufferValue, TypedArrayValue } from "../objects/typedArrays.js";
import { ArrayValue, isFunction, type NativeCall, NativeFunction, type Value } from "../objects/values.js";
import { arrayOf, elementsOf, natives } from "./natives.js";
import { prototypeOf } from "./prototypes.js";

/** Own string keys: of all properties, or of those that enumeration sees. */
export function ownKeysOf(value: Value, call: NativeCall, isEnumerable: boolean): string[] {
  if (value === null || value === undefined) return call.fail(`${describe(value)} has no properties.`);
  if (typeof value === "string") {
    call.spend(value.length);
    const elements = Array.from({ length: value.length }, (_element, index) => String(index));
    return isEnumerable ? elements : [...elements, "length"];
  }
  if (!(value instanceof ObjectValue)) return [];
  call.spend(value.elementCount);
  const keys = isEnumerable ? value.enumerableKeys() : value.ownKeys();
  if (isEnumerable || !(value instanceof ArrayValue)) return keys;
  const afterElements = keys.findIndex((key) => arrayIndexOf(key) === null);
  return afterElements < 0 ? [...keys, "length"] : keys.toSpliced(afterElements, 0, "length");
}

/** Copies the own enumerable properties of a source, with symbols, as assignment does: setters run. */
function assignFrom(target: Value, source: Value, call: NativeCall): void {
  if (source === null || source === undefined) return;
  for (const key of ownKeysOf(source, call, true)) setMember(target, key, getMember(source, key, call), call);
  if (!(source instanceof ObjectValue) || source.unusual === null) return;
  for (const symbol of source.unusual.symbols.keys()) {
    if (source.isEnumerable(symbol)) setMember(target, symbol, getMember(source, symbol, call), call);
  }
}

function objectArgument(value: Value, what: string, call: NativeCall): ObjectValue {
  if (value instanceof ObjectValue) return value;
  return call.fail(`${what} needs an object, and this is ${describe(value)}.`);
}

/** Objects of the standard library belong to every run, so no run may change them. */
function changeable(value: Value, what: string, call: NativeCall): ObjectValue {
  const object = objectArgument(value, what, call);
  if (object instanceof NativeFunction)
    return call.unsupported("The standard library cannot be changed here.");
  return object;
}

/** `Object.defineProperty`: a value, or a getter and a setter; what is left out of a new property is false. */
function defineProperty(object: ObjectValue, key: PropertyKey, descriptor: Value, call: NativeCall): void {
  const given = objectArgument(descriptor, "A property's description", call);
  const has = (name: string) => hasMember(given, name, call);
  const flag = (name: string, known: boolean) =>
    has(name) ? toBoolean(getMember(given, name, call)) : known;
  const old = object.findOwn(key);
  const isNew = old === absent;
  const isFixed = object.isFrozen || (object.unusual?.readOnly.has(key) === true && object.isSealed);
  if (isFixed || (isNew && !object.isExtensible)) {
    call.fail(`The property ${shown(key)} cannot be defined: the object is not extensible.`);
  }
  call.spend(1);
  const isHidden = !flag("enumerable", !isNew && object.isEnumerable(key));
  const isReadOnly = !flag("writable", !isNew && object.unusual?.readOnly.has(key) !== true);
  if (has("get") || has("set")) {
    if (has("value") || has("writable")) {
      call.fail("A property is described by a value or by a getter and setter, not by both.");
    }
    object.defineAccessor(key, {
      get: functionOrNothing(getMember(given, "get", call), call),
      set: functionOrNothing(getMember(given, "set", call), call),
    });
  } else if (has("value") || isNew) {
    defineValue(object, key, getMember(given, "value", call), call);
  }
  const { hidden, readOnly } = object.made();
  if (isHidden) hidden.add(key);
  else hidden.delete(key);
  if (isReadOnly && !(object.findOwn(key) instanceof Accessor)) readOnly.add(key);
  else readOnly.delete(key);
}

function defineValue(object: ObjectValue, key: PropertyKey, value: Value, call: NativeCall): void {
  const isElement = typeof key === "string" && (arrayIndexOf(key) !== null || key === "length");
  if (object instanceof ArrayValue && isElement) setMember(object, key, value, call);
  else object.define(key, value);
}

function functionOrNothing(value: Value, call: NativeCall) {
  if (value === undefined || isFunction(value)) return value;
  return call.fail(`A getter or setter must be a function, and this is ${describe(value)}.`);
}

function shown(key: PropertyKey): string {
  return typeof key === "string" ? `\`${key}\`` : `[${key.description}]`;
}

function defineProperties(object: ObjectValue, descriptors: Value, call: NativeCall): Value {
  for (const key of ownKeysOf(descriptors, call, true)) {
    defineProperty(object, key, getMember(descriptors, key, call), call);
  }
  return object;
}

/** What `Object.getOwnPropertyDescriptor` gives. */
function descriptorOf(value: Value, key: PropertyKey, call: NativeCall): Value {
  const found = ownProperty(value, key, call);
  if (found === absent) return undefined;
  const object = value instanceof ObjectValue ? value : null;
  const descriptor = new RecordValue();
  call.spend(4);
  const isFree = object !== null && !object.isFrozen && !object.isSealed;
  if (found instanceof Accessor) {
    descriptor.define("get", found.get);
    descriptor.define("set", found.set);
  } else {
    descriptor.define("value", found);
    descriptor.define("writable", object?.isFrozen === false && object.unusual?.readOnly.has(key) !== true);
  }
  descriptor.define("enumerable", object === null ? key !== "length" : object.isEnumerable(key));
  descriptor.define("configurable", isFree && object.unusual?.readOnly.has(key) !== true);
  return descriptor;
}

function ownProperty(value: Value, key: PropertyKey, call: NativeCall): Value | Accessor | typeof absent {
  if (value === null || value === undefined) return call.fail(`${describe(value)} has no properties.`);
  if (typeof value === "string") {
    const index = typeof key === "string" ? arrayIndexOf(key) : null;
    return key === "length" ? value.length : index === null ? absent : (value[index] ?? absent);
  }
  if (key === "length" && value instanceof ArrayValue) return value.elements.length;
  return value instanceof ObjectValue ? value.findOwn(key) : absent;
}

function groupBy([source, callback]: Value[], call: NativeCall): Value {
  const groups = new RecordValue(null);
  elementsOf(source, call).forEach((element, index) => {
    const key = propertyKeyOf(call.call(callback, undefined, [element, index]), call);
    const group = groups.findOwn(key);
    call.spend(1);
    if (group instanceof ArrayValue) group.elements.push(element);
    else groups.define(key, new ArrayValue([element]));
  });
  return groups;
}

function prototypeArgument(value: Value, call: NativeCall): ObjectValue | null {
  if (value === null || value instanceof ObjectValue) return value;
  return call.fail(`A prototype is an object or null, and this is ${describe(value)}.`);
}

/** What `new Object(value)` and `Object(value)` give; objects around primitive values are not made. */
function toObject([value]: Value[], call: NativeCall): Value {
  if (value === undefined || value === null) return new RecordValue();
  if (typeof value === "object") return value;
  return call.unsupported(`An object around ${describe(value)} is not interpreted; use the value itself.`);
}

/** Freezing, sealing and closing; elements of typed arrays stay as they are. */
function restricting(restrict: (object: ObjectValue) => void) {
  return ([value]: Value[]): Value => {
    if (value instanceof ObjectValue && !(value instanceof NativeFunction)) restrict(value);
    return value;
  };
}

/** Whether nothing can be changed: also an object that cannot grow and has no property. */
function holdsFor(test: (object: ObjectValue) => boolean) {
  return ([value]: Value[]): Value =>
    !(value instanceof ObjectValue) || test(value) || (!value.isExtensible && value.ownKeys().length === 0);
}

export const objectConstructor = new NativeFunction("Object", toObject, {
  construct: toObject,
  members: natives("Object.", {
    // Keys and values
    keys: ([value], call) => arrayOf(ownKeysOf(value, call, true), call),
    values: ([value], call) =>
      arrayOf(
        ownKeysOf(value, call, true).map((key) => getMember(value, key, call)),
        call,
      ),
    entries: ([value], call) =>
      arrayOf(
        ownKeysOf(value, call, true).map((key) => arrayOf([key, getMember(value, key, call)], call)),
        call,
      ),
    fromEntries: ([list], call) => {
      const record = new RecordValue();
      for (const entry of elementsOf(list, call)) {
        objectArgument(entry, "Object.fromEntries", call);
        const key = propertyKeyOf(getMember(entry, 0, call), call);
        call.spend(1);
        record.define(key, getMember(entry, 1, call));
      }
      return record;
    },
    groupBy,
    getOwnPropertyNames: ([value], call) => arrayOf(ownKeysOf(value, call, false), call),
    getOwnPropertySymbols: ([value], call) =>
      arrayOf(value instanceof ObjectValue ? [...(value.unusual?.symbols.keys() ?? [])] : [], call),
    hasOwn: ([value, key], call) => ownProperty(value, propertyKeyOf(key, call), call) !== absent,

    // Making and changing
    assign: ([target, ...sources], call) => {
      if (target === null || target === undefined)
        return call.fail(`${describe(target)} cannot be assigned to.`);
      for (const source of sources) assignFrom(target, source, call);
      return target;
    },
    create: ([prototype, descriptors], call) => {
      const made = new RecordValue(prototypeArgument(prototype, call));
      return descriptors === undefined ? made : defineProperties(made, descriptors, call);
    },
    defineProperty: ([value, key, descriptor], call) => {
      defineProperty(
        changeable(value, "Object.defineProperty", call),
        propertyKeyOf(key, call),
        descriptor,
        call,
      );
      return value;
    },
    defineProperties: ([value, descriptors], call) =>
      defineProperties(changeable(value, "Object.defineProperties", call), descriptors, call),
    getOwnPropertyDescriptor: ([value, key], call) => descriptorOf(value, propertyKeyOf(key, call), call),
    getOwnPropertyDescriptors: ([value], call) => {
      const all = new RecordValue();
      for (const key of ownKeysOf(value, call, false)) all.define(key, descriptorOf(value, key, call));
      return all;
    },
    getPrototypeOf: ([value], call) => {
      if (value === null || value === undefined) return call.fail(`${describe(value)} has no prototype.`);
      return prototypeOf(value);
    },
    setPrototypeOf: ([value, prototype], call) => {
      setPrototype(
        changeable(value, "Object.setPrototypeOf", call),
        prototypeArgument(prototype, call),
        call,
      );
      return value;
    },

    // What may change
    freeze: restricting((object) => {
      object.isFrozen = true;
      object.isSealed = true;
      object.isExtensible = false;
    }),
    isFrozen: holdsFor((object) => object.isFrozen),
    seal: restricting((object) => {
      object.isSealed = true;
      object.isExtensible = false;
    }),
    isSealed: holdsFor((object) => object.isSealed || object.isFrozen),
    preventExtensions: restricting((object) => {
      object.isExtensible = false;
    }),
    isExtensible: ([value]) => value instanceof ObjectValue && value.isExtensible && !value.isFrozen,
    is: ([left, right]) => sameValue(left, right),
  }),
});

/** `[object Array]` and its kind, by which older code tells what a value is. */
function tagOf(value: Value, call: NativeCall): string {
  if (value === undefined) return "Undefined";
  if (value === null) return "Null";
  const own = value instanceof ObjectValue ? getMember(value, wellKnownSymbols.toStringTag, call) : undefined;
  if (typeof own === "string") return own;
  if (isScalar(value)) return "Number";
  if (typeof value === "string") return "String";
  if (typeof value === "boolean") return "Boolean";
  if (value instanceof SymbolValue) return "Symbol";
  if (value instanceof ArrayValue) return "Array";
  if (isFunction(value)) return "Function";
  if (value instanceof TypedArrayValue) return value.kind;
  if (value instanceof MapValue) return value.isWeak ? "WeakMap" : "Map";
  if (value instanceof SetValue) return value.isWeak ? "WeakSet" : "Set";
  if (value instanceof BufferValue) return "ArrayBuffer";
  if (value instanceof RegularExpressionValue) return "RegExp";
  return isErrorRecord(value) ? "Error" : "Object";
}

export const objectMethods = natives("Object.prototype.", {
  hasOwnProperty: ([key]: Value[], call: NativeCall) =>
    ownProperty(call.thisValue, propertyKeyOf(key, call), call) !== absent,
  isPrototypeOf: ([value]: Value[], { thisValue }: NativeCall) => {
    for (let at = value instanceof ObjectValue ? value.prototype : null; at !== null; at = at.prototype) {
      if (at === thisValue) return true;
    }
    return false;
  },
  propertyIsEnumerable: ([key]: Value[], call: NativeCall) => {
    const name = propertyKeyOf(key, call);
    return typeof name === "string" && ownKeysOf(call.thisValue, call, true).includes(name);
  },
  toString: (_values: Value[], call: NativeCall) => `[object ${tagOf(call.thisValue, call)}]`,
  toLocaleString: (_values: Value[], call: NativeCall) =>
    call.call(getMember(call.thisValue, "toString", call), call.thisValue, []),
  valueOf: (_values: Value[], call: NativeCall) => call.thisValue,
});
