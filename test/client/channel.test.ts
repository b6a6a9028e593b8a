/** Both ends of a channel without VS Code: a host that answers when it is told to, and a page that asks. */

import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Channel, type Port } from "../../client/panel/channel.js";

type Page = {
  events: { moved: number };
  requests: { square: { asked: number; answer: number }; name: { asked: null; answer: string } };
};
type Host = { events: { current: number[] }; requests: Record<never, never> };

/** Two ports, each of which carries JSON to the other at once. */
function ports(): [Port, Port] {
  const takers: ((message: unknown) => void)[] = [];
  const port = (own: number, other: number): Port => ({
    post: (message) => takers[other]?.(JSON.parse(JSON.stringify(message))),
    listen: (take) => {
      takers[own] = take;
    },
  });
  return [port(0, 1), port(1, 0)];
}

function setUp() {
  const [hostPort, pagePort] = ports();
  const seen: unknown[] = [];
  const asked: { x: number; answer: (value: number) => void; fail: (problem: Error) => void }[] = [];
  const host = new Channel<Host, Page>(hostPort, "host", {
    moved: (x) => void seen.push(x),
    square: (x) => new Promise<number>((answer, fail) => asked.push({ x, answer, fail })),
    name: () => "panel",
  });
  const page = new Channel<Page, Host>(pagePort, "page", { current: (numbers) => void seen.push(numbers) });
  return { host, page, hostPort, seen, asked };
}

describe("the channel of the panel", () => {
  it("tells events both ways, with numbers that JSON does not know", () => {
    const { host, page, seen } = setUp();
    page.tell("moved", Number.NaN);
    host.tell("current", [Number.POSITIVE_INFINITY, -0, 1]);
    assert.deepEqual(seen, [Number.NaN, [Number.POSITIVE_INFINITY, -0, 1]]);
  });

  it("answers what is asked", async () => {
    const { page } = setUp();
    assert.deepEqual(await page.ask("name", null), { state: "answered", value: "panel" });
  });

  it("has one request on its way, and after it the newest", async () => {
    const { page, asked } = setUp();
    const answers = [1, 2, 3, 4].map((x) => page.ask("square", x));
    assert.deepEqual(await page.ask("name", null), { state: "answered", value: "panel" });
    assert.deepEqual(
      asked.map(({ x }) => x),
      [1],
    );
    asked[0]!.answer(1);
    assert.deepEqual(await answers[0], { state: "answered", value: 1 });
    asked[1]!.answer(16);
    assert.deepEqual(
      asked.map(({ x }) => x),
      [1, 4],
    );
    assert.deepEqual(await Promise.all(answers.slice(1)), [
      { state: "superseded" },
      { state: "superseded" },
      { state: "answered", value: 16 },
    ]);
  });

  it("says what failed, and goes on", async () => {
    const { page, asked } = setUp();
    const first = page.ask("square", 1);
    const second = page.ask("square", 2);
    asked[0]!.fail(new Error("No."));
    assert.deepEqual(await first, { state: "failed", message: "No." });
    asked[1]!.answer(4);
    assert.deepEqual(await second, { state: "answered", value: 4 });
  });

  it("takes no answer that was meant for a page that is gone", async () => {
    const { page, asked, hostPort } = setUp();
    const answer = page.ask("square", 3);
    const value = { state: "answered", value: 0 };
    hostPort.post({ kind: "answer", id: "earlier:1", answer: value });
    asked[0]!.answer(9);
    assert.deepEqual(await answer, { state: "answered", value: 9 });
  });

  it("fails what nobody answers, also what every object has by its name", async () => {
    const { page } = setUp();
    const other = page as unknown as Channel<
      { events: object & Record<string, unknown>; requests: Record<string, { asked: null; answer: null }> },
      Host
    >;
    for (const name of ["other", "toString", "__proto__"]) {
      assert.equal((await other.ask(name, null)).state, "failed");
    }
  });
});
