/** Fills the prototypes of the standard library from the tables of methods. */

import {
  arrayPrototype,
  booleanPrototype,
  bufferPrototype,
  dataViewPrototype,
  finalizationRegistryPrototype,
  functionPrototype,
  generatorPrototype,
  iteratorPrototype,
  mapPrototype,
  numberPrototype,
  regularExpressionPrototype,
  setPrototype,
  stringPrototype,
  symbolPrototype,
  typedArrayPrototype,
  weakMapPrototype,
  weakRefPrototype,
  weakSetPrototype,
} from "../objects/prototypes.js";
import { objectPrototype } from "../objects/records.js";
import { typedArrayPrototypes } from "../objects/typedArrays.js";
import { NativeFunction, type RecordValue, type Value, wellKnownSymbols } from "../objects/values.js";
import { arrayMethods } from "./arrays.js";
import { booleanMethods } from "./booleans.js";
import { mapMethods, setMethods, weakMapMethods, weakSetMethods } from "./collections.js";
import { dataViewMethods } from "./dataViews.js";
import { errorConstructors, errorMethods, errorPrototypeOf } from "./errors.js";
import { closureMethods } from "./functions.js";
import { generatorMethods } from "./generators.js";
import { intrinsics } from "./intrinsics.js";
import { iteratorMethods, iteratorOf } from "./iterators.js";
import { elementsOf } from "./natives.js";
import { numberMethods } from "./numbers.js";
import { objectMethods } from "./objects.js";
import { readLastIndex, regularExpressionMethods, writeLastIndex } from "./regularExpressions.js";
import { stringMethods } from "./strings.js";
import { symbolMethods } from "./symbols.js";
import { bufferMethods, typedArrayMethods } from "./typedArrays.js";
import { finalizationRegistryMethods, weakRefMethods } from "./weakReferences.js";

type Methods = ReadonlyMap<string, Value>;

function fill(prototype: RecordValue, methods: Methods, maker: Value): void {
  for (const [name, method] of methods) prototype.defineHidden(name, method);
  if (maker instanceof NativeFunction) {
    prototype.defineHidden("constructor", maker);
    maker.defineHidden("prototype", prototype);
    maker.setAttributes("prototype", { isReadOnly: true, isFixed: true });
  }
}

function iterable(prototype: RecordValue, methods: Methods, name: string): void {
  prototype.defineHidden(wellKnownSymbols.iterator, methods.get(name));
}

export function fillPrototypes(): void {
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
    { name: "Map", prototype: mapPrototype, methods: mapMethods, inTurn: "entries" },
    { name: "Set", prototype: setPrototype, methods: setMethods, inTurn: "values" },
    { name: "WeakMap", prototype: weakMapPrototype, methods: weakMapMethods, inTurn: null },
    { name: "WeakSet", prototype: weakSetPrototype, methods: weakSetMethods, inTurn: null },
  ];
  for (const { name, prototype, methods, inTurn } of collections) {
    if (inTurn !== null) iterable(prototype, methods, inTurn);
    fill(prototype, methods, named(name));
  }
  regularExpressionPrototype.defineAccessor("lastIndex", { get: readLastIndex, set: writeLastIndex });
  regularExpressionPrototype.setAttributes("lastIndex", { isHidden: true });
  fill(regularExpressionPrototype, regularExpressionMethods, named("RegExp"));
  fill(bufferPrototype, bufferMethods, named("ArrayBuffer"));
  fill(dataViewPrototype, dataViewMethods, named("DataView"));
  fill(weakRefPrototype, weakRefMethods, named("WeakRef"));
  fill(finalizationRegistryPrototype, finalizationRegistryMethods, named("FinalizationRegistry"));
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
