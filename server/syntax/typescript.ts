/**
 * The one door to TypeScript's parser. Analysis and lowering take the `ts` namespace from here, so that the
 * rest of the project does not depend on which version of the package is bundled.
 */

import ts from "typescript";

export { ts };
