/** What an epoch changed is put back when it is undone: every method of the library that changes something, and cells. */

import assert from "node:assert/strict";
import {
  beforeAllEpochs,
  beginEpoch,
  journal,
  keepEpoch,
  undoEpoch,
} from "../../../server/evaluation/interpreter/objects/journal.js";
import {
  ArrayValue,
  BufferValue,
  Cell,
  DataViewValue,
  emptyTypedArray,
  FinalizationRegistryValue,
  MapValue,
  NativeFunction,
  ObjectValue,
  RecordValue,
  SetValue,
  TypedArrayValue,
  type Value,
} from "../../../server/evaluation/interpreter/objects/values.js";
import { callNative, libraryFunctions } from "./nativeCalls.js";

/** All that can be said of a value, as data of the host. */
function stateOf(value: Value, known = new Map<Value, unknown>()): unknown {
  if (!(value instanceof ObjectValue)) return value;
  if (known.has(value)) return known.get(value);
  const state: Record<string, unknown> = {};
  known.set(value, state);
  const inner = (part: Value) => stateOf(part, known);
  const { isFrozen, isSealed, isExtensible, unusual } = value;
  Object.assign(state, { prototype: value.prototype, isFrozen, isSealed, isExtensible });
  state.properties = [...value.properties].map(([key, held]) => [key, inner(held)]);
  if (unusual !== null) {
    state.symbols = [...unusual.symbols].map(([key, held]) => [key, inner(held)]);
    state.privates = [...unusual.privates].map(([key, held]) => [key, inner(held)]);
    state.accessors = [...unusual.accessors];
    state.attributes = [[...unusual.hidden], [...unusual.readOnly], [...unusual.privateAccessors]];
  }
  if (value instanceof ArrayValue) {
    state.elements = Array.from({ length: value.elements.length }, (_element, index) =>
      index in value.elements ? [inner(value.elements[index])] : [],
    );
  }
  if (value instanceof MapValue) state.entries = [...value.entries()].map((entry) => entry.map(inner));
  if (value instanceof SetValue) state.members = [...value.members()].map(inner);
  if (value instanceof TypedArrayValue) state.elements = value.elements();
  if (value instanceof DataViewValue) state.bytes = [...new Uint8Array(value.buffer.bytes)];
  if (value instanceof FinalizationRegistryValue) state.tokens = [...value.tokens];
  return state;
}

const array = () => {
  const made = new ArrayValue([3, 1, 2]);
  made.setLength(5);
  return made;
};
const record = () => {
  const made = new RecordValue();
  made.define("a", 1);
  made.defineHidden("b", 2);
  return made;
};
const typed = () => {
  const made = emptyTypedArray("Float64Array", 3);
  [3, 1, 2].forEach((element, index) => {
    made.set(index, element, (_what, _origins, result) => result);
  });
  return made;
};
const map = (isWeak = false) => {
  const made = new MapValue(isWeak);
  made.set(key, 1);
  return made;
};
const set = (isWeak = false) => {
  const made = new SetValue(isWeak);
  made.add(key);
  return made;
};
const bytes = () => new DataViewValue(new BufferValue(16), 1, 12);
const registry = () => {
  const made = new FinalizationRegistryValue();
  made.register(token);
  made.register(key);
  made.unregister(token);
  return made;
};
const token = new RecordValue();
const key = new RecordValue();
const descriptor = () => {
  const made = new RecordValue();
  made.define("value", 7);
  return made;
};
const descriptors = () => {
  const made = new RecordValue();
  made.define("a", descriptor());
  return made;
};

/** What each method is called on and with. The first object of both is what it changes. */
const changing: Record<string, () => Value[]> = {
  "Array.prototype.push": () => [array(), 1],
  "Array.prototype.pop": () => [array()],
  "Array.prototype.shift": () => [array()],
  "Array.prototype.unshift": () => [array(), 1],
  "Array.prototype.splice": () => [array(), 1, 1, 8, 9],
  "Array.prototype.reverse": () => [array()],
  "Array.prototype.sort": () => [array()],
  "Array.prototype.fill": () => [array(), 1],
  "Array.prototype.copyWithin": () => [array(), 0, 1],
  "TypedArray.prototype.set": () => [typed(), new ArrayValue([9])],
  "TypedArray.prototype.fill": () => [typed(), 9],
  "TypedArray.prototype.copyWithin": () => [typed(), 0, 1],
  "TypedArray.prototype.reverse": () => [typed()],
  "TypedArray.prototype.sort": () => [typed()],
  "DataView.prototype.setFloat64": () => [bytes(), 3, 9],
  "FinalizationRegistry.prototype.register": () => [registry(), record(), 1, token],
  "FinalizationRegistry.prototype.unregister": () => [registry(), key],
  "Map.prototype.set": () => [map(), 1, 2],
  "Map.prototype.delete": () => [map(), key],
  "Map.prototype.clear": () => [map()],
  "WeakMap.prototype.set": () => [map(true), key, 2],
  "WeakMap.prototype.delete": () => [map(true), key],
  "Set.prototype.add": () => [set(), 1],
  "Set.prototype.delete": () => [set(), key],
  "Set.prototype.clear": () => [set()],
  "WeakSet.prototype.add": () => [set(true), new RecordValue()],
  "WeakSet.prototype.delete": () => [set(true), key],
  "Object.assign": () => [undefined, record(), descriptor()],
  "Object.defineProperty": () => [undefined, record(), "c", descriptor()],
  "Object.defineProperties": () => [undefined, record(), descriptors()],
  "Object.setPrototypeOf": () => [undefined, record(), null],
  "Object.freeze": () => [undefined, array()],
  "Object.seal": () => [undefined, record()],
  "Object.preventExtensions": () => [undefined, record()],
  "Reflect.defineProperty": () => [undefined, record(), "c", descriptor()],
  "Reflect.deleteProperty": () => [undefined, record(), "a"],
  "Reflect.preventExtensions": () => [undefined, record()],
  "Reflect.set": () => [undefined, record(), "c", 1],
  "Reflect.setPrototypeOf": () => [undefined, record(), null],
};

/** What cannot be put back. */
const breaking = ["Generator.prototype.next", "Generator.prototype.return", "Generator.prototype.throw"];

describe("The journal", () => {
  const functions = libraryFunctions();

  for (const [name, example] of Object.entries(changing)) {
    it(`what ${name} changes is put back`, () => {
      const native = functions.get(name);
      assert.ok(native !== undefined, `${name} is no function of the library`);
      const [thisValue, ...parameters] = example();
      const values = [thisValue, ...parameters];
      const changed = values.find((value) => value instanceof ObjectValue);
      const before = stateOf(changed);
      const epoch = beginEpoch();
      callNative(native, thisValue, parameters);
      assert.notDeepEqual(stateOf(changed), before);
      assert.deepEqual(epoch.written, [
        changed instanceof TypedArrayValue || changed instanceof DataViewValue ? changed.buffer : changed,
      ]);
      undoEpoch(epoch);
      assert.deepEqual(stateOf(changed), before);
    });
  }

  it("every other function of the library changes nothing that it is given", () => {
    const unlisted: string[] = [];
    for (const [name, native] of functions) {
      if (name in changing || breaking.includes(name)) continue;
      for (const thisValue of [array(), typed(), map(), set(), record(), native, "text", 3]) {
        const callback = new NativeFunction("callback", () => 1);
        for (const parameters of [[callback], [record(), "c", 1], [array(), callback, 1], [1, 1], [key, 1]]) {
          const epoch = beginEpoch();
          try {
            callNative(native, thisValue, parameters);
          } catch {
            // The receiver is of another kind.
          }
          if (epoch.hasWrites) unlisted.push(name);
          undoEpoch(epoch);
        }
      }
    }
    assert.deepEqual([...new Set(unlisted)], []);
  });

  it("assigning, adding and deleting properties, and what classes add", () => {
    const object = record();
    const before = stateOf(object);
    const epoch = beginEpoch();
    object.define("c", 3);
    object.setData("a", 4);
    object.deleteOwn("b");
    object.setPrivate("#p@1", 5);
    object.defineAccessor("d", { get: new NativeFunction("d", () => 1) });
    object.definePrivateAccessor("#q@1", { get: new NativeFunction("q", () => 1) });
    assert.notDeepEqual(stateOf(object), before);
    undoEpoch(epoch);
    assert.deepEqual(stateOf(object), before);
  });

  it("cells", () => {
    const cell = new Cell(1);
    const epoch = beginEpoch();
    cell.set(2);
    cell.set(3);
    assert.deepEqual(epoch.written, [cell]);
    undoEpoch(epoch);
    assert.equal(cell.value, 1);
  });

  it("what was made in the epoch is not saved", () => {
    const epoch = beginEpoch();
    const made = array();
    made.push(1);
    assert.ok(!epoch.hasWrites);
    undoEpoch(epoch);
  });

  it("epochs nest: what an inner one changed is put back first", () => {
    const object = array();
    const states = [stateOf(object)];
    const outer = beginEpoch();
    object.push(1);
    states.push(stateOf(object));
    keepEpoch(outer);
    const inner = beginEpoch();
    object.push(2);
    undoEpoch(inner);
    assert.deepEqual(stateOf(object), states[1]);
    beginEpoch();
    object.push(3);
    undoEpoch(outer);
    assert.deepEqual(stateOf(object), states[0]);
    assert.equal(journal.epoch, object.born);
  });

  it("an iterator that goes on breaks the epochs since it was made", () => {
    const outer = beginEpoch();
    const values = functions.get("Array.prototype.values")!;
    const iterator = callNative(values, array(), []) as ObjectValue;
    const inner = beginEpoch();
    callNative(functions.get("Iterator.prototype.next")!, iterator, []);
    assert.ok(inner.isBroken && !outer.isBroken);
    undoEpoch(outer);
  });

  it("what belongs to no epoch can be made in the middle of one", () => {
    const epoch = beginEpoch();
    const object = beforeAllEpochs(() => record());
    object.define("c", 1);
    undoEpoch(epoch);
    assert.equal(object.hasOwn("c"), false);
  });
});
