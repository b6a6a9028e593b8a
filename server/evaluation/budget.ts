/** How much a run may do. A spent budget ends the run with a finding at the loop or call that spent it. */
export interface Budget {
  /** Statements, turns of loops and calls run. */
  steps: number;
  /** Calls inside calls. */
  depth: number;
  /** Array elements, properties and characters made. */
  elements: number;
  /** Operations on the tape. */
  tape: number;
  /** Wall-clock time, the last resort on a slow machine. */
  milliseconds: number;
}

/** What a function gets when it is the only thing to do. */
export const fullBudget: Budget = {
  steps: 20_000_000,
  depth: 1_000,
  elements: 4_000_000,
  tape: 4_000_000,
  milliseconds: 5_000,
};

/** Between which numbers users may set the budget. The settings of package.json say the same. */
export const budgetBounds = {
  steps: { least: 1_000, most: 1_000_000_000 },
  milliseconds: { least: 10, most: 60_000 },
} as const;

/** A first try, so that a function that never ends does not keep its neighbours waiting. */
export const quickBudget: Budget = { ...fullBudget, steps: 300_000, tape: 200_000, milliseconds: 200 };

/** How much a program may consist of: an entry module and all that it imports. */
export interface ProgramBudget {
  modules: number;
  /** Of the texts of its modules together. A tree takes some twenty bytes for each. */
  characters: number;
  /** Until the last module is read. */
  milliseconds: number;
  /** Steps from module to module to where the exports are declared that are imported. */
  links: number;
}

export const programBudget: ProgramBudget = {
  modules: 10_000,
  characters: 16_000_000,
  milliseconds: 20_000,
  links: 4_000_000,
};
