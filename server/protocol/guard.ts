/**
 * Handlers that cannot bring the server down: an exception is logged and answered with what stands for nothing.
 */

import { type CancellationToken, LSPErrorCodes, ResponseError } from "vscode-languageserver";

/** Logs a message where the client shows logs. */
export type Log = (message: string) => void;

/** Wraps the handler of a request. */
export function guardRequest<Parameters, Result>(
  name: string,
  log: Log,
  nothing: Result,
  handler: (parameters: Parameters, isCancelled: () => boolean) => Result | Promise<Result>,
): (parameters: Parameters, token: CancellationToken) => Promise<Result> {
  return async (parameters, token) => {
    if (token.isCancellationRequested) throw cancelled();
    let result = nothing;
    try {
      result = await handler(parameters, () => token.isCancellationRequested);
    } catch (problem) {
      log(`${name} failed: ${describe(problem)}`);
    }
    if (token.isCancellationRequested) throw cancelled();
    return result;
  };
}

/** Wraps the handler of a notification or an event. */
export function guard<Parameters extends unknown[]>(
  name: string,
  log: Log,
  handler: (...parameters: Parameters) => void | Promise<void>,
): (...parameters: Parameters) => void {
  return (...parameters) => {
    const report = (problem: unknown) => log(`${name} failed: ${describe(problem)}`);
    try {
      Promise.resolve(handler(...parameters)).catch(report);
    } catch (problem) {
      report(problem);
    }
  };
}

function cancelled(): ResponseError<void> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, "The request was cancelled.");
}

export function describe(problem: unknown): string {
  return problem instanceof Error ? (problem.stack ?? problem.message) : String(problem);
}
