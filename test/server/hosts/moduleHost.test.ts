import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, it } from "mocha";
import { fullBudget } from "../../../server/evaluation/budget.js";
import { createModuleHost } from "../../../server/hosts/moduleHost.js";
import { openNodePipeline } from "../../../server/hosts/nodePipeline.js";
import { buildWalls } from "../../../server/hosts/walls.js";
import { openPipeline } from "../../../server/openPipeline.js";
import type { ModuleResult } from "../../../server/pipeline.js";

describe("what the server reads", () => {
  let top: string;
  const environment = { HOME: process.env.HOME, USERPROFILE: process.env.USERPROFILE };
  const at = (name: string) => `${top}/${name}`;
  const write = (name: string, text: string | object) => {
    fs.mkdirSync(path.dirname(at(name)), { recursive: true });
    fs.writeFileSync(at(name), typeof text === "string" ? text : JSON.stringify(text));
  };
  const link = (name: string, target: string) => {
    fs.mkdirSync(path.dirname(at(name)), { recursive: true });
    fs.symlinkSync(at(target), at(name), "junction");
  };
  const hostOf = (isTrusted: boolean, folders = [at("repository/app")]) =>
    createModuleHost(buildWalls({ folders, isTrusted }));

  /** What `k` of a module is for a file of the workspace: a number, or the code of the finding at its import. */
  const imported = (
    specifier: string,
    isTrusted: boolean,
    {
      from = "repository/app/src/main.ts",
      open = {} as Record<string, string>,
      folders = [] as string[],
    } = {},
  ) => {
    const host = hostOf(isTrusted, folders.length > 0 ? folders.map(at) : undefined);
    const pipeline = openNodePipeline(openPipeline, { host });
    const text = `import { k } from "${specifier}";\n/** @differentiable @at x = 1 */ export const f = (x) => k * x;`;
    for (const [name, text] of Object.entries(open)) pipeline.setText(at(name), text);
    pipeline.setText(at(from), text);
    const found: unknown[] = [];
    const result: ModuleResult = pipeline.work(
      { module: at(from), budget: fullBudget, known: {} },
      ({ isFinal, findings, outcome }) => {
        if (!isFinal) return;
        const codes = [...findings, ...(outcome?.findings ?? [])].map(({ code }) => code);
        found.push(codes[0] ?? outcome?.points[0]?.value);
      },
    );
    assert.deepEqual(result.findings, []);
    return { answer: found[0], dependencies: result.dependencies };
  };
  const unresolved = "unresolved-import";
  const check = (specifier: string, inTrusted: unknown, inUntrusted: unknown = unresolved) => {
    assert.equal(imported(specifier, true).answer, inTrusted, `${specifier}, trusted`);
    assert.equal(imported(specifier, false).answer, inUntrusted, `${specifier}, not trusted`);
  };

  before(() => {
    top = fs
      .realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "derivative-lens-host-")))
      .replaceAll("\\", "/");
    process.env.HOME = process.env.USERPROFILE = at("people/ann");
    write("repository/app/src/own.ts", "export const k = 1;");
    write("repository/app/node_modules/near/index.js", "exports.k = 2;");
    link("repository/app/node_modules/again", "repository/app/node_modules/near");
    write("repository/node_modules/above/index.js", 'export { k } from "./inner.js";');
    write("repository/node_modules/above/inner.js", "export const k = 3;");
    write("repository/shared/a.ts", 'import { k } from "./b.js"; export { k };');
    write("repository/shared/b.ts", "export const k = 4;");
    write("repository/core/tsconfig.json", { compilerOptions: { outDir: "lib" } });
    write("repository/core/src/index.ts", "export const k = 6;");
    write("repository/tsconfig.base.json", {
      compilerOptions: {
        paths: {
          "@shared/*": ["./shared/*"],
          "@disk/*": ["/*"],
          "@home/*": ["../people/ann/*"],
          "@homes/*": ["../people/*"],
          "@wide/*": ["../people/ann/../../people/ann/*"],
          "@link/*": ["./way/home/*"],
        },
      },
      k: 1,
    });
    write("repository/app/tsconfig.json", {
      extends: "../tsconfig.base.json",
      references: [{ path: "../core" }, { path: "../../people/ann" }],
    });
    write("repository/package.json", { k: 8 });
    write("repository/packages/linked/package.json", {});
    write("repository/packages/linked/index.ts", 'import { k } from "helper"; export { k };');
    write("repository/packages/linked/node_modules/helper/index.js", "exports.k = 5;");
    link("repository/app/node_modules/linked", "repository/packages/linked");
    write("secret/secret.ts", "export const k = 7;");
    write("secret/index.js", "exports.k = 7;");
    link("repository/app/src/link", "secret");
    link("repository/app/node_modules/secret", "secret");
    link("repository/app/node_modules/near/inside", "secret");
    write("people/ann/package.json", {});
    write("people/ann/tsconfig.json", { compilerOptions: { outDir: "lib" } });
    write("people/ann/index.js", "exports.k = 9;");
    write("people/ann/src/notes.ts", "export const k = 9;");
    link("repository/way/home", "people/ann");
    link("repository/app/node_modules/home", "people/ann");
    link("repository/app/node_modules/homes", "people");
    write("repository/app/node_modules/main/package.json", { main: "../../../../secret/index.js" });
    write("repository/app/node_modules/maps/package.json", { exports: "./../../../../secret/index.js" });
    write("repository/app/package.json", { imports: { "#secret": "./../../secret/index.js" } });
  });
  after(() => {
    for (const [name, value] of Object.entries(environment)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    fs.rmSync(top, { recursive: true, force: true });
  });

  it("are the files of the folders, and the packages installed there", () => {
    check("./own", 1, 1);
    check("near", 2, 2);
    check("again", 2, 2);
  });

  it("are packages above and behind links, with what these use, in a trusted workspace", () => {
    check("above", 3);
    check("linked", 5);
    const { dependencies } = imported("linked", true);
    assert.ok(dependencies.includes(at("repository/packages/linked/index.ts")));
  });

  it("are folders that a configuration names, and what they import beside them, in a trusted workspace", () => {
    check("@shared/a", 4);
    check("../../core/lib/index.js", 6);
    const { dependencies } = imported("@shared/a", true);
    for (const name of ["app/tsconfig.json", "tsconfig.base.json", "shared/b.ts"]) {
      assert.ok(dependencies.includes(at(`repository/${name}`)), name);
    }
  });

  it("are no other files, by relative paths, by links or by what a package says", () => {
    for (const specifier of [
      ...["../../../secret/secret", "../../packages/linked/other", "./link/secret", "./link/secret.ts"],
      ...["secret", "secret/secret.ts", "near/inside/secret.ts", "near/inside", "main", "maps", "#secret"],
      ...["near/../../../../secret/secret.ts", "../node_modules/near/inside/index.js"],
    ]) {
      check(specifier, unresolved);
    }
  });

  it("is never a whole disk or home, whatever a configuration or a link says", () => {
    const secret = at("secret/secret").slice(1);
    for (const specifier of [
      ...[`@disk/${secret}`, "@home/src/notes", "@homes/ann/src/notes", "@wide/src/notes", "@link/src/notes"],
      ...["home", "home/src/notes.ts", "homes/ann/src/notes.ts", "../../../people/ann/lib/notes.js"],
    ]) {
      check(specifier, unresolved);
    }
  });

  it("are configurations outside as configurations only", () => {
    check("../../tsconfig.base.json", unresolved);
    check("../../package.json", unresolved);
  });

  it("is what editors hold before what the disk does", () => {
    const open = (name: string, text: string) =>
      imported("@shared/a", true, { open: { [name]: text } }).answer;
    assert.equal(open("repository/shared/b.ts", "export const k = 40;"), 40);
    assert.equal(open("repository/app/tsconfig.json", "{}"), unresolved);
  });

  it("are the files of folders that the client names, though one is somebody's home", () => {
    const inHome = { from: "people/ann/src/main.ts", folders: ["people/ann"] };
    assert.equal(imported("./notes", true, inHome).answer, 9);
    assert.equal(imported("./notes", false, inHome).answer, 9);
  });

  it("says of a package that is not found what is not read", () => {
    const { limits } = hostOf(false);
    assert.match(limits!, /not trusted/);
    assert.equal(hostOf(true).limits, undefined);
  });
});
