/**
 * The prototypes of the standard library: each is filled once from the tables of methods and shared by all runs,
 * so programs can read them but not change them.
 */

import { MapValue, SetValue } from "../objects/collections.js";
import { isScalar } from "../objects/conversions.js";
import {
  arrayPrototype,
  booleanPrototype,
  bufferPrototype,
  errorPrototype,
  functionPrototype,
  generatorPrototype,
  iteratorPrototype,
  mapPrototype,
  numberPrototype,
  ObjectValue,
  objectPrototype,
  RecordValue,
  regularExpressionPrototype,
  SymbolValue,
  setPrototype,
  stringPrototype,
  symbolPrototype,
  typedArrayPrototype,
  weakMapPrototype,
  weakSetPrototype,
  wellKnownSymbols,
} from "../objects/objects.js";
import { typedArrayPrototypes } from "../objects/typedArrays.js";
import { NativeFunction, type Value } from "../objects/values.js";
import { arrayMethods } from "./arrays.js";
import { booleanMethods } from "./booleans.js";
import { methodsOfCollection } from "./collections.js";
import { errorConstructors, errorMethods } from "./errors.js";
import { closureMethods } from "./functions.js";
import { generatorMethods } from "./generators.js";
import { intrinsics } from "./intrinsics.js";
import { iteratorMethods, iteratorOf } from "./iterators.js";
import { elementsOf } from "./natives.js";
import { numberMethods } from "./numbers.js";
import { objectMethods } from "./objects.js";
import { lastIndex, regularExpressionMethods } from "./regularExpressions.js";
import { stringMethods } from "./strings.js";
import { symbolMethods } from "./symbols.js";
import { bufferMethods, typedArrayMethods } from "./typedArrays.js";

type Methods = ReadonlyMap<string, Value>;

/** The first object that a value's properties are looked up in beyond its own. */
export function prototypeOf(value: Value): ObjectValue | null {
  if (value instanceof ObjectValue) return value.prototype;
  if (isScalar(value)) return numberPrototype;
  if (typeof value === "string") return stringPrototype;
  if (typeof value === "boolean") return booleanPrototype;
  if (value instanceof SymbolValue) return symbolPrototype;
  return null;
}

function fill(prototype: RecordValue, methods: Methods, maker: Value): void {
  for (const [name, method] of methods) prototype.defineHidden(name, method);
  if (maker instanceof NativeFunction) {
    prototype.defineHidden("constructor", maker);
    maker.defineHidden("prototype", prototype);
  }
  prototype.isFrozen = true;
}

function iterable(prototype: RecordValue, methods: Methods, name: string): void {
  prototype.defineHidden(wellKnownSymbols.iterator, methods.get(name));
}

let isFilled = false;

/** The tables depend on each other in a circle, so they are put together when the first run begins. */
export function fillPrototypes(): void {
  if (isFilled) return;
  isFilled = true;
  const named = (name: string) => intrinsics.get(name);
  iterable(arrayPrototype, arrayMethods, "values");
  fill(arrayPrototype, arrayMethods, named("Array"));
  fill(objectPrototype, objectMethods, named("Object"));
  fill(functionPrototype, closureMethods, named("Function"));
  fill(numberPrototype, numberMethods, named("Number"));
  fill(booleanPrototype, booleanMethods, named("Boolean"));
  fill(symbolPrototype, symbolMethods, named("Symbol"));
  const characters = new NativeFunction("String.prototype[Symbol.iterator]", (_parameters, call) =>
    iteratorOf(elementsOf(call.thisValue, call)[Symbol.iterator](), call),
  );
  stringPrototype.defineHidden(wellKnownSymbols.iterator, characters);
  fill(stringPrototype, stringMethods, named("String"));
  iterable(typedArrayPrototype, typedArrayMethods, "values");
  fill(typedArrayPrototype, typedArrayMethods, undefined);
  const collections = [
    { name: "Map", prototype: mapPrototype, example: new MapValue(), inTurn: "entries" },
    { name: "Set", prototype: setPrototype, example: new SetValue(), inTurn: "values" },
    { name: "WeakMap", prototype: weakMapPrototype, example: new MapValue(true), inTurn: null },
    { name: "WeakSet", prototype: weakSetPrototype, example: new SetValue(true), inTurn: null },
  ];
  for (const { name, prototype, example, inTurn } of collections) {
    const methods = methodsOfCollection(example);
    if (inTurn !== null) iterable(prototype, methods, inTurn);
    fill(prototype, methods, named(name));
  }
  regularExpressionPrototype.defineAccessor("lastIndex", { get: lastIndex, set: lastIndex });
  regularExpressionPrototype.made().hidden.add("lastIndex");
  fill(regularExpressionPrototype, regularExpressionMethods, named("RegExp"));
  fill(bufferPrototype, bufferMethods, named("ArrayBuffer"));
  for (const [kind, prototype] of typedArrayPrototypes) fill(prototype, new Map(), named(kind));
  fillIterators();
  fillErrors();
}

function fillIterators(): void {
  const itself = new NativeFunction("[Symbol.iterator]", (_parameters, call) => call.thisValue);
  iteratorPrototype.defineHidden(wellKnownSymbols.iterator, itself);
  fill(iteratorPrototype, iteratorMethods, undefined);
  fill(generatorPrototype, generatorMethods, undefined);
}

/** Every kind of error has a prototype of its own, which carries its name. */
function fillErrors(): void {
  for (const [name, maker] of errorConstructors) {
    const prototype = errorPrototypeOf(name);
    prototype.defineHidden("name", name);
    prototype.defineHidden("message", "");
    fill(prototype, name === "Error" ? errorMethods : new Map(), maker);
  }
}

const errorPrototypes = new Map<string, RecordValue>([["Error", errorPrototype]]);

export function errorPrototypeOf(name: string): RecordValue {
  const known = errorPrototypes.get(name);
  if (known !== undefined) return known;
  const made = new RecordValue(errorPrototype);
  errorPrototypes.set(name, made);
  return made;
}
