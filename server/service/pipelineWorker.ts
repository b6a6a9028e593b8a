/** What a lane says to the processes that hold a pipeline, as plain data. */

import type { Span } from "../finding.js";
import type { FunctionResult, ModuleResult, WorkRequest } from "../pipeline.js";
import type { PrepareOptions } from "../prepare.js";

/** What of the disk may be read. */
export interface Surroundings {
  /** Paths of folders whose files may be read. */
  folders: readonly string[];
  /** Whether its configurations, packages and links may lead out of these folders. */
  isTrusted: boolean;
}

/** What stood from `start` to `end` is another text now. */
export interface TextEdit extends Span {
  text: string;
}

/** A request, and before it all that changed since the last one. */
export interface WorkerCall {
  /** `texts` are all open documents: a process that was told nothing before must be told everything. */
  isComplete: boolean;
  /** null where it may be read whatever an import leads to. */
  surroundings: Surroundings | null;
  options: PrepareOptions;
  /** Without a text and an edit of the one that the process has: the document was closed. */
  texts: { module: string; text?: string; edit?: TextEdit }[];
  /** Files whose content on disk may have changed. */
  forgotten: readonly string[];
  request: WorkRequest;
}

/** null: the process was told nothing before, or other surroundings, and asks for a complete call. */
export type WorkerAnswer = ModuleResult | null;

export interface PipelineWorker {
  /**
   * Calls are made one after the other.
   *
   * @param tell several results at once, in their order
   * @throws WorkerEnded when the process ended meanwhile; the next call is answered by another one
   */
  call(call: WorkerCall, tell: (results: readonly FunctionResult[]) => void): Promise<WorkerAnswer>;
  /** Ends the process; a call that it works on fails. */
  end(): void;
  /** Ends the process for good. */
  close(): Promise<void>;
}

export class WorkerEnded extends Error {
  /** Whether the process had the call already: otherwise its end says nothing of what was asked. */
  readonly hadBegun: boolean;

  constructor(hadBegun = true) {
    super("The process ended.");
    this.hadBegun = hadBegun;
  }
}
