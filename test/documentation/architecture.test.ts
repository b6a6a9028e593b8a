/** ARCHITECTURE.md names the test that holds each invariant: the file is there, and a test in it has those words. */

import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";

const root = join(__dirname, "../..");
const text = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");

describe("ARCHITECTURE.md", () => {
  const invariants = [...text.matchAll(/^\| (.+) \| `(test\/\S+)`: "(.+)" \|$/gm)];

  it("names a test for each invariant", () => {
    const section = /## Invariants\n(.*?)\n## /s.exec(text)![1]!;
    const rows = section.split("\n").filter((line) => /^\| (?!what always holds)/.test(line));
    assert.equal(invariants.length, rows.length);
  });

  for (const [, invariant, file, words] of invariants) {
    it(invariant!, () => {
      const source = readFileSync(join(root, file!), "utf8");
      // The title of a test, or its beginning where what follows differs from case to case.
      const titles = [...source.matchAll(/\b(?:describe|it)\(\s*(["`])(.*?)\1/g)].map(
        ([, , title]) => title!,
      );
      assert.ok(
        titles.some((title) => title.includes(words!)),
        `no test of ${file} is called "${words}"`,
      );
    });
  }

  it("links to files that are there", () => {
    for (const [, target] of text.matchAll(/\]\(([^)#:]+)\)/g)) {
      assert.ok(existsSync(join(root, target!)), target);
    }
  });
});
