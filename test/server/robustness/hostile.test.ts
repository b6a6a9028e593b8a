/**
 * Hostile sources through the pipeline and through the real server: each is answered within its budget with a
 * finding that says what is wrong, and neither its neighbours nor the server are touched.
 */

import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import { fullBudget } from "../../../server/evaluation/budget.js";
import { diagnostics } from "../../../server/features/diagnostics.js";
import { hover } from "../../../server/features/hover.js";
import { inlayHints } from "../../../server/features/inlayHints.js";
import type { ModuleReport } from "../../../server/report.js";
import { runModule } from "../pipeline.js";
import { TestClient, uriOf } from "../protocol/testClient.js";
import { type HostileSource, hostileSources } from "./hostileSources.js";

const good =
  "\n/** @differentiable @at x = 3 */\nexport function good(x: number): number { return x * x; }\n";
const budget = { ...fullBudget, steps: 60_000, elements: 400_000, milliseconds: 2_000 };

/** What all marked functions of a text give. */
function reportOf(text: string, module: string): ModuleReport {
  const read = (name: string) => (name === module ? text : undefined);
  const { reports, findings } = runModule(module, { read }, { budget });
  return { module, reports, findings };
}

function check({ text, codes, value, losesGood, extension = "ts" }: HostileSource): void {
  const module = `/project/main.${extension}`;
  const whole = text + good;
  const report = reportOf(whole, module);
  const findings = [...report.findings, ...report.reports.flatMap((each) => each.findings)];
  for (const found of findings) {
    assert.notEqual(found.code, "internal-error", found.message);
    assert.ok(0 <= found.start && found.start <= found.end, `${found.code} at ${found.start}`);
    if (found.module === module) assert.ok(found.end <= whole.length);
  }
  if (codes !== undefined) {
    const found = findings.map(({ code }) => code);
    assert.ok(
      codes.some((code) => found.includes(code as never)),
      `[${found}] instead of one of [${codes}]`,
    );
  }
  if (value !== undefined) {
    const messages = findings.map(({ message }) => message).join("\n");
    const point = report.reports.find(({ function: name }) => name === "f")?.points[0];
    assert.deepEqual(point?.value, value, messages);
  }
  if (!losesGood) {
    const last = report.reports.findLast(({ function: name }) => name === "good");
    assert.equal(last?.points[0]?.derivatives[0]?.value, 6);
  }
  // Whoever shows it must bear it, too.
  JSON.stringify(report);
  diagnostics(report);
  inlayHints(report, whole, { signature: true, body: true, digits: 4 });
  for (const { name } of report.reports.slice(0, 4)) hover(report, name.start, 10);
}

for (const [group, sources] of Object.entries(hostileSources)) {
  describe(`Hostile: ${group}`, function () {
    this.timeout(60_000);
    for (const source of sources) it(shortened(source.name), () => check(source));
  });
}

describe("Nothing outside is touched", () => {
  it("by any of the ways out", () => {
    const before = [
      Object.getOwnPropertyNames(Object.prototype),
      Object.getOwnPropertyNames(Array.prototype),
    ];
    for (const source of [...hostileSources["ways out"]!, ...hostileSources.prototypes!]) {
      reportOf(source.text, "/project/main.ts");
    }
    const now = [Object.getOwnPropertyNames(Object.prototype), Object.getOwnPropertyNames(Array.prototype)];
    assert.deepEqual(now, before);
    assert.equal(({} as { polluted?: unknown }).polluted, undefined);
    assert.equal(typeof process.exit, "function");
  });
});

describe("One run leaves nothing behind for the next", () => {
  const probe = `/** @differentiable @at x = 2 */
function clean(x: number): number {
  const a: any = [1, 2], o: any = {}, e: any = new Error("m"), m: any = new Map([[1, 2]]);
  const sum = a.map((v: number) => v + 1).reduce((s: number, v: number) => s + v, 0);
  for (const k in o) return NaN;
  const names = [a.evil, o.evil, e.evil, m.evil, (Math as any).evil, (x as any).evil, ("" as any).evil, (clean as any).evil];
  if (names.some((v) => v !== undefined) || \`\${e}\` !== "Error: m" || m.get(1) !== 2) return NaN;
  return Math.sin(0) + sum * x + (Object.getPrototypeOf(a) === Array.prototype ? 0 : NaN);
}`;
  const changes = [
    "for (const p of [Array, Object, Error, Map, Function, Number, String].map((c: any) => c.prototype)) { try { p.evil = 1; } catch {} }",
    "for (const p of [Array, Object, Error, Map, Function, Number, String].map((c: any) => c.prototype)) { try { Object.defineProperty(p, 'evil', { value: 1, enumerable: true }); } catch {} }",
    "for (const p of [Array, Object, Error, Map].map((c: any) => c.prototype)) { try { Object.setPrototypeOf(p, { evil: 1 }); } catch {} }",
    "try { (Math as any).evil = 1; } catch {} try { (Math as any).sin = () => 9; } catch {} try { delete (Math as any).sin; } catch {}",
    "try { (Array.prototype as any).map = () => [9]; } catch {} try { delete (Array.prototype as any).map; } catch {} try { (Array.prototype as any).length = 9; } catch {}",
    "try { (Error.prototype as any).name = 'evil'; } catch {} try { (Error.prototype as any).toString = () => 'evil'; } catch {}",
    "try { Object.assign(Object.getPrototypeOf([]), { evil: 1 }); } catch {} try { Reflect.set(Map.prototype, 'get', () => 9); } catch {}",
    "try { Reflect.defineProperty(Object.prototype, 'evil', { value: 1, enumerable: true }); } catch {} try { Reflect.deleteProperty(Map.prototype, 'get'); } catch {}",
    "try { Object.getPrototypeOf(function* () {}).evil = 1; } catch {} try { Object.getPrototypeOf([][Symbol.iterator]()).next = () => ({ done: true }); } catch {}",
    "try { (Object as any).getPrototypeOf = () => 1; } catch {} try { (Array as any).prototype = {}; } catch {}",
    "try { (Array.prototype as any)[Symbol.iterator] = function* () { yield 9; }; } catch {}",
    "try { (globalThis as any).Math = 1; } catch {}",
  ];
  for (const change of changes) {
    it(shortened(change), () => {
      reportOf(
        `/** @differentiable @at x = 1 */\nfunction f(x: number) { ${change} return x; }`,
        "/project/a.ts",
      );
      const { reports } = reportOf(probe, "/project/b.ts");
      const messages = reports[0]!.findings.map(({ message }) => message).join("\n");
      assert.equal(reports[0]!.points[0]?.value, 10, messages);
    });
  }
});

describe("The server among hostile files", function () {
  this.timeout(240_000);
  let client: TestClient;
  let folder: string;

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "derivative-lens-hostile-"));
    const initializationOptions = { budget: { steps: 30_000, milliseconds: 1_000 } };
    client = await TestClient.start({ folders: [folder], initializationOptions });
  });
  after(async () => {
    await client.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  let count = 0;
  for (const [group, sources] of Object.entries(hostileSources)) {
    it(`is right after ${group}`, async () => {
      for (const source of sources) {
        const uri = uriOf(path.join(folder, `file${count++}.${source.extension ?? "ts"}`));
        await client.open(uri, source.text + good);
        const { length } = client.text(uri);
        await client.edit(uri, length, length, "\n");
        const codes = (await client.diagnostics(uri)).map(({ code }) => code);
        assert.ok(!codes.includes("internal-error"), `${source.name}: ${codes}`);
        const { documents } = await client.reports({ uri });
        const shown = documents[0]!.module.reports.findLast((report) => report.function === "good");
        if (!source.losesGood) assert.equal(shown?.points[0]?.derivatives[0]?.value, 6, source.name);
        await client.close(uri);
      }
      assert.deepEqual(client.log, []);
    });
  }
});

function shortened(name: string): string {
  return name.length > 80 ? `${name.slice(0, 79)}…` : name;
}
