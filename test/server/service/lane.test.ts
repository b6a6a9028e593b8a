import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "mocha";
import { type Lane, openLane } from "../../../server/service/lane.js";
import { createOpenTexts, type OpenTexts } from "../../../server/service/openTexts.js";
import { type ManualCall, manualWorker, moduleResult, notedTask, resultOf, turn } from "./manualWorker.js";

const begins = { isFinal: false };

describe("a lane", () => {
  let texts: OpenTexts;
  let lane: Lane;
  let calls: ManualCall[];

  const open = (workers: ReturnType<typeof manualWorker>[], endsRuns = false) =>
    openLane({
      workers: workers.map(({ worker }) => worker),
      texts,
      surroundings: () => ({ folders: ["/"], isTrusted: false }),
      endsRuns,
      graceMilliseconds: 60_000,
      preparationMilliseconds: 60_000,
    });

  beforeEach(() => {
    texts = createOpenTexts();
    texts.open("/a.ts", "a");
    const manual = manualWorker();
    calls = manual.calls;
    lane = open([manual]);
  });

  afterEach(() => lane.close());

  it("works on one task after the other, and asks for each only once while it waits", async () => {
    const [one, two] = [notedTask("/a.ts"), notedTask("/b.ts")];
    for (const { task } of [one, two, one, two, two]) lane.ask(task);
    assert.deepEqual(
      calls.map(({ request }) => request.module),
      ["/a.ts"],
    );
    await calls[0]!.answer(moduleResult([]));
    await calls[1]!.answer(moduleResult([]));
    await calls[2]!.answer(moduleResult([]));
    assert.deepEqual(
      calls.map(({ request }) => request.module),
      ["/a.ts", "/b.ts", "/a.ts"],
    );
    assert.deepEqual(one.events, ["done", "done"]);
  });

  it("asks a process that told something for what is new, and a new one for what is not known", async () => {
    const { task } = notedTask("/a.ts", { since: 7, known: { f: "1" } });
    for (let time = 0; time < 3; time++) lane.ask(task);
    await calls[0]!.answer(null);
    await calls[1]!.answer(moduleResult([]));
    lane.ask(task);
    await calls[2]!.die();
    const asked = calls.map(({ request: { since, known } }) => [since, known]);
    const all = [undefined, { f: "1" }];
    assert.deepEqual(asked, [all, all, [7, {}], all]);
  });

  it("asks with the texts of the moment when a request's turn comes", async () => {
    const { task } = notedTask("/a.ts");
    lane.ask(task);
    lane.ask(task);
    texts.change("/a.ts", "ab", []);
    texts.change("/a.ts", "abc", []);
    texts.open("/b.ts", "b");
    await calls[0]!.answer(moduleResult([]));
    assert.deepEqual(calls[0]!.texts, [{ module: "/a.ts", text: "a" }]);
    assert.deepEqual(calls[1]!.texts, [
      { module: "/a.ts", edit: { start: 1, end: 1, text: "bc" } },
      { module: "/b.ts", text: "b" },
    ]);
    await calls[1]!.answer(moduleResult([]));
    assert.equal(calls.length, 2);
  });

  it("tells a process only what it does not know", async () => {
    const { task } = notedTask("/a.ts");
    texts.open("/b.ts", "b");
    lane.ask(task);
    await calls[0]!.answer(moduleResult([]));
    texts.close("/b.ts");
    lane.forget(["/c.ts"]);
    lane.ask(task);
    await calls[1]!.answer(moduleResult([]));
    lane.ask(task);
    assert.deepEqual(
      calls.map(({ isComplete, texts, forgotten }) => ({ isComplete, texts: texts.length, forgotten })),
      [
        { isComplete: true, texts: 2, forgotten: [] },
        { isComplete: false, texts: 1, forgotten: ["/c.ts"] },
        { isComplete: false, texts: 0, forgotten: [] },
      ],
    );
    assert.deepEqual(calls[1]!.texts, [{ module: "/b.ts" }]);
  });

  it("tells everything again to a process that knows nothing", async () => {
    const { task, events } = notedTask("/a.ts");
    lane.ask(task);
    await calls[0]!.answer(moduleResult([]));
    lane.ask(task);
    await calls[1]!.answer(null);
    assert.deepEqual(calls[2]!.texts, [{ module: "/a.ts", text: "a" }]);
    assert.equal(calls[2]!.isComplete, true);
    await calls[2]!.answer(moduleResult([]));
    assert.deepEqual(events, ["done", "done"]);
  });

  it("gives a module to the same process always, and shares the modules out", async () => {
    await lane.close();
    const [left, right] = [manualWorker(), manualWorker()];
    lane = open([left, right]);
    const tasks = ["/a.ts", "/b.ts", "/c.ts"].map((module) => notedTask(module).task);
    for (const task of tasks) lane.ask(task);
    await left.calls[0]!.answer(moduleResult([]));
    await left.calls[1]!.answer(moduleResult([]));
    await right.calls[0]!.answer(moduleResult([]));
    for (const task of tasks.reverse()) lane.ask(task);
    const modulesOf = (all: ManualCall[]) => all.map(({ request }) => request.module);
    assert.deepEqual(modulesOf(left.calls), ["/a.ts", "/c.ts", "/c.ts"]);
    assert.deepEqual(modulesOf(right.calls), ["/b.ts", "/b.ts"]);
  });

  it("lets others have their turn when a process lost its patience", async () => {
    const [one, two] = [notedTask("/a.ts"), notedTask("/b.ts")];
    lane.ask(one.task);
    lane.ask(two.task);
    await calls[0]!.answer(moduleResult(["f", "g"], { unfinished: ["g"] }));
    await calls[1]!.answer(moduleResult([]));
    await calls[2]!.answer(moduleResult(["f", "g"]));
    assert.deepEqual(
      calls.map(({ request }) => request.module),
      ["/a.ts", "/b.ts", "/a.ts"],
    );
  });

  it("does the work again when a process ends, once", async () => {
    const { task, events } = notedTask("/a.ts");
    lane.ask(task);
    calls[0]!.tell(resultOf("f", 0), resultOf("g", 50, begins));
    await calls[0]!.die();
    assert.equal(calls[1]!.isComplete, true);
    calls[1]!.tell(resultOf("g", 50, begins));
    calls[1]!.tell(resultOf("g", 50));
    await calls[1]!.answer(moduleResult(["f", "g"]));
    assert.deepEqual(events, ["f final", "g begins", "g begins", "g final", "done"]);
  });

  it("says of a function that ends its process twice that it does, and goes on with the others", async () => {
    const { task, events } = notedTask("/a.ts");
    lane.ask(task);
    for (const index of [0, 1]) {
      calls[index]!.tell(resultOf("f", 0, begins));
      await calls[index]!.die();
    }
    calls[2]!.tell(resultOf("g", 50));
    await calls[2]!.answer(moduleResult(["f", "g"]));
    assert.deepEqual(events, ["f begins", "f begins", "f internal-error", "g final", "done"]);
  });

  it("has no function run a third time that ended its process twice, though it was another one meanwhile", async () => {
    const { task, events } = notedTask("/a.ts");
    lane.ask(task);
    for (const index of [0, 1]) {
      calls[index]!.tell(resultOf("f", 0, { ...begins, revision: "1" }));
      await calls[index]!.die();
    }
    await calls[2]!.answer(moduleResult(["f"]));
    lane.ask(task);
    assert.deepEqual(calls[3]!.request.fatal, ["1"]);
    calls[3]!.tell(resultOf("f", 0, { revision: "2" }));
    await calls[3]!.answer(moduleResult(["f"]));
    lane.ask(task);
    const { outcome: _, ...told } = resultOf("f", 0, { revision: "1", isFatal: true });
    calls[4]!.tell(told);
    await calls[4]!.answer(moduleResult(["f"]));
    assert.deepEqual(events, [
      ...["f begins", "f begins", "f internal-error", "done"],
      ...["f final", "done", "f internal-error", "done"],
    ]);
  });

  it("forgets the death of a function that comes to its end", async () => {
    const { task, events } = notedTask("/a.ts");
    for (const index of [0, 2]) {
      lane.ask(task);
      calls[index]!.tell(resultOf("f", 0, begins));
      await calls[index]!.die();
      calls[index + 1]!.tell(resultOf("f", 0));
      await calls[index + 1]!.answer(moduleResult(["f"]));
    }
    assert.deepEqual(events, ["f begins", "f final", "done", "f begins", "f final", "done"]);
  });

  it("counts deaths by content", async () => {
    const { task, events } = notedTask("/a.ts");
    lane.ask(task);
    calls[0]!.tell(resultOf("f", 0, { ...begins, revision: "1" }));
    await calls[0]!.die();
    calls[1]!.tell(resultOf("f", 0, { ...begins, revision: "2" }));
    await calls[1]!.die();
    calls[2]!.tell(resultOf("f", 0, { revision: "2" }));
    assert.deepEqual(events, ["f begins", "f begins", "f final"]);
  });

  it("gives a module up that ends its process twice before a function runs, until it is asked again", async () => {
    const { task, events } = notedTask("/a.ts");
    lane.ask(task);
    await calls[0]!.die();
    await calls[1]!.die();
    assert.deepEqual(events, ["failed internal-error"]);
    lane.ask(task);
    await calls[2]!.answer(moduleResult([]));
    assert.deepEqual(events, ["failed internal-error", "done"]);
  });

  it("blames nothing for processes that end before they have their call, and gives up after a while", async () => {
    const { task, events } = notedTask("/a.ts");
    lane.ask(task);
    for (let index = 0; index < 5; index++) await calls[index]!.die(false);
    calls[5]!.tell(resultOf("f", 0));
    await calls[5]!.answer(moduleResult(["f"]));
    assert.deepEqual(events, ["f final", "done"]);
    lane.ask(task);
    for (let index = 6; index < 12; index++) await calls[index]!.die(false);
    assert.deepEqual(events, ["f final", "done", "failed internal-error"]);
    assert.equal(calls.length, 12);
  });

  it("does not do again what failed without ending the process", async () => {
    const { task, events } = notedTask("/a.ts");
    lane.ask(task);
    calls[0]!.tell(resultOf("f", 0, begins));
    await calls[0]!.fail(new Error("Nobody thought of this."));
    await calls[1]!.answer(moduleResult(["f"]));
    assert.deepEqual(events, ["f begins", "f internal-error", "done"]);
  });

  it("does not end the run of a dropped task, and listens no more", async () => {
    const [one, two] = [notedTask("/a.ts"), notedTask("/b.ts")];
    lane.ask(one.task);
    lane.drop(one.task);
    lane.ask(two.task);
    assert.equal(calls.length, 1);
    calls[0]!.tell(resultOf("f", 0));
    await calls[0]!.answer(moduleResult(["f"]));
    assert.deepEqual(one.events, []);
    assert.equal(calls[1]!.request.module, "/b.ts");
  });

  it("ends the run of a dropped task where it may, and works on", async () => {
    await lane.close();
    const manual = manualWorker();
    lane = open([manual], true);
    const [one, two] = [notedTask("/a.ts"), notedTask("/a.ts")];
    lane.ask(one.task);
    lane.ask(two.task);
    lane.drop(one.task);
    await turn();
    await manual.calls[1]!.answer(moduleResult([]));
    assert.deepEqual([one.events, two.events], [[], ["done"]]);
    assert.equal(manual.calls[1]!.isComplete, true);
  });

  it("takes a waiting task out of the queue", async () => {
    const [one, two] = [notedTask("/a.ts"), notedTask("/a.ts")];
    lane.ask(one.task);
    lane.ask(two.task);
    lane.drop(two.task);
    await calls[0]!.answer(moduleResult([]));
    assert.equal(calls.length, 1);
  });
});
