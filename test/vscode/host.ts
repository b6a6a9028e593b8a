/**
 * A real VS Code for the tests: the embedded one, with this extension under development, its workbench in a
 * Chromium driven by Playwright. Each has its own state, its own extensions and its own copy of the workspace.
 *
 *     const workbench = await openWorkbench({ workspace: "examples", file: "quickstart.ts", isTrusted: true });
 *     await workbench.page.screenshot({ path: "…" });
 *     await workbench.close();
 */

import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Browser, chromium, type Page } from "playwright-core";
import { provideBrowser } from "../../scripts/lib/browser.mjs";
import { root } from "../../scripts/lib/steps.mjs";
import {
  installExtension,
  installHost,
  startHost,
  workbenchAddress,
  writeSettings,
} from "../../scripts/lib/vscodeHost.mjs";

/** Settings that keep what is asserted free of what is not ours. */
const testSettings = {
  "editor.minimap.enabled": false,
  "editor.stickyScroll.enabled": false,
  "workbench.colorTheme": "Dark Modern",
  "window.commandCenter": false,
  // Screenshots are taken as soon as the text is there: nothing may still be fading in.
  "workbench.reduceMotion": "on",
};

export interface WorkbenchOptions {
  /** A folder, or a `.code-workspace` file in one, from the root. A copy of the folder is opened. */
  workspace: string;
  /** A file of the folder to open in an editor. */
  file?: string;
  isTrusted: boolean;
  settings?: Record<string, unknown>;
  /** A bundled suite to run inside the extension host. */
  tests?: string;
  environment?: NodeJS.ProcessEnv;
  /** A packaged extension to install instead of taking the clone as the extension under development. */
  vsix?: string;
}

export interface Workbench {
  page: Page;
  /** Where the copy of the folder is. */
  folder: string;
  /** Where installed extensions are. */
  extensionsFolder: string;
  /** The exit code that the suite of `tests` ended with; never settles without one. */
  suiteEnded: Promise<number>;
  /** What the workbench's console and the extension host said. */
  log: string[];
  /** Changes settings on top of those it started with. */
  changeSettings(settings: Record<string, unknown>): void;
  close(): Promise<void>;
}

/** Copies a workspace to a folder of its own, so that edits never reach the clone, and installs a package above a folder. */
export function copyWorkspace(workspace: string, target: string): { folder: string; opened: string } {
  const source = path.join(root, workspace);
  const isFolder = fs.statSync(source).isDirectory();
  fs.cpSync(isFolder ? source : path.dirname(source), target, { recursive: true });
  if (!isFolder) return { folder: target, opened: path.join(target, path.basename(source)) };
  const installed = path.join(path.dirname(target), "node_modules/above");
  fs.mkdirSync(installed, { recursive: true });
  fs.writeFileSync(path.join(installed, "index.js"), "exports.cube = (t) => t ** 3;\n");
  return { folder: target, opened: target };
}

export async function openWorkbench(options: WorkbenchOptions): Promise<Workbench> {
  const temporary = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "derivative-lens-")));
  const undo: (() => unknown)[] = [
    () => fs.rmSync(temporary, { recursive: true, force: true, maxRetries: 5 }),
  ];
  const close = async () => {
    for (const action of undo.splice(0).reverse()) await action();
  };
  try {
    const { folder, opened } = copyWorkspace(options.workspace, path.join(temporary, "work"));
    const executablePath = await provideBrowser();
    const host = await installHost();
    const hostOptions = {
      dataFolder: path.join(temporary, "data"),
      extensionsFolder: path.join(temporary, "extensions"),
      settings: { ...testSettings, ...options.settings },
      isTrusted: options.isTrusted,
      environment: options.environment ?? {},
    };
    if (options.vsix) await installExtension(host, hostOptions, options.vsix);
    const server = await startHost(host, hostOptions);
    undo.push(server.stop);
    const browser = await launchBrowser(executablePath);
    undo.push(() => browser.close());
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const log: string[] = [];
    const { ended: suiteEnded } = await followSuite(page, log);
    await page.goto(
      workbenchAddress(server.port, {
        folder: opened,
        extension: options.vsix ? undefined : root,
        tests: options.tests,
        file: options.file && path.join(folder, options.file),
      }),
    );
    const changeSettings = (settings: Record<string, unknown>) =>
      writeSettings(hostOptions.dataFolder, { ...hostOptions.settings, ...settings });
    const { extensionsFolder } = hostOptions;
    return { page, folder, extensionsFolder, suiteEnded, log, changeSettings, close };
  } catch (problem) {
    await close();
    throw problem;
  }
}

function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"],
      ...["--disable-background-networking", "--disable-component-update"],
    ],
  });
}

/** The two functions through which a suite inside the extension host reaches the outside. */
async function followSuite(page: Page, log: string[]): Promise<{ ended: Promise<number> }> {
  let settle: (code: number) => void = () => {};
  const ended = new Promise<number>((resolve) => {
    settle = resolve;
  });
  await page.exposeFunction("codeAutomationLog", (type: string, args: unknown[]) => {
    const line = args.map((part) => (typeof part === "string" ? part : JSON.stringify(part))).join(" ");
    log.push(`${type}: ${line}`);
  });
  await page.exposeFunction("codeAutomationExit", (code: number) => settle(code));
  page.on("crash", () => settle(1));
  // A promise inside an object, because an async function would wait for a bare one.
  return { ended };
}

/** Where screenshots go: they are kept as artefacts of the build, never committed. */
export function artifact(name: string): string {
  const folder = path.join(root, "artifacts");
  fs.mkdirSync(folder, { recursive: true });
  return path.join(folder, name);
}
