import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import { fullBudget } from "../../../server/evaluation/budget.js";
import { evaluate } from "../../../server/evaluation/evaluate.js";
import { World } from "../../../server/evaluation/modules/world.js";
import { createModuleHost } from "../../../server/hosts/moduleHost.js";
import { type ModuleHost, openPreparation } from "../../../server/prepare.js";

describe("what the server reads", () => {
  let top: string;
  let host: ModuleHost;
  const open = new Map<string, string>();
  const at = (name: string) => `${top}/${name}`;
  const write = (name: string, text: string | object) => {
    fs.mkdirSync(path.dirname(at(name)), { recursive: true });
    fs.writeFileSync(at(name), typeof text === "string" ? text : JSON.stringify(text));
  };
  /** What f(3) is with these imports; the code of the finding where it is nothing. */
  const check = (imports: string, result: string, expected: unknown) => {
    const source = `${imports}\n/** @differentiable @at x = 3 */ export const f = (x) => ${result};`;
    open.set(at("repository/app/src/main.ts"), source);
    const preparation = openPreparation(host);
    const { functions } = preparation.prepare(at("repository/app/src/main.ts"));
    const world = new World(preparation, () => 0);
    const { points, findings } = evaluate(functions[0]!.routine!, world, fullBudget, () => 0);
    const dependencies = preparation.dependencies();
    assert.deepEqual(findings[0]?.code ?? points[0]!.value, expected);
    return dependencies;
  };

  before(() => {
    top = fs
      .realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "derivative-lens-host-")))
      .replaceAll("\\", "/");
    const disk = createModuleHost({ folders: () => [at("repository/app")] });
    host = {
      ...disk,
      read: (module) => open.get(module) ?? disk.read(module),
      exists: (module) => open.has(module) || disk.exists!(module),
    };
    write("repository/app/src/own.ts", "export const k = 1;");
    write("repository/app/node_modules/near/index.js", "exports.k = 2;");
    write("repository/node_modules/above/index.js", 'export { k } from "./inner.js";');
    write("repository/node_modules/above/inner.js", "export const k = 3;");
    write("repository/tsconfig.base.json", { compilerOptions: { paths: { "@shared/*": ["./shared/*"] } } });
    write("repository/app/tsconfig.json", { extends: "../tsconfig.base.json" });
    write("repository/shared/a.ts", 'import { k } from "./b.js"; export { k };');
    write("repository/shared/b.ts", "export const k = 4;");
    write("repository/packages/linked/index.ts", 'import { k } from "helper"; export { k };');
    write("repository/packages/linked/node_modules/helper/index.js", "exports.k = 5;");
    fs.symlinkSync(at("repository/packages/linked"), at("repository/app/node_modules/linked"), "junction");
    write("secret/secret.ts", "export const k = 6;");
    fs.symlinkSync(at("secret"), at("repository/app/src/link"), "junction");
  });
  after(() => fs.rmSync(top, { recursive: true, force: true }));

  it("are the files of the folders, and the packages there and above", () => {
    check('import { k } from "./own";', "k * x", 3);
    check('import { k } from "near";', "k * x", 6);
    check('import { k } from "above";', "k * x", 9);
  });

  it("are files elsewhere that a configuration names, and what they import beside them", () => {
    const dependencies = check('import { k } from "@shared/a";', "k * x", 12);
    for (const name of [
      "repository/app/tsconfig.json",
      "repository/tsconfig.base.json",
      "repository/shared/b.ts",
    ]) {
      assert.ok(dependencies.includes(at(name)), name);
    }
  });

  it("are packages behind links, with what these use", () => {
    const dependencies = check('import { k } from "linked";', "k * x", 15);
    assert.ok(dependencies.includes(at("repository/packages/linked/index.ts")));
  });

  it("are no other files, by relative paths or by links", () => {
    check('import { k } from "../../../secret/secret";', "k * x", "unresolved-import");
    check('import { k } from "../../packages/linked/other";', "k * x", "unresolved-import");
    check('import { k } from "./link/secret";', "k * x", "unresolved-import");
    assert.equal(host.read(at("secret/secret.ts")), undefined);
    assert.equal(host.exists!(at("secret/secret.ts")), false);
  });

  it("is what editors hold before what the disk does", () => {
    open.set(at("repository/shared/b.ts"), "export const k = 40;");
    check('import { k } from "@shared/a";', "k * x", 120);
    open.set(at("repository/app/tsconfig.json"), "{}");
    check('import { k } from "@shared/a";', "k * x", "unresolved-import");
    open.clear();
    check('import { k } from "@shared/a";', "k * x", 12);
  });
});
