/**
 * Exports of a CommonJS module that can be followed without running it, as compilers and bundlers write them. So
 * of a large module only what is imported has to be read.
 *
 *     exports.norm = norm;            staticExport "norm": the function `norm`
 *     module.exports = { norm };      the same
 */

import { requiredSpecifier } from "./commonJs.js";
import { unwrap } from "./functions.js";
import { exportsName } from "./moduleEffects.js";
import { groupOf } from "./moduleGroups.js";
import type { ParsedModule } from "./parseModule.js";
import { type Binding, bindingsOf } from "./scopes.js";
import { ts } from "./typescript.js";

const exportsByFile = new WeakMap<ts.SourceFile, ReadonlyMap<string, Binding>>();

/** The binding that a module exports by a name; null where it takes running the module to know. */
export function staticExport(parsed: ParsedModule, name: string): Binding | null {
  const { file } = parsed;
  let found = exportsByFile.get(file);
  if (found === undefined) {
    found = collect(file);
    exportsByFile.set(file, found);
  }
  return found.get(name) ?? null;
}

/** `"./a"` where `module.exports = require("./a")` is all that a module exports, directly or through a variable; null otherwise. */
export function forwardedSpecifier(parsed: ParsedModule): string | null {
  const group = groupOf(parsed.file, exportsName);
  const [only, second] = group?.items ?? [];
  if (only === undefined || second !== undefined || !ts.isExpressionStatement(only)) return null;
  const assignment = assignmentIn(only.expression);
  if (assignment === null || assignment.name !== null) return null;
  const { value } = assignment;
  if (!ts.isIdentifier(value)) return requiredSpecifier(value);
  const binding = bindingsOf(parsed.file).get(value.text);
  if (binding === undefined || !ts.isVariableDeclaration(binding.declaration)) return null;
  const { initializer, name } = binding.declaration;
  const isPlain =
    initializer !== undefined && ts.isIdentifier(name) && groupOf(parsed.file, value.text) === null;
  return isPlain ? requiredSpecifier(unwrap(initializer)) : null;
}

function collect(file: ts.SourceFile): Map<string, Binding> {
  const found = new Map<string, Binding>();
  const group = groupOf(file, exportsName);
  // Names of the group get their value together with the exports: then all of it has to run.
  if (group === null || group.names.some((name) => name !== exportsName)) return found;
  const repeated = new Set<string>();
  const add = (name: string, value: ts.Expression) => {
    const inner = unwrap(value);
    const binding = ts.isIdentifier(inner) ? bindingsOf(file).get(inner.text) : undefined;
    if (found.has(name) || binding === undefined || binding.kind === "let") repeated.add(name);
    else found.set(name, binding);
  };
  for (const item of group.items) {
    if (isMarkOfEcmaScript(item) || isDeclaredLater(item)) continue;
    const assignment = ts.isExpressionStatement(item) ? assignmentIn(item.expression) : null;
    if (assignment === null) {
      return new Map();
    } else if (assignment.name !== null) {
      add(assignment.name, assignment.value);
    } else {
      if (!ts.isObjectLiteralExpression(assignment.value) || found.size > 0) return new Map();
      for (const property of assignment.value.properties) {
        if (ts.isShorthandPropertyAssignment(property)) add(property.name.text, property.name);
        else if (ts.isPropertyAssignment(property) && ts.isIdentifier(property.name)) {
          add(property.name.text, property.initializer);
        } else return new Map();
      }
    }
  }
  for (const name of repeated) found.delete(name);
  return found;
}

/** `exports.name = value`, `module.exports.name = value`; name null for `module.exports = value`. */
function assignmentIn(expression: ts.Expression): { name: string | null; value: ts.Expression } | null {
  if (!ts.isBinaryExpression(expression)) return null;
  const { left, operatorToken, right } = expression;
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken || !ts.isPropertyAccessExpression(left)) return null;
  if (isWhole(left)) return { name: null, value: unwrap(right) };
  return isWhole(left.expression) || isNamed(left.expression, "exports")
    ? { name: left.name.text, value: right }
    : null;
}

/** `module.exports` */
function isWhole(node: ts.Expression): boolean {
  return (
    ts.isPropertyAccessExpression(node) && node.name.text === "exports" && isNamed(node.expression, "module")
  );
}

function isNamed(node: ts.Expression, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name;
}

/** `Object.defineProperty(exports, "__esModule", { value: true });` */
function isMarkOfEcmaScript(item: ts.Node): boolean {
  if (!ts.isExpressionStatement(item) || !ts.isCallExpression(item.expression)) return false;
  const [, name] = item.expression.arguments;
  return name !== undefined && ts.isStringLiteralLike(name) && name.text === "__esModule";
}

/** `exports.a = exports.b = void 0;` */
function isDeclaredLater(item: ts.Node): boolean {
  if (!ts.isExpressionStatement(item)) return false;
  let value: ts.Expression = item.expression;
  while (ts.isBinaryExpression(value) && value.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    value = value.right;
  }
  return ts.isVoidExpression(value);
}
