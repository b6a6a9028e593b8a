import assert from "node:assert/strict";
import { statusText } from "../../client/statusText.js";
import type { StatusParams } from "../../server/protocol/messages.js";

function check(status: Omit<StatusParams, "uri"> | undefined, expected: string): void {
  const { text, detail, severity, isBusy, action } = statusText(status && { uri: "file:///a.ts", ...status });
  assert.equal(
    [text, detail, severity, isBusy ? "busy" : "", action?.title].filter(Boolean).join(" | "),
    expected,
  );
}

describe("the language status", () => {
  it("offers to mark a function where there is none", () => {
    check(undefined, "No differentiable function | information | Mark a Function");
    check(
      { state: "ready", functions: 0, errors: 0 },
      "No differentiable function | information | Mark a Function",
    );
  });

  it("counts functions and errors", () => {
    check(
      { state: "ready", functions: 1, errors: 0 },
      "1 differentiable function | information | Show Results",
    );
    check(
      { state: "ready", functions: 3, errors: 1 },
      "3 differentiable functions | 1 error | error | Show Results",
    );
  });

  it("is busy while something is computed", () =>
    check(
      { state: "computing", functions: 2, errors: 2 },
      "2 differentiable functions | 2 errors | error | busy | Show Results",
    ));
});
