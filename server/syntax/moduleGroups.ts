/**
 * Which top-level statements of a module belong to which of its names: those that give them their value and those
 * that change it. What is reached runs with its group, in the order of the text; the rest of the module need not.
 *
 *     const table = [];                                   // ┐
 *     for (let i = 0; i < 9; i++) table.push(i * i);      // ┘ the group of `table`
 *     const scale = 3;                                    // a group of its own: evaluated alone
 */

import { unwrap } from "./functions.js";
import { type Effects, effectsOf, exportsName, moduleName, rootOf } from "./moduleEffects.js";
import { type Binding, bindingsOf, namesIn } from "./scopes.js";
import { ts } from "./typescript.js";

/** A statement of a module, or one declaration of a variable statement. */
export type ModuleItem = ts.Statement | ts.VariableDeclaration;

export interface ModuleGroup {
  /** In the order of the text. */
  items: readonly ModuleItem[];
  names: readonly string[];
}

interface Item {
  node: ModuleItem;
  declares: readonly string[];
  effects: Effects;
}

interface Groups {
  byName: ReadonlyMap<string, ModuleGroup>;
  /** Statements that assign to what other modules own: they run before all else. */
  prelude: readonly ModuleItem[];
}

const groupsByFile = new WeakMap<ts.SourceFile, Groups>();

/** The group of a module-level name; null when its declaration alone gives its value. */
export function groupOf(file: ts.SourceFile, name: string): ModuleGroup | null {
  return groupsIn(file).byName.get(name) ?? null;
}

/** Statements such as `Imported.prototype.norm = …`, which change what another module made. */
export function preludeOf(file: ts.SourceFile): readonly ModuleItem[] {
  return groupsIn(file).prelude;
}

/** Which statements belong together, by their numbers: equal for two texts of a module that differ inside functions only. */
export function groupsOutline(file: ts.SourceFile): string {
  const { byName, prelude } = groupsIn(file);
  const indices = new Map<ts.Node, number>();
  for (const [index, statement] of file.statements.entries()) indices.set(statement, index);
  const indexOf = (item: ModuleItem) => {
    const statement = ts.isVariableDeclaration(item) ? item.parent.parent : item;
    return `${indices.get(statement) ?? -1}.${ts.isVariableDeclaration(item) ? item.name.getText(file) : ""}`;
  };
  const groups = [...byName].map(([name, { items }]) => `${name}: ${items.map(indexOf).join()}`);
  return [...groups, prelude.map(indexOf).join()].join("\n");
}

function groupsIn(file: ts.SourceFile): Groups {
  const known = groupsByFile.get(file);
  if (known !== undefined) return known;
  const made = makeGroups(file);
  groupsByFile.set(file, made);
  return made;
}

function makeGroups(file: ts.SourceFile): Groups {
  const bindings = bindingsOf(file);
  const items = itemsOf(file);
  const union = new Union();
  const nodeNames = items.map((item, index) => {
    const own = `${index}`;
    const changed = [...item.effects.changes].filter((name) => bindings.get(name)?.kind !== "import");
    for (const name of [...item.declares, ...changed]) union.join(`#${own}`, name);
    return `#${own}`;
  });
  joinAliases(file, items, union);
  do joinEarlyReaders(items, nodeNames, union);
  while (joinCircles(items, nodeNames, union));

  const members = new Map<string, number[]>();
  for (const [index, name] of nodeNames.entries()) {
    const root = union.rootOf(name);
    members.set(root, [...(members.get(root) ?? []), index]);
  }
  const byName = new Map<string, ModuleGroup>();
  for (const [root, indices] of members) {
    const names = [...new Set(indices.flatMap((index) => items[index]!.declares))];
    if (root === union.rootOf(exportsName)) names.push(exportsName);
    const [first] = indices;
    if (names.length === 0 || (indices.length === 1 && isPlain(items[first!]!, bindings))) continue;
    const group = { items: indices.map((index) => items[index]!.node), names };
    for (const name of names) byName.set(name, group);
  }
  const prelude = items.filter(({ declares, effects }) => {
    return (
      declares.length === 0 && [...effects.assigns].some((name) => bindings.get(name)?.kind === "import")
    );
  });
  return { byName, prelude: prelude.map(({ node }) => node) };
}

/** Whether a declaration gives its names their value all by itself. */
function isPlain({ node, declares, effects }: Item, bindings: ReadonlyMap<string, Binding>): boolean {
  if (effects.changes.size > 0) return false;
  if (ts.isVariableDeclaration(node)) return true;
  const [name] = declares;
  const binding = name === undefined ? undefined : bindings.get(name);
  return binding !== undefined && binding.declaration === node;
}

function namesOf({ declares, effects }: Item): readonly string[] {
  return effects.changes.has(exportsName) ? [...declares, exportsName] : declares;
}

function itemsOf(file: ts.SourceFile): Item[] {
  const items: Item[] = [];
  const add = (node: ModuleItem, declares: readonly string[]) => {
    const effects = ts.isFunctionDeclaration(node) ? noEffects : effectsOf(file, node);
    if (declares.length > 0 || effects.changes.size > 0) items.push({ node, declares, effects });
  };
  for (const statement of file.statements) {
    if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations) {
        add(
          declaration,
          namesIn(declaration.name).map(({ text }) => text),
        );
      }
    } else if (isNamed(statement)) {
      const { name } = statement;
      if (name !== undefined && ts.isIdentifier(name) && hasValue(statement)) add(statement, [name.text]);
    } else if (!isModuleSyntax(statement)) {
      add(statement, hoistedFrom(file, statement));
    }
  }
  return items;
}

const noEffects: Effects = { reads: new Set(), changes: new Set(), assigns: new Set() };

function isNamed(
  node: ts.Statement,
): node is ts.FunctionDeclaration | ts.ClassDeclaration | ts.EnumDeclaration | ts.ModuleDeclaration {
  return (
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isModuleDeclaration(node)
  );
}

/** Overloads and `declare` only speak of types. */
function hasValue(node: ts.Statement): boolean {
  if (ts.isFunctionDeclaration(node) && node.body === undefined) return false;
  const modifiers = ts.canHaveModifiers(node) ? (node.modifiers ?? []) : [];
  return !modifiers.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword);
}

function isModuleSyntax(node: ts.Statement): boolean {
  return (
    ts.isImportDeclaration(node) ||
    ts.isImportEqualsDeclaration(node) ||
    ts.isExportDeclaration(node) ||
    ts.isExportAssignment(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node)
  );
}

/** The `var`s that stand inside a loop, branch or block of the module. */
function hoistedFrom(file: ts.SourceFile, statement: ts.Statement): string[] {
  const names: string[] = [];
  for (const { name, kind, identifier } of bindingsOf(file).values()) {
    if (kind === "var" && identifier.pos >= statement.pos && identifier.end <= statement.end)
      names.push(name);
  }
  return names;
}

/** `const p = Vec.prototype; p.length = …` changes `Vec`. */
function joinAliases(file: ts.SourceFile, items: readonly Item[], union: Union): void {
  const changed = new Set(items.flatMap(({ effects }) => [...effects.changes]));
  for (const { node, declares } of items) {
    if (!ts.isVariableDeclaration(node) || node.initializer === undefined) continue;
    if (!declares.some((name) => changed.has(name))) continue;
    for (const root of rootsOfValue(node.initializer)) {
      const name = moduleName(file, root);
      if (name !== null) union.join(declares[0]!, name);
    }
  }
}

/** The names whose object an expression may give: `a` and `b` of `c ? a : b.prototype`. */
function rootsOfValue(expression: ts.Expression): ts.Identifier[] {
  const value = unwrap(expression);
  if (ts.isConditionalExpression(value)) {
    return [...rootsOfValue(value.whenTrue), ...rootsOfValue(value.whenFalse)];
  }
  if (ts.isBinaryExpression(value)) return [...rootsOfValue(value.left), ...rootsOfValue(value.right)];
  const root = rootOf(value);
  return root === null ? [] : [root];
}

/** What reads a name before the last statement that changes it must run between them. */
function joinEarlyReaders(items: readonly Item[], nodeNames: readonly string[], union: Union): void {
  // A `var` that is read before its declaration is undefined, so that the declaration changes it.
  const isChanging = items.map(({ node, effects }) => effects.changes.size > 0 || isVar(node));
  if (!isChanging.includes(true)) return;
  for (let isSettled = false; !isSettled; ) {
    isSettled = true;
    const lastChange = new Map<string, number>();
    for (const [index, name] of nodeNames.entries()) {
      if (isChanging[index]) lastChange.set(union.rootOf(name), index);
    }
    for (const [index, { effects }] of items.entries()) {
      for (const read of effects.reads) {
        const root = union.rootOf(read);
        if ((lastChange.get(root) ?? -1) <= index || root === union.rootOf(nodeNames[index]!)) continue;
        union.join(nodeNames[index]!, read);
        isSettled = false;
      }
    }
  }
}

function isVar(node: ModuleItem): boolean {
  return ts.isVariableDeclaration(node) && (node.parent.flags & ts.NodeFlags.BlockScoped) === 0;
}

/**
 * Groups that read each other run as one, in the order of the text: `class Matrix extends Base {}` between
 * `class Base {}` and `Base.identity = new Matrix();`. Finds the strongly connected components by Tarjan's algorithm.
 *
 * @returns whether any were joined
 */
function joinCircles(items: readonly Item[], nodeNames: readonly string[], union: Union): boolean {
  const declared = new Set(items.flatMap((item) => namesOf(item)));
  const reads = new Map<string, Set<string>>();
  for (const [index, { effects }] of items.entries()) {
    const from = union.rootOf(nodeNames[index]!);
    const to = reads.get(from) ?? new Set();
    for (const read of effects.reads) if (declared.has(read)) to.add(union.rootOf(read));
    reads.set(from, to);
  }
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const path: string[] = [];
  const onPath = new Set<string>();
  let isJoined = false;

  const enter = (name: string) => {
    order.set(name, order.size);
    lowest.set(name, order.get(name)!);
    path.push(name);
    onPath.add(name);
    return { name, next: [...(reads.get(name) ?? [])] };
  };
  const lower = (name: string, to: number) => lowest.set(name, Math.min(lowest.get(name)!, to));
  for (const start of reads.keys()) {
    if (order.has(start)) continue;
    const calls = [enter(start)];
    for (let call = calls.at(-1); call !== undefined; call = calls.at(-1)) {
      const { name, next } = call;
      const target = next.pop();
      if (target !== undefined) {
        if (!order.has(target)) calls.push(enter(target));
        else if (onPath.has(target)) lower(name, order.get(target)!);
        continue;
      }
      calls.pop();
      const caller = calls.at(-1);
      if (caller !== undefined) lower(caller.name, lowest.get(name)!);
      if (lowest.get(name) !== order.get(name)) continue;
      for (let member = path.pop(); member !== undefined; member = path.pop()) {
        onPath.delete(member);
        if (member === name) break;
        union.join(member, name);
        isJoined = true;
      }
    }
  }
  return isJoined;
}

/** Sets of names that are joined more and more. */
class Union {
  readonly #parents = new Map<string, string>();

  rootOf(name: string): string {
    let root = name;
    for (let next = this.#parents.get(root); next !== undefined; next = this.#parents.get(root)) root = next;
    if (root !== name) this.#parents.set(name, root);
    return root;
  }

  join(one: string, other: string): void {
    const first = this.rootOf(one);
    const second = this.rootOf(other);
    if (first !== second) this.#parents.set(first, second);
  }
}
