/**
 * A module → `ModuleCode`: its variables, what it asks for and gives away, and its top level, statement by statement.
 *
 *     import { k } from "./k.js";              imports ./k.js · variable k from there
 *     export const scale = k * 2;              variable scale, exported · statement scale := k * 2
 *     export default (x) => scale * x;         variable default, exported · statement default := …
 */

import type { Place, Span } from "../finding.js";
import type {
  FunctionCode,
  HoistedFunction,
  ModuleCode,
  Pattern,
  Statement,
  StatementCode,
  Variable,
} from "../routine.js";
import { hasModifier } from "../syntax/exports.js";
import { isFunctionNode, spanOf } from "../syntax/functions.js";
import type { ModuleGraph } from "../syntax/moduleGraph.js";
import { type ParsedModule, problemWithin } from "../syntax/parseModule.js";
import { type Binding, bindingsOf, statementAround, unlabelled } from "../syntax/scopes.js";
import { isStrictFile } from "../syntax/strict.js";
import { ts } from "../syntax/typescript.js";
import { lowerClass } from "./classes.js";
import { type Here, hereAt, type LoweringContext, makeFunction, unsupported } from "./context.js";
import { lowerExpression } from "./expressions.js";
import { lowerFunction } from "./functions.js";
import { collectLinks } from "./moduleLinks.js";
import { addVariable, defaultName, wholeName } from "./moduleVariables.js";
import { outerVariable } from "./outer.js";
import { changeInsideFunctions, namesChangedIn } from "./stateChanges.js";
import { declaresUsing, lowerStatement, lowerStatements } from "./statements.js";

/** The names that a CommonJS module has from the function that Node.js puts around it. */
export const commonJsNames = ["module", "exports", "require", "__filename", "__dirname"] as const;

/** @param marked where the marked functions of the module begin: what stands in them has sites */
export function lowerModule(
  parsed: ParsedModule,
  graph: ModuleGraph,
  marked: ReadonlySet<number>,
): LoweringContext {
  const { module, file } = parsed;
  const isForNode = graph.isEcmaScript(module);
  const format = module.endsWith(".json") ? "json" : graph.isCommonJs(parsed) ? "commonJs" : "ecmascript";
  const code: ModuleCode = {
    name: module,
    characters: parsed.text.length,
    format,
    isStrict: isForNode || isStrictFile(file),
    isForNode,
    variables: [],
    imports: [],
    exports: [],
    stars: [],
    functions: [],
    statements: [],
  };
  const context: LoweringContext = {
    parsed,
    text: parsed.text,
    graph,
    code,
    variables: new Map(),
    importIndices: new Map(),
    marked,
    edits: 0,
    functions: [],
    functionByStart: new Map(),
    outerByNode: new Map(),
    outerVariable,
    classNumbers: new Map(),
  };
  for (const binding of bindingsOf(file).values()) {
    const { name, isConstant, kind } = binding;
    if (!hasValue(binding)) continue;
    const index = addVariable(context, name, isConstant, isHoisted(binding), kind === "import");
    // What an installed package keeps for itself is its own affair.
    const isState = !isConstant && (kind === "let" || kind === "var") && !module.includes("/node_modules/");
    if (isState) code.variables[index]!.changedAt = () => changeOf(context, name);
  }
  if (format === "commonJs") {
    for (const name of commonJsNames) {
      if (context.variables.has(name)) continue;
      code.variables[addVariable(context, name, false, true)]!.isProvided = true;
    }
  }
  collectLinks(context);
  code.functions = hoisted(context);
  code.statements = [...unreadStatements(context), ...statementsOf(context)];
  return context;
}

/** Where a function of the module assigns to one of its variables; null where none does. */
function changeOf({ graph, code }: LoweringContext, name: string): Place | null {
  const parsed = graph.open(code.name);
  if (parsed === null) return null;
  const binding = bindingsOf(parsed.file).get(name);
  const change = binding === undefined ? null : changeInsideFunctions(parsed.file, binding.identifier);
  return change === null ? null : { module: parsed.module, ...spanOf(change, parsed.file) };
}

/** What is only declared, for the types, is something of the surroundings. */
function hasValue({ kind, declaration }: Binding): boolean {
  if (kind === "function" && !isFunctionNode(declaration)) return false;
  for (let at = declaration; !ts.isSourceFile(at); at = at.parent) {
    if (hasModifier(at, ts.SyntaxKind.DeclareKeyword)) return false;
  }
  return true;
}

function isHoisted({ kind }: Binding): boolean {
  return kind === "var" || kind === "namespace" || kind === "function";
}

function moduleVariable(context: LoweringContext, name: string): Variable {
  return {
    scope: "module",
    index: context.variables.get(name)!,
    name: name === defaultName ? "default" : name,
  };
}

function hoisted(context: LoweringContext): HoistedFunction[] {
  const { file } = context.parsed;
  return file.statements.map(unlabelled).flatMap((statement) => {
    if (!ts.isFunctionDeclaration(statement) || !isFunctionNode(statement)) return [];
    const name = statement.name?.text ?? defaultName;
    if (name === "" || !context.variables.has(name)) return [];
    const here = hereAt(context, { module: context.code.name, start: 0 }, file, 0);
    const made = lowerFunction(statement, here, { name: statement.name === undefined ? "default" : "" });
    return [{ variable: moduleVariable(context, name), function: made }];
  });
}

function statementsOf(context: LoweringContext): StatementCode[] {
  const { file } = context.parsed;
  const { statements } = file;
  const declared = declaredBy(context);
  const using = statements.findIndex(declaresUsing);
  const alone = using < 0 ? statements : statements.slice(0, using);
  const codes = alone.flatMap((statement, index) => {
    if (isNothing(statement)) return [];
    return [statementCode(context, [statement], declared.get(index) ?? [])];
  });
  if (using < 0) return codes;
  const rest = statements.slice(using);
  const declares = rest.flatMap((_, index) => declared.get(using + index) ?? []);
  return [...codes, statementCode(context, rest, declares)];
}

/** What the statements would have declared that were not read is unknown, from the first statement on. */
function unreadStatements(context: LoweringContext): StatementCode[] {
  const { parsed, code } = context;
  const { module } = parsed;
  return parsed.unreadable.map(({ start, end, message, names, isExported, isDefault }) => {
    const add = (name: string) => addVariable(context, name, true, false);
    const declares = names.map(add);
    if (isExported)
      names.forEach((name, index) => void code.exports.push({ name, variable: declares[index]! }));
    const hasDefault = (isExported && isDefault) || module.endsWith(".json");
    if (hasDefault) declares.push(add(defaultName));
    if (hasDefault && !module.endsWith(".json")) {
      code.exports.push({ name: "default", variable: declares.at(-1)! });
    }
    const head = { start, end, name: "", module, isStrict: code.isStrict };
    const own = { start: 0, end: end - start };
    const made = makeFunction(context, head, (inside) => {
      const here = hereAt(context, inside, parsed.file, start);
      const failing = unsupported(here, { module, ...own }, message, "syntax-error");
      return { parameters: [], locals: here.frame.locals, body: [{ ...failing, ...own }] };
    });
    return { code: made, declares, changes: () => [] };
  });
}

function isNothing(statement: ts.Statement): boolean {
  return (
    ts.isImportDeclaration(statement) ||
    ts.isExportDeclaration(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isEmptyStatement(statement)
  );
}

/** Which variables each statement gives their value, `var`s inside it included. */
function declaredBy({ parsed, variables }: LoweringContext): Map<number, number[]> {
  const { file } = parsed;
  const declared = new Map<number, number[]>();
  const indices = new Map<ts.Node, number>(file.statements.map((statement, index) => [statement, index]));
  const add = (statement: number, variable: number | undefined) => {
    if (variable === undefined) return;
    const others = declared.get(statement);
    if (others === undefined) declared.set(statement, [variable]);
    else others.push(variable);
  };
  for (const { name, identifier, kind } of bindingsOf(file).values()) {
    if (kind === "import" || kind === "function") continue;
    add(indices.get(statementAround(identifier))!, variables.get(name));
  }
  for (const [index, statement] of file.statements.entries()) {
    if (ts.isExportAssignment(statement)) {
      add(index, variables.get(statement.isExportEquals === true ? wholeName : defaultName));
    } else if (ts.isClassDeclaration(statement) && statement.name === undefined) {
      add(index, variables.get(defaultName));
    }
  }
  return declared;
}

function statementCode(
  context: LoweringContext,
  nodes: readonly ts.Statement[],
  declares: number[],
): StatementCode {
  const { parsed } = context;
  const { file, module } = parsed;
  const start = nodes[0]!.getStart(file);
  const span = { start, end: Math.max(start, nodes.at(-1)!.end) };
  const head = { ...span, name: "", module, isStrict: context.code.isStrict };
  const code: FunctionCode = makeFunction(context, head, (own) => {
    const here = hereAt(context, own, file, start);
    const body = lowerTopLevel(nodes, span, parsed, here);
    return { parameters: [], locals: here.frame.locals, body };
  });
  const changes = () =>
    nodes.flatMap((node) => [...namesChangedIn(node)].flatMap((name) => context.variables.get(name) ?? []));
  return { code, declares, changes };
}

function lowerTopLevel(
  nodes: readonly ts.Statement[],
  span: Span,
  parsed: ParsedModule,
  here: Here,
): Statement[] {
  const own = { start: 0, end: span.end - span.start };
  const problem = problemWithin(parsed, span);
  if (problem !== null) {
    const place = {
      module: parsed.module,
      start: problem.start - span.start,
      end: problem.end - span.start,
    };
    const message = `This statement of the module cannot be read: ${problem.message}`;
    return [{ ...unsupported(here, place, message, "syntax-error"), ...own }];
  }
  const [first] = nodes;
  if (first === undefined || nodes.length > 1) return lowerStatements(nodes, here);
  if (ts.isExportAssignment(first)) {
    const name = first.isExportEquals === true ? wholeName : defaultName;
    return [declare(name, lowerExpression(first.expression, here, "default"), own, here)];
  }
  if (ts.isClassDeclaration(first) && first.name === undefined) {
    return [declare(defaultName, lowerClass(first, here, "default"), own, here)];
  }
  if (parsed.module.endsWith(".json") && ts.isExpressionStatement(first)) {
    return [declare(defaultName, lowerExpression(first.expression, here), own, here)];
  }
  return lowerStatement(first, here);
}

function declare(
  name: string,
  value: Extract<Statement, { kind: "declare" }>["value"],
  span: Span,
  here: Here,
): Statement {
  const variable = moduleVariable(here.context, name);
  const pattern: Pattern = { kind: "name", variable, isConstant: true, ...span };
  return { kind: "declare", pattern, value, ...span };
}
