// @ts-check
/** Finding a Chromium to drive, or installing Debian's where that is possible. */

import fs from "node:fs";
import path from "node:path";
import { findOnPath, isProgram } from "./desktop.mjs";
import { Problem, runQuietly, step } from "./steps.mjs";

const namesOnPath = ["google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "chrome"];

/** Places where browsers are installed without being on the PATH. */
const usualPlaces = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ...[process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      path.join(folder, "Google", "Chrome", "Application", "chrome.exe"),
      path.join(folder, "Microsoft", "Edge", "Application", "msedge.exe"),
    ]),
];

/**
 * What finding depends on, so that a test can describe another machine.
 * @typedef {object} Machine
 * @property {string | undefined} chosen the environment variable CHROME_PATH
 * @property {(name: string) => string | null} findOnPath
 * @property {(file: string) => boolean} isProgram
 * @property {string} osRelease the text of /etc/os-release
 * @property {boolean} isRoot
 */

/** @returns {Machine} */
function thisMachine() {
  const release = "/etc/os-release";
  return {
    chosen: process.env.CHROME_PATH,
    findOnPath: (name) => findOnPath(name),
    isProgram,
    osRelease: fs.existsSync(release) ? fs.readFileSync(release, "utf8") : "",
    isRoot: process.getuid?.() === 0,
  };
}

/**
 * Which browser to take, or whether to install one, or why there is none.
 * @param {Machine} machine
 * @returns {{ kind: "found", file: string } | { kind: "install" } | { kind: "missing", reason: string }}
 */
export function planBrowser(machine) {
  if (machine.chosen) {
    if (machine.isProgram(machine.chosen)) return { kind: "found", file: machine.chosen };
    return { kind: "missing", reason: `CHROME_PATH is ${machine.chosen}, which is not a program.` };
  }
  for (const name of namesOnPath) {
    const file = machine.findOnPath(name);
    if (file) return { kind: "found", file };
  }
  const place = usualPlaces.find((file) => machine.isProgram(file));
  if (place) return { kind: "found", file: place };
  // Ubuntu's package of this name is only a pointer to a snap, which does not work in a container.
  const isDebian = /^ID="?debian"?$/m.test(machine.osRelease) && machine.findOnPath("apt-get") !== null;
  if (isDebian && machine.isRoot) return { kind: "install" };
  return {
    kind: "missing",
    reason:
      "No Chrome or Chromium was found: install one" +
      (isDebian ? " (as root: apt-get install chromium)" : "") +
      ", or name it in the environment variable CHROME_PATH.",
  };
}

/**
 * The browser that the tests drive, installed when it can be.
 * @returns {Promise<string>}
 */
export async function provideBrowser() {
  const plan = planBrowser(thisMachine());
  if (plan.kind === "missing") throw new Problem(plan.reason);
  if (plan.kind === "found") return plan.file;
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await step("Asking Debian for its packages (apt-get update)", () =>
    runQuietly("apt-get", ["update"], { env }),
  );
  await step("Installing Debian's chromium (about a minute)", () =>
    runQuietly("apt-get", ["install", "--yes", "--no-install-recommends", "chromium"], { env }),
  );
  const file = findOnPath("chromium");
  if (!file) throw new Problem("Debian's chromium is installed, but there is no program of that name.");
  return file;
}
