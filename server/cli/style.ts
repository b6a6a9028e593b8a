/** How words are set off in a terminal. */

import type { Severity } from "../finding.js";

/** Ways to set off words; on anything but a colour terminal they are left as they are. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  severity(text: string, severity: Severity): string;
}

export const plainStyle: Style = { bold: (text) => text, dim: (text) => text, severity: (text) => text };

const colours: Record<Severity, number> = { error: 31, warning: 33, information: 36, hint: 2 };

export const colourStyle: Style = {
  bold: (text) => `\u001b[1m${text}\u001b[22m`,
  dim: (text) => `\u001b[2m${text}\u001b[22m`,
  severity: (text, severity) => `\u001b[${colours[severity]}m${text}\u001b[0m`,
};
