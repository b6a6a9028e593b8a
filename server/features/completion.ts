/**
 * Completions inside doc comments: the tags after an `@`, and the parameters' names in `@at` and `@wrt`.
 *
 *     /** @differentiable @a|          @at
 *     /** @differentiable @at x = 3, |   y =
 */

import type { Span } from "../finding.js";
import type { ModuleReport } from "../report.js";

export interface Completion {
  label: string;
  kind: "tag" | "parameter";
  /** Replaces `span`. */
  text: string;
  span: Span;
  detail: string;
}

const tags = [
  { tag: "@differentiable", detail: "Shows the derivatives of this function." },
  { tag: "@at", detail: "A point: a value for every parameter, such as `x = 3, p = [1, 2]`." },
  { tag: "@order", detail: "The highest order shown; 1 if left out." },
  { tag: "@wrt", detail: "The parameters to differentiate with respect to; every numeric one if left out." },
  {
    tag: "@derivativeOf",
    detail: "Says that this function is the derivative of another, which is checked: `f` or `f wrt x`.",
  },
];

/** Completions at an offset; none outside a doc comment. */
export function completions(module: ModuleReport | null, text: string, offset: number): Completion[] {
  const comment = docCommentAround(text, offset);
  if (!comment) return [];
  const before = text.slice(comment.start, offset);

  const typedTag = /(?:^|[\s*])(@[\w-]*)$/.exec(before)?.[1];
  if (typedTag !== undefined) {
    const rest = /^[\w-]*/.exec(text.slice(offset))?.[0] ?? "";
    const span = { start: offset - typedTag.length, end: offset + rest.length };
    return tags
      .filter(({ tag }) => tag.startsWith(typedTag))
      .map(({ tag, detail }) => ({ label: tag, kind: "tag", text: tag, span, detail }));
  }

  const tag = lastTag(before);
  if (tag?.name !== "at" && tag?.name !== "wrt") return [];
  const parameters = parametersAt(module, offset);
  const typed = /[\p{L}_$][\p{L}\p{N}_$]*$/u.exec(tag.rest)?.[0] ?? "";
  const earlier = tag.rest.slice(0, tag.rest.length - typed.length);
  if (!isAtName(earlier)) return [];
  const used = namesIn(earlier, tag.name);
  const span = { start: offset - typed.length, end: offset };
  return parameters
    .filter((name) => !used.has(name) && name.startsWith(typed))
    .map((name) => ({
      label: name,
      kind: "parameter",
      text: tag.name === "at" ? `${name} = ` : name,
      span,
      detail:
        tag.name === "at" ? "The parameter's value at this point." : "Differentiate with respect to it.",
    }));
}

function docCommentAround(text: string, offset: number): Span | null {
  const start = text.lastIndexOf("/**", Math.max(0, offset - 3));
  if (start < 0 || offset < start + 3) return null;
  const closed = text.indexOf("*/", start + 3);
  if (closed >= 0 && closed < offset) return null;
  return { start, end: closed < 0 ? text.length : closed + 2 };
}

/** The tag that the end of the text belongs to, with what stands between them. */
function lastTag(before: string): { name: string; rest: string } | null {
  const found = [...before.matchAll(/(?:^|[\s*])@([\w-]+)/g)].at(-1);
  if (!found?.[1]) return null;
  return { name: found[1], rest: before.slice(found.index + found[0].length) };
}

/** Whether a name may begin here: after the tag itself or after a comma outside all brackets. */
function isAtName(earlier: string): boolean {
  if (/^[\s*]*$/.test(earlier)) return /\s/.test(earlier);
  if (!/,[\s*]*$/.test(earlier)) return false;
  let depth = 0;
  for (const character of earlier) {
    if ("([{".includes(character)) depth++;
    else if (")]}".includes(character)) depth--;
  }
  return depth === 0;
}

function namesIn(earlier: string, tag: "at" | "wrt"): Set<string> {
  const pattern = tag === "at" ? /([\p{L}_$][\p{L}\p{N}_$]*)\s*=(?!=)/gu : /([\p{L}_$][\p{L}\p{N}_$]*)/gu;
  return new Set([...earlier.matchAll(pattern)].map(([, name]) => name!));
}

/** The innermost marked function whose doc comment or text holds the offset. */
function parametersAt(module: ModuleReport | null, offset: number): string[] {
  const around = (module?.reports ?? []).filter(
    ({ extent }) => extent.start <= offset && offset <= extent.end,
  );
  const inner = around.sort((a, b) => b.extent.start - a.extent.start)[0];
  return (inner?.parameters ?? []).map(({ name }) => name);
}
