/**
 * Module-level bindings → globals, each when it is first reached. Constants and functions of a function
 * around a nested marked one count as well, as long as what they are made of does.
 */

import { type Finding, finding, type Span } from "../finding.js";
import type { Expression, GlobalCode, Pattern } from "../routine.js";
import { isCommonJs, requiredSpecifier } from "../syntax/commonJs.js";
import { staticExport } from "../syntax/commonJsExports.js";
import {
  exportedNames,
  followRequire,
  type ImportTarget,
  resolveExport,
  resolveImport,
  specifierSpan,
} from "../syntax/exports.js";
import { isFunctionNode, spanOf, unwrap } from "../syntax/functions.js";
import { type ParsedModule, problemWithin } from "../syntax/parseModule.js";
import { type Binding, namesIn } from "../syntax/scopes.js";
import { ts } from "../syntax/typescript.js";
import { lowerClass } from "./classes.js";
import { requiredModule } from "./commonJs.js";
import { constructMessage, constructSentence } from "./constructs.js";
import {
  type Here,
  type LoweringContext,
  newFrame,
  type Scope,
  type Slot,
  sourceOf,
  stringAt,
  unsupported,
} from "./context.js";
import { lowerEntityName } from "./enums.js";
import { lowerExpression } from "./expressions.js";
import { lowerFunction } from "./functions.js";
import { declaredIndex, groupIndexOf, isHoisted } from "./groups.js";
import { newSlot, type Resolved } from "./names.js";
import { lowerBindingName } from "./patterns.js";
import { changeInsideFunctions } from "./stateChanges.js";

type Failure = Extract<Resolved, { kind: "failed" }>;

/** The global that a binding outside the routine's functions is, made at the first time it is asked for. */
export function globalFor(context: LoweringContext, parsed: ParsedModule, binding: Binding): Resolved {
  const { kind, declaration, name } = binding;
  switch (kind) {
    case "import": {
      const alias = aliasOf(declaration);
      if (alias !== null) {
        return reserve(context, parsed, declaration, name, true, (here) => lowerEntityName(alias, here));
      }
      const target = resolveImport(context.graph, parsed, binding);
      const place = { module: parsed.module, ...specifierSpan(binding, parsed.file) };
      return followTarget(context, target, binding, [{ ...place, message: "It is imported here." }]);
    }
    case "function":
      if (!isFunctionNode(declaration)) {
        return failed(`\`${name}\` is declared here without a body, so it cannot be run.`);
      }
      return groupedGlobal(context, parsed, binding) ?? functionGlobal(context, parsed, declaration, name);
    case "class":
      // A class expression knows its own name, which is no name of the module.
      if (ts.isClassExpression(declaration)) {
        return reserve(context, parsed, declaration, name, true, (here) => lowerClass(declaration, here));
      }
      return declaredGlobal(context, parsed, binding);
    case "enum":
    case "namespace":
      return declaredGlobal(context, parsed, binding);
    case "const":
    case "let":
    case "var":
      return variableGlobal(context, parsed, binding);
    case "parameter":
    case "catch":
      return capturedFromOutside(parsed, binding);
    default:
      return failed(constructMessage(declaration.kind), [declared(parsed, binding)]);
  }
}

/** What `import x = N.y` names; null for any other import. */
function aliasOf(declaration: ts.Node): ts.EntityName | null {
  if (!ts.isImportEqualsDeclaration(declaration)) return null;
  const { moduleReference } = declaration;
  return ts.isExternalModuleReference(moduleReference) ? null : moduleReference;
}

function declaredGlobal(context: LoweringContext, parsed: ParsedModule, binding: Binding): Resolved {
  return (
    groupedGlobal(context, parsed, binding) ??
    inGroup(context, parsed, binding, declaredIndex(context, parsed, binding))
  );
}

/** A member of a module that was imported as a whole: `shapes.circle` after `import * as shapes`. */
export function namespaceMember(
  context: LoweringContext,
  module: string,
  binding: { name: string },
  name: string,
): Resolved {
  const parsed = context.graph.open(module);
  if (parsed === null) return { kind: "undeclared" };
  if (!isCommonJs(parsed)) {
    return followTarget(context, resolveExport(context.graph, parsed, name), binding, undefined);
  }
  const exported = staticExport(parsed, name);
  const isMethod = exported === null || mentionsThis(exported.declaration);
  // A call of it has the whole for its `this`.
  if (isMethod && name !== "default") {
    return { kind: "computed", at: (span) => memberOf(requiredModule(context, parsed, span), name, span) };
  }
  return followTarget(context, { kind: "commonJs", parsed, name, isForNode: false }, binding, undefined);
}

/** The whole of a namespace as an object, where it is used other than by `namespace.member`. */
export function namespaceObject(
  here: Here,
  module: string,
  binding: { name: string },
  span: Span,
): Expression {
  const { context } = here;
  const parsed = context.graph.open(module);
  if (parsed !== null && isCommonJs(parsed)) return requiredModule(context, parsed, span);
  const names = parsed === null ? [] : exportedNames(context.graph, parsed);
  const properties = names.flatMap((name) => {
    const member = namespaceMember(context, module, binding, name);
    if (member.kind === "failed" || member.kind === "undeclared") return [];
    const value = resolvedExpression(here, member, span);
    return [{ kind: "property" as const, key: stringAt(name, span), value, ...span }];
  });
  return { kind: "object", properties, ...span };
}

/** What a name or an import stands for, as an expression. */
export function resolvedExpression(here: Here, resolved: Resolved, span: Span): Expression {
  switch (resolved.kind) {
    case "variable":
      return { kind: "read", variable: resolved.variable, ...span };
    case "computed":
      return resolved.at(span);
    case "namespace":
      return namespaceObject(here, resolved.module, resolved.binding, span);
    case "failed": {
      const place = { module: here.source.module, ...span };
      return { ...unsupported(here, place, resolved.message, resolved.code, resolved.related), ...span };
    }
    case "undeclared":
      return { kind: "undefined", ...span };
  }
}

/** What an import, or a `require`, stands for. */
export function followTarget(
  context: LoweringContext,
  target: ImportTarget,
  binding: { name: string },
  related: Finding["related"],
): Resolved {
  switch (target.kind) {
    case "required":
      return { kind: "computed", at: (span) => requiredModule(context, target.parsed, span) };
    case "commonJs": {
      const exported = staticExport(target.parsed, target.name);
      if (exported !== null) return globalFor(context, target.parsed, exported);
      return { kind: "computed", at: (span) => importedFromCommonJs(context, target, span) };
    }
    case "binding": {
      const found = globalFor(context, target.parsed, target.binding);
      // An imported binding cannot be assigned to, whatever it is at home.
      return found.kind === "variable" ? { ...found, isConstant: true } : found;
    }
    case "expression":
      return expressionGlobal(context, target.parsed, target.expression);
    case "namespace":
      return { kind: "namespace", binding, module: target.parsed.module };
    case "class": {
      const { declaration } = target;
      return reserve(context, target.parsed, declaration, "default", true, (here) =>
        lowerClass(declaration, here, "default"),
      );
    }
    case "unresolved":
      return {
        kind: "failed",
        code: "unresolved-import",
        message: `\`${binding.name}\` cannot be followed: ${target.reason}.`,
        related,
      };
  }
}

/**
 * One name of what a CommonJS module exports. `default` is the whole; but where the importing module is not one of
 * Node.js, and the exporting one says by `__esModule` that it was ECMAScript, it is what that calls `default`.
 */
function importedFromCommonJs(
  context: LoweringContext,
  { parsed, name, isForNode }: Extract<ImportTarget, { kind: "commonJs" }>,
  span: Span,
): Expression {
  const exported = requiredModule(context, parsed, span);
  const member = (property: string) => memberOf(exported, property, span);
  // In a sequence it is no method: a call of it gets no `this`.
  if (name !== "default") return { kind: "sequence", expressions: [member(name)], ...span };
  if (isForNode) return exported;
  return {
    kind: "conditional",
    condition: { kind: "logical", operator: "&&", left: exported, right: member("__esModule"), ...span },
    whenTrue: member("default"),
    whenFalse: exported,
    ...span,
  };
}

function memberOf(object: Expression, property: string, span: Span): Expression {
  return { kind: "member", object, property: stringAt(property, span), isOptional: false, ...span };
}

/** Whether a function may ask for what it is a method of. A class does not. */
function mentionsThis(declaration: ts.Node): boolean {
  return !ts.isClassLike(declaration) && /\bthis\b/.test(declaration.getText());
}

/** The global of a name that several statements of its module give its value; null for a name whose declaration is all. */
function groupedGlobal(context: LoweringContext, parsed: ParsedModule, binding: Binding): Resolved | null {
  if (binding.container.kind !== ts.SyntaxKind.SourceFile) return null;
  const group = groupIndexOf(context, parsed, binding.name);
  return group === null ? null : inGroup(context, parsed, binding, group);
}

function inGroup(
  context: LoweringContext,
  parsed: ParsedModule,
  { name, identifier, isConstant }: Binding,
  group: number,
): Resolved {
  const isKnown = context.globalByNode.has(identifier);
  const resolved = reserve(context, parsed, identifier, name, isConstant, null);
  if (isKnown || resolved.kind !== "variable") return resolved;
  const global = context.globals[resolved.variable.index]!;
  global.group = group;
  if (isHoisted(parsed, name)) global.isHoisted = true;
  return resolved;
}

function functionGlobal(
  context: LoweringContext,
  parsed: ParsedModule,
  node: ts.Node,
  name: string,
): Resolved {
  return reserve(context, parsed, node, name, false, (here) => {
    if (!isFunctionNode(node)) return missingValue(here, node);
    return { kind: "function", function: lowerFunction(node, here, { name }), ...spanOf(node, parsed.file) };
  });
}

function expressionGlobal(
  context: LoweringContext,
  parsed: ParsedModule,
  node: ts.Expression | ts.FunctionDeclaration,
): Resolved {
  if (ts.isFunctionDeclaration(node)) return functionGlobal(context, parsed, node, "default");
  return reserve(context, parsed, node, "default", true, (here) => lowerExpression(node, here));
}

function variableGlobal(context: LoweringContext, parsed: ParsedModule, binding: Binding): Resolved {
  const { name, identifier, kind, isConstant } = binding;
  const declaration = binding.declaration as ts.VariableDeclaration;
  const { initializer, parent } = declaration;
  const isOfModule = binding.container.kind === ts.SyntaxKind.SourceFile;
  const isStatement = ts.isVariableStatement(parent.parent);
  if (!isOfModule && (kind !== "const" || !isStatement)) return capturedFromOutside(parsed, binding);
  const grouped = groupedGlobal(context, parsed, binding);
  if (grouped !== null) return grouped;
  const specifier = initializer === undefined ? null : requiredSpecifier(unwrap(initializer));
  const required = specifier === null ? null : requiredBinding(context, parsed, binding, specifier);
  if (required !== null) return required;
  if (initializer === undefined && kind === "const") {
    return failed(`\`${name}\` has no value here, so it cannot be used.`, [declared(parsed, binding)]);
  }
  return reserve(context, parsed, identifier, name, isConstant, (here) => {
    if (initializer === undefined) return { kind: "undefined", ...spanOf(declaration, parsed.file) };
    if (ts.isIdentifier(declaration.name)) return lowerExpression(initializer, here, name);
    return partOfPattern(declaration.name, initializer, name, here);
  });
}

/**
 * `const name = require("…")` and `const { name } = require("…")` are like imports: of a module only what is used
 * has to be read. null where it takes the whole.
 */
function requiredBinding(
  context: LoweringContext,
  parsed: ParsedModule,
  binding: Binding,
  specifier: string,
): Resolved | null {
  const { name: pattern } = binding.declaration as ts.VariableDeclaration;
  const target = followRequire(context.graph, parsed, specifier);
  if (target.kind !== "namespace" && target.kind !== "required") return null;
  const whole = { kind: "namespace", binding, module: target.parsed.module } as const;
  if (ts.isIdentifier(pattern)) return binding.isConstant || target.kind === "namespace" ? whole : null;
  if (!ts.isObjectBindingPattern(pattern)) return null;
  const element = pattern.elements.find(({ name }) => name === binding.identifier);
  if (element === undefined || element.initializer !== undefined || element.dotDotDotToken !== undefined) {
    return null;
  }
  const { propertyName = element.name } = element;
  if (!ts.isIdentifier(propertyName)) return null;
  const isStatic = target.kind === "namespace" || staticExport(target.parsed, propertyName.text) !== null;
  return isStatic ? namespaceMember(context, target.parsed.module, binding, propertyName.text) : null;
}

/** `const { a, b } = value`: takes the value apart and gives one of the parts. */
function partOfPattern(
  pattern: ts.BindingPattern,
  initializer: ts.Expression,
  wanted: string,
  here: Here,
): Expression {
  const slots = new Map<string, Slot>();
  for (const { text } of namesIn(pattern)) {
    slots.set(text, { index: newSlot(here.frame, text), isConstant: false });
  }
  const scope: Scope = { kind: "slots", slots, frame: here.frame, outer: here.scope };
  const span = spanOf(pattern.parent, here.source.file);
  const target: Pattern = lowerBindingName(pattern, { ...here, scope });
  const value = lowerExpression(initializer, here);
  const variable = { scope: "local", index: slots.get(wanted)!.index, name: wanted } as const;
  return {
    kind: "sequence",
    expressions: [
      { kind: "assign", operator: null, target, value, ...span },
      { kind: "read", variable, ...span },
    ],
    ...span,
  };
}

/** Takes a place in the list of globals now, and lowers the value later; without one, a group gives it. */
function reserve(
  context: LoweringContext,
  parsed: ParsedModule,
  node: ts.Node,
  name: string,
  isConstant: boolean,
  lowerValue: ((here: Here) => Expression) | null,
): Resolved {
  const known = context.globalByNode.get(node);
  if (known !== undefined) {
    return { kind: "variable", variable: { scope: "global", index: known, name }, isConstant };
  }
  const declaration = declarationAround(node);
  const span = spanOf(declaration, parsed.file);
  const problem = problemWithin(parsed, span);
  if (problem !== null) {
    return {
      kind: "failed",
      code: "syntax-error",
      message: `\`${name}\` cannot be read: ${problem.message}`,
      related: [{ module: parsed.module, start: problem.start, end: problem.end, message: problem.message }],
    };
  }
  const source = sourceOf(context, parsed);
  const frame = newFrame(null, false);
  const scope: Scope = { kind: "module", parsed, node: declaration };
  const here: Here = { context, source, frame, scope, labels: new Map() };
  const global: GlobalCode = {
    ...span,
    name,
    module: source.moduleIndex,
    value: { kind: "undefined", ...span },
    locals: frame.locals,
    isConstant,
  };
  // What an installed package keeps for itself is its own affair.
  const isOfPackage = parsed.module.includes("/node_modules/");
  const change = isConstant || isOfPackage ? null : changeInsideFunctions(parsed.file, node);
  if (change !== null) global.changedAt = spanOf(change, parsed.file);
  const index = context.globals.push(global) - 1;
  context.globalByNode.set(node, index);
  if (lowerValue !== null) {
    context.waiting.push(() => {
      global.value = lowerValue(here);
    });
  }
  return { kind: "variable", variable: { scope: "global", index, name }, isConstant };
}

function declarationAround(node: ts.Node): ts.Node {
  let declaration = node;
  while (ts.isIdentifier(declaration) || ts.isBindingElement(declaration) || isBindingPattern(declaration)) {
    declaration = declaration.parent;
  }
  return declaration;
}

function isBindingPattern(node: ts.Node): boolean {
  return ts.isObjectBindingPattern(node) || ts.isArrayBindingPattern(node);
}

/** A nested marked function uses what only a call of the function around it has. */
function capturedFromOutside(parsed: ParsedModule, binding: Binding): Failure {
  const what = binding.kind === "parameter" ? "a parameter" : "a variable";
  return failed(
    constructSentence(
      `\`${binding.name}\` is ${what} of the function around, whose value is not known here; it`,
      "Make it a parameter of the marked function, or move it to the module's level.",
    ),
    [declared(parsed, binding)],
  );
}

function declared(parsed: ParsedModule, binding: Binding) {
  const span = spanOf(binding.identifier, parsed.file);
  return { module: parsed.module, ...span, message: `\`${binding.name}\` is declared here.` };
}

function failed(message: string, related: Finding["related"] = undefined): Failure {
  return { kind: "failed", code: "unsupported-construct", message, related };
}

function missingValue(here: Here, node: ts.Node): Expression {
  const span = spanOf(node, here.source.file);
  const place = { module: here.source.module, ...span };
  return {
    kind: "unsupported",
    finding: finding("unsupported-construct", place, "This declaration has no body, so it cannot be run."),
    ...span,
  };
}
