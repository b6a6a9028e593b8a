import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { decodeReport, encodeReport } from "../../../server/protocol/wire.js";
import type { ModuleReport } from "../../../server/report.js";

describe("reports on their way through JSON", () => {
  it("keep NaN and the infinities, in values, derivatives and histories", () => {
    const { NaN: nan, POSITIVE_INFINITY: up, NEGATIVE_INFINITY: down } = Number;
    const derivatives = [{ order: 1, wrt: ["NaN"], value: up }];
    const place = { start: 0, end: 1 };
    const module: ModuleReport = {
      module: "/a.ts",
      findings: [],
      reports: [
        {
          function: "f",
          module: "/a.ts",
          name: place,
          extent: place,
          signatureEnd: 1,
          parameters: [],
          order: 1,
          inputs: ["NaN"],
          findings: [],
          points: [
            {
              at: { x: nan, p: [up, { q: down }] },
              inputs: ["NaN"],
              value: [nan, 1, "text", true, null],
              derivatives,
              isComplete: true,
              trace: [{ ...place, kind: "assign", name: "NaN", count: 2, quantity: 0, history: [nan, 1] }],
              quantities: [{ value: down, derivatives }],
            },
          ],
        },
      ],
    };
    assert.deepEqual(decodeReport(JSON.parse(JSON.stringify(encodeReport(module)))), module);
  });
});
