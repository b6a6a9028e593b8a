/**
 * Walking over the code of a routine: which nodes lie directly below a node. A new construct is one more case here,
 * which the compiler asks for. Other functions are elsewhere in the routine, so that their bodies are not below.
 */

import type {
  AccessorCode,
  ClassKey,
  ClassMember,
  Expression,
  FunctionCode,
  Pattern,
  PatternElement,
  PropertyCode,
  Spread,
  Statement,
} from "../routine.js";

export type Node = Expression | Statement | Pattern | Spread | PropertyCode | AccessorCode | ClassMember;

/** The nodes directly below a node, in the order of the text. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case "number":
    case "string":
    case "boolean":
    case "null":
    case "undefined":
    case "regularExpression":
    case "intrinsic":
    case "read":
    case "this":
    case "function":
    case "newTarget":
    case "arguments":
    case "unsupported":
    case "break":
    case "continue":
    case "name":
    case "staticBlock":
      return [];
    case "template":
    case "sequence":
      return node.expressions;
    case "array":
      return present(node.elements);
    case "object":
      return node.properties;
    case "property":
      return [node.key, node.value];
    case "getter":
    case "setter":
    case "method":
    case "field":
      return keyNodes(node.key);
    case "unary":
      return [node.operand];
    case "binary":
    case "logical":
      return [node.left, node.right];
    case "chain":
      return [node.first, ...node.links.map(({ right }) => right)];
    case "conditional":
      return [node.condition, node.whenTrue, node.whenFalse];
    case "assign":
      return [node.target, node.value];
    case "update":
      return [node.target];
    case "member":
    case "delete":
      return [node.object, node.property];
    case "call":
    case "new":
      return [node.callee, ...node.arguments];
    case "superCall":
      return node.arguments;
    case "optionalChain":
    case "spread":
    case "expression":
      return [node.expression];
    case "class":
      return present([node.class.base, ...node.class.members]);
    case "superMember":
      return [node.property];
    case "privateMember":
    case "privateIn":
      return [node.object];
    case "taggedTemplate":
      return [node.tag, ...node.expressions];
    case "enum":
      return node.members.flatMap(({ key, value }) => present([key, value]));
    case "yield":
    case "return":
      return present([node.value]);
    case "declare":
      return present([node.pattern, node.value]);
    case "block":
      return node.body;
    case "if":
      return present([node.condition, node.whenTrue, node.whenFalse]);
    case "while":
      return [node.condition, node.body];
    case "doWhile":
      return [node.body, node.condition];
    case "for":
      return present([node.initial, node.condition, node.update, node.body]);
    case "forOf":
      return [node.target, node.iterable, node.body];
    case "forIn":
      return [node.target, node.object, node.body];
    case "try":
      return present([
        node.block,
        node.handler?.parameter ?? null,
        node.handler?.body ?? null,
        node.finalizer,
      ]);
    case "switch":
      return [node.subject, ...node.cases.flatMap(({ test, body }) => present([test, ...body]))];
    case "labelled":
      return [node.body];
    case "throw":
      return [node.value];
    case "arrayPattern":
      return present([...node.elements.flatMap(elementNodes), node.rest]);
    case "objectPattern":
      return present([
        ...node.properties.flatMap((property) => [property.key, ...elementNodes(property)]),
        node.rest,
      ]);
  }
}

/** Visits a node and those below it, outer ones first; the visitor says whether to go inside. */
export function walk(node: Node, visit: (node: Node) => boolean): void {
  if (visit(node)) for (const child of childrenOf(node)) walk(child, visit);
}

/** Whether a node, or one below it, is what is looked for. */
export function isSomewhere(node: Node, is: (node: Node) => boolean): boolean {
  return is(node) || childrenOf(node).some((child) => isSomewhere(child, is));
}

/** What a function consists of: its parameters and its statements. */
export function nodesOf({ parameters, body }: Pick<FunctionCode, "parameters" | "body">): Node[] {
  return [
    ...parameters.flatMap(({ pattern, defaultValue }) => present<Node>([pattern, defaultValue])),
    ...body,
  ];
}

function present<Part extends Node>(parts: readonly (Part | null)[]): Part[] {
  return parts.filter((part) => part !== null);
}

function keyNodes(key: ClassKey): Node[] {
  return key.kind === "private" ? [] : [key];
}

function elementNodes(element: PatternElement | null): Node[] {
  return element === null ? [] : present<Node>([element.pattern, element.defaultValue]);
}
