/**
 * What a module asks of others and gives to them, from its text: `import`, `export`, `export … from`,
 * `import x = require()`. What is imported only for types, and names that nothing uses but types, ask for nothing.
 */

import type { ImportedName } from "../routine.js";
import { hasModifier } from "../syntax/exports.js";
import type { ImportManner } from "../syntax/moduleResolution.js";
import { namesIn } from "../syntax/scopes.js";
import { ts } from "../syntax/typescript.js";
import { mentionsOf } from "./captures.js";
import type { LoweringContext } from "./context.js";
import { addVariable, defaultName, wholeName } from "./moduleVariables.js";

/** Fills `imports`, `exports`, `stars` and the variables that come from other modules. */
export function collectLinks(context: LoweringContext): void {
  const { file, module } = context.parsed;
  const { code } = context;
  if (module.endsWith(".json")) {
    code.exports.push({ name: "default", variable: addVariable(context, defaultName, true, false) });
    return;
  }
  // What is exported may be imported further down.
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement)) addImport(context, statement);
    else if (ts.isImportEqualsDeclaration(statement)) addImportEquals(context, statement);
    else if (ts.isExportDeclaration(statement) && !isLocal(statement)) addExportFrom(context, statement);
  }
  for (const statement of file.statements) {
    if (ts.isExportDeclaration(statement)) {
      if (isLocal(statement)) addLocalExport(context, statement);
    } else if (ts.isExportAssignment(statement)) {
      const isWhole = statement.isExportEquals === true;
      const variable = addVariable(context, isWhole ? wholeName : defaultName, true, false);
      code.exports.push({ name: isWhole ? "=" : "default", variable });
    } else if (hasModifier(statement, ts.SyntaxKind.ExportKeyword)) addExportedStatement(context, statement);
  }
}

function addImport(context: LoweringContext, statement: ts.ImportDeclaration): void {
  const { importClause: clause, moduleSpecifier } = statement;
  if (!ts.isStringLiteralLike(moduleSpecifier)) return;
  if (clause === undefined) {
    requestIndex(context, moduleSpecifier, "import");
    return;
  }
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return;
  const named = importedNames(clause).filter(({ local }) => isUsed(context, local));
  const isForTypes = named.length === 0 && isTypeScript(context) && importedNames(clause).length > 0;
  const isEmpty = clause.namedBindings !== undefined && importedNames(clause).length === 0;
  if (isForTypes || (isEmpty && isTypeScript(context))) return;
  const index = requestIndex(context, moduleSpecifier, "import");
  for (const { local, name } of named) from(context, local, index, name);
}

function importedNames(clause: ts.ImportClause): { local: string; name: ImportedName }[] {
  const names: { local: string; name: ImportedName }[] = [];
  if (clause.name !== undefined) {
    names.push({ local: clause.name.text, name: { kind: "export", name: "default" } });
  }
  const { namedBindings } = clause;
  if (namedBindings === undefined) return names;
  if (ts.isNamespaceImport(namedBindings)) {
    names.push({ local: namedBindings.name.text, name: { kind: "namespace" } });
    return names;
  }
  for (const element of namedBindings.elements) {
    if (element.isTypeOnly) continue;
    const name = (element.propertyName ?? element.name).text;
    names.push({ local: element.name.text, name: { kind: "export", name } });
  }
  return names;
}

function isTypeScript({ parsed }: LoweringContext): boolean {
  return /\.([cm]?ts|tsx)$/.test(parsed.module);
}

/** Whether anything but a type uses an imported name. In JavaScript every import asks for its module. */
function isUsed(context: LoweringContext, local: string): boolean {
  return !isTypeScript(context) || usesOf(context).has(local);
}

const usesByFile = new WeakMap<ts.SourceFile, ReadonlySet<string>>();

function usesOf({ parsed }: LoweringContext): ReadonlySet<string> {
  const { file } = parsed;
  let uses = usesByFile.get(file);
  if (uses === undefined) {
    const names = new Set<string>();
    for (const statement of file.statements) {
      if (ts.isImportDeclaration(statement)) continue;
      for (const name of mentionsOf(statement)) names.add(name);
    }
    // What only points mention is used by them: doc comments are no part of the tree.
    for (const [, text] of file.text.matchAll(/@(?:at|derivativeOf|solves)\b([^@]*)/g)) {
      for (const [name] of text!.matchAll(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu)) names.add(name);
    }
    uses = names;
    usesByFile.set(file, uses);
  }
  return uses;
}

function addImportEquals(context: LoweringContext, statement: ts.ImportEqualsDeclaration): void {
  const { moduleReference, name, isTypeOnly } = statement;
  if (isTypeOnly || !ts.isExternalModuleReference(moduleReference)) return;
  const { expression } = moduleReference;
  if (!ts.isStringLiteralLike(expression) || !isUsed(context, name.text)) return;
  from(context, name.text, requestIndex(context, expression, "require"), { kind: "whole" });
  if (hasModifier(statement, ts.SyntaxKind.ExportKeyword)) exportVariable(context, name.text, name.text);
}

function from(context: LoweringContext, local: string, index: number, name: ImportedName): void {
  const variable = context.variables.get(local);
  if (variable !== undefined) context.code.variables[variable]!.from = { import: index, name };
}

/** The import of a specifier, asked for once however often the text does. */
function requestIndex(context: LoweringContext, literal: ts.StringLiteralLike, manner: ImportManner): number {
  const { code, graph, parsed, importIndices } = context;
  const specifier = literal.text;
  const known = importIndices.get(specifier);
  if (known !== undefined) return known;
  importIndices.set(specifier, code.imports.length);
  const module = graph.resolve(specifier, parsed.module, manner);
  const start = literal.getStart(parsed.file);
  const reason = module === null ? graph.whyUnresolved(specifier, parsed.module, manner).reason : "";
  return code.imports.push({ specifier, module, reason, start, end: literal.end }) - 1;
}

/** `export { a, b as c }`, without `from`. */
function isLocal({ moduleSpecifier }: ts.ExportDeclaration): boolean {
  return moduleSpecifier === undefined;
}

function addLocalExport(
  context: LoweringContext,
  { exportClause: clause, isTypeOnly }: ts.ExportDeclaration,
): void {
  if (isTypeOnly || clause === undefined || !ts.isNamedExports(clause)) return;
  for (const { name, propertyName = name, isTypeOnly } of clause.elements) {
    if (!isTypeOnly) exportVariable(context, name.text, propertyName.text);
  }
}

function addExportFrom(context: LoweringContext, statement: ts.ExportDeclaration): void {
  const { exportClause: clause, moduleSpecifier, isTypeOnly } = statement;
  if (isTypeOnly || moduleSpecifier === undefined || !ts.isStringLiteralLike(moduleSpecifier)) return;
  const { code } = context;
  if (clause !== undefined && ts.isNamedExports(clause)) {
    const elements = clause.elements.filter((element) => !element.isTypeOnly);
    if (elements.length === 0 && clause.elements.length > 0) return;
    const index = requestIndex(context, moduleSpecifier, "import");
    for (const { name, propertyName = name } of elements) {
      const imported: ImportedName = { kind: "export", name: propertyName.text };
      code.exports.push({ name: name.text, import: index, imported });
    }
    return;
  }
  const index = requestIndex(context, moduleSpecifier, "import");
  if (clause === undefined) code.stars.push(index);
  else code.exports.push({ name: clause.name.text, import: index, imported: { kind: "namespace" } });
}

/** Exporting a name that comes from another module hands that on, so that it stays live. */
function exportVariable(context: LoweringContext, name: string, local: string): void {
  const variable = context.variables.get(local);
  if (variable === undefined) return;
  const { from } = context.code.variables[variable]!;
  context.code.exports.push(
    from === undefined ? { name, variable } : { name, import: from.import, imported: from.name },
  );
}

function addExportedStatement(context: LoweringContext, statement: ts.Statement): void {
  if (ts.isVariableStatement(statement)) {
    for (const declaration of statement.declarationList.declarations) {
      for (const { text } of namesIn(declaration.name)) exportVariable(context, text, text);
    }
    return;
  }
  const isDefault = hasModifier(statement, ts.SyntaxKind.DefaultKeyword);
  const isNamed =
    ts.isFunctionDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement) ||
    ts.isModuleDeclaration(statement) ||
    ts.isImportEqualsDeclaration(statement);
  if (!isNamed || (ts.isFunctionDeclaration(statement) && statement.body === undefined)) return;
  const name = statement.name !== undefined && ts.isIdentifier(statement.name) ? statement.name.text : "";
  if (name !== "") exportVariable(context, isDefault ? "default" : name, name);
  else if (isDefault) {
    const isFunction = ts.isFunctionDeclaration(statement);
    const variable = addVariable(context, defaultName, true, isFunction);
    context.code.exports.push({ name: "default", variable });
  }
}
