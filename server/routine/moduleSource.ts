/** How evaluation comes by the modules of a program: it asks for them, and lowering makes them when they are needed. */

import type { ModuleCode } from "../routine.js";

/** Why no file answers to a specifier. */
export interface UnresolvedModule {
  /** As the rest of a sentence. */
  reason: string;
  /** What the error of Node.js has as its `code`; null for what is there, but cannot be run: its own modules, pictures. */
  code: "MODULE_NOT_FOUND" | "ERR_PACKAGE_PATH_NOT_EXPORTED" | null;
}

/** Where modules come from. */
export interface ModuleSource {
  /** The code of a module, the same object as long as nothing about it changed but bodies of functions; null when there is none. */
  module(name: string): ModuleCode | null;
  /** The module that `require(specifier)` means in another one, or why there is none. */
  resolve(specifier: string, from: string): { module: string } | UnresolvedModule;
}
