import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { docCommentsIn } from "../../../server/syntax/comments.js";
import { type DocTag, scanDocTags } from "../../../server/syntax/docTags.js";

function tagsOf(text: string): DocTag[] {
  return docCommentsIn(text, 0, text.length).flatMap((comment) => scanDocTags(text, comment));
}

/** The text with a line under each line that has tags: `^` under a tag, `~` under its argument. */
function underlined(text: string): string {
  const under = text.split("").map((character) => (/[\r\n]/.test(character) ? character : " "));
  for (const { tag, argument } of tagsOf(text)) {
    under.fill("^", tag.start, tag.end);
    for (let index = argument.start; index < argument.end; index++) {
      if (under[index] === " ") under[index] = "~";
    }
  }
  const lines = under.join("").split(/\r\n|\n/);
  return text
    .split(/\r\n|\n/)
    .flatMap((line, index) => [line, ...(lines[index]!.trim() === "" ? [] : [lines[index]!.trimEnd()])])
    .join("\n");
}

/** `expected` is the text with the marks under it. The same must hold with CRLF and with tabs. */
function check(expected: string): void {
  const lines = expected.split("\n");
  const text = lines.filter((line) => !/^[ ^~]+$/.test(line)).join("\n");
  assert.equal(underlined(text), expected);
  assert.equal(underlined(text.replaceAll("\n", "\r\n")), expected);
  for (let end = 0; end <= text.length; end++) tagsOf(text.slice(0, end));
}

describe("the tags of a doc comment", () => {
  it("stand on lines of their own", () => {
    check(`/**
 * Squares x.
 * @differentiable
   ^^^^^^^^^^^^^^^
 * @at x = 3
   ^^^ ~~~~~
 * @order 3
   ^^^^^^ ~
 * @wrt x, p
   ^^^^ ~~~~
 * @returns the square
 */`);
  });

  it("share a line", () => {
    check(`/** @differentiable @at x = 3 @order 2 */
    ^^^^^^^^^^^^^^^ ^^^ ~~~~~ ^^^^^^ ~`);
  });

  it("touch the comment's marks", () => {
    check(`/**@differentiable @at x = 3*/
   ^^^^^^^^^^^^^^^ ^^^ ~~~~~`);
  });

  it("follow prose on the same line", () => {
    check(`/** Squares x. @differentiable @at x = 3 @param x a number @order 2 */
               ^^^^^^^^^^^^^^^ ^^^ ~~~~~                   ^^^^^^ ~`);
  });

  it("have arguments that go on while a bracket is open or after an operator", () => {
    check(`/**
 * @at p = [1,
   ^^^ ~~~~~~~
 *   2], q = 4 *
~~~~~~~~~~~~~~~~
 *   2,
~~~~~~~
 *   r = 1
~~~~~~~~~~
 * and prose
 */`);
  });

  it("end an open bracket at the next tag, at a blank line, at the end", () => {
    check(`/**
 * @at p = [1,
   ^^^ ~~~~~~~
 * @order 2
   ^^^^^^ ~
 */`);
    check(`/**
 * @at p = [1,
   ^^^ ~~~~~~~
 *
 * prose
 */`);
    check(`/** @at p = [1 @order 2 */
    ^^^ ~~~~~~ ^^^^^^ ~`);
    check(`/** @at p = [1 */
    ^^^ ~~~~~~`);
  });

  it("are not found in quotes", () => {
    check(`/** @at label = " @order 2", x = ' @at', y = \` @wrt\` @order 3 */
    ^^^ ~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~~ ^^^^^^ ~`);
    check(`/** @at label = "a\\" @order 2" @order 3 */
    ^^^ ~~~~~~~~~~~~~~~~~~~~~~ ^^^^^^ ~`);
  });

  it("are found after a quote that is not closed", () => {
    check(`/** @at label = "a @order 2 */
    ^^^ ~~~~~~~~~~ ^^^^^^ ~`);
  });

  it("are not found in code and inline tags of the prose", () => {
    check("/** Marks with `@differentiable` or {@link x @at y}. */");
    check(`/**
 * \`\`\`
 * @differentiable
 * \`\`\`
 */`);
  });

  it("are whole words", () => {
    check("/** @differentiables @atlas @order-by @wrt2 me@at.home */");
  });

  it("may be empty", () => {
    check(`/** @at @order
    ^^^ ^^^^^^
 * @wrt
   ^^^^
 */`);
  });

  it("stand after surrogate pairs at their UTF-16 offsets", () => {
    const text = "/** 🚀🚀 @at 𝑥 = 3 */";
    const [tag] = tagsOf(text);
    assert.equal(tag!.argument.text, "𝑥 = 3");
    assert.equal(text.slice(tag!.argument.start, tag!.argument.end), "𝑥 = 3");
  });

  it("stand after tabs", () => {
    const text = "/**\r\n\t *\t@at\tx = 3,\r\n\t *\ty = 4\r\n\t */";
    const [tag] = tagsOf(text);
    assert.equal(text.slice(tag!.tag.start, tag!.tag.end), "@at");
    assert.equal(text.slice(tag!.argument.start, tag!.argument.end), "x = 3,\r\n\t *\ty = 4");
    assert.equal(tag!.argument.text, "x = 3,\r\n\t  \ty = 4");
  });

  it("are read in linear time", () => {
    const lines = Array.from({ length: 30_000 }, (_, index) => ` * {@ \` \`\`\` @at x = [${index},`);
    assert.equal(tagsOf(`/**\n${lines.join("\n")}\n */`).length > 0, true);
  });
});

describe("doc comments", () => {
  it("are told from other comments", () => {
    const text = "/** a */ /* b */ // /** c */\n /**/ /***/ /** d **/ /** e";
    const found = docCommentsIn(text, 0, text.length).map(({ start, end }) => text.slice(start, end));
    assert.deepEqual(found, ["/** a */", "/***/", "/** d **/"]);
  });
});
