/**
 * Classes → `ClassCode`. Field values, static blocks and constructors become functions like the methods:
 *
 *     class Spring { k = 2; constructor(public m = 1) {} }
 *
 *     field k = function () { return 2; }     constructor = function (m = 1) { this.m = m; }
 */

import type { ClassCode, ClassKey, ClassMember, Expression, FunctionCode, Statement } from "../routine.js";
import { hasModifier } from "../syntax/exports.js";
import type { FunctionNode } from "../syntax/functions.js";
import { ts } from "../syntax/typescript.js";
import { captureMentioned } from "./captures.js";
import {
  type Here,
  hereInside,
  makeFunction,
  newFrame,
  placeAt,
  presentPlace,
  type Scope,
  spanAt,
  stringAt,
  unsupported,
} from "./context.js";
import { lowerExpression, lowerPropertyName } from "./expressions.js";
import { lowerFunction } from "./functions.js";
import { newSlot, resolveName } from "./names.js";
import { lowerBlock } from "./statements.js";

/** Lowers a class, declared or as an expression. A nameless one takes the name of what holds it. */
export function lowerClass(node: ts.ClassLikeDeclaration, outside: Here, holder = ""): Expression {
  const span = spanAt(node, outside);
  const name = node.name?.text ?? "";
  const { here, own } = withOwnName(name, outside);
  const members = node.members.flatMap((member) => lowerMember(member, here));
  const heritage = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword);
  const [base] = heritage?.types ?? [];
  const code: ClassCode = {
    name: name || holder,
    own,
    base: base === undefined ? null : lowerExpression(base.expression, here),
    constructorFunction: lowerConstructor(node, base !== undefined, name || holder, here),
    members,
  };
  return { kind: "class", class: code, ...span };
}

/** Inside a class its name is a constant of its own. */
function withOwnName(name: string, here: Here): { here: Here; own: ClassCode["own"] } {
  if (name === "") return { here, own: null };
  const index = newSlot(here.frame, name);
  const slots = new Map([[name, { index, isConstant: true }]]);
  const scope: Scope = { kind: "slots", slots, frame: here.frame, outer: here.scope };
  return { here: { ...here, scope }, own: { scope: "local", index, name } };
}

function lowerMember(member: ts.ClassElement, here: Here): ClassMember[] {
  const isStatic = hasModifier(member, ts.SyntaxKind.StaticKeyword);
  const shared = { isStatic, ...spanAt(member, here) };
  if (ts.isClassStaticBlockDeclaration(member)) {
    return [{ kind: "staticBlock", function: methodOf(member, here, "", blockOf(member.body)), ...shared }];
  }
  if (ts.isPropertyDeclaration(member)) {
    if (
      hasModifier(member, ts.SyntaxKind.AbstractKeyword) ||
      hasModifier(member, ts.SyntaxKind.DeclareKeyword)
    ) {
      return [];
    }
    const key = lowerKey(member.name, here);
    const { initializer } = member;
    const name = labelOfKey(key);
    const value =
      initializer === undefined ? null : methodOf(initializer, here, name, returning(initializer, name));
    return [{ kind: "field", key, value, ...shared }];
  }
  const isFunction = ts.isMethodDeclaration(member) || ts.isAccessor(member);
  // Overloads and abstract members have no body; index signatures are types.
  if (!isFunction || member.body === undefined) return [];
  const key = lowerKey(member.name, here);
  const kind = ts.isMethodDeclaration(member)
    ? "method"
    : ts.isGetAccessorDeclaration(member)
      ? "getter"
      : "setter";
  const lowered = lowerFunction(member as unknown as FunctionNode, here, { name: labelOfKey(key) });
  return [{ kind, key, function: lowered, ...shared }];
}

function lowerKey(name: ts.PropertyName, here: Here): ClassKey {
  if (!ts.isPrivateIdentifier(name)) return lowerPropertyName(name, here);
  return { kind: "private", name: privateName(name, here), ...spanAt(name, here) };
}

function labelOfKey(key: ClassKey): string {
  if (key.kind === "private") return key.name.slice(0, key.name.indexOf("@"));
  return key.kind === "string" ? key.value : "";
}

/** `#x` → `#x@2`: the private name of the nearest class around that declares it. */
export function privateName(name: ts.PrivateIdentifier, here: Here): string {
  const { classNumbers } = here.context;
  for (let node: ts.Node | undefined = name.parent; node !== undefined; node = node.parent) {
    if (!ts.isClassLike(node)) continue;
    const isDeclared = node.members.some(
      (member) =>
        member.name !== undefined && ts.isPrivateIdentifier(member.name) && member.name.text === name.text,
    );
    if (!isDeclared) continue;
    const number = classNumbers.get(node) ?? `${here.source.module}:${node.pos}`;
    classNumbers.set(node, number);
    return `${name.text}@${number}`;
  }
  return `${name.text}@`;
}

/** A function with the class's `this`, without parameters. */
function methodOf(
  node: ts.Node,
  here: Here,
  name: string,
  body: (inside: Here) => Statement[],
  options: Partial<Pick<FunctionCode, "isConstructor">> = {},
): FunctionCode {
  const place = presentPlace(node, here);
  const { marked } = here.frame;
  // Classes are strict code.
  const frame = newFrame(here.frame, place, marked, true);
  captureMentioned(node, frame, here);
  const head = { ...place, name, captures: frame.captures, isArrow: false, isStrict: true, marked };
  return makeFunction(here.context, { ...head, ...options }, (own) => {
    frame.code = own;
    return { parameters: [], locals: frame.locals, body: body(hereInside(node, here, frame)) };
  });
}

function returning(initializer: ts.Expression, name: string): (inside: Here) => Statement[] {
  return (inside) => {
    const span = spanAt(initializer, inside);
    return [{ kind: "return", value: lowerExpression(initializer, inside, name), ...span }];
  };
}

function blockOf(body: ts.Block): (inside: Here) => Statement[] {
  return (inside) => [
    { kind: "block", ...lowerBlock(body, body.statements, inside), ...spanAt(body, inside) },
  ];
}

/** The written constructor, or one that does nothing but what every constructor does. */
function lowerConstructor(
  node: ts.ClassLikeDeclaration,
  isDerived: boolean,
  name: string,
  here: Here,
): FunctionCode {
  const written = node.members.find(
    (member): member is ts.ConstructorDeclaration =>
      ts.isConstructorDeclaration(member) && member.body !== undefined,
  );
  if (written === undefined) return defaultConstructor(node, isDerived, name, here);
  return lowerFunction(written as unknown as FunctionNode, here, {
    name,
    isConstructor: true,
    begin: (inside) => written.parameters.flatMap((parameter) => parameterProperty(parameter, inside)),
  });
}

function defaultConstructor(
  node: ts.ClassLikeDeclaration,
  isDerived: boolean,
  name: string,
  here: Here,
): FunctionCode {
  const place = presentPlace(node, here);
  const head = { ...place, name, isArrow: false, isConstructor: true, isStrict: true };
  if (!isDerived) return makeFunction(here.context, head, () => ({ parameters: [], locals: [], body: [] }));
  return makeFunction(here.context, head, () => {
    const span = spanAt(node.name ?? node, hereInside(node, here, here.frame));
    const variable = { scope: "local", index: 0, name: "parameters" } as const;
    const pattern = { kind: "name", variable, isConstant: true, ...span } as const;
    const all = { kind: "spread", expression: { kind: "read", variable, ...span }, ...span } as const;
    return {
      parameters: [{ pattern, defaultValue: null, isRest: true, ...span }],
      locals: [{ name: "parameters", isCaptured: false }],
      body: [{ kind: "expression", expression: { kind: "superCall", arguments: [all], ...span }, ...span }],
    };
  });
}

/** `constructor(private x: number)`: the parameter is kept as a property. */
function parameterProperty(parameter: ts.ParameterDeclaration, here: Here): Statement[] {
  const isProperty = parameter.modifiers?.some(({ kind }) => keepingModifiers.has(kind)) === true;
  if (!isProperty || !ts.isIdentifier(parameter.name)) return [];
  const span = spanAt(parameter.name, here);
  const { text } = parameter.name;
  const resolved = resolveName(here, text);
  if (resolved.kind !== "variable") return [];
  const target = {
    kind: "member",
    object: { kind: "this", ...span },
    property: stringAt(text, span),
    ...span,
  } as const;
  const value: Expression = { kind: "read", variable: resolved.variable, ...span };
  return [
    { kind: "expression", expression: { kind: "assign", operator: null, target, value, ...span }, ...span },
  ];
}

const keepingModifiers: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PublicKeyword,
  ts.SyntaxKind.PrivateKeyword,
  ts.SyntaxKind.ProtectedKeyword,
  ts.SyntaxKind.ReadonlyKeyword,
  ts.SyntaxKind.OverrideKeyword,
]);

/** `super` where no class is around, and `super.x = …`. */
export function refuseSuper(node: ts.Node, here: Here): ReturnType<typeof unsupported> {
  return unsupported(
    here,
    placeAt(node, here),
    "`super` can only be called and read here. Assign to `this` instead.",
  );
}
