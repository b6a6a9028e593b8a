/** Functions → `FunctionCode`: parameters, slots, captured variables and the body. */

import type { Span } from "../finding.js";
import type { Expression, FunctionCode, ParameterCode, Statement } from "../routine.js";
import { findModifier } from "../syntax/exports.js";
import { type FunctionNode, parametersOf, takesThis } from "../syntax/functions.js";
import { bindingsOf } from "../syntax/scopes.js";
import { ts } from "../syntax/typescript.js";
import { asyncAdvice, constructSentence } from "./constructs.js";
import { type Here, newFrame, placeAt, siteAt, spanAt, unsupported } from "./context.js";
import { lowerExpression } from "./expressions.js";
import { openScope } from "./names.js";
import { lowerBindingName } from "./patterns.js";
import { lowerBlock } from "./statements.js";

/** A parameter of the marked function as a point gives it: one name of a destructured one. */
export interface NamedParameter {
  identifier: ts.Identifier;
  defaultValue: ts.Expression | undefined;
  isRest: boolean;
}

export interface FunctionOptions {
  /** The name of what holds it, for a function without one. */
  name?: string;
  /** The marked function, with the parameters as points name them. */
  marked?: readonly NamedParameter[];
  /** Where the marked function has its name, or what stands for one. */
  markedName?: Span;
  /** Another function that is called at a point, with the parameters as points name them. */
  pointParameters?: readonly NamedParameter[];
}

/** Lowers a function and gives its index. A function of a module is lowered once, however often it is reached. */
export function lowerFunction(node: FunctionNode, outside: Here, options: FunctionOptions = {}): number {
  const { context } = outside;
  const isOfModule = outside.frame.parent === null && outside.scope.kind === "module";
  const marked = options.marked ?? null;
  const named = marked ?? options.pointParameters ?? null;
  const isAsWritten = named === null || node.parameters.every(({ name }) => ts.isIdentifier(name));
  const known = isOfModule && isAsWritten ? context.functionByNode.get(node) : undefined;
  if (known !== undefined) return known;

  const frame = newFrame(isOfModule ? null : outside.frame, marked !== null || outside.frame.isMarked);
  const code: FunctionCode = {
    ...spanAt(node, outside),
    name:
      (node.name !== undefined && ts.isIdentifier(node.name) ? node.name.text : "") || (options.name ?? ""),
    module: outside.source.moduleIndex,
    parameters: [],
    locals: frame.locals,
    captures: frame.captures,
    // A point gives the marked function its `this`, also where a class would.
    isArrow: named === null ? ts.isArrowFunction(node) : !takesThis(node),
    body: [],
  };
  const isGenerator = starOf(node) !== undefined;
  if (!isGenerator && (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node)))
    code.isConstructor = true;
  const index = context.functions.push(code) - 1;
  if (isOfModule && isAsWritten) context.functionByNode.set(node, index);

  const around: Here = { ...outside, frame, labels: new Map() };
  const { here } = openScope(around, bindingsOf(node));
  const refusal = refusalOf(node, options.markedName ?? null, here);
  if (refusal !== null) {
    // No generator, whose body would only run once a value is asked for.
    code.body = [refusal];
    return index;
  }
  if (isGenerator) code.isGenerator = true;
  code.parameters =
    named === null
      ? parametersOf(node).map((parameter) => lowerParameter(parameter, here))
      : named.map((parameter) => lowerNamedParameter(parameter, here));
  code.body = lowerBody(node, here);
  return index;
}

/**
 * A function expression that calls itself by its own name. The name lives in an arrow function around it, which
 * is called at once: `(() => { const g = function …; return g; })()`, so that each closure has a cell of its own.
 */
export function lowerSelfNamed(node: ts.FunctionExpression & FunctionNode, here: Here): Expression {
  const { context, source } = here;
  const span = spanAt(node, here);
  const name = node.name!.text;
  const frame = newFrame(here.frame, here.frame.isMarked);
  const code: FunctionCode = {
    ...span,
    name,
    module: source.moduleIndex,
    parameters: [],
    locals: frame.locals,
    captures: frame.captures,
    isArrow: true,
    body: [],
  };
  const index = context.functions.push(code) - 1;
  frame.locals.push({ name, isCaptured: false });
  const slots = new Map([[name, { index: 0, isConstant: true }]]);
  const inside: Here = { ...here, frame, scope: { kind: "slots", slots, frame, outer: here.scope } };
  const value: Expression = { kind: "function", function: lowerFunction(node, inside), ...span };
  const variable = { scope: "local", index: 0, name } as const;
  code.body = [
    { kind: "declare", pattern: { kind: "name", variable, isConstant: true, ...span }, value, ...span },
    { kind: "return", value: { kind: "read", variable, ...span }, ...span },
  ];
  const callee: Expression = { kind: "function", function: index, ...span };
  return { kind: "call", callee, arguments: [], isOptional: false, ...span };
}

/** Whether a function expression's text mentions its own name inside. */
export function mentionsItself(node: ts.FunctionExpression): boolean {
  const name = node.name?.text;
  if (name === undefined || name === "") return false;
  const waiting: ts.Node[] = [node.body, ...node.parameters];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (ts.isIdentifier(next) && next.text === name) return true;
    ts.forEachChild(next, (child) => void waiting.push(child));
  }
  return false;
}

const generatorMessage =
  "A generator gives an iterator and no number, so there is nothing to differentiate. Mark a function that uses it and returns numbers, such as an array of what it yields.";

/** Asynchronous functions, and a marked generator, raise a finding when they are called. */
function refusalOf(node: FunctionNode, markedName: Span | null, here: Here): Statement | null {
  const asyncKeyword = findModifier(node, ts.SyntaxKind.AsyncKeyword);
  if (asyncKeyword !== undefined) {
    const message = constructSentence("An `async` function", asyncAdvice);
    return {
      ...unsupported(here, placeAt(asyncKeyword, here), message, "async"),
      ...spanAt(asyncKeyword, here),
    };
  }
  if (starOf(node) === undefined || markedName === null) return null;
  const { start, end } = markedName;
  return { ...unsupported(here, { module: here.source.module, start, end }, generatorMessage), start, end };
}

function starOf(node: FunctionNode): ts.AsteriskToken | undefined {
  return ts.isArrowFunction(node) ? undefined : node.asteriskToken;
}

function lowerParameter(parameter: ts.ParameterDeclaration, here: Here): ParameterCode {
  const { name, initializer, dotDotDotToken } = parameter;
  return {
    ...spanAt(parameter, here),
    pattern: lowerBindingName(name, here, "parameter"),
    defaultValue: initializer === undefined ? null : lowerExpression(initializer, here),
    isRest: dotDotDotToken !== undefined,
  };
}

function lowerNamedParameter(parameter: NamedParameter, here: Here): ParameterCode {
  const { identifier, defaultValue, isRest } = parameter;
  return {
    ...spanAt(identifier, here),
    pattern: lowerBindingName(identifier, here, "parameter"),
    defaultValue: defaultValue === undefined ? null : lowerExpression(defaultValue, here),
    isRest,
  };
}

function lowerBody(node: FunctionNode, here: Here): Statement[] {
  const { body } = node;
  if (!ts.isBlock(body)) {
    const span = spanAt(body, here);
    const site = siteAt(here, "return", "", span);
    return [{ kind: "return", value: lowerExpression(body, here), ...site, ...span }];
  }
  const block = lowerBlock(body, body.statements, here);
  const isPlain = block.fresh.length === 0 && block.functions.length === 0;
  return isPlain ? block.body : [{ kind: "block", ...block, ...spanAt(body, here) }];
}
