import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { editBetween, throughEdit } from "../../../server/service/edits.js";

/** A text in which `[…]` is a stretch, what is replaced of it (`<` to `>`), by what, and the text afterwards. */
const edits: [what: string, before: string, replacement: string, after: string][] = [
  ["stays before an edit", "a [bcd] e<f>g", "xyz", "a [bcd] exyzg"],
  ["moves behind one", "a<b>c [def]", "xyz", "axyzc [def]"],
  ["moves back behind a deletion", "a<bc>d [efg]", "", "ad [efg]"],
  ["grows around one", "a [b<c>d] e", "xyz", "a [bxyzd] e"],
  ["stays behind text that is put in at its beginning", "a <>[bc] d", "x", "a x[bc] d"],
  ["stays before text that is put in at its end", "a [bc]<> d", "x", "a [bc]x d"],
  ["stays around what replaces all of it", "a <[bcd]> e", "xy", "a [xy] e"],
  ["loses its beginning", "a <b[c>de] f", "xy", "a xy[de] f"],
  ["loses its end", "a [bc<d] e>f", "xy", "a [bc]xyf"],
  ["shrinks to nothing when more than it is replaced", "a <b [cd] e>f", "xy", "a []xyf"],
];

/** Where a mark stands in a text without all marks. */
function position(text: string, mark: string): number {
  return text.slice(0, text.indexOf(mark)).replaceAll(/[[\]<>]/g, "").length;
}

describe("a stretch of text", () => {
  for (const [what, before, replacement, after] of edits) {
    it(what, () => {
      const text = before.replaceAll(/[[\]<>]/g, "");
      const edit = { start: position(before, "<"), end: position(before, ">"), length: replacement.length };
      const span = { start: position(before, "["), end: position(before, "]") };
      const edited = text.slice(0, edit.start) + replacement + text.slice(edit.end);
      const { start, end } = throughEdit(span, edit);
      const shown = `${edited.slice(0, start)}[${edited.slice(start, end)}]${edited.slice(end)}`;
      assert.equal(shown, after);
    });
  }
  it("stays within the text and in order, whatever is edited", () => {
    const stretch = fc.tuple(fc.nat(40), fc.nat(40)).map(([one, other]) => {
      return { start: Math.min(one, other), end: Math.max(one, other) };
    });
    fc.assert(
      fc.property(stretch, stretch, fc.nat(10), (span, { start, end }, length) => {
        const moved = throughEdit(span, { start, end, length });
        const longest = 40 + length - (end - start);
        assert.ok(0 <= moved.start && moved.start <= moved.end && moved.end <= longest);
        const isApart = span.end <= start || end <= span.start;
        if (isApart) assert.equal(moved.end - moved.start, span.end - span.start);
      }),
    );
  });
});

describe("the edit between two texts", () => {
  it("makes one of the other", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b"), maxLength: 8 });
    fc.assert(
      fc.property(word, word, (before, after) => {
        const { start, end, length } = editBetween(before, after);
        assert.equal(before.slice(0, start) + after.slice(start, start + length) + before.slice(end), after);
      }),
    );
  });
  it("is no longer than it must be", () => {
    assert.deepEqual(editBetween("one two three", "one 2 three"), { start: 4, end: 7, length: 1 });
    assert.deepEqual(editBetween("aa", "aaa"), { start: 2, end: 2, length: 1 });
  });
});
