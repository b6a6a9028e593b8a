/** Entry point of the command line: `derivative-lens check …`. Nothing but the result goes to standard output. */

import path from "node:path";
import { version } from "../../package.json";
import { commandLineModule } from "../analysis/commandLineModule.js";
import { createModuleHost } from "../hosts/moduleHost.js";
import { noWalls } from "../hosts/walls.js";
import { printable, printableJson } from "../view/printable.js";
import { type CheckArguments, readArguments, usage } from "./arguments.js";
import { checkModules, hasErrors } from "./check.js";
import { type FoundFiles, readFiles, reasonOf, UsageProblem } from "./files.js";
import { createLocator, toJson } from "./json.js";
import { createProgress } from "./progress.js";
import { colourStyle, plainStyle } from "./style.js";
import { toTable } from "./table.js";

/** Answers the exit status: 0, 1 when a diagnostic is an error, 2 for bad usage. */
async function run(given: readonly string[]): Promise<number> {
  const asked = readArguments(given);
  switch (asked.command) {
    case "help":
      process.stdout.write(usage);
      return 0;
    case "version":
      process.stdout.write(`${version}\n`);
      return 0;
    case "refuse":
      return refuse(`${asked.message}.`, "derivative-lens --help tells more.");
    case "check":
      return check(asked);
  }
}

async function check({ isJson, order, at, paths }: CheckArguments): Promise<number> {
  const folder = workingFolder();
  if (folder === null) return refuse("The working folder is not there any more.");
  let found: FoundFiles;
  try {
    found = await readFiles(paths, folder);
  } catch (problem) {
    if (problem instanceof UsageProblem) return refuse(`${problem.message}.`);
    throw problem;
  }
  const { texts, warnings } = found;
  for (const warning of warnings) complain(`${warning}.`);
  const host = createModuleHost(noWalls);
  const locator = createLocator(folder, (module) =>
    module === commandLineModule ? at : (texts.get(module) ?? host.read(module)),
  );

  const progress = createProgress(process.stderr, () => performance.now());
  const modules = await checkModules(texts, {
    ...{ ...(at !== undefined && { at }), ...(order !== undefined && { order }) },
    workerScript: path.join(__dirname, "worker.js"),
    onFunction(file, name, done) {
      progress.show(printable(`${done} of ${texts.size} files are done; ${locator.file(file)}, ${name}`));
    },
  });
  progress.clear();
  const style = usesColour() ? colourStyle : plainStyle;
  const result = isJson
    ? `${printableJson(JSON.stringify(toJson(modules, locator), null, 2))}\n`
    : toTable(modules, locator, style);
  const status = hasErrors(modules) ? 1 : 0;
  // Whoever reads the result may close it while it is written.
  process.exitCode = status;
  process.stdout.write(result);
  return status;
}

function workingFolder(): string | null {
  try {
    return process.cwd();
  } catch {
    return null;
  }
}

/** See no-color.org: any value but the empty one turns colours off. */
function usesColour(): boolean {
  return process.stdout.isTTY === true && !process.env.NO_COLOR && process.env.TERM !== "dumb";
}

function refuse(...lines: string[]): number {
  complain(...lines);
  return 2;
}

/** Names of files may hold anything. */
function complain(...lines: string[]): void {
  process.stderr.write(`derivative-lens: ${lines.map(printable).join("\n")}\n`);
}

// Whoever reads the result may stop before its end, as `head` does.
process.stdout.on("error", (problem: NodeJS.ErrnoException) => {
  if (problem.code === "EPIPE") process.exit(process.exitCode ?? 0);
  complain(`The result cannot be written: ${reasonOf(problem)}.`);
  process.exit(2);
});
// Nobody is left who could be told.
process.stderr.on("error", () => {});

run(process.argv.slice(2)).then(
  (status) => {
    process.exitCode = status;
  },
  (problem) => {
    complain(...String(problem instanceof Error ? problem.stack : problem).split("\n"));
    process.exitCode = 2;
  },
);
