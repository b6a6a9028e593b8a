/** What the disk says of a name. */

import fs from "node:fs";

/** null where there is nothing, or where a folder on the way is a file. */
export function statsOf(name: string): fs.BigIntStats | null {
  try {
    return fs.statSync(name, { bigint: true });
  } catch {
    return null;
  }
}
