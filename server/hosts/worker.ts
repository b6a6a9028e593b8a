/**
 * Entry point of the process that holds a pipeline, apart from the server: the server goes on answering whatever
 * a preparation or a run does.
 */

import { worker, workerEmit } from "workerpool";
import type { WorkerAnswer, WorkerCall } from "../service/pipelineWorker.js";
import { createWorkHandler } from "../service/workHandler.js";
import { loadLanguage } from "./language.js";
import { createModuleHost } from "./moduleHost.js";
import { openNodePipeline } from "./nodePipeline.js";
import { begun } from "./processWorker.js";
import { buildWalls, noWalls } from "./walls.js";
import { startWatchdog } from "./watchdog.js";

const { language, keep } = loadLanguage(__dirname);

const handle = createWorkHandler(({ surroundings, options }) => {
  const walls = surroundings === null ? noWalls : buildWalls(surroundings);
  return openNodePipeline(language.openPipeline, { host: createModuleHost(walls), ...options });
});

function work(call: WorkerCall): WorkerAnswer {
  workerEmit(begun);
  const answer = handle(call, workerEmit);
  // Once the answer is on its way: by now, what is usually called has been.
  if (answer) setImmediate(keep);
  return answer;
}

worker({ work });
startWatchdog();
