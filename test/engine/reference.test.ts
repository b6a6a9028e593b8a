/**
 * docs/engine-reference.md is made from the docstrings of what engine/index.ts exports. With UPDATE_EXPECT=1 it
 * is written; otherwise it must be what it would be.
 */

import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../..");
const target = path.join(root, "docs/engine-reference.md");

const sections: [title: string, files: RegExp][] = [
  ["Tapes", /engine\/tape\//],
  ["Scalars", /engine\/scalar\.ts$/],
  ["Transforms", /engine\/transforms\//],
  ["Comparisons", /engine\/comparisons\.ts$/],
  ["Operations", /engine\/primitives\//],
  ["Structures and types", /engine\/(structure|types)\.ts$/],
];

function makeReference(): string {
  const entry = path.join(root, "engine/index.ts");
  const program = ts.createProgram([entry], {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    lib: ["lib.es2023.d.ts", "lib.esnext.disposable.d.ts"],
    types: [],
    strict: true,
    noEmit: true,
  });
  const checker = program.getTypeChecker();
  const exported = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(entry)!)!);
  const symbols = exported.map((symbol) =>
    symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol,
  );
  const fileOf = (symbol: ts.Symbol) => symbol.declarations![0]!.getSourceFile().fileName;
  const parts = [
    "# Reference of nested-tape",
    "",
    "Made from the docstrings; see [the page that explains them](engine.md).",
    "",
  ];
  for (const [title, files] of sections) {
    parts.push(`## ${title}`, "");
    const own = symbols.filter((symbol) => files.test(fileOf(symbol)));
    for (const symbol of own.sort((a, b) => (a.name < b.name ? -1 : 1)))
      parts.push(...describeSymbol(symbol, checker));
  }
  return `${parts.join("\n").trimEnd()}\n`;
}

function describeSymbol(symbol: ts.Symbol, checker: ts.TypeChecker): string[] {
  const declaration = symbol.declarations![0]!;
  const lines = [`### ${symbol.name}`, ""];
  if (ts.isVariableDeclaration(declaration))
    lines.push(code(signatureOfOperation(symbol.name, declaration, checker)));
  else if (ts.isFunctionDeclaration(declaration)) lines.push(code(headOf(declaration)));
  else if (ts.isInterfaceDeclaration(declaration) || ts.isTypeAliasDeclaration(declaration))
    lines.push(code(textOf(declaration)));
  lines.push(...docOf(symbol, checker));
  if (ts.isClassDeclaration(declaration)) lines.push(...membersOf(declaration, checker));
  return lines;
}

/** Functions without their bodies, as they are written. */
function headOf(declaration: ts.FunctionLikeDeclaration): string {
  const text = declaration.getText();
  const end =
    declaration.body === undefined ? text.length : declaration.body.getStart() - declaration.getStart();
  return text
    .slice(0, end)
    .trim()
    .replace(/^export /, "")
    .replace(/;$/, "");
}

function textOf(declaration: ts.Declaration): string {
  return declaration.getText().replace(/^export /, "");
}

function signatureOfOperation(
  name: string,
  declaration: ts.VariableDeclaration,
  checker: ts.TypeChecker,
): string {
  const kind = checker.typeToString(checker.getTypeAtLocation(declaration));
  const operands = {
    UnaryOperation: "x: Scalar",
    BinaryOperation: "a: Scalar, b: Scalar",
    ListOperation: "...operands: Scalar[]",
  };
  return `${name}(${operands[kind as keyof typeof operands]}): Scalar`;
}

function membersOf(declaration: ts.ClassDeclaration, checker: ts.TypeChecker): string[] {
  const lines: string[] = [];
  for (const member of declaration.members) {
    const isHidden =
      ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private ||
      ts.getJSDocTags(member).some((tag) => tag.tagName.text === "internal");
    // Of overloads, each is described; their implementation has no docstring of its own.
    if (
      isHidden ||
      member.name === undefined ||
      (!ts.isMethodDeclaration(member) && !ts.isGetAccessor(member))
    )
      continue;
    const isImplementation =
      ts.isMethodDeclaration(member) && member.body !== undefined && hasOverloads(declaration, member);
    if (isImplementation) continue;
    lines.push(code(headOf(member as ts.MethodDeclaration)));
    const symbol = checker.getSymbolAtLocation(member.name);
    const isFirst = symbol?.declarations?.[0] === member;
    if (symbol !== undefined && isFirst) lines.push(...docOf(symbol, checker));
    else lines.push("");
  }
  return lines;
}

function hasOverloads(declaration: ts.ClassDeclaration, member: ts.MethodDeclaration): boolean {
  return declaration.members.some(
    (other) =>
      ts.isMethodDeclaration(other) && other !== member && other.name.getText() === member.name.getText(),
  );
}

function docOf(symbol: ts.Symbol, checker: ts.TypeChecker): string[] {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  const lines = ["", text === "" ? "" : examplesInFences(text), ""];
  for (const { name, text: parts } of symbol.getJsDocTags(checker)) {
    const words = ts.displayPartsToString(parts).replaceAll("\n", " ");
    if (name === "param") lines.push(`- \`${words.split(" ")[0]}\`: ${words.split(" ").slice(1).join(" ")}`);
    else if (name === "returns" || name === "throws") lines.push(`- ${name} ${words}`);
  }
  lines.push("");
  return lines;
}

/** Lines that are set in are code. */
function examplesInFences(text: string): string {
  return text.replace(
    /(?:^ {4}.*\n?)+/gm,
    (block) => `\`\`\`ts\n${block.replace(/^ {4}/gm, "").trimEnd()}\n\`\`\`\n`,
  );
}

function code(text: string): string {
  return `\`\`\`ts\n${text}\n\`\`\``;
}

describe("docs/engine-reference.md", () => {
  it("is what the docstrings say (UPDATE_EXPECT=1 writes it)", function () {
    this.timeout(60_000);
    const reference = makeReference().replace(/\n{3,}/g, "\n\n");
    if (process.env.UPDATE_EXPECT === "1") writeFileSync(target, reference);
    assert.equal(existsSync(target) ? readFileSync(target, "utf8").replaceAll("\r\n", "\n") : "", reference);
  });
});
