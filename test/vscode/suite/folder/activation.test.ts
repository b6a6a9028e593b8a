import assert from "node:assert/strict";
import * as vscode from "vscode";
import { discardEdits, open } from "../editor.js";
import { eventually } from "../eventually.js";

describe("activation", () => {
  afterEach(discardEdits);

  it("the extension becomes active when a TypeScript file is opened", async () => {
    await open("quickstart.ts");
    await eventually(
      () => vscode.extensions.getExtension("derivative-lens.derivative-lens")?.isActive,
      (isActive) => assert.equal(isActive, true),
    );
  });

  it("every command that the manifest names is there", async () => {
    const extension = vscode.extensions.getExtension("derivative-lens.derivative-lens");
    assert.ok(extension);
    await extension.activate();
    const named: string[] = extension.packageJSON.contributes.commands.map(
      ({ command }: { command: string }) => command,
    );
    const known = await vscode.commands.getCommands(true);
    assert.deepEqual(
      named.filter((command) => !known.includes(command)),
      [],
    );
  });
});
