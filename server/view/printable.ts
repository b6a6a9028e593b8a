/**
 * Words of the workspace as text and nothing else: none of their characters commands a terminal, colours or moves
 * what stands around, or turns the direction of writing.
 */

/** C0, DEL and C1 with ESC among them; marks, embeddings, overrides and isolates of direction; separators of lines. */
const commanding = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** A line of text: line ends become spaces, what else commands becomes the replacement character. */
export function printable(text: string): string {
  return text.replace(/\s*[\n\r\u2028\u2029]\s*/g, " ").replace(commanding, "\ufffd");
}

/** The same of every text in plain data, except for the names of modules, by which their texts are found. */
export function printableData<Data>(data: Data): Data {
  return mapTexts(data) as Data;
}

function mapTexts(data: unknown): unknown {
  if (typeof data === "string") return printable(data);
  if (Array.isArray(data)) return data.map(mapTexts);
  if (typeof data !== "object" || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([key, item]) => [printable(key), key === "module" ? item : mapTexts(item)]),
  );
}

/** JSON whose texts have none of these characters but as escapes; what its layout has stays. */
export function printableJson(json: string): string {
  return json.replace(commanding, (character) =>
    character === "\n" ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
