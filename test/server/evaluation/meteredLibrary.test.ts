/**
 * Every function of the library is metered: called with operands of the size that a budget allows, it charges at
 * least a step for 64 elements, characters or bytes that it looks at, and an element for each that it makes, and what
 * ends it is told where it is called.
 *
 * What it looks at is counted by operands that count: arrays, records, maps, sets and typed arrays say how often they
 * were asked. Texts and buffers cannot; for them stands here which functions take the same time whatever their length.
 */

import assert from "node:assert/strict";
import { fullBudget } from "../../../server/evaluation/budget.js";
import { call, construct } from "../../../server/evaluation/interpreter/evaluator/calls.js";
import { Frame } from "../../../server/evaluation/interpreter/evaluator/frame.js";
import { Machine } from "../../../server/evaluation/interpreter/evaluator/machine.js";
import { noVariables } from "../../../server/evaluation/interpreter/evaluator/moduleVariables.js";
import { realm } from "../../../server/evaluation/interpreter/library/realm.js";
import { thrownText } from "../../../server/evaluation/interpreter/objects/errors.js";
import { beginEpoch, undoEpoch } from "../../../server/evaluation/interpreter/objects/journal.js";
import {
  type Accessor,
  ArrayValue,
  type absent,
  BufferValue,
  MapValue,
  NativeFunction,
  ObjectValue,
  type PropertyKey,
  RecordValue,
  SetValue,
  TypedArrayValue,
  UnknownValue,
  type Value,
} from "../../../server/evaluation/interpreter/objects/values.js";
import { ProgramThrow, RunEnded } from "../../../server/evaluation/interpreter/thrown.js";
import { libraryFunctions } from "./nativeCalls.js";

/** How often the operands were asked in the call under way: for an element, and whether there is one. */
let looks = 0;
let questions = 0;

/** A list that counts its elements as they are looked at. */
function counting(elements: Value[]): Value[] {
  const isElement = (key: string | symbol) => typeof key === "string" && key.charCodeAt(0) < 58;
  return new Proxy(elements, {
    get: (target, key) => {
      if (isElement(key)) looks++;
      return Reflect.get(target, key) as unknown;
    },
    has: (target, key) => {
      questions++;
      return Reflect.has(target, key);
    },
  });
}

function* counted<Item>(items: Iterable<Item>): Generator<Item> {
  for (const item of items) {
    looks++;
    yield item;
  }
}

class CountingMap extends MapValue {
  override entries() {
    return counted(super.entries());
  }
}
class CountingSet extends SetValue {
  override members() {
    return counted(super.members());
  }
}
class CountingRecord extends RecordValue {
  override ownKeys(): string[] {
    looks += this.properties.size;
    return super.ownKeys();
  }
  override findOwn(key: PropertyKey): Value | Accessor | typeof absent {
    looks++;
    return super.findOwn(key);
  }
}
class CountingNumbers extends TypedArrayValue {
  override get(index: number) {
    looks++;
    return super.get(index);
  }
}

const many = 2_000;
const numbers = Array.from({ length: many }, (_, index) => index % 7);
const longText = "ab ".repeat(10_000);
const isLong = (value: Value) => typeof value === "string" || value instanceof BufferValue;
const sizeOf = (value: Value) =>
  typeof value === "string" ? value.length : (value as BufferValue).bytes.byteLength;

function filled<Made extends ObjectValue>(made: Made, fill: (made: Made, index: number) => void): Made {
  for (let index = 0; index < many; index++) fill(made, index);
  return made;
}

function record(entries: Record<string, Value>, made: RecordValue = new CountingRecord()): RecordValue {
  for (const [key, value] of Object.entries(entries)) made.define(key, value);
  return made;
}

function chain(): RecordValue {
  let at = new CountingRecord();
  for (let length = 0; length < many; length++) at = new CountingRecord(at);
  return at;
}

/** Each kind of operand, large and small. */
const kinds: Record<string, { large: () => Value; small: () => Value }> = {
  text: { large: () => longText, small: () => "ab" },
  "text of digits": { large: () => "1".repeat(30_000), small: () => "1" },
  array: { large: () => new ArrayValue(counting([...numbers])), small: () => new ArrayValue([1, 2]) },
  "array of holes": {
    large: () => new ArrayValue(counting(new Array<Value>(many * 4))),
    small: () => new ArrayValue(new Array<Value>(2)),
  },
  "array of texts": {
    large: () => new ArrayValue(counting(new Array<Value>(9).fill(longText))),
    small: () => new ArrayValue(["a"]),
  },
  set: {
    large: () => filled(new CountingSet(), (made, index) => made.add(index)),
    small: () => new SetValue(),
  },
  map: {
    large: () => filled(new CountingMap(), (made, index) => made.set(index, index)),
    small: () => new MapValue(),
  },
  record: {
    large: () => filled(new CountingRecord(), (made, index) => made.define(`k${index}`, index)),
    small: () => record({ a: 1 }),
  },
  "like an array": { large: () => record({ length: many * 4 }), small: () => record({ length: 2, 0: 1 }) },
  "chain of prototypes": { large: chain, small: () => new CountingRecord() },
  "typed array": {
    large: () => new CountingNumbers("Float64Array", new BufferValue(many * 8), 0, many),
    small: () => new TypedArrayValue("Float64Array", new BufferValue(16), 0, 2),
  },
  buffer: { large: () => new BufferValue(1_000_000), small: () => new BufferValue(8) },
};

/** Which functions take the same time however long a text or a buffer is that they are called on or with. */
const constant: Record<string, RegExp> = {
  "one character, or a part that shares the characters":
    /^String\.prototype\.(at|charAt|charCodeAt|codePointAt|slice|substring|substr)$/,
  "the text itself":
    /^(String|Object|Boolean)$|^(String|Object)\.prototype\.(valueOf|toString)$|^Object\.(assign|freeze|seal)$/,
  "no more than the shorter of both is read":
    /^String\.prototype\.(startsWith|endsWith|split|replace(All)?)$/,
  "joined by reference, or not at all": /^String\.prototype\.(concat|pad(Start|End)|repeat)$|Error$|^Symbol$/,
  "a value that is kept or handed on":
    /^Array(\.of)?$|^(Array|Iterator)\.prototype\.|^Reflect\.|^(Weak)?Map\.prototype\.forEach$|^structuredClone$/,
  "what kind of value it is":
    /^(Number|Array|ArrayBuffer)\.is\w+$|^Object\.(is|hasOwn|prevent|setProto|getProto|getOwnPropertyS|getOwnPropertyDescriptor$)\w*$|^Object\.prototype\.isPrototypeOf$|^Symbol\.keyFor$/,
  "it is not asked": /^console\.|\.captureStackTrace$|^Date$/,
};
/** What is copied of a buffer is seen in what is made. */
const constantInBuffers = /^(?!structuredClone$)/;

/** Whether what a call made shares its memory with what it was given. */
function isShared(result: Value, operand: Value, name: string): boolean {
  if (result === operand || result === longText) return true;
  if (/^String\.prototype\.(slice|substr|substring|trim|concat)|^(Object|String)$/.test(name)) return true;
  if (!(result instanceof TypedArrayValue)) return false;
  return (
    result.buffer === operand || (operand instanceof TypedArrayValue && result.buffer === operand.buffer)
  );
}

const span = { start: 7, end: 13 };

interface Outcome {
  steps: number;
  elements: number;
  /** Undefined where the call ended. */
  result: Value;
  isEnded: boolean;
}

/** Calls a function of the library in a run of its own. */
function measured(run: (frame: Frame) => Value): Outcome {
  const machine = new Machine({
    realm,
    home: "/main.ts",
    budget: { ...fullBudget, milliseconds: Number.POSITIVE_INFINITY },
    clock: () => 0,
    tapeLength: () => 0,
  });
  let elements = 0;
  const spend = machine.spendElements.bind(machine);
  machine.spendElements = (count, frame, at) => {
    elements += count;
    spend(count, frame, at);
  };
  const code = { module: "/main.ts", name: "", isStrict: true, start: 0, end: 20 };
  const frame = new Frame(machine, noVariables, [], [], undefined, code, null, null);
  try {
    const result = run(frame);
    return { steps: machine.steps, elements, result, isEnded: false };
  } catch (thrown) {
    if (thrown instanceof ProgramThrow) {
      assert.ok(thrownText(thrown.value).length <= 2_000);
    } else {
      assert.ok(thrown instanceof RunEnded, `${thrown instanceof Error ? thrown.stack : String(thrown)}`);
      const { start, end, message } = thrown.finding;
      assert.deepEqual({ start, end }, span);
      assert.ok(message.length <= 2_000, message.slice(0, 100));
    }
    return { steps: machine.steps, elements, result: undefined, isEnded: true };
  }
}

/** The size of what a call made. */
function madeSize(result: Value): number {
  if (typeof result === "string") return result.length;
  if (result instanceof BufferValue) return result.bytes.byteLength / 8;
  if (result instanceof TypedArrayValue) return (result.length * result.width) / 8;
  if (!(result instanceof ObjectValue) || result instanceof UnknownValue) return 0;
  return result.size + result.properties.size;
}

type Run = (operand: Value, frame: Frame) => Value;

const callback = (answer: Value) => new NativeFunction("callback", () => answer);
const callbacks = [callback(0), callback(1), callback("a")];

describe("Every function of the library is metered", () => {
  const functions = libraryFunctions();
  it("there are functions to call", () => assert.ok(functions.size > 300));

  for (const [kind, { large, small }] of Object.entries(kinds)) {
    it(`called on and with: ${kind}`, () => {
      const problems = new Set<string>();
      let operand = large();
      for (const [name, native] of functions) {
        const attempt = (run: Run): Outcome | Error => {
          looks = 0;
          questions = 0;
          try {
            return measured((frame) => run(operand, frame));
          } catch (thrown) {
            return thrown as Error;
          }
        };
        const check = (how: string, run: Run, isRead = false) => {
          const epoch = beginEpoch();
          let outcome = attempt(run);
          const isChanged = epoch.hasWrites;
          undoEpoch(epoch);
          if (isChanged) {
            // Once more with an operand of the same epoch, which is changed without a copy.
            const again = beginEpoch();
            operand = large();
            outcome = attempt(run);
            undoEpoch(again);
          }
          const used = operand;
          if (isChanged) operand = large();
          if (outcome instanceof Error) {
            problems.add(`${name} ${how}: ${outcome.message.slice(0, 300)}`);
            return;
          }
          const { steps, elements, result, isEnded } = outcome;
          const most = Math.max(looks, questions);
          if (most > 64 * (steps + 1)) problems.add(`${name} ${how}: ${most} looks for ${steps} steps`);
          const made = isShared(result, used, name) ? 0 : madeSize(result);
          if (made > elements + 64) problems.add(`${name} ${how}: ${made} made for ${elements} elements`);
          if (!isRead || isEnded || !isLong(used) || result instanceof UnknownValue) return;
          const isConstant =
            typeof used === "string"
              ? Object.values(constant).some((names) => names.test(name))
              : constantInBuffers.test(name);
          const least = Math.floor(sizeOf(used) / (typeof used === "string" ? 64 : 512));
          if (!isConstant && steps < least) problems.add(`${name} ${how}: ${steps} steps`);
        };
        const takes = native.length > 0;
        const isMethod = name.includes(".prototype");
        const isOfTexts = name.startsWith("String.prototype");
        const checkCall = (how: string, given: (operand: Value) => Value[], isRead = false) => {
          check(
            how,
            (used, frame) => {
              const [thisValue, ...parameters] = given(used);
              return call(native, thisValue, parameters, frame, span);
            },
            isRead,
          );
        };
        checkCall("called on it", (used) => [used], isOfTexts);
        checkCall("called on it with a missing text", (used) => [used, "missing"], isOfTexts && takes);
        checkCall("with it", (used) => [undefined, used], !isMethod && takes);
        checkCall("called on a small one with it", (used) => [small(), used], takes);
        checkCall("with it and a callback", (used) => [undefined, used, callbacks[1]!]);
        checkCall("called on it with itself", (used) => [used, used]);
        checkCall("called on it at the far end", (used) => [used, "missing", many - 1]);
        checkCall("with a small one and it", (used) => [undefined, small(), used]);
        for (const [index, callback] of callbacks.entries()) {
          checkCall(`called on it with callback ${index}`, (used) => [used, callback]);
        }
        if (native.construct !== null) {
          check("made of it", (used, frame) => construct(native, [used], frame, span), true);
        }
      }
      assert.deepEqual([...problems], []);
    });
  }
});
