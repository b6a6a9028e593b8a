/**
 * A server that is worked with for long: bursts of random edits of real files, processes that are killed, files and
 * folders that come and go. After each burst it must show what a server shows that was just started, and hold no
 * more memory than before.
 */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import {
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  type FileEvent,
} from "vscode-languageserver-protocol/node";
import { TestClient, uriOf } from "../protocol/testClient.js";
import { hasTool, workersOf } from "../protocol/workerProcesses.js";
import { below, type Chance, chanceOf, oneOf, randomEdit } from "./edits.js";

export interface SoakOptions {
  seed: number;
  /** Asked before each burst. */
  goesOn(burst: number): boolean;
  /** Megabytes of the server and its processes after a burst. */
  onBurst?(burst: number, megabytes: number): void;
}

/** Steps end a run, never time: what is shown must not depend on how busy the machine is. */
const initializationOptions = {
  workspaceTrusted: true,
  budget: { steps: 100_000, milliseconds: 600_000 },
};

const helpers = [
  "export const k = 2;\nexport const scale = (x) => k * x;\n",
  "export const k = 3;\nlet calls = 0;\nexport const scale = (x) => x * x + (calls += 1);\n",
  "export { k, scale } from 'pkg';\n",
  "export const k = ;\n",
  "import './user.ts';\nthrow new Error('k');\n",
];
const user = `import { k, scale } from "./helper.js";
import { deep } from "./more/deep.js";
import { k as other } from "pkg";
/** @differentiable @at x = 3 @order 2 */
export function f(x: number) {
  const y = scale(x) * k;
  return y * y + other;
}
/** @differentiable @at x = 2 */
export const g = (x: number) => deep(x) + x;
`;
const pack = "exports.k = 5;\nexports.scale = (x) => Math.exp(x / 10);\n";

export async function soak({ seed, goesOn, onBurst }: SoakOptions): Promise<void> {
  const chance = chanceOf(seed);
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "derivative-lens-soak-")));
  const examples = path.resolve("examples");
  fs.cpSync(examples, folder, { recursive: true });
  for (const [name, text] of [
    ["user.ts", user],
    ["helper.js", helpers[0]!],
    ["more/deep.js", "export const deep = (x) => x ** 3;\n"],
    ["node_modules/pkg/index.js", pack],
  ] as const) {
    fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    fs.writeFileSync(path.join(folder, name), text);
  }
  const sources = fs.readdirSync(folder).filter((name) => name.endsWith(".ts"));
  const originals = new Map(
    sources.map((name) => [uriOf(path.join(folder, name)), fs.readFileSync(path.join(folder, name), "utf8")]),
  );
  const client = await TestClient.start({ folders: [folder], initializationOptions });
  try {
    for (const [uri, text] of originals) await client.open(uri, text);
    for (let burst = 0; goesOn(burst); burst++) {
      await edits(client, originals, chance);
      if (chance() < 0.7) await storm(client, folder, chance);
      if (chance() < 0.5) await kill(client, chance);
      if (chance() < 0.7) await edits(client, originals, chance);
      await checkAgainstFresh(client, folder, [...originals.keys()], `seed ${seed}, burst ${burst}`);
      onBurst?.(burst, megabytesOf(client));
    }
    assert.equal(await client.stop(), 0);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

async function edits(client: TestClient, originals: ReadonlyMap<string, string>, chance: Chance) {
  const uris = [...originals.keys()];
  for (let count = 5 + below(chance, 40); count > 0; count--) {
    const uri = oneOf(chance, uris);
    const { start, end, text } = randomEdit(client.text(uri), originals.get(uri)!, chance);
    await client.edit(uri, start, end, text);
    // Somebody looks now and then, and does not wait for everything.
    if (chance() < 0.1) await client.hints(uri);
  }
}

/** Files and folders change on the disk, all at once. */
async function storm(client: TestClient, folder: string, chance: Chance) {
  const events: FileEvent[] = [];
  const put = (name: string, text: string) => {
    const file = path.join(folder, name);
    const type = fs.existsSync(file) ? 2 : 1;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
    events.push({ uri: uriOf(file), type });
  };
  const remove = (name: string) => {
    const file = path.join(folder, name);
    if (!fs.existsSync(file)) return;
    fs.rmSync(file, { recursive: true });
    events.push({ uri: uriOf(file), type: 3 });
  };
  for (let count = 1 + below(chance, 30); count > 0; count--) {
    switch (below(chance, 7)) {
      case 0:
        remove("helper.js");
        break;
      case 1:
        remove("more/deep.js");
        break;
      case 2:
        put("more/deep.js", `export const deep = (x) => ${1 + below(chance, 9)} * x;\n`);
        break;
      case 3:
        remove("node_modules/pkg/index.js");
        break;
      case 4:
        put("node_modules/pkg/index.js", pack);
        break;
      case 5:
        put(`more/${below(chance, 50)}.ts`, "export {};\n");
        break;
      default:
        put("helper.js", oneOf(chance, helpers));
    }
  }
  await client.connection.sendNotification(DidChangeWatchedFilesNotification.type, { changes: events });
  if (chance() < 0.2) {
    const whole = [{ uri: uriOf(folder), name: "soak" }];
    for (const event of [
      { added: [], removed: whole },
      { added: whole, removed: [] },
    ]) {
      await client.connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, { event });
    }
  }
}

/** Ends a process of the server, whatever it is at: one, because a second death would be the content's. */
async function kill(client: TestClient, chance: Chance) {
  const workers = hasTool ? workersOf(client) : [];
  if (workers.length === 0) return;
  try {
    process.kill(Number(oneOf(chance, workers)), "SIGKILL");
  } catch {
    // It has just been replaced.
  }
}

async function checkAgainstFresh(client: TestClient, folder: string, uris: readonly string[], what: string) {
  const fresh = await TestClient.start({ folders: [folder], initializationOptions });
  for (const uri of uris) await fresh.open(uri, client.text(uri));
  for (const uri of uris) {
    assert.equal(await shownBy(client, uri), await shownBy(fresh, uri), `${what}, ${path.basename(uri)}`);
  }
  assert.deepEqual(client.log, [], what);
  assert.equal(await fresh.stop(), 0);
}

/** Hints and findings, when all is known of the present text. */
async function shownBy(client: TestClient, uri: string): Promise<string> {
  // Another version, so that it is known when all was worked on.
  await client.edit(uri, client.text(uri).length, client.text(uri).length, "\n");
  const shown = await client.shown(uri);
  const found = (await client.diagnostics(uri)).map(
    ({ code, range, message }) => `${range.start.line}:${range.start.character} ${code} ${message}`,
  );
  return [shown.trimEnd(), ...found.sort()].join("\n");
}

/** What the server and its processes hold; 0 where nobody tells. */
function megabytesOf(client: TestClient): number {
  if (!hasTool) return 0;
  const all = [String(client.processId), ...workersOf(client)].join(",");
  const { stdout } = spawnSync("ps", ["-o", "rss=", "-p", all], { encoding: "utf8" });
  return stdout.split("\n").reduce((sum, line) => sum + Number(line) / 1024, 0);
}
