/**
 * Markdown made of untrusted words. Whatever stands in the workspace's text may be a name here, so every word
 * is escaped before it is put among ours.
 *
 *     table(["input", "∂f"], [["p[0]", "4"]])
 */

import { printable } from "../view/printable.js";

/** Longest word that is shown. */
const longestWord = 80;

/** What Markdown would take for its own. `https://a.b`, `www.a.b` and `a@b.c` would be links as they are. */
const taken = /[\\`*_{}<>|~!&#$@]|\](?=[([:])|:(?=\/\/)|(?<=www)\./gi;

/**
 * Writes a text so that Markdown and HTML take none of it for their own: no element, no link, no emphasis, no
 * other cell. Numbers and names such as `p[0]` stay as they are. Line ends become spaces.
 */
export function escapeMarkdown(text: string): string {
  const shown = text.length > longestWord ? `${text.slice(0, longestWord - 1)}…` : text;
  return printable(shown.replace(/\s+/g, " ")).replace(taken, "\\$&");
}

/** A table of escaped cells; the first column is text, the others are numbers. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(escapeMarkdown).join(" | ")} |`;
  const alignment = `|${head.map((_, column) => (column === 0 ? ":--" : "--:")).join("|")}|`;
  return [line(head), alignment, ...rows.map(line)].join("\n");
}
