/**
 * What cannot be run: the name of each construct in the user's words, and what to do instead.
 * A construct leaves this table when `expressions.ts`, `statements.ts` or `patterns.ts` gets an entry for it.
 */

import { ts } from "../syntax/typescript.js";

interface Construct {
  name: string;
  advice: string;
}

/** What to do instead of anything asynchronous. */
export const asyncAdvice =
  "Asynchronous code has no derivative: compute with values that are there, and pass them as parameters.";

const constructs: { [kind in ts.SyntaxKind]?: Construct } = {
  [ts.SyntaxKind.AwaitExpression]: {
    name: "`await`",
    advice: asyncAdvice,
  },
  [ts.SyntaxKind.YieldExpression]: {
    name: "`yield` outside a generator",
    advice: "Make the function a generator (`function*`), or return the value.",
  },
  [ts.SyntaxKind.BigIntLiteral]: { name: "A BigInt", advice: "Write a number, without the `n`." },
  [ts.SyntaxKind.WithStatement]: { name: "`with`", advice: "Write the object before each property." },
  [ts.SyntaxKind.SuperKeyword]: {
    name: "`super`",
    advice: "It can only be called in a constructor, or read in a method.",
  },
  [ts.SyntaxKind.ImportKeyword]: {
    name: "A dynamic `import()`",
    advice: "Import the module at the top of the file.",
  },
  [ts.SyntaxKind.MetaProperty]: {
    name: "`import.meta`",
    advice: "Pass what is needed as a parameter.",
  },
  [ts.SyntaxKind.JsxElement]: { name: "JSX", advice: "Move the markup out of the differentiable function." },
  [ts.SyntaxKind.JsxSelfClosingElement]: {
    name: "JSX",
    advice: "Move the markup out of the differentiable function.",
  },
  [ts.SyntaxKind.JsxFragment]: { name: "JSX", advice: "Move the markup out of the differentiable function." },
  [ts.SyntaxKind.PrivateIdentifier]: {
    name: "A test for a private name",
    advice: "Keep a plain property that says which kind of object this is.",
  },
  [ts.SyntaxKind.ImportDeclaration]: { name: "An import inside a function", advice: "Move it to the top." },
  [ts.SyntaxKind.ExportDeclaration]: { name: "An export inside a function", advice: "Move it outside." },
  [ts.SyntaxKind.ExportAssignment]: { name: "An export inside a function", advice: "Move it outside." },
};

/** Every construct that cannot be run, by its name, with what to do instead. For the documentation. */
export const unsupportedConstructs: ReadonlyMap<string, string> = new Map(
  Object.values(constructs).map(({ name, advice }) => [name, advice]),
);

/** The sentence that says that a construct cannot be run and what to do. */
export function constructMessage(kind: ts.SyntaxKind): string {
  const { name, advice } = constructs[kind] ?? {
    name: `This (${ts.SyntaxKind[kind]})`,
    advice: "Write it with arithmetic, functions, arrays and loops.",
  };
  return constructSentence(name, advice);
}

/** The same for a construct that no node kind of its own stands for. */
export function constructSentence(name: string, advice: string): string {
  return `${name} cannot be run and differentiated here. ${advice}`;
}
