/** docs/language.md says what the code does. */

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";
import { nodeValue, reportOf } from "../server/evaluation/support.js";
import { expressionRows, kindsWithoutRow, languagePage, statementRows } from "./languageTable.js";

const file = path.join(__dirname, "../../docs/language.md");

describe("The page on the language", () => {
  it("is the one that the code gives", () => {
    const page = languagePage();
    if (process.env.UPDATE_EXPECT === "1") fs.writeFileSync(file, page);
    const written = fs.readFileSync(file, "utf8").replaceAll("\r\n", "\n");
    assert.equal(written, page, "Run UPDATE_EXPECT=1 npm test -- documentation, and read the diff.");
  });

  it("has a row for everything that is lowered", () => assert.deepEqual(kindsWithoutRow(), []));

  for (const { name, body, declarations = "" } of [...expressionRows, ...statementRows]) {
    it(`has a true example of ${name}`, () => {
      const source = `${declarations}\n/** @differentiable @at x = 2 */\nfunction f(x: number): any {\n${body}\n}`;
      const report = reportOf(source);
      const errors = report.findings.filter(({ severity }) => severity === "error");
      assert.deepEqual(
        errors.map(({ message }) => message),
        [],
      );
      assert.deepEqual(report.points[0]!.value, nodeValue(source, "f(2)"));
    });
  }
});
