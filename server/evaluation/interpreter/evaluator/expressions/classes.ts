/** Classes: making them, and their instances' fields and private methods. */

import type { ClassCode, ClassKey, ClassMember, LocalReference } from "../../../../routine.js";
import { describe, propertyKeyOf } from "../../objects/conversions.js";
import { objectPrototype } from "../../objects/records.js";
import {
  absent,
  Cell,
  type ClassValue,
  type Closure,
  isFunction,
  ObjectValue,
  type PropertyKey,
  RecordValue,
  UnknownValue,
  uninitialised,
  type Value,
} from "../../objects/values.js";
import { call, Site } from "../calls.js";
import { type Context, callableOf, compileExpression, type ExpressionOf, type Run } from "../context.js";
import type { Frame } from "../frame.js";
import { closureOf } from "../frames.js";
import type { Callable } from "../program.js";

type Node = ExpressionOf<"class">;

/** A field or private method that each instance gets. */
type Initialiser = (instance: ObjectValue, frame: Frame) => void;

export function compileClass(node: Node, context: Context): Run {
  const code = node.class;
  const base = code.base === null ? null : compileExpression(code.base, context);
  const members = code.members.map((member) => compileMember(member, context));
  const own = code.own === null ? null : compileOwnName(code.own, context);
  const constructorCallable = callableOf(code.constructorFunction, context);
  return (frame) => {
    own?.begin(frame);
    const parent = base === null ? undefined : base(frame);
    const prototype = prototypeOfClass(parent, code, frame, node);
    const closure = closureOf(constructorCallable, frame);
    if (parent instanceof ObjectValue) closure.setPrototype(parent);
    closure.home = prototype;
    closure.defineHidden("prototype", prototype);
    prototype.defineHidden("constructor", closure);
    frame.machine.spendElements(code.members.length + 1, frame, node);

    const fields: Initialiser[] = [];
    const privates: Initialiser[] = [];
    const later: (() => void)[] = [];
    for (const member of members) member({ closure, prototype, fields, privates, later }, frame);
    closure.classOf = classValue(base !== null, privates, fields);
    own?.end(frame, closure);
    for (const run of later) run();
    return closure;
  };
}

/** The class's own name inside it: a slot that is new each time that the class is made. */
function compileOwnName(own: LocalReference, { locals }: Context) {
  const { index } = own;
  const isCaptured = locals[index]!.isCaptured;
  return {
    begin(frame: Frame): void {
      frame.slots[index] = isCaptured ? new Cell(uninitialised) : uninitialised;
    },
    end(frame: Frame, value: Value): void {
      if (isCaptured) (frame.slots[index] as Cell).set(value);
      else frame.slots[index] = value;
    },
  };
}

function prototypeOfClass(parent: Value, code: ClassCode, frame: Frame, node: Node): RecordValue {
  if (code.base === null) return new RecordValue(objectPrototype);
  if (parent === null) return new RecordValue(null);
  // What stands in the class itself is known all the same.
  if (parent instanceof UnknownValue) return new RecordValue(parent.derived());
  const prototype = isFunction(parent) ? parent.findOwn("prototype") : absent;
  if (prototype instanceof ObjectValue) return new RecordValue(prototype);
  const message = `${code.name || "This class"} extends ${describe(parent)}, which is no class.`;
  return new Site(frame, node).fail(message);
}

function classValue(isDerived: boolean, privates: Initialiser[], fields: Initialiser[]): ClassValue {
  return {
    isDerived,
    initialise(instance, frame) {
      for (const add of privates) add(instance, frame);
      for (const add of fields) add(instance, frame);
    },
  };
}

/** What a class is made of while its members are added. */
interface ClassInTheMaking {
  closure: Closure;
  prototype: RecordValue;
  fields: Initialiser[];
  privates: Initialiser[];
  /** Static fields and blocks, which run when all methods are there. */
  later: (() => void)[];
}

type AddMember = (made: ClassInTheMaking, frame: Frame) => void;

function compileMember(member: ClassMember, context: Context): AddMember {
  if (member.kind === "staticBlock") {
    const callable = callableOf(member.function, context);
    return ({ closure, later }, frame) => {
      const block = methodOf(callable, closure, frame);
      later.push(() => call(block, closure, [], frame, member));
    };
  }
  const keyOf = compileKey(member.key, context);
  if (member.kind === "field") {
    const value = member.value === null ? null : callableOf(member.value, context);
    return ({ closure, prototype, fields, later }, frame) => {
      const key = keyOf(frame);
      const compute = value === null ? null : methodOf(value, member.isStatic ? closure : prototype, frame);
      const add: Initialiser = (instance, caller) => {
        const result = compute === null ? undefined : call(compute, instance, [], caller, member);
        caller.machine.spendElements(1, caller, member);
        if (typeof key === "object" && "name" in key) {
          instance.setPrivate(key.name, result);
        } else {
          instance.define(key, result);
        }
      };
      if (member.isStatic) later.push(() => add(closure, frame));
      else fields.push(add);
    };
  }
  const { kind } = member;
  const callable = callableOf(member.function, context);
  return ({ closure, prototype, privates }, frame) => {
    const home = member.isStatic ? closure : prototype;
    const method = methodOf(callable, home, frame);
    const key = keyOf(frame);
    if (typeof key !== "object" || !("name" in key)) {
      if (kind === "method") home.defineHidden(key, method);
      else {
        home.defineAccessor(key, kind === "getter" ? { get: method } : { set: method });
        home.setAttributes(key, { isHidden: true });
      }
      return;
    }
    const add: Initialiser = (instance) => {
      if (kind === "method") instance.setPrivate(key.name, method);
      else instance.definePrivateAccessor(key.name, kind === "getter" ? { get: method } : { set: method });
    };
    if (member.isStatic) add(closure, frame);
    else privates.push(add);
  };
}

function methodOf(callable: Callable, home: ObjectValue, frame: Frame): Closure {
  const closure = closureOf(callable, frame);
  closure.home = home;
  return closure;
}

/** A key, evaluated once when the class is made; a private one is its name. */
function compileKey(key: ClassKey, context: Context): (frame: Frame) => PropertyKey | { name: string } {
  if (key.kind === "private") return () => key;
  const run = compileExpression(key, context);
  return (frame) => propertyKeyOf(run(frame), new Site(frame, key));
}
