/** From the start of the server's process to the first hints, beside the start of Node and the loading of TypeScript. */

import { spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { LanguageServer } from "./languageServer.js";

/** What somebody opens first: a file of one marked function. */
const smallFile = `/** @differentiable @at x = 3 @order 3 */
export function f(x: number): number {
  return x ** 2 + Math.sin(x);
}
`;

/** Ways to start, each measured in turn: milliseconds by their names. */
export async function startTimes(folder: string, rounds: number): Promise<Map<string, number[]>> {
  const cache = path.join(folder, "code-cache");
  fs.rmSync(cache, { recursive: true, force: true });
  const ways = new Map<string, () => Promise<number>>([
    ["`node -e 0`", () => timedNode("0")],
    ['`require("typescript")`', () => timedNode('require("typescript")')],
    ["first hints of a small file, without kept code", () => firstHints(folder, "")],
    ["first hints of a small file", () => firstHints(folder, cache)],
  ]);
  const times = new Map([...ways.keys()].map((name): [string, number[]] => [name, []]));
  // The first start keeps the code.
  await firstHints(folder, cache, () => fs.existsSync(cache) && fs.readdirSync(cache).some(isWhole));
  for (let round = 0; round < rounds; round++) {
    for (const [name, run] of ways) times.get(name)!.push(await run());
  }
  return times;
}

const isWhole = (name: string) => name.endsWith(".code");

async function timedNode(code: string): Promise<number> {
  const start = performance.now();
  await once(spawn(process.execPath, ["-e", code], { stdio: "ignore" }), "exit");
  return performance.now() - start;
}

/** @param isOver what to wait for before the server is ended */
async function firstHints(folder: string, cache: string, isOver = () => true): Promise<number> {
  const start = performance.now();
  const server = await LanguageServer.start(folder, { DERIVATIVE_LENS_CACHE: cache });
  const file = path.join(folder, "small.ts");
  server.open(file, smallFile);
  const hints = () => server.hintsUntil(file, [0, 5], (found) => found.length > 0);
  await hints();
  const time = performance.now() - start;
  while (!isOver()) await hints();
  await server.kill();
  return time;
}
