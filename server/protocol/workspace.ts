/** The workspace as the client tells of it: its folders, and whether its user trusts it. Without a word it is not trusted. */

import type { InitializeParams } from "vscode-languageserver";
import { isPath } from "../paths.js";
import type { Surroundings } from "../service/pipelineWorker.js";
import type { Disk } from "../service/serverHost.js";
import { moduleOfUri } from "./moduleNames.js";

export interface Workspace {
  initialize(parameters: InitializeParams): void;
  changeFolders(added: readonly string[], removed: readonly string[]): void;
  /** Takes what somebody says of trust; anything but `true` is none. */
  trust(isTrusted: unknown): void;
  /** @param open the modules that are open in editors */
  surroundings(open: readonly string[]): Surroundings;
}

export function createWorkspace(disk: Disk | null): Workspace {
  let folders: string[] = [];
  let isTrusted = false;

  /** A file that was opened alone may import its neighbours. Who looks at a package's types does not open its folder. */
  const foldersOutside = (open: readonly string[]) =>
    disk === null
      ? []
      : open
          .filter((module) => isPath(module) && !/\.d\.[cm]?ts$|\/node_modules\//.test(module))
          .map((module) => module.slice(0, module.lastIndexOf("/")) || "/")
          .filter(
            (folder) => !disk.isTooWide(folder) && !folders.some((known) => disk.isInside(folder, known)),
          );

  return {
    initialize(parameters) {
      folders = foldersOf(parameters);
      isTrusted = parameters.initializationOptions?.workspaceTrusted === true;
    },
    changeFolders(added, removed) {
      const gone = new Set(removed.map(moduleOfUri));
      const kept = folders.filter((folder) => !gone.has(folder));
      folders = [...new Set([...kept, ...added.map(moduleOfUri).filter(isPath)])];
    },
    trust(said) {
      isTrusted = said === true;
    },
    surroundings(open) {
      const outside = isTrusted || folders.length === 0 ? foldersOutside(open) : [];
      return { folders: [...new Set([...folders, ...outside])].sort(), isTrusted };
    },
  };
}

/** Paths of the folders; a client of one folder may give it in the older fields. */
function foldersOf({ workspaceFolders, rootUri, rootPath }: InitializeParams): string[] {
  const given: unknown[] = Array.isArray(workspaceFolders) ? workspaceFolders.map((each) => each?.uri) : [];
  const folders = given.flatMap(folderOfUri);
  if (folders.length > 0) return folders;
  if (rootUri) return folderOfUri(rootUri);
  return typeof rootPath === "string" && rootPath !== "" ? [rootPath.replaceAll("\\", "/")] : [];
}

/** None for what is no folder of a disk, whatever a client sends. */
function folderOfUri(uri: unknown): string[] {
  return typeof uri === "string" ? [moduleOfUri(uri)].filter(isPath) : [];
}
