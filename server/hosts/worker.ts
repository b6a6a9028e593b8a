/**
 * Entry point of the process that holds a pipeline, apart from the server: the server goes on answering whatever
 * a preparation or a run does.
 */

import { worker, workerEmit } from "workerpool";
import type { FunctionResult, Pipeline } from "../pipeline.js";
import type { WorkerAnswer, WorkerCall } from "../service/pipelineWorker.js";
import { loadLanguage } from "./language.js";
import { createModuleHost } from "./moduleHost.js";
import { openNodePipeline } from "./nodePipeline.js";
import { begun } from "./processWorker.js";
import { buildWalls, noWalls } from "./walls.js";
import { startWatchdog } from "./watchdog.js";

const { language, keep } = loadLanguage(__dirname);

let pipeline: Pipeline | null = null;
/** The open documents. */
const texts = new Map<string, string>();
/** The surroundings that the pipeline stands in, as a text. */
let around = "";

function work(call: WorkerCall): WorkerAnswer {
  workerEmit(begun);
  const asked = JSON.stringify(call.surroundings);
  if (call.isComplete) {
    texts.clear();
    const walls = call.surroundings === null ? noWalls : buildWalls(call.surroundings);
    pipeline = openNodePipeline(language.openPipeline, {
      host: createModuleHost(walls),
      ...call.options,
    });
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
    if (waiting.length > 0) workerEmit(waiting);
    waiting = [];
  };
  let isRunning = false;
  const result = pipeline.work(call.request, (told) => {
    waiting.push(told);
    if (isRunning || !told.isFinal) send();
    isRunning = !told.isFinal;
  });
  send();
  // Once the answer is on its way: by now, what is usually called has been.
  setImmediate(keep);
  return result;
}

worker({ work });
startWatchdog();
