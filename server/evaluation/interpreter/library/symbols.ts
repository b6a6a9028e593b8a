/** `Symbol`, the symbols that the language looks for, and the methods of symbols. */

import { describe, textOf } from "../objects/conversions.js";
import { joinTexts, lookUpKey, type Meter } from "../objects/metering.js";
import {
  type NativeCall,
  NativeFunction,
  SymbolValue,
  type Value,
  wellKnownSymbols,
} from "../objects/values.js";
import { unwrapped } from "../objects/wrappers.js";
import { pureNatives } from "./natives.js";

/** `Symbol.for("a")` is the same symbol everywhere; a symbol carries no state, so that all runs can share them. */
const registered = new Map<string, SymbolValue>();
/** More names than any program has use for, and more characters in them. */
const mostRegistered = 10_000;
const mostCharacters = 1_000_000;
let characters = 0;

/** What `String(symbol)` gives. */
export function symbolText({ description }: SymbolValue, meter: Meter): string {
  return joinTexts("Symbol(", `${description})`, meter);
}

function register(name: string): SymbolValue {
  const known = registered.get(name);
  if (known !== undefined) return known;
  characters += name.length;
  if (registered.size >= mostRegistered || characters > mostCharacters) {
    registered.clear();
    characters = name.length;
  }
  const made = new SymbolValue(name);
  registered.set(name, made);
  return made;
}

export const symbolFunction = new NativeFunction(
  "Symbol",
  ([description], call) => new SymbolValue(description === undefined ? "" : textOf(description, call)),
  {
    members: new Map<string, Value>([
      ...Object.entries(wellKnownSymbols),
      ...pureNatives("Symbol.", {
        for: ([key], call) => {
          const name = textOf(key, call);
          lookUpKey(name, call);
          return register(name);
        },
        keyFor: ([symbol], call) => {
          if (!(symbol instanceof SymbolValue)) return undefined;
          lookUpKey(symbol.description, call);
          return registered.get(symbol.description) === symbol ? symbol.description : undefined;
        },
      }),
    ]),
  },
);

function own(call: NativeCall): SymbolValue {
  const symbol = unwrapped(call.thisValue);
  return symbol instanceof SymbolValue ? symbol : call.fail(`${describe(call.thisValue)} is no symbol.`);
}

export const symbolMethods = pureNatives("Symbol.prototype.", {
  toString: (_values: Value[], call: NativeCall) => symbolText(own(call), call),
  valueOf: (_values: Value[], call: NativeCall) => own(call),
});
