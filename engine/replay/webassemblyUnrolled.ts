/**
 * Generated WebAssembly for short programs that are run often: the lowered program unrolled, its numbers in locals.
 *
 * A short program is one function, forward and back in the same locals. A longer one is cut into stretches, since
 * huge functions are compiled badly; between these, values and adjoints go through the memory, which is the one
 * that the lowered program's arrays are views of. A stretch whose values no other one needs computes them on the way
 * back, just before it differentiates them: see `stretches.ts`.
 */

import { IDENTITY, MUL, NEG } from "../graph/codes.js";
import { rows } from "../primitives/primitive.js";
import {
  ARITHMETIC,
  type Body,
  Bytes,
  F64_ADD,
  F64_MUL,
  F64_NEG,
  F64_SUB,
  LOCAL_GET,
  LOCAL_SET,
  LOCAL_TEE,
  moduleOf,
} from "./bytes.js";
import { ADD_PRODUCT, ADD_PRODUCTS, type Lowered, type Runner, SUB_PRODUCT } from "./lowered.js";
import { pickOfTwo } from "./picks.js";
import { RowImports } from "./rowImports.js";
import { type InLineFlow, inLineFlowsOf, type RuleOperands, writeRule } from "./ruleWriter.js";
import { type Reader, type Stretch, stretchesOf } from "./stretches.js";
import { instantiate, moveInto, PAGE } from "./webassemblyHost.js";

/**
 * Compiles a lowered program, and moves its arrays into the memory of the module.
 * @param from the place whose adjoint is 1: the result of an operation
 * @returns null where there is no WebAssembly
 */
export function compileUnrolled(lowered: Lowered, from: number): Runner | null {
  const pages = Math.ceil((lowered.values.length * 16) / PAGE) + 1;
  const writer = new Writer(lowered, from);
  const stretches = stretchesOf(lowered, from, writer);
  const instance = instantiate(pages, writer.module(pages, stretches), writer.imports.calls);
  if (instance === null) return null;
  moveInto(lowered, instance.buffer);
  const { forward, both } = instance.exports;
  return { forward: forward!, forwardAndBack: both!, givesValues: stretches.length === 1 };
}

/** Where the adjoint of a place is, while code is written. */
const NOWHERE = 0;
const IN_LOCAL = 1;
const IN_MEMORY = 2;
/** It is the number 1, as along a sum it is from its end to its beginning: nobody need multiply by it. */
const IS_ONE = 3;

/** No local. */
const NONE = -1;

/** By code: the flows of a row that are written in line. Lists, of which there is no such rule, are called. */
const inLineByCode = new Map<number, InLineFlow[] | null>();

function inLine(code: number): InLineFlow[] | null {
  let found = inLineByCode.get(code);
  if (found === undefined) {
    const row = rows[code]!;
    found = row.arity === "list" ? null : inLineFlowsOf(row.partials());
    inLineByCode.set(code, found);
  }
  return found;
}

/** What flows to the factors of a product, also of one that is part of a sum. */
function flowsOfProduct(): InLineFlow[] {
  return inLine(MUL)!;
}

class Writer implements Reader {
  readonly imports: RowImports;
  private readonly lowered: Lowered;
  private readonly from: number;
  private readonly count: number;
  private readonly adjointIn: Uint8Array;
  /** By place: the local with its value or its adjoint, in the function that is being written. */
  private readonly valueLocal: Int32Array;
  private readonly adjointLocal: Int32Array;
  /** The places whose values or adjoints have a local in this function. */
  private known: number[] = [];
  private localCount = 0;
  private code = new Bytes();
  /** The places from here to the end are computed by this function, or differentiated. */
  private firstOwn = 0;
  private endOwn = 0;
  /** Whether it calls rows: then what is kept in a local for long would only be stored elsewhere at each call. */
  private hasCalls = false;
  /** Told of each value that is read, when it is to be found out which ones are. */
  private note: ((place: number) => void) | null = null;

  constructor(lowered: Lowered, from: number) {
    this.lowered = lowered;
    this.from = from;
    this.count = lowered.values.length;
    this.adjointIn = new Uint8Array(this.count);
    this.valueLocal = new Int32Array(this.count).fill(NONE);
    this.adjointLocal = new Int32Array(this.count).fill(NONE);
    this.imports = new RowImports(lowered);
  }

  /** A function for each stretch, forward and back, then one that runs the program and one that differentiates it too. */
  module(pages: number, stretches: readonly Stretch[]): Uint8Array<ArrayBuffer> {
    const { constantCount, start } = this.lowered;
    this.adjointIn[this.from] = IS_ONE;
    const forward = stretches.map((stretch) =>
      this.body(stretch, () =>
        this.forward(stretch, (place) => stretch.isStored[place - stretch.first] === 1),
      ),
    );
    const back = [...stretches].reverse().map((stretch) =>
      this.body(stretch, () => {
        if (stretch.isFused) {
          this.forward(
            stretch,
            (place) => stretch.isKept[place - stretch.first] === 1,
            (place) => stretch.isNeeded[place - stretch.first] === 1,
          );
        }
        this.back(stretch);
        this.storeAdjoints();
      }),
    );
    const call = (first: number, isCalled: (stretch: Stretch) => boolean) => {
      stretches.forEach((stretch, i) => {
        if (isCalled(stretch)) this.code.call(this.imports.calls.length + first + i);
      });
    };
    const nothing = { first: 0, end: 0 };
    const forwardAll = this.body(nothing, () => call(0, () => true));
    const both = this.body(nothing, () => {
      call(0, (stretch) => !stretch.isFused);
      call(stretches.length, () => true);
      // What is yet to be stored: the adjoints of leaves that nothing flowed to, or 1 alone.
      for (let place = constantCount; place < start; place++) {
        if (this.adjointIn[place] === IN_MEMORY) continue;
        this.code.storeBegin();
        this.adjoint(place);
        this.code.store(this.count + place);
      }
    });
    const bodies = [...forward, ...back, forwardAll, both];
    return moduleOf(pages, this.imports.types, bodies, {
      forward: bodies.length - 2,
      both: bodies.length - 1,
    });
  }

  valuesReadForward(i: number, note: (place: number) => void): void {
    this.listen(note, () => this.operation(i));
  }

  valuesReadBack(i: number, note: (place: number) => void): void {
    this.listen(note, () => this.flowsOf(i, this.lowered.start + i));
  }

  private listen(note: (place: number) => void, write: () => void): void {
    this.note = note;
    write();
    this.note = null;
    this.code = new Bytes();
    this.forgetLocals();
  }

  private body({ first, end }: { first: number; end: number }, write: () => void): Body {
    this.code = new Bytes();
    this.firstOwn = first;
    this.endOwn = end;
    this.hasCalls = this.lowered.codes
      .subarray(Math.max(0, first - this.lowered.start), Math.max(0, end - this.lowered.start))
      .some((code) => code > NEG && rows[code] !== undefined);
    this.forgetLocals();
    write();
    return { localCount: this.localCount, instructions: this.code };
  }

  private forgetLocals(): void {
    for (const place of this.known) {
      this.valueLocal[place] = NONE;
      this.adjointLocal[place] = NONE;
    }
    this.known = [];
    this.localCount = 0;
  }

  private newLocal(place: number): number {
    this.known.push(place);
    return this.localCount++;
  }

  private forward(
    { first, end }: Stretch,
    isStored: (place: number) => boolean,
    isComputed: (place: number) => boolean = () => true,
  ): void {
    for (let place = first; place < end; place++) {
      if (!isComputed(place)) continue;
      const stores = isStored(place);
      if (stores) this.code.storeBegin();
      this.operation(place - this.lowered.start);
      const local = this.newLocal(place);
      this.valueLocal[place] = local;
      this.code.local(stores ? LOCAL_TEE : LOCAL_SET, local);
      if (stores) this.code.store(place);
    }
  }

  /** Puts the result of an operation on the stack. */
  private operation(i: number): void {
    const { codes, first, second, third, factors, lists } = this.lowered;
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
      const arity = rows[code]!.arity;
      const pick = pickOfTwo(this.lowered, i);
      if (pick !== null) {
        this.value(lists[a]!);
        this.value(lists[a + 1]!);
        this.code.byte(pick);
        return;
      }
      if (arity === "list") {
        // The row reads its operands from the memory.
        for (let k = a; k < a + b; k++) this.note?.(lists[k]!);
        this.code.index(i);
      } else {
        this.value(a);
        if (arity === 2) this.value(b);
      }
      this.code.call(this.imports.value(code));
    }
  }

  private back({ first, end }: Stretch): void {
    for (let place = end - 1; place >= first; place--) {
      // Where it is nowhere, nothing flows, whatever the numbers are.
      if (this.adjointIn[place] !== NOWHERE) this.flowsOf(place - this.lowered.start, place);
    }
  }

  /** Stores what this function knows of the adjoints of others' places. */
  private storeAdjoints(): void {
    for (const place of new Set(this.known)) {
      if (this.adjointLocal[place] === NONE || this.isOwn(place)) continue;
      this.code.storeBegin();
      this.code.local(LOCAL_GET, this.adjointLocal[place]!);
      this.code.store(this.count + place);
      this.adjointIn[place] = IN_MEMORY;
    }
  }

  private flowsOf(i: number, place: number): void {
    const { codes, first, second, third, factors } = this.lowered;
    const code = codes[i]!;
    const [a, b] = [first[i]!, second[i]!];
    const isOne = this.adjointIn[place] === IS_ONE;
    const follow = (rules: readonly InLineFlow[], operands: readonly number[], isSubtracted = false) => {
      const parts: RuleOperands = {
        adjoint: () => this.adjoint(place),
        operand: (which) => this.value(operands[which]!),
        result: () => this.value(place),
        isAdjointOne: isOne,
      };
      rules.forEach(({ rule, isNegative }, which) => {
        if (rule.kind === "adjoint" && !isNegative) this.pass(operands[which]!, place);
        else
          this.flow(operands[which]!, () => writeRule(rule, parts, this.code), isNegative !== isSubtracted);
      });
    };
    switch (code) {
      case ADD_PRODUCT:
      case SUB_PRODUCT:
        this.pass(third[i]!, place);
        follow(flowsOfProduct(), [a, b], code === SUB_PRODUCT);
        break;
      case ADD_PRODUCTS:
        this.pass(third[i]!, place);
        for (let k = b - 2; k >= a; k -= 2) follow(flowsOfProduct(), [factors[k]!, factors[k + 1]!]);
        break;
      case IDENTITY:
        this.pass(a, place);
        break;
      default: {
        const rules = inLine(code);
        if (rules === null) this.flowsOfRow(i, place, code);
        else follow(rules, [a, b]);
      }
    }
  }

  /** The adjoint of a place flows to an operand as it is. */
  private pass(operand: number, place: number): void {
    if (this.adjointIn[place] === IS_ONE && this.adjointIn[operand] === NOWHERE)
      this.adjointIn[operand] = IS_ONE;
    else this.flow(operand, () => this.adjoint(place));
  }

  private flowsOfRow(i: number, place: number, code: number): void {
    const { first, second, lists } = this.lowered;
    const [a, b] = [first[i]!, second[i]!];
    const arity = rows[code]!.arity;
    if (pickOfTwo(this.lowered, i) !== null) {
      const operands = [lists[a]!, lists[a + 1]!] as const;
      operands.forEach((operand, which) => {
        this.flow(operand, () => {
          this.adjoint(place);
          this.value(operand);
          this.value(operands[1 - which]!);
          this.value(place);
          this.code.call(this.imports.pick);
        });
      });
      return;
    }
    if (arity === "list") {
      let isFirst = true;
      this.note?.(place);
      for (let k = a; k < a + b; k++) this.note?.(lists[k]!);
      for (let which = 0; which < b; which++) {
        this.flow(lists[a + which]!, () => {
          this.code.index(i);
          this.code.index(isFirst ? -1 - which : which);
          isFirst = false;
          this.adjoint(place);
          this.code.call(this.imports.flow(code));
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
        this.code.call(this.imports.flow(code, which));
      });
    });
  }

  /** Adds what `write` puts on the stack to the adjoint of a place, or takes it away. */
  private flow(place: number, write: () => void, isNegative = false): void {
    if (place < this.lowered.constantCount) return;
    if (this.note !== null) {
      write();
      return;
    }
    const isInMemory = this.hasCalls && !this.isOwn(place);
    if (isInMemory) this.code.storeBegin();
    if (this.adjointIn[place] === NOWHERE) {
      write();
      if (isNegative) this.code.byte(F64_NEG);
    } else {
      if (this.adjointIn[place] === IN_MEMORY && isInMemory) this.code.load(this.count + place);
      else this.adjoint(place);
      write();
      this.code.byte(isNegative ? F64_SUB : F64_ADD);
    }
    if (isInMemory) {
      this.code.store(this.count + place);
      this.adjointIn[place] = IN_MEMORY;
      return;
    }
    this.adjointLocal[place] =
      this.adjointLocal[place] === NONE ? this.newLocal(place) : this.adjointLocal[place]!;
    this.code.local(LOCAL_SET, this.adjointLocal[place]!);
    this.adjointIn[place] = IN_LOCAL;
  }

  /** Puts the adjoint of a place on the stack. */
  private adjoint(place: number): void {
    if (this.adjointIn[place] === NOWHERE || this.adjointIn[place] === IS_ONE) {
      this.code.number(this.adjointIn[place] === IS_ONE ? 1 : 0);
    } else if (this.adjointLocal[place] === NONE) {
      this.code.load(this.count + place);
      this.adjointLocal[place] = this.newLocal(place);
      this.code.local(LOCAL_TEE, this.adjointLocal[place]!);
      this.adjointIn[place] = IN_LOCAL;
    } else {
      this.code.local(LOCAL_GET, this.adjointLocal[place]!);
    }
  }

  private isOwn(place: number): boolean {
    return place >= this.firstOwn && place < this.endOwn;
  }

  /** Puts the value of a place on the stack. */
  private value(place: number): void {
    this.note?.(place);
    if (place < this.lowered.constantCount) {
      this.code.number(this.lowered.values[place]!);
    } else if (this.valueLocal[place] === NONE) {
      this.code.load(place);
      this.valueLocal[place] = this.newLocal(place);
      this.code.local(LOCAL_TEE, this.valueLocal[place]!);
    } else {
      this.code.local(LOCAL_GET, this.valueLocal[place]!);
    }
  }
}
