/** `DataView` and its methods: one that reads and one that writes for each kind of number. */

import { describe, toBoolean } from "../objects/conversions.js";
import { type NumberKind, numberKinds } from "../objects/dataViews.js";
import {
  BufferValue,
  DataViewValue,
  type NativeCall,
  NativeFunction,
  type Value,
} from "../objects/values.js";
import {
  integerArgument,
  type Native,
  natives,
  pureNatives,
  scalarArgument,
  unsupportedNatives,
} from "./natives.js";

function own(call: NativeCall): DataViewValue {
  if (call.thisValue instanceof DataViewValue) return call.thisValue;
  return call.fail(`This method of DataView is called on ${describe(call.thisValue)}.`);
}

function outside(call: NativeCall): never {
  return call.fail("This lies outside of what the DataView looks at.", "RangeError");
}

/** A number of bytes: whole and not negative. */
function indexArgument(value: Value, fallback: number, call: NativeCall): number {
  const index = integerArgument(value, fallback, call);
  return index >= 0 && index <= Number.MAX_SAFE_INTEGER ? index : outside(call);
}

function construct([buffer, offset, length]: Value[], call: NativeCall): Value {
  if (!(buffer instanceof BufferValue)) {
    return call.fail(`A DataView looks at an ArrayBuffer, and this is ${describe(buffer)}.`);
  }
  const { byteLength } = buffer.bytes;
  const from = indexArgument(offset, 0, call);
  const count = length === undefined ? byteLength - from : indexArgument(length, 0, call);
  if (from > byteLength || from + count > byteLength) return outside(call);
  call.spend(1);
  buffer.view();
  return new DataViewValue(buffer, from, count);
}

/** Where a number of this kind begins, which lies in the view as a whole. */
function place(view: DataViewValue, offset: number, kind: NumberKind, call: NativeCall): number {
  return offset + numberKinds[kind] <= view.byteLength ? offset : outside(call);
}

const getter =
  (kind: NumberKind): Native =>
  ([offset, isLittle], call) => {
    const view = own(call);
    const index = indexArgument(offset, 0, call);
    return view.get(kind, place(view, index, kind, call), toBoolean(isLittle, call), call);
  };

const setter =
  (kind: NumberKind): Native =>
  ([offset, value, isLittle], call) => {
    const view = own(call);
    const index = indexArgument(offset, 0, call);
    const number = scalarArgument(value, call);
    view.set(kind, place(view, index, kind, call), toBoolean(isLittle, call), number, call.lose);
    return undefined;
  };

const noBigInt = "BigInt has no derivatives and is not interpreted; use two numbers of 32 bits.";
const kinds = Object.keys(numberKinds) as NumberKind[];
const byName = (prefix: string, make: (kind: NumberKind) => Native) =>
  Object.fromEntries(kinds.map((kind) => [prefix + kind, make(kind)]));

export const dataViewConstructor = new NativeFunction(
  "DataView",
  (_values, call) => call.fail("DataView is a class: write `new DataView(…)`."),
  { construct },
);

export const dataViewMethods = new Map<string, Value>([
  ...pureNatives("DataView.prototype.", byName("get", getter)),
  ...natives("DataView.prototype.", byName("set", setter)),
  ...unsupportedNatives("DataView.prototype.", {
    getBigInt64: noBigInt,
    getBigUint64: noBigInt,
    setBigInt64: noBigInt,
    setBigUint64: noBigInt,
  }),
]);
