/** Classes: making them, their instances' fields, private names, and `super`. */

import type { ClassCode, ClassKey, ClassMember, Expression, Variable } from "../../../routine.js";
import { describe, propertyKeyOf } from "../objects/conversions.js";
import { lookUp, type MemberSite, resultOf } from "../objects/members.js";
import { absent, ObjectValue, objectPrototype, privateLabel } from "../objects/objects.js";
import {
  Accessor,
  Cell,
  type ClassValue,
  type Closure,
  type Frame,
  isFunction,
  type PropertyKey,
  RecordValue,
  uninitialised,
  type Value,
} from "../objects/values.js";
import { type Context, compileExpression, type Run } from "./compile.js";
import { siteOf } from "./sites.js";

type Node = Extract<Expression, { kind: "class" }>;

/** A field or private method that each instance gets. */
type Initialiser = (instance: ObjectValue, frame: Frame) => void;

export function compileClass(node: Node, context: Context): Run {
  const code = node.class;
  const base = code.base === null ? null : compileExpression(code.base, context);
  const members = code.members.map((member) => compileMember(member, context));
  const own = code.own === null ? null : compileOwnName(code.own, context);
  const { program, machine } = context;
  return (frame) => {
    own?.begin(frame);
    const parent = base === null ? undefined : base(frame);
    const prototype = prototypeOfClass(parent, code, context, frame, node);
    const closure = program.closure(code.constructorFunction, frame);
    if (parent instanceof ObjectValue) closure.prototype = parent;
    closure.home = prototype;
    closure.defineHidden("prototype", prototype);
    prototype.defineHidden("constructor", closure);
    machine.spendElements(code.members.length + 1, frame, node);

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
function compileOwnName(own: Variable, { locals }: Context) {
  const { index } = own;
  const isCaptured = locals[index]!.isCaptured;
  return {
    begin(frame: Frame): void {
      frame.slots[index] = isCaptured ? new Cell(uninitialised) : uninitialised;
    },
    end(frame: Frame, value: Value): void {
      if (isCaptured) (frame.slots[index] as Cell).value = value;
      else frame.slots[index] = value;
    },
  };
}

function prototypeOfClass(
  parent: Value,
  code: ClassCode,
  context: Context,
  frame: Frame,
  node: Node,
): RecordValue {
  if (code.base === null) return new RecordValue(objectPrototype);
  if (parent === null) return new RecordValue(null);
  const prototype = isFunction(parent) ? parent.findOwn("prototype") : absent;
  if (prototype instanceof ObjectValue) return new RecordValue(prototype);
  const message = `${code.name || "This class"} extends ${describe(parent)}, which is no class.`;
  return siteOf(context, frame, node).fail(message);
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
  const { program } = context;
  const functionOf = (index: number, home: ObjectValue, frame: Frame): Closure => {
    const closure = program.closure(index, frame);
    closure.home = home;
    return closure;
  };
  if (member.kind === "staticBlock") {
    return ({ closure, later }, frame) => {
      const block = functionOf(member.function, closure, frame);
      later.push(() => program.call(block, closure, [], frame, member));
    };
  }
  const keyOf = compileKey(member.key, context);
  if (member.kind === "field") {
    const { value } = member;
    return ({ closure, prototype, fields, later }, frame) => {
      const key = keyOf(frame);
      const compute = value === null ? null : functionOf(value, member.isStatic ? closure : prototype, frame);
      const add: Initialiser = (instance, caller) => {
        const result = compute === null ? undefined : program.call(compute, instance, [], caller, member);
        context.machine.spendElements(1, caller, member);
        if (typeof key === "object" && "name" in key) {
          instance.made().privates.set(key.name, result);
        } else {
          instance.define(key, result);
        }
      };
      if (member.isStatic) later.push(() => add(closure, frame));
      else fields.push(add);
    };
  }
  const { kind } = member;
  return ({ closure, prototype, privates }, frame) => {
    const home = member.isStatic ? closure : prototype;
    const method = functionOf(member.function, home, frame);
    const key = keyOf(frame);
    if (typeof key !== "object" || !("name" in key)) {
      if (kind === "method") home.defineHidden(key, method);
      else {
        home.defineAccessor(key, kind === "getter" ? { get: method } : { set: method });
        home.made().hidden.add(key);
      }
      return;
    }
    const add: Initialiser = (instance) => {
      const made = instance.made();
      if (kind === "method") made.privates.set(key.name, method);
      else addPrivateAccessor(instance, key.name, kind, method);
    };
    if (member.isStatic) add(closure, frame);
    else privates.push(add);
  };
}

function addPrivateAccessor(
  instance: ObjectValue,
  name: string,
  kind: "getter" | "setter",
  method: Closure,
): void {
  const { privateAccessors } = instance.made();
  const known = privateAccessors.get(name);
  const get = kind === "getter" ? method : known?.get;
  const set = kind === "setter" ? method : known?.set;
  privateAccessors.set(name, new Accessor(get, set));
}

/** A key, evaluated once when the class is made; a private one is its name. */
function compileKey(key: ClassKey, context: Context): (frame: Frame) => PropertyKey | { name: string } {
  if (key.kind === "private") return () => key;
  const run = compileExpression(key, context);
  return (frame) => propertyKeyOf(run(frame), siteOf(context, frame, key));
}

/** `object.#x`. */
export function getPrivate(object: Value, name: string, site: MemberSite): Value {
  const unusual = object instanceof ObjectValue ? object.unusual : null;
  const accessor = unusual?.privateAccessors.get(name);
  if (accessor !== undefined) return resultOf(accessor, object, site);
  if (unusual?.privates.has(name) === true) return unusual.privates.get(name);
  return site.fail(`${describe(object)} has no ${privateLabel(name)}: it is not an instance of the class.`);
}

/** `object.#x = value`. */
export function setPrivate(object: Value, name: string, value: Value, site: MemberSite): void {
  const unusual = object instanceof ObjectValue ? object.unusual : null;
  const accessor = unusual?.privateAccessors.get(name);
  if (accessor !== undefined) {
    if (accessor.set === undefined) site.fail(`${privateLabel(name)} has a getter and no setter.`);
    site.call(accessor.set, object, [value]);
    return;
  }
  if (unusual?.privates.has(name) !== true) {
    site.fail(`${describe(object)} has no ${privateLabel(name)}: it is not an instance of the class.`);
  }
  unusual.privates.set(name, value);
}

/** `#x in object`. */
export function hasPrivate(object: Value, name: string): boolean {
  const unusual = object instanceof ObjectValue ? object.unusual : null;
  return unusual !== null && (unusual.privates.has(name) || unusual.privateAccessors.has(name));
}

/** `super.key`: looked up beyond the object that the running method belongs to. */
export function getSuper(key: Value, frame: Frame, site: MemberSite): Value {
  const home = frame.thisFrame.callee?.home ?? null;
  if (home === null) return site.unsupported("`super` stands outside a method here.");
  const found = lookUp(home.prototype, propertyKeyOf(key, site));
  return found === absent ? undefined : resultOf(found, frame.thisFrame.thisValue, site);
}
