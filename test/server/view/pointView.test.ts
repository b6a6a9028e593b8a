import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { PointReport } from "../../../server/report.js";
import {
  type TableView,
  type ViewLimits,
  viewOfParameter,
  viewOfPoint,
} from "../../../server/view/pointView.js";
import { type SamplePoint, samplePoint } from "../features/sample.js";

const roomy: ViewLimits = { rows: 100, columns: 100, listed: 100, tables: 100 };

/** A table as lines: what it is, then a row a line. Numbers that were not computed are `?`, structural zeros `0°`. */
function linesOf({ kind, of, columns, rows, zeros, hidden }: TableView): string[] {
  const numbers = rows.map(({ key, numbers }) => {
    const written = numbers.map(({ wrt, value, isStructuralZero }) => {
      const name = kind === "list" ? `${wrt.join("")}: ` : "";
      return name + (isStructuralZero ? "0°" : (value ?? "?"));
    });
    return [...(key === "" ? [] : [key]), ...written].join(" ");
  });
  return [
    [kind + of, ...columns.filter((column) => column !== "")].join(" "),
    ...numbers.map((line) => `  ${line}`),
    ...(zeros > 0 ? [`  ${zeros} zeros`] : []),
    ...(hidden.rows + hidden.columns > 0 ? [`  hidden: ${hidden.rows} rows, ${hidden.columns} columns`] : []),
  ];
}

function check(
  sample: SamplePoint | PointReport,
  expected: string[],
  limits: Partial<ViewLimits> = {},
  order = 0,
) {
  const point = "quantities" in sample ? sample : samplePoint("", sample);
  const view = viewOfPoint(point, { ...roomy, ...limits }, order);
  const { hiddenOutputs, hiddenTables, ending } = view;
  assert.deepEqual(
    [
      ...(ending === "numbers" ? [] : [ending]),
      ...view.tables.flatMap(linesOf),
      ...(hiddenOutputs > 0 ? [`${hiddenOutputs} numbers hidden`] : []),
      ...(hiddenTables > 0 ? [`${hiddenTables} tables hidden`] : []),
    ],
    expected,
  );
}

describe("the view of a point", () => {
  it("has the orders of one input, the value first", () =>
    check({ at: { x: 3 }, value: 9, derivatives: { x: 6, "x x": 2 } }, ["orders", "  9", "  6", "  2"]));

  it("has rows for orders that were asked for and not computed", () =>
    check({ at: { x: 3 }, value: 9, derivatives: { x: 6 } }, ["orders", "  9", "  6", "  ?"], {}, 2));

  it("has a column for each number of a result", () =>
    check({ at: { t: 0 }, value: { x: 1, y: [2] }, derivatives: { ".x t": 3, ".y[0] t": 4 } }, [
      "orders .x .y[0]",
      "  1 2",
      "  3 4",
    ]));

  const bivariate = { x: 2, y: 1, "x x": 0, "x y": 1, "y y": 5, "x x y": 7, "y y y": 8 };
  it("has gradient, Hessian and lists of several inputs", () =>
    check({ at: { x: 1, y: 2 }, value: 2, derivatives: bivariate }, [
      ...["gradient", "  x 2", "  y 1"],
      ...["hessian x y", "  x 0 1", "  y 1 5"],
      ...["list", "  xxy: 7", "  yyy: 8"],
    ]));

  it("has a Jacobian, and a Hessian for each number that has one", () =>
    check(
      {
        at: { x: 1, y: 2 },
        value: [3, 4],
        derivatives: { "[0] x": 1, "[0] y": 2, "[1] x": 3, "[1] y": 4, "[1] x x": 5, "[1] x y": 6 },
      },
      ["jacobian x y", "  [0] 1 2", "  [1] 3 4", "hessian[1] x y", "  x 5 6", "  y 6 ?"],
    ));

  it("takes a result of one element for a result of several numbers", () =>
    check({ at: { x: 1, y: 2 }, value: [3], derivatives: { "[0] x": 1, "[0] y": 2 } }, [
      "jacobian x y",
      "  [0] 1 2",
    ]));

  it("counts what is 0 everywhere at a high order, unless it is one", () => {
    const point = samplePoint("", {
      at: { x: 1, y: 1 },
      value: 1,
      derivatives: { "x x x": 1, "x x y": 0, "y y y": 0 },
    });
    const zeros = (count: number) =>
      point.derivatives.map((partial, index) =>
        index > 2 - count ? { ...partial, isStructuralZero: true as const } : partial,
      );
    check({ ...point, derivatives: zeros(2) }, ["list", "  xxx: 1", "  2 zeros"]);
    check({ ...point, derivatives: zeros(1) }, ["list", "  xxx: 1", "  xxy: 0", "  yyy: 0°"]);
  });

  it("says how a run ended", () => {
    check({ at: { x: 1 } }, ["unfinished"]);
    check({ ...samplePoint("", { at: { x: 1 }, value: "yes" }), isComplete: false }, ["noNumbers"]);
    check({ at: {}, value: 4 }, []);
  });

  it("cuts at its limits and counts what it cut", () => {
    const inputs = ["p[0]", "p[1]", "p[2]"];
    const derivatives = { "p[0]": 1, "p[1]": 2, "p[2]": 3, "p[0] p[0]": 4, "p[0] p[1]": 5, "p[0] p[2]": 6 };
    const of = { at: { p: [1, 2, 3] }, inputs, value: 6, derivatives };
    check(
      of,
      [
        ...["gradient", "  p[0] 1", "  p[1] 2", "  hidden: 1 rows, 0 columns"],
        ...["hessian p[0]", "  p[0] 4", "  p[1] 5", "  hidden: 1 rows, 2 columns"],
      ],
      { rows: 2, columns: 1 },
    );
    check(of, ["gradient", "  p[0] 1", "  p[1] 2", "  p[2] 3", "1 tables hidden"], { tables: 1 });
    const list = ["list", "  p[0]p[0]: 4", "  p[0]p[1]: 5", "  hidden: 1 rows, 0 columns"];
    check(of, ["gradient", "  p[0] 1", "  p[1] 2", "  p[2] 3", ...list], { hessianInputs: 2, listed: 2 });
  });

  it("cuts the numbers of a result", () => {
    const value = [1, 2, 3];
    const ofOne = { "[0] x": 1, "[1] x": 2, "[2] x": 3 };
    check(
      { at: { x: 1 }, value, derivatives: ofOne },
      ["orders [0] [1]", "  1 2", "  1 2", "  hidden: 0 rows, 1 columns", "1 numbers hidden"],
      { columns: 2 },
    );
    check(
      { at: { x: 1, y: 1 }, value, derivatives: ofOne },
      ["jacobian x y", "  [0] 1 ?", "  hidden: 2 rows, 0 columns", "2 numbers hidden"],
      { rows: 1 },
    );
  });

  it("has the derivatives with respect to one parameter alone", () => {
    const point = samplePoint("", {
      ...{ at: { p: [1, 2], q: 3 }, inputs: ["p[0]", "p[1]", "q"], value: 4 },
      derivatives: { "p[0]": 1, "p[1]": 2, q: 3, "p[0] p[0]": 4, "p[0] p[1]": 5 },
    });
    const { inputs, rows, hidden } = viewOfParameter(point, "p", { ...roomy, rows: 1 });
    assert.deepEqual(inputs, ["p[0]", "p[1]"]);
    assert.deepEqual(
      rows.map(({ wrt, value }) => [wrt.join(), value]),
      [
        ["p[0]", 1],
        ["p[0],p[0]", 4],
      ],
    );
    assert.equal(hidden, 2);
  });
});
