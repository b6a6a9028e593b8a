// @ts-check
/**
 * Node's side of the corpus, as a process of its own: runs functions of small projects and sends back what they gave.
 * Each evaluation gets a fresh copy of its project, so that nothing is left of the one before; what it changed in the
 * globals and in the built-in prototypes is put back.
 *
 *     { folder, files: { "main.mjs": "export const f = (x) => 2 * x;" }, main: "main.mjs", calls: [["f", 3]] }
 *       → [{ value: 6 }]
 */

import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

/**
 * @typedef {object} Evaluation
 * @property {string} folder where the copy of the project is made
 * @property {Record<string, string>} files
 * @property {string} main
 * @property {string} [host] statements that stand for a host which Node is not: `globalThis.document = {};`
 * @property {[name: string, x: number][]} calls made one after the other on the same modules
 */

/** @typedef {{ value?: unknown, error?: string }} Given */

// As in the interpreter: what bundlers put in its place.
process.env.NODE_ENV = "production";

/** Objects that all modules share and a program may extend. */
const shared = [
  ...[globalThis, Object, Function, Array, Number, Math, JSON, Map, Set],
  ...[Object, Function, Array, Number, String, Boolean, Map, Set, Error, Float64Array].map(
    (C) => C.prototype,
  ),
];

function takeSnapshot() {
  const before = shared.map((object) => Object.getOwnPropertyDescriptors(object));
  return () => {
    for (const [index, object] of shared.entries()) {
      const descriptors = /** @type {Record<PropertyKey, PropertyDescriptor>} */ (before[index]);
      for (const key of Reflect.ownKeys(object)) {
        if (!Object.hasOwn(descriptors, key)) Reflect.deleteProperty(object, key);
        else if (Object.getOwnPropertyDescriptor(object, key)?.value !== descriptors[key]?.value) {
          Object.defineProperty(object, key, /** @type {PropertyDescriptor} */ (descriptors[key]));
        }
      }
      for (const key of Reflect.ownKeys(descriptors)) {
        if (!Object.hasOwn(object, key)) Object.defineProperty(object, key, descriptors[key] ?? {});
      }
    }
  };
}

/**
 * @param {Evaluation} evaluation
 * @returns {Promise<Given[]>}
 */
async function evaluate({ folder, files, main, host, calls }) {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(file, text);
  }
  const restore = takeSnapshot();
  try {
    // biome-ignore lint/security/noGlobalEval: the corpus is ours
    if (host !== undefined) globalThis.eval(host);
    const namespace = await import(pathToFileURL(path.join(folder, main)).href);
    return calls.map(([name, x]) => {
      const marked = namespace[name] ?? namespace.default?.[name];
      try {
        return { value: structuredClone(marked(x)) };
      } catch (error) {
        return { error: String(error) };
      }
    });
  } catch (error) {
    return calls.map(() => ({ error: String(error) }));
  } finally {
    restore();
  }
}

process.once("message", async (/** @type {Evaluation[]} */ evaluations) => {
  const given = [];
  for (const evaluation of evaluations) given.push(await evaluate(evaluation));
  process.send?.(given, () => process.disconnect());
});
