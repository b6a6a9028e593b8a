/** Programs to measure with, made anew at each run in a folder that Git ignores. */

import fs from "node:fs";
import path from "node:path";

/** The lines of a text with the places in them that are edited. */
export interface MarkedFile {
  text: string;
  /** For each marked function the line of its signature and that of its constant, from 0. */
  functions: { signature: number; constant: number }[];
}

/** Where the constant's digits stand in its line: `  const bias = 2;`. */
export const constantColumn = "  const bias = ".length;

/** A file of marked functions that stands alone. */
export function manyFunctions(count: number): MarkedFile {
  const lines: string[] = ["/** Functions to measure with. */", ""];
  const functions = Array.from({ length: count }, (_, index) => {
    lines.push(
      "/**",
      " * A formula of two numbers.",
      " *",
      " * @differentiable",
      " * @at x = 0.5, y = 2",
      " */",
    );
    const signature = lines.push(`export function f${index}(x: number, y: number): number {`) - 1;
    const constant = lines.push("  const bias = 2;") - 1;
    lines.push(
      "  const radius = Math.sqrt(x * x + y * y + bias);",
      "  let sum = 0;",
      "  for (let i = 0; i < 5; i++) sum += Math.sin(i * x) * y;",
      "  const angle = Math.atan2(y, x);",
      "  return radius * sum + Math.exp(-angle) * bias;",
      "}",
      "",
    );
    return { signature, constant };
  });
  return { text: lines.join("\n"), functions };
}

export interface Project {
  folder: string;
  /** The file with the marked functions. */
  main: string;
  marked: MarkedFile;
  /** The line of `const shared = 2;` at the top of it, from 0, and where its digits stand. */
  shared: { line: number; column: number };
  /** A module in the middle of the chain, and the same of its constant. */
  middle: { file: string; text: string; line: number; column: number };
}

/** A project of chained modules: each imports the next one, all of them lodash-es or three. */
export function chainedProject(folder: string, modules = 60, count = 10): Project {
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  const write = (name: string, text: string) => {
    const file = path.join(folder, name);
    fs.writeFileSync(file, text);
    return file;
  };
  write("package.json", '{ "type": "module" }');
  write(
    "tsconfig.json",
    '{ "compilerOptions": { "module": "preserve", "moduleResolution": "bundler", "strict": true } }',
  );
  const moduleText = (index: number) => {
    const isLast = index === modules - 1;
    const next = isLast ? "" : `import { step${index + 1} } from "./m${index + 1}.js";\n`;
    const library =
      index % 2 === 0
        ? 'import { clamp, sum } from "lodash-es";\nconst shape = (v: number) => sum([v, clamp(v, -10, 10)]) / 2;\n'
        : 'import { MathUtils, Vector3 } from "three";\nconst shape = (v: number) => new Vector3(v, 1, 0).dot(new Vector3(1, MathUtils.lerp(0, 1, v) / 100, 2));\n';
    return `${next}${library}const rate = 2;
const table = Array.from({ length: 8 }, (_, i) => i * rate);
export class Part${index} {
  constructor(readonly scale: number) {}
  at(v: number): number {
    return this.scale * v + table[${index % 8}]! / 1000;
  }
}
const part = new Part${index}(1 + rate / 1000);
export function step${index}(v: number): number {
  return ${isLast ? "shape(part.at(v))" : `step${index + 1}(shape(part.at(v)) * 0.99)`};
}
`;
  };
  for (let index = 0; index < modules; index++) write(`m${index}.ts`, moduleText(index));

  const lines = [
    'import { sumBy } from "lodash-es";',
    'import { Vector3 } from "three";',
    'import { step0 } from "./m0.js";',
    "",
    "const shared = 2;",
    "",
  ];
  const functions = Array.from({ length: count }, (_, index) => {
    lines.push("/** @differentiable @at x = 0.5 */");
    const signature = lines.push(`export function f${index}(x: number): number {`) - 1;
    const constant = lines.push("  const bias = 2;") - 1;
    lines.push(
      `  const v = new Vector3(x, shared, bias + ${index});`,
      "  const total = sumBy([v.x, v.y, v.z], (part) => part * part);",
      "  return step0(x * shared) + Math.sqrt(total) + v.length();",
      "}",
      "",
    );
    return { signature, constant };
  });
  const text = lines.join("\n");
  const middleName = `m${modules >> 1}.ts`;
  const middleText = moduleText(modules >> 1);
  return {
    folder,
    main: write("a.ts", text),
    marked: { text, functions },
    shared: { line: 4, column: "const shared = ".length },
    middle: {
      file: path.join(folder, middleName),
      text: middleText,
      line: middleText.split("\n").indexOf("const rate = 2;"),
      column: "const rate = ".length,
    },
  };
}
