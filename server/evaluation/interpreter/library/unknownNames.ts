/**
 * Names that no module declares and the standard library does not hold: what is said of each where it is needed, and
 * what is known of it all the same.
 *
 *     typeof document         "undefined", as in Node
 *     typeof setTimeout       "function"
 *     setTimeout(draw, 16)    let pass: it changes nothing of what is computed
 */

import type { NameUnknown } from "../objects/globals.js";

type TypeInNode = "function" | "object" | "undefined";

/** What gives something else at each run. */
const changing: Readonly<Record<string, [what: string, typeOf: TypeInNode]>> = {
  crypto: ["random bytes", "object"],
  performance: ["the present time", "object"],
};

/** What reaches outside of the program. */
const outside: Readonly<Record<string, [what: string, typeOf: TypeInNode]>> = {
  Bun: ["the runtime", "undefined"],
  Deno: ["the runtime", "undefined"],
  XMLHttpRequest: ["the network", "undefined"],
  alert: ["the web page", "undefined"],
  document: ["the web page", "undefined"],
  fetch: ["the network", "function"],
  localStorage: ["the browser's storage", "undefined"],
  navigator: ["the browser", "object"],
  process: ["the Node process with its environment", "object"],
  self: ["the global object", "undefined"],
  sessionStorage: ["the browser's storage", "undefined"],
  window: ["the browser's window", "undefined"],
};

/** What waits. */
const waiting: Readonly<Record<string, TypeInNode>> = {
  Promise: "function",
  cancelAnimationFrame: "undefined",
  clearImmediate: "function",
  clearInterval: "function",
  clearTimeout: "function",
  queueMicrotask: "function",
  requestAnimationFrame: "undefined",
  setImmediate: "function",
  setInterval: "function",
  setTimeout: "function",
};

/** What else Node has: functions and classes, none of which computes with numbers. */
const otherFunctions: ReadonlySet<string> = new Set([
  "AbortController",
  "AbortSignal",
  "AggregateError",
  "Blob",
  "BroadcastChannel",
  "Buffer",
  "ByteLengthQueuingStrategy",
  "CompressionStream",
  "CountQueuingStrategy",
  "Crypto",
  "CryptoKey",
  "CustomEvent",
  "DOMException",
  "DecompressionStream",
  "Event",
  "EventTarget",
  "File",
  "FormData",
  "Headers",
  "MessageChannel",
  "MessageEvent",
  "MessagePort",
  "Navigator",
  "Performance",
  "PerformanceEntry",
  "PerformanceMark",
  "PerformanceMeasure",
  "PerformanceObserver",
  "PerformanceObserverEntryList",
  "PerformanceResourceTiming",
  "ReadableByteStreamController",
  "ReadableStream",
  "ReadableStreamBYOBReader",
  "ReadableStreamBYOBRequest",
  "ReadableStreamDefaultController",
  "ReadableStreamDefaultReader",
  "Request",
  "Response",
  "SubtleCrypto",
  "TextDecoder",
  "TextDecoderStream",
  "TextEncoder",
  "TextEncoderStream",
  "TransformStream",
  "TransformStreamDefaultController",
  "URL",
  "URLSearchParams",
  "WebSocket",
  "WritableStream",
  "WritableStreamDefaultController",
  "WritableStreamDefaultWriter",
  "atob",
  "btoa",
  "decodeURI",
  "decodeURIComponent",
  "encodeURI",
  "encodeURIComponent",
  "escape",
  "unescape",
]);

export function unknownName(name: string): NameUnknown {
  if (Object.hasOwn(changing, name)) {
    const [what, typeOf] = changing[name]!;
    return {
      code: "non-deterministic",
      message: `\`${name}\` gives ${what}, which is another at each run, so that what depends on it has no derivative to show. Pass the number as a parameter.`,
      typeOf,
      // `crypto.getRandomValues(array)` changes what it is given.
      isHarmless: name !== "crypto",
    };
  }
  if (Object.hasOwn(outside, name)) {
    const [what, typeOf] = outside[name]!;
    return {
      code: "unknown-name",
      message: `\`${name}\` is ${what}, which is not there while a function is differentiated, and the result depends on it. Pass what is needed as a parameter.`,
      typeOf,
      isHarmless: true,
    };
  }
  if (Object.hasOwn(waiting, name)) {
    return {
      code: "async",
      message: `\`${name}\` does its work later, and a derivative is of what is computed at once. Pass values that are there as parameters.`,
      typeOf: waiting[name]!,
      isHarmless: true,
    };
  }
  if (otherFunctions.has(name)) {
    return {
      code: "unknown-name",
      message: `\`${name}\` is a part of Node that is not interpreted, and the result depends on it. Pass what is needed as a parameter.`,
      typeOf: "function",
    };
  }
  return {
    code: "unknown-name",
    message: `\`${name}\` is not declared in this file and is not a part of the standard library that can be interpreted. Declare or import it, or check its spelling.`,
    typeOf: "undefined",
  };
}
