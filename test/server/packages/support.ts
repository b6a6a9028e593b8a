/** A marked function that calls an installed package: its value is Node's, bit for bit, its derivative that of finite differences. */

import assert from "node:assert/strict";
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { Finding } from "../../../server/finding.js";
import { createModuleHost } from "../../../server/hosts/moduleHost.js";
import { noWalls } from "../../../server/hosts/walls.js";
import type { Report } from "../../../server/report.js";
import { runModule } from "../pipeline.js";

const main = path.join(import.meta.dirname, "marked.ts").replaceAll("\\", "/");

/** The report of the only marked function of a text that stands in this folder. */
export function reportHere(source: string): Report {
  const reports = reportsWith(main, new Map([[main, source]]));
  assert.equal(reports.length, 1);
  return reports[0]!;
}

/** The reports of the marked functions of a file on the disk, by its absolute path with forward slashes. */
export function reportsOfFile(file: string): Report[] {
  return reportsWith(file, new Map());
}

function reportsWith(file: string, texts: ReadonlyMap<string, string>): Report[] {
  const disk = createModuleHost(noWalls);
  const read = (module: string) => texts.get(module) ?? disk.read(module);
  const exists = (module: string) => texts.has(module) || disk.exists!(module);
  const { reports, findings } = runModule(file, { ...disk, read, exists });
  assert.deepEqual(findings, []);
  return reports;
}

export interface Expected {
  /** Of the derivative against finite differences, relative. */
  tolerance?: number;
  /** The step of the finite differences. */
  step?: number;
  points?: number[];
}

/**
 * @param clause what stands between `import` and `from`: `{ a, b as c }`, `* as all` or a name for the default
 * @param body what the function of `t` returns, or its statements
 */
export async function check(
  name: string,
  clause: string,
  body: string,
  { tolerance = 1e-7, step = 1e-3, points = [0.3, 0.8] }: Expected = {},
): Promise<void> {
  const statements = statementsOf(body);
  const around = [-2, -1, 0, 1, 2].map((steps) => steps * step);
  const asked = points.flatMap((t) => around.map((distance) => t + distance));
  const inNode = await valuesInNode(name, clause, statements, asked);
  const report = reportHere(sourceOf(name, clause, statements, points));
  assert.deepEqual(
    errorsOf(report).map(({ message, related }) => [
      message,
      ...(related ?? []).map((at) => `${at.module}: ${at.start}`),
    ]),
    [],
  );
  for (const [index, t] of points.entries()) {
    const point = report.points[index]!;
    const [farLeft, left, value, right, farRight] = inNode.slice(index * around.length);
    assert.equal(point.value, value, `the value at ${t}`);
    const slope = (8 * (right! - left!) - (farRight! - farLeft!)) / (12 * step);
    const derivative = point.derivatives[0]!.value;
    const error = Math.abs(derivative - slope) / Math.max(1, Math.abs(slope));
    assert.ok(error <= tolerance, `the derivative at ${t}: ${derivative} instead of ${slope}`);
  }
}

/** The result depends on something that is not known, and an error says what. */
export function checkTold(name: string, clause: string, body: string, says: RegExp): void {
  const errors = errorsOf(reportHere(sourceOf(name, clause, statementsOf(body), [0.3])));
  assert.match(errors.map(({ message }) => message).join("\n"), says);
}

function statementsOf(body: string): string {
  return /\breturn\b/.test(body) ? body : `return ${body};`;
}

function sourceOf(name: string, clause: string, statements: string, points: readonly number[]): string {
  const tags = points.map((t) => `@at t = ${t}`).join(" ");
  return `import ${clause} from "${name}";
    /** @differentiable ${tags} */
    export function f(t) { ${statements} }`;
}

function errorsOf({ findings }: Report): Finding[] {
  return findings.filter(({ severity }) => severity === "error");
}

let node: ChildProcess | undefined;
let questions = 0;

interface Answer {
  id: number;
  values: number[];
  error?: string;
}

/** Asks one process of Node for all, which has no loader for TypeScript: such a loader imports CommonJS in its own way. */
async function valuesInNode(
  name: string,
  clause: string,
  statements: string,
  at: number[],
): Promise<number[]> {
  node ??= fork(path.join(import.meta.dirname, "inNode.mjs"), { serialization: "advanced", execArgv: [] });
  // It keeps this process alive only while something is asked of it.
  node.ref();
  node.channel!.ref();
  const id = ++questions;
  node.send({ id, name, clause, statements, at });
  let answer: Answer;
  // The answer to a test that ran out of time comes while the next one waits for its own.
  do [answer] = (await once(node, "message")) as [Answer];
  while (answer.id !== id);
  const { values, error } = answer;
  node.unref();
  node.channel!.unref();
  assert.equal(error, undefined, "Node runs it");
  return values;
}
