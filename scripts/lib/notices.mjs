// @ts-check
/** The licences of the packages that a bundle contains: they ask to be passed on with it. */

import fs from "node:fs";
import path from "node:path";
import { Problem, root } from "./steps.mjs";

/**
 * The text of the notices for these inputs of bundles, one section a package, in alphabetical order.
 * @param {string[]} inputs paths from the root, as esbuild's metafile has them
 */
export function noticesFor(inputs) {
  const folders = inputs.flatMap((input) => input.match(/^.*node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? []);
  const sections = [...new Set(folders)].map((folder) => {
    const { name, version, license } = JSON.parse(
      fs.readFileSync(path.join(root, folder, "package.json"), "utf8"),
    );
    return `${name} ${version} (${license})\n\n${licenceText(path.join(root, folder), name)}`;
  });
  const head = "Derivative Lens contains code of the following packages.";
  return `${[head, ...sections.sort()].join(`\n\n${"-".repeat(80)}\n\n`)}\n`;
}

/**
 * @param {string} folder
 * @param {string} name
 */
function licenceText(folder, name) {
  const files = fs.readdirSync(folder).filter((file) => /^(licen[cs]e|thirdpartynotice)/i.test(file));
  if (files.length === 0) throw new Problem(`The package ${name} is bundled and has no licence file.`);
  return files
    .sort()
    .map((file) => fs.readFileSync(path.join(folder, file), "utf8").trim())
    .join("\n\n");
}
