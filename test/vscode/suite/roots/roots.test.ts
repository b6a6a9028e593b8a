import * as vscode from "vscode";
import { expectHint, open } from "../editor.js";
import { eventuallyEqual } from "../eventually.js";

describe("a workspace of several roots", () => {
  it("has hints in each of them", async () => {
    // The workspace file is read while the extensions start.
    await eventuallyEqual(() => vscode.workspace.workspaceFolders?.length, 2);
    const first = await open("square.ts", 0);
    await expectHint(first.document, "2: square(3) = 9 · square′ = 6");
    const second = await open("scaled.ts", 1);
    await expectHint(second.document, "4: scaled(3) = 15 · scaled′ = 5");
    await expectHint(first.document, "2: square(3) = 9 · square′ = 6");
  });
});
