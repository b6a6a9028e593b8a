/**
 * The texts of the open documents, each change with a number of its own, so that others can say which text they
 * speak of and ask what was edited since.
 */

import type { Span } from "../finding.js";
import { type Edit, throughEdits } from "./edits.js";

export interface OpenTexts {
  /** undefined for a module that is not open. */
  text(module: string): string | undefined;
  /** The number of the present text; another one for every text of every module. -1 for a module that is not open. */
  stamp(module: string): number;
  /** Moves stretches of an earlier text, given by its number, to where they are in the present one. */
  since(module: string, stamp: number): (span: Span) => Span;
  open(module: string, text: string): void;
  change(module: string, text: string, edits: readonly Edit[]): void;
  close(module: string): void;
  modules(): string[];
}

/** Edits that are remembered of a document; what nobody heard of for longer has no place any more. */
const mostEdits = 10_000;

interface OpenText {
  text: string;
  stamp: number;
  edits: { stamp: number; edits: readonly Edit[] }[];
  /** Of what is older, the edits were forgotten. */
  oldest: number;
}

export function createOpenTexts(): OpenTexts {
  const all = new Map<string, OpenText>();
  let last = 0;
  return {
    text: (module) => all.get(module)?.text,
    stamp: (module) => all.get(module)?.stamp ?? -1,
    since(module, stamp) {
      const open = all.get(module);
      if (!open || open.stamp === stamp) return (span) => span;
      if (stamp < open.oldest) return () => ({ start: 0, end: 0 });
      const known = open.edits.findLastIndex((each) => each.stamp <= stamp);
      const edits = open.edits.slice(known + 1).flatMap((each) => each.edits);
      return (span) => throughEdits(span, edits);
    },
    open(module, text) {
      const stamp = ++last;
      all.set(module, { text, stamp, edits: [], oldest: stamp });
    },
    change(module, text, edits) {
      const open = all.get(module);
      if (!open) return;
      open.text = text;
      open.stamp = ++last;
      open.edits.push({ stamp: open.stamp, edits });
      if (open.edits.length > mostEdits) open.oldest = open.edits.shift()!.stamp;
    },
    close: (module) => void all.delete(module),
    modules: () => [...all.keys()],
  };
}
