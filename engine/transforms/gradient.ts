/** Derivatives of functions: grad and derivative. */

import { isRecorded } from "../scalar.js";
import { isScalar, mapStructure } from "../structure.js";
import { gradientOf } from "../tape/gradient.js";
import { Tape } from "../tape/tape.js";

export function grad(f: (...args: any[]) => unknown, { argument = 0 } = {}): (...args: any[]) => any {
  return (...args) => {
    const tape = new Tape(false);
    const inputs: any[] = [];
    tape.start();
    let y: unknown;
    try {
      const input = mapStructure(args[argument], (leaf) => {
        if (!isScalar(leaf)) return leaf;
        const fresh = tape.freshInput(leaf);
        inputs.push(fresh);
        return fresh;
      });
      tape.endInputs();
      y = f(...args.slice(0, argument), input, ...args.slice(argument + 1));
    } finally {
      tape.stop();
    }
    const seeds = isRecorded(y) && y.graph !== null ? [{ graph: y.graph, index: y.index, gradient: 1 }] : [];
    const flows = gradientOf(tape, seeds, inputs);
    let next = 0;
    return mapStructure(args[argument], (leaf) => (isScalar(leaf) ? (flows[next++] ?? 0) : null));
  };
}

export function derivative(f: (x: any) => unknown, order = 1): (x: any) => any {
  let g: any = f;
  for (let k = 0; k < order; k++) g = grad(g);
  return g;
}
