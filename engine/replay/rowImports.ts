/** What generated code calls for the operations that it has not in line: the functions of their rows in the table. */

import { NEG } from "../graph/codes.js";
import { type Primitive, rows } from "../primitives/primitive.js";
import type { Scalar } from "../scalar.js";
import { OF_INDEX, OF_INDEX_AND_NUMBER, type OfNumbers } from "./bytes.js";
import { type Lowered, operandsOf } from "./lowered.js";
import { flowOfPick } from "./picks.js";

type Call = (...numbers: number[]) => number;

export class RowImports {
  readonly calls: Call[] = [];
  readonly types: number[] = [];
  private readonly indices = new Map<string, number>();
  private readonly lowered: Lowered;

  constructor(lowered: Lowered) {
    this.lowered = lowered;
    this.add("pick", 4, flowOfPick);
    for (const code of new Set(lowered.codes)) {
      if (code > NEG && rows[code] !== undefined) this.addRow(rows[code]);
    }
  }

  /** By the code of a row: its value of numbers, or of a list by the operation's index. */
  value(code: number): number {
    return this.indices.get(`value ${code}`)!;
  }

  /** What flows to one operand, from numbers; of a list by the operation's index, the operand's and g. */
  flow(code: number, which = 0): number {
    return this.indices.get(`flow ${code} ${which}`)!;
  }

  /** What flows to an operand of a pick of two. */
  get pick(): number {
    return this.indices.get("pick")!;
  }

  private addRow(row: Primitive): void {
    const { lowered } = this;
    if (row.arity === "list") {
      this.add(`value ${row.code}`, OF_INDEX, (i) => row.value(operandsOf(lowered, i!)));
      // The flows to the operands of an operation are asked for one after the other, the first by −1 − its number.
      let operands: number[] = [];
      this.add(`flow ${row.code} 0`, OF_INDEX_AND_NUMBER, (i, which, g) => {
        if (which! < 0) operands = operandsOf(lowered, i!);
        const operand = which! < 0 ? -1 - which! : which!;
        return orZero(row.flow(g!, operands, operand, lowered.values[lowered.start + i!]!));
      });
      return;
    }
    this.add(`value ${row.code}`, row.arity, row.value as Call);
    const flows = row.arity === 1 ? [row.flow] : row.flows;
    flows.forEach((flow, which) => {
      const call = flow as (...scalars: Scalar[]) => Scalar | null;
      this.add(`flow ${row.code} ${which}`, (row.arity + 2) as OfNumbers, (...numbers) =>
        orZero(call(...numbers)),
      );
    });
  }

  private add(name: string, type: number, call: Call): void {
    this.indices.set(name, this.calls.length);
    this.calls.push(call);
    this.types.push(type);
  }
}

function orZero(flow: Scalar | null): number {
  return flow === null ? 0 : (flow as number);
}
