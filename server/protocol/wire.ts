/**
 * Plain data on its way through JSON, which knows neither NaN, the infinities and -0 nor undefined: these travel as
 * texts with a mark, and texts that begin with the mark get another one. Nothing comes out as what it was not.
 *
 *     encode({ value: NaN, name: "NaN" })      { value: "#NaN", name: "NaN" }
 *     decode(…)                                the same data again
 */

const mark = "#";

const words = new Map<unknown, string>([
  [Number.NaN, "NaN"],
  [Number.POSITIVE_INFINITY, "Infinity"],
  [Number.NEGATIVE_INFINITY, "-Infinity"],
  [undefined, "undefined"],
]);

const values = new Map<string, unknown>([...words].map(([value, word]) => [mark + word, value]));
// A map takes -0 for 0 where it looks it up, and not where it is found.
const negativeZero = `${mark}-0`;
values.set(negativeZero, -0);

/** A copy that JSON can carry. */
export function encode<Data>(data: Data): Data {
  return mapLeaves(data, (leaf) => {
    if (typeof leaf === "string") return leaf.startsWith(mark) ? mark + leaf : leaf;
    if (Object.is(leaf, -0)) return negativeZero;
    const word = words.get(leaf);
    return word === undefined ? leaf : mark + word;
  }) as Data;
}

/** The data that was encoded. */
export function decode<Data>(data: Data): Data {
  return mapLeaves(data, (leaf) => {
    if (typeof leaf !== "string" || !leaf.startsWith(mark)) return leaf;
    return values.has(leaf) ? values.get(leaf) : leaf.slice(mark.length);
  }) as Data;
}

function mapLeaves(data: unknown, replace: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(data)) return Array.from(data, (item) => mapLeaves(item, replace));
  if (typeof data !== "object" || data === null) return replace(data);
  return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, mapLeaves(item, replace)]));
}
