/**
 * Tags that are almost ours: `@differentiabel`, `@orders 2`. Without a word, nothing would happen and nobody would
 * know why.
 */

import { type Finding, finding, type Span } from "../finding.js";
import { findDocComments } from "../syntax/comments.js";
import { tagNames } from "../syntax/docTags.js";
import { textLimits } from "../syntax/limits.js";
import type { ParsedModule } from "../syntax/parseModule.js";

/** Tags of other tools that look like ours. */
const othersTags: ReadonlySet<string> = new Set([
  "author",
  "as",
  "ad",
  "a",
  "it",
  "alt",
  "ast",
  "border",
  "write",
]);

interface Misspelt extends Span {
  written: string;
  meant: string;
}

/** One finding for each tag that is most likely a misspelling, up to the limit of findings. */
export function misspeltTags(parsed: ParsedModule): Finding[] {
  const { text, module } = parsed;
  const candidates: Misspelt[] = [];
  for (const match of text.matchAll(/(?<=^|[\s*])@([A-Za-z]{2,24})(?![\w$-])/gm)) {
    const [, written = ""] = match;
    const meant = meantBy(written);
    if (meant === null) continue;
    candidates.push({ written, meant, start: match.index, end: match.index + written.length + 1 });
  }
  if (candidates.length === 0) return [];
  const words = new RegExp(
    `@(?:differentiable|${[...new Set(candidates.map(({ written }) => written))].join("|")})(?![\\w$-])`,
    "g",
  );
  const findings: Finding[] = [];
  for (const { comments } of findDocComments(parsed, words)) {
    if (findings.length >= textLimits.findings) break;
    const inside = comments.flatMap((comment) => candidatesWithin(comment, candidates));
    const isOurs =
      inside.some(({ meant }) => meant === "differentiable" || meant === "derivativeOf") ||
      comments.some(({ start, end }) => /@differentiable(?![\w$-])/.test(text.slice(start, end)));
    if (!isOurs) continue;
    const untold = textLimits.findings - findings.length;
    for (const { written, meant, start, end } of inside.slice(0, untold)) {
      const place = { module, start, end };
      const message = `\`@${written}\` is not a known tag and has no effect. Did you mean \`@${meant}\`?`;
      const fixes = [{ title: `Change to \`@${meant}\``, edits: [{ ...place, text: `@${meant}` }] }];
      findings.push(finding("tag-misspelt", place, message, { fixes }));
    }
  }
  return findings;
}

/** Those in a stretch of the text, found by halving: a file may have as many comments as candidates. */
function candidatesWithin({ start, end }: Span, candidates: readonly Misspelt[]): Misspelt[] {
  let low = 0;
  let high = candidates.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (candidates[middle]!.start <= start) low = middle + 1;
    else high = middle;
  }
  const within: Misspelt[] = [];
  for (let at = low; at < candidates.length && candidates[at]!.end <= end; at++) within.push(candidates[at]!);
  return within;
}

/** The tag of ours that a word is close to, or null. Long words may differ by more. */
function meantBy(written: string): string | null {
  if ((tagNames as readonly string[]).includes(written) || othersTags.has(written.toLowerCase())) return null;
  let best: { name: string; distance: number } | null = null;
  for (const name of tagNames) {
    const distance = editDistance(written.toLowerCase(), name.toLowerCase());
    const most = name.length > 8 ? 3 : name.length > 2 ? 1 : 0;
    if (distance <= most && distance < (best?.distance ?? Number.POSITIVE_INFINITY))
      best = { name, distance };
  }
  return best?.name ?? null;
}

/** How many letters must be put in, taken out, replaced or swapped with the next (the restricted Damerau–Levenshtein distance). */
function editDistance(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1];
      const previous = rows[row - 1]!;
      let least = Math.min(
        previous[column]! + 1,
        current[column - 1]! + 1,
        previous[column - 1]! + (isSame ? 0 : 1),
      );
      const isSwapped =
        row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (isSwapped) least = Math.min(least, rows[row - 2]![column - 2]! + 1);
      current.push(least);
    }
    rows.push(current);
  }
  return rows[one.length]![other.length]!;
}
