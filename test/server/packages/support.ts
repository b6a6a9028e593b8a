/** A marked function that calls an installed package: its value is Node's, bit for bit, its derivative that of finite differences. */

import assert from "node:assert/strict";
import path from "node:path";
import { createDiskHost } from "../../../server/cli/files.js";
import { fullBudget } from "../../../server/evaluation/budget.js";
import { evaluate } from "../../../server/evaluation/evaluate.js";
import { prepareModule } from "../../../server/prepare.js";
import { assembleReport, type Report } from "../../../server/report.js";

const main = path.join(import.meta.dirname, "marked.ts").replaceAll("\\", "/");

/** The report of the only marked function of a text that stands in this folder. */
export function reportHere(source: string): Report {
  const { functions, findings } = prepareModule(main, createDiskHost(new Map([[main, source]])));
  assert.deepEqual(findings, []);
  assert.equal(functions.length, 1);
  const [{ outline, routine, findings: own }] = functions as [(typeof functions)[0]];
  return assembleReport(
    outline,
    own,
    routine === null ? null : evaluate(routine, fullBudget, () => performance.now()),
  );
}

interface Expected {
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
  const statements = /\breturn\b/.test(body) ? body : `return ${body};`;
  const tags = points.map((t) => `@at t = ${t}`).join(" ");
  const source = `import ${clause} from "${name}";
    /** @differentiable ${tags} */
    export function f(t) { ${statements} }`;
  const report = reportHere(source);
  const errors = report.findings.filter(({ severity }) => severity === "error");
  assert.deepEqual(
    errors.map(({ message, related }) => [
      message,
      ...(related ?? []).map((at) => `${at.module}: ${at.start}`),
    ]),
    [],
  );
  const inNode = await functionInNode(name, clause, statements);
  for (const [index, t] of points.entries()) {
    const point = report.points[index]!;
    assert.equal(point.value, inNode(t), `the value at ${t}`);
    const slope =
      (8 * (inNode(t + step) - inNode(t - step)) - (inNode(t + 2 * step) - inNode(t - 2 * step))) /
      (12 * step);
    const derivative = point.derivatives[0]!.value;
    const error = Math.abs(derivative - slope) / Math.max(1, Math.abs(slope));
    assert.ok(error <= tolerance, `the derivative at ${t}: ${derivative} instead of ${slope}`);
  }
}

async function functionInNode(
  name: string,
  clause: string,
  statements: string,
): Promise<(t: number) => number> {
  const namespace = await import(name);
  const whole = /^\* as (\w+)$/.exec(clause);
  const pattern = clause.startsWith("{")
    ? clause.replaceAll(" as ", ": ")
    : (whole?.[1] ?? `{ default: ${clause} }`);
  return new Function("namespace", `const ${pattern} = namespace; return (t) => { ${statements} };`)(
    namespace,
  );
}
