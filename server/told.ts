/**
 * What an asker was told of the functions of each module, so that it is not told again: work costs what was edited, and
 * not what the file holds.
 */

import type { WorkRequest } from "./pipeline.js";
import type { PreparedFunction, PreparedModule } from "./prepare.js";
import type { Move } from "./syntax/textEdit.js";

interface ToldFunction {
  of: PreparedFunction;
  revision: string;
}

/** What was told up to the end of one work on a module. */
interface Told {
  number: number;
  prepared: PreparedModule;
  /** How many of its moves the asker knows. */
  moves: number;
  functions: Map<string, ToldFunction>;
}

/** One work on a module: what was told before, and what is told by it. */
export interface Account {
  number: number;
  /** How everything that was told before moved since. */
  moves: readonly Move[];
  /** Whether the asker was told this already, but for its place. */
  isTold(id: string, prepared: PreparedFunction, revision: string): boolean;
  /** The revision whose outcome the asker has. */
  revisionOf(id: string): string | undefined;
  take(id: string, prepared: PreparedFunction, revision: string): void;
  forget(id: string): void;
}

export function createAccounts() {
  const all = new Map<string, Told>();
  let count = 0;
  return {
    open(prepared: PreparedModule, { module, since, known }: WorkRequest): Account {
      const last = all.get(module);
      const before = since !== undefined && last?.number === since ? last : null;
      const isFollowed = before?.prepared === prepared;
      const functions = new Map(isFollowed ? before.functions : []);
      const number = ++count;
      all.set(module, { number, prepared, moves: prepared.moves.length, functions });
      return {
        number,
        moves: isFollowed ? prepared.moves.slice(before.moves) : [],
        isTold(id, of, revision) {
          const told = functions.get(id);
          return told?.of === of && told.revision === revision;
        },
        revisionOf: (id) => known[id] ?? before?.functions.get(id)?.revision,
        take: (id, of, revision) => void functions.set(id, { of, revision }),
        forget: (id) => void functions.delete(id),
      };
    },
  };
}
