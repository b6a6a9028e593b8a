/** The host's WebAssembly: one way to make an instance of generated code, and to give it a program's numbers. */

import type { Lowered } from "./lowered.js";

/** The part of the language's WebAssembly that is used here; it belongs to no library that the engine may name. */
interface WebAssemblyHost {
  Memory: new (options: { initial: number }) => { buffer: ArrayBuffer };
  Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  Instance: new (module: object, imports: object) => { exports: { [name: string]: () => void } };
}

/** Memory comes by pages of so many bytes. */
export const PAGE = 65_536;

/** @returns null where there is no WebAssembly, or a policy forbids it, or the host has limits of its own */
export function instantiate(
  pages: number,
  bytes: Uint8Array<ArrayBuffer>,
  imports: readonly ((...numbers: number[]) => number)[],
): { buffer: ArrayBuffer; exports: { [name: string]: () => void } } | null {
  const host = (globalThis as { WebAssembly?: WebAssemblyHost }).WebAssembly;
  if (host === undefined) return null;
  try {
    const memory = new host.Memory({ initial: pages });
    const functions = Object.fromEntries(imports.map((call, i) => [i, call]));
    const { exports } = new host.Instance(new host.Module(bytes), { "": { memory, ...functions } });
    return { buffer: memory.buffer, exports };
  } catch {
    return null;
  }
}

/** Moves the numbers of a lowered program to the beginning of a memory: values, then adjoints. */
export function moveInto(lowered: Lowered, buffer: ArrayBuffer): void {
  const count = lowered.values.length;
  const values = new Float64Array(buffer, 0, count);
  values.set(lowered.values);
  lowered.values = values;
  lowered.adjoints = new Float64Array(buffer, count * 8, count);
}
