/** The tags `@order` and `@wrt`: an integer from 1 to 30, and names of parameters. */

import { type Finding, finding, type Span } from "../finding.js";
import type { DocTag } from "../syntax/docTags.js";

/** Beyond this the derivatives of ordinary functions are lost in rounding. */
export const highestOrder = 30;

/** Reads the `@order` tags of a function; the first valid one counts. */
export function readOrder(tags: readonly DocTag[], module: string): { order: number; findings: Finding[] } {
  const findings: Finding[] = [];
  const orders = tags.filter(({ name }) => name === "order");
  for (const extra of orders.slice(1)) {
    findings.push(
      finding(
        "order-duplicate",
        { module, ...extra.tag },
        "The order is given more than once. Keep one `@order`.",
        {
          related: [{ module, ...orders[0]!.tag, message: "This is the one that counts." }],
          fixes: [
            { title: "Remove this tag", edits: [{ module, start: extra.start, end: extra.end, text: "" }] },
          ],
        },
      ),
    );
  }
  const [tag] = orders;
  if (tag === undefined) return { order: 1, findings };
  const { text } = tag.argument;
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= 1 && value <= highestOrder) return { order: value, findings };

  const place = text === "" ? tag.tag : tag.argument;
  const message =
    text === ""
      ? `\`@order\` needs a number. Write an integer from 1 to ${highestOrder}, such as \`@order 2\`.`
      : `\`${text}\` is not an order. Write an integer from 1 to ${highestOrder}.`;
  const suggestion = Number.isFinite(value) ? String(Math.min(Math.max(value, 1), highestOrder)) : "1";
  const edit =
    text === ""
      ? { module, start: tag.tag.end, end: tag.tag.end, text: " 1" }
      : { module, start: tag.argument.start, end: tag.argument.end, text: suggestion };
  findings.push(
    finding("order-invalid", { module, start: place.start, end: place.end }, message, {
      fixes: [{ title: `Write \`@order ${text === "" ? "1" : suggestion}\``, edits: [edit] }],
    }),
  );
  return { order: 1, findings };
}

/** Reads the `@wrt` tags of a function: the names of parameters in the order written, or null for all. */
export function readWrt(
  tags: readonly DocTag[],
  module: string,
  parameterNames: readonly string[],
): { wrt: string[] | null; findings: Finding[] } {
  const names: string[] = [];
  const findings: Finding[] = [];
  for (const tag of tags) {
    if (tag.name !== "wrt") continue;
    const words = separated(tag.argument.text, tag.argument.start);
    if (words.length === 0) {
      const example = parameterNames.length > 0 ? parameterNames.join(", ") : "x";
      const message = `\`@wrt\` does not name a parameter. Write the parameters to differentiate with respect to, such as \`@wrt ${example}\`.`;
      findings.push(finding("wrt-empty", { module, ...tag.tag }, message));
    }
    for (const [index, { word, start, end }] of words.entries()) {
      const place = { module, start, end };
      if (names.includes(word)) {
        findings.push(
          finding("wrt-duplicate-parameter", place, `\`${word}\` is named twice. Remove one of them.`, {
            fixes: [
              {
                title: "Remove this name",
                edits: [{ module, start: words[index - 1]?.end ?? start, end, text: "" }],
              },
            ],
          }),
        );
      } else if (parameterNames.includes(word)) {
        names.push(word);
      } else {
        findings.push(unknownParameter(word, place, parameterNames, names));
      }
    }
  }
  return { wrt: names.length > 0 ? names : null, findings };
}

function unknownParameter(
  word: string,
  place: Span & { module: string },
  parameterNames: readonly string[],
  named: readonly string[],
): Finding {
  const known = parameterNames.map((name) => `\`${name}\``).join(", ");
  const whole = /^[\w$]+(?=[.[])/.exec(word)?.[0];
  const message =
    whole !== undefined && parameterNames.includes(whole)
      ? `\`@wrt\` takes whole parameters. Write \`${whole}\`.`
      : `The function has no parameter \`${word}\`. It has ${known === "" ? "none" : known}.`;
  const fixes = parameterNames
    .filter((name) => !named.includes(name))
    .slice(0, 3)
    .map((name) => ({ title: `Change \`${word}\` to \`${name}\``, edits: [{ ...place, text: name }] }));
  return finding("wrt-unknown-parameter", place, message, { fixes });
}

/** Words between commas and white space, with their offsets. */
function separated(text: string, start: number): (Span & { word: string })[] {
  return [...text.matchAll(/[^\s,]+/g)].map((match) => ({
    word: match[0],
    start: start + match.index,
    end: start + match.index + match[0].length,
  }));
}
