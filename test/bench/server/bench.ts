/**
 * The benchmarks of the server: every ratio is of two things measured in turn in this run. Prints Markdown.
 *
 *     npm run bench -- server
 *     npm run bench -- server project    one of them: start, keystrokes, project, operations
 */

import path from "node:path";
import { microseconds } from "../measure.js";
import { pause } from "./childServer.js";
import { type Hint, LanguageServer, labelsByLine } from "./languageServer.js";
import { openRunner, plain } from "./operations.js";
import { chainedProject, constantColumn, type MarkedFile, manyFunctions } from "./projects.js";
import { startTimes } from "./start.js";
import { TypeScriptServer } from "./tsserver.js";

const folder = path.resolve("test/bench/dist");

/** What is typed behind a constant, one key after the other: 2 → 21 → 213 → 21 → 2, each of which shows. */
const typed: [from: number, to: number, text: string][] = [
  [1, 1, "1"],
  [2, 2, "3"],
  [2, 3, ""],
  [1, 2, ""],
];

/** Long enough for what a server still does after it answered. */
const betweenKeystrokes = 150;
/** Milliseconds after which a series of keystrokes comes to its end. */
const longestSeries = 20_000;

interface Times {
  least: number;
  median: number;
}

function summary(times: readonly number[]): Times {
  const sorted = [...times].sort((a, b) => a - b);
  return { least: sorted[0]!, median: sorted[sorted.length >> 1]! };
}

const short = (x: number) => (x >= 100 ? x.toFixed(0) : x.toPrecision(3));
const both = ({ least, median }: Times) => `${short(median)} (${short(least)})`;
const ratio = (a: number, b: number) => `${short(a / b)} ×`;

/** Milliseconds from an edit to hints of it. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const countOf = (text: string) => text.split("\n").length;

/** Keystrokes in a file of marked functions, in our server and in tsserver by turns. */
async function keystrokes(
  count: number,
  rounds: number,
  isWholeFile: boolean,
): Promise<{ ours: Times; theirs: Times; hints: [ours: number, theirs: number] }> {
  const { text, functions }: MarkedFile = manyFunctions(count);
  const file = path.join(folder, "many", `many${count}.ts`);
  const server = await LanguageServer.start(path.dirname(file));
  const tsserver = await TypeScriptServer.start();
  server.open(file, text);
  tsserver.open(file, text);
  const whole: [number, number] = [0, countOf(text)];
  const opened = await server.hintsUntil(file, whole, (hints) => {
    const labels = labelsByLine(hints);
    return functions.every(({ signature }) => labels.has(signature));
  });
  // What each function showed last: an answer that still shows it is not fresh.
  const labels = labelsByLine(opened);
  const hintCounts: [number, number] = [opened.length, await tsserver.hintCount(file, 0, text.length)];
  await pause(1_000);

  const ours: number[] = [];
  const theirs: number[] = [];
  let length = text.length;
  const starts = [0];
  for (const line of text.split("\n")) starts.push(starts.at(-1)! + line.length + 1);
  for (let round = 0; round < rounds; round++) {
    const { signature, constant } = functions[(round * 37) % count]!;
    const around: [number, number] = isWholeFile
      ? whole
      : [Math.max(0, signature - 20), Math.min(whole[1], signature + 30)];
    for (const [from, to, key] of typed) {
      const before = labels.get(signature)!;
      const own = await timed(async () => {
        server.edit(file, constant, constantColumn + from, constantColumn + to, key);
        await server.hintsUntil(file, around, (hints) => {
          const label = labelsByLine(hints).get(signature);
          if (label !== undefined) labels.set(signature, label);
          return label !== undefined && label !== before;
        });
      });
      length += key.length - (to - from);
      const [start, end] = isWholeFile ? [0, length] : [starts[around[0]]!, starts[around[1]]!];
      const other = await timed(async () => {
        tsserver.edit(file, constant, constantColumn + from, constantColumn + to, key);
        await tsserver.hintCount(file, start, end - start);
      });
      // The first round is for the compilers of both.
      if (round > 0) {
        ours.push(own);
        theirs.push(other);
      }
      await pause(betweenKeystrokes);
    }
  }
  await Promise.all([server.kill(), tsserver.kill()]);
  return { ours: summary(ours), theirs: summary(theirs), hints: hintCounts };
}

async function manyMarkedFunctions(): Promise<void> {
  console.log("## Keystroke → fresh inlay hints, milliseconds, median (least)\n");
  console.log("tsserver has inlay hints of all its kinds on and gets the same edits, in turn.\n");
  console.log("| marked functions | range asked | hints, ours and tsserver's | ours | tsserver | ratio |");
  console.log("|---|---|---|---|---|---|");
  const medians = new Map<string, number>();
  for (const [count, rounds] of [
    [100, 8],
    [400, 4],
  ] as const) {
    for (const isWholeFile of [true, false]) {
      const { ours, theirs, hints } = await keystrokes(count, rounds, isWholeFile);
      const range = isWholeFile ? "whole file" : "50 lines";
      medians.set(`${count} ${range}`, ours.median);
      const cells = [
        count,
        range,
        hints.join(", "),
        both(ours),
        both(theirs),
        ratio(ours.median, theirs.median),
      ];
      console.log(`| ${cells.join(" | ")} |`);
    }
  }
  const growth = (range: string) => ratio(medians.get(`400 ${range}`)!, medians.get(`100 ${range}`)!);
  console.log(`\nFrom 100 to 400 functions: ${growth("whole file")}; of 50 lines ${growth("50 lines")}.\n`);
}

/** A project of 60 chained modules with lodash-es and three, in our server and in tsserver by turns. */
async function heavyProject(): Promise<void> {
  console.log("## A project of 60 modules that imports lodash-es and three, 10 marked functions\n");
  console.log("Milliseconds until all hints that the edit changes are there, median (least).\n");
  const project = chainedProject(path.join(folder, "project"));
  const { main, marked, shared, middle } = project;
  const whole: [number, number] = [0, countOf(marked.text)];
  const signatures = marked.functions.map(({ signature }) => signature);
  const server = await LanguageServer.start(project.folder);
  const tsserver = await TypeScriptServer.start();
  let shown: Hint[] = [];
  const untilShown = async (lines: readonly number[], isOther: boolean) => {
    const before = labelsByLine(shown);
    shown = await server.hintsUntil(main, whole, (hints) => {
      const labels = labelsByLine(hints);
      return lines.every((line) => labels.has(line) && !(isOther && labels.get(line) === before.get(line)));
    });
  };
  let length = marked.text.length;
  const theirHints = () => tsserver.hintCount(main, 0, length);

  console.log("| | ours | tsserver | ratio |");
  console.log("|---|---|---|---|");
  const row = (name: string, ours: Times, theirs: Times) =>
    console.log(`| ${name} | ${both(ours)} | ${both(theirs)} | ${ratio(ours.median, theirs.median)} |`);
  const opening = await timed(() => {
    server.open(main, marked.text);
    return untilShown(signatures, false);
  });
  const theirOpening = await timed(() => {
    tsserver.open(main, marked.text);
    return theirHints();
  });
  row("opening", summary([opening]), summary([theirOpening]));

  const series = async (
    name: string,
    place: { file: string; line: number; column: number },
    lines: readonly number[],
    rounds: number,
  ) => {
    const { file, line, column } = place;
    const ours: number[] = [];
    const theirs: number[] = [];
    const keys = Array.from({ length: rounds }, () => typed).flat();
    const end = performance.now() + longestSeries;
    for (const [from, to, key] of keys) {
      // A server that takes long is not asked for as many.
      if (performance.now() > end && ours.length > 1) break;
      await pause(betweenKeystrokes);
      const own = await timed(() => {
        server.edit(file, line, column + from, column + to, key);
        return untilShown(lines, true);
      });
      ours.push(own);
      if (file === main) length += key.length - (to - from);
      const other = await timed(() => {
        tsserver.edit(file, line, column + from, column + to, key);
        return theirHints();
      });
      theirs.push(other);
    }
    row(name, summary(ours), summary(theirs));
  };
  const { signature, constant } = marked.functions[3]!;
  const inside = { file: main, line: constant, column: constantColumn };
  await series("keystroke in one marked function", inside, [signature], 4);
  await series("keystroke at the top level of the file", { file: main, ...shared }, signatures, 2);
  server.open(middle.file, middle.text);
  tsserver.open(middle.file, middle.text);
  await series("keystroke in a module in the middle of the chain", middle, signatures, 2);
  await pause(1_000);
  const [own, other] = [server.residentMegabytes(), tsserver.residentMegabytes()];
  console.log(
    `| memory of the server and its workers after these, MB | ${short(own)} | ${short(other)} | ${ratio(own, other)} |\n`,
  );
  await Promise.all([server.kill(), tsserver.kill()]);
}

function operations(): void {
  console.log("## A function of 1,000 operations ÷ Node's plain function\n");
  const runner = openRunner();
  let x = 0.3;
  // Another number at each call.
  const fresh = () => (x = x >= 0.6 ? 0.3 : x + 1e-7);
  const base = microseconds(() => plain(fresh()));
  console.log(`Node's plain function takes ${short(base)} µs.\n`);
  console.log("| | | µs |");
  console.log("|---|---|---|");
  const row = (name: string, run: ((x: number) => unknown) | null) => {
    if (run === null) return console.log(`| ${name} | not there yet | |`);
    const time = microseconds(() => run(fresh()), 1_500);
    console.log(`| ${name} | ${ratio(time, base)} | ${short(time)} |`);
  };
  row("the whole outcome, diagnosis included", runner.evaluate);
  row("a run on tape", runner.run);
  row("value at fresh numbers, replayed", runner.value);
  row("value and gradient at fresh numbers, replayed", runner.valueAndGradient);
  const { samples } = runner;
  const numbers = Float64Array.from({ length: 500 }, (_, index) => 0.3 + index / 2_000);
  row(
    "500 samples to order 3",
    samples === null ? null : () => samples(numbers.map((at) => at + fresh() / 1e3)),
  );
  console.log();
}

async function start(): Promise<void> {
  console.log("## From the start of the process, milliseconds, median (least)\n");
  const times = await startTimes(path.join(folder, "start"), 7);
  console.log("| | |");
  console.log("|---|---|");
  for (const [name, all] of times) console.log(`| ${name} | ${both(summary(all))} |`);
  console.log();
}

/** By the name with which one of them alone is asked for: `npm run bench -- server operations`. */
const benchmarks: Record<string, () => void | Promise<void>> = {
  start,
  keystrokes: manyMarkedFunctions,
  project: heavyProject,
  operations,
};

console.log("# Benchmarks of the server\n");
const asked = process.argv.slice(2).filter((name) => name in benchmarks);
for (const [name, run] of Object.entries(benchmarks)) {
  if (asked.length === 0 || asked.includes(name)) await run();
}
