/** The settings of package.json and those that the server reads have the same defaults and bounds. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { budgetBounds } from "../../../server/evaluation/budget.js";
import { defaultSettings, digitsBounds, readSettings } from "../../../server/protocol/settings.js";

interface Property {
  type: string;
  default: unknown;
  minimum?: number;
  maximum?: number;
}

const manifest = JSON.parse(readFileSync(join(__dirname, "../../../package.json"), "utf8"));
const properties: Record<string, Property> = Object.assign(
  {},
  ...manifest.contributes.configuration.map((section: { properties: object }) => section.properties),
);

describe("the settings", () => {
  for (const [name, { least, most }] of [
    ["inlayHints.digits", digitsBounds],
    ["budget.steps", budgetBounds.steps],
    ["budget.milliseconds", budgetBounds.milliseconds],
  ] as const) {
    it(`have the bounds that the server holds to: ${name}`, () => {
      const { minimum, maximum } = properties[`derivativeLens.${name}`]!;
      assert.deepEqual({ least: minimum, most: maximum }, { least, most });
      const [group, member] = name.split(".") as [string, string];
      const read = (value: number) =>
        (readSettings({ [group]: { [member]: value } }) as unknown as Record<string, Record<string, number>>)[
          group
        ]![member];
      assert.equal(read(least - 1), least);
      assert.equal(read(most + 1), most);
    });
  }

  it("have the server's defaults", () => {
    for (const [group, members] of Object.entries(defaultSettings)) {
      for (const [member, value] of Object.entries(members)) {
        const property = properties[`derivativeLens.${group}.${member}`];
        if (property !== undefined) assert.equal(property.default, value, `${group}.${member}`);
      }
    }
    assert.deepEqual(readSettings(undefined), defaultSettings);
  });
});
