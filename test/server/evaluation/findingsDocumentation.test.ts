/** `docs/findings.md` has a section for every code, and its examples give what they promise. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fullBudget } from "../../../server/evaluation/budget.js";
import { type FindingCode, findingSeverities } from "../../../server/finding.js";
import { runModule } from "../pipeline.js";

const page = readFileSync(new URL("../../../docs/findings.md", import.meta.url), "utf8");
const sections = page
  .split(/^### /m)
  .slice(1)
  .map((text) => ({
    code: text.slice(0, text.indexOf("\n")).trim() as FindingCode,
    severity: /^\*(\w+)\.\*/m.exec(text)?.[1],
    examples: [...text.matchAll(/^```ts\n(.*?)^```/gms)].map(([, example]) => example!),
  }));

function codesOf(source: string): string[] {
  const read = (module: string) => (module === "/project/main.ts" ? source : undefined);
  const budget = { ...fullBudget, steps: 100_000, elements: 100_000 };
  const { reports, findings } = runModule("/project/main.ts", { read }, { budget });
  return [...findings, ...reports.flatMap((report) => report.findings)].map(({ code }) => code);
}

describe("The documentation of the findings", () => {
  it("has a section for each code, with its severity, and for nothing else", () => {
    const documented = Object.fromEntries(sections.map(({ code, severity }) => [code, severity]));
    assert.deepEqual(documented, { ...findingSeverities });
    assert.equal(sections.length, Object.keys(documented).length);
  });
  for (const { code, examples } of sections) {
    for (const example of examples) {
      it(`shows ${code}`, () => assert.ok(codesOf(example).includes(code), codesOf(example).join()));
    }
  }
});
