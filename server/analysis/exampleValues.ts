/**
 * A value to begin with, guessed from a type annotation: what quick fixes write into a point.
 *
 *     number → 1 · number[] → [1, 2] · { x: number; y: number } → { x: 1, y: 1 } · [number, number] → [1, 1]
 */

import { ts } from "../syntax/typescript.js";

/** The text of an example value; `1` for a type that says nothing. */
export function exampleValue(type: ts.TypeNode | undefined, file: ts.SourceFile): string {
  return exampleOf(type, file, 0) ?? "1";
}

/** Types may contain themselves. */
const deepest = 4;

function exampleOf(type: ts.TypeNode | undefined, file: ts.SourceFile, depth: number): string | null {
  if (type === undefined || depth > deepest) return null;
  const inside = (inner: ts.TypeNode | undefined) => exampleOf(inner, file, depth + 1);
  switch (type.kind) {
    case ts.SyntaxKind.NumberKeyword:
      return "1";
    case ts.SyntaxKind.StringKeyword:
      return '""';
    case ts.SyntaxKind.BooleanKeyword:
      return "true";
  }
  if (ts.isArrayTypeNode(type)) return repeated(inside(type.elementType));
  if (ts.isParenthesizedTypeNode(type) || ts.isTypeOperatorNode(type)) return inside(type.type);
  if (ts.isLiteralTypeNode(type)) return type.literal.getText();
  if (ts.isFunctionTypeNode(type)) return `() => ${inside(type.type) ?? "1"}`;
  if (ts.isUnionTypeNode(type)) return inside(type.types[0]);
  if (ts.isIntersectionTypeNode(type))
    return record(
      type.types.flatMap((part) => membersOf(part, file)),
      inside,
    );
  if (ts.isTupleTypeNode(type)) {
    const elements = type.elements.map((element) => {
      if (ts.isNamedTupleMember(element)) return inside(element.type) ?? "1";
      return ts.isRestTypeNode(element) || ts.isOptionalTypeNode(element) ? null : (inside(element) ?? "1");
    });
    return `[${elements.filter((element) => element !== null).join(", ")}]`;
  }
  if (ts.isTypeLiteralNode(type)) return record(membersOf(type, file), inside);
  if (ts.isTypeReferenceNode(type)) return exampleOfReference(type, file, inside);
  return null;
}

type Inside = (type: ts.TypeNode | undefined) => string | null;

function exampleOfReference(type: ts.TypeReferenceNode, file: ts.SourceFile, inside: Inside): string | null {
  if (!ts.isIdentifier(type.typeName)) return null;
  const name = type.typeName.text;
  const first = type.typeArguments?.[0];
  if (name === "Array" || name === "ReadonlyArray") return repeated(inside(first));
  if (name === "Readonly" || name === "Required") return inside(first);
  if (/^(Float|Int|Uint)\d+(Clamped)?Array$/.test(name)) return "[1, 2]";
  const declaration = declarationOfType(name, file);
  if (declaration === null) return exampleOfClass(name, file, inside);
  return ts.isTypeAliasDeclaration(declaration)
    ? inside(declaration.type)
    : record([...declaration.members], inside);
}

/** `new Vec(1, 1)` for a class of the module with a constructor of its own; null for any other. */
function exampleOfClass(name: string, file: ts.SourceFile, inside: Inside): string | null {
  const declared = file.statements.find(
    (statement): statement is ts.ClassDeclaration =>
      ts.isClassDeclaration(statement) && statement.name?.text === name,
  );
  if (declared === undefined || isAbstract(declared)) return null;
  const made = declared.members.find(
    (member): member is ts.ConstructorDeclaration =>
      ts.isConstructorDeclaration(member) && member.body !== undefined,
  );
  if (made === undefined) return null;
  const needed = made.parameters.filter(
    (parameter) =>
      parameter.initializer === undefined &&
      parameter.questionToken === undefined &&
      parameter.dotDotDotToken === undefined,
  );
  return `new ${name}(${needed.map(({ type }) => inside(type) ?? "1").join(", ")})`;
}

function isAbstract(node: ts.ClassDeclaration): boolean {
  return node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AbstractKeyword) === true;
}

/** An instance of the class around a method, where the module can make one. */
export function exampleInstance(node: ts.ClassLikeDeclaration, file: ts.SourceFile): string | null {
  if (node.name === undefined || !ts.isSourceFile(node.parent)) return null;
  return exampleOfClass(node.name.text, file, (type) => exampleOf(type, file, 1));
}

function repeated(element: string | null): string {
  if (element === null || element === "1") return "[1, 2]";
  return `[${element}, ${element}]`;
}

function record(members: readonly ts.TypeElement[], inside: Inside): string {
  const properties = members.flatMap((member) => {
    if (!ts.isPropertySignature(member) || member.questionToken !== undefined) return [];
    return [`${member.name.getText()}: ${inside(member.type) ?? "1"}`];
  });
  return properties.length === 0 ? "{}" : `{ ${properties.join(", ")} }`;
}

/** The members of an object type, or of an interface or alias of the same module. */
export function membersOf(type: ts.TypeNode, file: ts.SourceFile): ts.TypeElement[] {
  if (ts.isTypeLiteralNode(type)) return [...type.members];
  if (!ts.isTypeReferenceNode(type) || !ts.isIdentifier(type.typeName)) return [];
  const declaration = declarationOfType(type.typeName.text, file);
  if (declaration === null) return [];
  if (ts.isInterfaceDeclaration(declaration)) return [...declaration.members];
  return ts.isTypeLiteralNode(declaration.type) ? [...declaration.type.members] : [];
}

/** The interface or alias of this name in the module, or null. */
export function declarationOfType(
  name: string,
  file: ts.SourceFile,
): ts.InterfaceDeclaration | ts.TypeAliasDeclaration | null {
  for (const statement of file.statements) {
    const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement);
    if (isType && statement.name.text === name) return statement;
  }
  return null;
}
