/** Functions of the program, and the constructors of its classes. */

import type { Span } from "../../../finding.js";
import type { FunctionCode } from "../../../routine.js";
import type { Frame } from "../evaluator/frame.js";
import type { ModuleVariables } from "../evaluator/moduleVariables.js";
import type { Callable } from "../evaluator/program.js";
import type { Cell } from "./cells.js";
import { FunctionValue } from "./functions.js";
import type { ObjectValue } from "./objects.js";
import { type Accessor, absent, type PropertyKey } from "./properties.js";
import { generatorPrototype, objectPrototype } from "./prototypes.js";
import { RecordValue } from "./records.js";
import type { Value } from "./values.js";

/** A function of the program, a class's constructor included. */
export class Closure extends FunctionValue {
  readonly code: FunctionCode;
  /** The same, with what it was compiled to. */
  readonly callable: Callable;
  /** Where the variables of its module are. */
  readonly environment: ModuleVariables;
  readonly captured: Cell[];
  /** The call that an arrow function takes `this`, `super` and `arguments` from; null for every other function. */
  readonly lexical: Frame | null;
  /** Where `super.m` begins to look: the prototype of this. */
  home: ObjectValue | null = null;
  /** What a class's constructor does to a new instance; null for a function that is no class. */
  classOf: ClassValue | null = null;
  constructor(callable: Callable, environment: ModuleVariables, captured: Cell[], lexical: Frame | null) {
    super();
    this.code = callable.code;
    this.callable = callable;
    this.environment = environment;
    this.captured = captured;
    this.lexical = lexical;
  }
  get name(): string {
    return this.code.name;
  }
  get length(): number {
    return this.code.length;
  }
  override findOwn(key: PropertyKey): Value | Accessor | typeof absent {
    const found = super.findOwn(key);
    if (found !== absent) return found;
    const { isConstructor, isGenerator } = this.code;
    if (key !== "prototype" || (!isConstructor && !isGenerator)) return absent;
    const prototype = new RecordValue(isGenerator ? generatorPrototype : objectPrototype);
    if (isConstructor) prototype.defineHidden("constructor", this);
    // It counts as made together with the function: that somebody asks for it changes nothing.
    prototype.born = this.born;
    this.names().set("prototype", prototype);
    this.made().hidden.add("prototype");
    return prototype;
  }
}

/** What `new` with a class does beside running its constructor. */
export interface ClassValue {
  /** `extends` stands in its head: its constructor gets `this` from `super(…)`. */
  isDerived: boolean;
  /** Adds private methods and fields to a new instance. */
  initialise(instance: ObjectValue, frame: Frame, span: Span): void;
}
