/** `DataView`, `WeakRef` and `FinalizationRegistry` are Node's, and numbers in a buffer keep their derivatives. */

import assert from "node:assert/strict";
import { checkAgainstNode, derivativesOf, reportOf } from "./support.js";

describe("DataView", () => {
  const kinds = ["Int8", "Uint8", "Int16", "Uint16", "Int32", "Uint32", "Float32", "Float64"];
  for (const kind of kinds) {
    it(`${kind} in either order of the bytes, at any place`, () =>
      checkAgainstNode(`
        const buffer = new ArrayBuffer(24), v: any = new DataView(buffer, 1, 20), out: any[] = [];
        for (const n of [x, -x, 0, -0, 1, -1, 127.9, 300, 70000, 2 ** 31, 4e9, 1e300, NaN, Infinity, undefined, '3', true])
          for (const little of [true, false, undefined])
            for (const at of [0, 3, 7, 12]) {
              out.push(v.set${kind}(at, n, little), v.get${kind}(at, little), v.get${kind}(at, !little), v.getUint8(at));
            }
        return [out.map((n) => Object.is(n, -0) ? '-0' : n), [...new Uint8Array(buffer)]];`));
  }
  const bodies = {
    "its properties and what it is":
      "const b = new ArrayBuffer(8), v = new DataView(b, 2, 4); return [v.buffer === b, v.byteLength, v.byteOffset, new DataView(b).byteLength, new DataView(b, 8).byteLength, ArrayBuffer.isView(v), String(v), v instanceof DataView, typeof v, Object.keys(v).length];",
    "what lies outside is an error":
      "const b = new ArrayBuffer(8), v: any = new DataView(b, 2, 4), out: any[] = []; for (const f of [() => new DataView(b, 9), () => new DataView(b, 0, 9), () => new DataView(b, -1), () => new (DataView as any)([]), () => (DataView as any)(b), () => v.getFloat64(0), () => v.getUint8(4), () => v.getUint8(-1), () => v.setInt16(3, 1), () => v.getUint8(), () => v.getInt16('1'), () => DataView.prototype.getInt8.call(new Int8Array(4) as any, 0)]) { try { out.push(f() instanceof Object ? 'made' : 'read'); } catch (e: any) { out.push(e.constructor.name); } } return out;",
    "the order of the machine":
      "const b = new ArrayBuffer(4); new DataView(b).setUint32(0, 0x01020304, true); return [...new Uint8Array(b), new Uint32Array(b)[0]];",
    "a clone has bytes of its own":
      "const v = new DataView(new ArrayBuffer(8)); v.setInt16(0, 5); const c = structuredClone(v); v.setInt16(0, 6); return [c.getInt16(0), c.byteLength];",
    packets:
      "const v = new DataView(new ArrayBuffer(16)); v.setUint8(0, 7); v.setFloat32(1, x); v.setUint16(5, 65535, true); v.setFloat64(7, 1 / 3); return [v.getUint8(0), v.getFloat32(1), v.getInt16(5, true), v.getFloat64(7)];",
  };
  for (const [name, body] of Object.entries(bodies)) it(name, () => checkAgainstNode(body));

  const derivatives: [string, string, Record<string, number>][] = [
    ["a number that is read as it was written", "v.setFloat64(3, x * x); return v.getFloat64(3);", { x: 6 }],
    ["little end first", "v.setFloat64(8, x * x, true); return v.getFloat64(8, true);", { x: 6 }],
    [
      "through a typed array",
      "v.setFloat64(8, x * x, true); return new Float64Array(v.buffer)[1];",
      { x: 6 },
    ],
    ["from a typed array", "new Float64Array(v.buffer)[1] = x * x; return v.getFloat64(8, true);", { x: 6 }],
    ["rounded", "v.setFloat32(1, x * x); return v.getFloat32(1);", { x: 6 }],
    ["written over", "v.setFloat64(3, x); v.setFloat64(3, 5); return v.getFloat64(3) * x;", { x: 5 }],
    ["partly written over", "v.setFloat64(3, x); v.setFloat64(5, 5); return v.getFloat64(5) * x;", { x: 5 }],
  ];
  for (const [name, body, expected] of derivatives) {
    it(`derivatives: ${name}`, () => {
      const report = reportOf(
        `/** @differentiable @at x = 3 */ function f(x: number): number { const v = new DataView(new ArrayBuffer(24)); ${body} }`,
      );
      assert.deepEqual(report.findings, []);
      assert.deepEqual(derivativesOf(report), expected);
    });
  }
  for (const [name, body] of Object.entries({
    "bits in the other order": "v.setFloat64(3, x); return v.getFloat64(3, true) + x;",
    "some bits": "v.setFloat64(3, x); return v.getUint16(4) + x;",
    "whole numbers": "v.setInt16(3, x); return v.getInt16(3) + x;",
  })) {
    it(`a derivative that is lost is told: ${name}`, () => {
      const report = reportOf(
        `/** @differentiable @at x = 3 */ function f(x: number): number { const v = new DataView(new ArrayBuffer(24)); ${body} }`,
      );
      assert.deepEqual(
        report.findings.map(({ code }) => code),
        ["derivative-lost"],
      );
    });
  }
});

describe("WeakRef and FinalizationRegistry", () => {
  const bodies = {
    "what is held is there":
      "const o = { a: x }; const r = new WeakRef(o); return [r.deref() === o, r.deref()!.a, String(r), r instanceof WeakRef];",
    caches:
      "const cache = new Map<string, WeakRef<any>>(); const get = (k: string) => { const known = cache.get(k)?.deref(); if (known) return known; const made = { k, v: x }; cache.set(k, new WeakRef(made)); return made; }; return [get('a') === get('a'), get('b').v];",
    "only objects are held":
      "const out: any[] = []; for (const v of [1, x, 'a', null, undefined, true]) { for (const f of [() => new WeakRef(v as any), () => new WeakSet([v as any]), () => new WeakMap([[v as any, 1]])]) try { f(); out.push('held'); } catch (e: any) { out.push(e.constructor.name); } } return out;",
    registries:
      "const r = new FinalizationRegistry(() => { throw 1; }); const t = {}; const out: any[] = [r.register({}, 1, t), r.unregister(t), r.unregister(t), String(r)]; for (const f of [() => new (FinalizationRegistry as any)(), () => r.register(1 as any, 2), () => r.register(t, t), () => r.unregister(1 as any), () => (WeakRef as any)(t)]) try { f(); out.push('done'); } catch (e: any) { out.push(e.constructor.name); } return out;",
  };
  for (const [name, body] of Object.entries(bodies)) it(name, () => checkAgainstNode(body));
});
