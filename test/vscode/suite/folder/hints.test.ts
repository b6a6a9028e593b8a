import assert from "node:assert/strict";
import { diagnostics, discardEdits, expectHint, hints, open, replace } from "../editor.js";
import { eventually } from "../eventually.js";

describe("hints", () => {
  afterEach(discardEdits);

  it("are there of a package that is installed above the workspace, because it is trusted", async () => {
    const { document } = await open("installedAbove.ts");
    await expectHint(document, "7: ease(0.5) = 0.1250 · ease′ = 0.7500");
  });

  it("value and derivatives stand at the end of the signature's line", async () => {
    const { document } = await open("quickstart.ts");
    await expectHint(document, "6: f(3) = 9 · f′ = 6 · f″ = 2 · f‴ = 0");
  });

  it("an edit of the body changes them", async () => {
    const editor = await open("quickstart.ts");
    await expectHint(editor.document, "6: f(3) = 9 · f′ = 6 · f″ = 2 · f‴ = 0");
    await replace(editor, "x ** 2", "x ** 3");
    await expectHint(editor.document, "6: f(3) = 27 · f′ = 27 · f″ = 18 · f‴ = 6");
  });

  it("an edit of the point and of the order changes them", async () => {
    const editor = await open("quickstart.ts");
    await replace(editor, "@at x = 3", "@at x = 5");
    await replace(editor, "@order 3", "@order 1");
    await expectHint(editor.document, "6: f(5) = 25 · f′ = 10");
  });

  it("they are gone when the tag is, and come back with it", async () => {
    const editor = await open("quickstart.ts");
    await replace(editor, "@differentiable", "@different");
    await eventually(
      () => hints(editor.document),
      (found) => assert.deepEqual(found, []),
    );
    await replace(editor, "@different", "@differentiable");
    await expectHint(editor.document, "6: f(3) = 9 · f′ = 6 · f″ = 2 · f‴ = 0");
  });

  it("a function that never ends has a finding at its loop, and its neighbour its hints", async () => {
    const { document } = await open("endless.ts");
    await expectHint(document, "8: cube(2) = 8 · cube′ = 12");
    await eventually(
      () => diagnostics(document).filter(({ code }) => code.startsWith("budget-")),
      (found) => {
        assert.equal(found.length, 1);
        assert.match(found[0]!.words, /^while/);
      },
    );
  });
});
