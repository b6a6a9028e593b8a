/**
 * The settings as the server understands them: whatever a client sends, every value is there and in bounds.
 */

import { budgetBounds, fullBudget } from "../evaluation/budget.js";
import type { Settings } from "./messages.js";

/** Digits of a number in a hint: as many as a double has, at most. */
export const digitsBounds = { least: 1, most: 17 } as const;

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
      digits: integerAt(section, "inlayHints", "digits", digitsBounds) ?? inlayHints.digits,
    },
    budget: {
      steps: integerAt(section, "budget", "steps", budgetBounds.steps) ?? budget.steps,
      milliseconds:
        integerAt(section, "budget", "milliseconds", budgetBounds.milliseconds) ?? budget.milliseconds,
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
  { least, most }: { least: number; most: number },
): number | undefined {
  const value = valueAt(section, group, name);
  if (typeof value !== "number" || !Number.isFinite(value)) return undefined;
  return Math.min(most, Math.max(least, Math.round(value)));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
