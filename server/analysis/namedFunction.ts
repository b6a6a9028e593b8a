/**
 * The function that a name in a tag means: `f`, an imported one, a constant that holds a function, a method as
 * `Spring.energy`, or a neighbour in the same class or object.
 */

import { resolveExport, resolveImport } from "../syntax/exports.js";
import { type FunctionNode, isFunctionNode, nameOfFunction, unwrap } from "../syntax/functions.js";
import type { ModuleGraph } from "../syntax/moduleGraph.js";
import type { ParsedModule } from "../syntax/parseModule.js";
import { type Binding, lookUp } from "../syntax/scopes.js";
import { ts } from "../syntax/typescript.js";

/** A function and the module that its text is in. */
export interface NamedFunction {
  parsed: ParsedModule;
  node: FunctionNode;
}

/** How many constants in a row may stand for one another: `const g = f`. */
const longestChain = 16;

/** Finds the function that a name means at a node; null where there is none whose text can be had. */
export function namedFunction(
  name: string,
  at: ts.Node,
  parsed: ParsedModule,
  graph: ModuleGraph,
): NamedFunction | null {
  const [first = "", ...members] = name.split(".");
  const binding = lookUp(at.parent ?? at, first);
  if (members.length === 0 && binding !== null) {
    const found = ofBinding(binding, parsed, graph, longestChain);
    if (found !== null) return found;
  }
  if (members.length === 1 && binding?.kind === "import") {
    const target = resolveImport(graph, parsed, binding);
    if (target.kind === "namespace") return ofTarget(resolveExport(graph, target.parsed, members[0]!), graph);
    if (target.kind === "binding") return byFullName(`${target.binding.name}.${members[0]}`, target.parsed);
  }
  const container = isFunctionNode(at) ? containerOf(nameOfFunction(at, parsed.file).name) : "";
  const sibling = container === "" ? null : byFullName(`${container}.${name}`, parsed);
  return sibling ?? (members.length === 0 ? null : byFullName(name, parsed));
}

/** The names of a module's functions, in the order of the text. */
export function functionNames(parsed: ParsedModule): string[] {
  return [...functionsByName(parsed).keys()];
}

function ofBinding(
  binding: Binding,
  parsed: ParsedModule,
  graph: ModuleGraph,
  chain: number,
): NamedFunction | null {
  const { declaration, kind } = binding;
  if (kind === "import") return ofTarget(resolveImport(graph, parsed, binding), graph, chain);
  if (isFunctionNode(declaration)) return { parsed, node: declaration };
  if (!ts.isVariableDeclaration(declaration) || declaration.initializer === undefined) return null;
  if (!ts.isIdentifier(declaration.name)) return null;
  return ofExpression(declaration.initializer, parsed, graph, chain);
}

function ofTarget(
  target: ReturnType<typeof resolveImport>,
  graph: ModuleGraph,
  chain = longestChain,
): NamedFunction | null {
  if (target.kind === "binding" && chain > 0) {
    return ofBinding(target.binding, target.parsed, graph, chain - 1);
  }
  if (target.kind !== "expression") return null;
  const { expression, parsed } = target;
  if (isFunctionNode(expression)) return { parsed, node: expression };
  return ts.isFunctionDeclaration(expression) ? null : ofExpression(expression, parsed, graph, chain);
}

function ofExpression(
  expression: ts.Expression,
  parsed: ParsedModule,
  graph: ModuleGraph,
  chain: number,
): NamedFunction | null {
  const inner = unwrap(expression);
  if (isFunctionNode(inner)) return { parsed, node: inner };
  if (!ts.isIdentifier(inner) || chain === 0) return null;
  const binding = lookUp(inner, inner.text);
  return binding === null ? null : ofBinding(binding, parsed, graph, chain - 1);
}

function byFullName(name: string, parsed: ParsedModule): NamedFunction | null {
  const node = functionsByName(parsed).get(name);
  return node === undefined ? null : { parsed, node };
}

const functionsOfModules = new WeakMap<ParsedModule, ReadonlyMap<string, FunctionNode>>();

function functionsByName(parsed: ParsedModule): ReadonlyMap<string, FunctionNode> {
  const known = functionsOfModules.get(parsed);
  if (known !== undefined) return known;
  const found: { name: string; node: FunctionNode }[] = [];
  const waiting: ts.Node[] = [parsed.file];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (isFunctionNode(next)) found.push({ name: nameOfFunction(next, parsed.file).name, node: next });
    ts.forEachChild(next, (child) => void waiting.push(child));
  }
  const functions = new Map<string, FunctionNode>();
  for (const { name, node } of found.sort((one, other) => one.node.pos - other.node.pos)) {
    if (!functions.has(name)) functions.set(name, node);
  }
  functionsOfModules.set(parsed, functions);
  return functions;
}

function containerOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf(".")));
}
