/** What the server needs of where it runs: a process of Node, or a worker of a browser. */

import type { PipelineWorker } from "./pipelineWorker.js";
import type { TextReader } from "./textReader.js";

export interface ServerHost {
  /** Workers that give every function a short run. */
  quickWorkers(): PipelineWorker[];
  /** One that gives a long run to those that need it. */
  fullWorker(): PipelineWorker;
  reader: TextReader;
  /** null where there is no file system. */
  disk: Disk | null;
  /** Calls back in the next turn of the event loop. @returns what takes that back */
  soon(work: () => void): () => void;
  /** Has the server hear of every exception that nobody caught, and go on. */
  onUncaught(survive: (problem: unknown) => void): void;
}

/** Names are paths with forward slashes. */
export interface Disk {
  /** undefined where a file cannot be read. */
  read(file: string): string | undefined;
  isInside(file: string, folder: string): boolean;
  /** A disk, a home, or what has homes in it. */
  isTooWide(folder: string): boolean;
}
