/**
 * The rules that keep the pipeline one-way, held against every source file: what each folder may import, which of
 * Node's and the browser's things it may use, and that no file names the machine it was written on.
 */

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import ts from "typescript";
import { root } from "../scripts/lib/steps.mjs";

interface Rule {
  /** Files whose path starts with this; the longest one that fits holds. */
  folder: string;
  /** Paths that may be imported besides the folder itself. */
  imports: string[];
  /** Packages that may be imported. */
  packages: string[];
  /** Whether Node's own modules may be imported. */
  builtins: boolean;
}

const seams = [
  "server/finding.ts",
  "server/routine.ts",
  "server/routine/",
  "server/report.ts",
  "server/prepare.ts",
];
/** The pipeline as those see it who work with it: requests and results as plain data. */
const pipeline = ["server/pipeline.ts", "server/places.ts", "server/evaluation/budget.ts"];
/** What server and client say to each other, and how it travels. */
const messages = ["server/protocol/messages.ts", "server/protocol/wire.ts"];

const rules: Rule[] = [
  { folder: "engine/", imports: [], packages: [], builtins: false },
  { folder: "server/syntax/", imports: seams, packages: ["typescript"], builtins: false },
  { folder: "server/analysis/", imports: ["server/syntax/", ...seams], packages: [], builtins: false },
  {
    folder: "server/lowering/",
    imports: ["server/syntax/", "server/analysis/", ...seams],
    packages: [],
    builtins: false,
  },
  { folder: "server/evaluation/", imports: seams, packages: ["nested-tape", "decimal.js"], builtins: false },
  // What every face of the product shows: a face decides how it looks, and nothing more.
  {
    folder: "server/view/",
    imports: ["server/report.ts", "server/finding.ts"],
    packages: [],
    builtins: false,
  },
  {
    folder: "server/features/",
    imports: ["server/view/", ...messages, ...seams],
    packages: [],
    builtins: false,
  },
  {
    folder: "server/service/",
    imports: ["server/syntax/", "server/analysis/", "server/features/", ...pipeline, ...seams],
    packages: [],
    builtins: false,
  },
  {
    folder: "server/hosts/",
    imports: [
      ...["server/service/pipelineWorker.ts", "server/service/textReader.ts"],
      ...["server/service/serverHost.ts", "server/service/workHandler.ts", "server/paths.ts"],
      ...["server/language.ts", "server/openPipeline.ts", ...pipeline, ...seams],
    ],
    packages: ["workerpool"],
    builtins: true,
  },
  {
    folder: "server/hosts/browserHost.ts",
    imports: [
      ...["server/service/pipelineWorker.ts", "server/service/serverHost.ts"],
      ...["server/service/workHandler.ts", "server/analysis/functionAt.ts"],
      ...["server/openPipeline.ts", "server/outlines.ts"],
    ],
    packages: [],
    builtins: false,
  },
  {
    // The process that answers the editor: no lowering, and nothing of the evaluation but its budgets.
    folder: "server/protocol/",
    imports: [
      ...["server/analysis/", "server/features/", "server/service/", "server/paths.ts"],
      ...["server/evaluation/budget.ts", "server/finding.ts", "server/report.ts"],
    ],
    packages: [
      ...["vscode-languageserver", "vscode-languageserver-protocol", "vscode-languageserver-textdocument"],
      "vscode-uri",
    ],
    builtins: false,
  },
  // The entry points: each gives the server its host.
  {
    folder: "server/protocol/node/",
    imports: ["server/protocol/languageServer.ts", "server/hosts/nodeHost.ts"],
    packages: ["vscode-languageserver"],
    builtins: true,
  },
  {
    folder: "server/protocol/browser/",
    imports: ["server/protocol/languageServer.ts", "server/hosts/browserHost.ts"],
    packages: ["vscode-languageserver"],
    builtins: false,
  },
  {
    folder: "server/cli/",
    imports: [
      "package.json",
      ...["server/analysis/", "server/features/lines.ts", "server/view/"],
      ...["server/hosts/moduleHost.ts", "server/hosts/processWorker.ts", "server/hosts/stats.ts"],
      ...["server/hosts/walls.ts", "server/service/lane.ts", "server/service/openTexts.ts"],
      ...pipeline,
      ...seams,
    ],
    packages: ["tinyglobby"],
    builtins: true,
  },
  // The seam files themselves, and those that put the pipeline together.
  {
    folder: "server/",
    imports: ["server/syntax/", "server/analysis/", "server/lowering/", "server/evaluation/"],
    packages: [],
    builtins: false,
  },
  {
    folder: "client/",
    imports: [...messages, "server/view/", ...seams],
    packages: ["vscode", "vscode-languageclient"],
    builtins: true,
  },
  {
    folder: "client/panel/page/",
    imports: ["client/panel/", ...messages, "server/view/", ...seams],
    packages: [],
    builtins: false,
  },
];

/** Words of the code that reach outside, with the folders where they may stand. */
const outsideWords: { what: string; pattern: RegExp; folders: string[] }[] = [
  {
    what: "running text as code",
    pattern: /\beval\s*\(|\bnew\s+Function\b|\bnode:vm\b/,
    // A script of this package, with what V8 kept of it.
    folders: ["server/hosts/codeCache.ts"],
  },
  {
    what: "the clock",
    pattern: /\bDate\s*\.\s*now\b|\bnew\s+Date\b|\bperformance\s*\.\s*now\b/,
    folders: ["server/hosts/", "server/cli/", "client/"],
  },
  {
    what: "Node's process",
    pattern: /\bprocess\s*\.\s*(?:env|cwd|argv|std|exit|on)\b/,
    folders: ["server/hosts/", "server/protocol/node/", "server/cli/", "client/"],
  },
];

/** Circles of imports that follow a recursion of the language. */
const recursions: { files: string[]; reason: string }[] = [
  {
    files: ["classes", "enums", "expressions", "functions", "patterns", "statements"].map(
      (name) => `server/lowering/${name}`,
    ),
    reason:
      "expressions hold functions and classes, which hold statements and patterns, which hold expressions",
  },
];

/** Lines of a file of the engine or the server, tables of data aside. */
const mostLines = 450;
const dataTables: string[] = [];

/** What may not stand in any file. The patterns do not match themselves. */
const machineWords: { what: string; pattern: RegExp }[] = [
  { what: "a path of the machine it was written on", pattern: /(?<![\w.:-])\/(?:work|farm)\/[a-z.]/ },
  { what: "the host of a package registry", pattern: /registry\.npm|deb\.debian|"resolved":\s*"http/ },
];

/** Every file of the project, tracked or about to be, as paths from the root. */
function projectFiles(): string[] {
  const output = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  return output.split("\0").filter((file) => file !== "" && fs.existsSync(path.join(root, file)));
}

function read(file: string): string {
  return fs.readFileSync(path.join(root, file), "utf8");
}

/** A rule's complaint about an import, or null. */
function complaint(rule: Rule, file: string, imported: string): string | null {
  if (imported.startsWith(".")) {
    const target = path.posix.join(path.posix.dirname(file), imported).replace(/\.js$/, ".ts");
    const isAllowed = [rule.folder, ...rule.imports].some((allowed) => target.startsWith(allowed));
    return isAllowed ? null : `${file} imports ${target}`;
  }
  if (isBuiltin(imported)) return rule.builtins ? null : `${file} imports ${imported}`;
  const name = imported
    .split("/")
    .slice(0, imported.startsWith("@") ? 2 : 1)
    .join("/");
  return rule.packages.includes(name) ? null : `${file} imports ${imported}`;
}

/** The code without comments, in which a forbidden word does no harm. */
function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, "");
}

const files = projectFiles();
const sources = files.filter((file) => /^(client|engine|server)\/.*\.[cm]?tsx?$/.test(file));

describe("the architecture", () => {
  it("there are sources under every rule's eyes", () => {
    assert.ok(sources.length > 0);
  });

  for (const rule of rules) {
    it(`${rule.folder} imports only what it may`, () => {
      const complaints = sources
        .filter((file) => ruleFor(file) === rule)
        .flatMap((file) =>
          ts
            .preProcessFile(read(file), true, true)
            .importedFiles.map(({ fileName }) => complaint(rule, file, fileName)),
        )
        .filter((text) => text !== null);
      assert.deepEqual(complaints, []);
    });
  }

  it("files import each other in a circle only where what they work on is recursive", () => {
    const found = circles().map((files) => files.map((file) => file.replace(/\.ts$/, "")).sort());
    const named = recursions.map(({ files }) => [...files].sort());
    assert.deepEqual(found.sort(), named.sort());
  });

  it("no file is longer than can be overlooked", () => {
    const long = sources.filter(
      (file) =>
        /^(server|engine)\//.test(file) &&
        !dataTables.includes(file) &&
        read(file).split("\n").length > mostLines,
    );
    assert.deepEqual(long, []);
  });

  it("the process that answers the editor holds nothing of lowering and evaluation", () => {
    const reached = reachedFrom("server/protocol/node/server.ts");
    const isHeld = (file: string) => /^server\/(lowering|evaluation)\//.test(file);
    assert.deepEqual([...reached].filter(isHeld), ["server/evaluation/budget.ts"]);
  });

  it("what runs in a browser's worker reaches nothing of Node", () => {
    const reached = [...reachedFrom("server/protocol/browser/server.ts")];
    const foreign = reached.filter((file) =>
      ts.preProcessFile(read(file), true, true).importedFiles.some(({ fileName }) => isBuiltin(fileName)),
    );
    assert.ok(reached.includes("server/openPipeline.ts"));
    assert.deepEqual(foreign, []);
  });

  for (const { what, pattern, folders } of outsideWords) {
    it(`${what} is used only in ${folders.join(", ") || "no folder at all"}`, () => {
      const found = sources.filter(
        (file) =>
          !folders.some((folder) => file.startsWith(folder)) && pattern.test(withoutComments(read(file))),
      );
      assert.deepEqual(found, []);
    });
  }

  it("the engine is checked without the types of Node and the DOM", () => {
    const { config } = ts.readConfigFile(path.join(root, "engine", "tsconfig.json"), ts.sys.readFile);
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, path.join(root, "engine"));
    assert.deepEqual(options.types, []);
    assert.ok(options.lib, "it names its libraries");
    assert.deepEqual(
      options.lib.filter((library) => /dom|webworker|scripthost/i.test(library)),
      [],
    );
  });
});

describe("the files of the project", () => {
  for (const { what, pattern } of machineWords) {
    it(`none contains ${what}`, () => {
      const found = files
        .filter((file) => !/\.(png|gif|jpg|wasm|ico)$/.test(file))
        .flatMap((file) =>
          read(file)
            .split("\n")
            .flatMap((line, index) => (pattern.test(line) ? [`${file}:${index + 1}`] : [])),
        );
      assert.deepEqual(found, []);
    });
  }
});

/** A source file and all that it imports for more than their types, directly or not. */
function reachedFrom(file: string, reached = new Set<string>()): Set<string> {
  if (reached.has(file) || !sources.includes(file)) return reached;
  reached.add(file);
  for (const imported of importedValues(file)) {
    const target = path.posix.join(path.posix.dirname(file), imported).replace(/\.js$/, ".ts");
    reachedFrom(target, reached);
  }
  return reached;
}

/** Groups of files that import each other, directly or not, for more than their types. */
function circles(): string[][] {
  const targets = new Map(
    sources.map((file) => [
      file,
      importedValues(file)
        .map((name) => path.posix.join(path.posix.dirname(file), name).replace(/\.js$/, ".ts"))
        .filter((target) => sources.includes(target)),
    ]),
  );
  const reachable = new Map<string, Set<string>>();
  for (const file of sources) {
    const reached = new Set(targets.get(file));
    for (const one of reached) for (const target of targets.get(one)!) reached.add(target);
    reachable.set(file, reached);
  }
  const found: string[][] = [];
  const seen = new Set<string>();
  for (const [file, reached] of reachable) {
    if (seen.has(file) || !reached.has(file)) continue;
    const circle = [...reached].filter((other) => reachable.get(other)!.has(file));
    for (const one of circle) seen.add(one);
    found.push(circle);
  }
  return found;
}

/** What is left of a file's imports when it runs. */
function importedValues(file: string): string[] {
  const tree = ts.createSourceFile(file, read(file), ts.ScriptTarget.ESNext);
  return tree.statements.flatMap((statement) => {
    const isImport = ts.isImportDeclaration(statement) && statement.importClause?.isTypeOnly !== true;
    const isExport = ts.isExportDeclaration(statement) && !statement.isTypeOnly;
    if (!isImport && !isExport) return [];
    const { moduleSpecifier } = statement;
    return moduleSpecifier && ts.isStringLiteral(moduleSpecifier) && moduleSpecifier.text.startsWith(".")
      ? [moduleSpecifier.text]
      : [];
  });
}

/** The rule with the longest folder that a file is in. */
function ruleFor(file: string): Rule | undefined {
  return rules
    .filter(({ folder }) => file.startsWith(folder))
    .sort((a, b) => b.folder.length - a.folder.length)[0];
}
