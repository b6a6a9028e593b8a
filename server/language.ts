/**
 * Entry point of the script that understands programs, and with it TypeScript: the workers' processes load it at once,
 * the process that answers the editor when it is asked what the edited text alone tells.
 */

export { describeFunctionAt } from "./analysis/functionAt.js";
export { openPipeline } from "./openPipeline.js";
export { outlinesOf } from "./outlines.js";
