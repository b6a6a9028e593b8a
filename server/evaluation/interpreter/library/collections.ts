/** `Map`, `Set` and their weak kinds. Values keep their derivatives; recorded keys are found by their value. */

import { describe, known } from "../objects/conversions.js";
import { foundIn } from "../objects/foundIn.js";
import { entriesInTurn } from "../objects/maps.js";
import { lookUpKey, passOver } from "../objects/metering.js";
import {
  ArrayValue,
  MapValue,
  type NativeCall,
  NativeFunction,
  RecordValue,
  SetValue,
  UnknownValue,
  type Value,
} from "../objects/values.js";
import { isHeldWeakly } from "../objects/weakReferences.js";
import { iteratorOf } from "./iterators.js";
import { goOver, type Native, natives } from "./natives.js";

function ownMap(call: NativeCall): MapValue {
  if (call.thisValue instanceof MapValue) return call.thisValue;
  return call.fail(`This method of Map is called on ${describe(call.thisValue)}.`);
}

function ownSet(call: NativeCall): SetValue {
  if (call.thisValue instanceof SetValue) return call.thisValue;
  return call.fail(`This method of Set is called on ${describe(call.thisValue)}.`);
}

/** A weak collection holds objects only. */
function checkKey(collection: MapValue | SetValue, key: Value, call: NativeCall): void {
  known(key, call);
  if (collection.isWeak && !isHeldWeakly(key)) {
    call.fail(`${describe(key)} cannot be held weakly: only objects can.`);
  }
}

/** A key, known and paid for. */
function lookedUp(key: Value, call: NativeCall): Value {
  lookUpKey(key, call);
  return known(key, call);
}

function put(map: MapValue, key: Value, value: Value, call: NativeCall): void {
  checkKey(map, key, call);
  lookUpKey(key, call);
  if (map.has(key)) call.work(1);
  else call.spend(2);
  map.set(key, value);
}

function include(set: SetValue, member: Value, call: NativeCall): void {
  checkKey(set, member, call);
  lookUpKey(member, call);
  if (set.has(member)) call.work(1);
  else call.spend(1);
  set.add(member);
}

function makeMap(isWeak: boolean): Native {
  return ([source], call) => {
    const map = new MapValue(isWeak);
    if (source === undefined || source === null) return map;
    goOver(source, call, (given) => {
      const entry = known(given, call);
      if (!(entry instanceof ArrayValue) && !(entry instanceof RecordValue)) {
        return call.fail(`${describe(entry)} is no entry of a Map: an entry is \`[key, value]\`.`);
      }
      const [key, value] =
        entry instanceof ArrayValue ? entry.elements : [entry.properties.get("0"), entry.properties.get("1")];
      put(map, key, value, call);
    });
    return map;
  };
}

function makeSet(isWeak: boolean): Native {
  return ([source], call) => {
    const set = new SetValue(isWeak);
    if (source === undefined || source === null) return set;
    goOver(source, call, (member) => include(set, member, call));
    return set;
  };
}

/** `Map.groupBy`: the values by what a function answers for each. */
function groupBy([source, callback]: Value[], call: NativeCall): Value {
  const groups = new MapValue();
  goOver(source, call, (element, index) => {
    const key = call.call(callback, undefined, [element, index]);
    const group = groups.get(lookedUp(key, call));
    call.spend(1);
    if (group instanceof ArrayValue) group.push(element);
    else put(groups, key, new ArrayValue([element]), call);
  });
  return groups;
}

function classOf(name: string, construct: Native, members: Record<string, Native> = {}): NativeFunction {
  return new NativeFunction(
    name,
    (_values, call) => call.fail(`${name} is a class: write \`new ${name}(…)\`.`),
    {
      construct,
      members: natives(`${name}.`, members),
    },
  );
}

export const collectionConstructors = new Map<string, Value>([
  ["Map", classOf("Map", makeMap(false), { groupBy })],
  ["Set", classOf("Set", makeSet(false))],
  ["WeakMap", classOf("WeakMap", makeMap(true))],
  ["WeakSet", classOf("WeakSet", makeSet(true))],
]);

const keyedMethods: Record<string, Native> = {
  get: ([key], call) =>
    key instanceof UnknownValue ? foundIn([call.thisValue], key) : ownMap(call).get(lookedUp(key, call)),
  has: ([key], call) =>
    key instanceof UnknownValue ? key.computed() : ownMap(call).has(lookedUp(key, call)),
  set: ([key, value], call) => {
    put(ownMap(call), key, value, call);
    return call.thisValue;
  },
  delete: ([key], call) => ownMap(call).delete(lookedUp(key, call)),
};

export const weakMapMethods = natives("WeakMap.prototype.", keyedMethods);

export const mapMethods = natives("Map.prototype.", {
  ...keyedMethods,
  clear: (_values, call) => {
    passOver(ownMap(call).size, call);
    ownMap(call).clear();
    return undefined;
  },
  forEach: ([callback, thisValue], call) => {
    for (const [key, value] of ownMap(call).entries()) {
      call.call(callback, thisValue, [value, key, call.thisValue]);
    }
    return undefined;
  },
  keys: (_values, call) => iteratorOf(part(ownMap(call), 0), call),
  values: (_values, call) => iteratorOf(part(ownMap(call), 1), call),
  entries: (_values, call) => iteratorOf(entriesInTurn(ownMap(call)), call),
});

function* part(map: MapValue, position: 0 | 1): Generator<Value> {
  for (const entry of map.entries()) yield entry[position];
}

const membershipMethods: Record<string, Native> = {
  has: ([member], call) =>
    member instanceof UnknownValue ? member.computed() : ownSet(call).has(lookedUp(member, call)),
  add: ([member], call) => {
    include(ownSet(call), member, call);
    return call.thisValue;
  },
  delete: ([member], call) => ownSet(call).delete(lookedUp(member, call)),
};

export const weakSetMethods = natives("WeakSet.prototype.", membershipMethods);

/** What a method of sets is given: another set, or the keys of a map. */
interface Members {
  size: number;
  has(member: Value): boolean;
  inTurn(): Iterable<Value>;
}

function otherMembers(value: Value, call: NativeCall): Members {
  if (value instanceof SetValue && !value.isWeak) {
    return {
      size: value.size,
      has: (member) => value.has(lookedUp(member, call)),
      inTurn: () => value.members(),
    };
  }
  if (value instanceof MapValue && !value.isWeak) {
    return { size: value.size, has: (key) => value.has(lookedUp(key, call)), inTurn: () => part(value, 0) };
  }
  if (value instanceof UnknownValue) return call.needed(value);
  return call.fail(`A set is needed here, and this is ${describe(value)}.`);
}

/** A new set of the members that are chosen from both, those of this set first. */
function combining(choose: (own: SetValue, other: Members) => Iterable<Value>): Native {
  return ([value], call) => {
    const own = ownSet(call);
    const other = otherMembers(value, call);
    call.work(own.size + other.size);
    const result = new SetValue();
    for (const member of choose(own, other)) include(result, member, call);
    return result;
  };
}

function comparing(holds: (own: SetValue, other: Members) => boolean): Native {
  return ([value], call) => {
    const own = ownSet(call);
    const other = otherMembers(value, call);
    call.work(own.size + other.size);
    return holds(own, other);
  };
}

function every(members: Iterable<Value>, holds: (member: Value) => boolean): boolean {
  for (const member of members) if (!holds(member)) return false;
  return true;
}

function* those(members: Iterable<Value>, holds: (member: Value) => boolean): Generator<Value> {
  for (const member of members) if (holds(member)) yield member;
}

function* both(first: Iterable<Value>, second: Iterable<Value>): Generator<Value> {
  yield* first;
  yield* second;
}

export const setMethods = natives("Set.prototype.", {
  ...membershipMethods,
  clear: (_values, call) => {
    passOver(ownSet(call).size, call);
    ownSet(call).clear();
    return undefined;
  },
  forEach: ([callback, thisValue], call) => {
    for (const member of ownSet(call).members()) {
      call.call(callback, thisValue, [member, member, call.thisValue]);
    }
    return undefined;
  },
  keys: (_values, call) => iteratorOf(ownSet(call).members(), call),
  values: (_values, call) => iteratorOf(ownSet(call).members(), call),
  entries: (_values, call) => iteratorOf(pairs(ownSet(call)), call),
  union: combining((own, other) => both(own.members(), other.inTurn())),
  intersection: combining((own, other) =>
    own.size <= other.size
      ? those(own.members(), (member) => other.has(member))
      : those(other.inTurn(), (member) => own.has(member)),
  ),
  difference: combining((own, other) => those(own.members(), (member) => !other.has(member))),
  symmetricDifference: combining((own, other) =>
    both(
      those(own.members(), (member) => !other.has(member)),
      those(other.inTurn(), (member) => !own.has(member)),
    ),
  ),
  isSubsetOf: comparing((own, other) => every(own.members(), (member) => other.has(member))),
  isSupersetOf: comparing((own, other) => every(other.inTurn(), (member) => own.has(member))),
  isDisjointFrom: comparing((own, other) => every(own.members(), (member) => !other.has(member))),
});

function* pairs(set: SetValue): Generator<Value> {
  for (const member of set.members()) yield new ArrayValue([member, member]);
}
