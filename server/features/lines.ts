/**
 * The lines of a text, by offset. Lines end at `\r\n`, `\n` or `\r`, as in the language-server protocol.
 *
 *     const lines = linesOf("a\r\nb");
 *     lines.lineAt(3)       1
 *     lines.endOf(0)        1      before the line's end, so before the carriage return
 */

export interface Lines {
  readonly count: number;
  /** The line, from 0, that an offset is on. An offset outside the text is on the first or the last line. */
  lineAt(offset: number): number;
  /** Offset of the line's first character. */
  startOf(line: number): number;
  /** Offset after the line's last character, its end of line excluded. */
  endOf(line: number): number;
}

/** Finds the lines of a text; takes one pass over it. */
export function linesOf(text: string): Lines {
  const starts = [0];
  const ends: number[] = [];
  for (let offset = 0; offset < text.length; offset++) {
    const character = text.charCodeAt(offset);
    if (character !== 10 && character !== 13) continue;
    ends.push(offset);
    if (character === 13 && text.charCodeAt(offset + 1) === 10) offset++;
    starts.push(offset + 1);
  }
  ends.push(text.length);

  return {
    count: starts.length,
    lineAt(offset) {
      let low = 0;
      let high = starts.length - 1;
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (starts[middle]! <= offset) low = middle;
        else high = middle - 1;
      }
      return low;
    },
    startOf: (line) => starts[Math.min(Math.max(line, 0), starts.length - 1)]!,
    endOf: (line) => ends[Math.min(Math.max(line, 0), ends.length - 1)]!,
  };
}
