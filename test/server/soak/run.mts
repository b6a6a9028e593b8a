/**
 * The long soak. Ends with 1 where a burst leaves another picture than a fresh server's, or memory grows.
 *
 *     npm run soak -- --minutes 60 --seed 1
 */

import { parseArgs } from "node:util";
import { soak } from "./soak.js";

const { values } = parseArgs({ options: { minutes: { type: "string" }, seed: { type: "string" } } });
const minutes = Number(values.minutes ?? 10);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const end = performance.now() + minutes * 60_000;
const memory: number[] = [];

console.log(`Soaking for ${minutes} minutes with seed ${seed}.`);
await soak({
  seed,
  goesOn: () => performance.now() < end,
  onBurst(burst, megabytes) {
    memory.push(megabytes);
    if (burst % 10 === 0) console.log(`burst ${burst}: ${megabytes.toFixed(0)} MB`);
  },
});

/** Of a stretch of the bursts: a single program may need much for a while, and what begins is small. */
const median = (from: number, to: number) => {
  const some = memory.slice(Math.floor(from * memory.length), Math.ceil(to * memory.length));
  return some.sort((one, other) => one - other)[Math.floor(some.length / 2)] ?? 0;
};
const [early, late] = [median(0.1, 0.5), median(0.5, 1)];
console.log(
  `${memory.length} bursts; ${early.toFixed(0)} MB in the first half, ${late.toFixed(0)} MB in the second.`,
);
if (memory.length >= 20 && late > early * 1.2 + 30) {
  console.error("Memory grows.");
  process.exitCode = 1;
}
