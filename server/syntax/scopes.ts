/**
 * Names and what they stand for, from syntax alone: the bindings that a node of the tree introduces.
 *
 *     function f(x) { var a; { let b; } }   // function: x, a · its body: – · the inner block: b
 *
 * Type-only declarations bind nothing. Function declarations belong to their block; in sloppy code the function
 * around has a `var` of that name as well.
 */

import { isStrictAt } from "./strict.js";
import { ts } from "./typescript.js";

export type BindingKind =
  | "parameter"
  | "var"
  | "let"
  | "const"
  | "function"
  | "class"
  | "enum"
  | "namespace"
  | "import"
  | "catch"
  | "using";

export interface Binding {
  name: string;
  kind: BindingKind;
  /** The name where it is declared. */
  identifier: ts.Node;
  /** The declaration: of a variable its `VariableDeclaration`, of an import its specifier, of a function the one with a body. */
  declaration: ts.Node;
  /** The node whose scope the name belongs to. */
  container: ts.Node;
  /** Assigning to it is an error. */
  isConstant: boolean;
}

/** The statement of its file that a node lies in. */
export function statementAround(node: ts.Node): ts.Node {
  let at = node;
  while (!ts.isSourceFile(at.parent)) at = at.parent;
  return at;
}

export type Bindings = ReadonlyMap<string, Binding>;

const bindingsByContainer = new WeakMap<ts.Node, Bindings>();
const noBindings: Bindings = new Map();

/** The bindings that a source file, function, block, loop head, `switch` or `catch` introduces; none for other nodes. */
export function bindingsOf(container: ts.Node): Bindings {
  const collect = collectors[container.kind];
  if (collect === undefined) return noBindings;
  const known = bindingsByContainer.get(container);
  if (known !== undefined) return known;
  const bindings = new Map<string, Binding>();
  collect(container, bindings);
  bindingsByContainer.set(container, bindings);
  return bindings;
}

/** What a name means at a node: the binding of the nearest scope around it, or null when no scope of the module has it. */
export function lookUp(node: ts.Node, name: string): Binding | null {
  for (let scope: ts.Node | undefined = node; scope !== undefined; scope = scope.parent) {
    const binding = bindingsOf(scope).get(name);
    if (binding !== undefined) return binding;
  }
  return null;
}

/** Each name that a declaration's pattern binds, in the order of the text. */
export function namesIn(pattern: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(pattern)) return pattern.text === "" ? [] : [pattern];
  return pattern.elements.flatMap((element) =>
    ts.isOmittedExpression(element) ? [] : namesIn(element.name),
  );
}

type Collector = (container: ts.Node, bindings: Map<string, Binding>) => void;

const collectors: { [kind in ts.SyntaxKind]?: Collector } = {
  [ts.SyntaxKind.SourceFile]: (node, bindings) => {
    const { statements } = node as ts.SourceFile;
    addLexical(statements, node, bindings);
    addHoisted(statements, node, bindings);
  },
  [ts.SyntaxKind.Block]: (node, bindings) => addLexical((node as ts.Block).statements, node, bindings),
  [ts.SyntaxKind.ModuleBlock]: (node, bindings) => {
    addLexical((node as ts.ModuleBlock).statements, node, bindings);
  },
  [ts.SyntaxKind.CaseBlock]: (node, bindings) => {
    for (const clause of (node as ts.CaseBlock).clauses) addLexical(clause.statements, node, bindings);
  },
  [ts.SyntaxKind.ForStatement]: addLoopHead,
  [ts.SyntaxKind.ForOfStatement]: addLoopHead,
  [ts.SyntaxKind.ForInStatement]: addLoopHead,
  [ts.SyntaxKind.CatchClause]: (node, bindings) => {
    const { variableDeclaration } = node as ts.CatchClause;
    if (variableDeclaration === undefined) return;
    for (const identifier of namesIn(variableDeclaration.name)) {
      add(bindings, identifier, "catch", variableDeclaration, node);
    }
  },
  [ts.SyntaxKind.ClassExpression]: addOwnName,
  [ts.SyntaxKind.FunctionDeclaration]: addFunctionScope,
  [ts.SyntaxKind.FunctionExpression]: (node, bindings) => {
    addFunctionScope(node, bindings);
    addOwnName(node, bindings);
  },
  [ts.SyntaxKind.ArrowFunction]: addFunctionScope,
  [ts.SyntaxKind.MethodDeclaration]: addFunctionScope,
  [ts.SyntaxKind.Constructor]: addFunctionScope,
  [ts.SyntaxKind.GetAccessor]: addFunctionScope,
  [ts.SyntaxKind.SetAccessor]: addFunctionScope,
};

function add(
  bindings: Map<string, Binding>,
  identifier: ts.Node & { text: string },
  kind: BindingKind,
  declaration: ts.Node,
  container: ts.Node,
): void {
  // A missing identifier of half-typed code has an empty name.
  if (identifier.text === "" || bindings.has(identifier.text)) return;
  const isConstant = kind === "const" || kind === "import" || kind === "using" || kind === "enum";
  bindings.set(identifier.text, {
    name: identifier.text,
    kind,
    identifier,
    declaration,
    container,
    isConstant,
  });
}

/** Parameters, and the `var`s of the body, which belong to the whole function. */
function addFunctionScope(node: ts.Node, bindings: Map<string, Binding>): void {
  const { parameters, body } = node as ts.FunctionLikeDeclaration & { body?: ts.Node };
  for (const parameter of parameters) {
    for (const identifier of namesIn(parameter.name)) {
      if (identifier.text !== "this") add(bindings, identifier, "parameter", parameter, node);
    }
  }
  if (body !== undefined && ts.isBlock(body)) addHoisted(body.statements, node, bindings);
}

/** A named function or class expression knows its own name, unless something inside hides it. */
function addOwnName(node: ts.Node, bindings: Map<string, Binding>): void {
  const { name } = node as ts.FunctionExpression | ts.ClassExpression;
  if (name === undefined) return;
  add(bindings, name, ts.isFunctionExpression(node) ? "function" : "class", node, node);
}

function addLoopHead(node: ts.Node, bindings: Map<string, Binding>): void {
  const { initializer } = node as ts.ForStatement | ts.ForInOrOfStatement;
  if (initializer === undefined || !ts.isVariableDeclarationList(initializer)) return;
  addVariables(initializer, node, bindings, "lexical");
}

/** The `let`, `const`, `function`, `class`, `enum`, `namespace` and `import` declarations of a list of statements. */
function addLexical(
  statements: readonly ts.Statement[],
  container: ts.Node,
  bindings: Map<string, Binding>,
): void {
  for (const labelled of statements) {
    const statement = unlabelled(labelled);
    if (ts.isVariableStatement(statement)) {
      addVariables(statement.declarationList, container, bindings, "lexical");
    } else if (ts.isFunctionDeclaration(statement)) {
      addFunction(statement, container, bindings);
    } else if (ts.isClassDeclaration(statement)) {
      if (statement.name !== undefined) add(bindings, statement.name, "class", statement, container);
    } else if (ts.isEnumDeclaration(statement)) {
      add(bindings, statement.name, "enum", statement, container);
    } else if (ts.isModuleDeclaration(statement)) {
      if (ts.isIdentifier(statement.name)) add(bindings, statement.name, "namespace", statement, container);
    } else if (ts.isImportEqualsDeclaration(statement)) {
      if (!statement.isTypeOnly) add(bindings, statement.name, "import", statement, container);
    } else if (ts.isImportDeclaration(statement)) {
      addImports(statement, container, bindings);
    }
  }
}

/** The statement behind its labels: `a: function f() {}` declares `f`. */
export function unlabelled(statement: ts.Statement): ts.Statement {
  let inner = statement;
  while (ts.isLabeledStatement(inner)) inner = inner.statement;
  return inner;
}

/** Of overloads the one with a body counts. */
function addFunction(
  declaration: ts.FunctionDeclaration,
  container: ts.Node,
  bindings: Map<string, Binding>,
): void {
  const { name, body } = declaration;
  if (name === undefined) return;
  const earlier = bindings.get(name.text);
  const isOverload = earlier !== undefined && ts.isFunctionDeclaration(earlier.declaration);
  if (isOverload && body !== undefined) bindings.delete(name.text);
  add(bindings, name, "function", declaration, container);
}

function addImports(
  statement: ts.ImportDeclaration,
  container: ts.Node,
  bindings: Map<string, Binding>,
): void {
  const clause = statement.importClause;
  if (clause === undefined || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return;
  if (clause.name !== undefined) add(bindings, clause.name, "import", clause, container);
  const named = clause.namedBindings;
  if (named === undefined) return;
  if (ts.isNamespaceImport(named)) {
    add(bindings, named.name, "import", named, container);
    return;
  }
  for (const element of named.elements) {
    if (!element.isTypeOnly) add(bindings, element.name, "import", element, container);
  }
}

function addVariables(
  list: ts.VariableDeclarationList,
  container: ts.Node,
  bindings: Map<string, Binding>,
  wanted: "lexical" | "var",
): void {
  const kind = kindOfVariables(list);
  if ((kind === "var") !== (wanted === "var")) return;
  for (const declaration of list.declarations) {
    for (const identifier of namesIn(declaration.name)) {
      add(bindings, identifier, kind, declaration, container);
    }
  }
}

/** Which keyword introduced the variables. */
export function kindOfVariables(list: ts.VariableDeclarationList): "var" | "let" | "const" | "using" {
  switch (list.flags & ts.NodeFlags.BlockScoped) {
    case ts.NodeFlags.Let:
      return "let";
    case ts.NodeFlags.Const:
      return "const";
    case ts.NodeFlags.None:
      return "var";
    default:
      return "using";
  }
}

/**
 * Whether a function that a block declares can be called outside of it, where sloppy code has a `var` of its name:
 * it is one where a `var` in its place would be no error.
 */
export function reachesOutOfBlock(declaration: ts.FunctionDeclaration): boolean {
  const { name, body, asteriskToken, modifiers } = declaration;
  if (name === undefined || name.text === "" || body === undefined) return false;
  if (asteriskToken !== undefined || modifiers !== undefined) return false;
  let block: ts.Node = declaration.parent;
  while (ts.isLabeledStatement(block)) block = block.parent;
  if (isOfWholeFunction(block) || isStrictAt(declaration)) return false;
  const scope = ts.isCaseOrDefaultClause(block) ? block.parent : block;
  for (let at = scope.parent; ; at = at.parent) {
    if (ts.isSourceFile(at)) return true;
    if (ts.isFunctionLike(at)) {
      return !at.parameters.some((parameter) =>
        namesIn(parameter.name).some(({ text }) => text === name.text),
      );
    }
    const hiding = bindingsOf(at).get(name.text);
    if (hiding !== undefined && !(isOfWholeFunction(at) && hiding.kind === "function")) return false;
  }
}

/** What a whole function or file consists of, rather than a block inside it. */
function isOfWholeFunction(node: ts.Node): boolean {
  return (
    ts.isSourceFile(node) || ts.isModuleBlock(node) || (ts.isBlock(node) && ts.isFunctionLike(node.parent))
  );
}

/** The `var`s of statements and of all statements inside them, but not of functions inside. */
function addHoisted(
  statements: readonly ts.Node[],
  container: ts.Node,
  bindings: Map<string, Binding>,
): void {
  const waiting: ts.Node[] = [...statements].reverse();
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (ts.isVariableStatement(node)) {
      addVariables(node.declarationList, container, bindings, "var");
    } else if (ts.isFunctionDeclaration(node)) {
      if (reachesOutOfBlock(node)) add(bindings, node.name!, "var", node, container);
    } else if (statementsWithStatements.has(node.kind)) {
      const children: ts.Node[] = [];
      ts.forEachChild(node, (child) => {
        if (ts.isVariableDeclarationList(child)) addVariables(child, container, bindings, "var");
        else children.push(child);
      });
      waiting.push(...children.reverse());
    }
  }
}

const statementsWithStatements: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.Block,
  ts.SyntaxKind.IfStatement,
  ts.SyntaxKind.ForStatement,
  ts.SyntaxKind.ForOfStatement,
  ts.SyntaxKind.ForInStatement,
  ts.SyntaxKind.WhileStatement,
  ts.SyntaxKind.DoStatement,
  ts.SyntaxKind.SwitchStatement,
  ts.SyntaxKind.CaseBlock,
  ts.SyntaxKind.CaseClause,
  ts.SyntaxKind.DefaultClause,
  ts.SyntaxKind.LabeledStatement,
  ts.SyntaxKind.TryStatement,
  ts.SyntaxKind.CatchClause,
  ts.SyntaxKind.WithStatement,
]);
