/**
 * Classes with decorators, which are ignored: `@log twice(v) { … }`. It is told of those that a marked function
 * mentions, or what it mentions does.
 */

import { type Finding, finding } from "../finding.js";
import type { ParsedModule } from "../syntax/parseModule.js";
import { bindingsOf } from "../syntax/scopes.js";
import { ts } from "../syntax/typescript.js";
import { mentionsOf } from "./captures.js";

const message =
  "Decorators are ignored here: the class runs as if it had none. If this one changes what a method computes, the numbers will differ.";

/** An at sign on a line that is not one of a doc comment: most files have none. */
const maybeDecorator = /^(?![^\S\n]*(?:\*|\/[/*]))[^\n]*@[\p{ID_Start}$_(]/mu;

/** One finding for each class that a function reaches, on its first decorator. */
export function decoratedClasses(node: ts.Node, parsed: ParsedModule): Finding[] {
  const { file, module } = parsed;
  if (!mayHaveDecorators(parsed)) return [];
  return reachedFrom(node, file).flatMap((reached) =>
    firstDecorators(reached).map((decorator) =>
      finding("decorator-ignored", { module, start: decorator.getStart(file), end: decorator.end }, message),
    ),
  );
}

const answers = new WeakMap<ParsedModule, boolean>();

/** Whether it looks as if there were some. */
export function mayHaveDecorators(parsed: ParsedModule): boolean {
  let answer = answers.get(parsed);
  if (answer === undefined) {
    answer = maybeDecorator.test(parsed.text);
    answers.set(parsed, answer);
  }
  return answer;
}

/** The node itself, and the declarations of the module that it mentions. */
function reachedFrom(node: ts.Node, file: ts.SourceFile): ts.Node[] {
  const bindings = bindingsOf(file);
  const reached = new Set<ts.Node>([node]);
  for (const one of reached) {
    for (const name of mentionsOf(one)) {
      const binding = bindings.get(name);
      if (binding !== undefined) reached.add(binding.declaration);
    }
  }
  return [...reached];
}

function firstDecorators(root: ts.Node): ts.Decorator[] {
  const found: ts.Decorator[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isClassLike(node)) {
      const [first] = [node, ...node.members].flatMap(decoratorsOf);
      if (first !== undefined) found.push(first);
    }
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}

function decoratorsOf(node: ts.Node): readonly ts.Decorator[] {
  return (ts.canHaveDecorators(node) ? ts.getDecorators(node) : undefined) ?? [];
}
