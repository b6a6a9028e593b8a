/**
 * The floors of the interpreter, held against the imports by value: objects knows neither the evaluator nor the
 * library, the library does not know the evaluator, and nobody goes round in a circle.
 */

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const interpreter = fileURLToPath(new URL("../../../server/evaluation/interpreter/", import.meta.url));

/** Each file of a folder with the files of the interpreter that it imports by value; types do not count. */
function importsOf(folder: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const name of fs.readdirSync(path.join(interpreter, folder), { recursive: true }) as string[]) {
    if (!name.endsWith(".ts")) continue;
    const file = path.posix.join(folder, name.replaceAll(path.sep, "/"));
    const text = fs.readFileSync(path.join(interpreter, file), "utf8");
    const imported = [...text.matchAll(/^(?:import|export) (?!type )(?:[^;]*?)from "(\.[^"]*)\.js"/gm)]
      .filter(([statement]) => holdsValue(statement))
      .map(([, target]) => `${path.posix.join(path.posix.dirname(file), target!)}.ts`);
    found.set(file, imported);
  }
  return found;
}

/** Not all of `{ type A, type B }` are types. */
function holdsValue(statement: string): boolean {
  const names = /\{([^}]*)\}/
    .exec(statement)?.[1]
    ?.split(",")
    .map((name) => name.trim());
  return names === undefined || names.some((name) => name !== "" && !name.startsWith("type "));
}

/** A way that leads back to where it began; null where there is none. */
function circleIn(imports: ReadonlyMap<string, readonly string[]>): string[] | null {
  const done = new Set<string>();
  const visit = (file: string, way: string[]): string[] | null => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return null;
    for (const next of imports.get(file) ?? []) {
      const circle = visit(next, [...way, file]);
      if (circle !== null) return circle;
    }
    done.add(file);
    return null;
  };
  for (const file of imports.keys()) {
    const circle = visit(file, []);
    if (circle !== null) return circle;
  }
  return null;
}

describe("The floors of the interpreter", () => {
  const objects = importsOf("objects");
  const library = importsOf("library");

  it("objects knows neither the evaluator nor the library", () => {
    const beyond = [...objects].flatMap(([file, imported]) =>
      imported
        .filter((target) => /^(evaluator|library)\//.test(target))
        .map((target) => `${file} → ${target}`),
    );
    assert.deepEqual(beyond, []);
  });

  it("the library does not know the evaluator", () => {
    const beyond = [...library].flatMap(([file, imported]) =>
      imported.filter((target) => target.startsWith("evaluator/")).map((target) => `${file} → ${target}`),
    );
    assert.deepEqual(beyond, []);
  });

  it("the evaluator does not know the library: a run is given it", () => {
    const beyond = [...importsOf("evaluator")].flatMap(([file, imported]) =>
      imported.filter((target) => target.startsWith("library/")).map((target) => `${file} → ${target}`),
    );
    assert.deepEqual(beyond, []);
  });

  it("nobody goes round in a circle", () => {
    assert.equal(circleIn(new Map([...objects, ...library])), null);
  });
});
