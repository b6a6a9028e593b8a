/** A pipeline with what Node gives it: a clock and a hash. */

import { createHash } from "node:crypto";
import type { openPipeline, PipelineOptions } from "../openPipeline.js";
import type { Pipeline } from "../pipeline.js";

/** @param open from the bundle that was loaded, or from the sources */
export function openNodePipeline(
  open: typeof openPipeline,
  options: Omit<PipelineOptions, "clock" | "hash">,
): Pipeline {
  return open({
    ...options,
    clock: () => performance.now(),
    hash: (text) => createHash("sha1").update(text).digest("hex"),
  });
}
