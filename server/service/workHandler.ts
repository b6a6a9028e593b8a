/** The work of one pipeline for a lane, wherever the pipeline lives: what changed goes in, then the request is answered. */

import type { FunctionResult, Pipeline } from "../pipeline.js";
import type { WorkerAnswer, WorkerCall } from "./pipelineWorker.js";

export type WorkHandler = (
  call: WorkerCall,
  tell: (results: readonly FunctionResult[]) => void,
) => WorkerAnswer;

/** @param open a fresh pipeline with the surroundings and options of a complete call */
export function createWorkHandler(open: (call: WorkerCall) => Pipeline): WorkHandler {
  let pipeline: Pipeline | null = null;
  /** The open documents. */
  const texts = new Map<string, string>();
  /** The surroundings that the pipeline stands in, as a text. */
  let around = "";

  return (call, tell) => {
    const asked = JSON.stringify(call.surroundings);
    if (call.isComplete) {
      texts.clear();
      pipeline = open(call);
      around = asked;
    }
    // What was read, or not found, within other walls counts no more.
    if (around !== asked) pipeline = null;
    if (!pipeline) return null;
    for (const { module, text, edit } of call.texts) {
      const before = texts.get(module) ?? "";
      const now = edit ? before.slice(0, edit.start) + edit.text + before.slice(edit.end) : text;
      if (now === undefined) texts.delete(module);
      else texts.set(module, now);
      pipeline.setText(module, now);
    }
    if (call.forgotten.length > 0) pipeline.forget(call.forgotten);

    // Results that need no run come by the hundred: they are sent together, before the next run begins.
    let waiting: FunctionResult[] = [];
    const send = () => {
      if (waiting.length > 0) tell(waiting);
      waiting = [];
    };
    let isRunning = false;
    const result = pipeline.work(call.request, (told) => {
      waiting.push(told);
      if (isRunning || !told.isFinal) send();
      isRunning = !told.isFinal;
    });
    send();
    return result;
  };
}
