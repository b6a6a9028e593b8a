/** Symbols of the program, and those that the language itself looks for. */

/** A symbol of the program. Each is itself only. */
export class SymbolValue {
  readonly description: string;
  constructor(description: string) {
    this.description = description;
  }
}

export const wellKnownSymbols = {
  iterator: new SymbolValue("Symbol.iterator"),
  asyncIterator: new SymbolValue("Symbol.asyncIterator"),
  hasInstance: new SymbolValue("Symbol.hasInstance"),
  toPrimitive: new SymbolValue("Symbol.toPrimitive"),
  toStringTag: new SymbolValue("Symbol.toStringTag"),
  species: new SymbolValue("Symbol.species"),
  isConcatSpreadable: new SymbolValue("Symbol.isConcatSpreadable"),
  dispose: new SymbolValue("Symbol.dispose"),
} as const;
