/** What `import * as name` gives: the exports of a module, sorted, as they are at the moment, for reading only. */

import type { PlainValue } from "../../../report.js";
import { type Cell, uninitialised } from "./cells.js";
import { ObjectValue, type Part, type Shower } from "./objects.js";
import { memberPath } from "./paths.js";
import { absent, type PropertyKey } from "./properties.js";
import type { MemberSite } from "./sites.js";
import { wellKnownSymbols } from "./symbols.js";
import type { UnknownValue } from "./unknown.js";
import type { Value } from "./values.js";

export class NamespaceValue extends ObjectValue {
  readonly #find: () => ReadonlyMap<string, Cell>;
  #found: ReadonlyMap<string, Cell> | null = null;
  readonly #others: () => UnknownValue | null;
  /**
   * @param find gives the cells of the exports by name; asked once, when somebody first looks
   * @param others what any other name is, where not all names are known
   */
  constructor(find: () => ReadonlyMap<string, Cell>, others: () => UnknownValue | null = () => null) {
    super(null);
    this.#find = find;
    this.#others = others;
    this.seal();
  }

  get #exports(): ReadonlyMap<string, Cell> {
    this.#found ??= this.#find();
    return this.#found;
  }

  /** What is exported under a name; `absent` where nothing is, or its declaration has not run. */
  get(name: string): Value | typeof absent {
    const value = this.#exports.get(name)?.value;
    return value === uninitialised || (value === undefined && !this.#exports.has(name)) ? absent : value;
  }

  override special(key: Value, site?: MemberSite): Value | typeof absent {
    if (typeof key !== "string") return absent;
    if (!this.#exports.has(key)) return this.#others() ?? absent;
    const value = this.get(key);
    if (value !== absent || site === undefined) return value;
    return site.fail(`\`${key}\` is read before its declaration has run.`, "ReferenceError");
  }
  override hasSpecial(key: Value): boolean {
    return typeof key === "string" && this.#exports.has(key);
  }
  override setSpecial(key: Value, _value: Value, _site: MemberSite): string {
    const shown = typeof key === "string" ? `\`${key}\`` : "This";
    return `${shown} belongs to a module and can only be assigned inside it.`;
  }
  override findOwn(key: PropertyKey): Value | typeof absent {
    if (typeof key === "string") return this.#exports.has(key) ? this.get(key) : (this.#others() ?? absent);
    return key === wellKnownSymbols.toStringTag ? "Module" : absent;
  }
  override hasOwn(key: PropertyKey): boolean {
    return typeof key === "string" ? this.#exports.has(key) : this.findOwn(key) !== absent;
  }
  override ownKeys(): string[] {
    return [...this.#exports.keys()].sort();
  }
  override isEnumerable(key: PropertyKey): boolean {
    return typeof key === "string";
  }

  override describe(): string {
    return "a module";
  }
  override tag(): string {
    return "Module";
  }
  override *parts(): Generator<Part> {
    for (const key of this.ownKeys()) {
      const value = this.get(key);
      if (value !== absent) yield { path: memberPath(key), value };
    }
  }
  override toPlain({ goesOn, show }: Shower): PlainValue {
    const entries: [string, PlainValue][] = [];
    for (const key of this.ownKeys()) {
      if (!goesOn()) break;
      const value = this.get(key);
      entries.push([key, value === absent ? undefined : show(value)]);
    }
    return Object.fromEntries(entries);
  }
}
