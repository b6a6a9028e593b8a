/**
 * What a user sees: the workbench itself, read from its page. Screenshots are left in artifacts/.
 */

import assert from "node:assert/strict";
import type { FrameLocator, Page } from "playwright-core";
import { artifact, openWorkbench, type Workbench } from "./host.js";

const quickstartHint = "f(3) = 9 · f′ = 6 · f″ = 2 · f‴ = 0";

/** Text as it reads: the editor's no-break spaces and the breaks between elements are plain spaces. */
function readable(text: string): string {
  return text.replaceAll(/\s+/gu, " ").trim();
}

/** Waits until what is visible at a place contains a text. */
async function expectText(read: () => Promise<string>, expected: string | RegExp): Promise<void> {
  const latest = Date.now() + 30_000;
  for (;;) {
    const text = readable(await read().catch((problem) => `(${problem})`));
    if (typeof expected === "string" ? text.includes(expected) : expected.test(text)) return;
    if (Date.now() > latest) assert.fail(`“${expected}” is not in “${text}”`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function editorText(page: Page): Promise<string> {
  return page.locator(".editor-instance .view-lines").first().innerText();
}

/** Runs a command by its title in the command palette. */
async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press("F1");
  const input = page.locator(".quick-input-widget input");
  await input.waitFor();
  await input.fill(`>${title}`);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().waitFor();
  await page.keyboard.press("Enter");
}

/** Opens a file of the folder and puts the cursor at a line and column, from 1. */
async function goTo(page: Page, file: string, line = 1, column = 1): Promise<void> {
  await page.keyboard.press("F1");
  const input = page.locator(".quick-input-widget input");
  await input.waitFor();
  await input.fill(file);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: file }).first().waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".tab.active", { hasText: file }).waitFor();
  await page.keyboard.press("F1");
  await input.waitFor();
  await input.fill(`:${line}:${column}`);
  await page.keyboard.press("Enter");
  await input.waitFor({ state: "hidden" });
}

/** The page inside a webview is two frames deep. */
function panelPage(page: Page): FrameLocator {
  return page.frameLocator("iframe.webview.ready").frameLocator("#active-frame");
}

describe("the workbench", function () {
  this.timeout(180_000);
  let workbench: Workbench;
  let page: Page;

  before(async () => {
    workbench = await openWorkbench({
      workspace: "test/vscode/workspace",
      file: "quickstart.ts",
      isTrusted: true,
    });
    page = workbench.page;
    await page.locator(".monaco-workbench").waitFor({ timeout: 60_000 });
    await page.locator(".tab.active", { hasText: "quickstart.ts" }).waitFor({ timeout: 60_000 });
  });

  after(() => workbench?.close());

  afterEach(async function () {
    if (this.currentTest?.state !== "failed") return;
    const name = this.currentTest.title.replaceAll(/[^a-z]+/giu, "-").slice(0, 60);
    await page?.screenshot({ path: artifact(`failed-${name}.png`) });
  });

  it("the hint stands in the editor at the end of the signature's line", async () => {
    // Between the brace and the hint there is a margin, or a space where the server puts one.
    await expectText(() => editorText(page), /number \{ ?f\(3\) = 9 · f′ = 6 · f″ = 2 · f‴ = 0 return/u);
    await page.screenshot({ path: artifact("hints-dark.png") });
  });

  it("the hover shows the orders", async () => {
    await goTo(page, "quickstart.ts", 6, 17);
    await runCommand(page, "Show or Focus Hover");
    const hover = page.locator(".monaco-hover:visible");
    for (const part of ["f′", "f″", "f‴"]) await expectText(() => hover.first().innerText(), part);
    await page.screenshot({ path: artifact("hover-dark.png") });
    await page.keyboard.press("Escape");
  });

  it("the Problems view lists the loop that never ends, and the neighbour has its hint", async () => {
    await goTo(page, "endless.ts");
    await expectText(() => editorText(page), "cube(2) = 8 · cube′ = 12");
    await runCommand(page, "Problems: Focus on Problems View");
    await expectText(() => page.locator(".markers-panel").innerText(), /budget-/);
    await page.screenshot({ path: artifact("problems-dark.png") });
  });

  it("Show Results opens the panel with the function at the cursor", async () => {
    await goTo(page, "quickstart.ts", 7, 12);
    await runCommand(page, "Derivative Lens: Show Results for the Function at the Cursor");
    for (const part of ["f", "9", "6", "2", "0"]) {
      await expectText(
        () => panelPage(page).locator("body").innerText(),
        new RegExp(`(^| )${part}( |$)`, "u"),
      );
    }
    await page.screenshot({ path: artifact("results-dark.png") });
  });

  it("Mark the Function asks for a point and writes the tags", async () => {
    await goTo(page, "unmarked.ts", 1, 18);
    await runCommand(page, "Derivative Lens: Mark the Function at the Cursor as Differentiable");
    const input = page.locator(".quick-input-widget input:visible");
    await expectText(async () => page.locator(".quick-input-widget").innerText(), /point|@at/i);
    await input.fill("width = 2, height = 3");
    await page.keyboard.press("Enter");
    await expectText(() => editorText(page), "area(2, 3) = 6");
    await runCommand(page, "File: Revert File");
  });

  for (const { name, theme, mark } of [
    { name: "light", theme: "Light Modern", mark: "vs" },
    { name: "high-contrast", theme: "Default High Contrast", mark: "hc-black" },
  ]) {
    it(`hints and results are there in the theme “${theme}”`, async () => {
      await goTo(page, "quickstart.ts", 7, 12);
      workbench.changeSettings({ "workbench.colorTheme": theme });
      await page.locator(`.monaco-workbench.${mark}`).waitFor();
      await expectText(() => editorText(page), quickstartHint);
      await runCommand(page, "Derivative Lens: Show Results for the Function at the Cursor");
      await expectText(() => panelPage(page).locator("body").innerText(), /(^| )9( |$)/u);
      await page.screenshot({ path: artifact(`results-${name}.png`) });
    });
  }
});
