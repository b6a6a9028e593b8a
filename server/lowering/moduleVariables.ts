/** The slots of a module's environment. */

import type { LoweringContext } from "./context.js";

/** The name of the variable that holds what `export default` gives, unless that has a name of its own. */
export const defaultName = "*default*";
/** The name of the variable that holds what `export =` gives. */
export const wholeName = "*whole*";

/** Adds a variable to the module's environment, or gives the one of that name. */
export function addVariable(
  { code, variables }: LoweringContext,
  name: string,
  isConstant: boolean,
  isHoisted: boolean,
  isImport = false,
): number {
  const known = variables.get(name);
  if (known !== undefined) return known;
  const index = code.variables.push({ name, isConstant, isHoisted, isImport }) - 1;
  variables.set(name, index);
  return index;
}
