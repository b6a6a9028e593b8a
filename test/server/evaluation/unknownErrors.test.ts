/** What is done with something unknown may throw in Node: a `catch` around it may have run, and the rest of the block not. */

import { describe } from "mocha";
import { checkUnknown } from "./unknownSupport.js";

const U = "/a/.test('a')";
const maybe = (yes: string, no: string) => `let n = 0; const k = 2; const u: any = ${U} ? ${yes} : ${no};`;
const tried = (code: string) => `try { ${code}; n = 1; } catch { n = 2; }`;

describe("An error that something unknown may throw", () => {
  checkUnknown({
    "by reading of it": { top: `${maybe("null", "[1]")} ${tried("u.length")}`, known: ["k"], unknown: ["n"] },
    "by reading of a part": { top: `${maybe("null", "[1]")} ${tried("u.foo.bar")}`, unknown: ["n"] },
    "by calling it": { top: `${maybe("null", "(() => 1)")} ${tried("u()")}`, unknown: ["n"] },
    "by `new`": { top: `${maybe("null", "Array")} ${tried("new u()")}`, unknown: ["n"] },
    "by assigning to it": { top: `${maybe("null", "{}")} ${tried("u.a = 1")}`, unknown: ["n"] },
    "by taking a list apart": { top: `${maybe("null", "[1]")} ${tried("const [a] = u")}`, unknown: ["n"] },
    "by taking an object apart": {
      top: `${maybe("null", "{}")} ${tried("const { a } = u")}`,
      unknown: ["n"],
    },
    "by spreading it": { top: `${maybe("null", "[1]")} ${tried("[...u]")}`, unknown: ["n"] },
    "by `in`": { top: `${maybe("null", "{}")} ${tried("'a' in u")}`, unknown: ["n"] },
    "by `instanceof`": { top: `${maybe("null", "Array")} ${tried("[] instanceof u")}`, unknown: ["n"] },
    "by a length": { top: `${maybe("-1", "3")} ${tried("new Array(u)")}`, unknown: ["n"] },
    "by a number of digits": { top: `${maybe("-1", "3")} ${tried("(5).toFixed(u)")}`, unknown: ["n"] },
    "by a text that is parsed": { top: `${maybe("'{'", "'{}'")} ${tried("JSON.parse(u)")}`, unknown: ["n"] },
    "by what is repeated": { top: `${maybe("-1", "3")} ${tried("'a'.repeat(u)")}`, unknown: ["n"] },
    "by a function of objects": { top: `${maybe("null", "{}")} ${tried("Object.keys(u)")}`, unknown: ["n"] },
    "by a symbol": { top: `${maybe("Symbol()", "1")} ${tried("u + 1")}`, unknown: ["n"] },
    "by a key": {
      top: `${maybe("null", "'b'")} const o: any = {}; ${tried("o[u].c = 1")}`,
      unknown: ["n"],
    },
    "by a pattern that finds nothing": {
      top: `let n = 0; ${tried("const m: any = 'b'.match(/a/); m.length")}`,
      unknown: ["n"],
    },
    "only `catch` does something": {
      top: `${maybe("null", "[1]")} try { u.length; } catch { n = 2; }`,
      known: ["k"],
      unknown: ["n"],
    },
    "with `finally`": {
      top: `${maybe("null", "[1]")} try { u.length; } catch { n = 2; } finally { n += 1; }`,
      unknown: ["n"],
    },
    "in a function that is called in the block": {
      top: `${maybe("null", "[1]")} const g = () => u.length; ${tried("g()")}`,
      unknown: ["n"],
    },
    "that an inner `catch` gets": {
      top: `${maybe("null", "[1]")} let m = 0; try { try { u.length; } catch {} m = 1; } catch { m = 2; }`,
      known: ["m"],
    },
    "what a function returns out of either": {
      top: `${maybe("null", "[1]")} const g = () => { try { return u.length; } catch { return 7; } }; const m = g();`,
      known: ["k"],
      unknown: ["m"],
    },
    "nothing is thrown by arithmetic": {
      top: `let n = 0; const u = 'a'.search(/a/); ${tried("Math.max(u * 2, 1)")}`,
      known: ["n"],
    },
    "nothing of it matters": {
      top: `${maybe("null", "[1]")} try { u.length; } catch {}`,
      known: ["k", "n + 1"],
    },
  });
});
