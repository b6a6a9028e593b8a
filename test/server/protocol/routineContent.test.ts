import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { keepPoints, moveOutcome, routineKey } from "../../../server/protocol/routineContent.js";
import { sampleOutcome, sampleRoutine } from "./sampleRoutine.js";

describe("what a routine is apart from its place", () => {
  it("is equal for code that only moved", () => {
    assert.equal(routineKey(sampleRoutine(100)), routineKey(sampleRoutine(2000)));
  });
  it("is another for other code", () => {
    assert.notEqual(routineKey(sampleRoutine(100, 3)), routineKey(sampleRoutine(100, 4)));
    assert.notEqual(routineKey(sampleRoutine(100, 0)), routineKey(sampleRoutine(100, -0)));
    assert.notEqual(routineKey(sampleRoutine(100)), routineKey({ ...sampleRoutine(100), order: 2 }));
    assert.notEqual(routineKey(sampleRoutine(100)), routineKey({ ...sampleRoutine(100), wrt: ["x"] }));
  });
  it("is another when a part that it does not know by name is another, and equal when that only moved", () => {
    const withPart = (start: number, text: string) => ({
      ...sampleRoutine(start),
      parts: [{ start: start - 9, end: start - 7, text }],
    });
    assert.equal(routineKey(withPart(100, "a")), routineKey(withPart(2000, "a")));
    assert.notEqual(routineKey(withPart(100, "a")), routineKey(withPart(100, "b")));
    assert.notEqual(routineKey(withPart(100, "a")), routineKey(sampleRoutine(100)));
  });
  it("lets an outcome move with the code", () => {
    const moved = moveOutcome(sampleOutcome(100), sampleRoutine(100), sampleRoutine(2000));
    assert.deepEqual(moved, sampleOutcome(2000));
  });
  it("leaves an outcome alone that stays", () => {
    const outcome = sampleOutcome(100);
    assert.equal(moveOutcome(outcome, sampleRoutine(100), sampleRoutine(100)), outcome);
  });
  it("keeps what was shown, in the places of changed code", () => {
    const changed = sampleRoutine(2000, 4);
    assert.deepEqual(keepPoints(sampleOutcome(100).points, changed), [
      {
        ...sampleOutcome(100).points[0]!,
        span: { start: 1980, end: 1990 },
        trace: [{ kind: "return", name: "", count: 1, quantity: 0, start: 2007, end: 2008 }],
      },
    ]);
    assert.deepEqual(keepPoints(sampleOutcome(100).points, { ...changed, points: [] }), []);
    assert.deepEqual(keepPoints(sampleOutcome(100).points, { ...changed, sites: [] })[0]?.trace, []);
  });
});
