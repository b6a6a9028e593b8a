import assert from "node:assert/strict";
import type { ResultsModel } from "../../client/panel/panelModel.js";
import { pointModels } from "../../client/panel/pointModels.js";
import { functionAt, resultsModel } from "../../client/panel/resultsModel.js";
import type { Finding } from "../../server/finding.js";
import { functionIds } from "../../server/pipeline.js";
import type { DocumentReport } from "../../server/protocol/messages.js";
import type { Partial, PlainValue, PointReport, Report } from "../../server/report.js";
import { outputNumbers } from "../server/outputNumbers.js";
import { textOf } from "./panelText.js";

const module = "/project/a.ts";

/** `["x", "y"] = 3` is written `partial(3, "x y")`, of one number of the result `partial(3, "x y", "[0]")`. */
function partial(value: number, wrt: string, of?: string): Partial {
  const names = wrt.split(" ");
  return { order: names.length, wrt: names, value, ...(of !== undefined && { of }) };
}

function point(
  at: PointReport["at"],
  inputs: string[],
  value: PlainValue,
  derivatives: Partial[],
  more: { truncated?: true; reachedOrder?: number; isComplete?: boolean } = {},
): PointReport {
  const made = { at, inputs, value, outputs: outputNumbers(value), derivatives };
  return { ...made, isComplete: true, trace: [], quantities: [], ...more };
}

function report(
  order: number,
  points: PointReport[],
  more: { [key in keyof Report]?: Report[key] } = {},
): Report {
  return {
    function: "f",
    module,
    name: { start: 10, end: 11 },
    extent: { start: 0, end: 100 },
    signatureEnd: 20,
    parameters: [],
    order,
    inputs: points[0]?.inputs ?? [],
    points,
    findings: [],
    ...more,
  };
}

function documentOf(
  reports: Report[],
  more: { uri?: string; pending?: string[]; findings?: Finding[] } = {},
): DocumentReport {
  const { uri = "file:///project/a.ts", pending = [], findings = [] } = more;
  const nameRanges = reports.map((_, index) => ({
    start: { line: 4 + 10 * index, character: 9 },
    end: { line: 4 + 10 * index, character: 10 },
  }));
  const ids = functionIds(reports.map((report) => report.function));
  return { uri, version: 1, module: { module, reports, findings }, ids, nameRanges, pending };
}

function modelOf(...documents: DocumentReport[]): ResultsModel {
  return resultsModel(documents, {
    digits: 4,
    pathOf: (uri) => uri.replace("file:///project/", ""),
    lineOf: ({ start }) => (start < 1000 ? start + 1 : null),
  });
}

/** What the panel shows of one function, without the file's and the function's own lines. */
function check(shown: Report, expected: string[]): void {
  assert.deepEqual(textOf(modelOf(documentOf([shown]))).slice(2), expected);
}

describe("the model of the results panel", () => {
  it("puts the orders of one input in rows and the points side by side", () =>
    check(
      report(2, [
        point({ x: 3 }, ["x"], 9, [partial(6, "x"), partial(2, "x x")]),
        point({ x: 0.5 }, ["x"], 0.25, [partial(1, "x"), partial(2, "x x")]),
      ]),
      [" | x = 3 | x = 0.5", "f | 9 | 0.2500", "f′ | 6 | 1", "f″ | 2 | 2"],
    ));

  it("has one heading for what the points share", () =>
    check(
      report(1, [
        point({ t: 1, q: { a: 2 }, mode: "in" }, ["t"], 9, [partial(6, "t")]),
        point({ t: 1, q: { a: 3 }, mode: "in" }, ["t"], 8, [partial(5, "t")]),
      ]),
      ['mode = "in"', " | t = 1, q = { a: 2 } | t = 1, q = { a: 3 }", "f | 9 | 8", "f′ | 6 | 5"],
    ));

  it("puts a parameter whose number is the input into the column, and no other of a similar name", () =>
    check(report(0, [point({ p: [1, 2], pp: 3 }, ["p[0]"], 4, [])]), ["pp = 3", " | p = [1, 2]", "f | 4"]));

  it("has one row for all that is 0 everywhere at a high order", () =>
    check(
      report(3, [
        point({ x: 1, y: 2 }, ["x", "y"], 4, [
          partial(5, "x x x"),
          { ...partial(0, "x x y"), isStructuralZero: true },
          { ...partial(0, "x y y"), isStructuralZero: true },
          partial(0, "y y y"),
        ]),
      ]),
      ["x = 1, y = 2", "f = 4", "Order 3", "∂³/∂x³ | 5", "∂³/∂y³ | 0", "2 others | 0 (structural)"],
    ));

  it("names high orders", () =>
    check(
      report(5, [
        point({ x: 0 }, ["x"], 1, [
          partial(1, "x"),
          partial(1, "x x"),
          partial(1, "x x x"),
          partial(1, "x x x x"),
          partial(1, "x x x x x"),
        ]),
      ]),
      [" | x = 0", "f | 1", "f′ | 1", "f″ | 1", "f‴ | 1", "f⁗ | 1", "f⁽⁵⁾ | 1"],
    ));

  it("shows gradient, Hessian and higher orders of several inputs", () =>
    check(
      report(3, [
        point({ x: 1, y: 2 }, ["x", "y"], 4, [
          partial(4, "x"),
          partial(4, "y"),
          partial(0, "x x"),
          partial(4, "x y"),
          partial(2, "y y"),
          { ...partial(0, "x x x"), isStructuralZero: true },
          partial(2, "x y y"),
        ]),
      ]),
      [
        "x = 1, y = 2",
        "f = 4",
        "Gradient",
        "∂/∂x | 4",
        "∂/∂y | 4",
        "Hessian",
        " | x | y",
        "x | 0 | 4",
        "y | 4 | 2",
        "Order 3",
        "∂³/∂x³ | 0 (structural)",
        "∂³/∂x∂y² | 2",
      ],
    ));

  it("puts the numbers of a result of one input in columns", () =>
    check(
      report(1, [
        point({ t: 0 }, ["t"], { x: 1, "a b": [2] }, [partial(3, "t", ".x"), partial(4, "t", '["a b"][0]')]),
      ]),
      ["t = 0", ' | f.x | f["a b"][0]', "value | 1 | 2", "′ | 3 | 4"],
    ));

  it("shows a Jacobian for a result of several numbers of several inputs, and a Hessian for each", () =>
    check(
      report(2, [
        point(
          { p: [1, 2] },
          ["p[0]", "p[1]"],
          [3, 5],
          [
            partial(1, "p[0]", "[0]"),
            partial(2, "p[1]", "[0]"),
            partial(3, "p[0]", "[1]"),
            partial(4, "p[1]", "[1]"),
            partial(6, "p[0] p[0]", "[1]"),
            partial(7, "p[0] p[1]", "[1]"),
            partial(8, "p[1] p[1]", "[1]"),
          ],
        ),
      ]),
      [
        "p = [1, 2]",
        "Jacobian",
        " | value | ∂/∂p[0] | ∂/∂p[1]",
        "f[0] | 3 | 1 | 2",
        "f[1] | 5 | 3 | 4",
        "Hessian of f[1]",
        " | p[0] | p[1]",
        "p[0] | 6 | 7",
        "p[1] | 7 | 8",
      ],
    ));

  it("marks numbers that are not finite", () =>
    check(
      report(3, [
        point({ x: Number.POSITIVE_INFINITY }, ["x"], Number.NaN, [
          partial(Number.NEGATIVE_INFINITY, "x"),
          partial(Number.NaN, "x x"),
          partial(Number.POSITIVE_INFINITY, "x x x"),
        ]),
      ]),
      [" | x = ∞", "f | NaN (!)", "f′ | -∞ (!)", "f″ | NaN (!)", "f‴ | ∞ (!)"],
    ));

  it("leaves open what was not computed", () =>
    check(
      report(1, [
        point({ x: 3 }, ["x"], 9, [partial(6, "x")]),
        point({ x: 4 }, ["x"], undefined, [], { isComplete: false }),
      ]),
      [" | x = 3 | x = 4", "f | 9 | –", "f′ | 6 | –"],
    ));

  it("says that a run of several inputs did not finish, and that derivatives were left out", () =>
    check(
      report(1, [
        point({ x: 1, y: 2 }, ["x", "y"], undefined, [], { isComplete: false }),
        point({ x: 1, y: 3 }, ["x", "y"], 4, [partial(1, "x")], { truncated: true, reachedOrder: 1 }),
      ]),
      [
        "x = 1, y = 2",
        "The run did not finish.",
        "x = 1, y = 3",
        "f = 4",
        "Gradient",
        "∂/∂x | 1",
        "∂/∂y | –",
        "Derivatives above order 1 were left out: all of them would be too many, or take too long.",
      ],
    ));

  it("shows the value of a function without inputs and of one that gives no number", () => {
    check(report(1, [point({}, [], 4, [])]), ["f = 4"]);
    check(report(1, [point({ x: 1 }, ["x"], "yes", [])]), ["x = 1", 'f = "yes"']);
  });

  it("cuts tables that are too large to look at, and says so", () => {
    const inputs = Array.from({ length: 120 }, (_, index) => `x[${index}]`);
    const derivatives = [...inputs.map((input) => partial(1, input)), partial(2, "x[0] x[1]")];
    const [model] = modelOf(
      documentOf([report(2, [point({ x: inputs.map(() => 0) }, inputs, 1, derivatives)])]),
    ).documents[0]!.functions;
    const [shown] = pointModels(model!, 4);
    assert.equal(model!.detail, "x[0], x[1], x[2], x[3], x[4], x[5], … (120 inputs) · order 2");
    assert.equal(shown!.heading, "x = [0, 0, 0, 0, 0, 0, …]");
    assert.deepEqual(
      shown!.tables.map(({ rows, columns }) => [rows.length, columns.length, rows[0]!.cells.length]),
      [
        [100, 0, 1],
        [100, 30, 30],
      ],
    );
    assert.deepEqual(shown!.notes, [
      "Gradient: 20 more rows are not shown.",
      "Hessian: 20 more rows are not shown.",
      "Hessian: 90 more columns are not shown.",
    ]);
  });

  it("shows what is computing, what needs a point, and the findings with their lines", () => {
    const finding: Finding = {
      code: "budget-steps",
      severity: "error",
      message: "Too long.",
      module,
      start: 6,
      end: 9,
    };
    const outside: Finding = { ...finding, code: "marker-not-on-function", severity: "warning", start: 2000 };
    assert.deepEqual(
      textOf(
        modelOf(
          documentOf(
            [
              report(1, [], { function: "slow" }),
              report(2, [], { function: "Spring.energy" }),
              report(1, [], { findings: [finding] }),
            ],
            { uri: "file:///project/src/deep/a.ts", pending: ["slow"], findings: [outside] },
          ),
        ),
      ),
      [
        "a.ts in src/deep",
        "warning: Too long. (marker-not-on-function, line null)",
        "slow: order 1 · line 5 · computing",
        "Spring.energy: order 2 · line 15 · needs a point",
        "f: order 1 · line 25",
        "error: Too long. (budget-steps, line 7)",
      ],
    );
  });

  it("uses the short name of a method", () =>
    check(report(1, [point({ x: 1, y: 1 }, ["x", "y"], 2, [])], { function: "Spring.energy" }), [
      "x = 1, y = 1",
      "energy = 2",
    ]));

  it("lists files by path and leaves out those with nothing to show", () => {
    const of = (name: string, reports: Report[]) => documentOf(reports, { uri: `file:///project/${name}` });
    assert.deepEqual(
      modelOf(of("b.ts", [report(1, [])]), of("a.ts", [report(1, [])]), of("c.ts", [])).documents.map(
        ({ name }) => name,
      ),
      ["a.ts", "b.ts"],
    );
  });

  it("tells functions of one name apart, and finds the innermost at an offset", () => {
    const extents = [
      { start: 0, end: 100 },
      { start: 20, end: 40 },
      { start: 120, end: 140 },
    ];
    const document = documentOf(extents.map((extent) => report(1, [], { extent })));
    const keys = modelOf(document).documents[0]!.functions.map(({ key }) => key);
    assert.equal(new Set(keys).size, 3);
    assert.deepEqual(
      [0, 30, 41, 110, 140].map((offset) => functionAt(document, offset)),
      [keys[0], keys[1], keys[0], null, keys[2]],
    );
  });

  it("makes nothing of hostile names but text", () => {
    const hostile = "<img src=x onerror=alert(1)>";
    const value = JSON.parse('{ "__proto__": 1, "constructor": 2 }') as PlainValue;
    check(report(1, [point({ [hostile]: 1 }, [hostile], value, [])]), [
      `${hostile} = 1`,
      " | f.__proto__ | f.constructor",
      "value | 1 | 2",
      "′ | – | –",
    ]);
  });
});
