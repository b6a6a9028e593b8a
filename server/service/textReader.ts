/** What the text of an edited file alone tells, at once and without anything that it imports. */

import type { FunctionAt } from "../analysis/functionAt.js";
import type { FunctionOutline } from "../report.js";

export interface TextReader {
  /** Its marked functions. */
  outlinesOf(module: string, text: string): FunctionOutline[];
  /** The function around an offset, for somebody who wants to mark it; null where there is none. */
  describeFunctionAt(text: string, module: string, offset: number): FunctionAt | null;
}
