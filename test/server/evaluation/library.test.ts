/** The library's table against the host's own library: nothing that a program may use is forgotten. */

import assert from "node:assert/strict";
import { libraryTable } from "./libraryTable.js";

/** What is left out on purpose: by the name of the owner, or whole. */
const leftOut: ReadonlySet<string> = new Set([
  // HTML and texts in the manner of a country
  ...[
    "anchor",
    "big",
    "blink",
    "bold",
    "fixed",
    "fontcolor",
    "fontsize",
    "italics",
    "link",
    "small",
    "strike",
    "sub",
    "sup",
  ].map((name) => `String.prototype.${name}`),
  // Older forms that modules hardly use
  ...["__defineGetter__", "__defineSetter__", "__lookupGetter__", "__lookupSetter__", "__proto__"].map(
    (name) => `Object.prototype.${name}`,
  ),
  ...["arguments", "caller"].map((name) => `Function.prototype.${name}`),
  ...["match", "matchAll", "replace", "search", "split", "unscopables", "asyncDispose"].map(
    (name) => `Symbol.${name}`,
  ),
  "Error.stackTraceLimit",
  "Error.prepareStackTrace",
  // Newer than the oldest Node that runs this
  "Array.fromAsync",
  "Math.f16round",
  "Math.sumPrecise",
  "Error.isError",
  "Error.captureStackTrace",
  ...["getOrInsert", "getOrInsertComputed"].flatMap((name) => [
    `Map.prototype.${name}`,
    `WeakMap.prototype.${name}`,
  ]),
  ...["getFloat16", "setFloat16"].map((name) => `DataView.prototype.${name}`),
  ...["rawJSON", "isRawJSON"].map((name) => `JSON.${name}`),
]);

describe("The table of the standard library", () => {
  const known = new Map(libraryTable().map((entry) => [entry.name, entry]));

  it("names each entry once", () => {
    assert.equal(known.size, libraryTable().length);
  });

  it("says why an entry is refused", () => {
    for (const { name, refusal } of known.values()) {
      if (refusal !== null) assert.match(refusal, /[.;]/, name);
    }
    assert.match(known.get("String.prototype.match")?.refusal ?? "", /Regular expressions/);
    assert.equal(known.get("Array.prototype.map")?.refusal, null);
  });

  const owners: Record<string, object> = {
    Array,
    ArrayBuffer,
    Boolean,
    DataView,
    Error,
    FinalizationRegistry,
    Float64Array,
    JSON,
    Map,
    Math,
    Number,
    Object,
    RangeError,
    Reflect,
    Set,
    String,
    Symbol,
    Uint8ClampedArray,
    WeakMap,
    WeakRef,
    WeakSet,
  };
  for (const [name, owner] of Object.entries(owners)) {
    it(`${name}: every name of the host is there or left out on purpose`, () => {
      const own = Object.getOwnPropertyNames(owner)
        .filter((key) => !["length", "name", "prototype"].includes(key))
        .map((key) => `${name}.${key}`);
      const prototype = (owner as { prototype?: object }).prototype;
      const methods =
        prototype === undefined
          ? []
          : Object.getOwnPropertyNames(prototype)
              .filter((key) => key !== "constructor")
              .map((key) => `${name}.prototype.${key}`);
      // The kinds of typed arrays have this one beside what they share.
      const shared = (key: string) =>
        key.replace(/^(\w+Array)\.prototype\.BYTES/, "TypedArray.prototype.BYTES");
      const missing = [...own, ...methods].filter((key) => !known.has(shared(key)) && !leftOut.has(key));
      assert.deepEqual(missing, []);
    });
  }

  it("what typed arrays share is there", () => {
    const host = Object.getPrototypeOf(Float64Array.prototype) as object;
    const missing = Object.getOwnPropertyNames(host).filter(
      (key) => key !== "constructor" && !known.has(`TypedArray.prototype.${key}`),
    );
    assert.deepEqual(missing, []);
  });
});
