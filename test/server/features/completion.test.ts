import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { completions } from "../../../server/features/completion.js";
import { sampleModuleReport, sampleReport } from "./sample.js";

/** `|` is the cursor; the expected texts are what would be inserted. */
function check(marked: string, expected: string[]) {
  const offset = marked.indexOf("|");
  const source = marked.replace("|", "");
  const parameters = ["x", "y", "speed"].map((name) => ({ name, start: 0, end: 0 }));
  const report = sampleReport(source, "f", "f", [], { parameters });
  const found = completions(sampleModuleReport([report]), source, offset);
  assert.deepEqual(
    found.map(({ text }) => text),
    expected,
  );
}

describe("completion in doc comments", () => {
  it("offers the tags after an @", () => {
    check("/** @| */ f", ["@differentiable", "@at", "@order", "@wrt", "@derivativeOf"]);
    check("/**\n * @a|\n */ f", ["@at"]);
  });
  it("offers the parameters after @at with their equals sign", () => {
    check("/** @differentiable @at | */ f", ["x = ", "y = ", "speed = "]);
    check("/** @at x = 3, | */ f", ["y = ", "speed = "]);
    check("/** @at x = 3, s| */ f", ["speed = "]);
  });
  it("offers the parameters after @wrt", () => {
    check("/** @wrt x, | */ f", ["y", "speed"]);
  });
  it("offers none where a value stands", () => {
    check("/** @at x = | */ f", []);
    check("/** @at x = [1, | */ f", []);
    check("/** @order | */ f", []);
  });
  it("offers none outside doc comments", () => {
    check("/** @at x = 1 */ f @|", []);
    check("@| f", []);
    check("/* @| */ f", []);
  });
});
