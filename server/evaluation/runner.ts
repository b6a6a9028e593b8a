/**
 * A routine to be run, as often as somebody asks: compiled once, then at the written points, at any numbers, looked
 * on, or against the functions whose derivative it says to be.
 *
 *     const runner = new Runner(routine, clock);
 *     const evaluation = runner.evaluate(budget);
 *     evaluation.numbers                               shown first
 *     evaluation.explained()                           the same with what diagnosis and the claims say
 *     const f = runner.functionAt(routine.points[0], budget);
 *     f.at([3.1])                                      value and derivatives at other numbers
 *     f.along({ samples, order: 3 })                   many points at once
 */

import type { Finding } from "../finding.js";
import type { ClaimReport, Outcome } from "../report.js";
import type { PointCode, Routine } from "../routine.js";
import type { Budget } from "./budget.js";
import { checkClaims } from "./claims.js";
import { dependenceFindings } from "./diagnosis/dependence.js";
import { InputFunction } from "./inputFunction.js";
import type { World } from "./modules/world.js";
import { type PointRun, runAtPoint } from "./pointRun.js";
import type { Setting } from "./run.js";

/** The written points of a routine, run. */
export interface Evaluation {
  /** Values, derivatives and traces, and what ended a run. */
  numbers: Outcome;
  /** The same with the findings about the numbers, and the claims checked. */
  explained(): Outcome;
}

export class Runner {
  readonly routine: Routine;
  readonly #world: World;
  readonly #clock: () => number;

  /**
   * @param world the modules that it reaches
   * @param clock milliseconds from any origin, for the time budget
   */
  constructor(routine: Routine, world: World, clock: () => number) {
    this.routine = routine;
    this.#world = world;
    this.#clock = clock;
  }

  /** Runs the routine at each of its points. Never throws: what goes wrong is a finding. */
  evaluate(budget: Budget): Evaluation {
    this.#ensure();
    const runs: PointRun[] = [];
    for (const point of this.routine.points) {
      const run = this.at(point, budget);
      runs.push(run);
      // The next point would most likely spend the budget as well, and the editor is waiting.
      if (run.isSpent) break;
    }
    let explained: Outcome | null = null;
    return {
      numbers: {
        points: runs.map(({ report }) => report),
        findings: distinct(runs.flatMap(({ findings }) => findings)),
        isSpent: runs.some(({ isSpent }) => isSpent),
      },
      explained: () => (explained ??= this.#explained(runs, budget)),
    };
  }

  /** One point: its numbers at once, and their explanation when it is asked for. */
  at(point: PointCode, budget: Budget): PointRun {
    return runAtPoint(this.#setting(point, budget));
  }

  /** The marked function as a function of its inputs, around a point, which says what is not an input. */
  functionAt(point: PointCode, budget: Budget): InputFunction {
    this.#ensure();
    return new InputFunction(this.#setting(point, budget));
  }

  /** Compares the routine with the functions whose derivative it says to be. */
  checkClaims(budget: Budget): { claims: ClaimReport[]; findings: Finding[]; isSpent: boolean } {
    return checkClaims(this.routine, this.#world, budget, this.#clock);
  }

  #ensure(): void {
    const { module, claims = [] } = this.routine;
    const others = claims.flatMap((claim) => [
      claim.function.module,
      ...claim.points.map(({ scope }) => scope),
    ]);
    this.#world.ensure(module.name, ...others);
  }

  #setting(point: PointCode, budget: Budget): Setting {
    return { routine: this.routine, world: this.#world, point, budget, clock: this.#clock };
  }

  #explained(runs: readonly PointRun[], budget: Budget): Outcome {
    const outcome: Outcome = { points: [], findings: [], isSpent: false };
    const findings: Finding[] = [];
    const dependences = [];
    for (const run of runs) {
      const explanation = run.explain();
      outcome.points.push(explanation.report);
      if (explanation.dependence !== null) dependences.push(explanation.dependence);
      findings.push(...explanation.findings);
      outcome.findings = distinct(findings);
      if (explanation.isSpent) return { ...outcome, isSpent: true };
      // With a larger budget there is more to be known.
      outcome.isSpent ||= explanation.isCutShort;
    }
    if (dependences.length === this.routine.points.length) {
      outcome.findings.push(...dependenceFindings(this.routine, dependences));
    }
    if (this.routine.claims === undefined) return outcome;
    const checked = this.checkClaims(budget);
    outcome.findings.push(...checked.findings);
    return { ...outcome, claims: checked.claims, isSpent: outcome.isSpent || checked.isSpent };
  }
}

/** What several points say of the same place is said once. */
function distinct(findings: readonly Finding[]): Finding[] {
  const kept: Finding[] = [];
  for (const made of findings) if (!kept.some((known) => isSame(known, made))) kept.push(made);
  return kept;
}

function isSame(left: Finding, right: Finding): boolean {
  return (
    left.code === right.code &&
    left.start === right.start &&
    left.end === right.end &&
    left.module === right.module
  );
}
