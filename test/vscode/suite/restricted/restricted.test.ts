import assert from "node:assert/strict";
import * as vscode from "vscode";
import { expectHint, open } from "../editor.js";
import { eventually } from "../eventually.js";

describe("Restricted Mode", () => {
  it("the workspace is not trusted, and hints are there all the same", async () => {
    assert.equal(vscode.workspace.isTrusted, false);
    const { document } = await open("quickstart.ts");
    await expectHint(document, "6: f(3) = 9 · f′ = 6 · f″ = 2 · f‴ = 0");
  });

  it("a package that is installed above the workspace is not read", async () => {
    const { document } = await open("installedAbove.ts");
    await eventually(
      () =>
        vscode.languages.getDiagnostics(document.uri).filter(({ source }) => source === "Derivative Lens"),
      ([first]) => assert.equal(first?.code, "unresolved-import"),
    );
  });
});
