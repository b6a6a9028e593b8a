/**
 * What cannot be run: the name of each construct in the user's words, and what to do instead.
 * A construct leaves this table when `expressions.ts`, `statements.ts` or `patterns.ts` gets an entry for it.
 */

import { ts } from "../syntax/typescript.js";

interface Construct {
  name: string;
  advice: string;
}

const constructs: { [kind in ts.SyntaxKind]?: Construct } = {
  [ts.SyntaxKind.AwaitExpression]: {
    name: "`await`",
    advice: "Compute with values that are there: pass them as parameters.",
  },
  [ts.SyntaxKind.YieldExpression]: { name: "`yield`", advice: "Collect the values in an array." },
  [ts.SyntaxKind.BigIntLiteral]: { name: "A BigInt", advice: "Write a number, without the `n`." },
  [ts.SyntaxKind.RegularExpressionLiteral]: {
    name: "A regular expression",
    advice: "Move the work on text out of the differentiable function.",
  },
  [ts.SyntaxKind.TaggedTemplateExpression]: {
    name: "A tagged template",
    advice: "Call the function with ordinary arguments.",
  },
  [ts.SyntaxKind.DeleteExpression]: {
    name: "`delete`",
    advice: "Make a new object without the property: `const { a, ...rest } = object`.",
  },
  [ts.SyntaxKind.ClassDeclaration]: {
    name: "A class",
    advice: "Use a function that returns an object, or plain functions.",
  },
  [ts.SyntaxKind.ClassExpression]: {
    name: "A class",
    advice: "Use a function that returns an object, or plain functions.",
  },
  [ts.SyntaxKind.EnumDeclaration]: { name: "An `enum`", advice: "Use constants." },
  [ts.SyntaxKind.ModuleDeclaration]: {
    name: "A `namespace`",
    advice: "Move its functions to the module's level.",
  },
  [ts.SyntaxKind.TryStatement]: {
    name: "`try`",
    advice: "Check for the failing case with `if` beforehand.",
  },
  [ts.SyntaxKind.ForInStatement]: {
    name: "`for … in`",
    advice: "Use `for (const key of Object.keys(object))`.",
  },
  [ts.SyntaxKind.WithStatement]: { name: "`with`", advice: "Write the object before each property." },
  [ts.SyntaxKind.SuperKeyword]: {
    name: "`super`",
    advice: "Call a function instead of a base class's method.",
  },
  [ts.SyntaxKind.ImportKeyword]: {
    name: "A dynamic `import()`",
    advice: "Import the module at the top of the file.",
  },
  [ts.SyntaxKind.MetaProperty]: {
    name: "`new.target` or `import.meta`",
    advice: "Pass what is needed as a parameter.",
  },
  [ts.SyntaxKind.GetAccessor]: { name: "A getter", advice: "Write a method or a plain property." },
  [ts.SyntaxKind.SetAccessor]: { name: "A setter", advice: "Write a method or assign to a plain property." },
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
