/**
 * `JSON` on plain data. Texts are read by the host and copied into the program's own values; writing goes over
 * those values here, so that no object of the host is ever seen by the program, nor the other way round.
 */

import { primal } from "nested-tape";
import { isArray } from "../objects/arrays.js";
import { isScalar } from "../objects/conversions.js";
import { getMember } from "../objects/members.js";
import { passOver } from "../objects/metering.js";
import {
  ArrayValue,
  isFunction,
  type NativeCall,
  ObjectValue,
  RecordValue,
  SymbolValue,
  UnknownValue,
  type Value,
} from "../objects/values.js";
import { unwrapped } from "../objects/wrappers.js";
import { arrayOf, namespace, pureNatives, textArgument } from "./natives.js";
import { ownKeysOf } from "./objects.js";

/** The deepest nesting that is read or written. */
const deepest = 400;

/** Copies what the host read from a text into values of the program. */
function fromHost(read: unknown, call: NativeCall, depth = 0): Value {
  if (depth > deepest) return call.unsupported(`JSON nested more than ${deepest} deep is not read.`);
  if (Array.isArray(read)) {
    return arrayOf(
      read.map((element: unknown) => fromHost(element, call, depth + 1)),
      call,
    );
  }
  if (typeof read !== "object" || read === null) return read as Value;
  const record = new RecordValue();
  for (const [key, value] of Object.entries(read)) {
    call.spend(1);
    record.define(key, fromHost(value, call, depth + 1));
  }
  return record;
}

/** Lets a function of the program replace each value that was read, innermost first. */
function revived(holder: ObjectValue, key: string, reviver: Value, call: NativeCall): Value {
  const value = getMember(holder, key, call);
  if (value instanceof ObjectValue) {
    for (const inner of ownKeysOf(value, call, true)) {
      const replaced = revived(value, inner, reviver, call);
      if (replaced === undefined) value.deleteOwn(inner);
      else value.define(inner, replaced);
    }
  }
  return call.call(reviver, holder, [key, value]);
}

function parse([source, reviver]: Value[], call: NativeCall): Value {
  const text = textArgument(source, call);
  call.spend(text.length);
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch (problem) {
    return call.fail(
      problem instanceof SyntaxError ? problem.message : "The JSON is nested too deep.",
      "SyntaxError",
    );
  }
  const value = fromHost(read, call);
  if (!isFunction(reviver)) return value;
  const holder = new RecordValue();
  holder.define("", value);
  return revived(holder, "", reviver, call);
}

interface Writing {
  call: NativeCall;
  indent: string;
  /** The only keys that are written; null for all. */
  keys: Set<string> | null;
  replacer: Value;
  /** The objects that are being written, outermost first. */
  around: ObjectValue[];
}

/** The JSON of a property; undefined for what has none: functions, symbols, undefined. */
function written(holder: Value, key: string, given: Value, writing: Writing): string | undefined {
  const { call } = writing;
  const own = given instanceof ObjectValue ? getMember(given, "toJSON", call) : undefined;
  let value = isFunction(own) ? call.call(own, given, [key]) : given;
  if (isFunction(writing.replacer)) value = call.call(writing.replacer, holder, [key, value]);
  value = unwrapped(value);
  if (value instanceof UnknownValue) return call.needed(value);
  if (value === null) return paid("null", call);
  if (isScalar(value)) {
    call.loseDerivative([value], "the number becomes a text");
    const number = primal(value);
    return paid(Number.isFinite(number) ? String(number) : "null", call);
  }
  if (typeof value === "boolean") return paid(String(value), call);
  if (typeof value === "string") return quoted(value, call);
  if (isFunction(value) || value instanceof SymbolValue || !(value instanceof ObjectValue)) return undefined;
  return writtenObject(value, writing);
}

function paid(text: string, call: NativeCall): string {
  call.spend(text.length);
  return text;
}

/** A text in quotation marks, in which a character may take six. */
function quoted(text: string, call: NativeCall): string {
  call.spend(text.length);
  const result = JSON.stringify(text);
  call.spend(result.length - text.length);
  return result;
}

function writtenObject(value: ObjectValue, writing: Writing): string {
  const { call, around, indent } = writing;
  if (around.includes(value)) call.fail("The object contains itself, and JSON cannot say that.");
  if (around.length > deepest)
    call.unsupported(`Objects nested more than ${deepest} deep are not written as JSON.`);
  around.push(value);
  const parts: string[] = [];
  const isList = isArray(value);
  if (isList) {
    const { length } = value.elements;
    for (let index = 0; index < length; index++) {
      call.work(1);
      parts.push(written(value, String(index), value.elements[index], writing) ?? paid("null", call));
    }
  } else {
    call.work(writing.keys?.size ?? 0);
    for (const key of writing.keys ?? ownKeysOf(value, call, true)) {
      if (writing.keys !== null && !value.hasOwn(key)) continue;
      const text = written(value, key, getMember(value, key, call), writing);
      if (text !== undefined) parts.push(quoted(key, call) + (indent === "" ? ":" : ": ") + text);
    }
  }
  around.pop();
  const [open, close] = isList ? ["[", "]"] : ["{", "}"];
  if (parts.length === 0) return open + close;
  const depth = around.length;
  const [start, between, end] =
    indent === ""
      ? ["", ",", ""]
      : [`\n${indent.repeat(depth + 1)}`, `,\n${indent.repeat(depth + 1)}`, `\n${indent.repeat(depth)}`];
  // The parts are paid for; putting them together goes over them once more.
  call.spend(2 + start.length + end.length + parts.length * (between.length + 2));
  passOver(
    parts.reduce((sum, part) => sum + part.length, 0),
    call,
  );
  return open + start + parts.join(between) + end + close;
}

/** The indentation that the third argument asks for: at most ten characters. */
function indentOf(space: Value): string {
  if (isScalar(space)) return " ".repeat(Math.max(0, Math.min(10, Math.trunc(primal(space)) || 0)));
  return typeof space === "string" ? space.slice(0, 10) : "";
}

function stringify([value, replacer, space]: Value[], call: NativeCall): Value {
  if (replacer instanceof ArrayValue) call.work(replacer.elements.length);
  const keys =
    replacer instanceof ArrayValue
      ? new Set(
          replacer.elements
            .filter((key) => typeof key === "string" || isScalar(key))
            .map((key) => textArgument(key, call)),
        )
      : null;
  const holder = new RecordValue();
  holder.define("", value);
  return written(holder, "", value, { call, indent: indentOf(space), keys, replacer, around: [] });
}

export const json = namespace(pureNatives("JSON.", { parse, stringify }));
