import { describe, it } from "mocha";
import { check } from "./support.js";

describe("packages of plain functions", () => {
  it("d3-ease", async () => {
    for (const name of [
      "Linear",
      "CubicInOut",
      "QuadOut",
      "SinIn",
      "ExpOut",
      "CircleInOut",
      "ElasticOut",
      "BackIn",
      "BounceOut",
    ]) {
      await check("d3-ease", `{ ease${name} as ease }`, "ease(t)");
    }
    await check(
      "d3-ease",
      "* as d3",
      "d3.easePoly.exponent(2.5)(t) + d3.easeElastic.amplitude(2).period(0.4)(t)",
    );
  });

  it("bezier-easing", async () => {
    await check("bezier-easing", "bezier", "bezier(0.25, 0.1, 0.25, 1)(t)");
    await check("bezier-easing", "bezier", "bezier(0.42, 0, 0.58, t)(0.6)");
  });

  it("d3-interpolate", async () => {
    await check(
      "d3-interpolate",
      "{ interpolateNumber }",
      "interpolateNumber(t, 5)(0.3) * interpolateNumber(1, 4)(t)",
    );
    await check(
      "d3-interpolate",
      "{ interpolateBasis, interpolateBasisClosed }",
      "interpolateBasis([1, 4, t, 2])(0.4) + interpolateBasisClosed([1, 3, 2])(t)",
    );
    await check(
      "d3-interpolate",
      "{ interpolateArray, interpolate }",
      "interpolateArray([1, 2], [t, 4])(0.5)[0] + interpolate(1, 7)(t)",
    );
    await check("d3-interpolate", "{ interpolateZoom }", "interpolateZoom([0, 0, 1], [10, t, 2])(0.4)[2]");
    await check(
      "d3-interpolate",
      "{ interpolateObject, piecewise, interpolateNumber }",
      "interpolateObject({ a: 1 }, { a: t }).call(null, 0.25).a + piecewise(interpolateNumber, [1, 5, t])(0.75)",
    );
  });

  it("simple-statistics", async () => {
    await check(
      "simple-statistics",
      "{ mean, variance, sampleStandardDeviation as deviation }",
      "mean([t, 1, 4]) + variance([t, 2, 5]) * deviation([1, t, 3])",
    );
    await check(
      "simple-statistics",
      "* as statistics",
      "statistics.geometricMean([t, 2, 5]) + statistics.harmonicMean([1, t]) + statistics.rootMeanSquare([t, 1])",
    );
    await check(
      "simple-statistics",
      "{ linearRegression, linearRegressionLine }",
      "linearRegressionLine(linearRegression([[0, t], [1, 2], [2, 5]]))(1.5)",
    );
    await check(
      "simple-statistics",
      "{ sampleSkewness, sampleCorrelation }",
      "sampleSkewness([t, 1, 4, 9]) + sampleCorrelation([1, 2, 4], [t, 3, 5])",
    );
    await check(
      "simple-statistics",
      "{ logit, errorFunction, gammaln }",
      "logit(t) + errorFunction(t) + gammaln(t + 3)",
    );
    await check(
      "simple-statistics",
      "{ median, quantile, mad }",
      "median([t, 5, -1]) + quantile([t, 1, 2, 3], 0.4)",
    );
  });

  it("@stdlib/math, the packages of single functions", async () => {
    await check("@stdlib/math-base-special-erf", "erf", "erf(t) + erf(3 * t) + erf(-t / 9)");
    await check("@stdlib/math-base-special-gamma", "gamma", "gamma(t + 1.5) * gamma(-t)", {
      tolerance: 1e-6,
    });
    await check("@stdlib/math-base-special-besselj0", "besselj0", "besselj0(t) + besselj0(t * 11)", {
      tolerance: 1e-6,
    });
  });
});
