/** What is known of functions of the library by their names, where something unknown is given to them or stands for them. */

import type { NativeFunction } from "../objects/values.js";

const neverCalling = /^(Math|Number)\.|^(is(NaN|Finite)|Object|String|Number|Boolean|Array)$/;
const making = /^(ArrayBuffer|DataView|\w*Array|(Weak)?(Map|Set)|WeakRef|FinalizationRegistry|\w*Error)$/;
const neverThrowing = /^(Math\..*|Number\.(is|parse)\w+|is(NaN|Finite)|Object|String|Number|Boolean)$/;
const changingFirst = /^(Object|Reflect)\.[^.]+$/;

/** It only computes with its arguments: it calls nothing but what converts those. */
export function isNeverCalling({ name }: NativeFunction): boolean {
  return neverCalling.test(name);
}

/** It makes a new object. */
export function isMaking({ name }: NativeFunction): boolean {
  return making.test(name);
}

/** It throws nothing, whatever it is given. */
export function isNeverThrowing({ name }: NativeFunction): boolean {
  return neverThrowing.test(name);
}

/** It changes its first argument, not what it is called for. */
export function isChangingFirst({ name }: NativeFunction): boolean {
  return changingFirst.test(name);
}

/** It changes nothing that was there before. */
export function isPureNative(callee: NativeFunction): boolean {
  return callee.isPure || callee.refusal !== null || isMaking(callee);
}
