/**
 * Methods of arrays that change what is only like one:
 *
 *     const o = { length: 1, 0: "a", push: Array.prototype.push };
 *     o.push("b")                      o.length is 2, o[1] is "b"
 */

import { deleteMember, setMember } from "../objects/members.js";
import { ArrayValue, type NativeCall, ObjectValue, UnknownValue, type Value } from "../objects/values.js";
import { own } from "./arrayReading.js";
import { lengthOf, type Native } from "./natives.js";

/** Objects that are no arrays. */
function isLikeness(value: Value): value is ObjectValue {
  return value instanceof ObjectValue && !(value instanceof ArrayValue) && !(value instanceof UnknownValue);
}

/** The method works on an array with the same elements, whose changes the object gets. */
function byArray(method: Native, setsLength: boolean): Native {
  return (values, call) => {
    const { thisValue } = call;
    if (!isLikeness(thisValue)) return method(values, call);
    const before = own(call);
    const array = new ArrayValue(before.slice());
    const there = Object.create(call, { thisValue: { value: array } }) as NativeCall;
    const result = method(values, there);
    putBack(thisValue, before, array.elements, call);
    if (setsLength) setMember(thisValue, "length", array.elements.length, call);
    return result === array ? thisValue : result;
  };
}

function putBack(
  object: ObjectValue,
  before: readonly Value[],
  after: readonly Value[],
  call: NativeCall,
): void {
  const length = Math.max(before.length, after.length);
  call.work(length);
  for (let index = 0; index < length; index++) {
    if (!(index in after)) {
      if (index in before) deleteMember(object, String(index), call);
    } else if (!(index in before) || before[index] !== after[index]) {
      setMember(object, String(index), after[index], call);
    }
  }
}

/** `push` needs no more than the length. */
function pushing(method: Native): Native {
  return (values, call) => {
    const { thisValue } = call;
    if (!isLikeness(thisValue)) return method(values, call);
    const length = lengthOf(thisValue, call);
    values.forEach((value, index) => {
      call.work(1);
      setMember(thisValue, String(length + index), value, call);
    });
    setMember(thisValue, "length", length + values.length, call);
    return length + values.length;
  };
}

/** Methods that give an object another length. */
const lengthening: ReadonlySet<string> = new Set(["pop", "shift", "unshift", "splice"]);

/** The methods of a table, which change arrays, for everything that is like one as well. */
export function forLikenesses(methods: Record<string, Native>): Record<string, Native> {
  return Object.fromEntries(
    Object.entries(methods).map(([name, method]) => [
      name,
      name === "push" ? pushing(method) : byArray(method, lengthening.has(name)),
    ]),
  );
}
