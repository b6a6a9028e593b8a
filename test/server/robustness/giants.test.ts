/**
 * What is too large to be read is a finding at its place, what hangs on it is unknown, and everything else of the file
 * is worked on.
 */

import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { textLimits } from "../../../server/syntax/limits.js";
import { runModule } from "../pipeline.js";

const good = "\n/** @differentiable @at x = 3 */\nexport const good = (x: number) => x * x;\n";
const marked = (tags: string, rest: string) => `/** @differentiable ${tags} */\n${rest}\n`;
const row = "1,".repeat(textLimits.statement / 2 + 1);
const longText = "a".repeat(textLimits.statement);

/** The codes of the findings where they stand, as `code at what the text has there`; `good` must be right. */
function check(text: string, expected: string[], others: Record<string, string> = {}): void {
  const files: Record<string, string> = { "/p/main.ts": text + good, ...others };
  const { reports, findings } = runModule("/p/main.ts", { read: (name) => files[name] });
  const all = [...findings, ...reports.flatMap((report) => report.findings)];
  const told = all.map(({ code, module, start }) => `${code} at ${files[module]!.slice(start, start + 8)}`);
  assert.deepEqual(told.sort(), expected.sort());
  assert.equal(reports.findLast((report) => report.function === "good")?.points[0]?.derivatives[0]?.value, 6);
  assert.ok(JSON.stringify([reports, findings]).length < 100_000);
}

describe("A giant", () => {
  it("that nothing needs is a finding at its place", () => {
    check(`const first = 1;\nconst table = [${row}];\n`, ["syntax-error at const ta"]);
    check(`function giant() {\n${"f();\n".repeat(textLimits.statement / 5)}}\n`, [
      "syntax-error at function",
    ]);
    check(`const text = "${longText}";\n`, ["syntax-error at const te"]);
    check(`export const o = {${"a: 1, ".repeat(textLimits.statement / 6)}};\n`, ["syntax-error at export c"]);
  });

  it("makes unknown what hangs on it, and accuses nothing else", () => {
    const table = `const one = 1, table = [${row}], two = 2;\n`;
    const f = marked("@at x = 2", "export const f = (x: number) => x * table[0] * two;");
    check(table + f, ["syntax-error at const on", "syntax-error at const on"]);
  });

  it("that is another module makes unknown what is imported from there", () => {
    const f = marked("@at x = 2", "export const f = (x: number) => x * table[0];");
    const data = { "/p/data.ts": `export const table = [${row}];\n`, "/p/list.json": `[${row}1]` };
    check(`import { table } from "./data";\n${f}`, ["syntax-error at export c"], data);
    check(`import table from "./list.json";\n${f}`, ["syntax-error at [1,1,1,1"], data);
  });

  it("among points is a finding on its beginning", () => {
    const f = marked(`@at p = [${row}]`, "export const f = (p: number[]) => p[0];");
    check(f, ["point-syntax at p = [1,1"]);
  });

  it("of points is a finding on the first that is too many", () => {
    const points = " * @at x = 2\n".repeat(textLimits.points);
    const text = `/**\n * @differentiable\n${points} * @at x = 7\n */\nexport const f = (x: number) => x * x;\n`;
    const { reports } = runModule("/p/main.ts", { read: () => text });
    assert.deepEqual(
      reports[0]?.findings.map(({ code, start }) => [code, text.slice(start, start + 3)]),
      [["point-syntax", "@at"]],
    );
    assert.equal(reports[0]?.points.length, textLimits.points);
  });

  it("of marked functions is a finding on the first that is too many", () => {
    const one = "/** @differentiable */\nfunction f(x: number) { return x; }\n";
    const text = one.repeat(textLimits.functions + 3);
    const { reports, findings } = runModule("/p/main.ts", { read: () => text });
    assert.equal(reports.length, textLimits.functions);
    assert.deepEqual(
      findings.map(({ code, start }) => [code, start]),
      [["marker-too-many", textLimits.functions * one.length + one.indexOf("@")]],
    );
  });

  it("of claims is a finding on the first that is too many", () => {
    const claims = " * @derivativeOf f\n".repeat(textLimits.points);
    const f = "export function f(x: number) { return x * x; }\n";
    const text = `${f}/**\n * @at x = 3\n${claims} * @derivativeOf nothing\n */\nexport const df = (x: number) => 2 * x;\n`;
    const { reports } = runModule("/p/main.ts", { read: () => text });
    const findings = reports.flatMap((report) => report.findings);
    assert.deepEqual(
      findings.map(({ code, start }) => [code, text.slice(start).trimEnd().split("\n")[0]]),
      [["derivative-of-invalid", "@derivativeOf nothing"]],
    );
    assert.match(findings[0]!.message, /at most 1,000 claims/);
  });

  it("of misspelt tags, or of markers on nothing, is told up to the limit of findings", () => {
    const told = (text: string) => runModule("/p/main.ts", { read: () => text }).findings.length;
    const comment = "/** @differentiabel */\nfunction f() {}\n";
    assert.equal(told(comment.repeat(textLimits.findings * 4)), textLimits.findings);
    assert.equal(
      told(`/** @differentiabel${" @ordr".repeat(textLimits.findings * 4)} */\n`),
      textLimits.findings,
    );
    assert.equal(
      told("/** @differentiable */\nclass C {}\n".repeat(textLimits.findings + 1)),
      textLimits.findings,
    );
  });

  it("as a file is one finding", () => {
    const text = "export function f(x: number) { return x; }\n".repeat(textLimits.module / 40);
    const { reports, findings } = runModule("/p/main.ts", { read: () => text });
    assert.deepEqual(reports, []);
    assert.deepEqual(
      findings.map(({ code, start }) => [code, start]),
      [["syntax-error", 0]],
    );
  });

  it("as a comment is none", () => {
    check(`/* ${longText} */\n${marked("@at x = 2", "export const f = (x: number) => x;")}`, []);
  });
});
