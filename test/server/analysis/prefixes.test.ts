import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { prepareModule } from "../pipeline.js";
import { findingsOf, sitesOf } from "./support.js";

const examples = join(__dirname, "../../../examples");

/** Prepares a text and checks that every offset lies inside it. */
function prepareSafely(text: string, module: string): void {
  const read = (name: string) => (name === module ? text : undefined);
  const prepared = prepareModule(module, { read });
  for (const { start, end, module: place } of findingsOf(prepared)) {
    assert.ok(place === module && 0 <= start && start <= end && end <= text.length);
  }
  for (const { outline, routine } of prepared.functions) {
    const { name, extent, signatureEnd } = outline;
    assert.ok(extent.start <= name.start && name.end <= extent.end && extent.end <= text.length);
    assert.ok(name.start <= signatureEnd && signatureEnd <= extent.end);
    for (const { start, end } of sitesOf(routine)) {
      assert.ok(extent.start <= start && start <= end && end <= extent.end);
    }
  }
}

const dense = `/** Doc. @differentiable @at x = [1, "a, @order"], y = { a: 1 }
 *   @wrt x, y @order 2 */
export default class A { static async *f?(x: number = \`a\${1}\`, { y, ...z }: P) {
  a: for (let [i] of x) { switch (i) { case 1: continue a; default: i ??= (x as any)?.b!(...y) } }
  return <T,>(q: T) => class { get [q]() { return /a/g.test(10n) ? new.target : super.x; } };
} }
const { k = 1, l: [m] } = require("x"); import * as n from "./n"; export * from './o'; 🚀;`;

describe("half-typed text", () => {
  it("is read at every prefix", () => {
    for (const extension of ["ts", "tsx", "js"]) {
      for (let end = 0; end <= dense.length; end++) {
        prepareSafely(dense.slice(0, end), `/p/a.${extension}`);
        prepareSafely(dense.slice(end), `/p/a.${extension}`);
      }
    }
  });

  it("is read with a piece taken out anywhere", () => {
    for (let start = 0; start < dense.length; start++) {
      prepareSafely(dense.slice(0, start) + dense.slice(start + 5), "/p/a.ts");
    }
  });

  for (const name of readdirSync(examples).filter((file) => file.endsWith(".ts"))) {
    it(`is read at every prefix of ${name}`, function () {
      this.timeout(60_000);
      const text = readFileSync(join(examples, name), "utf8");
      for (let end = 0; end <= text.length; end++) prepareSafely(text.slice(0, end), `/p/${name}`);
    });
  }
});

describe("line ends", () => {
  for (const name of readdirSync(examples).filter((file) => file.endsWith(".ts"))) {
    it(`of either kind give the same routines for ${name}`, () => {
      const lf = readFileSync(join(examples, name), "utf8").replaceAll("\r\n", "\n");
      const crlf = lf.replaceAll("\n", "\r\n");
      /** What was prepared, each offset as line and column. */
      const located = (text: string) => {
        const position = (offset: number) => {
          const before = text.slice(0, offset);
          const line = before.split("\n").length;
          return `${line}:${offset - before.lastIndexOf("\n")}`;
        };
        const { functions } = prepareModule("/p/a.ts", {
          read: (module) => (module === "/p/a.ts" ? text : undefined),
        });
        return JSON.stringify(functions, (key, value) =>
          typeof value === "number" && /^(start|end|signatureEnd)$/.test(key) ? position(value) : value,
        );
      };
      assert.equal(located(crlf), located(lf));
    });
  }
});
