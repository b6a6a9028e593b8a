/**
 * The settings as the server understands them: whatever a client sends, every value is there and in bounds.
 */

import { fullBudget } from "../evaluation/budget.js";
import type { Settings } from "./messages.js";

export const defaultSettings: Settings = {
  inlayHints: { signature: true, body: true, digits: 4 },
  budget: { steps: fullBudget.steps, milliseconds: fullBudget.milliseconds },
};

/** Reads the section `derivativeLens`; what is missing or of another type has its default. */
export function readSettings(section: unknown): Settings {
  const { inlayHints, budget } = defaultSettings;
  return {
    inlayHints: {
      signature: booleanAt(section, "inlayHints", "signature") ?? inlayHints.signature,
      body: booleanAt(section, "inlayHints", "body") ?? inlayHints.body,
      digits: integerAt(section, "inlayHints", "digits", 1, 17) ?? inlayHints.digits,
    },
    budget: {
      steps: integerAt(section, "budget", "steps", 1_000, 10_000_000_000) ?? budget.steps,
      milliseconds: integerAt(section, "budget", "milliseconds", 10, 600_000) ?? budget.milliseconds,
    },
  };
}

function valueAt(section: unknown, group: string, name: string): unknown {
  const member = isRecord(section) ? section[group] : undefined;
  return isRecord(member) ? member[name] : undefined;
}

function booleanAt(section: unknown, group: string, name: string): boolean | undefined {
  const value = valueAt(section, group, name);
  return typeof value === "boolean" ? value : undefined;
}

function integerAt(
  section: unknown,
  group: string,
  name: string,
  least: number,
  most: number,
): number | undefined {
  const value = valueAt(section, group, name);
  if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
  return Math.min(most, Math.max(least, Math.round(value)));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
