/**
 * What a module exports, and where an import leads: through re-exports, `export *` and circles, to the
 * declaration that makes the value.
 */

import type { Span } from "../finding.js";
import type { ModuleGraph } from "./moduleGraph.js";
import type { ImportManner } from "./moduleResolution.js";
import type { ParsedModule } from "./parseModule.js";
import { type Binding, bindingsOf, namesIn } from "./scopes.js";
import { ts } from "./typescript.js";

/** Where an import leads. */
export type ImportTarget =
  | { kind: "binding"; parsed: ParsedModule; binding: Binding }
  /** `export default …`, `export = …`, or the content of a JSON file. */
  | { kind: "expression"; parsed: ParsedModule; expression: ts.Expression | ts.FunctionDeclaration }
  | { kind: "namespace"; parsed: ParsedModule }
  /** A property of what a CommonJS module exports; `default` is the whole for Node.js, and for others where the module does not say that it was ECMAScript once. */
  | { kind: "commonJs"; parsed: ParsedModule; name: string; isForNode: boolean }
  /** All that a CommonJS module exports, as `require` gives it. */
  | { kind: "required"; parsed: ParsedModule }
  | { kind: "class"; parsed: ParsedModule; declaration: ts.ClassDeclaration }
  | { kind: "unresolved"; reason: string };

type ExportTarget =
  | { kind: "name"; name: string }
  | { kind: "expression"; expression: ts.Expression | ts.FunctionDeclaration }
  | { kind: "class"; declaration: ts.ClassDeclaration }
  | { kind: "from"; specifier: string; name: string }
  | { kind: "namespaceFrom"; specifier: string };

interface ModuleExports {
  names: ReadonlyMap<string, ExportTarget>;
  /** The specifiers of `export * from`. */
  stars: readonly string[];
}

const exportsByFile = new WeakMap<ts.SourceFile, ModuleExports>();

/** Follows an import binding to what it names. */
export function resolveImport(graph: ModuleGraph, parsed: ParsedModule, binding: Binding): ImportTarget {
  const { declaration } = binding;
  if (ts.isImportEqualsDeclaration(declaration)) {
    const reference = declaration.moduleReference;
    if (!ts.isExternalModuleReference(reference) || !ts.isStringLiteralLike(reference.expression)) {
      return { kind: "unresolved", reason: "an alias made by `import … = …` is not followed" };
    }
    return followRequire(graph, parsed, reference.expression.text);
  }
  const specifier = specifierOf(declaration);
  if (specifier === null) return { kind: "unresolved", reason: "the import names no module" };
  if (ts.isNamespaceImport(declaration)) return followNamespace(graph, parsed, specifier);
  const name = ts.isImportSpecifier(declaration)
    ? (declaration.propertyName ?? declaration.name).text
    : "default";
  return followExport(graph, parsed, specifier, name, new Set());
}

/** Finds an export of a module by its name. */
export function resolveExport(graph: ModuleGraph, parsed: ParsedModule, name: string): ImportTarget {
  return findExport(graph, parsed, name, new Set());
}

/** The names that a module exports, those of `export *` included. */
export function exportedNames(graph: ModuleGraph, parsed: ParsedModule): string[] {
  const names = new Set<string>();
  const visited = new Set<string>();
  const waiting = [parsed];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (visited.has(next.module)) continue;
    visited.add(next.module);
    const { names: own, stars } = exportsOf(next);
    for (const name of own.keys()) if (name !== "default" || next === parsed) names.add(name);
    for (const specifier of stars) {
      const target = openSpecifier(graph, next, specifier);
      if (typeof target !== "string") waiting.push(target);
    }
  }
  return [...names];
}

/** The place of the module's name in an import: what a finding about an unresolved import points at. */
export function specifierSpan(binding: Binding, file: ts.SourceFile): Span {
  const literal = specifierLiteral(binding.declaration) ?? binding.identifier;
  return { start: literal.getStart(file), end: literal.end };
}

function specifierLiteral(declaration: ts.Node): ts.StringLiteralLike | null {
  for (let node: ts.Node | undefined = declaration; node !== undefined; node = node.parent) {
    if (ts.isImportDeclaration(node)) {
      return ts.isStringLiteralLike(node.moduleSpecifier) ? node.moduleSpecifier : null;
    }
  }
  return null;
}

function specifierOf(declaration: ts.Node): string | null {
  return specifierLiteral(declaration)?.text ?? null;
}

/** Follows `require(specifier)`: what a CommonJS module exports, a JSON file's content, `export =`, or the namespace of an ECMAScript module. */
export function followRequire(graph: ModuleGraph, from: ParsedModule, specifier: string): ImportTarget {
  const target = openSpecifier(graph, from, specifier, "require");
  if (typeof target === "string") return { kind: "unresolved", reason: target };
  if (graph.isCommonJs(target)) return { kind: "required", parsed: target };
  const { names } = exportsOf(target);
  const whole = target.file.statements.some((each) => ts.isExportAssignment(each) && each.isExportEquals);
  if (!whole && !target.module.endsWith(".json")) return { kind: "namespace", parsed: target };
  const content = names.get("default");
  if (content?.kind !== "expression") return { kind: "unresolved", reason: `\`${specifier}\` holds nothing` };
  return { kind: "expression", parsed: target, expression: content.expression };
}

/** The module that a specifier means, or the reason why there is none. */
function openSpecifier(
  graph: ModuleGraph,
  from: ParsedModule,
  specifier: string,
  manner: ImportManner = "import",
): ParsedModule | string {
  const module = specifier.startsWith("node:") ? null : graph.resolve(specifier, from.module, manner);
  const parsed = module === null ? null : graph.open(module);
  return parsed ?? graph.whyUnresolved(specifier, from.module, manner).reason;
}

function followNamespace(graph: ModuleGraph, from: ParsedModule, specifier: string): ImportTarget {
  const target = openSpecifier(graph, from, specifier);
  return typeof target === "string"
    ? { kind: "unresolved", reason: target }
    : { kind: "namespace", parsed: target };
}

function followExport(
  graph: ModuleGraph,
  from: ParsedModule,
  specifier: string,
  name: string,
  visited: Set<string>,
): ImportTarget {
  const target = openSpecifier(graph, from, specifier);
  if (typeof target === "string") return { kind: "unresolved", reason: target };
  if (graph.isCommonJs(target)) {
    return { kind: "commonJs", parsed: target, name, isForNode: graph.isEcmaScript(from.module) };
  }
  return findExport(graph, target, name, visited);
}

function findExport(
  graph: ModuleGraph,
  parsed: ParsedModule,
  name: string,
  visited: Set<string>,
): ImportTarget {
  const notExported: ImportTarget = {
    kind: "unresolved",
    reason: `\`${lastPart(parsed.module)}\` does not export \`${name}\``,
  };
  const key = `${parsed.module}\0${name}`;
  if (visited.has(key)) return notExported;
  visited.add(key);

  const { names, stars } = exportsOf(parsed);
  const target = names.get(name);
  switch (target?.kind) {
    case "name": {
      const binding = bindingsOf(parsed.file).get(target.name);
      if (binding === undefined) return notExported;
      if (binding.kind !== "import") return { kind: "binding", parsed, binding };
      const importName = ts.isImportSpecifier(binding.declaration)
        ? (binding.declaration.propertyName ?? binding.declaration.name).text
        : "default";
      const specifier = specifierOf(binding.declaration);
      if (specifier === null || ts.isNamespaceImport(binding.declaration)) {
        return resolveImport(graph, parsed, binding);
      }
      return followExport(graph, parsed, specifier, importName, visited);
    }
    case "expression":
      return { kind: "expression", parsed, expression: target.expression };
    case "class":
      return { kind: "class", parsed, declaration: target.declaration };
    case "from":
      return followExport(graph, parsed, target.specifier, target.name, visited);
    case "namespaceFrom":
      return followNamespace(graph, parsed, target.specifier);
  }
  if (name === "default") return notExported;
  let failure: ImportTarget = notExported;
  for (const specifier of stars) {
    const found = followExport(graph, parsed, specifier, name, visited);
    // What a CommonJS module exports is known when it has run: it is asked after all others.
    if (found.kind !== "unresolved" && found.kind !== "commonJs") return found;
    const isMissingModule = typeof openSpecifier(graph, parsed, specifier) === "string";
    if (isMissingModule || found.kind === "commonJs") failure = found;
  }
  return failure;
}

function exportsOf(parsed: ParsedModule): ModuleExports {
  const known = exportsByFile.get(parsed.file);
  if (known !== undefined) return known;
  const found = collectExports(parsed.file);
  exportsByFile.set(parsed.file, found);
  return found;
}

function collectExports(file: ts.SourceFile): ModuleExports {
  const names = new Map<string, ExportTarget>();
  const stars: string[] = [];
  if (file.fileName.endsWith(".json")) {
    collectJson(file, names);
    return { names, stars };
  }
  for (const statement of file.statements) {
    if (ts.isExportAssignment(statement)) {
      names.set("default", { kind: "expression", expression: statement.expression });
    } else if (ts.isExportDeclaration(statement)) {
      collectExportDeclaration(statement, names, stars);
    } else if (hasModifier(statement, ts.SyntaxKind.ExportKeyword)) {
      collectExportedStatement(statement, names);
    }
  }
  return { names, stars };
}

/** A JSON file exports its content as `default`, and the properties of an object by their names. */
function collectJson(file: ts.SourceFile, names: Map<string, ExportTarget>): void {
  const statement = file.statements[0];
  if (statement === undefined || !ts.isExpressionStatement(statement)) return;
  const { expression } = statement;
  names.set("default", { kind: "expression", expression });
  if (!ts.isObjectLiteralExpression(expression)) return;
  for (const property of expression.properties) {
    if (!ts.isPropertyAssignment(property) || !ts.isStringLiteral(property.name)) continue;
    if (property.name.text !== "default") {
      names.set(property.name.text, { kind: "expression", expression: property.initializer });
    }
  }
}

function collectExportDeclaration(
  statement: ts.ExportDeclaration,
  names: Map<string, ExportTarget>,
  stars: string[],
): void {
  if (statement.isTypeOnly) return;
  const from = statement.moduleSpecifier;
  const specifier = from !== undefined && ts.isStringLiteralLike(from) ? from.text : null;
  const clause = statement.exportClause;
  if (clause === undefined) {
    if (specifier !== null) stars.push(specifier);
    return;
  }
  if (ts.isNamespaceExport(clause)) {
    if (specifier !== null) names.set(clause.name.text, { kind: "namespaceFrom", specifier });
    return;
  }
  for (const element of clause.elements) {
    if (element.isTypeOnly) continue;
    const name = (element.propertyName ?? element.name).text;
    names.set(
      element.name.text,
      specifier === null ? { kind: "name", name } : { kind: "from", specifier, name },
    );
  }
}

function collectExportedStatement(statement: ts.Statement, names: Map<string, ExportTarget>): void {
  if (ts.isVariableStatement(statement)) {
    for (const declaration of statement.declarationList.declarations) {
      for (const { text } of namesIn(declaration.name)) names.set(text, { kind: "name", name: text });
    }
    return;
  }
  const isDefault = hasModifier(statement, ts.SyntaxKind.DefaultKeyword);
  if (ts.isFunctionDeclaration(statement)) {
    // An overload without a body names no value of its own.
    if (isDefault && statement.name === undefined) {
      if (statement.body !== undefined) names.set("default", { kind: "expression", expression: statement });
    } else if (statement.name !== undefined) {
      names.set(isDefault ? "default" : statement.name.text, { kind: "name", name: statement.name.text });
    }
  } else if (ts.isClassDeclaration(statement)) {
    const name = statement.name?.text;
    const target: ExportTarget =
      name === undefined ? { kind: "class", declaration: statement } : { kind: "name", name };
    if (isDefault || name !== undefined) names.set(isDefault ? "default" : name!, target);
  } else if (ts.isEnumDeclaration(statement)) {
    names.set(statement.name.text, { kind: "name", name: statement.name.text });
  } else if (ts.isModuleDeclaration(statement) && ts.isIdentifier(statement.name)) {
    names.set(statement.name.text, { kind: "name", name: statement.name.text });
  }
}

/** Whether a node carries a modifier such as `export` or `async`. */
export function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return findModifier(node, kind) !== undefined;
}

/** The modifier itself, for its position. */
export function findModifier(node: ts.Node, kind: ts.SyntaxKind): ts.ModifierLike | undefined {
  if (!ts.canHaveModifiers(node)) return undefined;
  return node.modifiers?.find((modifier) => modifier.kind === kind);
}

function lastPart(module: string): string {
  return module.slice(module.lastIndexOf("/") + 1);
}
