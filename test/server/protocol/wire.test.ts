import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { decode, encode } from "../../../server/protocol/wire.js";

const { NaN: nan, POSITIVE_INFINITY: up, NEGATIVE_INFINITY: down } = Number;

/** Goes through JSON and comes out as it was. */
function check(data: unknown): void {
  assert.deepEqual(decode(JSON.parse(JSON.stringify(encode(data)))), data);
}

describe("plain data on its way through JSON", () => {
  it("keeps NaN, the infinities and -0, wherever they stand", () => {
    check({ at: { x: nan, p: [up, { q: down }] }, value: -0, history: [0, -0, 1e308, 5e-324] });
  });

  it("keeps what is undefined or missing an undefined, in objects, in lists and alone", () => {
    check(undefined);
    check({ value: undefined, parts: [undefined, null, false] });
    assert.deepEqual(decode(JSON.parse(JSON.stringify(encode(new Array(2))))), [undefined, undefined]);
  });

  it("keeps texts that look like numbers or like something of its own", () => {
    check(["NaN", "Infinity", "-Infinity", "-0", "0", "1", "undefined", "null", ""]);
    check(["#NaN", "#-0", "#undefined", "#", "##", "##NaN", "#x"]);
  });

  it("keeps names, whatever they are", () => {
    check(JSON.parse('{ "__proto__": { "NaN": 1 }, "#NaN": 2, "a.b": 3, "\\"": 4, "constructor": 5 }'));
  });
});
