/** Modules as evaluation gets them: what a module asks for, what it gives, and its statements. */

import type { Place, Span } from "../finding.js";
import type { FunctionCode, HoistedFunction } from "../routine.js";

/**
 * A module, lowered. Its top level runs whole, statement by statement, once; its functions are lowered when they
 * are first called.
 */
export interface ModuleCode {
  /** See `Place`. */
  name: string;
  /** How long its text is. */
  characters: number;
  format: "ecmascript" | "commonJs" | "json";
  /** Strict code from its first line on. */
  isStrict: boolean;
  /** Node.js takes it for ECMAScript: the default import of a CommonJS module is then the whole of it. */
  isForNode: boolean;
  /** The slots of the module's environment. */
  variables: ModuleVariable[];
  /** The modules that it asks for, in the order of the text: they run before it. */
  imports: ImportCode[];
  exports: ExportCode[];
  /** Indices of the imports whose exports are exported again: `export * from`. */
  stars: number[];
  /** Functions that have their value before the first statement runs. */
  functions: HoistedFunction[];
  /** Each is a function without parameters, which runs once. */
  statements: StatementCode[];
}

/** A top-level statement. */
export interface StatementCode {
  code: FunctionCode;
  /** The variables that it gives their value, by their indices. */
  declares: readonly number[];
  /** The variables that its text assigns, or parts of which it assigns, wherever it does. */
  changes(): readonly number[];
}

export interface ModuleVariable {
  name: string;
  /** Assigning to it is an error. */
  isConstant: boolean;
  /** `var`s and functions: undefined, rather than an error, when it is read before its statement ran. */
  isHoisted: boolean;
  /** Node.js gives it to every CommonJS module: `module`, `exports`, `require`. */
  isProvided?: true;
  /** Where a function of the module assigns to it, so that what it holds depends on what was called before. */
  changedAt?: () => Place | null;
  /** An import declares it. */
  isImport: boolean;
  /** Where its value comes from; absent for an import that only types use, and for the module's own. */
  from?: { import: number; name: ImportedName };
}

/** The name of an export; the namespace (`import * as`); or the whole, as `require` gives it (`import x = require()`). */
export type ImportedName = { kind: "export"; name: string } | { kind: "namespace" } | { kind: "whole" };

/** A module that is asked for; the span is that of its name in the text. */
export interface ImportCode extends Span {
  specifier: string;
  /** null when no file answers to it; `reason` says why. */
  module: string | null;
  reason: string;
}

/** `export`: a variable of the module, or what another one exports. The name `=` is TypeScript's `export =`. */
export type ExportCode =
  | { name: string; variable: number }
  | { name: string; import: number; imported: ImportedName };
