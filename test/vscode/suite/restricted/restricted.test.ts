import assert from "node:assert/strict";
import * as vscode from "vscode";
import { expectHint, open } from "../editor.js";

describe("Restricted Mode", () => {
  it("the workspace is not trusted, and hints are there all the same", async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const { document } = await open("quickstart.ts");
    await expectHint(document, "6: f(3) = 9 · f′ = 6 · f″ = 2 · f‴ = 0");
  });
});
