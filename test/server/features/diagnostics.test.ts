import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { codeActions } from "../../../server/features/codeActions.js";
import { diagnostics } from "../../../server/features/diagnostics.js";
import { finding } from "../../../server/finding.js";
import { sampleModule, sampleModuleReport, sampleReport, spanOf } from "./sample.js";

const source = "function f(x) { return g(x); }";
const here = { module: sampleModule, ...spanOf(source, "return") };
const elsewhere = { module: "/project/other.ts", start: 5, end: 9 };

describe("diagnostics", () => {
  it("are in the order of the text, each once", () => {
    const first = finding("unknown-name", { ...here, start: 2, end: 3 }, "One.");
    const second = finding("unknown-name", here, "Two.");
    const report = sampleReport(source, "f", "{", [], { findings: [second, second] });
    assert.deepEqual(diagnostics(sampleModuleReport([report], [first])), [first, second]);
  });
  it("show what is wrong in an imported module at the function's name", () => {
    const report = sampleReport(source, "f", "{", [], {
      findings: [finding("runtime-error", elsewhere, "No.")],
    });
    const [shown] = diagnostics(sampleModuleReport([report]));
    assert.deepEqual([shown?.module, shown?.start, shown?.end], [sampleModule, 0, 1]);
    assert.deepEqual(shown?.related, [{ ...elsewhere, message: "No." }]);
  });
  it("are not more than anybody reads", () => {
    const findings = Array.from({ length: 2000 }, (_, index) =>
      finding("unknown-name", here, `Name ${index}.`),
    );
    assert.equal(diagnostics(sampleModuleReport([], findings)).length, 500);
  });
});

describe("code actions", () => {
  const fix = { title: "Add it", edits: [{ ...here, text: "x" }] };
  const found = finding("point-missing-parameter", here, "Missing.", { fixes: [fix] });
  const module = sampleModuleReport([sampleReport(source, "f", "{", [], { findings: [found] })]);
  it("are the fixes of the findings that the range touches", () => {
    assert.deepEqual(codeActions(module, { start: here.end, end: here.end }), [{ fix, finding: found }]);
    assert.deepEqual(codeActions(module, { start: 0, end: 1 }), []);
  });
});
