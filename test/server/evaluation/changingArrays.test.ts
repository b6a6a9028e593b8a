/** What the library's functions see of an array that changes while they go over it: what Node sees. */

import { checkAgainstNode } from "./support.js";

/** Calls that go over `a`, with a callback that first does what `change` says; `shown` tells holes from undefined. */
const calls: Record<string, string> = {
  map: "a.map((v: any) => { change(); return v; })",
  filter: "a.filter((v: any) => { change(); return v !== 2; })",
  forEach: "a.forEach((v: any, i: any) => { seen.push([i, v]); change(); })",
  reduce: "a.reduce((sum: any, v: any) => { change(); return sum + ',' + v; }, '')",
  reduceRight: "a.reduceRight((sum: any, v: any) => { change(); return sum + ',' + v; }, '')",
  some: "a.some((v: any, i: any) => { seen.push([i, v]); change(); return false; })",
  every: "a.every((v: any, i: any) => { seen.push([i, v]); change(); return true; })",
  find: "a.find((v: any, i: any) => { seen.push([i, v]); change(); return v === undefined; })",
  findIndex: "a.findIndex((v: any, i: any) => { seen.push([i, v]); change(); return false; })",
  findLast: "a.findLast((v: any, i: any) => { seen.push([i, v]); change(); return false; })",
  findLastIndex: "a.findLastIndex((v: any, i: any) => { seen.push([i, v]); change(); return false; })",
  flatMap: "a.flatMap((v: any) => { change(); return [v, a]; })",
  sort: "a.sort((l: any, r: any) => { change(); return r - l; })",
  toSorted: "a.toSorted((l: any, r: any) => { change(); return r - l; })",
  "Array.from": "Array.from(a, (v: any) => { change(); return v; })",
  "Array.from of entries": "Array.from(a.entries(), (v: any) => { change(); return v; })",
  "Float64Array.from": "[...Float64Array.from(a, (v: any) => { change(); return v; })]",
  "Object.groupBy": "groupBy(a, (v: any) => { change(); return 'k' + v; })",
  "Map.groupBy": "[...mapGroupBy(a, (v: any) => { change(); return v; })]",
  "for…of": "(() => { for (const v of a) { seen.push(v); change(); } })()",
  join: "[{ toString() { change(); return 'o'; } }, 5].concat(a).join()",
  "join of itself": "(a[1] = { toString() { change(); return 'o'; } }, a.join('-'))",
  "JSON.stringify": "(a[1] = { toJSON() { change(); return 'o'; } }, JSON.stringify(a))",
  "JSON.parse":
    "JSON.parse('[1,2,[3,4]]', (k: any, v: any) => { change(); return k === '0' ? undefined : v; })",
  fill: "a.fill(7, { valueOf() { change(); return 1; } } as any)",
  slice: "a.slice({ valueOf() { change(); return 1; } } as any)",
  splice: "a.splice({ valueOf() { change(); return 1; } } as any, 2, 8, 9, 10)",
  at: "a.at({ valueOf() { change(); return -1; } } as any)",
  with: "a.with({ valueOf() { change(); return 1; } } as any, 9)",
  includes: "a.includes(undefined, { valueOf() { change(); return 1; } } as any)",
  indexOf: "a.indexOf(undefined, { valueOf() { change(); return 1; } } as any)",
  lastIndexOf: "a.lastIndexOf(2, { valueOf() { change(); return -1; } } as any)",
  "map of what is like an array":
    "Array.prototype.map.call({ length: 4, 0: 1, 2: 3, get 3() { change(); return a.length; } }, (v: any) => [v, a.length])",
  "forEach of what is like an array":
    "(() => { const o: any = { length: 3, 1: 5 }; [].forEach.call(o, (v: any, i: any) => { seen.push([i, v]); o[2] = 6; }); })()",
};

const changes: Record<string, string> = {
  push: "if (a.length < 9) a.push(4)",
  pop: "a.pop()",
  shift: "a.shift()",
  "length = 0": "a.length = 0",
  "length = 6": "a.length = 6",
  delete: "delete a[2]",
  assignment: "a[2] = 7",
  splice: "if (a.length < 9) a.splice(1, 0, 5, 6)",
  reverse: "a.reverse()",
};

const shown = `function shown(v: any, depth = 0): any {
  if (v === undefined) return 'undefined';
  if (typeof v === 'function' || depth > 3) return typeof v;
  if (typeof v !== 'object' || v === null) return v;
  if (!Array.isArray(v)) return Object.keys(v).map((key) => [key, shown(v[key], depth + 1)]);
  const list: any[] = [];
  for (let i = 0; i < v.length; i++) list.push(i in v ? shown(v[i], depth + 1) : 'hole');
  return list;
}
// Not every Node has these.
const groupBy: any = (Object as any).groupBy ?? ((all: any, key: any) => {
  const groups: any = Object.create(null);
  let i = 0;
  for (const v of all) (groups[key(v, i++)] ??= []).push(v);
  return groups;
});
const mapGroupBy: any = (Map as any).groupBy ?? ((all: any, key: any) => {
  const groups = new Map();
  let i = 0;
  for (const v of all) { const k = key(v, i++); if (groups.has(k)) groups.get(k).push(v); else groups.set(k, [v]); }
  return groups;
});`;

describe("An array that changes while it is gone over", () => {
  for (const [name, text] of Object.entries(calls)) {
    it(name, () => {
      for (const [how, change] of Object.entries(changes)) {
        for (const start of ["[1, 2, 3]", "[3, , 1, 2]", "[2, undefined, 1, , 3]"]) {
          const body = `const a: any[] = ${start}; const seen: any[] = []; const change = () => { ${change}; };
let result: any; try { result = ${text}; } catch (e: any) { result = e.name; }
return shown(["${how}", result, a, seen]);`;
          checkAgainstNode(body, shown);
        }
      }
    });
  }
});

describe("Methods of arrays on what is only like one", () => {
  const state = "const state = (o: any) => [o, Object.keys(o), o.length];";
  const bodies = {
    push: "const o: any = { length: 1, 0: 'a', push: Array.prototype.push }; return [o.push(x, 2), o[1], o.length, o.push()];",
    "push without a length": "const o: any = {}; return [[].push.call(o, 'a' as never), state(o)];",
    pop: "const o: any = { length: 2, 0: 'a', 1: 'b' }; return [[].pop.call(o), state(o), [].pop.call(o), [].pop.call(o), state(o)];",
    shift: "const o: any = { length: 3, 0: 'a', 2: 'c' }; return [[].shift.call(o), state(o)];",
    unshift: "const o: any = { length: 2, 1: 'b' }; return [([] as any[]).unshift.call(o, 7, 8), state(o)];",
    splice:
      "const o: any = { length: 3, 0: 3, 1: 1, 2: 2 }; return [([] as any[]).splice.call(o, 1, 1, 8, 9), state(o)];",
    "sort and reverse":
      "const o: any = { length: 4, 0: 3, 1: 1, 3: 2 }; const a: any = []; return [a.sort.call(o) === o, state(o), a.reverse.call(o) === o, state(o)];",
    "fill and copyWithin":
      "const o: any = { length: 3, 0: 5 }; const a: any = []; a.copyWithin.call(o, 1, 0, 1); const first = state({ ...o }); a.fill.call(o, 7, 2); return [first, state(o)];",
    "typed arrays":
      "const t = new Float64Array([3, 1, 2]); const a: any = []; a.sort.call(t); a.reverse.call(t); return [...t];",
    "what cannot be changed":
      "const out: any[] = []; for (const f of [() => [].push.call(Object.freeze({ length: 0 }) as any, 1 as never), () => [].pop.call(Object.freeze({ length: 1, 0: 1 }) as any), () => [].push.call(null as any), () => [].fill.call(undefined as any, 1 as never)]) try { f(); out.push('done'); } catch (e: any) { out.push(e.constructor.name); } return out;",
    "what Array.from takes":
      "return [Array.from({ length: 3, 1: 5 } as any), Array.from(5 as any), Array.from(((a: any, b: any) => 1) as any), Array.from(new Map([[1, 2]]) as any), Array.from({} as any), Array.from({ length: -1 } as any)];",
  };
  for (const [name, body] of Object.entries(bodies)) it(name, () => checkAgainstNode(body, state));
});
