import assert from "node:assert/strict";
import { whyNoHost, workbenchAddress } from "../../scripts/lib/vscodeHost.mjs";

describe("the embedded VS Code", () => {
  it("is there for Linux and macOS, and elsewhere the reason says what to do", () => {
    for (const platform of ["linux-x64", "linux-arm64", "darwin-x64", "darwin-arm64"]) {
      assert.equal(whyNoHost(platform), null);
    }
    assert.match(whyNoHost("win32-x64") ?? "", /win32-x64.*Install VS Code/);
  });

  it("an address names the folder, the extension and the file", () => {
    const address = new URL(
      workbenchAddress(8123, { folder: "/w/my folder", extension: "/e", file: "/w/my folder/a.ts" }),
    );
    assert.equal(address.origin, "http://127.0.0.1:8123");
    assert.equal(address.searchParams.get("folder"), "/w/my folder");
    assert.deepEqual(JSON.parse(address.searchParams.get("payload") ?? ""), [
      ["extensionDevelopmentPath", "vscode-remote://127.0.0.1:8123/e"],
      ["openFile", "vscode-remote://127.0.0.1:8123/w/my%20folder/a.ts"],
      ["skipWelcome", "true"],
    ]);
  });

  it("a workspace file is opened as a workspace", () => {
    const address = new URL(workbenchAddress(8123, { folder: "/w/roots.code-workspace" }));
    assert.equal(address.searchParams.get("workspace"), "/w/roots.code-workspace");
    assert.equal(address.searchParams.get("folder"), null);
  });
});
