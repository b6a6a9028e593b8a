/** What the parts of lowering share: the module under construction, the place in it, and spans. */

import { type Finding, type FindingCode, finding, type Place, type Span } from "../finding.js";
import type {
  Expression,
  LocalVariable,
  MarkedCode,
  ModuleCode,
  OuterCode,
  SiteKind,
  Variable,
} from "../routine.js";
import type { ModuleGraph } from "../syntax/moduleGraph.js";
import type { ParsedModule } from "../syntax/parseModule.js";
import type { Binding } from "../syntax/scopes.js";
import type { ts } from "../syntax/typescript.js";
import { type FunctionHead, LazyFunction, type LowerBody } from "./lazyFunction.js";

/** One module under construction: of what has been reached of it so far. */
export interface LoweringContext {
  /** As it was read last as a whole. What was made of the module before an edit holds on to an earlier tree. */
  parsed: ParsedModule;
  /** The text at present: edits inside a statement were followed since it was read as a whole. */
  text: string;
  graph: ModuleGraph;
  code: ModuleCode;
  /** The slots of the module's variables. */
  variables: Map<string, number>;
  /** The module's imports by their specifiers. */
  importIndices: Map<string, number>;
  /** Where the marked functions of the module begin. */
  marked: ReadonlySet<number>;
  /** How many edits it has followed for which the module was read as a whole. */
  edits: number;
  /** Every function that was made of the module's text. */
  functions: LazyFunction[];
  /** The functions of the module's own scope, each made once, by where it begins. */
  functionByStart: Map<number, LazyFunction>;
  /** Constants and functions around nested marked functions. */
  outerByNode: Map<ts.Node, OuterCode>;
  /** What a name stands for that is declared around a nested marked function, but not by the module. */
  outerVariable(here: Here, binding: Binding): Resolved;
  /** A number for each class with private names. */
  classNumbers: Map<ts.Node, string>;
}

/** The text that a tree was made of. */
export interface Source {
  file: ts.SourceFile;
  module: string;
  /** Add it to an offset in the tree to get a place relative to the function or statement that is lowered. */
  shift: number;
}

/** The slots of one function, top-level statement or point. */
export interface Frame {
  locals: LocalVariable[];
  captures: { from: "local" | "captured"; index: number }[];
  captureIndices: Map<LocalVariable, number>;
  /** The frame that a closure is made in; null for a function of the module's own scope. */
  parent: Frame | null;
  /** What the marked function around has, the marked function itself included; null outside of one. */
  marked: MarkedCode | null;
  /** Where spans are relative to. */
  code: { module: string; start: number; isGenerator?: boolean };
  isStrict: boolean;
}

export type Scope =
  | { kind: "slots"; slots: Map<string, Slot>; frame: Frame; outer: Scope }
  /** From here on names are looked up in the tree: in the module, and in the functions around a nested marked one. */
  | { kind: "module"; node: ts.Node };

/** What a name stands for. */
export type Resolved =
  | { kind: "variable"; variable: Variable; isConstant: boolean }
  /** Declared, but its value cannot be had. */
  | { kind: "failed"; code: FindingCode; message: string; related: Finding["related"] }
  /** The module does not declare it. */
  | { kind: "undeclared" };

export interface Slot {
  index: number;
  isConstant: boolean;
}

/** Where lowering is. */
export interface Here {
  context: LoweringContext;
  source: Source;
  frame: Frame;
  scope: Scope;
  /** The label of the loop or statement that each label in force belongs to: `a: b: for` makes `a` another name of `b`. */
  labels: ReadonlyMap<string, string>;
}

/** A node of the routine without its span, which is added by the table that made it. */
export type Bare<T> = T extends Span ? Omit<T, keyof Span> & { start?: number; end?: number } : never;

/** A parameter of the marked function as a point gives it: one name of a destructured one. */
export interface NamedParameter {
  identifier: ts.Identifier;
  defaultValue: ts.Expression | undefined;
  isRest: boolean;
}

export function spanAt(node: ts.Node, here: Here): Span {
  const { file, shift } = here.source;
  const start = node.getStart(file);
  return { start: start + shift, end: Math.max(start, node.end) + shift };
}

/** A place relative to the function that is lowered: whoever shows it adds where that stands at present. */
export function placeAt(node: ts.Node, here: Here): Place {
  return { module: here.source.module, ...spanAt(node, here) };
}

/** The present place of a node in its module. */
export function presentPlace(node: ts.Node, here: Here): Place {
  const { start, end } = spanAt(node, here);
  const base = here.frame.code.start;
  return { module: here.source.module, start: base + start, end: base + end };
}

/**
 * Where a piece of code with a frame of its own is lowered: a top-level statement, a function of the module's own
 * scope, a point.
 *
 * @param node where names are looked up from
 * @param start where the piece stands in the tree; edits may have moved it since
 */
export function hereAt(context: LoweringContext, code: Frame["code"], node: ts.Node, start: number): Here {
  const file = node.getSourceFile();
  const frame = newFrame(null, code, null, context.code.isStrict);
  const source = { file, module: context.code.name, shift: -start };
  return { context, source, frame, scope: { kind: "module", node }, labels: new Map() };
}

/** Inside a function, whose frame this is: spans are relative to it. */
export function hereInside(node: ts.Node, outside: Here, frame: Frame): Here {
  const source = { ...outside.source, shift: -node.getStart(outside.source.file) };
  return { ...outside, source, frame, labels: new Map() };
}

export function newFrame(
  parent: Frame | null,
  code: Frame["code"],
  marked: MarkedCode | null,
  isStrict: boolean,
): Frame {
  return { locals: [], captures: [], captureIndices: new Map(), parent, code, marked, isStrict };
}

/** Makes a function of the module's text. */
export function makeFunction(context: LoweringContext, head: FunctionHead, lower: LowerBody): LazyFunction {
  const made = new LazyFunction(head, lower);
  context.functions.push(made);
  return made;
}

/** A node that raises a finding when the run reaches it. */
export function unsupported(
  here: Here,
  place: Place,
  message: string,
  code: FindingCode = "unsupported-construct",
  related: Finding["related"] = undefined,
): { kind: "unsupported"; finding: Finding } {
  const raised = finding(code, place, message, related === undefined ? {} : { related });
  here.frame.marked?.unsupported.push({ code: here.frame.code, finding: raised });
  return { kind: "unsupported", finding: raised };
}

/** Notes a place whose values are worth showing: only inside the marked function. */
export function siteAt(here: Here, kind: SiteKind, name: string, span: Span): { site?: number } {
  const { marked, code } = here.frame;
  if (marked === null) return {};
  const { start, end } = span;
  return { site: marked.sites.push({ kind, name, start, end, code }) - 1 };
}

/** The string that names a property. */
export function stringAt(value: string, span: Span): Expression {
  return { kind: "string", value, start: span.start, end: span.end };
}
