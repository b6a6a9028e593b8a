/** A small routine made by hand, `(x) => x` at `@at x = …`, that can stand anywhere in a module. */

import type { Outcome } from "../../../server/report.js";
import type { Routine } from "../../../server/routine.js";

export const sampleModule = "/project/a.ts";

/** @param start offset of the function; its point is 20 characters before it */
export function sampleRoutine(start: number, value = 3): Routine {
  const at = { start: start - 20, end: start - 10 };
  const variable = { scope: "local", index: 0, name: "x" } as const;
  const body = { start: start + 7, end: start + 8 };
  return {
    name: { start: start - 4, end: start - 3 },
    modules: [sampleModule],
    functions: [
      {
        name: "f",
        module: 0,
        start,
        end: start + 8,
        parameters: [
          {
            pattern: { kind: "name", variable, isConstant: false, start: start + 1, end: start + 2 },
            defaultValue: null,
            isRest: false,
            start: start + 1,
            end: start + 2,
          },
        ],
        locals: [{ name: "x", isCaptured: false }],
        captures: [],
        isArrow: true,
        body: [{ kind: "return", value: { kind: "read", variable, ...body }, site: 0, ...body }],
      },
    ],
    globals: [],
    entry: 0,
    points: [
      { ...at, values: [{ parameter: "x", value: { kind: "number", value, ...at }, span: at }], locals: [] },
    ],
    sites: [{ kind: "return", name: "", ...body }],
    wrt: null,
    order: 1,
  };
}

/** What running the sample at its point gives, and a finding at the whole function. */
export function sampleOutcome(start: number, value = 3, isSpent = false): Outcome {
  const { points, sites } = sampleRoutine(start, value);
  const { start: from, end: to } = points[0]!;
  const site = sites[0]!;
  return {
    points: [
      {
        span: { start: from, end: to },
        at: { x: value },
        inputs: ["x"],
        value,
        derivatives: [{ order: 1, wrt: ["x"], value: 1 }],
        isComplete: true,
        trace: [{ ...site, count: 1, quantity: 0 }],
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
