/** The codes of operations in a graph. Those of the table of primitives follow after the ones named here. */

/** A variable, or an input that a transform made. */
export const LEAF = 0;
/** A copy of another node: how an input of a nested transform stays tied to the scalar that was passed in. */
export const IDENTITY = 1;
/** A call with a derivative of its author's; its first operand numbers the call, its second counts the operands. */
export const CUSTOM_CALL = 2;
/** One of the outputs of a custom call: the call's node, and which output. */
export const CUSTOM_OUTPUT = 3;

/** The operations that the sweeps have in line have fixed codes: arithmetic, lists, and what most programs do besides. */
export const ADD = 8;
export const SUB = 9;
export const MUL = 10;
export const DIV = 11;
export const NEG = 12;
export const SUM = 13;
export const DOT = 14;
export const EXP = 15;

/** Codes from here on are given in the order in which the rows are defined. */
export const FIRST_FREE_CODE = 16;
