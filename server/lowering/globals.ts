/**
 * Module-level bindings → globals, each when it is first reached. Constants and functions of a function
 * around a nested marked one count as well, as long as what they are made of does.
 */

import { type Finding, finding } from "../finding.js";
import type { Expression, GlobalCode, Pattern } from "../routine.js";
import {
  exportedNames,
  type ImportTarget,
  resolveExport,
  resolveImport,
  specifierSpan,
} from "../syntax/exports.js";
import { isFunctionNode, spanOf } from "../syntax/functions.js";
import { type ParsedModule, problemWithin } from "../syntax/parseModule.js";
import { type Binding, namesIn } from "../syntax/scopes.js";
import { ts } from "../syntax/typescript.js";
import { constructMessage, constructSentence } from "./constructs.js";
import {
  type Here,
  type LoweringContext,
  newFrame,
  type Scope,
  type Slot,
  sourceOf,
  stringAt,
} from "./context.js";
import { lowerExpression } from "./expressions.js";
import { lowerFunction } from "./functions.js";
import { changeOutsideFunctions } from "./moduleChanges.js";
import { newSlot, type Resolved } from "./names.js";
import { lowerBindingName } from "./patterns.js";
import { changeInsideFunctions } from "./stateChanges.js";

type Failure = Extract<Resolved, { kind: "failed" }>;

/** The global that a binding outside the routine's functions is, made at the first time it is asked for. */
export function globalFor(context: LoweringContext, parsed: ParsedModule, binding: Binding): Resolved {
  const { kind, declaration, name } = binding;
  switch (kind) {
    case "import": {
      const target = resolveImport(context.graph, parsed, binding);
      const place = { module: parsed.module, ...specifierSpan(binding, parsed.file) };
      return followTarget(context, target, binding, [{ ...place, message: "It is imported here." }]);
    }
    case "function":
      if (!isFunctionNode(declaration)) {
        return failed(`\`${name}\` is declared here without a body, so it cannot be run.`);
      }
      return functionGlobal(context, parsed, declaration, name);
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

/** A member of a module that was imported as a whole: `shapes.circle` after `import * as shapes`. */
export function namespaceMember(
  context: LoweringContext,
  module: string,
  binding: Binding,
  name: string,
): Resolved {
  const parsed = context.graph.open(module);
  if (parsed === null) return { kind: "undeclared" };
  return followTarget(context, resolveExport(context.graph, parsed, name), binding, undefined);
}

/** The whole of a namespace as an object, where it is used other than by `namespace.member`. */
export function namespaceObject(
  here: Here,
  module: string,
  binding: Binding,
  span: { start: number; end: number },
): Expression {
  const { context } = here;
  const parsed = context.graph.open(module);
  const names = parsed === null ? [] : exportedNames(context.graph, parsed);
  const properties = names.flatMap((name) => {
    const member = namespaceMember(context, module, binding, name);
    if (member.kind !== "variable") return [];
    const value: Expression = { kind: "read", variable: member.variable, ...span };
    return [{ kind: "property" as const, key: stringAt(name, span), value, ...span }];
  });
  return { kind: "object", properties, ...span };
}

function followTarget(
  context: LoweringContext,
  target: ImportTarget,
  binding: Binding,
  related: Finding["related"],
): Resolved {
  switch (target.kind) {
    case "binding": {
      const found = globalFor(context, target.parsed, target.binding);
      // An imported binding cannot be assigned to, whatever it is at home.
      return found.kind === "variable" ? { ...found, isConstant: true } : found;
    }
    case "expression":
      return expressionGlobal(context, target.parsed, target.expression);
    case "namespace":
      return { kind: "namespace", binding, module: target.parsed.module };
    case "class":
      return failed(constructMessage(ts.SyntaxKind.ClassDeclaration), related);
    case "unresolved":
      return {
        kind: "failed",
        code: "unresolved-import",
        message: `\`${binding.name}\` cannot be followed: ${target.reason}.`,
        related,
      };
  }
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
  if (isOfModule && (!isStatement || !ts.isSourceFile(parent.parent.parent))) {
    return failed(
      `\`${name}\` gets its value in a statement of the module, and those are not run. Give it its value where it is declared.`,
      [declared(parsed, binding)],
    );
  }
  const change = isOfModule ? changeOutsideFunctions(parsed.file, name) : null;
  if (change !== null) {
    return failed(
      `\`${name}\` is changed by a statement of the module, and those are not run. Compute its value where it is declared.`,
      [{ module: parsed.module, ...spanOf(change, parsed.file), message: "It is changed here." }],
    );
  }
  if (initializer === undefined && kind === "const") {
    return failed(`\`${name}\` has no value here, so it cannot be used.`, [declared(parsed, binding)]);
  }
  return reserve(context, parsed, identifier, name, isConstant, (here) => {
    if (initializer === undefined) return { kind: "undefined", ...spanOf(declaration, parsed.file) };
    if (ts.isIdentifier(declaration.name)) return lowerExpression(initializer, here, name);
    return partOfPattern(declaration.name, initializer, name, here);
  });
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

/** Takes a place in the list of globals now, and lowers the value later. */
function reserve(
  context: LoweringContext,
  parsed: ParsedModule,
  node: ts.Node,
  name: string,
  isConstant: boolean,
  lowerValue: (here: Here) => Expression,
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
  const change = isConstant ? null : changeInsideFunctions(parsed.file, node);
  if (change !== null) global.changedAt = spanOf(change, parsed.file);
  const index = context.globals.push(global) - 1;
  context.globalByNode.set(node, index);
  context.waiting.push(() => {
    global.value = lowerValue(here);
  });
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
