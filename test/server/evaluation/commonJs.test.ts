/** Modules of CommonJS, and what of them modules of ECMAScript get. */

import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { PlainValue } from "../../../server/report.js";
import { reportOf } from "./support.js";

/** The value of an expression of x at 3, in a module with some statements before it. */
function check(
  statements: string,
  result: string,
  others: Record<string, string>,
  expected: PlainValue,
): void {
  const files = Object.fromEntries(Object.entries(others).map(([name, text]) => [`/project/${name}`, text]));
  const report = reportOf(
    `${statements}\n/** @differentiable @at x = 3 */ function f(x) { return ${result}; }`,
    files,
  );
  assert.deepEqual(
    report.findings.filter(({ severity }) => severity === "error").map(({ message }) => message),
    [],
  );
  assert.deepEqual(report.points[0]!.value, expected);
}

describe("CommonJS", () => {
  it("as Babel and TypeScript write it", () => {
    const helper = `function _extends() {
        return (module.exports = _extends = Object.assign ? Object.assign.bind() : null,
          module.exports.__esModule = true, module.exports["default"] = module.exports), _extends.apply(null, arguments);
      }
      module.exports = _extends, module.exports.__esModule = true, module.exports["default"] = module.exports;`;
    check('import extend from "./extends.js";', "extend({}, { k: 2 }).k * x", { "extends.js": helper }, 6);
    const barrel = `"use strict";
      var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
        if (k2 === undefined) k2 = k;
        Object.defineProperty(o, k2, { enumerable: true, get: function() { return m[k]; } });
      }) : (function(o, m, k, k2) { o[k2 === undefined ? k : k2] = m[k]; }));
      var __exportStar = (this && this.__exportStar) || function(m, exports) {
        for (var p in m) if (p !== "default" && !Object.prototype.hasOwnProperty.call(exports, p)) __createBinding(exports, m, p);
      };
      Object.defineProperty(exports, "__esModule", { value: true });
      __exportStar(require("./part.js"), exports);`;
    const part = `"use strict"; Object.defineProperty(exports, "__esModule", { value: true }); exports.area = area; exports.Shape = void 0;
      function area(r) { return r * r; }
      class Shape { constructor(r) { this.r = r; } area() { return area(this.r); } } exports.Shape = Shape;`;
    const files = { "barrel.js": barrel, "part.js": part };
    check('import { area, Shape } from "./barrel.js";', "area(x) + new Shape(x).area()", files, 18);
    check('const barrel_1 = require("./barrel.js");', "(0, barrel_1.area)(x)", files, 9);
  });

  it("may give what it exports another name", () => {
    const a = 'var n = typeof exports === "undefined" ? {} : exports; n.k = 2; n.g = (x) => x * n.k;';
    check('import { g } from "./a";', "g(x)", { "a.js": a }, 6);
    const b = "var m = module.exports; var all = (exports.all = {}); m.k = 2; all.n = 5;";
    check('import { k, all } from "./b";', "k * x + all.n", { "b.js": b }, 11);
  });

  it("is required by other modules of CommonJS", () => {
    check(
      'const a = require("./a");',
      "a.twice(x)",
      { "a.js": "exports.twice = function (x) { return 2 * x; };" },
      6,
    );
    check(
      'const { twice: g } = require("./a");',
      "g(x)",
      { "a.js": "module.exports = { twice };  function twice(x) { return 2 * x; }" },
      6,
    );
    check(
      'const a = require("./a.cjs");',
      "a(x) + a.k",
      { "a.cjs": "module.exports = (x) => x * x; module.exports.k = 1;" },
      10,
    );
    check("", 'require("./a").k * x', { "a.js": "exports = module.exports = { k: 1 }; exports.k = 4;" }, 12);
    check('const k = require("./k.json");', "k.list[1] * x", { "k.json": '{ "list": [1, 2] }' }, 6);
    check(
      'const a = require("./a");',
      "a.sum * x",
      {
        "a.js": 'const b = require("./b"); let sum = 0; for (const v of b) sum += v; exports.sum = sum;',
        "b.js": "module.exports = [1, 2, 3];",
      },
      18,
    );
    check('const a = require("./a");', "a.g(x)", { "a.js": "this.g = (x) => x + 1; exports.unused = 1;" }, 4);
  });

  it("is imported by modules of ECMAScript, the default being the whole", () => {
    const plain = { "a.js": "module.exports = function (x) { return x + 1; }; module.exports.k = 5;" };
    check('import a from "./a.js";', "a(x) + a.k", plain, 9);
    check('import { k } from "./a.js";', "k * x", plain, 15);
    check('import * as a from "./a.js";', "a.k * x", plain, 15);
    check('import a = require("./a.js");', "a(x)", plain, 4);
    check('import { k } from "./b.js";', "k * x", { ...plain, "b.ts": 'export * from "./a.js";' }, 15);
    check(
      'import { a } from "./b.js";',
      "a(x)",
      { ...plain, "b.ts": 'export { default as a } from "./a.js";' },
      4,
    );
  });

  it("says by `__esModule` that its default is one of its names", () => {
    const compiled = {
      "a.js": `"use strict"; Object.defineProperty(exports, "__esModule", { value: true });
        exports.k = exports.default = void 0; const k = 2; exports.k = k; exports.default = (x) => x * k;`,
    };
    check('import a, { k } from "./a.js";', "a(x) + k", compiled, 8);
    check('import * as a from "./a.js";', "a.default(x) + a.k", compiled, 8);
    check(
      'import a from "./a.cjs";',
      "a.default(x)",
      { "a.cjs": compiled["a.js"], "package.json": '{ "type": "module" }' },
      6,
    );
    check(
      'const __importDefault = (m) => (m && m.__esModule ? m : { default: m }); const a = __importDefault(require("./a.js"));',
      "a.default(x)",
      compiled,
      6,
    );
  });

  it("may be required in a circle", () => {
    const circle = {
      "a.js":
        'exports.done = false; const b = require("./b.js"); exports.seen = b.done; exports.done = true;',
      "b.js":
        'exports.done = false; const a = require("./a.js"); exports.seen = a.done; exports.done = true;',
    };
    check(
      'const a = require("./a.js"); const b = require("./b.js");',
      "[a.done, a.seen, b.done, b.seen]",
      circle,
      [true, true, true, false],
    );
    const even =
      'const odd = require("./odd.js"); module.exports = function even(n) { return n === 0 ? 1 : odd(n - 1); };';
    const odd =
      'const even = require("./even.js"); module.exports = function odd(n) { return n === 0 ? 0 : require("./even.js")(n - 1); };';
    check('const even = require("./even.js");', "even(4) * x", { "even.js": even, "odd.js": odd }, 3);
  });

  it("may be wrapped for every kind of loader", () => {
    const wrapped = `(function (root, factory) {
      if (typeof define === "function" && define.amd) define(["exports"], factory);
      else if (typeof exports === "object" && typeof module !== "undefined") factory(exports);
      else factory((root.area = {}));
    })(this, function (exports) { "use strict"; var k = 2; exports.area = function (r) { return k * r * r; }; });`;
    check('const a = require("./a.js");', "a.area(x)", { "a.js": wrapped }, 18);
    check('import { area } from "./a.js";', "area(x)", { "a.js": wrapped }, 18);
    const assigned = `!function (e, t) { "object" == typeof exports && "undefined" != typeof module ? module.exports = t() :
      (e = typeof globalThis !== "undefined" ? globalThis : e || self, e.area = t()); }(this, function () { return (r) => r * r; });`;
    check('import area from "./a.js";', "area(x)", { "a.js": assigned }, 9);
  });

  it("leaves out what is for development, as bundlers do", () => {
    const a = `if (process.env.NODE_ENV !== "production") { checkEverything(); }
      module.exports = process.env.NODE_ENV === "production" ? require("./fast.js") : require("./slow.js");`;
    check(
      'const f0 = require("./a.js");',
      "f0(x)",
      { "a.js": a, "fast.js": "module.exports = (x) => x + 1;" },
      4,
    );
  });

  it("that needs what is not there is a finding where that is used", () => {
    const others = {
      "a.js": 'const fs = require("fs"); exports.k = 2; exports.read = () => fs.readFileSync("x");',
    };
    check('import { k } from "./a.js";', "k * x", others, 6);
    const files = Object.fromEntries(
      Object.entries(others).map(([name, text]) => [`/project/${name}`, text]),
    );
    const report = reportOf(
      'import { read } from "./a.js"; /** @differentiable @at x = 3 */ function f(x) { return x * read(); }',
      files,
    );
    assert.equal(report.findings[0]!.code, "unresolved-import");
    assert.match(report.findings[0]!.message, /module of Node\.js/);
  });
});
