/**
 * The requests and notifications that this server adds to the language-server protocol. Shared by server,
 * client and panel: plain types and method names, nothing else.
 */

import type { ModuleReport } from "../report.js";

/** Client → server: everything known of the open files (or of one of them). */
export interface ReportsParams {
  uri?: string;
}

export interface ReportsResult {
  documents: DocumentReport[];
}

/** A `ModuleReport` with what a client needs to show and to jump: positions are lines and characters from 0. */
export interface DocumentReport {
  uri: string;
  version: number | null;
  /** Reports as in `server/report.ts`, as `encode` of `wire.ts` writes them. */
  module: ModuleReport;
  /** For each of `module.reports`, the identity of its function in the module, which stays while the text is edited. */
  ids: string[];
  /** For each of `module.reports`, the range of the function's name. */
  nameRanges: { start: { line: number; character: number }; end: { line: number; character: number } }[];
  /** Identities of the functions that are being computed at this moment. */
  pending: string[];
}

export const reportsRequest = "derivativeLens/reports";

/** Server → client: the reports of a document changed (also when it was closed). */
export interface ReportsChangedParams {
  uri: string;
}

export const reportsChangedNotification = "derivativeLens/reportsChanged";

/** Server → client: what the language status shows for a document. */
export interface StatusParams {
  uri: string;
  state: "computing" | "ready";
  /** Marked functions in the document. */
  functions: number;
  /** Findings of severity error. */
  errors: number;
}

export const statusNotification = "derivativeLens/status";

/** Client → server: the edit that marks the function at a position. null when there is no function there. */
export interface MarkFunctionParams {
  uri: string;
  position: { line: number; character: number };
  /** The text of a point as after `@at`; left out, the answer only describes the function. */
  at?: string;
}

export interface MarkFunctionResult {
  name: string;
  parameters: string[];
  /** A point to offer, such as "x = 1, y = 1". */
  suggestedPoint: string;
  isMarked: boolean;
  edit: {
    range: { start: { line: number; character: number }; end: { line: number; character: number } };
    newText: string;
  } | null;
}

export const markFunctionRequest = "derivativeLens/markFunction";

/** What a client may say in `initializationOptions`, and whenever it changes: whether its user trusts the workspace. */
export interface WorkspaceTrustParams {
  workspaceTrusted: boolean;
}

export const workspaceTrustNotification = "derivativeLens/workspaceTrust";

/** Settings that the server reads, section "derivativeLens". */
export interface Settings {
  inlayHints: {
    /** Value and derivatives after the signature. */
    signature: boolean;
    /** Values and derivatives on the lines of the body. */
    body: boolean;
    /** Significant digits. */
    digits: number;
  };
  budget: {
    steps: number;
    milliseconds: number;
  };
}

export const settingsSection = "derivativeLens";
