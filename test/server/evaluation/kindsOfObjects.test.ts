/** What kinds of objects answer for themselves where no program of one file can ask: modules' namespaces, sloppy code. */

import assert from "node:assert/strict";
import { getMember, hasMember, setMember } from "../../../server/evaluation/interpreter/objects/members.js";
import {
  ArrayValue,
  Cell,
  NamespaceValue,
  RecordValue,
  uninitialised,
} from "../../../server/evaluation/interpreter/objects/values.js";
import { plainValue } from "../../../server/evaluation/outputs.js";
import { callNative, libraryFunctions, siteOfTest } from "./nativeCalls.js";

describe("A module's namespace", () => {
  const count = new Cell(1);
  const exported = new Map([
    ["zoom", new Cell(2)],
    ["count", count],
    ["later", new Cell(uninitialised)],
  ]);
  const namespace = new NamespaceValue(() => exported);
  const site = siteOfTest();

  it("has its exports in order, as they are at the moment", () => {
    assert.deepEqual(namespace.ownKeys(), ["count", "later", "zoom"]);
    assert.equal(getMember(namespace, "count", site), 1);
    count.set(5);
    assert.equal(getMember(namespace, "count", site), 5);
    assert.equal(getMember(namespace, "missing", site), undefined);
    assert.deepEqual(plainValue(namespace), { count: 5, later: undefined, zoom: 2 });
  });

  it("is for reading only, and has no prototype", () => {
    assert.throws(() => setMember(namespace, "count", 1, site), /can only be assigned inside it/);
    assert.throws(() => setMember(namespace, "new", 1, site), /can only be assigned inside it/);
    assert.equal(hasMember(namespace, "toString", site), false);
    assert.equal(hasMember(namespace, "later", site), true);
    assert.equal(
      callNative(libraryFunctions().get("Object.prototype.toString")!, namespace, []),
      "[object Module]",
    );
  });

  it("an export is not there before its declaration has run", () => {
    assert.throws(() => getMember(namespace, "later", site), /before its declaration has run/);
  });
});

describe("Assigning what cannot be assigned", () => {
  const frozen = () => {
    const record = new RecordValue();
    record.define("a", 1);
    record.freeze();
    return record;
  };
  const array = () => {
    const made = new ArrayValue([1]);
    made.freeze();
    return made;
  };
  const cases = {
    "a frozen object": [frozen, "a"],
    "a new property": [frozen, "b"],
    "an element": [array, 0],
  } as const;

  for (const [name, [make, key]] of Object.entries(cases)) {
    it(`${name}: strict code is told, sloppy code goes on`, () => {
      const object = make();
      const before = plainValue(object);
      assert.throws(() => setMember(object, key, 2, siteOfTest()));
      setMember(object, key, 2, { ...siteOfTest(), isStrict: false });
      assert.deepEqual(plainValue(object), before);
    });
  }

  it("a primitive value keeps no properties", () => {
    assert.throws(() => setMember("text", "a", 2, siteOfTest()));
    setMember("text", "a", 2, { ...siteOfTest(), isStrict: false });
  });
});
