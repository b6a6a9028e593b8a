// @ts-check
/**
 * Node's side of the tests of packages, as a process of its own without any loader: imports a package, makes a function
 * of `t` with it and sends back what it gives.
 *
 *     { id: 1, name: "d3-ease", clause: "{ easeSinIn as ease }", statements: "return ease(t);", at: [0, 0.5] }
 *       → { id: 1, values: [0, 0.2928932188134524] }
 */

process.on(
  "message",
  async (
    /** @type {{ id: number, name: string, clause: string, statements: string, at: number[] }} */ asked,
  ) => {
    const given = await answer(asked).catch((error) => ({ error: String(error) }));
    process.send?.({ id: asked.id, ...given });
  },
);

/** @param {{ name: string, clause: string, statements: string, at: number[] }} asked */
async function answer({ name, clause, statements, at }) {
  const namespace = await import(name);
  const whole = /^\* as (\w+)$/.exec(clause);
  const pattern = clause.startsWith("{")
    ? clause.replaceAll(" as ", ": ")
    : (whole?.[1] ?? `{ default: ${clause} }`);
  const make = new Function("namespace", `const ${pattern} = namespace; return (t) => { ${statements} };`);
  const made = make(namespace);
  return { values: at.map((t) => made(t)) };
}
