/** What the parts of lowering share: the routine under construction, the place in it, and spans. */

import { type Finding, type FindingCode, finding, type Place, type Span } from "../finding.js";
import type {
  Expression,
  FunctionCode,
  GlobalCode,
  GroupCode,
  LocalVariable,
  Site,
  SiteKind,
} from "../routine.js";
import type { ModuleGraph } from "../syntax/moduleGraph.js";
import type { ParsedModule } from "../syntax/parseModule.js";
import type { ts } from "../syntax/typescript.js";

/** One routine under construction. */
export interface LoweringContext {
  graph: ModuleGraph;
  modules: string[];
  functions: FunctionCode[];
  globals: GlobalCode[];
  groups: GroupCode[];
  /** Indices of the groups that run before the marked function. */
  prelude: number[];
  sites: Site[];
  /** Indices of what is lowered once and reached from many places, by the node that declares it. */
  globalByNode: Map<ts.Node, number>;
  functionByNode: Map<ts.Node, number>;
  groupByNode: Map<ts.Node, number>;
  /** Globals that are reached but not lowered yet. A list, so that a chain of them needs no stack. */
  waiting: (() => void)[];
  /** A number for each class with private names. */
  classNumbers: Map<ts.Node, number>;
  /** Findings that do not keep the function from being run. */
  notes: Finding[];
  /** What stands in the marked function itself and cannot be run. */
  unsupportedInside: Finding[];
}

/** The text that a tree was made of. */
export interface Source {
  file: ts.SourceFile;
  module: string;
  moduleIndex: number;
  /** Add it to an offset in the tree to get one in the module: not 0 for the small tree of a point. */
  shift: number;
}

/** The slots of one function, global or point. */
export interface Frame {
  locals: LocalVariable[];
  captures: FunctionCode["captures"];
  captureIndices: Map<LocalVariable, number>;
  /** The frame that a closure is made in; null for a global or a point. */
  parent: Frame | null;
  /** The marked function, or a closure written inside it. */
  isMarked: boolean;
}

export type Scope =
  | { kind: "slots"; slots: Map<string, Slot>; frame: Frame; outer: Scope }
  /** From here on names are looked up in the tree: in the module, and in the functions around a nested marked one. */
  | { kind: "module"; parsed: ParsedModule; node: ts.Node };

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

export function spanAt(node: ts.Node, here: Here): Span {
  const { file, shift } = here.source;
  const start = node.getStart(file);
  return { start: start + shift, end: Math.max(start, node.end) + shift };
}

export function placeAt(node: ts.Node, here: Here): Place {
  return { module: here.source.module, ...spanAt(node, here) };
}

export function moduleIndexOf(context: LoweringContext, module: string): number {
  const known = context.modules.indexOf(module);
  return known >= 0 ? known : context.modules.push(module) - 1;
}

export function sourceOf(context: LoweringContext, parsed: ParsedModule): Source {
  const { file, module } = parsed;
  return { file, module, moduleIndex: moduleIndexOf(context, module), shift: 0 };
}

export function newFrame(parent: Frame | null, isMarked: boolean): Frame {
  return { locals: [], captures: [], captureIndices: new Map(), parent, isMarked };
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
  if (here.frame.isMarked) here.context.unsupportedInside.push(raised);
  return { kind: "unsupported", finding: raised };
}

/** Notes a place whose values are worth showing: only inside the marked function. */
export function siteAt(here: Here, kind: SiteKind, name: string, span: Span): { site?: number } {
  if (!here.frame.isMarked) return {};
  const { start, end } = span;
  return { site: here.context.sites.push({ kind, name, start, end }) - 1 };
}

/** The string that names a property. */
export function stringAt(value: string, span: Span): Expression {
  return { kind: "string", value, start: span.start, end: span.end };
}
