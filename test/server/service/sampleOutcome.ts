/** The outcome of a small function made by hand, `(x) => x` at `@at x = …`, that can stand anywhere in a module. */

import type { Place } from "../../../server/finding.js";
import type { Outcome } from "../../../server/report.js";

export const sampleModule = "/project/a.ts";

/** @param start offset of the function; its point is 20 characters before it */
export function samplePieces(start: number): Place[] {
  return [
    { module: sampleModule, start: start - 4, end: start - 3 },
    { module: sampleModule, start: start - 20, end: start - 10 },
    { module: sampleModule, start, end: start + 8 },
  ];
}

/** What running the sample at its point gives, and a finding at the whole function. */
export function sampleOutcome(start: number, value = 3, isSpent = false): Outcome {
  const { start: from, end: to } = samplePieces(start)[1]!;
  return {
    points: [
      {
        span: { start: from, end: to },
        at: { x: value },
        inputs: ["x"],
        value,
        outputs: [{ path: "", value }],
        derivatives: [{ order: 1, wrt: ["x"], value: 1 }],
        isComplete: true,
        trace: [{ kind: "return", name: "", start: start + 7, end: start + 8, count: 1, quantity: 0 }],
        quantities: [{ value, derivatives: [{ order: 1, wrt: ["x"], value: 1 }] }],
      },
    ],
    findings: [
      {
        code: "not-finite",
        severity: "warning",
        message: "Here.",
        module: sampleModule,
        start,
        end: start + 8,
        related: [{ module: sampleModule, start: from, end: to, message: "At this point." }],
        fixes: [{ title: "Fix", edits: [{ module: sampleModule, start: from, end: from, text: "" }] }],
      },
    ],
    isSpent,
  };
}
