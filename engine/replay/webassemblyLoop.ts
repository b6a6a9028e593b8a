/**
 * Generated WebAssembly for programs too long to be unrolled: the loop of `runForward` and `runBackward` over the
 * operations, without the checks that each access to a typed array has. It does the same arithmetic in the same
 * order, so that it gives the same numbers to the last bit.
 *
 *     memory   values | adjoints | operations, four indices each: kind, first, second, third | factors
 *
 * Operands are addresses of values; the adjoint of a place stands a fixed distance behind its value.
 */

import { ADD, DIV, IDENTITY, MUL, NEG, SUB } from "../graph/codes.js";
import { rows } from "../primitives/primitive.js";
import {
  ARITHMETIC,
  BLOCK,
  type Body,
  BR,
  BR_IF,
  Bytes,
  DROP,
  F64_ADD,
  F64_MUL,
  F64_NEG,
  F64_SUB,
  I32_ADD,
  I32_GE_U,
  I32_LT_U,
  LOCAL_GET,
  LOCAL_SET,
  LOOP,
  moduleOf,
  OF_INDEX,
  OF_INDEX_AND_NUMBER,
} from "./bytes.js";
import {
  ADD_PRODUCT,
  ADD_PRODUCTS,
  flowOfRow,
  type Lowered,
  type Runner,
  SUB_PRODUCT,
  valueOfRow,
} from "./lowered.js";
import { type InLineFlow, inLineFlowsOf, type RuleOperands, writeRule } from "./ruleWriter.js";
import { instantiate, moveInto, PAGE } from "./webassemblyHost.js";

/** The kinds of operations; all that are not in line are rows of the table of primitives, called from here. */
const KINDS = [ADD_PRODUCTS, ADD_PRODUCT, SUB_PRODUCT, MUL, ADD, SUB, DIV, NEG, IDENTITY];
const ROW = KINDS.length;

/** An operation has four indices of four bytes. */
const OPERATION_BYTES = 16;
const [FIRST, SECOND, THIRD] = [4, 8, 12];

/** Beyond this, addresses would not fit. */
const MOST_BYTES = 2 ** 31;

// The locals of both functions: numbers first.
const NUMBER = 0;
const OPERATION = 1;
const RESULT = 2;
const FACTOR = 3;
const LEFT = 4;
const RIGHT = 5;
const NUMBERS = 1;
const INDICES = 5;

/**
 * Compiles the loop for a lowered program, and moves its arrays into the memory of the module.
 * @param from the place whose adjoint is 1: the result of an operation
 * @returns null where there is no WebAssembly
 */
export function compileLoop(lowered: Lowered, from: number): Runner | null {
  const count = lowered.values.length;
  const operations = 16 * count;
  const factors = operations + OPERATION_BYTES * lowered.codes.length;
  const bytes = factors + 4 * lowered.factors.length;
  if (bytes > MOST_BYTES) return null;
  const writer = new LoopWriter(lowered, from, operations);
  const imports = [
    (i: number) => valueOfRow(lowered, i),
    (i: number, _: number, g: number) => {
      flowOfRow(lowered, i, g);
      return 0;
    },
  ];
  const pages = Math.ceil(bytes / PAGE);
  const instance = instantiate(
    pages,
    moduleOf(pages, [OF_INDEX, OF_INDEX_AND_NUMBER], [writer.forward(), writer.back()], {
      forward: 0,
      back: 1,
    }),
    imports,
  );
  if (instance === null) return null;
  const { buffer, exports } = instance;
  moveInto(lowered, buffer);
  writeOperations(lowered, new Int32Array(buffer, operations), factors);
  const forward = exports.forward!;
  return {
    forward,
    givesValues: true,
    forwardAndBack: () => {
      forward();
      lowered.adjoints.fill(0);
      lowered.adjoints[from] = 1;
      exports.back!();
    },
  };
}

function writeOperations(lowered: Lowered, memory: Int32Array, factorsAt: number): void {
  const { codes, first, second, third, factors } = lowered;
  for (let i = 0; i < codes.length; i++) {
    const found = KINDS.indexOf(codes[i]!);
    const kind = found < 0 ? ROW : found;
    const hasFactors = codes[i] === ADD_PRODUCTS;
    const operand = (index: number) => (hasFactors ? factorsAt + 4 * index : 8 * index);
    memory[4 * i] = kind;
    memory[4 * i + 1] = kind === ROW ? i : operand(first[i]!);
    memory[4 * i + 2] = operand(second[i]!);
    memory[4 * i + 3] = 8 * third[i]!;
  }
  for (let k = 0; k < factors.length; k++) memory[4 * codes.length + k] = 8 * factors[k]!;
}

/** The flows of the arithmetic that is in line. */
function flowsOf(code: number): InLineFlow[] {
  return inLineFlowsOf(rows[code]!.partials())!;
}

class LoopWriter {
  private code = new Bytes();
  private readonly lowered: Lowered;
  private readonly from: number;
  private readonly operations: number;
  /** How far behind its value the adjoint of a place stands. */
  private readonly adjoint: number;

  constructor(lowered: Lowered, from: number, operations: number) {
    this.lowered = lowered;
    this.from = from;
    this.operations = operations;
    this.adjoint = 8 * lowered.values.length;
  }

  /** From the first operation to the last: the value of each. */
  forward(): Body {
    const { start, codes } = this.lowered;
    return this.loop(this.operations, 8 * start, 1, this.operations + OPERATION_BYTES * codes.length, () => {
      this.choose((kind) => this.valueOf(kind));
      this.get(RESULT);
      this.get(NUMBER);
      this.code.storeAt(0);
    });
  }

  /** From the operation of the result back to the first: what flows to the operands of each. */
  back(): Body {
    const last = this.operations + OPERATION_BYTES * (this.from - this.lowered.start);
    return this.loop(last, 8 * this.from, -1, this.operations, () => {
      this.get(RESULT);
      this.code.loadAt(this.adjoint);
      this.set(NUMBER);
      this.choose((kind) => this.flowsOf(kind));
    });
  }

  /** A function that goes through operations, one after the other, as long as there is one. */
  private loop(operation: number, result: number, step: 1 | -1, end: number, write: () => void): Body {
    this.code = new Bytes();
    this.setIndex(OPERATION, operation);
    this.setIndex(RESULT, result);
    this.code.open(LOOP);
    write();
    this.advance(OPERATION, step * OPERATION_BYTES);
    this.advance(RESULT, step * 8);
    this.get(OPERATION);
    this.code.index(end);
    this.code.byte(step > 0 ? I32_LT_U : I32_GE_U);
    this.code.local(BR_IF, 0);
    this.code.close();
    return { localCount: NUMBERS, indexCount: INDICES, instructions: this.code };
  }

  /** What is to be done for an operation, by its kind. */
  private choose(write: (kind: number) => void): void {
    for (let kind = 0; kind <= ROW + 1; kind++) this.code.open(BLOCK);
    this.get(OPERATION);
    this.code.loadIndexAt(0);
    this.code.branchTable(ROW + 1);
    for (let kind = 0; kind <= ROW; kind++) {
      this.code.close();
      write(kind);
      this.code.local(BR, ROW - kind);
    }
    this.code.close();
  }

  private valueOf(kind: number): void {
    switch (KINDS[kind]) {
      case undefined:
        this.operand(FIRST);
        this.code.call(0);
        break;
      case ADD_PRODUCTS:
        this.value(THIRD);
        this.set(NUMBER);
        this.eachProduct(1, () => {
          this.get(NUMBER);
          this.get(LEFT);
          this.code.loadAt(0);
          this.get(RIGHT);
          this.code.loadAt(0);
          this.code.byte(F64_MUL);
          this.code.byte(F64_ADD);
          this.set(NUMBER);
        });
        return;
      case ADD_PRODUCT:
      case SUB_PRODUCT:
        this.value(THIRD);
        this.value(FIRST);
        this.value(SECOND);
        this.code.byte(F64_MUL);
        this.code.byte(KINDS[kind] === ADD_PRODUCT ? F64_ADD : F64_SUB);
        break;
      case NEG:
        this.value(FIRST);
        this.code.byte(F64_NEG);
        break;
      case IDENTITY:
        this.value(FIRST);
        break;
      default:
        this.value(FIRST);
        this.value(SECOND);
        this.code.byte(ARITHMETIC[KINDS[kind]!]!);
    }
    this.set(NUMBER);
  }

  private flowsOf(kind: number): void {
    const code = KINDS[kind];
    switch (code) {
      case undefined:
        this.operand(FIRST);
        this.code.index(0);
        this.get(NUMBER);
        this.code.call(1);
        this.code.byte(DROP);
        break;
      case ADD_PRODUCTS:
        this.flow(THIRD, () => this.get(NUMBER));
        this.eachProduct(-1, () => this.flowsToFactors());
        break;
      case ADD_PRODUCT:
      case SUB_PRODUCT:
        this.flow(THIRD, () => this.get(NUMBER));
        this.follow(MUL, code === SUB_PRODUCT);
        break;
      case IDENTITY:
        this.flow(FIRST, () => this.get(NUMBER));
        break;
      default:
        this.follow(code, false);
    }
  }

  /** The flows of a row, or of one that is part of a sum or a difference. */
  private follow(code: number, isSubtracted: boolean): void {
    const parts = this.parts((which) => this.value(which === 0 ? FIRST : SECOND));
    flowsOf(code).forEach(({ rule, isNegative }, which) => {
      this.flow(
        which === 0 ? FIRST : SECOND,
        () => writeRule(rule, parts, this.code),
        isNegative !== isSubtracted,
      );
    });
  }

  private parts(operand: (which: number) => void): RuleOperands {
    return {
      adjoint: () => this.get(NUMBER),
      operand,
      result: () => {
        this.get(RESULT);
        this.code.loadAt(0);
      },
      isAdjointOne: false,
    };
  }

  /** Goes through the factors of a sum of products, from the first pair on or from the last one back. */
  private eachProduct(step: 1 | -1, write: () => void): void {
    this.operand(step > 0 ? FIRST : SECOND);
    this.set(FACTOR);
    this.code.open(LOOP);
    if (step < 0) this.advance(FACTOR, -8);
    for (const [local, offset] of [
      [LEFT, 0],
      [RIGHT, 4],
    ] as const) {
      this.get(FACTOR);
      this.code.loadIndexAt(offset);
      this.set(local);
    }
    write();
    if (step > 0) this.advance(FACTOR, 8);
    // The one end is found in the operation again: it is in the cache, and a local less is worth more.
    if (step > 0) {
      this.get(FACTOR);
      this.operand(SECOND);
    } else {
      this.operand(FIRST);
      this.get(FACTOR);
    }
    this.code.byte(I32_LT_U);
    this.code.local(BR_IF, 0);
    this.code.close();
  }

  /** Adds what `write` puts on the stack to the adjoint of an operand, or takes it away. */
  private flow(operand: number, write: () => void, isNegative = false): void {
    this.operand(operand);
    this.operand(operand);
    this.code.loadAt(this.adjoint);
    write();
    this.code.byte(isNegative ? F64_SUB : F64_ADD);
    this.code.storeAt(this.adjoint);
  }

  private flowsToFactors(): void {
    const factors = [LEFT, RIGHT];
    const parts = this.parts((which) => {
      this.get(factors[which]!);
      this.code.loadAt(0);
    });
    flowsOf(MUL).forEach(({ rule }, which) => {
      this.get(factors[which]!);
      this.get(factors[which]!);
      this.code.loadAt(this.adjoint);
      writeRule(rule, parts, this.code);
      this.code.byte(F64_ADD);
      this.code.storeAt(this.adjoint);
    });
  }

  /** Puts one of the indices of the operation on the stack. */
  private operand(which: number): void {
    this.get(OPERATION);
    this.code.loadIndexAt(which);
  }

  private value(which: number): void {
    this.operand(which);
    this.code.loadAt(0);
  }

  private advance(local: number, bytes: number): void {
    this.get(local);
    this.code.index(bytes);
    this.code.byte(I32_ADD);
    this.set(local);
  }

  private setIndex(local: number, value: number): void {
    this.code.index(value);
    this.set(local);
  }

  private get(local: number): void {
    this.code.local(LOCAL_GET, local);
  }

  private set(local: number): void {
    this.code.local(LOCAL_SET, local);
  }
}
