/**
 * Programs of many modules: what is read, lowered and linked grows as the number of modules does, and where a budget
 * is spent, the import says so.
 */

import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { fullBudget, type ProgramBudget, programBudget } from "../../../server/evaluation/budget.js";
import { evaluate } from "../../../server/evaluation/evaluate.js";
import { World } from "../../../server/evaluation/modules/world.js";
import { openPreparation } from "../../../server/prepare.js";
import { clock } from "../pipeline.js";
import { type Project, projectsOfSize } from "./growingProjects.js";

/** Works on a project's entry as often as somebody types, and counts. */
function open({ files, entry }: Project, budget: ProgramBudget = programBudget) {
  let reads = 0;
  let questions = 0;
  const read = (name: string) => {
    reads++;
    return files.get(name);
  };
  const preparation = openPreparation({ read, exists: (name) => files.has(name), isFolder: () => false });
  const source = {
    resolve: preparation.resolve.bind(preparation),
    module(name: string) {
      questions++;
      return preparation.module(name);
    },
  };
  const world = new World(source, clock, budget);
  return {
    run() {
      const [f] = preparation.prepare(entry).functions;
      assert.ok(f?.routine, JSON.stringify(f?.findings));
      return evaluate(f.routine, world, fullBudget, clock);
    },
    counts: () => ({ reads, questions }),
    codes: () => [...files.keys()].map((name) => preparation.module(name)),
  };
}

describe("A program of many modules", () => {
  for (const { name, project } of projectsOfSize) {
    for (const size of [75, 150, 300]) {
      it(`reads, asks and links in proportion: ${name}, of ${size}`, () => {
        const made = project(size);
        const opened = open(made, { ...programBudget, links: 30 * (size + 20) });
        const { points, findings } = opened.run();
        assert.equal(points[0]?.derivatives[0]?.value, made.slope, JSON.stringify(findings));
        const { reads, questions } = opened.counts();
        assert.ok(reads <= size + 20, `${reads} reads`);
        assert.ok(questions <= 8 * (size + 20), `${questions} questions`);

        const codes = opened.codes();
        opened.run();
        assert.equal(opened.counts().reads, reads, "nothing is read again");
        opened.codes().forEach((code, index) => {
          assert.equal(code, codes[index], "nothing is lowered again");
        });
      });
    }
  }
});

/** What comes of a program of `size` modules, of which no more than some may come. */
function check(files: Record<string, string>, budget: Partial<ProgramBudget>, expected: unknown): void {
  const { run } = open(
    { files: new Map(Object.entries(files)), entry: "/p/main.ts", slope: 0 },
    { ...programBudget, ...budget },
  );
  const { points, findings } = run();
  const told = findings.map(({ code, related = [], message }) => {
    const [place] = related;
    return `${code} ${place?.module.slice(3)} ${place?.start}: ${message}`;
  });
  assert.deepEqual([points[0]?.value, ...told], expected);
}

describe("A spent budget of a program", () => {
  const main = (imports: string, expression: string) =>
    `${imports}\n/** @differentiable @at x = 3 */\nexport function f(x: number) { return ${expression}; }\n`;

  it("is a finding at the import that would need one module more", () => {
    const files = {
      "/p/main.ts": main('import { a } from "./a";\nimport { c } from "./c";', "a * x + c"),
      "/p/a.ts": 'import { b } from "./b";\nexport const a = 2; export const d = b;\n',
      "/p/b.ts": "export const b = 3;\n",
      "/p/c.ts": "export const c = 4;\n",
    };
    check(files, { modules: 4 }, [10]);
    check(files, { modules: 3 }, [
      undefined,
      "unresolved-import main.ts 43: `c` cannot be followed: the program has 3 modules without it, and no more are read.",
    ]);
  });

  it("leaves everything right that does not need it", () => {
    const files = {
      "/p/main.ts": main('import { a } from "./a";\nimport { c } from "./c";', "a * x"),
      "/p/a.ts": "export const a = 2;\n",
      "/p/c.ts": "export const c = 4;\n",
    };
    check(files, { modules: 2 }, [6]);
  });

  it("leaves unknown what a namespace might have had from there", () => {
    const files = {
      "/p/main.ts": main('import * as all from "./all";', "all.a * x + (all.c ?? 1)"),
      "/p/all.ts": 'export * from "./a";\nexport * from "./c";\n',
      "/p/a.ts": "export const a = 2;\n",
      "/p/c.ts": "export const c = 4;\n",
    };
    check(files, { modules: 4 }, [10]);
    check(files, { modules: 3 }, [
      undefined,
      "unresolved-import all.ts 35: `*` cannot be followed: the program has 3 modules without it, and no more are read.",
    ]);
  });

  it("counts characters, too", () => {
    const files = {
      "/p/main.ts": main('import { a } from "./a";\nimport { c } from "./c";', "a * x + c"),
      "/p/a.ts": `export const a = 2; // ${"long ".repeat(100)}\n`,
      "/p/c.ts": "export const c = 4;\n",
    };
    check(files, { characters: 1_000 }, [10]);
    check(files, { characters: 500 }, [
      undefined,
      "unresolved-import main.ts 43: `c` cannot be followed: the modules of the program have 0.0005 million characters without it, and no more are read.",
    ]);
  });

  it("says that an export leads through too many modules", () => {
    const files = {
      "/p/main.ts": main('import { a } from "./a";', "a * x"),
      "/p/a.ts": 'export * from "./b";\n',
      "/p/b.ts": 'export * from "./c";\n',
      "/p/c.ts": "export const a = 2;\n",
    };
    check(files, { links: 20 }, [6]);
    check(files, { links: 2 }, [
      undefined,
      "unresolved-import main.ts 18: `a` cannot be followed: what `a.ts` exports leads through too many modules. Import it from the module that declares it.",
    ]);
  });
});

describe("A circle of modules", () => {
  it("is evaluated again where one of it changes, also what lies lower", () => {
    const files = new Map([
      [
        "/p/main.ts",
        'import { b } from "./b";\n/** @differentiable @at x = 3 */\nexport function f(x: number) { return b() * x; }\n',
      ],
      ["/p/b.ts", 'import { c } from "./c";\nexport const k = 2;\nexport const b = () => c();\n'],
      ["/p/c.ts", 'import { k } from "./b";\nexport const c = () => k;\n'],
    ]);
    const read = (name: string) => files.get(name);
    const preparation = openPreparation({ read });
    const world = new World(preparation, clock);
    const value = () =>
      evaluate(preparation.prepare("/p/main.ts").functions[0]!.routine!, world, fullBudget, clock).points[0]
        ?.value;
    assert.equal(value(), 6);
    files.set("/p/b.ts", files.get("/p/b.ts")!.replace("k = 2", "k = 5"));
    preparation.forget(["/p/b.ts"]);
    assert.equal(value(), 15);
  });
});
