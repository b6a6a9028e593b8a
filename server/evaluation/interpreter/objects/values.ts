/**
 * The interpreter's own values. Nothing of the host is among them: arrays, records and functions of the
 * interpreted program are classes of this folder, so that no property name (`constructor`, `__proto__`) leads
 * outside. Each kind of object is a file; here is what all of them together are.
 *
 * A number is a plain `number`, or a `Recorded` of the engine where it depends on an input.
 */

import type { Scalar } from "nested-tape";
import type { ObjectValue } from "./objects.js";
import type { SymbolValue } from "./symbols.js";

export type Value = Scalar | string | boolean | null | undefined | SymbolValue | ObjectValue;

export type { Recorded, Scalar } from "nested-tape";
export { ArgumentsValue, ParameterCell } from "./argumentsObjects.js";
export { ArrayValue } from "./arrays.js";
export { BufferValue } from "./buffers.js";
export { Cell, uninitialised } from "./cells.js";
export { type ClassValue, Closure } from "./closures.js";
export { DataViewValue } from "./dataViews.js";
export { ErrorValue } from "./errors.js";
export { FunctionValue, isFunction } from "./functions.js";
export { IteratorValue } from "./iterators.js";
export { MapValue } from "./maps.js";
export { NamespaceValue } from "./namespaces.js";
export { BoundFunction, type NativeCall, NativeFunction } from "./natives.js";
export { ObjectValue } from "./objects.js";
export { Accessor, absent, type PropertyKey } from "./properties.js";
export { RecordValue } from "./records.js";
export { RegularExpressionValue } from "./regularExpressions.js";
export { SetValue } from "./sets.js";
export type { ErrorName } from "./sites.js";
export { SymbolValue, wellKnownSymbols } from "./symbols.js";
export { emptyTypedArray, TypedArrayValue } from "./typedArrays.js";
export { UnknownValue } from "./unknown.js";
export { FinalizationRegistryValue, WeakRefValue } from "./weakReferences.js";
export { WrapperValue } from "./wrappers.js";
