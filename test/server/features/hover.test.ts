import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { hover } from "../../../server/features/hover.js";
import { escapeMarkdown } from "../../../server/features/markdown.js";
import type { Report } from "../../../server/report.js";
import { partials, sampleModuleReport, sampleReport, spanOf } from "./sample.js";

function check(report: Report, offset: number, expected: string | null) {
  assert.equal(hover(sampleModuleReport([report]), offset, 10)?.markdown ?? null, expected);
}

const source = "function f(x, y) {\n  const a = x * y;\n  return a;\n}";

describe("hover", () => {
  it("shows the table of orders on the name of a function of one input", () => {
    const derivatives = { x: 6, "x x": 2, "x x x": 0 };
    const report = sampleReport(source, "f", "{", [{ at: { x: 3 }, value: 9, derivatives }], {
      name: spanOf(source, "f("),
    });
    check(
      report,
      source.indexOf("f("),
      "**f** at x = 3\n\n|  | value |\n|:--|--:|\n| f | 9 |\n| f′ | 6 |\n| f″ | 2 |\n| f‴ | 0 |",
    );
  });

  const two = sampleReport(
    source,
    "f",
    "{",
    [
      {
        at: { x: 1, y: 2 },
        value: 2,
        derivatives: { x: 2, y: 1, "x x": 0, "x y": 1, "y y": 0 },
        trace: [
          {
            kind: "assign",
            name: "a",
            count: 3,
            history: [0, 1, 2],
            place: spanOf(source, "a ="),
            value: 2,
            derivatives: partials({ x: 2, y: 1 }),
          },
          { kind: "return", name: "", count: 1, place: spanOf(source, "return a;"), value: 2 },
        ],
      },
    ],
    {
      name: spanOf(source, "f("),
      parameters: [
        { name: "x", ...spanOf(source, "x") },
        { name: "y", ...spanOf(source, "y") },
      ],
    },
  );

  it("shows gradient and Hessian of several inputs", () => {
    check(
      two,
      source.indexOf("f("),
      [
        "**f** at x = 1, y = 2",
        "f = 2",
        "| input | ∂f |\n|:--|--:|\n| ∂x | 2 |\n| ∂y | 1 |",
        "Hessian",
        "| ∂² | ∂x | ∂y |\n|:--|--:|--:|\n| ∂x | 0 | 1 |\n| ∂y | 1 | 0 |",
      ].join("\n\n"),
    );
  });

  it("shows the derivatives with respect to a parameter", () => {
    check(
      two,
      source.indexOf("y"),
      "**y** = 2\n\n| derivative | value |\n|:--|--:|\n| ∂f/∂y | 1 |\n| ∂²f/∂y² | 0 |",
    );
  });

  it("shows what a name of the body held, and how often", () => {
    check(
      two,
      source.indexOf("a ="),
      "**a**\n\na = 2\n\n| input | ∂a |\n|:--|--:|\n| ∂x | 2 |\n| ∂y | 1 |\n\nThe last of 3 passes: 0, 1, 2",
    );
  });

  it("shows the returned value on the keyword only", () => {
    check(two, source.indexOf("return") + 2, "returned = 2 · depends on no input");
    check(two, source.indexOf("return a;") + "return a;".length, null);
  });

  it("advises to add a point where there is none", () => {
    const report = sampleReport(source, "f", "{", [], { name: spanOf(source, "f(") });
    const markdown = hover(sampleModuleReport([report]), source.indexOf("f("), 10)?.markdown ?? "";
    assert.match(markdown, /has no point yet/);
  });

  it("says that a run did not finish", () => {
    const report = sampleReport(source, "f", "{", [{ at: { x: 1 } }], { name: spanOf(source, "f(") });
    check(report, source.indexOf("f("), "**f** at x = 1\n\nThe run did not come to its end.");
  });

  it("shows a result that has no number, and does not say that the run did not finish", () => {
    const point = { at: { x: 1 }, value: "yes" };
    const report = sampleReport(source, "f", "{", [point], { name: spanOf(source, "f(") });
    const [made] = report.points;
    const incomplete = { ...report, points: [{ ...made!, isComplete: false }] };
    check(incomplete, source.indexOf("f("), '**f** at x = 1\n\nf = "yes"');
  });

  it("says how many numbers, inputs and tables it leaves out", () => {
    const inputs = Array.from({ length: 10 }, (_, index) => `p[${index}]`);
    const value = Array.from({ length: 10 }, () => 1);
    const derivatives = Object.fromEntries(value.map((_, index) => [`[${index}] p[0] p[0]`, 1]));
    const report = sampleReport(source, "f", "{", [{ at: {}, inputs, value, derivatives }], {
      name: spanOf(source, "f("),
    });
    const markdown = hover(sampleModuleReport([report]), source.indexOf("f("), 10)?.markdown ?? "";
    const notes = markdown.split("\n\n").filter((section) => section.startsWith("…"));
    assert.deepEqual(notes, [
      "… and 2 more inputs",
      "… and 2 more numbers of the result",
      "… and 4 more tables",
    ]);
  });

  it("says how a claim to be a derivative turned out, also where the function is not marked", () => {
    const claims = [{ of: "g", wrt: ["x"], points: 2, samples: 16, worst: 0, agrees: true }];
    const report = sampleReport(source, "f", "{", [], { name: spanOf(source, "f(") });
    const markdown = "Agrees with ∂g/∂x at 2 points and 16 samples around them.";
    check({ ...report, isUnmarked: true, claims }, source.indexOf("f("), markdown);
    const own = hover(sampleModuleReport([{ ...report, claims }]), source.indexOf("f("), 10)?.markdown ?? "";
    assert.ok(own.includes("has no point yet") || own.endsWith(markdown), own);
  });

  it("has nothing to say elsewhere", () => {
    check(two, source.indexOf("const") + 2, null);
    check(two, 10_000, null);
  });

  it("escapes whatever the workspace calls its names", () => {
    const escaped = escapeMarkdown("<img src=x onerror=alert(1)>[a](command:b)|`c`\n# d");
    assert.equal(escaped, "\\<img src=x onerror=alert(1)\\>[a\\](command:b)\\|\\`c\\` \\# d");
    assert.equal(escapeMarkdown("https://a.b www.a.b a@b.c"), "https\\://a.b www\\.a.b a\\@b.c");
    assert.equal(escapeMarkdown("a\u202eb\u001b[31mc"), "a\ufffdb\ufffd[31mc");
    const at = { x: { "<script>|": 1 } };
    const report = sampleReport(source, "f", "{", [{ at, value: 1, derivatives: { 'x["<script>|"]': 1 } }], {
      name: spanOf(source, "f("),
    });
    const markdown = hover(sampleModuleReport([report]), source.indexOf("f("), 10)?.markdown ?? "";
    assert.ok(!/(^|[^\\])<script/.test(markdown), markdown);
  });
});
