/** Functions → `FunctionCode`: captured variables at once; parameters, slots and the body when it is first called. */

import type { Span } from "../finding.js";
import type {
  Expression,
  FunctionCode,
  LocalVariable,
  MarkedCode,
  ParameterCode,
  Statement,
} from "../routine.js";
import { findModifier } from "../syntax/exports.js";
import { type FunctionNode, parametersOf, takesThis } from "../syntax/functions.js";
import { bindingsOf } from "../syntax/scopes.js";
import { beginsStrictCode } from "../syntax/strict.js";
import { ts } from "../syntax/typescript.js";
import { captureMentioned, mentionsArguments } from "./captures.js";
import { asyncAdvice, constructSentence } from "./constructs.js";
import {
  type Here,
  hereInside,
  makeFunction,
  type NamedParameter,
  newFrame,
  placeAt,
  presentPlace,
  type Scope,
  siteAt,
  spanAt,
  unsupported,
} from "./context.js";
import { lowerExpression } from "./expressions.js";
import type { LazyFunction, LoweredBody } from "./lazyFunction.js";
import { openScope } from "./names.js";
import { lowerBindingName } from "./patterns.js";
import { lowerBlock } from "./statements.js";

export interface FunctionOptions {
  /** The name of what holds it, for a function without one. */
  name?: string;
  /** The marked function, or the one that it is said to be the derivative of: called at points, with the parameters as points name them. */
  pointParameters?: readonly NamedParameter[];
  /** Where the marked function has its name, or what stands for one. */
  markedName?: Span;
  isConstructor?: boolean;
  /** Statements that a constructor runs before its own. */
  begin?: (inside: Here) => Statement[];
}

/** Lowers a function. One of the module's own scope is made once, however often it is reached. */
export function lowerFunction(
  node: FunctionNode,
  outside: Here,
  options: FunctionOptions = {},
): LazyFunction {
  const { context } = outside;
  const { functionByStart } = context;
  const named = options.pointParameters ?? null;
  const isOfModule = outside.frame.parent === null && outside.scope.kind === "module";
  const isRefused = options.markedName !== undefined && starOf(node) !== undefined;
  const isAsWritten =
    !isRefused && (named === null || node.parameters.every(({ name }) => ts.isIdentifier(name)));
  const place = presentPlace(node, outside);
  const known = isOfModule && isAsWritten ? functionByStart.get(place.start) : undefined;
  if (known !== undefined) return known;

  const isStrict = outside.frame.isStrict || beginsStrictCode(node);
  const markedHere: MarkedCode | null = context.marked.has(place.start)
    ? { sites: [], unsupported: [] }
    : null;
  const marked = markedHere ?? outside.frame.marked;
  const frame = newFrame(isOfModule ? null : outside.frame, place, marked, isStrict);
  if (!isOfModule) captureMentioned(node, frame, outside);
  const isGenerator = starOf(node) !== undefined;
  const isOrdinary = !isGenerator && (ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node));
  const code = makeFunction(
    context,
    {
      ...place,
      name:
        (node.name !== undefined && ts.isIdentifier(node.name) ? node.name.text : "") || (options.name ?? ""),
      length: lengthOf(node),
      captures: frame.captures as FunctionCode["captures"],
      // A point gives the marked function its `this`, also where a class would.
      isArrow: named === null ? ts.isArrowFunction(node) : !takesThis(node),
      isConstructor: options.isConstructor ?? isOrdinary,
      // A marked one raises a finding, and not only once a value is asked of it.
      isGenerator: isGenerator && options.markedName === undefined,
      isStrict,
      marked,
    },
    (own) => {
      frame.code = own;
      return lowerWhole(node, hereInside(node, outside, frame), named, options);
    },
  );
  if (isOfModule && isAsWritten) functionByStart.set(place.start, code);
  return code;
}

function lowerWhole(
  node: FunctionNode,
  around: Here,
  named: readonly NamedParameter[] | null,
  options: FunctionOptions,
): LoweredBody {
  const { locals } = around.frame;
  const { here } = openScope(around, bindingsOf(node));
  if (mapsArguments(node, here)) mapParameters(node, locals);
  const refusal = refusalOf(node, options.markedName ?? null, here);
  if (refusal !== null) return { parameters: [], locals, body: [refusal] };
  const parameters =
    named === null
      ? parametersOf(node).map((parameter) => lowerParameter(parameter, here))
      : named.map((parameter) => lowerNamedParameter(parameter, here));
  const begin = options.begin?.(here) ?? [];
  return { parameters, locals, body: afterSuper(lowerBody(node, here), begin) };
}

/** Whether `arguments` and the parameters are one. */
function mapsArguments(node: FunctionNode, { frame }: Here): boolean {
  if (frame.isStrict || ts.isArrowFunction(node) || !mentionsArguments(node)) return false;
  return node.parameters.every(
    ({ name, initializer, dotDotDotToken }) =>
      ts.isIdentifier(name) && initializer === undefined && dotDotDotToken === undefined,
  );
}

function mapParameters(node: FunctionNode, locals: readonly LocalVariable[]): void {
  const names = new Set(node.parameters.map(({ name }) => (ts.isIdentifier(name) ? name.text : "")));
  for (const local of locals) {
    if (names.has(local.name)) Object.assign(local, { isCaptured: true, isMapped: true });
  }
}

/** Puts statements at the beginning of a constructor, or behind its `super(…)`. */
function afterSuper(body: Statement[], begin: readonly Statement[]): Statement[] {
  if (begin.length === 0) return body;
  const [only] = body;
  const isBlock = body.length === 1 && only?.kind === "block";
  const inner = isBlock ? only.body : body;
  const call = inner.findIndex(
    (statement) => statement.kind === "expression" && statement.expression.kind === "superCall",
  );
  const whole = inner.toSpliced(call + 1, 0, ...begin);
  return isBlock ? [{ ...only, body: whole }] : whole;
}

/** How many parameters stand before the first with a default value and the rest parameter. */
function lengthOf(node: FunctionNode): number {
  const parameters = parametersOf(node);
  const end = parameters.findIndex(
    ({ initializer, dotDotDotToken }) => initializer !== undefined || dotDotDotToken !== undefined,
  );
  return end < 0 ? parameters.length : end;
}

/**
 * A function expression that calls itself by its own name. The name lives in an arrow function around it, which
 * is called at once: `(() => { const g = function …; return g; })()`, so that each closure has a cell of its own.
 */
export function lowerSelfNamed(node: ts.FunctionExpression & FunctionNode, here: Here): Expression {
  const name = node.name!.text;
  const place = presentPlace(node, here);
  const { isStrict, marked } = here.frame;
  const frame = newFrame(here.frame, place, marked, isStrict);
  captureMentioned(node, frame, here);
  const code = makeFunction(
    here.context,
    { ...place, name, captures: frame.captures, isStrict, marked },
    (code) => {
      frame.code = code;
      frame.locals.push({ name, isCaptured: false });
      const slots = new Map([[name, { index: 0, isConstant: true }]]);
      const scope: Scope = { kind: "slots", slots, frame, outer: here.scope };
      const inside: Here = { ...hereInside(node, here, frame), scope };
      const span = spanAt(node, inside);
      const value: Expression = { kind: "function", function: lowerFunction(node, inside), ...span };
      const variable = { scope: "local", index: 0, name } as const;
      const body: Statement[] = [
        { kind: "declare", pattern: { kind: "name", variable, isConstant: true, ...span }, value, ...span },
        { kind: "return", value: { kind: "read", variable, ...span }, ...span },
      ];
      return { parameters: [], locals: frame.locals, body };
    },
  );
  const span = spanAt(node, here);
  const callee: Expression = { kind: "function", function: code, ...span };
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
  const { shift, module } = here.source;
  const span = { start: markedName.start + shift, end: markedName.end + shift };
  return { ...unsupported(here, { module, ...span }, generatorMessage), ...span };
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
