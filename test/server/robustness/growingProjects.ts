/**
 * Arrangements of modules that grow with a number: chains, circles, barrels of barrels. Each says what the marked
 * function of its entry gives.
 */

/** Files by name; the entry is `/p/main.ts` or what `entry` says. */
export interface Project {
  files: Map<string, string>;
  entry: string;
  /** The derivative of `f`, or the code of a finding. */
  slope: number;
}

export interface ProjectOfSize {
  name: string;
  project(size: number): Project;
}

const marked = (expression: string) =>
  `/** @differentiable @at x = 3 */\nexport function f(x: number): number { return ${expression}; }\n`;

const plain = marked("x * x").replace(/: number/g, "");

/** @param file the text of the module of a number */
function project(
  size: number,
  file: (index: number) => string,
  { main, slope, extension = "ts" }: { main: string; slope: number; extension?: string },
): Project {
  const files = new Map([[`/p/main.${extension}`, main]]);
  for (let index = 0; index < size; index++) files.set(`/p/m${index}.${extension}`, file(index));
  return { files, entry: `/p/main.${extension}`, slope };
}

const numbers = (size: number) => Array.from({ length: size }, (_, index) => index);

const arrangements: ProjectOfSize[] = [
  {
    name: "a circle of modules",
    project: (size) =>
      project(
        size,
        (i) =>
          `import { a${(i + 1) % size} } from "./m${(i + 1) % size}";\nexport function a${i}(x: number, n: number): number { return n > 0 ? a${(i + 1) % size}(x, n - 1) : x * x; }\n`,
        { main: `import { a0 } from "./m0";\n${marked("a0(x, 2)")}`, slope: 6 },
      ),
  },
  {
    name: "a chain of modules, each of which computes from the next",
    project: (size) =>
      project(
        size,
        (i) =>
          i === size - 1
            ? `export const a${i} = 1;\n`
            : `import { a${i + 1} } from "./m${i + 1}";\nexport const a${i} = a${i + 1} + 1;\n`,
        { main: `import { a0 } from "./m0";\n${marked("a0 * x")}`, slope: size },
      ),
  },
  {
    name: "a module that imports many",
    project: (size) =>
      project(size, (i) => `export const a${i} = ${i};\n`, {
        main: `${numbers(size)
          .map((i) => `import { a${i} } from "./m${i}";`)
          .join("\n")}\n${marked(
          `x * (${numbers(Math.min(size, 50))
            .map((i) => `a${i}`)
            .join(" + ")})`,
        )}\nexport const all = [${numbers(size)
          .map((i) => `a${i}`)
          .join(", ")}];`,
        slope: (Math.min(size, 50) * (Math.min(size, 50) - 1)) / 2,
      }),
  },
  {
    name: "a chain of `export *`",
    project: (size) =>
      project(size, (i) => (i === size - 1 ? "export const a = 7;\n" : `export * from "./m${i + 1}";\n`), {
        main: `import { a } from "./m0";\n${marked("a * x")}`,
        slope: 7,
      }),
  },
  {
    name: "a chain of named re-exports",
    project: (size) =>
      project(
        size,
        (i) => (i === size - 1 ? "export const a = 7;\n" : `export { a } from "./m${i + 1}";\n`),
        {
          main: `import { a } from "./m0";\n${marked("a * x")}`,
          slope: 7,
        },
      ),
  },
  {
    name: "a chain of imports that are exported again",
    project: (size) =>
      project(
        size,
        (i) =>
          i === size - 1 ? "export const a = 7;\n" : `import { a } from "./m${i + 1}";\nexport { a };\n`,
        {
          main: `import { a } from "./m0";\n${marked("a * x")}`,
          slope: 7,
        },
      ),
  },
  {
    name: "a chain of `export *`, each with a name of its own and a user of the last",
    project: (size) =>
      project(
        size,
        (i) =>
          i === size - 1
            ? "export const a = 7;\n"
            : `export * from "./m${i + 1}";\nimport { a } from "./m${i + 1}";\nexport const b${i} = a;\n`,
        {
          main: `import { a, b0 } from "./m0";\n${marked("(a + b0) * x")}`,
          slope: 14,
        },
      ),
  },
  {
    name: "a wide barrel, all of whose names are imported",
    project: (size) =>
      project(size, (i) => `export const a${i} = ${i};\n`, {
        main: `import { ${numbers(size)
          .map((i) => `a${i}`)
          .join(", ")} } from "./barrel";\n${marked("a1 * x")}export const all = [${numbers(size)
          .map((i) => `a${i}`)
          .join(", ")}];`,
        slope: 1,
      }),
  },
  {
    name: "a wide barrel, imported as a namespace",
    project: (size) =>
      project(size, (i) => `export const a${i} = ${i};\n`, {
        main: `import * as all from "./barrel";\n${marked("(all.a1 + Object.keys(all).length) * x")}`,
        slope: 1 + size,
      }),
  },
  {
    name: "layers of two modules that each export all of both below",
    project: (given) => {
      const size = given & ~1;
      return project(
        size,
        (i) => {
          const below = i - (i % 2) + 2;
          return below + 1 >= size
            ? `export const a${i} = 7;\n`
            : `export * from "./m${below}";\nexport * from "./m${below + 1}";\n`;
        },
        {
          main: `import { a${size - 2} } from "./m0";\nimport * as all from "./m1";\n${marked(`a${size - 2} * x`)}export const n = Object.keys(all).length;`,
          slope: 7,
        },
      );
    },
  },
  {
    name: "a tree of barrels",
    project: (size) =>
      project(
        size | 1,
        (i) =>
          2 * i + 2 < (size | 1)
            ? `export * from "./m${2 * i + 1}";\nexport * from "./m${2 * i + 2}";\n`
            : `export const a${i} = 7;\n`,
        {
          main: `import * as all from "./m0";\nimport { a${(size | 1) - 1} } from "./m0";\n${marked(`a${(size | 1) - 1} * x`)}export const n = Object.keys(all).length;`,
          slope: 7,
        },
      ),
  },
  {
    name: "a circle of `export *`, asked for what no one has",
    project: (size) =>
      project(
        size,
        (i) =>
          `export * from "./m${(i + 1) % size}";\nexport * from "./m${(i + 7) % size}";\nexport const a${i} = ${i};\n`,
        {
          main: `import { nobody } from "./m0";\nimport { a${size - 1} } from "./m0";\n${marked(`a${size - 1} * x`)}export const n = nobody;`,
          slope: size - 1,
        },
      ),
  },
  {
    name: "a chain of namespaces",
    project: (size) =>
      project(
        size,
        (i) =>
          i === size - 1
            ? "export const a = 7;\n"
            : `import * as next from "./m${i + 1}";\nexport { next };\nexport const a = 7;\n`,
        {
          main: `import { next } from "./m0";\n${marked("next.next.a * x")}`,
          slope: 7,
        },
      ),
  },
  {
    name: "a chain of `require`",
    project: (size) =>
      project(
        size,
        (i) =>
          i === size - 1 ? "exports.a = 7;\n" : `const next = require("./m${i + 1}");\nexports.a = next.a;\n`,
        {
          main: `const { a } = require("./m0");\n${plain.replace("x * x", "a * x").replace("export ", "")}module.exports = { f };`,
          slope: 7,
          extension: "js",
        },
      ),
  },
  {
    name: "a circle of `require`",
    project: (size) =>
      project(
        size,
        (i) => `exports.a = 7;\nconst next = require("./m${(i + 1) % size}");\nexports.b = next.a;\n`,
        {
          main: `const { a } = require("./m0");\n${plain.replace("x * x", "a * x").replace("export ", "")}module.exports = { f };`,
          slope: 7,
          extension: "js",
        },
      ),
  },
  {
    name: "a module that requires many",
    project: (size) =>
      project(size, (i) => `exports.a = ${i};\n`, {
        main: `const all = [${numbers(size)
          .map((i) => `require("./m${i}")`)
          .join(
            ", ",
          )}];\nconst { a } = require("./m1");\n${plain.replace("x * x", "a * x").replace("export ", "")}module.exports = { f, all };`,
        slope: 1,
        extension: "js",
      }),
  },
  {
    name: "a chain of ECMAScript modules that each take a name from CommonJS",
    project: (size) =>
      project(size, (i) => (i === size - 1 ? "exports.a = 7;\n" : `export { a } from "./m${i + 1}";\n`), {
        main: `import { a } from "./m0";\n${plain.replace("x * x", "a * x")}`,
        slope: 7,
        extension: "js",
      }),
  },
  {
    name: "a chain of `export *` down to CommonJS",
    project: (size) =>
      project(size, (i) => (i === size - 1 ? "exports.a = 7;\n" : `export * from "./m${i + 1}";\n`), {
        main: `import { a } from "./m0";\n${plain.replace("x * x", "a * x")}`,
        slope: 7,
        extension: "js",
      }),
  },
];

export const projectsOfSize: ProjectOfSize[] = arrangements.map(({ name, project }) => ({
  name,
  project(size) {
    const made = project(size);
    if (name.startsWith("a wide barrel")) {
      made.files.set(
        "/p/barrel.ts",
        numbers(size)
          .map((i) => `export * from "./m${i}";\n`)
          .join(""),
      );
    }
    return made;
  },
}));
