import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { type InlayHintOptions, inlayHints, longestLine } from "../../../server/features/inlayHints.js";
import type { Report } from "../../../server/report.js";
import { partials, type SamplePoint, sampleModuleReport, sampleReport, spanOf } from "./sample.js";

const everything: InlayHintOptions = { signature: true, body: true, digits: 4 };

/** `expected` is the source with each hint written as a comment where it stands. */
function check(reports: Report[], source: string, expected: string, options = everything) {
  const hints = inlayHints(sampleModuleReport(reports), source, options);
  let shown = "";
  let from = 0;
  for (const { offset, text } of hints) {
    shown += `${source.slice(from, offset)} /* ${text} */`;
    from = offset;
  }
  assert.equal(shown + source.slice(from), expected);
}

function checkSignature(name: string, point: SamplePoint, expected: string, digits = 4) {
  const source = `function ${name}() {`;
  const report = sampleReport(source, name, "{", [point]);
  const [hint] = inlayHints(sampleModuleReport([report]), source, { ...everything, digits });
  assert.equal(hint?.text, expected);
  assert.ok((hint?.text.length ?? 0) <= longestLine);
}

describe("inlay hints", () => {
  it("shows value and every order of one input after the signature", () => {
    checkSignature(
      "f",
      { at: { x: 3 }, value: 9, derivatives: { x: 6, "x x": 2, "x x x": 0 } },
      "f(3) = 9 · f′ = 6 · f″ = 2 · f‴ = 0",
    );
  });

  it("shows the gradient of several inputs", () => {
    checkSignature(
      "f",
      { at: { x: 1, y: 2 }, value: 3, derivatives: { x: 4, y: 5, "x x": 1, "x y": 1, "y y": 1 } },
      "f(1, 2) = 3 · ∇f = [4, 5]",
    );
  });

  it("shows the Jacobian of several results", () => {
    checkSignature(
      "f",
      { at: { x: 1, y: 2 }, value: [1, 2], derivatives: { "[0] x": 1, "[0] y": 0, "[1] x": 0, "[1] y": 1 } },
      "f(1, 2) = [1, 2] · J f = [[1, 0], [0, 1]]",
    );
  });

  it("shows the derivatives of several results with respect to one input as a list", () => {
    checkSignature(
      "f",
      { at: { t: 0 }, value: { x: 1, y: 0 }, derivatives: { ".x t": 0, ".y t": 1 } },
      "f(0) = { x: 1, y: 0 } · f′ = [0, 1]",
    );
  });

  it("shows the numbers that a Map holds", () => {
    const source = "function f() {";
    const derivatives = { '.get("rate") x': 2, '.get("parts").total x': 3 };
    const report = sampleReport(source, "f", "{", [{ at: { x: 1 }, value: [["rate", 1]], derivatives }]);
    const outputs = [
      { path: '.get("rate")', value: 1 },
      { path: '.get("parts").total', value: 4 },
    ];
    const points = report.points.map((point) => ({ ...point, outputs }));
    check([{ ...report, points }], source, `${source} /* f(1) = [1, 4] · f′ = [2, 3] */`);
  });

  it("leaves out names when there is no room for them", () => {
    checkSignature(
      "positionOfProjectile",
      { at: { t: 1.5 }, value: 12.25, derivatives: { t: 4.5, "t t": -9.81 } },
      "= 12.25 · ′ = 4.500 · ″ = -9.810",
    );
  });

  it("then leaves out orders", () => {
    checkSignature(
      "f",
      {
        at: { x: 0.123456 },
        value: 1.23456e-7,
        derivatives: { x: -1.23456e-7, "x x": -1.23456e-7, "x x x": -1.23456e-7 },
      },
      "= 1.235e-7 · ′ = -1.235e-7 · …",
    );
  });

  it("then leaves out entries of a gradient", () => {
    checkSignature(
      "blackScholes",
      {
        at: { s: 100, k: 100, r: 0.05, v: 0.2, t: 1 },
        value: 10.450583,
        derivatives: { s: 0.636831, k: -0.532325, r: 53.232482, v: 37.524035, t: 6.414028 },
      },
      "= 10.45 · ∇ = [0.6368, -0.5323, 53.23, …]",
    );
  });

  it("holds its width in the range of usual numbers", () => {
    const widths = [0.35, 0.3515, 0.99, 1.5, 12.25, 999.9].map((value) => {
      const source = "f(";
      const report = sampleReport(source, "f", "(", [{ at: { x: 1 }, value, derivatives: { x: value } }]);
      return inlayHints(sampleModuleReport([report]), source, everything)[0]!.text.length;
    });
    assert.deepEqual(widths, [27, 27, 27, 25, 25, 25]);
  });

  it("never has more than 43 characters a line, whatever is shown", () => {
    const huge = Array.from({ length: 100 }, (_, index) => index / 7);
    for (const at of [{ x: huge }, { ["x".repeat(500)]: 1e-300 }]) {
      for (const value of [1e-300, huge, { ["k".repeat(500)]: huge }, [[huge], [huge]]]) {
        const source = `function ${"f".repeat(300)}() {`;
        const report = sampleReport(source, "f".repeat(300), "{", [
          { at, value, derivatives: { x: 1e-300 } },
        ]);
        for (const { text } of inlayHints(sampleModuleReport([report]), source, everything)) {
          assert.ok(text.length <= longestLine, text);
        }
      }
    }
  });

  it("stands before a carriage return and after a comment at the line's end", () => {
    const source = "function f(x) { // a comment\r\n  return x;\r\n}\r\n";
    check(
      [sampleReport(source, "f", "{", [{ at: { x: 2 }, value: 2, derivatives: { x: 1 } }])],
      source,
      "function f(x) { // a comment /* f(2) = 2 · f′ = 1 */\r\n  return x;\r\n}\r\n",
    );
  });

  it("shows each of several points on its own line", () => {
    const source = "/**\n * @at x = 3\n * @at x = 4\n */\nfunction f(x) {\n}";
    const point = (x: number) => ({
      at: { x },
      value: x * x,
      derivatives: { x: 2 * x },
      written: `@at x = ${x}`,
    });
    check(
      [sampleReport(source, "f", "{", [point(3), point(4)], { name: spanOf(source, "f(") })],
      source,
      "/**\n * @at x = 3 /* f(3) = 9 · f′ = 6 */\n * @at x = 4 /* f(4) = 16 · f′ = 8 */\n */\nfunction f(x) { /* f(3) = 9 · f′ = 6 */\n}",
    );
  });

  it("shows nothing for a run that gave no number", () => {
    const source = "function f(x) {";
    check([sampleReport(source, "f", "{", [{ at: { x: 1 } }])], source, source);
    check([sampleReport(source, "f", "{", [{ at: { x: 1 }, value: "text" }])], source, source);
    check([sampleReport(source, "f", "{", [])], source, source);
  });

  it("shares a line between two functions", () => {
    const source = "const f = (x) => x; const g = (x) => x;";
    const point = { at: { x: 1 }, value: 1, derivatives: { x: 1 } };
    const reports = ["f", "g"].map((name) => sampleReport(source, name, "=>", [point]));
    check(reports, source, `${source} /* f(1) = 1 · f′ = 1 */ /* g(1) = 1 · g′ = 1 */`);
  });

  const body = [
    "function f(x) {",
    "  const k = 3;",
    "  const n = count();",
    "  let y = x;",
    "  for (let i = 0; i < n; i++) {",
    "    y *= x;",
    "  }",
    "  return y + k;",
    "}",
  ].join("\n");
  const inBody: SamplePoint = {
    at: { x: 2 },
    value: 19,
    derivatives: { x: 32 },
    trace: [
      { kind: "assign", name: "k", count: 1, place: spanOf(body, "k"), value: 3 },
      { kind: "assign", name: "n", count: 1, place: spanOf(body, "n ="), value: 3 },
      {
        kind: "assign",
        name: "y",
        count: 1,
        place: spanOf(body, "y"),
        value: 2,
        derivatives: partials({ x: 1, "x x": 0 }),
      },
      { kind: "loop", name: "for", count: 3, place: spanOf(body, "for") },
      { kind: "assign", name: "i", count: 4, place: spanOf(body, "i", 2), value: 3, history: [0, 1, 2, 3] },
      {
        kind: "assign",
        name: "y",
        count: 3,
        place: spanOf(body, "y", 1),
        value: 16,
        derivatives: partials({ x: 32, "x x": 48 }),
      },
      {
        kind: "return",
        name: "",
        count: 1,
        place: spanOf(body, "return y + k;"),
        value: 19,
        derivatives: partials({ x: 32, "x x": 48 }),
      },
    ],
  };

  it("shows the lines of the body, except constants, loop counters and the only result", () => {
    check(
      [sampleReport(body, "f", "{", [inBody])],
      body,
      body
        .replace("(x) {", "(x) { /* f(2) = 19 · f′ = 32 */")
        .replace("count();", "count(); /* = 3 */")
        .replace("let y = x;", "let y = x; /* = 2 · ′ = 1 */")
        .replace("y *= x;", "y *= x; /* = 16 · ′ = 32 ×3 */"),
    );
  });

  it("shows the result on its line when the signature has no hint", () => {
    check(
      [sampleReport(body, "f", "{", [inBody])],
      body,
      body
        .replace("count();", "count(); /* = 3 */")
        .replace("let y = x;", "let y = x; /* = 2 · ′ = 1 */")
        .replace("y *= x;", "y *= x; /* = 16 · ′ = 32 ×3 */")
        .replace("y + k;", "y + k; /* = 19 · ′ = 32 */"),
      { ...everything, signature: false },
    );
  });

  it("leaves each kind out when it is turned off", () => {
    check(
      [sampleReport(body, "f", "{", [inBody])],
      body,
      body.replace("(x) {", "(x) { /* f(2) = 19 · f′ = 32 */"),
      {
        ...everything,
        body: false,
      },
    );
    check([sampleReport(body, "f", "{", [inBody])], body, body, {
      ...everything,
      signature: false,
      body: false,
    });
  });

  it("names the variable when a line assigns several", () => {
    const source = "function f(x, y) {\n  const a = x, b = x * y;\n}";
    const point: SamplePoint = {
      at: { x: 2, y: 3 },
      value: 1,
      derivatives: { x: 0, y: 0 },
      trace: [
        {
          kind: "assign",
          name: "a",
          count: 1,
          place: spanOf(source, "a ="),
          value: 2,
          derivatives: partials({ x: 1, y: 0 }),
        },
        {
          kind: "assign",
          name: "b",
          count: 1,
          place: spanOf(source, "b ="),
          value: 6,
          derivatives: partials({ x: 3, y: 2 }),
        },
      ],
    };
    check(
      [sampleReport(source, "f", "{", [point])],
      source,
      "function f(x, y) { /* f(2, 3) = 1 · ∇f = [0, 0] */\n  const a = x, b = x * y; /* b = 6 · ∇ = [3, 2] */\n}",
    );
  });

  it("takes positions that are not in the text", () => {
    const report = sampleReport("f(", "f", "(", [{ at: { x: 1 }, value: 1, derivatives: { x: 1 } }]);
    check([{ ...report, signatureEnd: 1000 }], "f(", "f( /* f(1) = 1 · f′ = 1 */");
  });
});
