/**
 * Runs the top level of one module, statement by statement, as Node.js runs it: an ECMAScript module with the cells
 * that linking gave it, a CommonJS module as a function of `module`, `exports` and `require`.
 *
 * A statement that throws, or spends the module's budget, is where Node.js would stop. Here the statements after it
 * run as well, since somebody is typing; but what it would have given its value is unknown, and so is everything
 * that other modules import from this one.
 */

import { type Finding, finding } from "../../finding.js";
import type { UnresolvedModule } from "../../routine/moduleSource.js";
import type { FunctionCode, StatementCode } from "../../routine.js";
import type { Budget } from "../budget.js";
import { callableOf } from "../interpreter/evaluator/compile.js";
import { Frame } from "../interpreter/evaluator/frame.js";
import { closureOf, freshSlots, runTopLevel } from "../interpreter/evaluator/frames.js";
import { Machine } from "../interpreter/evaluator/machine.js";
import { textArgument } from "../interpreter/library/natives.js";
import { realm } from "../interpreter/library/realm.js";
import { thrownText } from "../interpreter/objects/errors.js";
import {
  NativeFunction,
  RecordValue,
  UnknownValue,
  uninitialised,
  type Value,
} from "../interpreter/objects/values.js";
import { isCatchable, ProgramThrow, RunEnded } from "../interpreter/thrown.js";
import { isWhole, type Linker } from "./exports.js";
import type { ModuleInstance } from "./instance.js";
import { fillFromWhole } from "./linking.js";
import { cellsInReach, cellsInReachOfAll, sharing } from "./reach.js";

export interface TopLevelOptions {
  linker: Linker;
  budget: Budget;
  clock: () => number;
  /** What stands for random numbers; null where they are unknown. */
  seed: number | null;
  /** Takes down which functions are called. */
  used: Map<FunctionCode, number>;
  /** Other modules import it: of what throws nothing can be imported, while the file in the editor goes on. */
  isImported: boolean;
  /** What `require(specifier)` gives in this module; or why nothing answers to it. @throws what the other module throws */
  require(specifier: string): { value: Value } | UnresolvedModule;
}

const nowhere = { start: 0, end: 0 };

/** Gives the functions of a module's own scope their value, which they have before anything runs. */
export function hoistFunctions(instance: ModuleInstance): void {
  const { code, environment } = instance;
  const machine = new Machine({
    realm,
    home: code.name,
    budget: { steps: 1_000_000, depth: 1, elements: 0, tape: 0, milliseconds: 1 },
    clock: () => 0,
    tapeLength: () => 0,
  });
  const frame = frameOf(
    instance,
    { module: code.name, name: "", isStrict: code.isStrict, ...nowhere },
    nothingGiven,
    [],
    machine,
  );
  for (const { variable, function: made } of code.functions) {
    if (variable.scope === "module") environment.write(variable.index, closureOf(callableOf(made), frame));
  }
}

export function evaluateInstance(instance: ModuleInstance, options: TopLevelOptions): void {
  instance.state = "evaluating";
  fillFromWhole(instance, options.linker);
  const { code } = instance;
  const machine = new Machine({
    realm,
    home: code.name,
    budget: options.budget,
    clock: options.clock,
    tapeLength: () => 0,
    seed: options.seed,
    used: options.used,
    isTopLevel: true,
  });
  const given = code.format === "commonJs" ? provideCommonJs(instance, options) : nothingGiven;
  for (const statement of code.statements) {
    try {
      const callable = callableOf(statement.code);
      const compiled = callable.compiledFor(machine);
      const slots = freshSlots(compiled);
      if (runTopLevel(compiled, frameOf(instance, statement.code, given, slots, machine))) break;
    } catch (thrown) {
      machine.loops.length = 0;
      // What it would have made may be anything.
      const unknown = new UnknownValue(findingOf(thrown, machine, code.name)).ofProgram();
      if (isCatchable(thrown)) instance.thrown ??= thrown;
      if (unknown.finding.code === "non-deterministic" && machine.chance !== null) {
        instance.chance ??= unknown.finding;
      }
      const isThrown = isCatchable(thrown) || unknown.finding.code === "syntax-error";
      leaveUnknown(instance, statement, unknown, isThrown, mayReachAll(thrown));
      if (machine.isSpent) break;
    }
  }
  if (options.isImported && instance.failure !== null) forgetExports(instance, instance.failure);
  if (code.format === "commonJs") instance.whole = instance.failure ?? exportsIn(instance);
  else if (isWhole(instance)) instance.whole = wholeOf(instance);
  instance.state = "evaluated";
}

/**
 * A statement did not come to its end.
 *
 * @param isThrown Node.js would have stopped here; otherwise it would have gone on, and knows what we do not
 * @param reachesAll what it would have changed or called may be anything of the program
 */
function leaveUnknown(
  instance: ModuleInstance,
  { code, declares, changes }: StatementCode,
  unknown: UnknownValue,
  isThrown: boolean,
  reachesAll: boolean,
): void {
  const { cells, variables } = instance.environment;
  for (const index of declares) {
    const { value } = cells[index]!;
    if (value === uninitialised || value === undefined) cells[index]!.set(unknown);
  }
  const changed = new Set(isThrown ? [] : changes().map((index) => cells[index]!));
  if (!isThrown) for (const cell of cellsInReach(code, instance.environment)) changed.add(cell);
  if (!isThrown && reachesAll) {
    for (const cell of cellsInReachOfAll(instance.code, instance.environment)) changed.add(cell);
  }
  for (const cell of sharing(changed, cells)) changed.add(cell);
  for (const cell of changed) cell.set(unknown);
  const isExportChanged = cells.some(
    (cell, index) => variables[index]!.isProvided === true && changed.has(cell),
  );
  if (isThrown || isExportChanged || hasNoExports(instance)) instance.failure ??= unknown;
}

/** Whether something unknown was needed that may be an object or a function of the program under another name. */
function mayReachAll(thrown: unknown): boolean {
  if (!(thrown instanceof RunEnded) || thrown.unknown === null) return false;
  const { isShared, runsProgram } = thrown.unknown.kind;
  return isShared === true || runsProgram === true;
}

/** In Node.js whoever imports it would not run. */
function forgetExports({ code, environment }: ModuleInstance, failure: UnknownValue): void {
  for (const exported of code.exports) {
    if ("variable" in exported) environment.cells[exported.variable]!.set(failure);
  }
}

function hasNoExports(instance: ModuleInstance): boolean {
  const exported = exportsIn(instance);
  return exported instanceof RecordValue && exported.enumerableKeys().length === 0;
}

function frameOf(
  instance: ModuleInstance,
  code: Frame["code"],
  { thisValue, parameters }: GivenToModule,
  slots: Frame["slots"],
  machine: Machine,
): Frame {
  const frame = new Frame(machine, instance.environment, slots, [], thisValue, code, null, null);
  frame.parameters = parameters;
  return frame;
}

/** What Node.js gives the function that a CommonJS module is. */
interface GivenToModule {
  thisValue: Value;
  parameters: readonly Value[];
}

const nothingGiven: GivenToModule = { thisValue: undefined, parameters: [] };

function provideCommonJs(instance: ModuleInstance, options: TopLevelOptions): GivenToModule {
  const { code, environment } = instance;
  const exported = new RecordValue();
  const module = new RecordValue();
  module.define("exports", exported);
  module.define("id", code.name);
  module.define("filename", code.name);
  module.define("loaded", false);
  instance.moduleObject = module;
  const provided: Record<(typeof parametersOfModules)[number], Value> = {
    exports: exported,
    require: requireOf(options),
    module,
    __filename: code.name,
    __dirname: code.name.slice(0, Math.max(0, code.name.lastIndexOf("/"))),
  };
  code.variables.forEach(({ name, isProvided }, index) => {
    if (isProvided === true) environment.write(index, provided[name as keyof typeof provided]);
  });
  return { thisValue: exported, parameters: parametersOfModules.map((name) => provided[name]) };
}

/** In the order in which `arguments` has them. */
const parametersOfModules = ["exports", "require", "module", "__filename", "__dirname"] as const;

function requireOf({ require }: TopLevelOptions): NativeFunction {
  const resolve = new NativeFunction("require.resolve", (_parameters, call) =>
    call.unknown(
      "unresolved-import",
      "Where the file of a module lies is not known while it is differentiated.",
    ),
  );
  const ask: NativeFunction["run"] = ([specifier], call) => {
    const answer = require(textArgument(specifier, call));
    if ("value" in answer) return answer.value;
    const message = `\`require("${textArgument(specifier, call)}")\` cannot be followed: ${answer.reason}.`;
    const { code } = answer;
    return code === null ? call.unknown("unresolved-import", message) : call.unresolved(message, code);
  };
  return new NativeFunction("require", ask, { members: new Map([["resolve", resolve]]) });
}

/** What a CommonJS module exports, at present. */
export function exportsIn({ moduleObject }: ModuleInstance): Value {
  const found = moduleObject?.findOwn("exports");
  return typeof found === "symbol" ? undefined : (found as Value);
}

/** What `export =` gives, or a JSON file. */
function wholeOf({ code, exportsByName, environment }: ModuleInstance): Value {
  const exported = exportsByName.get(code.format === "json" ? "default" : "=");
  if (exported === undefined || !("variable" in exported)) return undefined;
  const { value } = environment.cells[exported.variable]!;
  return value === uninitialised ? undefined : value;
}

function findingOf(thrown: unknown, machine: Machine, module: string): Finding {
  if (thrown instanceof RunEnded) return thrown.finding;
  if (thrown instanceof ProgramThrow) {
    const { value, frame, span } = thrown;
    if (value instanceof UnknownValue) return value.neededAt(machine.place(frame, span));
    const text = thrownText(value);
    const message = `The top level of this module throws here: ${text}`;
    return machine.findingAt("runtime-error", frame, span, message);
  }
  const place = { module, ...nowhere };
  if (thrown instanceof RangeError) {
    machine.isSpent = true;
    const message = "The calls or expressions at the top level of this module are nested too deep to be run.";
    return finding("budget-depth", place, message);
  }
  const text = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  const message = `Derivative Lens failed at the top level of this module (${text}). This is a defect of the tool: please report it.`;
  return finding("internal-error", place, message);
}
