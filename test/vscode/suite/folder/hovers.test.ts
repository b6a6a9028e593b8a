import assert from "node:assert/strict";
import { discardEdits, hover, open } from "../editor.js";
import { eventually } from "../eventually.js";

describe("hovers", () => {
  afterEach(discardEdits);

  it("over a function's name stand its value and its derivatives of each order", async () => {
    const { document } = await open("quickstart.ts");
    await eventually(
      () => hover(document, "function f"),
      (text) => {
        for (const part of ["f′", "f″", "f‴", "9", "6", "2"])
          assert.ok(text.includes(part), `${part} in ${text}`);
      },
    );
  });

  it("over a parameter stands what it was", async () => {
    const { document } = await open("quickstart.ts");
    await eventually(
      () => hover(document, "return x"),
      (text) => assert.match(text.replaceAll(/[*`|]/g, ""), /\bx\b.*\b3\b/s),
    );
  });

  it("over a function without the tag there is nothing of ours", async () => {
    const marked = await open("quickstart.ts");
    await eventually(
      () => hover(marked.document, "function f"),
      (text) => assert.match(text, /f′/, "the server is there"),
    );
    const { document } = await open("unmarked.ts");
    assert.doesNotMatch(await hover(document, "function area"), /′|derivative/i);
  });
});
