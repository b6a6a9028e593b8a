/**
 * Sources with the findings written under the text that they stand on:
 *
 *     return Math.abs(x);
 *            ^^^^^^^^^^^ kink: `Math.abs(0)` sits on a kink …
 */

import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Finding } from "../../../server/finding.js";
import { reportsOf } from "./support.js";

const note = /^\s*(?:\^+|\|) /;

/** Runs a source without its notes, and holds the findings to the notes. With UPDATE_EXPECT=1 it writes them anew. */
export function checkNotes(annotated: string, others: Record<string, string> = {}): void {
  const lines = annotated.split("\n");
  const source = lines.filter((line) => !note.test(line)).join("\n");
  const findings = reportsOf(source, others).flatMap((report) => report.findings);
  const actual = withNotes(source, findings);
  if (process.env.UPDATE_EXPECT === "1" && actual !== annotated) update(annotated, actual);
  else assert.equal(actual, annotated);
}

/** Writes the notes into the test beside this file that holds the source. */
function update(before: string, after: string): void {
  const escaped = (text: string) => text.replaceAll(/[`\\]|\$\{/g, "\\$&");
  const folder = new URL(".", import.meta.url);
  for (const name of readdirSync(folder)) {
    const file = new URL(name, folder);
    const text = name.endsWith(".test.ts") ? readFileSync(file, "utf8") : "";
    if (text.includes(escaped(before))) {
      writeFileSync(
        file,
        text.replace(escaped(before), () => escaped(after)),
      );
    }
  }
}

function withNotes(source: string, findings: readonly Finding[]): string {
  let offset = 0;
  const lines: string[] = [];
  for (const line of source.split("\n")) {
    lines.push(line);
    const here = findings.filter(({ start }) => start >= offset && start <= offset + line.length);
    for (const { code, message, start, end, related = [] } of here) {
      const width = Math.max(1, Math.min(end, offset + line.length) - start);
      const indent = " ".repeat(start - offset);
      lines.push(`${indent}${"^".repeat(width)} ${code}: ${message}`);
      for (const each of related) {
        lines.push(`${indent}| ${source.slice(each.start, each.end).split("\n")[0]}: ${each.message}`);
      }
    }
    offset += line.length + 1;
  }
  return lines.join("\n");
}
