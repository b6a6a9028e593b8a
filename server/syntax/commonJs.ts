/**
 * CommonJS: which modules are written in it, and which of their expressions ask for another module.
 *
 *     const erf = require("./erf.js");       requiredSpecifier: "./erf.js"
 *     module.exports = { area };
 */

import type { ParsedModule } from "./parseModule.js";
import { lookUp } from "./scopes.js";
import { ts } from "./typescript.js";

const answers = new WeakMap<ts.SourceFile, boolean>();
const mentioned = /\b(?:exports|module|require)\b/;

/** Whether a module looks like one that runs as a function of `module`, `exports` and `require`: it has no `import` or `export` and mentions one of them. */
export function looksCommonJs({ file }: ParsedModule): boolean {
  let answer = answers.get(file);
  if (answer === undefined) {
    const { fileName, text } = file;
    const mayBe = !/\.(?:json|m[jt]s)$/.test(fileName) && !ts.isExternalModule(file);
    answer = mayBe && (/\.c[jt]s$/.test(fileName) || mentioned.test(text));
    answers.set(file, answer);
  }
  return answer;
}

/** `"./a"` of `require("./a")`, where `require` is the module's own; null for everything else. */
export function requiredSpecifier(node: ts.Node): string | null {
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return null;
  const [specifier] = node.arguments;
  if (node.expression.text !== "require" || node.arguments.length !== 1) return null;
  if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return null;
  return lookUp(node, "require") === null ? specifier.text : null;
}
