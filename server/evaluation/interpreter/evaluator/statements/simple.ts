/** Statements that hold no other statement. */

import { ProgramThrow } from "../../thrown.js";
import { completions } from "../completions.js";
import { compileExpression, compilePattern, type StatementCompilers } from "../context.js";

export const simpleCompilers: Pick<
  StatementCompilers,
  "expression" | "declare" | "return" | "break" | "continue" | "throw" | "unsupported"
> = {
  expression(node, context) {
    const run = compileExpression(node.expression, context);
    return (frame) => {
      frame.machine.step(frame, node);
      run(frame);
      return completions.normal;
    };
  },

  declare(node, context) {
    const assign = compilePattern(node.pattern, context, true);
    const value = node.value === null ? null : compileExpression(node.value, context);
    return (frame) => {
      frame.machine.step(frame, node);
      assign(frame, value === null ? undefined : value(frame));
      return completions.normal;
    };
  },

  return(node, context) {
    const value = node.value === null ? null : compileExpression(node.value, context);
    const site = context.isTraced ? node.site : undefined;
    const { marked } = context;
    return (frame) => {
      frame.machine.step(frame, node);
      frame.result = value === null ? undefined : value(frame);
      if (site !== undefined) frame.machine.trace.note(marked, site, frame.result);
      return completions.return;
    };
  },

  break(node) {
    return (frame) => {
      frame.machine.step(frame, node);
      frame.label = node.label;
      return completions.break;
    };
  },

  continue(node) {
    return (frame) => {
      frame.machine.step(frame, node);
      frame.label = node.label;
      return completions.continue;
    };
  },

  throw(node, context) {
    const value = compileExpression(node.value, context);
    return (frame) => {
      throw new ProgramThrow(value(frame), frame, node);
    };
  },

  unsupported(node) {
    return (frame) => frame.machine.raise(node.finding, frame);
  },
};
