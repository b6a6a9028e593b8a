/** What bundlers and compilers write: helpers for exports, interop, static fields, and wrappers for several worlds. */

import { type Case, corpus, marked, markedCommonJs, markedFunction } from "./support.js";

/** As esbuild prints them, not minified. */
const esbuildHelpers = `
var __create = Object.create;
var __defProp = Object.defineProperty;
var __getOwnPropDesc = Object.getOwnPropertyDescriptor;
var __getOwnPropNames = Object.getOwnPropertyNames;
var __getProtoOf = Object.getPrototypeOf;
var __hasOwnProp = Object.prototype.hasOwnProperty;
var __defNormalProp = (obj, key, value) => key in obj ? __defProp(obj, key, { enumerable: true, configurable: true, writable: true, value }) : obj[key] = value;
var __esm = (fn, res) => function __init() { return fn && (res = (0, fn[__getOwnPropNames(fn)[0]])(fn = 0)), res; };
var __commonJS = (cb, mod) => function __require() { return mod || (0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports; };
var __export = (target, all) => { for (var name in all) __defProp(target, name, { get: all[name], enumerable: true }); };
var __copyProps = (to, from, except, desc) => {
  if (from && typeof from === "object" || typeof from === "function") {
    for (let key of __getOwnPropNames(from))
      if (!__hasOwnProp.call(to, key) && key !== except)
        __defProp(to, key, { get: () => from[key], enumerable: !(desc = __getOwnPropDesc(from, key)) || desc.enumerable });
  }
  return to;
};
var __reExport = (target, mod, secondTarget) => (__copyProps(target, mod, "default"), secondTarget && __copyProps(secondTarget, mod, "default"));
var __toESM = (mod, isNodeMode, target) => (target = mod != null ? __create(__getProtoOf(mod)) : {}, __copyProps(isNodeMode || !mod || !mod.__esModule ? __defProp(target, "default", { value: mod, enumerable: true }) : target, mod));
var __toCommonJS = (mod) => __copyProps(__defProp({}, "__esModule", { value: true }), mod);
var __publicField = (obj, key, value) => __defNormalProp(obj, typeof key !== "symbol" ? key + "" : key, value);
`;

const typescriptHelpers = `"use strict";
var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) { if (k2 === undefined) k2 = k; o[k2] = m[k]; }));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) { o["default"] = v; });
var __exportStar = (this && this.__exportStar) || function(m, exports) {
    for (var p in m) if (p !== "default" && !Object.prototype.hasOwnProperty.call(exports, p)) __createBinding(exports, m, p);
};
var __importStar = (this && this.__importStar) || (function () {
    var ownKeys = function(o) {
        ownKeys = Object.getOwnPropertyNames || function (o) { var ar = []; for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k; return ar; };
        return ownKeys(o);
    };
    return function (mod) {
        if (mod && mod.__esModule) return mod;
        var result = {};
        if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
        __setModuleDefault(result, mod);
        return result;
    };
})();
var __importDefault = (this && this.__importDefault) || function (mod) { return (mod && mod.__esModule) ? mod : { "default": mod }; };
Object.defineProperty(exports, "__esModule", { value: true });
`;

const typescriptPart = `"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.Shape = exports.scale = void 0; exports.area = area; exports.default = twice;
exports.scale = 3;
function area(r) { return exports.scale * r * r; }
function twice(x) { return 2 * x; }
class Shape { constructor(r) { this.r = r; } area() { return area(this.r); } }
exports.Shape = Shape;`;

const rollupUmd = (body: string) => `(function (global, factory) {
  typeof exports === 'object' && typeof module !== 'undefined' ? factory(exports) :
  typeof define === 'function' && define.amd ? define(['exports'], factory) :
  (global = typeof globalThis !== 'undefined' ? globalThis : global || self, factory(global.lib = {}));
})(this, (function (exports) { 'use strict';
${body}
  Object.defineProperty(exports, '__esModule', { value: true });
}));`;

const esbuild: Case[] = [
  {
    name: "__export and __toCommonJS: a module turned into CommonJS",
    files: {
      "main.mjs": marked('import lib, { area, scale } from "./lib.cjs";', "area(x) + lib.scale * scale"),
      "lib.cjs": `"use strict";${esbuildHelpers}
var src_exports = {};
__export(src_exports, { area: () => area, scale: () => scale, default: () => src_default });
module.exports = __toCommonJS(src_exports);
var scale = 3; function area(r) { return scale * r * r; } var src_default = area;
0 && (module.exports = { area, scale });`,
    },
  },
  {
    name: "__export on an object that the program counts",
    files: {
      "main.mjs": marked(
        `${esbuildHelpers}
var ease_exports = {}; __export(ease_exports, { linear: () => linear, quad: () => quad }); function linear(t) { return t; } var quad = (t) => t * t;`,
        "Object.keys(ease_exports).reduce((sum, name) => sum + ease_exports[name](x), 0)",
      ),
    },
  },
  {
    name: "__esm: modules that are evaluated when they are needed",
    files: {
      "main.mjs": marked(
        `${esbuildHelpers}
var n = 0; var k, b; var init_b = __esm({ "b.js"() { b = ++n * 10; } });
var init_a = __esm({ "a.js"() { init_b(); k = b + 1; } }); init_a(); init_a();`,
        "k * x + n",
      ),
    },
  },
  {
    name: "__commonJS and __toESM: packages inside a bundle",
    files: {
      "main.mjs": marked(
        `${esbuildHelpers}
var require_lib = __commonJS({ "node_modules/lib/index.js"(exports, module) { "use strict"; exports.k = 4; module.exports.f = function (x) { return exports.k * x; }; } });
var require_fn = __commonJS({ "node_modules/fn/index.js"(exports, module) { var lib = require_lib(); module.exports = function (x) { return lib.f(x) + 1; }; module.exports.extra = 5; } });
var import_lib = __toESM(require_lib()); var import_fn = __toESM(require_fn(), 1);`,
        "(0, import_fn.default)(x) + import_lib.k + import_fn.extra + import_lib.default.f(1)",
      ),
    },
  },
  {
    name: "__publicField: fields and static fields",
    files: {
      "main.mjs": marked(
        `${esbuildHelpers}
var _Vec = class _Vec { constructor(x) { __publicField(this, "x", 0); __publicField(this, "dot", (o) => this.x * o.x); this.x = x; } };
__publicField(_Vec, "unit", new _Vec(1)); __publicField(_Vec, "count", 2); var Vec = _Vec;`,
        "new Vec(x).dot(Vec.unit) * Vec.count + Object.keys(new Vec(1)).length",
      ),
    },
  },
  {
    name: "__reExport: a barrel",
    files: {
      "main.cjs": markedCommonJs('var lib = require("./barrel.cjs");', "lib.area(x) + lib.own"),
      "barrel.cjs": `"use strict";${esbuildHelpers}
var barrel_exports = {}; __export(barrel_exports, { own: () => own }); module.exports = __toCommonJS(barrel_exports);
__reExport(barrel_exports, require("./part.cjs"), module.exports); const own = 7;`,
      "part.cjs": typescriptPart,
    },
  },
  {
    name: "minified helpers",
    files: {
      "main.cjs": markedCommonJs('var l = require("./lib.cjs");', "l.mix(1, x, 3) + l.names"),
      "lib.cjs": `"use strict";var u=Object.defineProperty;var d=Object.getOwnPropertyDescriptor;var p=Object.getOwnPropertyNames;var m=Object.prototype.hasOwnProperty;var h=(e,t)=>{for(var n in t)u(e,n,{get:t[n],enumerable:!0})},g=(e,t,n,r)=>{if(t&&typeof t=="object"||typeof t=="function")for(let o of p(t))!m.call(e,o)&&o!==n&&u(e,o,{get:()=>t[o],enumerable:!(r=d(t,o))||r.enumerable});return e};var x=e=>g(u({},"__esModule",{value:!0}),e);var y={};h(y,{mix:()=>b,names:()=>c});module.exports=x(y);var b=(e,t,n)=>e+(n-e)*t,c=p(y).length;0&&(module.exports={mix,names});`,
    },
  },
];

const typescript: Case[] = [
  {
    name: "__exportStar, __createBinding: a barrel",
    files: {
      "main.cjs": markedCommonJs(
        'const barrel_1 = require("./barrel.cjs");',
        "(0, barrel_1.area)(x) + new barrel_1.Shape(x).area() + Object.keys(barrel_1).length",
      ),
      "barrel.cjs": `${typescriptHelpers}exports.extra = void 0; exports.extra = 1; __exportStar(require("./part.cjs"), exports);`,
      "part.cjs": typescriptPart,
    },
  },
  {
    name: "a barrel imported by an ECMAScript module",
    files: {
      "main.mjs": marked('import { area, Shape } from "./barrel.cjs";', "area(x) + new Shape(x).area()"),
      "barrel.cjs": `${typescriptHelpers}__exportStar(require("./part.cjs"), exports);`,
      "part.cjs": typescriptPart,
    },
  },
  {
    name: "__importDefault and __importStar, of a module and of plain CommonJS",
    files: {
      "main.cjs": markedCommonJs(
        `${typescriptHelpers}const part_1 = __importDefault(require("./part.cjs")); const plain_1 = __importDefault(require("./plain.cjs"));
const all = __importStar(require("./part.cjs")); const plain = __importStar(require("./plain.cjs"));`,
        "(0, part_1.default)(x) + plain_1.default(x) + all.scale + plain.k + plain.default(1)",
      ),
      "part.cjs": typescriptPart,
      "plain.cjs": "module.exports = function (x) { return x * x; }; module.exports.k = 6;",
    },
  },
  {
    name: "__importStar under its older form",
    files: {
      "main.cjs": markedCommonJs(
        `"use strict";
var __importStar = (this && this.__importStar) || function (mod) { if (mod && mod.__esModule) return mod; var result = {}; if (mod != null) for (var k in mod) if (k !== "default" && Object.prototype.hasOwnProperty.call(mod, k)) result[k] = mod[k]; result["default"] = mod; return result; };
const plain = __importStar(require("./plain.cjs"));`,
        "plain.default.g(x) + plain.k",
      ),
      "plain.cjs": "exports.k = 6; exports.g = function (x) { return exports.k * x; };",
    },
  },
  {
    name: "__extends and __assign: classes for ES5",
    files: {
      "main.cjs": markedCommonJs(
        `"use strict";
var __extends = (this && this.__extends) || (function () {
    var extendStatics = function (d, b) {
        extendStatics = Object.setPrototypeOf || ({ __proto__: [] } instanceof Array && function (d, b) { d.__proto__ = b; }) || function (d, b) { for (var p in b) if (Object.prototype.hasOwnProperty.call(b, p)) d[p] = b[p]; };
        return extendStatics(d, b);
    };
    return function (d, b) {
        if (typeof b !== "function" && b !== null) throw new TypeError("Class extends value " + String(b) + " is not a constructor or null");
        extendStatics(d, b);
        function __() { this.constructor = d; }
        d.prototype = b === null ? Object.create(b) : (__.prototype = b.prototype, new __());
    };
})();
var __assign = (this && this.__assign) || function () {
    __assign = Object.assign || function(t) { for (var s, i = 1, n = arguments.length; i < n; i++) { s = arguments[i]; for (var p in s) if (Object.prototype.hasOwnProperty.call(s, p)) t[p] = s[p]; } return t; };
    return __assign.apply(this, arguments);
};
var Base = /** @class */ (function () { function Base(k) { this.k = k; } Base.make = function (k) { return new this(k); }; Base.prototype.at = function (x) { return this.k * x; }; Object.defineProperty(Base.prototype, "twice", { get: function () { return 2 * this.k; }, enumerable: false, configurable: true }); Base.unit = 2; return Base; }());
var Line = /** @class */ (function (_super) { __extends(Line, _super); function Line() { var _this = _super !== null && _super.apply(this, arguments) || this; _this.m = 1; return _this; } Line.prototype.at = function (x) { return _super.prototype.at.call(this, x) + this.m; }; return Line; }(Base));
var o = __assign({ a: 1 }, { b: 2 });`,
        "Line.make(3).at(x) + Line.unit + new Line(2).twice + o.b + (new Line(1) instanceof Base ? 1 : 0)",
      ),
    },
  },
  {
    name: "__spreadArray, __rest, __values and __read",
    files: {
      "main.cjs": markedCommonJs(
        `"use strict";
var __spreadArray = (this && this.__spreadArray) || function (to, from, pack) { if (pack || arguments.length === 2) for (var i = 0, l = from.length, ar; i < l; i++) { if (ar || !(i in from)) { if (!ar) ar = Array.prototype.slice.call(from, 0, i); ar[i] = from[i]; } } return to.concat(ar || Array.prototype.slice.call(from)); };
var __rest = (this && this.__rest) || function (s, e) { var t = {}; for (var p in s) if (Object.prototype.hasOwnProperty.call(s, p) && e.indexOf(p) < 0) t[p] = s[p]; if (s != null && typeof Object.getOwnPropertySymbols === "function") for (var i = 0, p = Object.getOwnPropertySymbols(s); i < p.length; i++) { if (e.indexOf(p[i]) < 0 && Object.prototype.propertyIsEnumerable.call(s, p[i])) t[p[i]] = s[p[i]]; } return t; };
var __read = (this && this.__read) || function (o, n) { var m = typeof Symbol === "function" && o[Symbol.iterator]; if (!m) return o; var i = m.call(o), r, ar = [], e; try { while ((n === void 0 || n-- > 0) && !(r = i.next()).done) ar.push(r.value); } catch (error) { e = { error: error }; } finally { try { if (r && !r.done && (m = i["return"])) m.call(i); } finally { if (e) throw e.error; } } return ar; };
var _a = { a: 1, b: 2, c: 3 }, a = _a.a, rest = __rest(_a, ["a"]); var _b = __read([4, 5, 6], 2), p = _b[0], q = _b[1]; var all = __spreadArray(__spreadArray([], [1, 2], false), [3], false);`,
        "[a * x, rest.b + rest.c, p * q, all.length, _b.length]",
      ),
    },
  },
  {
    name: "__decorate and __classPrivateFieldGet",
    files: {
      "main.cjs": markedCommonJs(
        `"use strict";
var __decorate = (this && this.__decorate) || function (decorators, target, key, desc) { var c = arguments.length, r = c < 3 ? target : desc === null ? desc = Object.getOwnPropertyDescriptor(target, key) : desc, d; if (typeof Reflect === "object" && typeof Reflect.decorate === "function") r = Reflect.decorate(decorators, target, key, desc); else for (var i = decorators.length - 1; i >= 0; i--) if (d = decorators[i]) r = (c < 3 ? d(r) : c > 3 ? d(target, key, r) : d(target, key)) || r; return c > 3 && r && Object.defineProperty(target, key, r), r; };
var __classPrivateFieldGet = (this && this.__classPrivateFieldGet) || function (receiver, state, kind, f) { if (kind === "a" && !f) throw new TypeError("Private accessor was defined without a getter"); if (typeof state === "function" ? receiver !== state || !f : !state.has(receiver)) throw new TypeError("Cannot read private member from an object whose class did not declare it"); return kind === "m" ? f : kind === "a" ? f.call(receiver) : f ? f.value : state.get(receiver); };
var _Model_k; function twice(target, key, descriptor) { var old = descriptor.value; descriptor.value = function (x) { return 2 * old.call(this, x); }; }
class Model { constructor() { _Model_k.set(this, 3); } at(x) { return __classPrivateFieldGet(this, _Model_k, "f") * x; } }
_Model_k = new WeakMap(); __decorate([twice], Model.prototype, "at", null);`,
        "new Model().at(x)",
      ),
    },
  },
  {
    name: "enumerations and namespaces as compiled",
    files: {
      "main.cjs": markedCommonJs(
        `"use strict"; var Axis; (function (Axis) { Axis[Axis["X"] = 0] = "X"; Axis[Axis["Y"] = 1] = "Y"; })(Axis || (exports.Axis = Axis = {}));
var Units; (function (Units) { Units.degree = Math.PI / 180; function toRadians(x) { return x * Units.degree; } Units.toRadians = toRadians; })(Units || (Units = {}));
(function (Units) { Units.turn = 360 * Units.degree; })(Units || (Units = {}));`,
        "Units.toRadians(x) + Units.turn + Object.keys(exports.Axis).length + Axis[1].length",
      ),
    },
  },
];

const babel: Case[] = [
  {
    name: "_interopRequireDefault and _interopRequireWildcard",
    files: {
      "main.cjs": markedCommonJs(
        `"use strict";
var _part = _interopRequireDefault(require("./part.cjs")); var _plain = _interopRequireWildcard(require("./plain.cjs"));
function _interopRequireWildcard(e, t) { if ("function" == typeof WeakMap) var r = new WeakMap(), n = new WeakMap(); return (_interopRequireWildcard = function (e, t) { if (!t && e && e.__esModule) return e; var o, i, f = { __proto__: null, default: e }; if (null === e || "object" != typeof e && "function" != typeof e) return f; if (o = t ? n : r) { if (o.has(e)) return o.get(e); o.set(e, f); } for (const t in e) "default" !== t && {}.hasOwnProperty.call(e, t) && ((i = (o = Object.defineProperty) && Object.getOwnPropertyDescriptor(e, t)) && (i.get || i.set) ? o(f, t, i) : f[t] = e[t]); return f; })(e, t); }
function _interopRequireDefault(e) { return e && e.__esModule ? e : { default: e }; }`,
        "(0, _part.default)(x) + _plain.k * _plain.default.g(x)",
      ),
      "part.cjs": typescriptPart,
      "plain.cjs": "exports.k = 6; exports.g = function (x) { return exports.k * x; };",
    },
  },
  {
    name: "_defineProperty: fields and static fields",
    files: {
      "main.mjs": marked(
        `function _typeof(o) { "@babel/helpers - typeof"; return _typeof = "function" == typeof Symbol && "symbol" == typeof Symbol.iterator ? function (o) { return typeof o; } : function (o) { return o && "function" == typeof Symbol && o.constructor === Symbol && o !== Symbol.prototype ? "symbol" : typeof o; }, _typeof(o); }
function _defineProperty(e, r, t) { return (r = _toPropertyKey(r)) in e ? Object.defineProperty(e, r, { value: t, enumerable: !0, configurable: !0, writable: !0 }) : e[r] = t, e; }
function _toPropertyKey(t) { var i = _toPrimitive(t, "string"); return "symbol" == _typeof(i) ? i : i + ""; }
function _toPrimitive(t, r) { if ("object" != _typeof(t) || !t) return t; var e = t[Symbol.toPrimitive]; if (void 0 !== e) { var i = e.call(t, r || "default"); if ("object" != _typeof(i)) return i; throw new TypeError("@@toPrimitive must return a primitive value."); } return ("string" === r ? String : Number)(t); }
class Spring { constructor(k) { _defineProperty(this, "rest", 1); this.k = k; } energy(x) { return 0.5 * this.k * (x - this.rest) ** 2; } }
_defineProperty(Spring, "default", new Spring(4)); _defineProperty(Spring, "scale", Spring.default.k + 1);`,
        "Spring.default.energy(x) + Spring.scale * x",
      ),
    },
  },
  {
    name: "_createClass, _inherits and _callSuper: classes for ES5",
    files: {
      "main.mjs": marked(
        `function _callSuper(t, o, e) { return o = _getPrototypeOf(o), _possibleConstructorReturn(t, _isNativeReflectConstruct() ? Reflect.construct(o, e || [], _getPrototypeOf(t).constructor) : o.apply(t, e)); }
function _possibleConstructorReturn(t, e) { if (e && ("object" == typeof e || "function" == typeof e)) return e; if (void 0 !== e) throw new TypeError("Derived constructors may only return object or undefined"); return _assertThisInitialized(t); }
function _assertThisInitialized(e) { if (void 0 === e) throw new ReferenceError("this hasn't been initialised - super() hasn't been called"); return e; }
function _isNativeReflectConstruct() { try { var t = !Boolean.prototype.valueOf.call(Reflect.construct(Boolean, [], function () {})); } catch (t) {} return (_isNativeReflectConstruct = function () { return !!t; })(); }
function _getPrototypeOf(t) { return _getPrototypeOf = Object.setPrototypeOf ? Object.getPrototypeOf.bind() : function (t) { return t.__proto__ || Object.getPrototypeOf(t); }, _getPrototypeOf(t); }
function _inherits(t, e) { if ("function" != typeof e && null !== e) throw new TypeError("Super expression must either be null or a function"); t.prototype = Object.create(e && e.prototype, { constructor: { value: t, writable: !0, configurable: !0 } }), Object.defineProperty(t, "prototype", { writable: !1 }), e && _setPrototypeOf(t, e); }
function _setPrototypeOf(t, e) { return _setPrototypeOf = Object.setPrototypeOf ? Object.setPrototypeOf.bind() : function (t, e) { return t.__proto__ = e, t; }, _setPrototypeOf(t, e); }
function _classCallCheck(a, n) { if (!(a instanceof n)) throw new TypeError("Cannot call a class as a function"); }
function _defineProperties(e, r) { for (var t = 0; t < r.length; t++) { var o = r[t]; o.enumerable = o.enumerable || !1, o.configurable = !0, "value" in o && (o.writable = !0), Object.defineProperty(e, o.key, o); } }
function _createClass(e, r, t) { return r && _defineProperties(e.prototype, r), t && _defineProperties(e, t), Object.defineProperty(e, "prototype", { writable: !1 }), e; }
var Curve = function () { function Curve(k) { _classCallCheck(this, Curve); this.k = k; } return _createClass(Curve, [{ key: "at", value: function at(x) { return this.k * x; } }, { key: "twice", get: function get() { return 2 * this.k; } }], [{ key: "make", value: function make(k) { return new this(k); } }]); }();
var Arc = function (_Curve) { function Arc(k) { var _this; _classCallCheck(this, Arc); _this = _callSuper(this, Arc, [k]); _this.m = 2; return _this; } _inherits(Arc, _Curve); return _createClass(Arc, [{ key: "at", value: function at(x) { return Curve.prototype.at.call(this, x) * x + this.m; } }]); }(Curve);`,
        "Arc.make(3).at(x) + new Arc(4).twice",
      ),
    },
  },
  {
    name: "exports by Object.keys(...).forEach, as Babel re-exports",
    files: {
      "main.cjs": markedCommonJs(
        'var _index = require("./index.cjs");',
        "(0, _index.area)(x) + _index.scale",
      ),
      "index.cjs": `"use strict"; Object.defineProperty(exports, "__esModule", { value: true });
var _part = require("./part.cjs"); Object.keys(_part).forEach(function (key) { if (key === "default" || key === "__esModule") return; if (key in exports && exports[key] === _part[key]) return; Object.defineProperty(exports, key, { enumerable: true, get: function () { return _part[key]; } }); });`,
      "part.cjs": typescriptPart,
    },
  },
  {
    name: "_slicedToArray, _toConsumableArray and _objectSpread",
    files: {
      "main.mjs": marked(
        `function ownKeys(e, r) { var t = Object.keys(e); if (Object.getOwnPropertySymbols) { var o = Object.getOwnPropertySymbols(e); r && (o = o.filter(function (r) { return Object.getOwnPropertyDescriptor(e, r).enumerable; })), t.push.apply(t, o); } return t; }
function _objectSpread(e) { for (var r = 1; r < arguments.length; r++) { var t = null != arguments[r] ? arguments[r] : {}; r % 2 ? ownKeys(Object(t), !0).forEach(function (r) { _defineProperty(e, r, t[r]); }) : Object.getOwnPropertyDescriptors ? Object.defineProperties(e, Object.getOwnPropertyDescriptors(t)) : ownKeys(Object(t)).forEach(function (r) { Object.defineProperty(e, r, Object.getOwnPropertyDescriptor(t, r)); }); } return e; }
function _defineProperty(e, r, t) { return r in e ? Object.defineProperty(e, r, { value: t, enumerable: !0, configurable: !0, writable: !0 }) : e[r] = t, e; }
function _arrayLikeToArray(r, a) { (null == a || a > r.length) && (a = r.length); for (var e = 0, n = Array(a); e < a; e++) n[e] = r[e]; return n; }
function _toConsumableArray(r) { return Array.isArray(r) ? _arrayLikeToArray(r) : Array.from(r); }
function _slicedToArray(r, e) { return Array.isArray(r) ? r : _arrayLikeToArray(r, e); }
var defaults = _objectSpread(_objectSpread({}, { a: 1 }), {}, { b: 2 }); var _ref = [7, 8], _ref2 = _slicedToArray(_ref, 2), p = _ref2[1]; var max = Math.max.apply(Math, _toConsumableArray(new Set([1, 5, 2])));`,
        "_objectSpread({ a: x }, { b: x * x }).b + defaults.b * x + p + max",
      ),
    },
  },
];

const wrappers: Case[] = [
  {
    name: "rollup's UMD wrapper, imported",
    files: {
      "main.mjs": marked('import lib from "./lib.cjs";', "lib.wave(x) + lib.count"),
      "lib.cjs": rollupUmd(
        "var count = 0; function wave(x) { return Math.sin(count * x); } for (var i = 0; i < 3; i++) count++; exports.wave = wave; exports.count = count;",
      ),
    },
  },
  {
    name: "rollup's UMD wrapper with a default export and a dependency",
    files: {
      "main.cjs": markedCommonJs('var curve = require("./curve.cjs");', "curve(x)"),
      "curve.cjs": `(function (global, factory) {
  typeof exports === 'object' && typeof module !== 'undefined' ? module.exports = factory(require('./lib.cjs')) :
  typeof define === 'function' && define.amd ? define(['lib'], factory) :
  (global = global || self, global.curve = factory(global.lib));
}(this, function (lib) { 'use strict'; lib = lib && lib.hasOwnProperty('default') ? lib['default'] : lib; function curve(x) { return lib.wave(x) * 2; } return curve; }));`,
      "lib.cjs": rollupUmd("exports.wave = function (x) { return x * x; };"),
    },
  },
  {
    name: "the UMD wrapper with root, exports and conditions in statements",
    files: {
      "main.mjs": marked('import lib from "./lib.cjs";', "lib.f(x)"),
      "lib.cjs": `;(function (root, factory) {
  if (typeof define === "function" && define.amd) { define([], factory); }
  else if (typeof module === "object" && module.exports) { module.exports = factory(); }
  else { root.lib = factory(); }
}(typeof self !== "undefined" ? self : this, function () { return { f: function (x) { return 5 * x; } }; }));`,
    },
  },
  {
    name: "webpack's UMD wrapper and its runtime",
    files: {
      "main.mjs": marked('import lib from "./lib.cjs";', "lib.twice(x) + lib.k"),
      "lib.cjs": `!function(e,t){"object"==typeof exports&&"object"==typeof module?module.exports=t():"function"==typeof define&&define.amd?define([],t):"object"==typeof exports?exports.lib=t():e.lib=t()}(this,(()=>(()=>{"use strict";
var __webpack_modules__ = { 10: (module, exports, require) => { require.r(exports); require.d(exports, { k: () => k }); const k = 3; }, 20: (module) => { module.exports = (x) => 2 * x; } };
var cache = {}; function require(id) { var cached = cache[id]; if (cached !== undefined) return cached.exports; var module = cache[id] = { exports: {} }; __webpack_modules__[id](module, module.exports, require); return module.exports; }
(() => { require.n = (module) => { var getter = module && module.__esModule ? () => module['default'] : () => module; require.d(getter, { a: getter }); return getter; }; })();
(() => { require.d = (exports, definition) => { for (var key in definition) { if (require.o(definition, key) && !require.o(exports, key)) Object.defineProperty(exports, key, { enumerable: true, get: definition[key] }); } }; })();
(() => { require.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop)) })();
(() => { require.r = (exports) => { if (typeof Symbol !== 'undefined' && Symbol.toStringTag) Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' }); Object.defineProperty(exports, '__esModule', { value: true }); }; })();
var out = {}; (() => { require.r(out); require.d(out, { twice: () => twice(), k: () => part.k }); var part = require(10); var f = require(20); var twice = require.n(f); })(); return out; })()));`,
    },
  },
  {
    name: "browserify's bundle",
    files: {
      "main.mjs": marked('import lib from "./lib.cjs";', "lib.f(x)"),
      "lib.cjs": `(function(f){if(typeof exports==="object"&&typeof module!=="undefined"){module.exports=f()}else if(typeof define==="function"&&define.amd){define([],f)}else{var g;if(typeof window!=="undefined"){g=window}else if(typeof global!=="undefined"){g=global}else if(typeof self!=="undefined"){g=self}else{g=this}g.lib=f()}})(function(){var define,module,exports;return (function(){function r(e,n,t){function o(i,f){if(!n[i]){if(!e[i]){var c="function"==typeof require&&require;if(!f&&c)return c(i,!0);if(u)return u(i,!0);var a=new Error("Cannot find module '"+i+"'");throw a.code="MODULE_NOT_FOUND",a}var p=n[i]={exports:{}};e[i][0].call(p.exports,function(r){var n=e[i][1][r];return o(n||r)},p,p.exports,r,e,n,t)}return n[i].exports}for(var u="function"==typeof require&&require,i=0;i<t.length;i++)o(t[i]);return o}return r})()({1:[function(require,module,exports){exports.k=4;},{}],2:[function(require,module,exports){var p=require("./part");exports.f=function(x){return p.k*x*x;};},{"./part":1}]},{},[2])(2)});`,
    },
  },
  {
    name: "rollup's CommonJS helpers",
    files: {
      "main.mjs": marked(
        `var commonjsGlobal = typeof globalThis !== 'undefined' ? globalThis : typeof window !== 'undefined' ? window : typeof global !== 'undefined' ? global : typeof self !== 'undefined' ? self : {};
function getDefaultExportFromCjs (x) { return x && x.__esModule && Object.prototype.hasOwnProperty.call(x, 'default') ? x['default'] : x; }
function getAugmentedNamespace(n) { if (n.__esModule) return n; var a = Object.defineProperty({}, '__esModule', { value: true }); Object.keys(n).forEach(function (k) { var d = Object.getOwnPropertyDescriptor(n, k); Object.defineProperty(a, k, d.get ? d : { enumerable: true, get: function () { return n[k]; } }); }); return a; }
var easing$1 = { exports: {} }; (function (module, exports) { (function (root) { exports.quad = function (t) { return t * t; }; module.exports.k = 2; })(commonjsGlobal); }(easing$1, easing$1.exports));
var easingExports = easing$1.exports; var easing = /*@__PURE__*/ getDefaultExportFromCjs(easingExports);
var hasRequiredPart; var part = {}; function requirePart () { if (hasRequiredPart) return part; hasRequiredPart = 1; part.n = (part.n || 0) + 1; return part; } requirePart(); requirePart();
var spaces = /*#__PURE__*/ Object.freeze({ __proto__: null, a: 1, default: 5, easing: easing }); var augmented = getAugmentedNamespace(spaces);`,
        "easing.quad(x) * easing.k + part.n + Object.keys(spaces).length + augmented.easing.quad(x)",
      ),
    },
  },
  {
    name: "a library that puts itself on this, exports or a name of the global object",
    files: {
      "main.mjs": marked('import lib from "./lib.cjs"; const { numeric } = lib;', "lib.scale(x) + numeric"),
      "lib.cjs": `(function () { var root = this; var previous = root.Lib; var Lib = function () {}; Lib.noConflict = function () { root.Lib = previous; return Lib; };
  if (typeof exports !== 'undefined') { if (typeof module !== 'undefined' && module.exports) { exports = module.exports = Lib; } exports.Lib = Lib; } else { root.Lib = Lib; }
  Lib.scale = function (x) { return Lib.numeric * x; }; Lib.numeric = 3; if (typeof define === 'function' && define.amd) define('lib', [], function () { return Lib; }); }).call(this);`,
    },
  },
  {
    name: "exports under one name in all worlds: numeric's and jStat's manner",
    files: {
      "main.mjs": marked('import numeric from "./numeric.cjs";', "numeric.dot([x, 2], [3, x]) + numeric.ops"),
      "numeric.cjs": `"use strict"; var numeric = (typeof exports === "undefined")?(function numeric() {}):(exports); if(typeof global !== "undefined") { global.numeric = numeric; }
numeric.ops = 0; var ops = { add: "+", mul: "*" }; (function () { var i; for (i in ops) if (ops.hasOwnProperty(i)) numeric.ops++; })();
numeric.dot = function (a, b) { var s = 0; for (var i = 0; i < a.length; ++i) s += a[i] * b[i]; return s; };`,
    },
  },
  {
    name: "a SystemJS-like registry inside one file",
    files: {
      "main.mjs": marked(
        `const registry = {}; const System = { register(name, deps, declare) { registry[name] = { deps, declare }; }, get(name) { const m = registry[name]; if (m.ns) return m.ns; m.ns = {}; const { setters, execute } = m.declare((k, v) => (m.ns[k] = v)); m.deps.forEach((d, i) => setters[i](System.get(d))); execute(); return m.ns; } };
System.register("a", [], (_export) => ({ setters: [], execute() { _export("k", 3); } }));
System.register("b", ["a"], (_export) => { var a; return { setters: [(m) => { a = m; }], execute() { _export("f", (x) => a.k * x * x); } }; }); const { f: g } = System.get("b");`,
        "g(x)",
      ),
    },
  },
  {
    name: "the AMD branch is taken where the program declares define",
    files: {
      "main.cjs": `var made = {}; function define(names, factory) { made = factory(); } define.amd = {};
(function (root, factory) { if (typeof define === "function" && define.amd) define([], factory); else module.exports = factory(); })(this, function () { return { f: function (x) { return 7 * x; } }; });
${markedFunction("made.f(x)")}exports.f = f;`,
    },
  },
];

corpus("esbuild's helpers", esbuild);
corpus("TypeScript's helpers", typescript);
corpus("Babel's helpers", babel);
corpus("Wrappers and bundles", wrappers);
