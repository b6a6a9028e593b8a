/**
 * The routine: a marked function and its points, over the modules that it stands in. The first of the two seams of
 * the pipeline.
 *
 *     lowering ── routine ──▶ evaluation
 *
 * Whoever runs it knows nothing of TypeScript's syntax tree. It keeps the structure of the source (loops, branches,
 * names, positions), because besides being run it is printed and explained. Names are resolved: a variable is a slot
 * of its function, a captured one or a module's one. What a function holds is lowered when somebody first asks.
 *
 * A new language construct is one more member of `Expression`, `Statement` or `Pattern`, one entry in
 * `lowering/` that makes it and one in `evaluation/interpreter/` that runs it.
 */

import type { Finding, Place, Span } from "./finding.js";
import type { ModuleCode } from "./routine/modules.js";

export type * from "./routine/modules.js";

export interface Routine {
  /** The module of the marked function. */
  module: ModuleCode;
  /** The marked function. */
  entry: FunctionCode;
  /** The marked function's name in the module: where findings about the whole function stand. */
  name: Span;
  points: PointCode[];
  /** Names of the parameters to differentiate with respect to; null for every one that holds numbers. */
  wrt: string[] | null;
  /** The highest order asked for, at least 1. */
  order: number;
  /** The class that the marked function is a method of: what a point gives as `this = { … }` becomes an instance of it. */
  owner?: { class: Variable; isStatic: boolean };
  /** Functions whose derivative the marked one says to be; absent where it says nothing. */
  claims?: ClaimCode[];
}

/** `@derivativeOf f wrt x`: the function `entry` says that it computes this derivative. */
export interface ClaimCode extends Span {
  /** The other function's name as written. */
  name: string;
  /** The other function. Its parameters are plain names, as those of `entry`. */
  function: FunctionCode;
  /** Which value of the other function each parameter of `entry` gets; `this` may be among them. */
  arguments: { parameter: string; from: string }[];
  /** Parameters of the other function, or single inputs of it such as `p[0]`; null for every one that holds numbers. */
  wrt: string[] | null;
  /** Values for the other function's parameters. */
  points: PointCode[];
}

/** One `@at` line: an expression for every parameter it names, and for `this` of a method. */
export interface PointCode extends Span {
  /** The module that the point's text stands in: `--at` on the command line. */
  module: string;
  /** The module in whose scope its expressions are. */
  scope: string;
  /** What it says, as written. */
  text: string;
  /** `value` is a function without parameters that gives the value. */
  values: { parameter: string; value: FunctionCode; span: Span }[];
}

export type SiteKind = "parameter" | "assign" | "read" | "return" | "loop";

/** A place whose values the interpreter notes as it runs past: `MarkedCode.sites` by index, `site` in the nodes. */
export interface Site extends Span {
  /** The function that it stands in, to which its span is relative. */
  code: { start: number };
  kind: SiteKind;
  /** Name of the variable, or of the loop's keyword; empty for a return. */
  name: string;
}

/**
 * A function. What a call runs (`parameters`, `locals`, `body`) is lowered when it is first asked for. Spans inside
 * are relative to `start`, which is the present place of the function in its module: an edit elsewhere moves it,
 * and nothing else.
 */
export interface FunctionCode extends Span {
  /** As written, or "" for a nameless function. */
  readonly name: string;
  /** The module that it stands in; see `Place`. */
  readonly module: string;
  /** How many parameters stand before the first with a default value and the rest parameter. */
  readonly length: number;
  /** Where a new closure finds each variable that it captures: `captured` references of the body index this list. */
  readonly captures: readonly ({ from: "local"; index: number } | { from: "captured"; index: number })[];
  /** Arrow functions take `this` from outside. */
  readonly isArrow: boolean;
  /** `new` can be used with it: a `function` that is neither arrow, method nor generator, or a class's constructor. */
  readonly isConstructor: boolean;
  /** `function*`: a call gives an iterator, and the body runs as values are asked for. */
  readonly isGenerator: boolean;
  /** Strict code: `this` is what the call gives, and writes that cannot be done are errors. */
  readonly isStrict: boolean;
  readonly parameters: readonly ParameterCode[];
  /** Slots of a call's frame. Parameters' names have slots here as well. */
  readonly locals: readonly LocalVariable[];
  readonly body: readonly Statement[];
  /** Grows when its text is edited and the function stays what it was in all else. */
  readonly version: number;
  /** The marked function that it is, or is written in: whose sites it has; null for any other. */
  readonly marked: MarkedCode | null;
}

/** What belongs to a marked function and the functions written in it, and grows as they are lowered. */
export interface MarkedCode {
  /** Places whose values are worth showing. */
  sites: Site[];
  /** What stands in it and cannot be run: each finding's place is relative to its function. */
  unsupported: { code: { module: string; start: number }; finding: Finding }[];
}

/** A constant or function of a function around a nested marked one, evaluated when it is first read. */
export interface OuterCode {
  name: string;
  /** Gives its value. */
  code: FunctionCode;
}

export interface ParameterCode extends Span {
  pattern: Pattern;
  defaultValue: Expression | null;
  isRest: boolean;
}

export interface LocalVariable {
  name: string;
  /** Captured by a closure: the slot holds a cell that the closure shares. */
  isCaptured: boolean;
  /** A parameter of sloppy code that is one with an element of `arguments`, which captures it as well. */
  isMapped?: true;
}

/** A resolved name. */
export type Variable =
  | { scope: "local"; index: number; name: string }
  | { scope: "captured"; index: number; name: string }
  /** Of the module that the function stands in. */
  | { scope: "module"; index: number; name: string }
  | { scope: "outer"; outer: OuterCode; name: string }
  /** Declared nowhere: a property of the global object, which sloppy code makes by assigning to it. */
  | { scope: "global"; name: string };

/** A slot of the running function. */
export type LocalReference = Extract<Variable, { scope: "local" }>;

export type UnaryOperator = "-" | "+" | "!" | "~" | "typeof" | "void";
export type BinaryOperator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "%"
  | "**"
  | "<"
  | "<="
  | ">"
  | ">="
  | "=="
  | "!="
  | "==="
  | "!=="
  | "&"
  | "|"
  | "^"
  | "<<"
  | ">>"
  | ">>>"
  | "in"
  | "instanceof";
export type LogicalOperator = "&&" | "||" | "??";

export type Expression = Span &
  (
    | { kind: "number"; value: number }
    | { kind: "string"; value: string }
    | { kind: "boolean"; value: boolean }
    | { kind: "null" }
    | { kind: "undefined" }
    | { kind: "regularExpression"; source: string; flags: string }
    /** A name that no module declares: `Math`, `Number`, `Array`, `console`, …; what is not known is a finding when it is reached. */
    | { kind: "intrinsic"; name: string }
    | { kind: "read"; variable: Variable; site?: number }
    | { kind: "this" }
    | { kind: "template"; strings: string[]; expressions: Expression[] }
    /** null is a hole. */
    | { kind: "array"; elements: (Expression | Spread | null)[] }
    | { kind: "object"; properties: (PropertyCode | AccessorCode | Spread)[] }
    | { kind: "function"; function: FunctionCode }
    | { kind: "unary"; operator: UnaryOperator; operand: Expression }
    | { kind: "binary"; operator: BinaryOperator; left: Expression; right: Expression }
    | { kind: "logical"; operator: LogicalOperator; left: Expression; right: Expression }
    /** A long `a + b + c …`, from left to right, as generated code has it: flat, so that its length needs no stack. */
    | { kind: "chain"; first: Expression; links: ChainLink[] }
    | { kind: "conditional"; condition: Expression; whenTrue: Expression; whenFalse: Expression }
    /** `operator` is null for a plain `=`; only then may the target be an array or object pattern. */
    | {
        kind: "assign";
        operator: BinaryOperator | LogicalOperator | null;
        target: Pattern;
        value: Expression;
      }
    | { kind: "update"; operator: "++" | "--"; isPrefix: boolean; target: Pattern }
    | { kind: "member"; object: Expression; property: Expression; isOptional: boolean }
    /** A callee of kind "member" gives the call its `this`. */
    | { kind: "call"; callee: Expression; arguments: (Expression | Spread)[]; isOptional: boolean }
    | { kind: "new"; callee: Expression; arguments: (Expression | Spread)[] }
    /** Where `?.` inside stops: the whole is undefined. */
    | { kind: "optionalChain"; expression: Expression }
    | { kind: "sequence"; expressions: Expression[] }
    | { kind: "class"; class: ClassCode }
    /** `super(…)`. */
    | { kind: "superCall"; arguments: (Expression | Spread)[] }
    /** `super.m`: looked up beyond the object that the method belongs to, read and called for `this`. */
    | { kind: "superMember"; property: Expression }
    /** `object.#x`. `name` is unlike that of every other class's `#x`. */
    | { kind: "privateMember"; object: Expression; name: string; isOptional: boolean }
    /** `#x in object`. */
    | { kind: "privateIn"; name: string; object: Expression }
    | { kind: "newTarget" }
    | { kind: "arguments" }
    | { kind: "delete"; object: Expression; property: Expression; isOptional: boolean }
    /** `cooked` is null where an escape has no meaning. A tag of kind "member" gives the call its `this`. */
    | {
        kind: "taggedTemplate";
        tag: Expression;
        cooked: (string | null)[];
        raw: string[];
        expressions: Expression[];
      }
    | { kind: "enum"; own: LocalReference; members: EnumMemberCode[] }
    /** `yield` and, where `isDelegate`, `yield*`. */
    | { kind: "yield"; value: Expression | null; isDelegate: boolean }
    /** The finding that is raised when the run reaches this. */
    | { kind: "unsupported"; finding: Finding }
  );

/** `… operator right`; the span is that of the chain up to here. */
export type ChainLink = Span & { operator: BinaryOperator | LogicalOperator; right: Expression };

export type Spread = Span & { kind: "spread"; expression: Expression };

/** A method knows the object that it belongs to, for `super.m`. */
export type PropertyCode = Span & { kind: "property"; key: Expression; value: Expression; isMethod?: true };

export type AccessorCode = Span & { kind: "getter" | "setter"; key: Expression; function: FunctionCode };

/** A class. Its functions, field values and static blocks are all methods of it: their `this` is the instance or the class. */
export interface ClassCode {
  name: string;
  /** The class's name inside the class, for a class that has one. */
  own: LocalReference | null;
  /** What stands after `extends`. */
  base: Expression | null;
  /** Its constructor; where none is written, one that only calls `super(…)`. */
  constructorFunction: FunctionCode;
  /** In the order of the text. */
  members: ClassMember[];
}

export type ClassMember = Span & { isStatic: boolean } & (
    | { kind: "method" | "getter" | "setter"; key: ClassKey; function: FunctionCode }
    /** `value` is the function that computes the value; null for a field without one. */
    | { kind: "field"; key: ClassKey; value: FunctionCode | null }
    | { kind: "staticBlock"; function: FunctionCode }
  );

export type ClassKey = Expression | (Span & { kind: "private"; name: string });

/** A member without value is one more than the member before. */
export interface EnumMemberCode extends Span {
  key: Expression;
  /** The member under its name alone, as the values of later members may read it. */
  variable: LocalReference;
  value: Expression | null;
}

export type Statement = Span &
  (
    | { kind: "expression"; expression: Expression }
    /** A declaration without initialiser gives undefined, except `var`, which leaves the value and is not here. */
    | { kind: "declare"; pattern: Pattern; value: Expression | null }
    /** value null: a bare `return`. */
    | { kind: "return"; value: Expression | null; site?: number }
    /** `fresh`: slots that start anew, uninitialised, each time the block is entered. Functions are hoisted. */
    | { kind: "block"; fresh: number[]; functions: HoistedFunction[]; body: Statement[] }
    | { kind: "if"; condition: Expression; whenTrue: Statement; whenFalse: Statement | null }
    | { kind: "while"; condition: Expression; body: Statement; label: string | null; site?: number }
    | { kind: "doWhile"; body: Statement; condition: Expression; label: string | null; site?: number }
    /** `perIteration`: captured slots that are copied to a new cell at each turn (`let` in the head of a `for`). */
    | {
        kind: "for";
        initial: Statement | null;
        condition: Expression | null;
        update: Expression | null;
        body: Statement;
        fresh: number[];
        perIteration: number[];
        label: string | null;
        site?: number;
      }
    | {
        kind: "forOf";
        target: Pattern;
        iterable: Expression;
        body: Statement;
        fresh: number[];
        label: string | null;
        site?: number;
      }
    /** Over the keys of an object and of its prototypes. */
    | {
        kind: "forIn";
        target: Pattern;
        object: Expression;
        body: Statement;
        fresh: number[];
        label: string | null;
        site?: number;
      }
    | { kind: "try"; block: Statement; handler: HandlerCode | null; finalizer: Statement | null }
    | {
        kind: "switch";
        subject: Expression;
        cases: SwitchCase[];
        fresh: number[];
        functions: HoistedFunction[];
        label: string | null;
      }
    | { kind: "break"; label: string | null }
    | { kind: "continue"; label: string | null }
    /** A labelled statement that is no loop. */
    | { kind: "labelled"; label: string; body: Statement }
    | { kind: "throw"; value: Expression }
    | { kind: "unsupported"; finding: Finding }
  );

/** `catch (parameter) { body }`; `fresh` are the slots of the parameter. */
export interface HandlerCode {
  fresh: number[];
  parameter: Pattern | null;
  body: Statement;
}

/** A function declaration: the variable is set to the closure when its block is entered. */
export interface HoistedFunction {
  variable: Variable;
  function: FunctionCode;
}

/** test null: `default`. */
export interface SwitchCase {
  test: Expression | null;
  body: Statement[];
}

export type Pattern = Span &
  (
    | { kind: "name"; variable: Variable; isConstant: boolean; site?: number }
    /** Only in assignments. */
    | { kind: "member"; object: Expression; property: Expression }
    /** Only in assignments. */
    | { kind: "privateMember"; object: Expression; name: string }
    | { kind: "arrayPattern"; elements: (PatternElement | null)[]; rest: Pattern | null }
    | { kind: "objectPattern"; properties: (PatternElement & { key: Expression })[]; rest: Pattern | null }
    | { kind: "unsupported"; finding: Finding }
  );

export interface PatternElement {
  pattern: Pattern;
  defaultValue: Expression | null;
}

/** Where a node of a function lies at present. */
export function placeOf({ module, start }: { module: string; start: number }, span: Span): Place {
  return { module, start: start + span.start, end: start + span.end };
}
