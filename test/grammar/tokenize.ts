/**
 * Tokenises lines as VS Code does: the host language's own grammar with ours injected into its doc comments.
 *
 *     await scopesOf("source.ts", ["/** @order 3 *\/"])
 *     // [{ text: "3", scopes: ["source.ts", …, "constant.numeric.decimal.order.derivative-lens"] }, …]
 */

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { loadWASM, OnigScanner, OnigString } from "vscode-oniguruma";
import { INITIAL, type IOnigLib, parseRawGrammar, Registry } from "vscode-textmate";

export interface Token {
  text: string;
  scopes: string[];
}

const injectedScope = "derivative-lens.tags.injection";
const root = join(__dirname, "../..");
const modules = join(root, "node_modules");

/** By scope name: the file of the grammar. */
const grammarFiles: Record<string, string> = {
  "source.ts": join(modules, "tm-grammars/grammars/typescript.json"),
  "source.tsx": join(modules, "tm-grammars/grammars/tsx.json"),
  "source.js": join(modules, "tm-grammars/grammars/javascript.json"),
  "source.js.jsx": join(modules, "tm-grammars/grammars/jsx.json"),
  [injectedScope]: join(root, "syntaxes/tags.injection.json"),
};

export const hostScopes = ["source.ts", "source.tsx", "source.js", "source.js.jsx"];

async function loadOniguruma(): Promise<IOnigLib> {
  await loadWASM(await readFile(join(modules, "vscode-oniguruma/release/onig.wasm")));
  return {
    createOnigScanner: (patterns) => new OnigScanner(patterns),
    createOnigString: (text) => new OnigString(text),
  };
}

const registry = new Registry({
  onigLib: loadOniguruma(),
  getInjections: (scope) => (hostScopes.includes(scope) ? [injectedScope] : undefined),
  async loadGrammar(scope) {
    const file = grammarFiles[scope];
    return file ? parseRawGrammar(await readFile(file, "utf8"), file) : null;
  },
});

/** The tokens of the lines, in order. */
export async function tokenize(hostScope: string, lines: string[]): Promise<Token[]> {
  const grammar = await registry.loadGrammar(hostScope);
  if (!grammar) throw new Error(`There is no grammar for ${hostScope}.`);
  const tokens: Token[] = [];
  let state = INITIAL;
  for (const line of lines) {
    const result = grammar.tokenizeLine(line, state);
    state = result.ruleStack;
    for (const { startIndex, endIndex, scopes } of result.tokens) {
      tokens.push({ text: line.slice(startIndex, endIndex), scopes });
    }
  }
  return tokens;
}
