import assert from "node:assert/strict";
import * as vscode from "vscode";
import { discardEdits, expectHint, hints, open, putCursor } from "../editor.js";
import { eventually } from "../eventually.js";

const quickstartHint = "6: f(3) = 9 · f′ = 6 · f″ = 2 · f‴ = 0";

describe("commands", () => {
  afterEach(discardEdits);

  it("toggleHints turns the hints off and on again", async () => {
    const { document } = await open("quickstart.ts");
    await expectHint(document, quickstartHint);
    await vscode.commands.executeCommand("derivativeLens.toggleHints");
    await eventually(
      () => hints(document),
      (found) => assert.deepEqual(found, []),
    );
    await vscode.commands.executeCommand("derivativeLens.toggleHints");
    await expectHint(document, quickstartHint);
  });

  it("restartServer brings the hints back", async () => {
    const { document } = await open("quickstart.ts");
    await expectHint(document, quickstartHint);
    await vscode.commands.executeCommand("derivativeLens.restartServer");
    await expectHint(document, quickstartHint);
  });

  it("showResults and showLog run without a complaint", async () => {
    const editor = await open("quickstart.ts");
    await expectHint(editor.document, quickstartHint);
    putCursor(editor, "x ** 2");
    await vscode.commands.executeCommand("derivativeLens.showResults");
    await vscode.commands.executeCommand("derivativeLens.showLog");
  });
});
