/**
 * The modules of a program as they stand after their evaluation: whole, in Node.js's order and by its rules, once.
 * What they built stays while their files are unchanged, and every run starts from it.
 *
 *     layers     hub.js · plugin.js · main.ts         each evaluated on top of those below, in an epoch of its own
 *     an edit of plugin.js                            undoes main.ts and plugin.js, and evaluates them again
 */

import type { Finding } from "../../finding.js";
import type { ModuleSource, UnresolvedModule } from "../../routine/moduleSource.js";
import type { FunctionCode, ImportCode, ImportedName, ModuleCode } from "../../routine.js";
import { type Budget, type ProgramBudget, programBudget } from "../budget.js";
import { callAlone } from "../interpreter/evaluator/calls.js";
import { Machine } from "../interpreter/evaluator/machine.js";
import type { ModuleVariables } from "../interpreter/evaluator/moduleVariables.js";
import { realm } from "../interpreter/library/realm.js";
import { thrownText } from "../interpreter/objects/errors.js";
import { beginEpoch, type Epoch, keepEpoch, undoEpoch } from "../interpreter/objects/journal.js";
import { lookUp } from "../interpreter/objects/members.js";
import { Accessor, absent, ObjectValue, UnknownValue, type Value } from "../interpreter/objects/values.js";
import { ProgramThrow, RunEnded } from "../interpreter/thrown.js";
import { Admission } from "./admission.js";
import { evaluateInstance, exportsIn, hoistFunctions, type TopLevelOptions } from "./evaluateInstance.js";
import { isWhole, type Linker, namespaceOf } from "./exports.js";
import { ModuleInstance } from "./instance.js";
import { link, partOfWhole } from "./linking.js";
import { evaluationOrder } from "./order.js";

/** What was evaluated together: a module, and those that it required on its way. */
interface Layer {
  root: ModuleInstance;
  members: ModuleInstance[];
  epoch: Epoch;
  /** The functions that ran, with their versions then: an edit inside one makes the layer old. */
  used: Map<FunctionCode, number>;
  /** The entry module itself, which goes on where it throws. */
  isEntry: boolean;
  /** Where a random number was drawn that a statement could not do without. */
  chance: Finding | null;
}

/** How many modules may be on the way at once, each required by the one before. Node.js has no room for many more. */
const mostRequiring = 1_000;

/** What the top level of one module may do. */
export const topLevelBudget: Budget = {
  steps: 5_000_000,
  depth: 1_000,
  elements: 4_000_000,
  tape: 0,
  milliseconds: 10_000,
};

export class World implements Linker {
  /** The one whose modules stand: the global object and the journal are there once for all. */
  static #standing: World | null = null;
  readonly #source: ModuleSource;
  readonly #clock: () => number;
  readonly #budget: ProgramBudget;
  #admission: Admission;
  readonly #instances = new Map<string, ModuleInstance>();
  readonly #layers: Layer[] = [];
  /** The layer under construction. */
  readonly #building = {
    members: [] as ModuleInstance[],
    /** Instances that were made meanwhile. */
    made: new Set<ModuleInstance>(),
    used: new Map<FunctionCode, number>(),
    seed: null as number | null,
  };
  /** Modules that wait for one that they require. */
  #requiring = 0;
  /** What numbers in the place of random ones come from. */
  #seed = 1;
  /** A run changed what cannot be put back: a generator that a module holds went on. */
  #isBroken = false;
  /** What was ensured last. */
  #entries: [string, ...string[]] = [""];

  constructor(source: ModuleSource, clock: () => number, budget: ProgramBudget = programBudget) {
    this.#source = source;
    this.#clock = clock;
    this.#budget = budget;
    this.#admission = new Admission(source, budget, clock);
  }

  /**
   * Makes an entry module and all that it needs evaluated, and nothing else.
   *
   * @param others modules that are reached besides, by the name that a tag gives
   */
  ensure(entry: string, ...others: string[]): void {
    this.#entries = [entry, ...others];
    if (World.#standing !== this) World.#standing?.reset();
    World.#standing = this;
    if (this.#isBroken) this.reset();
    this.#admission = new Admission(this.#source, this.#budget, this.#clock);
    const order = [...new Set(this.#entries.flatMap((one) => this.#order(one)))];
    const kept = this.#commonLayers(order);
    this.#undoFrom(kept);
    const instances = order.flatMap((name) => this.instance(name) ?? []);
    for (const instance of instances) if (instance.state === "new") this.#link(instance);
    for (const instance of instances) if (instance.state === "linked") this.#evaluateLayer(instance);
  }

  /** What was evaluated, for the entry module that was ensured last. */
  get modules(): ModuleCode[] {
    return this.#layers.flatMap(({ members }) => members.map(({ code }) => code));
  }

  /** Runs from the state that the modules' evaluation left, and undoes what it changed. */
  run<Result>(action: () => Result): Result {
    if (this.#isBroken) this.ensure(...this.#entries);
    const epoch = beginEpoch();
    try {
      return action();
    } finally {
      this.#isBroken ||= epoch.isBroken;
      undoEpoch(epoch);
    }
  }

  /** Where the top level of a module depends on a random number; null where none does. */
  get chance(): Finding | null {
    return this.#layers.find(({ chance }) => chance !== null)?.chance ?? null;
  }

  /** Runs with other numbers in the place of the random ones that top levels depend on. */
  withSeed<Result>(seed: number, run: () => Result): Result {
    const before = this.#seed;
    const anew = (seed: number) => {
      this.#seed = seed;
      this.#undoFrom(this.#layers.findIndex(({ chance }) => chance !== null));
      this.ensure(...this.#entries);
    };
    try {
      anew(seed);
      return run();
    } finally {
      anew(before);
    }
  }

  /** Forgets everything: what a run left cannot be undone. */
  reset(): void {
    this.#isBroken = false;
    this.#undoFrom(0);
    this.#instances.clear();
  }

  /** The variables of an evaluated module. */
  readonly environments = (module: string): ModuleVariables => {
    const instance = this.#instances.get(module);
    if (instance?.state !== "evaluated") throw new Error(`The module ${module} was not evaluated.`);
    return instance.environment;
  };

  instance(module: string): ModuleInstance | null {
    const known = this.#instances.get(module);
    if (known !== undefined) return known;
    const code = this.#admission.open(module);
    if (code === null) return null;
    const made = new ModuleInstance(code);
    this.#instances.set(module, made);
    this.#building.made.add(made);
    hoistFunctions(made);
    return made;
  }

  whole(instance: ModuleInstance): Value {
    if (instance.state === "new") this.#link(instance);
    if (instance.state === "linked") this.#evaluate(instance);
    // In a circle the second gets what the first has exported so far.
    return instance.state === "evaluating" ? exportsIn(instance) : instance.whole;
  }

  whyMissing({ module, reason }: ImportCode): string {
    return (module === null ? undefined : this.#admission.whyRefused(module)) ?? reason;
  }

  spend(steps: number): boolean {
    return this.#admission.spendLinks(steps);
  }

  partOfWhole(from: ModuleInstance, target: ModuleInstance, imported: ImportedName): Value {
    return partOfWhole(from, target, imported, this);
  }

  property(object: Value, name: string): Value {
    if (!(object instanceof ObjectValue)) return undefined;
    const found = lookUp(object, name);
    if (found === absent) return undefined;
    return found instanceof Accessor ? this.#valueOf(found, object) : found;
  }

  /** What `require(specifier)` gives in a module. */
  #require(specifier: string, from: string): { value: Value } | UnresolvedModule {
    const resolved = this.#source.resolve(specifier, from);
    if ("reason" in resolved) return resolved;
    const target = this.instance(resolved.module);
    if (target === null) {
      const refused = this.#admission.whyRefused(resolved.module);
      if (refused !== undefined) return { reason: refused, code: null };
      return { reason: `no file answers to \`${specifier}\``, code: "MODULE_NOT_FOUND" };
    }
    if (target.state === "new" || target.state === "linked") {
      if (this.#requiring >= mostRequiring) {
        return { reason: `${mostRequiring} modules wait for the one that they require`, code: null };
      }
      this.#requiring++;
      try {
        this.#evaluateWithImports(target);
      } finally {
        this.#requiring--;
      }
    }
    if (target.thrown !== null) throw target.thrown;
    if (target.failure !== null) return { value: target.failure };
    if (isWhole(target)) return { value: this.whole(target) };
    return { value: namespaceOf(target, this) };
  }

  /** What a getter of an exported property gives: the helpers of compilers export by getters. */
  #valueOf(accessor: Accessor, receiver: ObjectValue): Value {
    if (accessor.get === undefined) return undefined;
    const machine = new Machine({
      realm,
      home: "",
      budget: topLevelBudget,
      clock: this.#clock,
      tapeLength: () => 0,
      used: this.#building.used,
    });
    try {
      return callAlone(accessor.get, receiver, machine);
    } catch (thrown) {
      if (thrown instanceof RunEnded) return new UnknownValue(thrown.finding);
      if (!(thrown instanceof ProgramThrow)) throw thrown;
      const message = `Reading this export throws ${thrownText(thrown.value)}`;
      return new UnknownValue(machine.findingAt("runtime-error", thrown.frame, thrown.span, message));
    }
  }

  /** How many of the layers are still what the order asks for. */
  #commonLayers(order: readonly string[]): number {
    const evaluated = new Set<string>();
    let kept = 0;
    for (const name of order) {
      if (evaluated.has(name)) continue;
      const layer = this.#layers[kept];
      if (layer === undefined || layer.root.code.name !== name || !this.#isCurrent(layer)) break;
      if (layer.root.failure !== null && layer.isEntry !== (name === this.#entries[0])) break;
      for (const { code } of layer.members) evaluated.add(code.name);
      kept++;
    }
    return this.#withoutLinksAbove(kept);
  }

  /** In a circle, modules of lower layers have links to higher ones: what is undone takes those with it. */
  #withoutLinksAbove(kept: number): number {
    const layerOf = new Map<ModuleInstance, number>();
    for (const [index, { members }] of this.#layers.entries()) {
      for (const member of members) layerOf.set(member, index);
    }
    let highest = -1;
    /** Up to each layer, the highest one that a link leads to. */
    const highestUpTo = this.#layers.slice(0, kept).map(({ members }) => {
      for (const { linked } of members) {
        for (const target of linked) highest = Math.max(highest, layerOf.get(target) ?? -1);
      }
      return highest;
    });
    let lowest = kept;
    while (lowest > 0 && highestUpTo[lowest - 1]! >= lowest) lowest--;
    return lowest;
  }

  #isCurrent({ members, used }: Layer): boolean {
    for (const [code, version] of used) if (code.version !== version) return false;
    return members.every(
      (member) =>
        this.#source.module(member.code.name) === member.code &&
        [...member.linked].every((linked) => this.#instances.get(linked.code.name) === linked),
    );
  }

  #undoFrom(index: number): void {
    const undone = this.#layers.splice(index);
    const [lowest] = undone;
    if (lowest !== undefined) undoEpoch(lowest.epoch);
    for (const { members } of undone) for (const { code } of members) this.#instances.delete(code.name);
    // What was only made, for links that lead upwards, is made again as well.
    for (const [name, { state }] of this.#instances) if (state !== "evaluated") this.#instances.delete(name);
  }

  #link(instance: ModuleInstance): void {
    link(instance, this);
  }

  /**
   * Random numbers are unknown at first. Where a statement cannot do without, the layer is evaluated once more with
   * numbers in their place, and whether a result depends on them is seen by others.
   */
  #evaluateLayer(root: ModuleInstance): void {
    this.#building.made.clear();
    const layer = this.#evaluateOnce(root, null);
    const drawing = layer.members.find(({ chance }) => chance !== null);
    if (drawing === undefined) {
      this.#layers.push(layer);
      return;
    }
    undoEpoch(layer.epoch);
    for (const member of layer.members) {
      if (this.#building.made.has(member)) this.#instances.delete(member.code.name);
      else member.startAnew();
    }
    this.#layers.push({ ...this.#evaluateOnce(root, this.#seed), chance: drawing.chance });
  }

  #evaluateOnce(root: ModuleInstance, seed: number | null): Layer {
    const epoch = beginEpoch();
    const members: ModuleInstance[] = [];
    const used = new Map<FunctionCode, number>();
    Object.assign(this.#building, { members, used, seed });
    this.#evaluate(root);
    keepEpoch(epoch);
    return { root, members, epoch, used, isEntry: root.code.name === this.#entries[0], chance: null };
  }

  /** A module that is required while another one runs, with what it imports itself. */
  #evaluateWithImports(target: ModuleInstance): void {
    const instances = this.#order(target.code.name).flatMap((name) => this.instance(name) ?? []);
    for (const instance of instances) if (instance.state === "new") this.#link(instance);
    for (const instance of instances) if (instance.state === "linked") this.#evaluate(instance);
  }

  #order(entry: string): string[] {
    return evaluationOrder(entry, (module) => this.#admission.open(module));
  }

  #evaluate(instance: ModuleInstance): void {
    this.#building.members.push(instance);
    const options: TopLevelOptions = {
      linker: this,
      budget: topLevelBudget,
      clock: this.#clock,
      used: this.#building.used,
      seed: this.#building.seed,
      isImported: instance.code.name !== this.#entries[0],
      require: (specifier) => this.#require(specifier, instance.code.name),
    };
    evaluateInstance(instance, options);
  }
}
