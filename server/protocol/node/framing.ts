/**
 * Messages of the base protocol out of a stream of bytes. The reader of the library waits for ever where a header is
 * wrong; this one says what is wrong.
 *
 *     Content-Length: 17\r\n\r\n{"jsonrpc":"2.0"…
 */

export interface FrameListener {
  /** A whole body that is JSON. */
  message(content: unknown): void;
  /** A body is no JSON. The next message begins behind it. */
  noJson(): void;
  /** Where the next message begins is not known any more; nothing further is told. */
  lost(reason: string): void;
}

/** Bytes of a header section; those of clients have less than a hundred. */
const longestHeader = 8_192;

/** Bytes of a body: no text that an editor opens comes near. */
const longestBody = 500_000_000;

const headerEnd = Buffer.from("\r\n\r\n");

/** @returns takes the bytes as they come */
export function readFrames(listener: FrameListener): (bytes: Buffer) => void {
  let header = Buffer.alloc(0);
  let body: { parts: Buffer[]; missing: number } | null = null;
  let isLost = false;

  const lose = (reason: string) => {
    isLost = true;
    listener.lost(reason);
  };
  /** Takes bytes of a header section; answers how many, and knows then how long the body is. */
  const takeHeader = (bytes: Buffer): number => {
    const before = header.length;
    header = Buffer.concat([header, bytes]);
    const end = header.indexOf(headerEnd);
    if (end < 0) {
      if (header.length > longestHeader) lose("a header does not end");
      else if (/(?<!\r)\n/.test(header.toString("latin1")))
        lose("a line of a header does not end with \\r\\n");
      return bytes.length;
    }
    const length = lengthIn(header.toString("latin1", 0, end));
    header = Buffer.alloc(0);
    if (typeof length === "number") body = { parts: [], missing: length };
    else lose(length.reason);
    return end + headerEnd.length - before;
  };
  const takeBody = (bytes: Buffer, { parts, missing }: NonNullable<typeof body>): number => {
    const taken = bytes.subarray(0, missing);
    parts.push(taken);
    body = { parts, missing: missing - taken.length };
    if (body.missing > 0) {
      if (isTooShort(parts, body.missing)) lose("a body is shorter than its Content-Length");
      return taken.length;
    }
    body = null;
    const content = parsed(parts);
    if (content === undefined) listener.noJson();
    else listener.message(content);
    return taken.length;
  };

  return (bytes) => {
    let rest = bytes;
    while (rest.length > 0 && !isLost) {
      rest = rest.subarray(body === null ? takeHeader(rest) : takeBody(rest, body));
    }
  };
}

/** undefined for what is no JSON. */
function parsed(parts: readonly Buffer[]): unknown {
  try {
    return JSON.parse(Buffer.concat(parts).toString("utf8"));
  } catch {
    return undefined;
  }
}

/**
 * Whether a body that misses bytes can get nothing that belongs to it: it is whole already, or has a header in it,
 * which no JSON has. A few bytes may be space behind it.
 */
function isTooShort(parts: readonly Buffer[], missing: number): boolean {
  const last = parts.at(-1)!;
  const header = last.indexOf(headerEnd);
  if (header >= 0 && /content-length: *\d+\s*$/i.test(last.toString("latin1", 0, header))) return true;
  return missing > 16 && last.at(-1) === "}".charCodeAt(0) && parsed(parts) !== undefined;
}

function lengthIn(header: string): number | { reason: string } {
  const lengths = header.split("\r\n").flatMap((line) => {
    const [, value] = /^content-length:\s*(.*?)\s*$/i.exec(line) ?? [];
    return value ?? [];
  });
  const [written] = lengths;
  if (written === undefined) return { reason: "a header has no Content-Length" };
  if (lengths.some((each) => each !== written)) return { reason: "a header has several Content-Lengths" };
  const length = /^\d{1,12}$/.test(written) ? Number(written) : 0;
  const isPossible = length > 0 && length <= longestBody;
  return isPossible ? length : { reason: "the Content-Length of a header is no possible one" };
}
