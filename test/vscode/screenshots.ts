/**
 * Takes the pictures of the documentation anew, from the extension as it is (= `npm run screenshots`).
 */

import fs from "node:fs";
import path from "node:path";
import { root, runMain, say } from "../../scripts/lib/steps.mjs";
import { openWorkbench } from "./host.js";

/** Each with the example it shows, a text of the hint that must be there, and the size of the window. */
const pictures = [{ name: "hints.png", file: "easing.ts", hint: /ease.*0\.4085/u, width: 1260, height: 560 }];

async function main(): Promise<void> {
  for (const { name, file, hint, width, height } of pictures) {
    const { page, close } = await openWorkbench({
      workspace: "examples",
      file,
      isTrusted: true,
      settings: {
        "workbench.activityBar.location": "hidden",
        "workbench.statusBar.visible": false,
        "breadcrumbs.enabled": false,
        "window.menuBarVisibility": "hidden",
        "workbench.layoutControl.enabled": false,
      },
    });
    try {
      await page.setViewportSize({ width, height });
      await page.locator(".view-line", { hasText: hint }).first().waitFor({ timeout: 60_000 });
      await page.keyboard.press("Control+B");
      await page.locator(".sidebar").waitFor({ state: "hidden" });
      const target = path.join(root, "docs", "images", name);
      fs.mkdirSync(path.dirname(target), { recursive: true });
      await page.locator(".editor-group-container").first().screenshot({ path: target });
      say(path.relative(root, target));
    } finally {
      await close();
    }
  }
}

void runMain(main);
