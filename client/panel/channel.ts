/**
 * A channel between the panel's host side and its page: either side tells events, and asks what the other answers.
 * What is said is typed by `panelMessages.ts`; what travels is what JSON can carry. Knows neither VS Code nor a page.
 *
 *     channel.tell("current", { key: "a.ts#f", scroll: false });
 *     const answer = await channel.ask("results", null);
 *     if (answer.state === "answered") show(answer.value);
 *
 * Of one request only one is on its way at a time. Who asks again meanwhile waits, and the newest takes the place of
 * whoever waited: what is asked at each move of a pointer is answered as fast as it can be, in order, and the last
 * question always.
 */

import { decode, encode } from "../../server/protocol/wire.js";

/** What one side says: events by name, and what it asks with the answer that it gets. */
export interface Says {
  events: { [name: string]: unknown };
  requests: { [name: string]: { asked: unknown; answer: unknown } };
}

/** What carries messages to the other side and brings its own. */
export interface Port {
  post(message: unknown): void;
  /** Called once. */
  listen(take: (message: unknown) => void): void;
}

export type Answer<Value> =
  | { state: "answered"; value: Value }
  /** Somebody asked anew before this was sent. */
  | { state: "superseded" }
  | { state: "failed"; message: string };

type Message =
  | { kind: "event"; name: string; data: unknown }
  | { kind: "ask"; id: string; name: string; data: unknown }
  | { kind: "answer"; id: string; answer: Answer<unknown> };

type Handler = (data: unknown) => unknown;

interface Question {
  name: string;
  data: unknown;
  settle(answer: Answer<unknown>): void;
}

/** What the side that has the channel must know to do with what the other says. */
export type Handlers<Theirs extends Says> = {
  [Name in keyof Theirs["events"]]: (data: Theirs["events"][Name]) => void;
} & {
  [Name in keyof Theirs["requests"]]: (
    asked: Theirs["requests"][Name]["asked"],
  ) => Theirs["requests"][Name]["answer"] | Promise<Theirs["requests"][Name]["answer"]>;
};

export class Channel<Mine extends Says, Theirs extends Says> {
  readonly #port: Port;
  readonly #handlers: Handlers<Theirs>;
  /** Tells this channel from one that was here before: a page is loaded anew each time it is shown. */
  readonly #session: string;
  #count = 0;
  /** The questions on their way, by id, and the one that waits for its turn, by the request's name. */
  readonly #asked = new Map<string, Question>();
  readonly #waiting = new Map<string, Question>();

  constructor(port: Port, session: string, handlers: Handlers<Theirs>) {
    this.#port = port;
    this.#session = session;
    this.#handlers = handlers;
    port.listen((message) => this.#take(decode(message) as Message));
  }

  tell<Name extends keyof Mine["events"] & string>(name: Name, data: Mine["events"][Name]): void {
    this.#post({ kind: "event", name, data });
  }

  /** Never rejects. Waits for ever when the other side is gone. */
  ask<Name extends keyof Mine["requests"] & string>(
    name: Name,
    asked: Mine["requests"][Name]["asked"],
  ): Promise<Answer<Mine["requests"][Name]["answer"]>> {
    return new Promise((resolve) => {
      const settle = resolve as Question["settle"];
      const isBusy = [...this.#asked.values()].some((question) => question.name === name);
      if (!isBusy) return this.#send({ name, data: asked, settle });
      this.#waiting.get(name)?.settle({ state: "superseded" });
      this.#waiting.set(name, { name, data: asked, settle });
    });
  }

  #send(question: Question): void {
    const id = `${this.#session}:${++this.#count}`;
    this.#asked.set(id, question);
    this.#post({ kind: "ask", id, name: question.name, data: question.data });
  }

  #take(message: Message): void {
    switch (message.kind) {
      case "event":
        this.#handlerOf(message.name)?.(message.data);
        return;
      case "ask":
        void this.#answer(message.id, message.name, message.data);
        return;
      case "answer":
        this.#settle(message.id, message.answer);
    }
  }

  async #answer(id: string, name: string, data: unknown): Promise<void> {
    let answer: Answer<unknown>;
    try {
      const handler = this.#handlerOf(name);
      if (!handler) throw new Error(`Nobody answers "${name}".`);
      answer = { state: "answered", value: await handler(data) };
    } catch (problem) {
      answer = { state: "failed", message: problem instanceof Error ? problem.message : String(problem) };
    }
    this.#post({ kind: "answer", id, answer });
  }

  #settle(id: string, answer: Answer<unknown>): void {
    const question = this.#asked.get(id);
    if (!question) return;
    this.#asked.delete(id);
    const next = this.#waiting.get(question.name);
    this.#waiting.delete(question.name);
    if (next) this.#send(next);
    question.settle(answer);
  }

  #handlerOf(name: string): Handler | undefined {
    return Object.hasOwn(this.#handlers, name) ? (this.#handlers[name] as Handler) : undefined;
  }

  #post(message: Message): void {
    this.#port.post(encode(message));
  }
}
