/** A workspace whose package lies above it: read when its user trusts it, and not before. */

import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import { workspaceTrustNotification } from "../../../server/protocol/messages.js";
import { TestClient, uriOf } from "./testClient.js";

describe("trust of the workspace", function () {
  this.timeout(60_000);
  let top: string;
  let file: string;
  const source =
    'import { k } from "above";\n/** @differentiable @at x = 3 */\nexport const f = (x: number) => k * x;\n';

  before(() => {
    top = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "derivative-lens-trust-")));
    fs.mkdirSync(path.join(top, "node_modules/above"), { recursive: true });
    fs.writeFileSync(path.join(top, "node_modules/above/index.js"), "exports.k = 2;");
    fs.mkdirSync(path.join(top, "app"));
    file = path.join(top, "app/main.ts");
  });
  after(() => fs.rmSync(top, { recursive: true, force: true }));

  async function withClient(initializationOptions: unknown, use: (client: TestClient) => Promise<void>) {
    const client = await TestClient.start({ folders: [path.join(top, "app")], initializationOptions });
    await client.open(uriOf(file), source);
    await use(client);
    assert.deepEqual(client.log, []);
    assert.equal(await client.stop(), 0);
  }
  const isRead = async (client: TestClient) => {
    assert.match(await client.shown(uriOf(file)), /f\(3\) = 6 · f′ = 2/);
    assert.deepEqual(await client.diagnostics(uriOf(file)), []);
  };
  const isNotRead = async (client: TestClient) => {
    const [first] = await client.diagnostics(uriOf(file));
    assert.equal(first?.code, "unresolved-import");
    assert.match(String(first.message), /nothing outside the folders of the workspace is read/);
  };

  it("is there when the client says so", async () => {
    await withClient({ workspaceTrusted: true }, isRead);
  });

  it("is not there without a clear word", async () => {
    for (const options of [undefined, null, "yes", { workspaceTrusted: "true" }]) {
      await withClient(options, isNotRead);
    }
  });

  it("may change", async () => {
    await withClient({ workspaceTrusted: false }, async (client) => {
      await isNotRead(client);
      const tell = async (workspaceTrusted: boolean) => {
        const told = client.nextPublished(uriOf(file));
        await client.connection.sendNotification(workspaceTrustNotification, { workspaceTrusted });
        await told;
      };
      await tell(true);
      await isRead(client);
      await tell(false);
      await isNotRead(client);
    });
  });
});
