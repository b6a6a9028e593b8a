/** A pipeline with what Node gives it: a clock and a hash. */

import { createHash } from "node:crypto";
import { openPipeline, type PipelineOptions } from "../openPipeline.js";
import type { Pipeline } from "../pipeline.js";

export function openNodePipeline(options: Omit<PipelineOptions, "clock" | "hash">): Pipeline {
  return openPipeline({
    ...options,
    clock: () => performance.now(),
    hash: (text) => createHash("sha1").update(text).digest("hex"),
  });
}
