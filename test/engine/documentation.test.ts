/** Runs every piece of code in docs/engine.md, and holds it to the results in its comments. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { transformSync } from "esbuild";
import * as engine from "../../engine/index.js";
import { isRecorded } from "../../engine/index.js";
import { mapStructure } from "../../engine/structure.js";
import { assertAllClose } from "./checks.js";

const page = readFileSync(new URL("../../docs/engine.md", import.meta.url), "utf8");
const pieces = [...page.matchAll(/^```ts\n(.*?)^```/gms)].map((match) => ({
  code: match[1]!,
  line: page.slice(0, match.index).split("\n").length + 1,
}));

/** Turns `expression; // result` into a call that compares the two, and imports into names that are there already. */
function instrumented(code: string): string {
  return code
    .replace(/^import \{(.*?)\} from "nested-tape";$/gms, (_, names: string) => {
      const values = names.split(",").filter((name) => !name.trim().startsWith("type "));
      return `const {${values.join(",")}} = engine;`;
    })
    .replace(
      /^(\s*(?:return |const \w+ = )?)(.*); \/\/ ([-\d[{]|null|true|false|Infinity)(.*)$/gm,
      (_, start, expression, first, rest) => `${start}compare(${expression}, ${first}${rest});`,
    );
}

describe("the code in docs/engine.md", () => {
  it("is there", () => assert.ok(pieces.length > 10));
  for (const { code, line } of pieces) {
    it(`at line ${line} gives what its comments say`, () => {
      let count = 0;
      const compare = <T>(value: T, expected: unknown): T => {
        count++;
        assertAllClose(
          mapStructure(value, (leaf) => (isRecorded(leaf) ? leaf.value : leaf)),
          expected,
          1e-14,
        );
        return value;
      };
      const { code: script } = transformSync(instrumented(code), { loader: "ts", target: "es2022" });
      new Function("engine", "compare", script)(engine, compare);
      assert.ok(count > 0, "no result is compared");
    });
  }
});
