/**
 * The realm: the standard library put together. The prototypes are filled from the tables of methods, and the
 * global object from that of names. It is built once, before any epoch, and all runs share it: a program may extend
 * it, which the journal undoes after its run.
 *
 *     realm.global.get("Math")
 *     Number.prototype.toRadians = function () { … };      (180).toRadians() in this program, and in no other
 */

import { GlobalObject } from "../objects/globals.js";
import { beforeAllEpochs } from "../objects/journal.js";
import { makeError } from "./errors.js";
import { intrinsics } from "./intrinsics.js";
import { fillPrototypes } from "./prototypes.js";
import { unknownName } from "./unknownNames.js";

/** Names that can be neither assigned nor deleted. */
const constants: ReadonlySet<string> = new Set(["undefined", "NaN", "Infinity"]);

function buildRealm() {
  fillPrototypes();
  const global = new GlobalObject(unknownName);
  for (const [name, value] of intrinsics) {
    const isConstant = constants.has(name);
    global.define(name, value);
    global.setAttributes(name, { isHidden: true, isReadOnly: isConstant, isFixed: isConstant });
  }
  for (const name of ["globalThis", "global"]) global.defineHidden(name, global);
  return { global, makeError };
}

export const realm = beforeAllEpochs(buildRealm);
