// @ts-check
/**
 * From a fresh clone to derivatives on the screen: installs, builds, prints the table of `examples/` and opens the
 * extension on them, in the desktop VS Code when `code` is on the PATH, else in an embedded one in the browser.
 *
 *     npm start                 all of it
 *     npm start -- --no-open    only the table; DERIVATIVE_LENS_NO_OPEN=1 does the same
 */

import path from "node:path";
import { build } from "./build.mjs";
import { findOnPath } from "./lib/desktop.mjs";
import { installDependencies, requireNode } from "./lib/npm.mjs";
import { Problem, root, run, runMain, say, step } from "./lib/steps.mjs";
import { cacheFolder, installHost, startHost, whyNoHost, workbenchAddress } from "./lib/vscodeHost.mjs";

const examples = path.join(root, "examples");
const firstFile = path.join(examples, "quickstart.ts");

async function printTable() {
  say("▸ The derivatives of examples/, as `derivative-lens check examples` prints them:\n");
  const status = await run(process.execPath, [path.join(root, "dist", "cli.js"), "check", "examples"]);
  say();
  // Status 1 is an error in one of the examples, which may be what their reader is working on.
  if (status > 1) throw new Problem(`derivative-lens check examples ended with status ${status}.`);
}

/**
 * Whether the desktop VS Code took the extension.
 * @param {string} code
 */
async function openDesktop(code) {
  say(`▸ Opening examples/ with the extension in VS Code (${code}) …`);
  const codeArguments = [`--extensionDevelopmentPath=${root}`, examples, firstFile];
  // A `.cmd` file needs a shell, and a shell needs quotes.
  const isScript = code.endsWith(".cmd") || code.endsWith(".bat");
  const status = isScript
    ? await run(
        `"${code}"`,
        codeArguments.map((text) => `"${text}"`),
        { shell: true },
      )
    : await run(code, codeArguments);
  if (status === 0) {
    say(
      "  Open. In the editor, hints stand at the ends of the lines; hover over a name for its derivatives.",
    );
    return true;
  }
  say(`  VS Code ended with status ${status}; the embedded one is taken instead.`);
  return false;
}

/**
 * A signal to `npm start` ends npm and its shell, and not always what runs in that shell: to be without the parent
 * that one began with is a signal too.
 * @param {() => void} stop
 */
function watchParent(stop) {
  if (!process.env.npm_lifecycle_event) return undefined;
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, 500);
  return watch;
}

/** Serves the embedded VS Code until a signal ends it. */
async function openEmbedded() {
  const reason = whyNoHost();
  if (reason) throw new Problem(reason);
  say("▸ No desktop VS Code is taken: the embedded one opens in your browser.");
  const host = await installHost();
  const server = await step("Starting the embedded VS Code", () =>
    startHost(host, {
      dataFolder: path.join(cacheFolder(), "vscode-data"),
      extensionsFolder: path.join(cacheFolder(), "vscode-extensions"),
      isTrusted: true,
    }),
  );
  const address = workbenchAddress(server.port, { folder: examples, extension: root, file: firstFile });
  say("\nOpen this address in a browser on this machine:\n");
  say(`  ${address}\n`);
  say("It is served until Ctrl-C.");

  let isStopping = false;
  const stop = () => {
    isStopping = true;
    void server.stop();
  };
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) process.on(signal, stop);
  const watch = watchParent(stop);
  const status = await server.ended;
  clearInterval(watch);
  if (!isStopping) throw new Problem(`The embedded VS Code ended by itself, with status ${status}.`);
  say("\nStopped.");
}

async function main() {
  requireNode();
  const unknown = process.argv.slice(2).find((flag) => flag !== "--no-open");
  if (unknown) throw new Problem(`${unknown} is not known here; there is --no-open.`);
  const isTableOnly = process.argv.includes("--no-open") || Boolean(process.env.DERIVATIVE_LENS_NO_OPEN);

  await installDependencies();
  await step("Building", () => build());
  await printTable();
  if (isTableOnly) return;
  const code = findOnPath("code");
  if (code && (await openDesktop(code))) return;
  await openEmbedded();
}

await runMain(main);
