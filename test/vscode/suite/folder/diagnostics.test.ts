import assert from "node:assert/strict";
import { diagnostics, discardEdits, open, replace } from "../editor.js";
import { eventually } from "../eventually.js";

describe("diagnostics", () => {
  afterEach(discardEdits);

  it("a malformed tag is underlined at the words that are wrong", async () => {
    const { document } = await open("marker.ts");
    await eventually(
      () => diagnostics(document),
      (found) => assert.deepEqual(found, [{ code: "order-invalid", words: "many" }]),
    );
  });

  it("it goes when the tag is put right", async () => {
    const editor = await open("marker.ts");
    await eventually(
      () => diagnostics(editor.document),
      (found) => assert.equal(found.length, 1),
    );
    await replace(editor, "many", "2");
    await eventually(
      () => diagnostics(editor.document),
      (found) => assert.deepEqual(found, []),
    );
  });
});
