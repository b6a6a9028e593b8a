/** `Object` and its statics, and the methods that every object has. */

import { describe, known, propertyKeyOf, sameValue, toBoolean } from "../objects/conversions.js";
import { getMember, hasMember, setMember, setPrototypeOf } from "../objects/members.js";
import { followChain, joinTexts, keysOf, stepsOfEquality, symbolsOf } from "../objects/metering.js";
import { arrayIndexOf } from "../objects/properties.js";
import { prototypeOf } from "../objects/prototypes.js";
import {
  Accessor,
  ArrayValue,
  absent,
  isFunction,
  type NativeCall,
  NativeFunction,
  ObjectValue,
  type PropertyKey,
  RecordValue,
  UnknownValue,
  type Value,
  WrapperValue,
  wellKnownSymbols,
} from "../objects/values.js";
import { arrayOf, goOver, natives, pureNatives } from "./natives.js";

/** Own string keys: of all properties, or of those that enumeration sees. */
export function ownKeysOf(value: Value, call: NativeCall, isEnumerable: boolean): string[] {
  const keys = keysOf(wrapped(value, call), isEnumerable, call);
  call.spend(keys.length);
  return keys;
}

/** Copies the own enumerable properties of a source, with symbols, as assignment does: setters run. */
function assignFrom(target: Value, source: Value, call: NativeCall): void {
  if (source === null || source === undefined) return;
  for (const key of ownKeysOf(source, call, true)) setMember(target, key, getMember(source, key, call), call);
  if (!(source instanceof ObjectValue)) return;
  for (const symbol of symbolsOf(source, call)) {
    if (source.isEnumerable(symbol)) setMember(target, symbol, getMember(source, symbol, call), call);
  }
}

function objectArgument(value: Value, what: string, call: NativeCall): ObjectValue {
  if (value instanceof UnknownValue) return call.needed(value);
  if (value instanceof ObjectValue) return value;
  return call.fail(`${what} needs an object, and this is ${describe(value)}.`);
}

/** `Object.defineProperty`: a value, or a getter and a setter; what is left out of a new property is false. */
function defineProperty(object: ObjectValue, key: PropertyKey, descriptor: Value, call: NativeCall): void {
  const given = objectArgument(descriptor, "A property's description", call);
  const has = (name: string) => hasMember(given, name, call);
  const flag = (name: string, known: boolean) =>
    has(name) ? toBoolean(getMember(given, name, call), call) : known;
  const old = object.findOwn(key);
  const isNew = old === absent;
  if (isNew && !object.isExtensible) {
    call.fail(`The property ${shown(key)} cannot be defined: the object is not extensible.`);
  }
  if (!isNew && object.isFixed(key) && !isAllowedChange(object, key, given, call)) {
    call.fail(`The property ${shown(key)} cannot be described anew.`);
  }
  call.spend(1);
  const isHidden = !flag("enumerable", !isNew && object.isEnumerable(key));
  const isReadOnly = !flag("writable", !isNew && !object.isReadOnly(key));
  const isFixed = !flag("configurable", !isNew && !object.isFixed(key));
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
  object.setAttributes(key, {
    isHidden,
    isReadOnly: isReadOnly && !(object.findOwn(key) instanceof Accessor),
    isFixed,
  });
}

/** Of a property that cannot be described anew, the value may change while it can be assigned. */
function isAllowedChange(
  object: ObjectValue,
  key: PropertyKey,
  given: ObjectValue,
  call: NativeCall,
): boolean {
  const says = (name: string) =>
    hasMember(given, name, call) && toBoolean(getMember(given, name, call), call);
  if (hasMember(given, "get", call) || hasMember(given, "set", call) || says("configurable")) return false;
  if (hasMember(given, "enumerable", call) && says("enumerable") !== object.isEnumerable(key)) return false;
  if (object.findOwn(key) instanceof Accessor) return false;
  if (!object.isReadOnly(key)) return true;
  if (says("writable")) return false;
  const old = object.findOwn(key);
  return (
    !hasMember(given, "value", call) ||
    (old !== absent && sameValue(getMember(given, "value", call), old as Value))
  );
}

function defineValue(object: ObjectValue, key: PropertyKey, value: Value, call: NativeCall): void {
  const isElement = typeof key === "string" && (arrayIndexOf(key) !== null || key === "length");
  if (object instanceof ArrayValue && isElement) setMember(object, key, value, call);
  else object.define(key, value);
}

function functionOrNothing(given: Value, call: NativeCall) {
  const value = known(given, call);
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
  const object = wrapped(value, call);
  const found = object.findOwn(key);
  if (found === absent) return undefined;
  const descriptor = new RecordValue();
  call.spend(4);
  if (found instanceof Accessor) {
    descriptor.define("get", found.get);
    descriptor.define("set", found.set);
  } else {
    descriptor.define("value", found);
    descriptor.define("writable", !object.isReadOnly(key));
  }
  descriptor.define("enumerable", object.isEnumerable(key));
  descriptor.define("configurable", !object.isFixed(key));
  return descriptor;
}

/** The object whose properties a value has: itself, or one around a primitive value. */
function wrapped(value: Value, call: NativeCall): ObjectValue {
  if (value instanceof UnknownValue) return call.needed(value);
  if (value instanceof ObjectValue) return value;
  if (value === null || value === undefined) return call.fail(`${describe(value)} has no properties.`);
  return new WrapperValue(value);
}

function groupBy([source, callback]: Value[], call: NativeCall): Value {
  const groups = new RecordValue(null);
  goOver(source, call, (element, index) => {
    const key = propertyKeyOf(call.call(callback, undefined, [element, index]), call);
    const group = groups.findOwn(key);
    call.spend(1);
    if (group instanceof ArrayValue) group.push(element);
    else groups.define(key, new ArrayValue([element]));
  });
  return groups;
}

function prototypeArgument(value: Value, call: NativeCall): ObjectValue | null {
  if (value === null || value instanceof ObjectValue) return value;
  return call.fail(`A prototype is an object or null, and this is ${describe(value)}.`);
}

/** What `new Object(value)` and `Object(value)` give. */
function toObject([value]: Value[], call: NativeCall): Value {
  return value === undefined || value === null ? new RecordValue() : wrapped(value, call);
}

/** Freezing, sealing and closing; elements of typed arrays stay as they are. */
function restricting(restrict: (object: ObjectValue) => void) {
  return ([value]: Value[]): Value => {
    if (value instanceof ObjectValue) restrict(value);
    return value;
  };
}

/** Whether nothing can be changed: also an object that cannot grow and has no property. */
function holdsFor(test: (object: ObjectValue) => boolean) {
  return ([value]: Value[]): Value =>
    !(value instanceof ObjectValue) ||
    test(value) ||
    (!value.isExtensible && value.elementCount + value.properties.size === 0 && value.ownKeys().length === 0);
}

/** Functions that change nothing. */
const asking = pureNatives("Object.", {
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
    goOver(list, call, (entry) => {
      objectArgument(entry, "Object.fromEntries", call);
      const key = propertyKeyOf(getMember(entry, 0, call), call);
      call.spend(1);
      record.define(key, getMember(entry, 1, call));
    });
    return record;
  },
  groupBy,
  getOwnPropertyNames: ([value], call) => arrayOf(ownKeysOf(value, call, false), call),
  getOwnPropertySymbols: ([value], call) =>
    arrayOf(value instanceof ObjectValue ? symbolsOf(value, call) : [], call),
  hasOwn: ([value, key], call) => wrapped(value, call).hasOwn(propertyKeyOf(key, call)),

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
  isFrozen: holdsFor((object) => object.isFrozen),
  isSealed: holdsFor((object) => object.isSealed || object.isFrozen),
  isExtensible: ([value]) => value instanceof ObjectValue && value.isExtensible && !value.isFrozen,
  is: ([left, right], call) => {
    call.work(stepsOfEquality(left, right));
    return sameValue(left, right);
  },
});

const changing = natives("Object.", {
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
      objectArgument(value, "Object.defineProperty", call),
      propertyKeyOf(key, call),
      descriptor,
      call,
    );
    return value;
  },
  defineProperties: ([value, descriptors], call) =>
    defineProperties(objectArgument(value, "Object.defineProperties", call), descriptors, call),
  setPrototypeOf: ([value, prototype], call) => {
    setPrototypeOf(
      objectArgument(value, "Object.setPrototypeOf", call),
      prototypeArgument(prototype, call),
      call,
    );
    return value;
  },

  // What may change
  freeze: restricting((object) => {
    object.freeze();
  }),
  seal: restricting((object) => {
    object.seal();
  }),
  preventExtensions: restricting((object) => {
    object.preventExtensions();
  }),
});

export const objectConstructor = new NativeFunction("Object", toObject, {
  construct: toObject,
  isPure: true,
  members: new Map([...asking, ...changing]),
});
/** `[object Array]` and its kind, by which older code tells what a value is. */
function tagOf(value: Value, call: NativeCall): string {
  if (value === undefined) return "Undefined";
  if (value === null) return "Null";
  const own = getMember(value, wellKnownSymbols.toStringTag, call);
  if (typeof own === "string") return own;
  return wrapped(value, call).tag();
}

export const objectMethods = pureNatives("Object.prototype.", {
  hasOwnProperty: ([key]: Value[], call: NativeCall) =>
    wrapped(call.thisValue, call).hasOwn(propertyKeyOf(key, call)),
  isPrototypeOf: ([value]: Value[], call: NativeCall) => {
    let length = 0;
    let at = value instanceof ObjectValue ? value.prototype : null;
    for (; at !== null && at !== call.thisValue; at = at.prototype) length++;
    followChain(length, call);
    return at !== null;
  },
  propertyIsEnumerable: ([key]: Value[], call: NativeCall) => {
    const name = propertyKeyOf(key, call);
    const object = wrapped(call.thisValue, call);
    return object.hasOwn(name) && object.isEnumerable(name);
  },
  toString: (_values: Value[], call: NativeCall) =>
    joinTexts("[object ", `${tagOf(call.thisValue, call)}]`, call),
  toLocaleString: (_values: Value[], call: NativeCall) =>
    call.call(getMember(call.thisValue, "toString", call), call.thisValue, []),
  valueOf: (_values: Value[], call: NativeCall) => call.thisValue,
});
