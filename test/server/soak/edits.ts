/** Edits as people, tools and cats make them: of any stretch of a text, half typed, copied, undone. */

/** Numbers from 0 to below 1, the same ones for the same seed. */
export type Chance = () => number;

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 2 ** 32;
  };
}

export function below(chance: Chance, count: number): number {
  return Math.floor(chance() * count);
}

export function oneOf<Item>(chance: Chance, items: readonly Item[]): Item {
  return items[below(chance, items.length)]!;
}

export interface RandomEdit {
  start: number;
  end: number;
  text: string;
}

const pieces = [
  ...[
    "x",
    " + 1",
    " * x",
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    "`",
    '"',
    "\n",
    "/**",
    "*/",
    "//",
    ";",
    ",",
    ".",
    " ",
  ],
  ...[
    "@at x = 2",
    "@order 2",
    "@differentiable",
    "Math.sin(",
    "return x;",
    "let y = 0;",
    "é𝒳",
    "\u202e",
    "\0",
  ],
  ...[
    "for (let i = 0; i < 3; i++) {",
    "if (x > 1) ",
    "import { k } from './helper';",
    "export ",
    "=> x",
    "0.5",
  ],
  ...["/** @differentiable @at x = 3 */\nexport function added(x: number) {\n  return x * x;\n}\n"],
];

/** @param original what the text was in the beginning */
export function randomEdit(text: string, original: string, chance: Chance): RandomEdit {
  const start = below(chance, text.length + 1);
  const end = Math.min(text.length, start + below(chance, 30));
  switch (below(chance, 8)) {
    case 0:
      return { start, end, text: "" };
    case 1: {
      const from = below(chance, text.length + 1);
      return { start, end: start, text: text.slice(from, from + below(chance, 200)) };
    }
    case 2: {
      const numbers = [...text.matchAll(/\d+/g)];
      if (numbers.length === 0) return { start, end: start, text: "1" };
      const number = oneOf(chance, numbers);
      return { start: number.index, end: number.index + number[0].length, text: String(below(chance, 10)) };
    }
    case 3:
      return { start: 0, end: text.length, text: original };
    default:
      return { start, end: chance() < 0.7 ? start : end, text: oneOf(chance, pieces) };
  }
}
