/** The processes that a server started, as the system tells of them. */

import { spawnSync } from "node:child_process";
import type { TestClient } from "./testClient.js";

/** Whether the system can be asked. */
export const hasTool = process.platform !== "win32" && spawnSync("pgrep", ["-V"]).error === undefined;

export function workersOf(client: TestClient): string[] {
  const { stdout } = spawnSync("pgrep", ["-P", String(client.processId)], { encoding: "utf8" });
  return stdout.split("\n").filter((line) => line !== "");
}
