/**
 * What the results panel shows. Plain data: what goes to the page has numbers and paths, from which the page makes
 * tables of texts.
 */

import type { Place, Severity } from "../../server/finding.js";
import type { PointView } from "../../server/view/pointView.js";

/** How a cell stands out: a derivative that is 0 everywhere, a number that is not finite, one that is not there. */
export type Tone = "plain" | "zero" | "alarming" | "missing";

export interface Cell {
  text: string;
  tone: Tone;
  /** Which number it is, and why it stands out; shown when the pointer rests on it. */
  explanation: string;
}

export interface Row {
  name: string;
  cells: Cell[];
}

export interface Table {
  /** What the table shows. */
  caption: string;
  /** The table speaks for itself: the caption is only for those who do not see it. */
  isCaptionUnseen: boolean;
  /** Empty for a table of one column that needs no name. */
  columns: string[];
  rows: Row[];
}

/** What is shown of one point, or of several that share a table. */
export interface PointModel {
  /** `x = 1, y = 2`; empty where the columns name the points. */
  heading: string;
  /** `f = 401`; empty where the table has it. */
  value: string;
  tables: Table[];
  notes: string[];
}

export interface FindingModel {
  severity: Severity;
  message: string;
  code: string;
  /** Line from 1; null where the text is not at hand. */
  line: number | null;
  place: Place;
}

export interface FunctionModel {
  /** The same function has the same key from one model to the next. */
  key: string;
  name: string;
  /** Line from 1. */
  line: number | null;
  place: Place;
  /** `x, y · order 2` */
  detail: string;
  isPending: boolean;
  /** It has no point, so that there is nothing to compute. */
  needsPoint: boolean;
  findings: FindingModel[];
  /** The order asked for. */
  order: number;
  points: PointView[];
  /** How many more points it has. */
  hiddenPoints: number;
}

export interface DocumentModel {
  uri: string;
  /** Name of the file. */
  name: string;
  /** The folder it is in, relative to the workspace. */
  folder: string;
  functions: FunctionModel[];
  /** Findings outside any marked function. */
  findings: FindingModel[];
}

export interface ResultsModel {
  documents: DocumentModel[];
  /** Significant digits of the numbers. */
  digits: number;
}
