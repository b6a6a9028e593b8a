/** What to say of a name that no module declares and that the interpreter does not know. */

import type { FindingCode } from "../../../finding.js";

/** What gives something else at each run. */
const changing: Readonly<Record<string, string>> = {
  Date: "the present time",
  crypto: "random bytes",
  performance: "the present time",
};

/** What reaches outside of the program. */
const outside: Readonly<Record<string, string>> = {
  Bun: "the runtime",
  Deno: "the runtime",
  XMLHttpRequest: "the network",
  document: "the web page",
  fetch: "the network",
  global: "the global object",
  globalThis: "the global object",
  localStorage: "the browser's storage",
  navigator: "the browser",
  process: "the Node process",
  self: "the global object",
  window: "the browser's window",
};

/** What waits. */
const waiting: ReadonlySet<string> = new Set([
  "Promise",
  "queueMicrotask",
  "requestAnimationFrame",
  "setImmediate",
  "setInterval",
  "setTimeout",
]);

export function unknownName(name: string): { code: FindingCode; message: string } {
  if (Object.hasOwn(changing, name)) {
    return {
      code: "non-deterministic",
      message: `\`${name}\` gives ${changing[name]}, which is another at each run, so that what depends on it has no derivative to show. Pass the number as a parameter.`,
    };
  }
  if (Object.hasOwn(outside, name)) {
    return {
      code: "unknown-name",
      message: `\`${name}\` is ${outside[name]}, which is not there while a function is differentiated, and the result depends on it. Pass what is needed as a parameter.`,
    };
  }
  if (waiting.has(name)) {
    return {
      code: "async",
      message: `\`${name}\` does its work later, and a derivative is of what is computed at once. Pass values that are there as parameters.`,
    };
  }
  return {
    code: "unknown-name",
    message: `\`${name}\` is not declared in this file and is not a part of the standard library that can be interpreted. Declare or import it, or check its spelling.`,
  };
}
