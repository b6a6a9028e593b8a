/**
 * Reports made by hand for a source, so that features are tested without running anything: places are given
 * by the words that stand there.
 */

import type { Finding, Span } from "../../../server/finding.js";
import type {
  ModuleReport,
  Partial,
  PlainValue,
  PointReport,
  Quantity,
  Report,
  TraceEntry,
} from "../../../server/report.js";
import { outputNumbers } from "../outputNumbers.js";

export const sampleModule = "/project/sample.ts";

/** Where a word stands in the source; the n-th one, from 0. */
export function spanOf(source: string, word: string, turn = 0): Span {
  let start = -1;
  for (let index = 0; index <= turn; index++) {
    start = source.indexOf(word, start + 1);
    if (start < 0) throw new Error(`There is no "${word}" number ${turn} in the source.`);
  }
  return { start, end: start + word.length };
}

/** Derivatives of a result of one number, as `{ "x": 6, "x x": 2 }`; those of several as `{ "[0] x": 1 }`. */
export function partials(values: { [inputs: string]: number }): Partial[] {
  return Object.entries(values).map(([inputs, value]) => {
    const words = inputs.split(" ");
    const of = /^[[.]/.test(words[0]!) ? words.shift() : undefined;
    return { order: words.length, wrt: words, value, ...(of !== undefined && { of }) };
  });
}

export interface SamplePoint {
  at: { [parameter: string]: PlainValue };
  inputs?: string[];
  value?: PlainValue;
  derivatives?: { [inputs: string]: number };
  /** The text of the point in the source. */
  written?: string;
  trace?: (Omit<TraceEntry, "start" | "end" | "quantity"> & { place: Span } & Partially<Quantity>)[];
}

type Partially<T> = { [Key in keyof T]?: T[Key] };

export function samplePoint(source: string, sample: SamplePoint): PointReport {
  const { at, inputs = Object.keys(at), value, derivatives = {}, written, trace = [] } = sample;
  const quantities: Quantity[] = [];
  const entries = trace.map(({ place, value: seen, derivatives: known, ...entry }): TraceEntry => {
    if (seen === undefined) return { ...entry, ...place };
    quantities.push({ value: seen, derivatives: known ?? [] });
    return { ...entry, ...place, quantity: quantities.length - 1 };
  });
  return {
    at,
    inputs,
    value,
    outputs: outputNumbers(value),
    derivatives: partials(derivatives),
    isComplete: value !== undefined,
    trace: entries,
    quantities,
    ...(written !== undefined && { span: spanOf(source, written) }),
  };
}

/** A function of the source with its points; `signature` is the text whose end the signature's hint follows. */
export function sampleReport(
  source: string,
  name: string,
  signature: string,
  points: SamplePoint[],
  more: Partially<Report> = {},
): Report {
  const reports = points.map((point) => samplePoint(source, point));
  return {
    function: name,
    module: sampleModule,
    name: spanOf(source, name),
    extent: { start: 0, end: source.length },
    signatureEnd: spanOf(source, signature).end,
    parameters: [],
    order: 1,
    inputs: reports[0]?.inputs ?? [],
    points: reports,
    findings: [],
    ...more,
  };
}

export function sampleModuleReport(reports: Report[], findings: Finding[] = []): ModuleReport {
  return { module: sampleModule, reports, findings };
}
