/** A short soak; `npm run soak` has the long one. */

import { describe, it } from "mocha";
import { soak } from "./soak.js";

describe("a server that is worked with for long", function () {
  this.timeout(180_000);
  for (const seed of [1, 2]) {
    it(`shows what a fresh one shows after each burst (seed ${seed})`, () =>
      soak({ seed, goesOn: (burst) => burst < 4 }));
  }
});
