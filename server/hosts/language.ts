/** The script that understands programs, which stands beside the others. */

import path from "node:path";
import type * as Language from "../language.js";
import type { TextReader } from "../service/textReader.js";
import { loadScript } from "./codeCache.js";

export interface LoadedLanguage {
  language: typeof Language;
  /** Keeps the code of what was used for the next start. */
  keep(): void;
}

/** @param folder where the bundles are */
export function loadLanguage(folder: string): LoadedLanguage {
  const { exports, keep } = loadScript(path.join(folder, "language.js"));
  return { language: exports as typeof Language, keep };
}

/** Loads it when it is first asked: where a worker is fast enough, that is never while a file is being opened. */
export function lazyTextReader(folder: string): TextReader {
  let loaded: typeof Language | null = null;
  const language = () => {
    loaded ??= loadLanguage(folder).language;
    return loaded;
  };
  return {
    outlinesOf: (module, text) => language().outlinesOf(module, text),
    describeFunctionAt: (text, module, offset) => language().describeFunctionAt(text, module, offset),
  };
}
