/**
 * Generated programs: the interpreter gives what Node gives, bit for bit; the derivative is what difference
 * quotients of Node's values say; the Taylor sweep and the nested tapes give the same. And changed sources:
 * whatever the text, the pipeline answers.
 *
 * FUZZ_RUNS=100000 runs longer, FUZZ_SEED=n elsewhere.
 */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";
import fc from "fast-check";
import { describe, it } from "mocha";
import { fullBudget } from "../../../server/evaluation/budget.js";
import type { PointReport, Report } from "../../../server/report.js";
import { runModule } from "../pipeline.js";
import { makeFormula } from "./generatedFormulas.js";
import { makeProgram } from "./generatedPrograms.js";
import { pastFailures } from "./pastFailures.js";

const runs = Number(process.env.FUZZ_RUNS ?? 150);
const seed = Number(process.env.FUZZ_SEED ?? 20_261_123);
const choices = fc.array(fc.nat(1023), { minLength: 1, maxLength: 160 });

/** What the pipeline gives for a function of a module, with what its doc comment says. */
function outcomeOf(source: string, tags: string, declaration: string): Report {
  const text = `${source}\n/** @differentiable ${tags} */\nexport ${declaration}\n`;
  const read = (name: string) => (name === "/project/main.js" ? text : undefined);
  return runModule("/project/main.js", { read }).reports[0]!;
}

function pointOf(outcome: Report): PointReport {
  const [point] = outcome.points;
  const errors = outcome.findings.filter(({ severity }) => severity === "error");
  assert.deepEqual(
    errors.map(({ message }) => message),
    [],
  );
  return point!;
}

/** The function `f` of a program, run by Node. */
function inNode(source: string): (x: number) => number {
  return vm.runInNewContext(`${source}\nf;`, {}, { timeout: 2_000 }) as (x: number) => number;
}

const points = [0.7, -1.3, 2];

/** Node's value or the word that it throws. */
function valueInNode(f: (x: number) => number, x: number): unknown {
  try {
    return f(x);
  } catch {
    return "throws";
  }
}

function checkValue(source: string): void {
  const f = inNode(source);
  for (const x of points) {
    const expected = valueInNode(f, x);
    const outcome = outcomeOf(source, `@at x = ${x}`, "const g = (x) => f(x);");
    const value = expected === "throws" ? "throws" : outcome.points[0]!.value;
    if (expected === "throws") assert.ok(outcome.findings.some(({ code }) => code === "runtime-error"));
    const messages = outcome.findings.map(({ message }) => message).join("\n");
    assert.ok(Object.is(value, expected), `${value} instead of ${expected} at ${x}\n${messages}\n${source}`);
  }
}

/** Derivative by central differences, extrapolated, with its error; null where they do not settle. */
function slopeInNode(f: (x: number) => number, x: number): { value: number; error: number } | null {
  const quotient = (h: number) => (f(x + h) - f(x - h)) / (2 * h);
  let best: { value: number; error: number } | null = null;
  let previous: number[] = [];
  for (let row = 0; row < 8; row++) {
    const current = [quotient(2 ** (-5 - row))];
    for (let column = 1; column <= previous.length; column++) {
      const factor = 4 ** column;
      current.push((factor * current[column - 1]! - previous[column - 1]!) / (factor - 1));
      const error = Math.abs(current[column]! - previous[column - 1]!);
      if (Number.isFinite(error) && (best === null || error < best.error))
        best = { value: current[column]!, error };
    }
    previous = current;
  }
  // On a kink the two sides differ, and there is no one derivative to compare with.
  const h = 2 ** -20;
  const left = (f(x) - f(x - h)) / h;
  const right = (f(x + h) - f(x)) / h;
  const isSmooth = Math.abs(left - right) < 1e-3 * Math.max(1, Math.abs(left));
  return best !== null && isSmooth && best.error < 1e-6 * Math.max(1, Math.abs(best.value)) ? best : null;
}

/** Answers whether there was something to compare. */
function checkDerivatives(source: string): boolean {
  const f = inNode(source);
  const x = points[0]!;
  const value = valueInNode(f, x);
  if (typeof value !== "number" || !Number.isFinite(value)) return false;
  const sweep = pointOf(outcomeOf(source, `@at x = ${x} @order 3`, "const g = (x) => f(x);"));
  const tapes = pointOf(
    outcomeOf(source, `@at p = [${x}, 0] @order 3`, "const g = (p) => f(p[0]) + 0 * p[1];"),
  );
  const bySweep = sweep.derivatives.map((partial) => partial.value);
  const byTapes = tapes.derivatives
    .filter(({ wrt }) => wrt.every((name) => name === "p[0]"))
    .map((partial) => partial.value);
  const size = Math.max(1, Math.abs(value), ...bySweep.map(Math.abs));
  assert.equal(byTapes.length, bySweep.length);
  bySweep.forEach((derivative, index) => {
    const isSame =
      Object.is(derivative, byTapes[index]) || Math.abs(derivative - byTapes[index]!) <= 1e-8 * size;
    assert.ok(
      isSame,
      `order ${index + 1}: ${derivative} by the sweep, ${byTapes[index]} by tapes\n${source}`,
    );
  });

  const slope = slopeInNode(f, x);
  if (slope === null) return false;
  const tolerance = 1e-6 * Math.max(1, Math.abs(slope.value)) + 100 * slope.error;
  assert.ok(
    Math.abs(bySweep[0]! - slope.value) <= tolerance,
    `${bySweep[0]} instead of ${slope.value} ± ${slope.error}\n${source}`,
  );
  return true;
}

describe("Generated programs", function () {
  this.timeout(3_600_000);

  it("have the values that Node gives", () => {
    fc.assert(
      fc.property(choices, (numbers) => checkValue(makeProgram(numbers, "wild").source)),
      { numRuns: runs, seed },
    );
  });

  it("have the derivatives that differences and nested tapes give", () => {
    let compared = 0;
    fc.assert(
      fc.property(choices, (numbers) => {
        if (checkDerivatives(makeProgram(numbers, "smooth").source)) compared++;
      }),
      { numRuns: runs, seed },
    );
    assert.ok(compared > runs / 4, `only ${compared} of ${runs} could be compared with differences`);
  });
});

describe("Generated claims to be a derivative", function () {
  this.timeout(3_600_000);
  const points = ["0.7", "-1.3", "3", "1e-4", "20"];
  const outcomeOfClaim = (value: string, derivative: string) => {
    const tags = points.map((point) => `@at x = ${point}`).join(" ");
    const source = `/** ${tags} */\nconst f = (x) => ${value};\n/** @derivativeOf f */\nexport const g = (x) => ${derivative};\n`;
    const read = (name: string) => (name === "/project/main.js" ? source : undefined);
    return runModule("/project/main.js", { read }).reports[0]!;
  };

  it("are never refused when they are right", () => {
    fc.assert(
      fc.property(choices, (numbers) => {
        const { value, derivative } = makeFormula(numbers);
        // A formula may be right and still end in 0 · ∞ at a point.
        const refused = outcomeOfClaim(value, derivative).findings.filter(
          ({ severity, message }) => severity === "error" && !/gives (NaN|-?Infinity)\.$/.test(message),
        );
        assert.deepEqual(
          refused.map(({ message }) => `${message}\n${value}\n${derivative}`),
          [],
        );
      }),
      { numRuns: runs * 2, seed },
    );
  });

  it("are refused when they are wrong by a thousandth, wherever the numbers can tell", () => {
    let told = 0;
    fc.assert(
      fc.property(choices, (numbers) => {
        const { value, derivative } = makeFormula(numbers);
        const right = outcomeOfClaim(value, derivative).claims![0]!;
        const slope = inNode(`const f = (x) => ${derivative};`);
        // Where it changes much with the last digits of x, or those are lost beside other numbers, nobody can tell.
        const byValues = slopeInNode(inNode(`const f = (x) => ${value};`), 0.7);
        const isSeen =
          byValues !== null && Math.abs(byValues.value - slope(0.7)) < 1e-4 * Math.abs(slope(0.7));
        const isTame = isSeen && Math.abs(slope(0.7007) - slope(0.7)) < 0.05 * Math.abs(slope(0.7));
        if (!right.agrees || right.points < points.length || Math.abs(slope(0.7)) < 1e-6 || !isTame) return;
        const wrong = outcomeOfClaim(value, `1.001 * ${derivative}`).findings;
        told++;
        assert.ok(
          wrong.some(({ code }) => code === "derivative-disagrees"),
          `${value}\n1.001 * ${derivative}`,
        );
      }),
      { numRuns: runs, seed },
    );
    assert.ok(told > runs / 10, `only ${told} of ${runs} could be told`);
  });
});

describe("What failed once", () => {
  for (const { name, source } of pastFailures) {
    it(name, () => {
      checkValue(source);
      checkDerivatives(source);
    });
  }
});

describe("Changed sources", function () {
  this.timeout(3_600_000);
  const folders = ["../../../examples", "../../vscode/workspace"].map((name) => join(__dirname, name));
  const sources = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => /\.[jt]s$/.test(name))
      .map((name) => readFileSync(join(folder, name), "utf8")),
  );
  const budget = { ...fullBudget, steps: 5_000, elements: 50_000, tape: 5_000, milliseconds: 1_000 };

  /** Every layer must take the text. */
  function answer(text: string): void {
    const read = (name: string) => (name === "/project/main.ts" ? text : undefined);
    const { reports, findings } = runModule("/project/main.ts", { read }, { budget });
    for (const { code, message } of [...findings, ...reports.flatMap((report) => report.findings)]) {
      assert.notEqual(code, "internal-error", `${message}\n${text}`);
    }
  }

  it("are answered when a text ends anywhere", () => {
    const step = Math.max(1, Math.round(2_500 / runs));
    for (const source of sources) {
      for (let end = 0; end < source.length; end += step) answer(source.slice(0, end));
    }
  });

  it("are answered with words taken out, doubled and exchanged", () => {
    const change = fc.record({
      source: fc.constantFrom(...sources),
      edits: fc.array(
        fc.record({
          kind: fc.constantFrom("remove", "double", "exchange", "insert"),
          at: fc.nat(),
          other: fc.nat(),
          word: fc.constantFrom(
            ...[
              "(",
              ")",
              "{",
              "}",
              "[",
              "]",
              ",",
              ";",
              "=>",
              "?.",
              "...",
              "`",
              "${",
              "yield",
              "await",
              "class",
            ],
            ...[
              "new",
              "this",
              "super",
              "#x",
              "@",
              "/**",
              "*/",
              "@at",
              "@wrt x",
              "@derivativeOf f",
              "0",
              "/",
              "in",
            ],
          ),
        }),
        { minLength: 1, maxLength: 6 },
      ),
    });
    fc.assert(
      fc.property(change, ({ source, edits }) => {
        const words = source.split(/(\b|\s+)/).filter((word) => word !== "");
        for (const { kind, at, other, word } of edits) {
          const place = at % words.length;
          if (kind === "remove") words.splice(place, 1);
          else if (kind === "double") words.splice(place, 0, words[place]!);
          else if (kind === "insert") words.splice(place, 0, word);
          else {
            const second = other % words.length;
            [words[place], words[second]] = [words[second]!, words[place]!];
          }
        }
        answer(words.join(""));
      }),
      { numRuns: runs * 2, seed },
    );
  });
});
