/**
 * Small projects whose marked functions must give what Node gives for the same files: values bit for bit, first
 * derivatives as finite differences of Node's values. Each point starts from modules that were just evaluated.
 *
 *     corpus("prototypes", [
 *       { name: "a method of numbers", files: { "main.mjs": marked("Number.prototype.twice = …;", "x.twice()") } },
 *     ]);
 */

import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { transformSync } from "esbuild";
import { after, before, describe, it } from "mocha";
import type { Finding, Place } from "../../../server/finding.js";
import type { PlainValue, Report } from "../../../server/report.js";
import { reportsOfFile } from "../packages/support.js";

export interface Case {
  name: string;
  /** Path → text. The first file is the main one. Its marked functions are exported under their names. */
  files: Record<string, string>;
  /** The marked functions; `f` where it says nothing. */
  functions?: string[];
  /** Files that Node gets in place of those: for programs that Node would not start. */
  inNode?: Record<string, string>;
  /** Statements that make a host in Node which it is not by itself: `globalThis.document = {};`. */
  host?: string;
  /** There must be an error that says this or stands at a text that does; nothing else is compared. By function where they differ. */
  error?: RegExp | Record<string, RegExp>;
  /** The error, or a place related to it, is this text of that file. */
  errorAt?: [file: string, text: string];
  /** Codes of warnings that must be there. */
  says?: string[];
}

/** The two numbers at which each marked function is run. */
export const points = [0.75, 2.5] as const;
const step = 2 ** -10;

const tags = points.map((x) => `@at x = ${x}`).join(" ");

/** An ECMAScript module: statements, and a marked function `f` of `x` that returns an expression or has these statements. */
export function marked(statements: string, result: string, name = "f"): string {
  return `${statements}\n${markedFunction(result, name, "export ")}`;
}

/** The same as a CommonJS module. */
export function markedCommonJs(statements: string, result: string, name = "f"): string {
  return `${statements}\n${markedFunction(result, name)}exports.${name} = ${name};\n`;
}

/** Only the function, to stand wherever it has to. */
export function markedFunction(result: string, name = "f", prefix = ""): string {
  const body = /\breturn\b/.test(result) ? result : `return ${result};`;
  return `/** @differentiable ${tags} */\n${prefix}function ${name}(x) { ${body} }\n`;
}

interface Given {
  value?: PlainValue;
  error?: string;
}

/** What Node gave for one marked function. */
interface InNode {
  /** At each point, with the modules just evaluated. */
  values: Given[];
  /** At each point, before and behind it. */
  around: [Given, Given][];
  /** Whether calling it again, at the same point or another, gives something else than the first time. */
  isOtherAgain: boolean;
}

/** One test for each case. Node runs all of them in one process beforehand. */
export function corpus(title: string, cases: readonly Case[]): void {
  describe(title, () => {
    let root = "";
    let given = new Map<Case, Map<string, InNode>>();

    before(async function () {
      this.timeout(120_000);
      root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "derivative-lens-corpus-")));
      given = await runInNode(root, cases);
    });
    after(() => fs.rmSync(root, { recursive: true, force: true }));

    for (const [index, one] of cases.entries()) {
      it(one.name, () => check(path.join(root, `${index}-ours`), one, given.get(one)!));
    }
  });
}

function check(folder: string, one: Case, inNode: ReadonlyMap<string, InNode>): void {
  for (const [name, { values, around }] of inNode) {
    for (const { error } of [...values, ...around.flat()]) {
      assert.equal(error, undefined, `Node runs ${name}`);
    }
  }
  write(folder, one.files);
  const main = path.join(folder, mainOf(one)).replaceAll("\\", "/");
  const reports = new Map(reportsOfFile(main).map((report) => [report.function, report]));
  for (const name of functionsOf(one)) {
    const report = reports.get(name);
    assert.ok(report, `there is a report of ${name}`);
    const error = errorOf(one, name);
    if (error !== undefined) checkError(folder, one, report, error);
    else checkNumbers(report, inNode.get(name)!);
    for (const code of one.says ?? []) {
      assert.ok(
        report.findings.some((finding) => finding.code === code),
        `${code} is told`,
      );
    }
  }
}

function checkError(folder: string, one: Case, report: Report, expected: RegExp): void {
  const errors = errorsOf(report);
  assert.notDeepEqual(errors, [], "there is an error");
  const textAt = ({ module, start, end }: Place) => {
    const source = one.files[path.relative(folder, module).replaceAll("\\", "/")] ?? "";
    return source.slice(start, end);
  };
  assert.ok(
    errors.some((error) => expected.test(error.message) || expected.test(textAt(error))),
    `an error says ${expected}: ${errors.map((error) => `${textAt(error)}: ${error.message}`).join("; ")}`,
  );
  if (one.errorAt === undefined) return;
  const [file, text] = one.errorAt;
  const module = path.join(folder, file).replaceAll("\\", "/");
  const places = errors.flatMap((error): Place[] => [error, ...(error.related ?? [])]);
  const texts = places.filter((place) => place.module === module).map(textAt);
  assert.ok(
    texts.some((found) => found.startsWith(text)),
    `${text} of ${file} is the place: ${texts.join("; ")}`,
  );
}

function checkNumbers(report: Report, { values, around, isOtherAgain }: InNode): void {
  assert.deepEqual(
    errorsOf(report).map(({ message }) => message),
    [],
  );
  for (const [index, x] of points.entries()) {
    const expected = values[index]!;
    const point = report.points[index]!;
    assert.deepEqual(point.value, expected.value, `the value at ${x}`);
    const [less, more] = around[index]!.map(({ value }) => numbersOf(value));
    for (const { of = "", value } of point.derivatives) {
      const slope = (more!.get(of)! - less!.get(of)!) / (2 * step);
      const error = Math.abs(value - slope) / Math.max(1, Math.abs(slope));
      assert.ok(error < 1e-5, `the derivative of ${of || "the value"} at ${x}: ${value} instead of ${slope}`);
    }
    const active = [...numbersOf(expected.value).keys()];
    const differentiated = new Set(point.derivatives.map(({ of = "" }) => of));
    assert.deepEqual(
      active.filter((of) => !differentiated.has(of)),
      [],
      "all of it is differentiated",
    );
  }
  const isStateTold = report.findings.some(({ code }) => code === "module-state-written");
  assert.ok(
    !isStateTold || isOtherAgain,
    "module-state-written is told, though a second call gives the same",
  );
}

function errorsOf(report: Report): Finding[] {
  return report.findings.filter(({ severity }) => severity === "error");
}

/** The numbers of a value by the names that reports have for them: `[0]`, `.x`, "" where it is one. */
function numbersOf(value: PlainValue, at = "", found = new Map<string, number>()): Map<string, number> {
  if (typeof value === "number") found.set(at, value);
  else if (Array.isArray(value)) {
    for (const [index, element] of value.entries()) numbersOf(element, `${at}[${index}]`, found);
  } else if (typeof value === "object" && value !== null) {
    for (const [key, member] of Object.entries(value)) numbersOf(member, `${at}.${key}`, found);
  }
  return found;
}

async function runInNode(root: string, cases: readonly Case[]): Promise<Map<Case, Map<string, InNode>>> {
  const evaluations: object[] = [];
  const ask = (one: Case, files: Record<string, string>, calls: [string, number][]) => {
    const folder = path.join(root, `${cases.indexOf(one)}-${evaluations.length}`);
    const main = mainOf(one).replace(/\.([cm]?)ts$/, ".$1js");
    return evaluations.push({ folder, files, main, host: one.host, calls }) - 1;
  };
  const asked = cases.flatMap((one) => {
    const files = forNode({ ...one.files, ...one.inNode });
    return functionsOf(one)
      .filter((name) => errorOf(one, name) === undefined)
      .map((name) => ({
        one,
        name,
        fresh: points.map((x, index) => {
          const other = points[points.length - 1 - index]!;
          const calls: [string, number][] = [x, x, other].map((at) => [name, at]);
          return ask(one, files, calls);
        }),
        around: points.map((x) => [x - step, x + step].map((at) => ask(one, files, [[name, at]]))),
      }));
  });
  const child = fork(path.join(import.meta.dirname, "inNode.mjs"), {
    serialization: "advanced",
    execArgv: ["--no-warnings"],
  });
  child.send(evaluations);
  const [answers] = (await once(child, "message")) as [Given[][]];

  const found = new Map<Case, Map<string, InNode>>(cases.map((one) => [one, new Map()]));
  for (const { one, name, fresh, around } of asked) {
    const calls = fresh.map((index) => answers[index]!);
    const values = calls.map(([first]) => first!);
    const isSame = (given: Given | undefined, expected: Given | undefined) => {
      try {
        assert.deepEqual(given, expected);
        return true;
      } catch {
        return false;
      }
    };
    const isOtherAgain = calls.some(
      ([first, again, other], index) =>
        !isSame(again, first) || !isSame(other, values[points.length - 1 - index]),
    );
    found.get(one)!.set(name, {
      values,
      around: around.map(([less, more]) => [answers[less!]![0]!, answers[more!]![0]!]),
      isOtherAgain,
    });
  }
  return found;
}

/** TypeScript as JavaScript; the rest as it is. */
function forNode(files: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([name, text]) => {
      const extension = /(?<!\.d)\.([cm]?)ts$/.exec(name);
      if (extension === null) return [name, text];
      const { code } = transformSync(text, { loader: "ts", format: extension[1] === "c" ? "cjs" : "esm" });
      return [name.replace(/\.([cm]?)ts$/, ".$1js"), code];
    }),
  );
}

function write(folder: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
}

function mainOf(one: Case): string {
  return Object.keys(one.files)[0]!;
}

function functionsOf(one: Case): string[] {
  return one.functions ?? ["f"];
}

function errorOf(one: Case, name: string): RegExp | undefined {
  return one.error === undefined || one.error instanceof RegExp ? one.error : one.error[name];
}
