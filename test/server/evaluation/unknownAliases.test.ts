/**
 * Something unknown may be an object or a function of the program under another name: what is assigned to it, or what
 * calling it changes, is unknown afterwards.
 */

import { describe } from "mocha";
import { checkUnknown } from "./unknownSupport.js";

/** Node says true; here it is unknown. */
const U = "/a/.test('a')";
const two = "const o: any = { a: 1 }, p: any = { a: 2 };";
const counted = "let n = 0; const k = 2;";
const getter = `${counted} const h: any = { w: 1, get v() { n = 5; return 1; } };`;
const converted = `${counted} const h: any = { valueOf() { n = 5; return 1; } };`;

describe("An object under an unknown name", () => {
  checkUnknown({
    "given to a variable in a branch": {
      top: `${two} let q = o; if (${U}) q = p; q.a = 9;`,
      unknown: ["p.a"],
    },
    "one of two": { top: `${two} const q = ${U} ? p : o; q.a = 9;`, unknown: ["p.a", "o.a"] },
    "behind &&": { top: `${two} const q: any = ${U} && p; if (q) q.a = 9;`, unknown: ["p.a"] },
    "from a function that chooses": {
      top: `${two} const pick = () => (${U} ? p : o); pick().a = 9;`,
      unknown: ["p.a"],
    },
    "from a function that returns early": {
      top: `${two} const pick = () => { if (${U}) return p; return o; }; const q = pick(); q.a = 9;`,
      unknown: ["p.a"],
    },
    "in a list, by an unknown index": {
      top: `const all: any[] = [{ a: 1 }, { a: 2 }]; const i = ${U} ? 0 : 1; all[i].a = 7;`,
      unknown: ["all[0].a"],
    },
    "as a part of another": {
      top: `${two} const u: any = ${U} ? { k: o } : { k: {} }; u.k.a = 5;`,
      unknown: ["o.a"],
    },
    "handed to a function": {
      top: `${two} const set = (q: any) => { q.a = 5; }; set(${U} ? o : {});`,
      unknown: ["o.a"],
    },
    "in a field": {
      top: `${two} class K { t: any; constructor(t: any) { this.t = t; } set() { this.t.a = 8; } } const k = new K(${U} ? o : {}); k.set();`,
      unknown: ["o.a"],
    },
    "of which a part is counted up": { top: `${two} const u: any = ${U} ? o : {}; u.a++;`, unknown: ["o.a"] },
    "of which a part is deleted": {
      top: `${two} const u: any = ${U} ? o : {}; delete u.a;`,
      unknown: ["'a' in o ? 1 : 2"],
    },
    "assigned by a pattern": {
      top: `${two} const u: any = ${U} ? o : {}; ({ v: u.a } = { v: 6 });`,
      unknown: ["o.a"],
    },
    "assigned by a loop": {
      top: `${two} const u: any = ${U} ? o : {}; for (u.a of [1, 2, 3]);`,
      unknown: ["o.a"],
    },
    "changed by Object.assign": {
      top: `${two} const u: any = ${U} ? o : {}; Object.assign(u, { a: 6 });`,
      unknown: ["o.a"],
    },
    "changed by Object.defineProperty": {
      top: `${two} const u: any = ${U} ? o : {}; Object.defineProperty(u, "a", { value: 6 });`,
      unknown: ["o.a"],
    },
    "changed by Reflect.set": {
      top: `${two} const u: any = ${U} ? o : {}; Reflect.set(u, "a", 6);`,
      unknown: ["o.a"],
    },
    "changed by a callback": {
      top: `${two} const u: any = ${U} ? o : {}; [u].forEach((t) => { t.a = 6; });`,
      unknown: ["o.a"],
    },
    "a list that grows": {
      top: `const o: any[] = [1]; const u: any = ${U} ? o : []; u.push(5);`,
      unknown: ["o.length"],
    },
    "a list that grows by a borrowed method": {
      top: `const o: any[] = [1]; const u: any = ${U} ? o : []; Array.prototype.push.call(u, 5);`,
      unknown: ["o.length"],
    },
    "found in a map": {
      top: `${two} const m = new Map<any, any>([[1, o], [2, p]]); m.get(${U} ? 1 : 2).a = 5;`,
      unknown: ["o.a"],
    },
    "found in a list": {
      top: `${two} const found: any = [o, p].find(() => ${U}); found.a = 5;`,
      unknown: ["o.a"],
    },
    "a new one is nobody else's": {
      top: `${two} const u: any = ${U} ? { a: 3 } : {}; u.a = 5;`,
      known: ["o.a"],
      unknown: ["u.a"],
    },
    "a number is no object": {
      top: `${two} const u: any = ${U} ? 3 : 4; const w = u + 1; const t = String(u).length;`,
      known: ["o.a"],
      unknown: ["w", "t"],
    },
  });
});

describe("An object under another name in code that is passed over", () => {
  checkUnknown({
    "in a list": {
      top: `${two} if (${U}) { const t = [o]; t[0]!.a = 5; }`,
      known: ["p.a"],
      unknown: ["o.a"],
    },
    "in another object": { top: `${two} if (${U}) { const t = { o }; t.o.a = 5; }`, unknown: ["o.a"] },
    "in a variable": {
      top: `${two} if (${U}) { const t = { o }; const q = t.o; q.a = 5; }`,
      unknown: ["o.a"],
    },
    "in a function": {
      top: `${two} function set() { const t: any = {}; t.o = o; t.o.a = 5; } if (${U}) set();`,
      unknown: ["o.a"],
    },
    "of a callback": { top: `${two} if (${U}) [o].forEach((t) => { t.a = 5; });`, unknown: ["o.a"] },
    "that a variable had before": {
      top: `${two} const q = o; function set() { const t = [q]; t[0].a = 5; } if (${U}) set();`,
      unknown: ["o.a"],
    },
  });
});

describe("A function under an unknown name", () => {
  checkUnknown({
    "given to a variable in a branch": {
      top: `${counted} let g = () => {}; if (${U}) g = () => { n = 3; }; g();`,
      known: ["k"],
      unknown: ["n"],
    },
    "one of two": {
      top: `${counted} const g: any = ${U} ? () => { n = 3; } : () => {}; g();`,
      unknown: ["n"],
    },
    "in a list": {
      top: `${counted} const all = [() => { n = 3; }, () => {}]; all[${U} ? 0 : 1]!();`,
      unknown: ["n"],
    },
    "found in a list": {
      top: `${counted} const all = [() => { n = 3; }, () => {}]; all.find(() => ${U})!();`,
      unknown: ["n"],
    },
    "in a table": {
      top: `${counted} const all: any = { true: () => { n = 3; }, false: () => {} }; all[String(${U})]();`,
      unknown: ["n"],
    },
    "a method of one of two": {
      top: `${counted} const g: any = ${U} ? { f() { n = 3; } } : { f() {} }; g.f();`,
      unknown: ["n"],
    },
    "with a setter": {
      top: `${counted} class K { set v(t: number) { n = t; } } const g: any = ${U} ? new K() : {}; g.v = 5;`,
      unknown: ["n"],
    },
    "as a callback": {
      top: `${counted} const g: any = ${U} ? () => { n = 3; return 1; } : () => 1; const m = [1].map(g);`,
      unknown: ["n"],
    },
    "functions that change nothing may be called": {
      top: `${counted} const g: any = ${U} ? (t: number) => 2 * t : (t: number) => t; const m = g(3);`,
      known: ["k", "n + 1"],
      unknown: ["m"],
    },
  });
});

describe("What is called without a call in the text", () => {
  checkUnknown({
    "a getter in a branch": { top: `${getter} if (${U}) h.v;`, known: ["k"], unknown: ["n"] },
    "in a pattern": { top: `${getter} if (${U}) { const { v } = h; }`, unknown: ["n"] },
    "behind &&": { top: `${getter} ${U} && h.v;`, unknown: ["n"] },
    "on one side of ?:": { top: `${getter} const r = ${U} ? h.v : 0;`, unknown: ["n"] },
    "in the condition": { top: `${getter} if (${U} && h.v) {}`, unknown: ["n"] },
    "in a loop": { top: `${getter} while (${U}) { h.v; break; }`, unknown: ["n"] },
    "in a function": {
      top: `${getter} function go() { if (${U}) return h.v; return 0; } go();`,
      unknown: ["n"],
    },
    "by an unknown key": { top: `${getter} const key: any = ${U} ? "v" : "w"; h[key];`, unknown: ["n"] },
    "of a class": {
      top: `${counted} class H { get v() { n = 5; return 1; } } const h = new H(); if (${U}) h.v;`,
      unknown: ["n"],
    },
    "of a class, static": {
      top: `${counted} class H { static get v() { n = 5; return 1; } } if (${U}) H.v;`,
      unknown: ["n"],
    },
    "by JSON.stringify": { top: `${getter} if (${U}) JSON.stringify(h);`, unknown: ["n"] },
    "by Object.values": { top: `${getter} if (${U}) Object.values(h);`, unknown: ["n"] },
    "by spreading": { top: `${getter} if (${U}) { const c = { ...h }; }`, unknown: ["n"] },
    "a getter that changes nothing": {
      top: `${counted} const h = { get v() { return n; } }; if (${U}) h.v;`,
      known: ["k", "n + 1"],
    },
    "valueOf in a branch": { top: `${converted} if (${U}) h + 1;`, known: ["k"], unknown: ["n"] },
    "valueOf in a comparison": { top: `${converted} if (${U}) h < 3;`, unknown: ["n"] },
    "valueOf for Math": { top: `${converted} if (${U}) Math.max(h, 1);`, unknown: ["n"] },
    "valueOf beside something unknown happens": {
      top: `${converted} const m = (/a/.exec("a") as any).index + h;`,
      known: ["n"],
      unknown: ["m"],
    },
    "toString in a text": {
      top: `${counted} const h = { toString() { n = 5; return ""; } }; if (${U}) \`\${h}\`;`,
      unknown: ["n"],
    },
    "an iterator": {
      top: `${counted} const h: any = { *[Symbol.iterator]() { n = 5; } }; if (${U}) { const [...c] = h; }`,
      unknown: ["n"],
    },
    "a default value": {
      top: `${counted} function g(a: any = n++) { return a; } const u: any = ${U} ? undefined : 1; g(u);`,
      known: ["k"],
      unknown: ["n"],
    },
    "a default value of a pattern": {
      top: `${counted} const g = ({ a = n++ }: any = {}) => a; const u: any = ${U} ? undefined : {}; g(u);`,
      unknown: ["n"],
    },
    "a default value that changes nothing": {
      top: `${counted} function g(a: any = 3) { return a; } const u: any = ${U} ? undefined : 1; const m = g(u);`,
      known: ["k"],
      unknown: ["m"],
    },
  });
});
