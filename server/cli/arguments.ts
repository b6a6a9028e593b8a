/**
 * The command line's arguments, understood or refused.
 *
 *     derivative-lens check --json --order 3 --at "x = 3" src
 */

import { parseArgs } from "node:util";
import { highestOrder } from "../analysis/orderAndWrt.js";

export interface CheckArguments {
  command: "check";
  isJson: boolean;
  order: number | undefined;
  /** The text of a point as after `@at`. */
  at: string | undefined;
  /** Files, folders and globs. */
  paths: string[];
}

export type Arguments =
  | CheckArguments
  | { command: "help" }
  | { command: "version" }
  | { command: "refuse"; message: string };

export const usage = `Usage: derivative-lens check [options] FILE…

Shows the derivatives of the functions marked @differentiable. A FILE may be a folder or a glob as well.

Reads these files and what they import: files, packages also behind links, and what the nearest tsconfig.json
and package.json name, wherever that lies. Nothing is executed, nothing is sent anywhere.

Options:
  --json         one JSON object on standard output
  --order N      differentiate N times (1 to ${highestOrder}), whatever the tags say
  --at "x = 3"   use this point in place of the @at lines
  -h, --help     this text
  --version      the version

A file that cannot be read or is no text is passed over with a warning on standard error.

Exit status: 0; 1 when a diagnostic is an error; 2 for bad usage, when none of the files can be read, and when the
result cannot be written.
`;

/** Understands the arguments after the program's name. Never throws. */
export function readArguments(given: readonly string[]): Arguments {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(given);
  } catch (problem) {
    const message = problem instanceof Error ? problem.message : String(problem);
    return refuse(message.split(". To specify", 1)[0]!.replace(/\.$/, ""));
  }
  const { values, positionals } = parsed;
  if (values.help) return { command: "help" };
  if (values.version) return { command: "version" };
  const [command, ...paths] = positionals;
  if (command === undefined) return refuse("No command is given");
  if (command !== "check") return refuse(`Unknown command '${command}'; there is 'check'`);
  if (paths.length === 0) return refuse("No file is given");
  const order = values.order === undefined ? undefined : Number(values.order);
  if (order !== undefined && !(Number.isInteger(order) && order >= 1 && order <= highestOrder)) {
    return refuse(`--order takes a whole number from 1 to ${highestOrder}, not '${values.order}'`);
  }
  if (values.at !== undefined && values.at.trim() === "") return refuse('--at takes a point such as "x = 3"');
  return { command: "check", isJson: values.json ?? false, order, at: values.at, paths };
}

function parse(given: readonly string[]) {
  return parseArgs({
    args: [...given],
    allowPositionals: true,
    options: {
      json: { type: "boolean" },
      order: { type: "string" },
      at: { type: "string" },
      help: { type: "boolean", short: "h" },
      version: { type: "boolean" },
    },
  });
}

function refuse(message: string): Arguments {
  return { command: "refuse", message };
}
