import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { describe, it } from "mocha";
import { readFrames } from "../../../server/protocol/node/framing.js";
import { readerOf } from "./testClient.js";

const body = '{"id":1,"text":"ä"}';
const length = Buffer.byteLength(body);
const frame = (header: string, content = body) => `${header}\r\n\r\n${content}`;
const good = frame(`Content-Length: ${length}`);

describe("frames", () => {
  /** What is told of these pieces of a stream: messages, "no JSON", and why it was lost. */
  function check(pieces: (string | Buffer)[], expected: unknown[]) {
    const told: unknown[] = [];
    const take = readFrames({
      message: (content) => void told.push(content),
      noJson: () => void told.push("no JSON"),
      lost: (reason) => void told.push(`lost: ${reason}`),
    });
    for (const piece of pieces) take(Buffer.from(piece));
    assert.deepEqual(told, expected);
  }
  const message = JSON.parse(body);

  it("are read however they are cut", () => {
    check([good + good], [message, message]);
    const bytes = Buffer.from(good + good);
    for (let at = 0; at <= bytes.length; at++) {
      check([bytes.subarray(0, at), bytes.subarray(at)], [message, message]);
    }
    check(
      Array.from(bytes, (byte) => Buffer.from([byte])),
      [message, message],
    );
  });

  it("may have other headers, in any case", () => {
    check([frame(`Content-Type: x; charset=utf-8\r\ncontent-length:${length}`)], [message]);
  });

  it("go on behind a body that is no JSON", () => {
    check([frame("Content-Length: 4", "{bad") + good], ["no JSON", message]);
  });

  it("are lost where no length is known", () => {
    const none = "lost: a header has no Content-Length";
    const impossible = "lost: the Content-Length of a header is no possible one";
    check([frame("X: 1"), good], [none]);
    check([frame(""), good], [none]);
    for (const written of ["-5", "0", "abc", "3.5", "1e15", "0x10", "", "999999999999", "5 5"]) {
      check([frame(`Content-Length: ${written}`), good], [impossible]);
    }
    check(
      [frame(`Content-Length: 5\r\nContent-Length: ${length}`)],
      ["lost: a header has several Content-Lengths"],
    );
  });

  it("are lost where no header is", () => {
    const line = "lost: a line of a header does not end with \\r\\n";
    check(["hello\n", good], [line]);
    check([`Content-Length: ${length}\n\n${body}`], [line]);
    check(["a".repeat(10_000)], ["lost: a header does not end"]);
  });

  it("are lost where the length is wrong", () => {
    const short = "lost: a body is shorter than its Content-Length";
    check([frame("Content-Length: 10"), good], ["no JSON", "lost: a header has no Content-Length"]);
    check([frame("Content-Length: 1000"), good], [short]);
    check([frame("Content-Length: 1000") + good], [short]);
    check([frame(`Content-Length: ${length + 1}`), " ", good], [message, message]);
  });
});

describe("the server's standard input", function () {
  this.timeout(60_000);

  /** Sends this to a server; answers what it writes first, and its exit status where it ends by itself. */
  async function answerTo(input: string) {
    const server = spawn(process.execPath, [path.resolve("dist/server.js"), "--stdio"], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    server.stdin.on("error", () => {});
    server.stdin.write(input);
    const reader = readerOf(server.stdout);
    const told = await new Promise<{ error?: { code: number }; result?: { capabilities?: unknown } }>(
      (resolve) => reader.listen((message) => resolve(message as object)),
    );
    return { code: told.error?.code ?? 0, result: told.result, server };
  }
  const request = (method: string, params: unknown) => {
    const text = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    return frame(`Content-Length: ${Buffer.byteLength(text)}`, text);
  };

  it("is answered, and ends the server, where it cannot be followed", async () => {
    const { code, server } = await answerTo(frame("Content-Length: -1"));
    assert.equal(code, -32700);
    if (server.exitCode === null) await once(server, "exit");
    assert.equal(server.exitCode, 1);
  });

  it("is answered where it is no message", async () => {
    for (const [content, expected] of [
      ["{bad", -32700],
      ["5", -32600],
      ["[]", -32600],
      ['{"id":{},"method":"initialize"}', -32600],
    ] as const) {
      const { code, server } = await answerTo(frame(`Content-Length: ${content.length}`, content));
      assert.equal(code, expected, content);
      server.stdin.end();
      await once(server, "exit");
    }
  });

  it("may ask for anything in `initialize`", async () => {
    const well = { processId: null, rootUri: null, capabilities: {} };
    for (const params of [null, 5, [], {}, { ...well, capabilities: null }, { ...well, capabilities: 5 }]) {
      const { code, server } = await answerTo(request("initialize", params));
      assert.ok(code <= -32600, JSON.stringify(params));
      server.stdin.end();
      await once(server, "exit");
    }
    for (const more of [
      { workspaceFolders: "x", rootUri: 5, rootPath: {} },
      { workspaceFolders: [null, { uri: 5 }, { uri: "::%%" }, { uri: "file://%zz" }] },
      { initializationOptions: 5, trace: 5, processId: "x" },
      { capabilities: { workspace: 5, textDocument: "x" } },
    ]) {
      const { result, server } = await answerTo(request("initialize", { ...well, ...more }));
      assert.ok(result?.capabilities, JSON.stringify(more));
      server.stdin.end();
      await once(server, "exit");
    }
  });
});
