/**
 * Looks over the text of a point while it is typed, as after `@at`: what can be said without the server. Pure.
 *
 *     problemOfPoint("x = 1", ["x", "y"])     undefined: y may have a default value
 *     problemOfPoint("z = 1", ["x", "y"])     "There is no parameter z. …"
 */

const assignmentPattern = /^\s*([\p{L}_$][\p{L}\p{N}_$]*)\s*=(?![=>])([\s\S]*)$/u;

/** What is wrong with the text, or undefined. */
export function problemOfPoint(text: string, parameters: readonly string[]): string | undefined {
  if (text.trim() === "") return undefined;
  if (/\*\/|[\r\n]/.test(text)) return "A point is on one line and cannot contain */.";
  const parts = splitAtCommas(text);
  if (parts === null) return "A bracket or a quote is not closed.";
  const seen = new Set<string>();
  for (const part of parts) {
    const [, name, value] = assignmentPattern.exec(part) ?? [];
    if (name === undefined)
      return `Write ${parameters[0] ?? "x"} = and a value, with commas between several.`;
    if (!parameters.includes(name))
      return `There is no parameter ${name}. There are: ${parameters.join(", ")}.`;
    if (seen.has(name)) return `${name} has a value already.`;
    if (value!.trim() === "") return `${name} needs a value.`;
    seen.add(name);
  }
  return undefined;
}

const closers: Record<string, string> = { "(": ")", "[": "]", "{": "}" };

/** The parts between commas that are in no bracket and no quotes; null when one is not closed. */
function splitAtCommas(text: string): string[] | null {
  const parts: string[] = [];
  const open: string[] = [];
  let quote = "";
  let start = 0;
  for (let index = 0; index < text.length; index++) {
    const character = text[index]!;
    if (quote !== "") {
      if (character === "\\") index++;
      else if (character === quote) quote = "";
    } else if ("\"'`".includes(character)) quote = character;
    else if (closers[character]) open.push(closers[character]);
    else if (")]}".includes(character)) {
      if (open.pop() !== character) return null;
    } else if (character === "," && open.length === 0) {
      parts.push(text.slice(start, index));
      start = index + 1;
    }
  }
  parts.push(text.slice(start));
  return quote === "" && open.length === 0 ? parts : null;
}
