/**
 * Packages of different build styles: values at two points as Node's, bit for bit, derivatives by finite differences.
 * A row is a package (or a file of it), what is imported, and what a function of `t` returns.
 */

import { describe, it } from "mocha";
import { check, checkTold, type Expected } from "../packages/support.js";

/** What waits until regular expressions are run (issue 9). */
const regularExpression = /[Rr]egular expression/;

const nativeOrNot = /[Rr]egular expression|text of a function|present time/;

interface Row {
  from: string;
  /** What stands between `import` and `from`. */
  clause: string;
  /** What the function of `t` returns, or its statements. */
  body: string;
  expected?: Expected;
  /** The result depends on what the interpreter does not know, and an error says this. Nothing else is compared. */
  told?: RegExp;
}

/** By how the packages were built. */
const styles: Record<string, Row[]> = {
  "wrappers for several worlds (UMD)": [
    {
      // Its package.json calls the wrapper an ECMAScript module, so that it puts itself on the global object.
      from: "fmin",
      clause: "* as nothing",
      body: "globalThis.fmin.bisect((v) => v - 1, 0, 3) * globalThis.fmin.norm2([t, 2]) + Object.keys(nothing).length",
      expected: { tolerance: 1e-5 },
    },
    {
      from: "fmin",
      clause: "* as nothing",
      body: "const { fx } = globalThis.fmin.nelderMead((v) => (v[0] - 1) ** 2 + t, [0.5], { maxIterations: 5 }); return fx + Object.keys(nothing).length;",
    },
    {
      from: "jstat",
      clause: "jStat",
      body: "jStat.normal.cdf(t, 0.2, 1.5) + jStat.gammaln(t + 2) + jStat.beta.pdf(t, 2, 3) + jStat.mean([t, 2, 3]) * jStat.stdev([t, 2, 3])",
    },
    {
      from: "jstat",
      clause: "jStat",
      body: "jStat([[1, t], [t, 3]]).multiply([[2, 1], [1, t]])[0][1] + jStat.det([[1, t], [t, 5]]) + jStat.studentt.pdf(t, 5)",
    },
    {
      from: "regression",
      clause: "regression",
      body: "regression.linear([[0, t], [1, 2], [2, 3 * t]], { precision: 12 }).equation[0]",
      expected: { tolerance: 1 },
    },
    {
      from: "geographiclib-geodesic",
      clause: "geodesic",
      body: "geodesic.Geodesic.WGS84.Inverse(10 * t, 5, 40, 60 + t).s12 / 1e6",
    },
    {
      from: "geographiclib-geodesic",
      clause: "geodesic",
      body: "geodesic.Geodesic.WGS84.Direct(10, 5, 40 + t, 1e6 * t).lat2",
    },
    {
      from: "complex.js",
      clause: "Complex",
      body: "new Complex(t, 2).pow(2).mul(new Complex(1, t)).exp().re + new Complex(t, 1).sqrt().im + Complex.I.mul(t).abs()",
    },
  ],
  "CommonJS, some of it with conditions": [
    // Half of it is made of texts by `Function`: what is not must still run.
    {
      from: "numeric",
      clause: "numeric",
      body: "numeric.dot([[1, t], [t, 3]], [t, 2])[1] + numeric.dotVV([t, 2], [3, t])",
    },
    {
      from: "numeric",
      clause: "numeric",
      body: "numeric.dot([[1, t], [t, 3]], [[t, 2], [1, t]])[1][0] + numeric.linspace(0, t, 3)[1] + numeric.identity(2)[0][0] * t",
    },
    {
      from: "cubic-spline",
      clause: "Spline",
      body: "new Spline([0, 1, 2, 3], [0, t, 4, t * t]).at(1.3) + new Spline([0, 1, 2], [1, 2, 5]).at(t)",
    },
    {
      from: "interpolating-polynomial",
      clause: "polynomial",
      body: "polynomial([[0, 1], [1, t], [3, 4]])(t * 2)",
    },
    {
      from: "black-scholes",
      clause: "bs",
      body: 'bs.blackScholes(30, 34 * t, 1, 0.2, 0.08 * t, "call") + bs.stdNormCDF(t)',
    },
    {
      from: "victor",
      clause: "Victor",
      body: "new Victor(t, 2).add(Victor(1, t)).normalize().dot(new Victor(3, 4)) + Victor.fromArray([t, 1]).rotate(t).x",
    },
    { from: "eases", clause: "eases", body: "eases.backInOut(t) + eases.elasticOut(t) * eases.quintIn(t)" },
    { from: "eases/elastic-in-out.js", clause: "ease", body: "ease(t) * 2" },
    {
      from: "ml-regression-simple-linear",
      clause: "simple",
      body: "const Fit = simple.SimpleLinearRegression ?? simple.default ?? simple; const fit = new Fit([0, 1, 2], [t, 2, 5 * t]); return fit.slope * fit.predict(t) + fit.intercept;",
    },
    {
      from: "ml-regression-power",
      clause: "power",
      body: "const Fit = power.PowerRegression ?? power.default ?? power; return new Fit([1, 2, 3], [t, 2, 5 * t]).predict(2);",
    },
    {
      from: "financial",
      clause: "* as financial",
      body: "financial.pmt(0.075 * t, 24, 2000) + financial.fv(0.05, 12, -100 * t, -100) + financial.npv(t / 10, [-100, 39, 59]) + financial.ppmt(t / 10, 1, 24, 2000)",
    },
    {
      from: "seedrandom",
      clause: "seedrandom",
      body: 'const random = seedrandom("lens"); return random() * t + random();',
    },
    {
      from: "seedrandom/lib/alea.js",
      clause: "alea",
      body: 'const random = alea("lens"); random(); return random() * t;',
    },
  ],
  // At its top it asks of many functions whether they are native, by regular expressions on their texts, and wraps
  // what it exports accordingly (`baseRest`, `setToString`): that is not known, and with it nothing that it exports.
  "one large file of CommonJS": [
    {
      from: "lodash",
      told: nativeOrNot,
      clause: "_",
      body: "_.sum([t, 1, 2]) * _.clamp(t, 0, 1) + _.mean([t, 4])",
    },
    {
      from: "lodash",
      told: nativeOrNot,
      clause: "_",
      body: "_.sumBy([{ v: t }, { v: 2 }], (o) => o.v * o.v) + _.range(4).length + _.last([3, t])",
    },
    {
      from: "lodash",
      told: nativeOrNot,
      clause: "_",
      body: "_([1, 2, t]).map((v) => v * v).filter((v) => v > 0.01).sum() + _.chain([t, 1]).max().value()",
    },
    {
      from: "lodash",
      told: nativeOrNot,
      clause: "_",
      body: "_.reduce({ a: t, b: 2 }, (s, v, k) => s + v * k.length, 0) + _.inRange(t, 0, 1) * t + _.VERSION.length",
    },
    { from: "lodash/clamp.js", clause: "clamp", body: "clamp(t * 3, 0, 2)" },
    { from: "lodash/sumBy.js", clause: "sumBy", body: "sumBy([t, 2], (v) => v * v * t)" },
  ],
  "many small modules (ECMAScript)": [
    {
      from: "lodash-es",
      clause: "{ sum, clamp, mean, round }",
      body: "sum([t, 1, 2]) * clamp(t, 0, 1) + mean([t, 4]) + round(4.006, 2)",
    },
    {
      from: "lodash-es",
      clause: "{ sumBy, maxBy, groupBy, times }",
      body: "sumBy([{ v: t }, { v: 2 }], (o) => o.v * t) + maxBy([3, t], (v) => -v) + groupBy([1.2, 1.8, 2.1], Math.floor)[1].length + times(3, (i) => i * t)[2]",
    },
    { from: "lodash-es/inRange.js", clause: "inRange", body: "inRange(t, 0, 1) ? t * t : t" },
    { from: "lodash-es/flow.js", clause: "* as all", body: "Object.keys(all).length * t" },
    {
      from: "d3-scale",
      clause: "{ scaleLinear, scalePow, scaleLog }",
      body: "scaleLinear([0, 1], [10, 50])(t) + scalePow([0, 2], [1, 3]).exponent(2)(t) + scaleLog([1, 100], [0, 5])(t * 10)",
    },
    {
      from: "d3-scale",
      clause: "{ scaleSymlog, scaleDiverging, scaleSequential }",
      body: "scaleSymlog().domain([0, 5]).range([0, 1])(t) + scaleSequential((u) => u * u).domain([0, 2])(t) + scaleDiverging([-1, 0, 1], (u) => u + 1)(t)",
    },
    {
      from: "d3-shape",
      clause: "{ curveBasis, line }",
      body: "const out = []; const context = { moveTo() {}, closePath() {}, lineTo(a, b) { out.push(a * b); }, bezierCurveTo(...all) { out.push(all[2] * all[5]); } }; const c = curveBasis(context); c.lineStart(); c.point(0, t); c.point(1, 2); c.point(t, 3); c.point(3, 1); c.lineEnd(); return out.reduce((a, b) => a + b, 0);",
    },
    {
      from: "d3-color",
      clause: "{ lab, hcl, rgb, cubehelix }",
      body: "lab(50 * t, 20, 30).rgb().r + rgb(200 * t, 30, 40).brighter(t).g + cubehelix(100 * t, 0.5, 0.4).rgb().b",
    },
    {
      from: "d3-color",
      clause: "{ hsl, gray, lch }",
      body: "hsl(hsl(100 * t, 0.5, 0.5).rgb()).h + gray(50 * t).rgb().g + lch(60, 30 * t, 100).rgb().b",
    },
    {
      from: "chroma-js",
      clause: "chroma",
      body: "chroma.lab(50 * t, 20, 30).get('lab.l') + chroma.lch(60, 30 * t, 100).get('lch.c') + chroma.gl(t, 0.5, 0.2).luminance()",
      expected: { tolerance: 1e-5 },
    },
    // `scale` reads its colour for no value from the text #ccc, by regular expressions, before it does anything.
    {
      from: "chroma-js",
      clause: "chroma",
      body: "chroma.scale([chroma.rgb(10, 20, 30), chroma.rgb(200, 150 * t, 40)]).mode('rgb')(t).rgb(false)[0]",
      told: regularExpression,
    },
    {
      from: "culori",
      clause: "{ oklab, lch, interpolate, differenceEuclidean }",
      body: "oklab({ mode: 'rgb', r: t, g: 0.2, b: 0.4 }).l + lch({ mode: 'lab', l: 50, a: 10 * t, b: 20 }).c + differenceEuclidean('rgb')({ mode: 'rgb', r: t, g: 0, b: 1 }, { mode: 'rgb', r: 0, g: 0, b: 0 })",
    },
    {
      from: "culori",
      clause: "{ interpolate }",
      body: "interpolate([{ mode: 'rgb', r: t, g: 0, b: 0 }, { mode: 'rgb', r: 0, g: 1, b: 0 }], 'oklch')(0.3).l",
    },
    {
      from: "culori/fn",
      clause: "{ useMode, modeRgb, modeOklab, modeLrgb }",
      body: "useMode(modeRgb); useMode(modeLrgb); const oklab = useMode(modeOklab); return oklab({ mode: 'rgb', r: t, g: 0.3, b: 0.1 }).a;",
    },
    {
      from: "kdbush",
      clause: "KDBush",
      body: "const tree = new KDBush(4); for (let i = 0; i < 4; i++) tree.add(i, i * i); tree.finish(); return tree.within(1, 1, 2).length * t;",
    },
    {
      from: "delaunator",
      clause: "Delaunator",
      body: "const points = [[0, 0], [1, 0.1], [0.4, 1], [t + 1, 1.2]]; const d = Delaunator.from(points); let area = 0; for (let i = 0; i < d.triangles.length; i += 3) { const [a, b, c] = [0, 1, 2].map((k) => points[d.triangles[i + k]]); area += Math.abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2; } return area;",
    },
    {
      from: "earcut",
      clause: "{ default as earcut, deviation }",
      body: "const flat = [0, 0, 4, 0, 4 + t, 3, 1, 4]; const triangles = earcut(flat); let area = 0; for (let i = 0; i < triangles.length; i += 3) { const [a, b, c] = [0, 1, 2].map((k) => 2 * triangles[i + k]); area += Math.abs((flat[b] - flat[a]) * (flat[c + 1] - flat[a + 1]) - (flat[c] - flat[a]) * (flat[b + 1] - flat[a + 1])) / 2; } return area + deviation(flat, null, 2, triangles);",
    },
    {
      from: "ml-regression-polynomial",
      clause: "{ PolynomialRegression }",
      body: "new PolynomialRegression([0, 1, 2, 3], [t, 1, 4 * t, 9], 2).predict(1.5)",
    },
    {
      from: "ml-levenberg-marquardt",
      clause: "{ levenbergMarquardt }",
      body: "levenbergMarquardt({ x: [0, 1, 2], y: [t, 2, 3 + t] }, ([a, b]) => (x) => a * x + b, { initialValues: [1, 1], maxIterations: 3, damping: 1 }).parameterValues[0]",
      expected: { tolerance: 1e-4 },
    },
  ],
  "prototype extensions": [
    {
      from: "geodesy/latlon-spherical.js",
      clause: "LatLon",
      body: "new LatLon(52 + t, 0.1).distanceTo(new LatLon(48.8, 2.3 * t)) / 1e5 + new LatLon(50, t).initialBearingTo(new LatLon(51, 3)) + t.toRadians()",
    },
    {
      from: "geodesy/latlon-ellipsoidal-vincenty.js",
      clause: "LatLon",
      body: "new LatLon(50.06 + t, -5.7).inverse(new LatLon(58.6, -3.07)).distance / 1e5",
      expected: { tolerance: 1e-4 },
    },
    {
      from: "geodesy/latlon-nvector-spherical.js",
      clause: "LatLon",
      body: "new LatLon(10 + t, 20).toNvector().x + new LatLon(50, t).midpointTo(new LatLon(40, 5)).lat",
    },
    {
      from: "geodesy/vector3d.js",
      clause: "Vector3d",
      body: "new Vector3d(t, 1, 2).cross(new Vector3d(1, t, 3)).dot(new Vector3d(1, 1, t)) + new Vector3d(t, 1, 2).angleTo(new Vector3d(1, 0, 0))",
    },
  ],
  "esbuild and tsup": [
    { from: "@turf/distance", clause: "{ distance }", body: "distance([t, 10], [20 * t, 30]) / 1000" },
    {
      from: "@turf/area",
      clause: "area",
      body: 'area({ type: "Polygon", coordinates: [[[0, 0], [1, 0], [1, 1 + t], [0, 1], [0, 0]]] }) / 1e9',
    },
    {
      from: "@turf/bearing",
      clause: "{ bearing }",
      body: "bearing([t, 10], [20, 30 * t]) + bearing([t, 10], [20, 30], { final: true })",
    },
    {
      from: "simplex-noise",
      clause: "{ createNoise2D, createNoise3D }",
      body: "let seed = 1; const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647; return createNoise2D(random)(t, 0.4) + createNoise3D(random)(t, 0.2, t);",
      expected: { tolerance: 1e-5 },
    },
  ],
};

describe("packages by their build style", () => {
  for (const [style, rows] of Object.entries(styles)) {
    describe(style, () => {
      for (const { from, clause, body, expected, told } of rows) {
        it(`${from}: ${body.length > 70 ? `${body.slice(0, 70)}…` : body}`, function () {
          this.timeout(60_000);
          return told === undefined
            ? check(from, clause, body, expected)
            : checkTold(from, clause, body, told);
        });
      }
    });
  }
});
