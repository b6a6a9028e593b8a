import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { detachOutcome, placeOutcome } from "../../../server/places.js";
import { throughEdits } from "../../../server/service/edits.js";
import { sampleModule, sampleOutcome, samplePieces } from "./sampleOutcome.js";

const detached = (start: number) => detachOutcome(sampleOutcome(start), sampleModule, samplePieces(start));

describe("an outcome apart from its places", () => {
  it("is the same wherever its code stands", () => {
    assert.deepEqual(detached(100), detached(2000));
  });
  it("has the places of the pieces that it is given", () => {
    assert.deepEqual(placeOutcome(detached(100), samplePieces(100)), sampleOutcome(100));
    assert.deepEqual(placeOutcome(detached(100), samplePieces(2000)), sampleOutcome(2000));
  });
  it("goes through edits since", () => {
    const edits = [{ start: 0, end: 10, length: 30 }];
    const placed = placeOutcome(detached(100), samplePieces(100), (span) => throughEdits(span, edits));
    assert.deepEqual(placed, sampleOutcome(120));
  });
  it("leaves places in other modules as they are", () => {
    const outcome = sampleOutcome(100);
    const related = [{ module: "/project/b.ts", start: 3, end: 5, message: "There." }];
    const elsewhere = { ...outcome, findings: [{ ...outcome.findings[0]!, related }] };
    const placed = placeOutcome(
      detachOutcome(elsewhere, sampleModule, samplePieces(100)),
      samplePieces(2000),
    );
    assert.deepEqual(placed.findings[0]!.related, related);
  });
  it("counts what lies in no piece from the function's name", () => {
    const outcome = sampleOutcome(100);
    const beside = { ...outcome, findings: [{ ...outcome.findings[0]!, start: 5_000, end: 5_001 }] };
    const placed = placeOutcome(detachOutcome(beside, sampleModule, samplePieces(100)), samplePieces(110));
    assert.equal(placed.findings[0]!.start, 5_010);
  });
});
