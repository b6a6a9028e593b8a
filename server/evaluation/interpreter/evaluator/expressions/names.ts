/** Names: variables, `this`, `arguments`, and the names of the standard library. */

import type { Span } from "../../../../finding.js";
import type { LocalReference, Variable } from "../../../../routine.js";
import type { Realm } from "../../objects/globals.js";
import { isPristine } from "../../objects/journal.js";
import { resultOf } from "../../objects/members.js";
import { Accessor, absent, Cell, type Value } from "../../objects/values.js";
import { RunEnded } from "../../thrown.js";
import { Site } from "../calls.js";
import { type Context, callableOf, type ExpressionCompilers, type Run } from "../context.js";
import type { Frame } from "../frame.js";
import { argumentsOf } from "../frames.js";
import { initialised, outerValue } from "../variables.js";

/** What a name stands for that no module declares. */
function readName(name: string, { global }: Realm, frame: Frame, node: Span): Value {
  const found = global.get(name);
  const site = new Site(frame, node);
  if (found !== absent) return resultOf(found, global, site);
  const unknown = global.unknown(name, site);
  if (frame.machine.catching === 0 || unknown.kind.typeOf !== "undefined") return unknown;
  // Whoever catches asks whether it is there, and Node.js would say no. In a marked function it is a slip to be told.
  throw new RunEnded(unknown.finding, frame.machine.variant === "topLevel" ? "ReferenceError" : null);
}

/** Whatever was put in its place by the program. */
function compileName(name: string, node: Span, { realm }: Context): Run {
  const { global } = realm;
  const standard = isPristine(global) ? global.get(name) : absent;
  if (standard !== absent && !(standard instanceof Accessor)) {
    return (frame) => (isPristine(global) ? standard : readName(name, realm, frame, node));
  }
  return (frame) => readName(name, realm, frame, node);
}

/** Reads a variable. */
export function compileRead(node: Span, variable: Variable, context: Context): Run {
  const { name } = variable;
  switch (variable.scope) {
    case "module": {
      const { index } = variable;
      return (frame) => frame.environment.read(index, frame, node);
    }
    case "outer": {
      const { outer } = variable;
      const callable = callableOf(outer.code, context);
      return (frame) => outerValue(outer, callable, frame, node);
    }
    case "global":
      return compileName(name, node, context);
    case "captured": {
      const { index } = variable;
      return (frame) => {
        const { value } = frame.captured[index]!;
        return typeof value === "number" ? value : initialised(value, name, frame, node);
      };
    }
    case "local": {
      const { index } = variable;
      if (context.locals[index]!.isCaptured) {
        return (frame) => {
          const { value } = frame.slots[index] as Cell;
          return typeof value === "number" ? value : initialised(value, name, frame, node);
        };
      }
      return (frame) => {
        const value = frame.slots[index] as Value;
        return typeof value === "number" ? value : initialised(value, name, frame, node);
      };
    }
  }
}

/** Gives a slot of the running function a value, in a cell of its own where closures share it. */
export function storeFor(
  { index }: LocalReference,
  { locals }: Context,
): (frame: Frame, value: Value) => void {
  if (!locals[index]!.isCaptured) {
    return (frame, value) => {
      frame.slots[index] = value;
    };
  }
  return (frame, value) => {
    frame.slots[index] = new Cell(value);
  };
}

export const nameCompilers: Pick<
  ExpressionCompilers,
  "intrinsic" | "read" | "this" | "newTarget" | "arguments"
> = {
  intrinsic: (node, context) => compileName(node.name, node, context),

  read(node, context) {
    const read = compileRead(node, node.variable, context);
    const { site } = node;
    const { marked } = context;
    if (site === undefined || !context.isTraced) return read;
    return (frame) => {
      const value = read(frame);
      frame.machine.trace.note(marked, site, value);
      return value;
    };
  },

  this(node) {
    return ({ thisFrame, machine }) => {
      if (thisFrame.isThisKnown) return thisFrame.thisValue;
      const message = "`this` is read before `super(…)` was called.";
      return machine.failWith("ReferenceError", thisFrame, node, message);
    };
  },

  newTarget: () => (frame) => frame.thisFrame.newTarget,

  arguments: (node) => (frame) => argumentsOf(frame, node),
};
