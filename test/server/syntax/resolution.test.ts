import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { openModuleGraph } from "../../../server/syntax/moduleGraph.js";

const main = "/code/app/src/main.ts";

/** What a specifier leads to, from `/code/app/src/main.ts`. The files hold nothing unless they are configurations. */
function check(
  specifier: string,
  files: { [name: string]: object | string } | string[],
  expected: string | null,
  { manner = "import", from = main }: { manner?: "import" | "require"; from?: string } = {},
): void {
  const texts = Array.isArray(files) ? Object.fromEntries(files.map((name) => [name, ""])) : files;
  const read = (module: string) => {
    const text = Object.hasOwn(texts, module) ? texts[module] : undefined;
    return typeof text === "object" ? JSON.stringify(text) : text;
  };
  assert.equal(openModuleGraph({ read }).resolve(specifier, from, manner), expected);
}

describe("packages", () => {
  const installed = "/code/node_modules/tool";

  it("are looked for upward, and it is the code that is found, never its declarations", () => {
    check("tool", [`${installed}/index.js`, `${installed}/index.d.ts`], `${installed}/index.js`);
    check(
      "tool",
      {
        [`${installed}/package.json`]: { main: "./lib/main", types: "./lib/main.d.ts" },
        [`${installed}/lib/main.d.ts`]: "",
        [`${installed}/lib/main.js`]: "",
        "/code/node_modules/@types/tool/index.d.ts": "",
      },
      `${installed}/lib/main.js`,
    );
    check("tool/sub/part", [`${installed}/sub/part.js`], `${installed}/sub/part.js`);
    check(
      "@scope/tool",
      ["/code/app/node_modules/@scope/tool/index.js"],
      "/code/app/node_modules/@scope/tool/index.js",
    );
    check("tool", ["/code/node_modules/@types/tool/index.d.ts"], null);
  });

  it("say in `exports` which file is for whom", () => {
    const files = {
      [`${installed}/package.json`]: {
        exports: {
          ".": {
            types: "./t.d.ts",
            browser: "./b.js",
            import: "./i.mjs",
            require: "./r.cjs",
            default: "./d.js",
          },
          "./node": { node: "./n.js", default: "./d.js" },
          "./parts/*": "./lib/*.js",
          "./parts/private/*": null,
        },
      },
      ...Object.fromEntries(
        ["t.d.ts", "b.js", "i.mjs", "r.cjs", "d.js", "n.js", "lib/a.js"].map((name) => [
          `${installed}/${name}`,
          "",
        ]),
      ),
    };
    check("tool", files, `${installed}/i.mjs`);
    check("tool", files, `${installed}/r.cjs`, { manner: "require" });
    check("tool/node", files, `${installed}/n.js`);
    check("tool/parts/a", files, `${installed}/lib/a.js`);
    check("tool/parts/private/a", files, null);
    check("tool/lib/a.js", files, null);
  });

  it("are run from their `main`, never from the `module` of bundlers", () => {
    const files = {
      [`${installed}/package.json`]: { main: "./main.js", module: "./esm/index.js" },
      [`${installed}/main.js`]: "",
      [`${installed}/esm/index.js`]: "",
    };
    check("tool", files, `${installed}/main.js`);
    check("tool", files, `${installed}/main.js`, { manner: "require" });
  });

  it("know no conditions but those of Node.js", () => {
    const exports = { types: "./t.js", production: "./p.js", "module-sync": "./m.js", default: "./d.js" };
    const files = {
      [`${installed}/package.json`]: { exports },
      [`${installed}/m.js`]: "",
      [`${installed}/p.js`]: "",
    };
    check("tool", files, `${installed}/m.js`);
    check("tool", files, `${installed}/m.js`, { manner: "require" });
  });

  it("give `require` the file that only `require` gets, also to imports that a compiler may make one of", () => {
    const files = {
      [`${installed}/package.json`]: { exports: { require: "./r.cjs" } },
      [`${installed}/r.cjs`]: "",
      "/code/app/src/main.mjs": "",
    };
    check("tool", files, `${installed}/r.cjs`);
    check("tool", files, null, { from: "/code/app/src/main.mjs" });
  });

  it("of patterns give the most exact, and of a list the first that is a target", () => {
    const files = {
      [`${installed}/package.json`]: {
        exports: {
          "./*": "./all/*.js",
          "./a/*": [{ browser: "./b.js" }, "./lib/a/*.js"],
          "./a/*.js": "./lib/*.js",
        },
      },
      ...Object.fromEntries(
        ["all/x.js", "lib/x.js", "lib/a/x.js"].map((name) => [`${installed}/${name}`, ""]),
      ),
    };
    check("tool/x", files, `${installed}/all/x.js`);
    check("tool/a/x", files, `${installed}/lib/a/x.js`);
    check("tool/a/x.js", files, `${installed}/lib/x.js`);
  });

  it("import their own files by one question", () => {
    const asked: string[] = [];
    const graph = openModuleGraph({
      read: () => "",
      exists: (name) => asked.push(name) > 0 && name.endsWith("/part.js"),
      isFolder: () => true,
    });
    assert.equal(graph.resolve("./part.js", `${installed}/index.js`, "import"), `${installed}/part.js`);
    assert.deepEqual(asked, [`${installed}/part.js`]);
  });

  it("know themselves by their name and their `imports`", () => {
    const files = {
      "/code/app/package.json": {
        name: "app",
        exports: { "./x": "./src/x.ts" },
        imports: { "#in/*": "./src/inner/*.ts" },
      },
      "/code/app/src/x.ts": "",
      "/code/app/src/inner/y.ts": "",
    };
    check("app/x", files, "/code/app/src/x.ts");
    check("#in/y", files, "/code/app/src/inner/y.ts");
    check("#in/z", files, null);
  });

  it("may stand behind links", () => {
    const real = "/store/tool@1/node_modules/tool/index.js";
    const files = new Set([
      real,
      "/code/node_modules/tool/index.js",
      "/store/tool@1/node_modules/other/index.js",
    ]);
    const graph = openModuleGraph({
      read: (name) => (files.has(name) ? "" : undefined),
      realPath: (name) => (name === "/code/node_modules/tool/index.js" ? real : name),
    });
    assert.equal(graph.resolve("tool", main, "import"), real);
    assert.equal(graph.resolve("other", real, "import"), "/store/tool@1/node_modules/other/index.js");
  });
});

describe("why nothing answers", () => {
  const installed = "/code/node_modules/tool";

  it("is told by what is there", () => {
    const files = new Map([
      [`${installed}/package.json`, JSON.stringify({ exports: "./index.js" })],
      [`${installed}/index.js`, ""],
      [`${installed}/lib/part.js`, ""],
      ["/code/app/src/picture.svg", "<svg/>"],
    ]);
    const graph = openModuleGraph({ read: (name) => files.get(name) });
    const rows: [specifier: string, reason: RegExp, code: string | null][] = [
      ["tool/lib/part.js", /`exports`/, "ERR_PACKAGE_PATH_NOT_EXPORTED"],
      ["other", /no installed package/, "MODULE_NOT_FOUND"],
      ["./gone.js", /no file/, "MODULE_NOT_FOUND"],
      ["./picture.svg", /no JavaScript/, null],
      ["./picture.svg?raw", /no JavaScript/, null],
      ["node:fs", /Node\.js/, null],
    ];
    for (const [specifier, reason, code] of rows) {
      assert.equal(graph.resolve(specifier, main, "import"), null, specifier);
      const why = graph.whyUnresolved(specifier, main, "import");
      assert.match(why.reason, reason);
      assert.equal(why.code, code, specifier);
    }
  });
});

describe("the project's configuration", () => {
  const configuration = "/code/app/tsconfig.json";

  it("maps names by `paths` and `baseUrl`", () => {
    const files = ["/code/app/src/lib/a.ts", "/code/app/src/lib/index.ts"];
    const all = (content: object) => ({
      ...Object.fromEntries(files.map((name) => [name, ""])),
      [configuration]: content,
    });
    check("@/lib/a", all({ compilerOptions: { paths: { "@/*": ["./src/*"] } } }), files[0]!);
    check("lib/a", all({ compilerOptions: { baseUrl: "src" } }), files[0]!);
    check("lib", all({ compilerOptions: { baseUrl: "./src", paths: { lib: ["lib"] } } }), files[1]!);
    check("@/lib/a", all({ compilerOptions: { paths: { "@/*": ["./other/*", "./src/*"] } } }), files[0]!);
    check("@/none", all({ compilerOptions: { paths: { "@/*": ["./src/*"] } } }), null);
    check("lib/a", { ...all({}), "/code/app/jsconfig.json": "" }, null);
    check(
      "lib/a",
      { [files[0]!]: "", "/code/app/jsconfig.json": { compilerOptions: { baseUrl: "src" } } },
      files[0]!,
    );
  });

  it("may have comments, and extends others", () => {
    check(
      "@/a",
      {
        [configuration]: '{ // the base is shared\n "extends": "../base.json", }',
        "/code/base.json": { compilerOptions: { paths: { "@/*": ["./shared/*"] } } },
        "/code/shared/a.ts": "",
      },
      "/code/shared/a.ts",
    );
    check(
      "@/a",
      { [configuration]: '{ "extends": "./tsconfig.json", "compilerOptions": ', "/code/a.ts": "" },
      null,
    );
  });

  it("that only lists projects leaves the names to them", () => {
    check(
      "@/a",
      {
        [configuration]: { files: [], references: [{ path: "./tsconfig.app.json" }] },
        "/code/app/tsconfig.app.json": {
          compilerOptions: { paths: { "@/*": ["./src/*"] } },
          include: ["src"],
        },
        "/code/app/src/a.ts": "",
      },
      "/code/app/src/a.ts",
    );
  });

  it("refers to projects, whose sources stand for what is compiled of them", () => {
    const files = {
      [configuration]: { references: [{ path: "../shared" }] },
      "/code/shared/tsconfig.json": { compilerOptions: { composite: true, rootDir: "src", outDir: "dist" } },
      "/code/shared/src/a.ts": "",
    };
    check("../../shared/dist/a.js", files, "/code/shared/src/a.ts");
    check("../../shared/dist/a.js", { ...files, "/code/shared/dist/a.js": "" }, "/code/shared/src/a.ts");
  });

  it("is not for packages", () => {
    const from = "/code/app/node_modules/tool/index.js";
    const files = { [configuration]: { compilerOptions: { baseUrl: "src" } }, "/code/app/src/lib.ts": "" };
    check("lib", files, null, { from });
  });

  it("is among what the answer depends on", () => {
    const graph = openModuleGraph({ read: () => undefined });
    graph.resolve("@/a", main, "import");
    for (const name of [
      configuration,
      "/code/tsconfig.json",
      "/code/app/src/tsconfig.json",
      "/code/app/jsconfig.json",
    ]) {
      assert.ok(graph.dependencies().includes(name), name);
    }
  });
});
