/**
 * Generated WebAssembly for short programs that are run often: the lowered program unrolled, its numbers in locals.
 *
 * A short program is one function, forward and back in the same locals. A longer one is cut into stretches, since
 * huge functions are compiled badly; between these, values and adjoints go through the memory, which is the one
 * that the lowered program's arrays are views of.
 */

import { ADD, DIV, EXP, IDENTITY, MUL, NEG, SUB } from "../graph/codes.js";
import { type Primitive, primitives } from "../primitives/primitive.js";
import type { Scalar } from "../scalar.js";
import {
  ARITHMETIC,
  type Body,
  Bytes,
  F64_ADD,
  F64_DIV,
  F64_MUL,
  F64_NEG,
  F64_SUB,
  LOCAL_GET,
  LOCAL_SET,
  LOCAL_TEE,
  moduleOf,
  OF_INDEX,
  OF_INDEX_AND_NUMBER,
  type OfNumbers,
} from "./bytes.js";
import {
  ADD_PRODUCT,
  ADD_PRODUCTS,
  type Lowered,
  operandsOf,
  type Runner,
  SUB_PRODUCT,
  sizeOf,
  sizeOfOperation,
} from "./lowered.js";
import { instantiate, moveInto, PAGE } from "./webassemblyHost.js";

/** Up to here a program is one function. */
const LONGEST_FUNCTION = 1500;
/** As long are the stretches of a longer one. */
const STRETCH = 400;

/**
 * Compiles a lowered program, and moves its arrays into the memory of the module.
 * @param from the place whose adjoint is 1: the result of an operation
 * @returns null where there is no WebAssembly
 */
export function compileUnrolled(lowered: Lowered, from: number): Runner | null {
  const pages = Math.ceil((lowered.values.length * 16) / PAGE) + 1;
  const writer = new Writer(lowered, from);
  const instance = instantiate(pages, writer.module(pages), writer.imports);
  if (instance === null) return null;
  moveInto(lowered, instance.buffer);
  const { forward, both } = instance.exports;
  return { forward: forward!, forwardAndBack: both! };
}

/** Where the adjoint of a place is, while code is written. */
const NOWHERE = 0;
const IN_LOCAL = 1;
const IN_MEMORY = 2;

class Writer {
  readonly imports: ((...numbers: number[]) => number)[] = [];
  private readonly importTypes: number[] = [];
  private readonly importIndices = new Map<string, number>();
  private readonly lowered: Lowered;
  private readonly from: number;
  private readonly count: number;
  /** Places that somebody outside the function reads. */
  private readonly isShared: Uint8Array;
  private readonly adjointIn: Uint8Array;
  private code = new Bytes();
  /** The places from here to the end have their adjoints in locals, and if this function computes them their values. */
  private firstLocal = 0;
  private endLocal = 0;
  private hasValues = true;

  constructor(lowered: Lowered, from: number) {
    this.lowered = lowered;
    this.from = from;
    this.count = lowered.values.length;
    this.isShared = new Uint8Array(this.count);
    this.adjointIn = new Uint8Array(this.count);
    for (let i = 0; i < lowered.codes.length; i++) this.importRow(primitives[lowered.codes[i]!]);
  }

  module(pages: number): Uint8Array<ArrayBuffer> {
    const isShort = sizeOf(this.lowered) <= LONGEST_FUNCTION;
    const bodies = isShort ? this.oneFunction() : this.stretches();
    return moduleOf(pages, this.importTypes, bodies, { forward: bodies.length - 2, both: bodies.length - 1 });
  }

  /** Two functions: forward, and there and back. */
  private oneFunction(): Body[] {
    const { codes, constantCount, start, guards, lists, roots } = this.lowered;
    for (const place of [...lists, ...roots]) this.isShared[place] = 1;
    codes.forEach((code, i) => {
      if (primitives[code]?.arity === "list") this.isShared[start + i] = 1;
    });
    for (const guard of guards) {
      this.isShared[guard.first] = 1;
      if (guard.kind !== "read") this.isShared[guard.second] = 1;
    }
    const loadLeaves = () => {
      for (let place = constantCount; place < start; place++) {
        this.code.load(place);
        this.code.local(LOCAL_SET, place - constantCount);
      }
    };
    const forward = this.body(constantCount, this.count, () => {
      loadLeaves();
      this.forward(0, codes.length);
    });
    const both = this.body(constantCount, this.count, () => {
      loadLeaves();
      this.forward(0, codes.length);
      this.seed();
      this.back(0, codes.length);
      for (let place = constantCount; place < start; place++) {
        this.code.storeBegin();
        this.adjoint(place);
        this.code.store(this.count + place);
      }
    });
    return [forward, both];
  }

  /** A function for each stretch, forward and back, then one that calls the former and one that calls all. */
  private stretches(): Body[] {
    const { codes, constantCount, start } = this.lowered;
    this.isShared.fill(1);
    const cuts: [number, number][] = [];
    let from = 0;
    let size = 0;
    for (let i = 0; i < codes.length; i++) {
      size += sizeOfOperation(this.lowered, i);
      if (size < STRETCH && i + 1 < codes.length) continue;
      cuts.push([from, i + 1]);
      from = i + 1;
      size = 0;
    }
    const forward = cuts.map(([from, to]) =>
      this.body(start + from, start + to, () => this.forward(from, to)),
    );
    const back = [...cuts].reverse().map(([from, to]) =>
      this.body(start + from, start + to, () => {
        this.hasValues = false;
        if (this.from >= start + from && this.from < start + to) this.seed();
        this.back(from, to);
        this.adjointIn.fill(NOWHERE, start + from, start + to);
      }),
    );
    const callFirst = (count: number) => {
      for (let i = 0; i < count; i++) this.code.call(this.imports.length + i);
    };
    const forwardAll = this.body(0, 0, () => callFirst(forward.length));
    const both = this.body(0, 0, () => {
      callFirst(forward.length + back.length);
      // Leaves that nothing flowed to.
      for (let place = constantCount; place < start; place++) {
        if (this.adjointIn[place] !== NOWHERE) continue;
        this.code.storeBegin();
        this.code.number(0);
        this.code.store(this.count + place);
      }
    });
    return [...forward, ...back, forwardAll, both];
  }

  private body(firstLocal: number, endLocal: number, write: () => void): Body {
    this.code = new Bytes();
    this.firstLocal = firstLocal;
    this.endLocal = endLocal;
    write();
    return { localCount: 2 * (endLocal - firstLocal), instructions: this.code };
  }

  private forward(from: number, to: number): void {
    this.hasValues = true;
    for (let i = from; i < to; i++) {
      const place = this.lowered.start + i;
      const isShared = this.isShared[place] === 1;
      if (isShared) this.code.storeBegin();
      this.operation(i);
      this.code.local(isShared ? LOCAL_TEE : LOCAL_SET, place - this.firstLocal);
      if (isShared) this.code.store(place);
    }
  }

  /** Puts the result of an operation on the stack. */
  private operation(i: number): void {
    const { codes, first, second, third, factors } = this.lowered;
    const code = codes[i]!;
    const [a, b] = [first[i]!, second[i]!];
    const arithmetic = ARITHMETIC[code];
    if (code === ADD_PRODUCT || code === SUB_PRODUCT) {
      this.value(third[i]!);
      this.value(a);
      this.value(b);
      this.code.byte(F64_MUL);
      this.code.byte(code === ADD_PRODUCT ? F64_ADD : F64_SUB);
    } else if (code === ADD_PRODUCTS) {
      this.value(third[i]!);
      for (let k = a; k < b; k += 2) {
        this.value(factors[k]!);
        this.value(factors[k + 1]!);
        this.code.byte(F64_MUL);
        this.code.byte(F64_ADD);
      }
    } else if (arithmetic !== undefined) {
      this.value(a);
      this.value(b);
      this.code.byte(arithmetic);
    } else if (code === NEG || code === IDENTITY) {
      this.value(a);
      if (code === NEG) this.code.byte(F64_NEG);
    } else {
      const arity = primitives[code]!.arity;
      if (arity === "list") {
        this.code.index(i);
      } else {
        this.value(a);
        if (arity === 2) this.value(b);
      }
      this.code.call(this.importIndices.get(`value ${code}`)!);
    }
  }

  private seed(): void {
    this.flow(this.from, () => this.code.number(1));
  }

  private back(from: number, to: number): void {
    for (let i = to - 1; i >= from; i--) {
      const place = this.lowered.start + i;
      // Nothing flows here, whatever the numbers are.
      if (this.adjointIn[place] === NOWHERE) continue;
      if (this.adjointIn[place] === IN_MEMORY) {
        this.adjoint(place);
        this.setLocalAdjoint(place);
      }
      this.flowsOf(i, place);
    }
  }

  private flowsOf(i: number, place: number): void {
    const { codes, first, second, third, factors } = this.lowered;
    const code = codes[i]!;
    const [a, b] = [first[i]!, second[i]!];
    const g = () => this.adjoint(place);
    const times = (factor: number) => () => {
      g();
      this.value(factor);
      this.code.byte(F64_MUL);
    };
    switch (code) {
      case ADD_PRODUCT:
      case SUB_PRODUCT:
        this.flow(third[i]!, g);
        this.flow(a, times(b), code === SUB_PRODUCT);
        this.flow(b, times(a), code === SUB_PRODUCT);
        break;
      case ADD_PRODUCTS:
        this.flow(third[i]!, g);
        for (let k = b - 2; k >= a; k -= 2) {
          this.flow(factors[k]!, times(factors[k + 1]!));
          this.flow(factors[k + 1]!, times(factors[k]!));
        }
        break;
      case MUL:
        this.flow(a, times(b));
        this.flow(b, times(a));
        break;
      case ADD:
      case SUB:
        this.flow(a, g);
        this.flow(b, g, code === SUB);
        break;
      case DIV:
        this.flow(a, () => {
          g();
          this.value(b);
          this.code.byte(F64_DIV);
        });
        this.flow(
          b,
          () => {
            times(place)();
            this.value(b);
            this.code.byte(F64_DIV);
          },
          true,
        );
        break;
      case NEG:
      case IDENTITY:
        this.flow(a, g, code === NEG);
        break;
      case EXP:
        this.flow(a, times(place));
        break;
      default:
        this.flowsOfRow(i, place, code);
    }
  }

  private flowsOfRow(i: number, place: number, code: number): void {
    const { first, second, lists } = this.lowered;
    const [a, b] = [first[i]!, second[i]!];
    const arity = primitives[code]!.arity;
    if (arity === "list") {
      let isFirst = true;
      for (let which = 0; which < b; which++) {
        this.flow(lists[a + which]!, () => {
          this.code.index(i);
          this.code.index(isFirst ? -1 - which : which);
          isFirst = false;
          this.adjoint(place);
          this.code.call(this.importIndices.get(`flow ${code}`)!);
        });
      }
      return;
    }
    [a, b].slice(0, arity).forEach((operand, which) => {
      this.flow(operand, () => {
        this.adjoint(place);
        this.value(a);
        if (arity === 2) this.value(b);
        this.value(place);
        this.code.call(this.importIndices.get(`flow ${code} ${which}`)!);
      });
    });
  }

  /** Adds what `write` puts on the stack to the adjoint of a place, or takes it away. */
  private flow(place: number, write: () => void, isNegative = false): void {
    if (place < this.lowered.constantCount) return;
    const isLocal = this.isLocal(place);
    if (!isLocal) this.code.storeBegin();
    if (this.adjointIn[place] === NOWHERE) {
      write();
      if (isNegative) this.code.byte(F64_NEG);
    } else {
      this.adjoint(place);
      write();
      this.code.byte(isNegative ? F64_SUB : F64_ADD);
    }
    if (isLocal) {
      this.setLocalAdjoint(place);
    } else {
      this.code.store(this.count + place);
      this.adjointIn[place] = IN_MEMORY;
    }
  }

  /** Puts the adjoint of a place on the stack. */
  private adjoint(place: number): void {
    const where = this.adjointIn[place];
    if (where === NOWHERE) this.code.number(0);
    else if (where === IN_MEMORY) this.code.load(this.count + place);
    else this.code.local(LOCAL_GET, this.localAdjoint(place));
  }

  private setLocalAdjoint(place: number): void {
    this.code.local(LOCAL_SET, this.localAdjoint(place));
    this.adjointIn[place] = IN_LOCAL;
  }

  private localAdjoint(place: number): number {
    return this.endLocal - this.firstLocal + place - this.firstLocal;
  }

  private isLocal(place: number): boolean {
    return place >= this.firstLocal && place < this.endLocal;
  }

  /** Puts the value of a place on the stack. */
  private value(place: number): void {
    if (place < this.lowered.constantCount) this.code.number(this.lowered.values[place]!);
    else if (this.hasValues && this.isLocal(place)) this.code.local(LOCAL_GET, place - this.firstLocal);
    else this.code.load(place);
  }

  /** Makes the functions of a row known to the module. */
  private importRow(row: Primitive | undefined): void {
    if (row === undefined || row.code <= NEG || this.importIndices.has(`value ${row.code}`)) return;
    const { lowered } = this;
    const orZero = (flow: Scalar | null) => (flow === null ? 0 : (flow as number));
    if (row.arity === "list") {
      this.import(`value ${row.code}`, OF_INDEX, (i) => row.value(operandsOf(lowered, i!)));
      // The flows to the operands of an operation are asked for one after the other, the first by −1 − its number.
      let operands: number[] = [];
      this.import(`flow ${row.code}`, OF_INDEX_AND_NUMBER, (i, which, g) => {
        if (which! < 0) operands = operandsOf(lowered, i!);
        const operand = which! < 0 ? -1 - which! : which!;
        return orZero(row.flow(g!, operands, operand, lowered.values[lowered.start + i!]!));
      });
      return;
    }
    this.import(`value ${row.code}`, row.arity, row.value as (...numbers: number[]) => number);
    const flows = row.arity === 1 ? [row.flow] : row.flows;
    flows.forEach((flow, which) => {
      const call = flow as (...scalars: Scalar[]) => Scalar | null;
      this.import(`flow ${row.code} ${which}`, (row.arity + 2) as OfNumbers, (...numbers) =>
        orZero(call(...numbers)),
      );
    });
  }

  private import(name: string, type: number, call: (...numbers: number[]) => number): void {
    this.importIndices.set(name, this.imports.length);
    this.imports.push(call);
    this.importTypes.push(type);
  }
}
