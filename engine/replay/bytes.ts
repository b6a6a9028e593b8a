/** The bytes of a WebAssembly module, as far as the replay needs them. The numbers are those of the core specification. */

import { ADD, DIV, MUL, SUB } from "../graph/codes.js";

export const LOCAL_GET = 0x20;
export const LOCAL_SET = 0x21;
export const LOCAL_TEE = 0x22;
export const BLOCK = 0x02;
export const LOOP = 0x03;
export const BR = 0x0c;
export const BR_IF = 0x0d;
export const DROP = 0x1a;
export const I32_LT_U = 0x49;
export const I32_GE_U = 0x4f;
export const I32_ADD = 0x6a;
export const F64_NEG = 0x9a;
export const F64_ADD = 0xa0;
export const F64_SUB = 0xa1;
export const F64_MUL = 0xa2;
export const F64_DIV = 0xa3;
export const F64_MIN = 0xa4;
export const F64_MAX = 0xa5;

/** What computes the operations of arithmetic, by their codes. */
export const ARITHMETIC: { [code: number]: number } = {
  [ADD]: F64_ADD,
  [SUB]: F64_SUB,
  [MUL]: F64_MUL,
  [DIV]: F64_DIV,
};

const F64 = 0x7c;
const I32 = 0x7f;
/** A block that takes nothing and gives nothing. */
const NO_TYPE = 0x40;
const BR_TABLE = 0x0e;
const I32_LOAD = 0x28;
const F64_LOAD = 0x2b;
const F64_STORE = 0x39;
const I32_CONST = 0x41;
const F64_CONST = 0x44;
const CALL = 0x10;
const END = 0x0b;
/** Numbers are aligned to 2³ bytes, indices to 2². */
const ALIGNMENT = 3;
const INDEX_ALIGNMENT = 2;

/** The types of functions: what they take, all giving one number, but for the first, which gives nothing. */
const ACTION = 0;
/** Of as many numbers as the type says. */
export type OfNumbers = 1 | 2 | 3 | 4;
export const OF_INDEX = 5;
export const OF_INDEX_AND_NUMBER = 6;
const TYPES = [[], [F64], [F64, F64], [F64, F64, F64], [F64, F64, F64, F64], [I32], [I32, I32, F64]];

export class Bytes {
  private content = new Uint8Array(1024);
  length = 0;
  private readonly view = new DataView(new ArrayBuffer(8));

  byte(value: number): void {
    if (this.length === this.content.length) {
      const larger = new Uint8Array(this.length * 2);
      larger.set(this.content);
      this.content = larger;
    }
    this.content[this.length++] = value;
  }

  /** An unsigned number in groups of seven bits. */
  unsigned(value: number): void {
    while (value > 127) {
      this.byte((value & 127) | 128);
      value >>>= 7;
    }
    this.byte(value);
  }

  text(text: string): void {
    this.unsigned(text.length);
    for (let i = 0; i < text.length; i++) this.byte(text.charCodeAt(i));
  }

  /** Other bytes, their length before them. */
  block(bytes: Bytes): void {
    this.unsigned(bytes.length);
    this.append(bytes);
  }

  append(bytes: Bytes): void {
    for (let i = 0; i < bytes.length; i++) this.byte(bytes.content[i]!);
  }

  section(id: number, fill: (bytes: Bytes) => void): void {
    const bytes = new Bytes();
    fill(bytes);
    this.byte(id);
    this.block(bytes);
  }

  local(instruction: number, index: number): void {
    this.byte(instruction);
    this.unsigned(index);
  }

  number(value: number): void {
    this.byte(F64_CONST);
    this.view.setFloat64(0, value, true);
    for (let i = 0; i < 8; i++) this.byte(this.view.getUint8(i));
  }

  /** A small index. */
  index(value: number): void {
    this.byte(I32_CONST);
    // Signed: one bit of the last group is the sign.
    while (value > 63 || value < -64) {
      this.byte((value & 127) | 128);
      value >>= 7;
    }
    this.byte(value & 127);
  }

  /** Before a value that `store` is to put somewhere. */
  storeBegin(): void {
    this.index(0);
  }

  store(place: number): void {
    this.storeAt(place * 8);
  }

  load(place: number): void {
    this.index(0);
    this.loadAt(place * 8);
  }

  /** Stores a number so many bytes behind the address below it on the stack. */
  storeAt(offset: number): void {
    this.byte(F64_STORE);
    this.byte(ALIGNMENT);
    this.unsigned(offset);
  }

  /** Loads the number so many bytes behind the address on the stack. */
  loadAt(offset: number): void {
    this.byte(F64_LOAD);
    this.byte(ALIGNMENT);
    this.unsigned(offset);
  }

  /** Loads the index so many bytes behind the address on the stack. */
  loadIndexAt(offset: number): void {
    this.byte(I32_LOAD);
    this.byte(INDEX_ALIGNMENT);
    this.unsigned(offset);
  }

  /** Opens a block or a loop. */
  open(instruction: number): void {
    this.byte(instruction);
    this.byte(NO_TYPE);
  }

  close(): void {
    this.byte(END);
  }

  /** Leaves as many of the open blocks as the index on the stack says; all so many for a greater one. */
  branchTable(count: number): void {
    this.byte(BR_TABLE);
    this.unsigned(count);
    for (let depth = 0; depth <= count; depth++) this.unsigned(depth);
  }

  call(index: number): void {
    this.byte(CALL);
    this.unsigned(index);
  }

  finished(): Uint8Array<ArrayBuffer> {
    return this.content.slice(0, this.length);
  }
}

/** A function of a module: how many numbers and indices it keeps in locals, the numbers first, and its instructions. */
export interface Body {
  localCount: number;
  indexCount?: number;
  instructions: Bytes;
}

/** A module with a memory and functions from outside, all from one namespace by their index, and functions of its own. */
export function moduleOf(
  pages: number,
  importTypes: readonly number[],
  bodies: readonly Body[],
  exported: { [name: string]: number },
): Uint8Array<ArrayBuffer> {
  const module = new Bytes();
  for (const byte of [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]) module.byte(byte);
  module.section(1, (types) => {
    types.unsigned(TYPES.length);
    TYPES.forEach((parameters, type) => {
      types.byte(0x60);
      types.unsigned(parameters.length);
      for (const parameter of parameters) types.byte(parameter);
      types.unsigned(type === ACTION ? 0 : 1);
      if (type !== ACTION) types.byte(F64);
    });
  });
  module.section(2, (imports) => {
    imports.unsigned(importTypes.length + 1);
    imports.text("");
    imports.text("memory");
    imports.byte(2);
    imports.byte(0);
    imports.unsigned(pages);
    importTypes.forEach((type, i) => {
      imports.text("");
      imports.text(String(i));
      imports.byte(0);
      imports.unsigned(type);
    });
  });
  module.section(3, (functions) => {
    functions.unsigned(bodies.length);
    for (const _ of bodies) functions.unsigned(ACTION);
  });
  module.section(7, (exports) => {
    const names = Object.keys(exported);
    exports.unsigned(names.length);
    for (const name of names) {
      exports.text(name);
      exports.byte(0);
      exports.unsigned(importTypes.length + exported[name]!);
    }
  });
  module.section(10, (code) => {
    code.unsigned(bodies.length);
    for (const { localCount, indexCount = 0, instructions } of bodies) {
      const body = new Bytes();
      body.unsigned(2);
      body.unsigned(localCount);
      body.byte(F64);
      body.unsigned(indexCount);
      body.byte(I32);
      body.append(instructions);
      body.byte(END);
      code.block(body);
    }
  });
  return module.finished();
}
