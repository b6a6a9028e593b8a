/** What goes in and comes out: typed arrays, keys in any order, empty lists, and what is refused. */

import assert from "node:assert/strict";
import {
  add,
  checkGradients,
  compile,
  customGradient,
  dot,
  GradientTape,
  grad,
  hessian,
  hvp,
  jacobian,
  jvp,
  mul,
  type Scalar,
  sin,
  stopGradient,
  sum,
  Variable,
  valueAndGrad,
  vjp,
} from "../../engine/index.js";

const cubes = (p: Scalar[]) => p.map((x) => mul(x, mul(x, x))).reduce((a, b) => add(a, b));
const product = (p: { a: Scalar; b: Scalar }) => mul(p.a, mul(p.b, p.b));

describe("typed arrays", () => {
  const point = new Float64Array([1, 2, 3]);

  it("go in as arrays of their numbers, whatever their kind, and come out as plain arrays", () => {
    const gradient: number[] = grad(cubes)(point);
    assert.deepEqual(gradient, [3, 12, 27]);
    for (const kind of [Float32Array, Int32Array, Uint8Array, Uint8ClampedArray])
      assert.deepEqual(grad(cubes)(new kind([1, 2, 3])), [3, 12, 27]);
    assert.deepEqual(valueAndGrad(cubes)(point), [36, [3, 12, 27]]);
    const layer = (p: { weights: Scalar[][]; bias: Scalar }) => add(cubes(p.weights[0]!), p.bias);
    assert.deepEqual(grad(layer)({ weights: [point, point], bias: 1 }), {
      weights: [
        [3, 12, 27],
        [0, 0, 0],
      ],
      bias: 1,
    });
  });

  it("are the point, the direction or the cotangent of every transform", () => {
    const diagonal = [
      [6, 0, 0],
      [0, 12, 0],
      [0, 0, 18],
    ];
    assert.deepEqual(hessian(cubes)(point), diagonal);
    assert.deepEqual(hvp(cubes, point, point), [6, 24, 54]);
    assert.deepEqual(jvp(cubes, [point], [[1, 0, 0]]), [36, 3]);
    assert.deepEqual(jvp(cubes, [[1, 2, 3]], [point]), [36, 108]);
    const squares = (p: Scalar[]) => p.map((x) => mul(x, x));
    assert.deepEqual(vjp(squares, point)[0], [1, 4, 9]);
    assert.deepEqual(vjp(squares, point)[1](point), [[2, 8, 18]]);
    assert.deepEqual(jacobian((p: Scalar[]) => ({ s: squares(p).slice(1) }))(point), {
      s: [
        [0, 4, 0],
        [0, 0, 6],
      ],
    });
    assert.ok(checkGradients(cubes, [point], { order: 2 }).ok);
  });

  it("are replayed by what was compiled for a plain array, and the other way round", () => {
    let runs = 0;
    const counted = (p: Scalar[]) => {
      runs++;
      return cubes(p);
    };
    const compiled = compile(counted, point);
    assert.deepEqual(compiled.gradient([2, 2, 2]), [12, 12, 12]);
    assert.deepEqual(compiled.gradient(new Float32Array([1, 2, 3])), [3, 12, 27]);
    assert.equal(compiled.value(point), 36);
    assert.deepEqual(compiled.hessian(point), hessian(cubes)([1, 2, 3]));
    assert.equal(runs, 1);
    assert.deepEqual(compiled.gradient(new Float64Array(2)), [0, 0]);
    // Inside another derivative too the function sees plain arrays, which can hold what it computes.
    const scaled = compile((p: Scalar[], by: Scalar) => mul(cubes(p), by), point, 1);
    assert.equal(grad((y: Scalar) => scaled.value(point, mul(y, y)))(3), 216);
  });

  it("stay what they are where nothing is differentiated by them", () => {
    const dot = (w: Scalar, data: Float64Array) => mul(w, data.subarray(1)[1]!);
    assert.equal(grad(dot)(2, point), 3);
    assert.equal(stopGradient(point), point);
  });

  it("are output gradients; as sources they have no identity, like all plain numbers", () => {
    const x = new Variable(2);
    const tape = new GradientTape({ persistent: true });
    const y = tape.record(() => [mul(x, x), mul(3, x), 1]);
    assert.equal(tape.gradient(y, x, { outputGradients: point }), 10);
    assert.deepEqual(tape.gradient(y, [x, point]), [7, [null, null, null]]);
  });

  it("of bigints hold no numbers", () => {
    assert.throws(() => grad((x: unknown) => x as Scalar)(new BigInt64Array(2)), /needs a number/);
  });
});

describe("keys in another order", () => {
  it("are matched by their names: tangents, cotangents, output gradients, pullbacks", () => {
    const at = { a: 2, b: 3 };
    assert.deepEqual(jvp(product, [at], [{ b: 1, a: 0 }]), [18, 12]);
    assert.deepEqual(hvp(product, at, { b: 1, a: 0 }), { a: 6, b: 4 });
    const [, pullback] = vjp((x: Scalar) => ({ a: x, b: mul(x, x) }), 3);
    assert.deepEqual(pullback({ b: 1, a: 0 }), [6]);
    const x = new Variable(2);
    const tape = new GradientTape();
    const y = tape.record(() => ({ a: mul(x, x), b: mul(3, x) }));
    assert.equal(tape.gradient(y, x, { outputGradients: { b: 10, a: 1 } }), 34);
    const custom = customGradient((p: typeof at | { a: Scalar; b: Scalar }) => [
      mul(p.a, p.b),
      (g: Scalar) => ({ b: mul(g, p.a), a: mul(g, p.b) }),
    ]);
    assert.deepEqual(grad(custom)(at), { a: 3, b: 2 });
  });
});

describe("null in a structure's place", () => {
  it("stands for nothing that flows, in cotangents and from pullbacks", () => {
    const f = (p: Scalar[], r: Scalar) => ({ y: mul(p[0]!, r), rest: [p[1]!, "text"] });
    assert.deepEqual(vjp(f, [2, 3], 5)[1]({ y: 1, rest: null }), [[5, 0], 2]);
    const custom = customGradient((p: Scalar[], r: Scalar) => [
      mul(p[0]!, r),
      (g: Scalar) => [null, mul(g, p[0]!)],
    ]);
    assert.deepEqual(vjp(custom, [2, 3], 5)[1](1), [[0, 0], 2]);
  });

  it("stands for 1 among output gradients, which may also be a mere list of them all", () => {
    const x = new Variable(2);
    const tape = new GradientTape({ persistent: true });
    const y = tape.record(() => ({ a: mul(x, x), b: [mul(3, x)] }));
    assert.equal(tape.gradient(y, x, { outputGradients: { a: null as never, b: [2] } }), 10);
    assert.equal(tape.gradient(y, x, { outputGradients: [10, 1] }), 43);
  });
});

describe("empty lists", () => {
  it("have empty derivatives", () => {
    const three = (_: Scalar[]): Scalar => 3;
    assert.deepEqual(grad(three)([]), []);
    assert.deepEqual(valueAndGrad(three)(new Float64Array()), [3, []]);
    assert.deepEqual(hessian(three)([]), []);
    assert.deepEqual(hvp(three, [], []), []);
    assert.deepEqual(jacobian((p: Scalar[]) => [three(p), 2])([]), [[], []]);
    assert.deepEqual(jacobian((_: Scalar) => [] as Scalar[])(2), []);
    assert.deepEqual(vjp(three, [])[1](1), [[]]);
    assert.deepEqual(jvp(three, [[]], [[]]), [3, 0]);
    const compiled = compile(three, []);
    assert.deepEqual([compiled.value([]), compiled.gradient([]), compiled.hessian([])], [3, [], []]);
  });
});

describe("a structure that is changed afterwards", () => {
  it("leaves a pullback as it was", () => {
    const results: Scalar[] = [];
    const primals = [3];
    const [, pullback] = vjp((p: Scalar[]) => {
      results.push(mul(p[0]!, p[0]!), p[0]!);
      return results;
    }, primals);
    results.length = primals.length = 0;
    assert.deepEqual(pullback([1, 1]), [[7]]);
  });
});

describe("a long linked list", () => {
  it("is a structure like any other", () => {
    type Link = { x: Scalar; next: Link | null };
    let list: Link = { x: 1, next: null };
    for (let i = 2; i <= 2000; i++) list = { x: i, next: list };
    const sumOfSquares = (start: Link) => {
      let sum: Scalar = 0;
      for (let link: Link | null = start; link !== null; link = link.next)
        sum = add(sum, mul(link.x, link.x));
      return sum;
    };
    const gradient = grad(sumOfSquares)(list) as Link;
    assert.deepEqual([gradient.x, gradient.next?.x, gradient.next?.next?.x], [4000, 3998, 3996]);
  });
});

describe("what is refused", () => {
  const nothing = (() => {}) as unknown as (x: Scalar) => Scalar;
  const later = (async (x: Scalar) => x) as unknown as (x: Scalar) => Scalar;
  const pair = (x: Scalar) => [x, mul(x, x)];
  const gone = undefined as unknown as Scalar;
  const refused: [string, () => unknown, RegExp][] = [
    ["no result: jvp", () => jvp(nothing, [3], [1]), /jvp cannot .* returns undefined\. Does it return/],
    ["no result: vjp", () => vjp(nothing, 3), /vjp cannot .* returns undefined\. Does it return/],
    ["no result: jacobian", () => jacobian(nothing)(3), /jacobian cannot .* returns undefined/],
    ["no result: checkGradients", () => checkGradients(nothing, [3]), /checkGradients cannot .* undefined/],
    ["a promise", () => grad(later)(3), /grad cannot differentiate an asynchronous function/],
    ["a promise, forward", () => jvp(later, [3], [1]), /jvp cannot differentiate an asynchronous function/],
    ["no list of primals", () => jvp(pair, 3 as never, 1 as never), /as lists.* not the number 3 and/],
    ["a tangent of another shape", () => hvp(cubes, [1, 2], [1]), /hvp needs a tangent for each number/],
    ["a cotangent of another shape", () => vjp(pair, 3)[1]({ a: 1, b: 2 }), /like the result, an array of 2/],
    ["a cotangent that is no number", () => vjp(pair, 3)[1](["1", 2]), /A cotangent is a number.* not "1"/],
    [
      "several arguments at once",
      () => grad((x: Scalar, y: Scalar) => mul(x, y), { argument: [0, 1] as never })(2, 3),
      /by one argument.* not by an array of 2\. Use vjp/,
    ],
    [
      "too few output gradients",
      () => {
        const x = new Variable(2);
        const tape = new GradientTape();
        const y = tape.record(() => pair(mul(x, 1)));
        return tape.gradient(y, x, { outputGradients: [1] });
      },
      /each of the 2 numbers of the target, but has 1/,
    ],
    [
      "a pullback that returns nothing",
      () => grad(customGradient((x: Scalar) => [mul(x, x), () => undefined]))(3),
      /numbers, or null where nothing flows, but it returned undefined/,
    ],
    ["an argument that is missing", () => grad((x: Scalar) => mul(x, gone))(3), /not undefined\. Is an arg/],
    ["the same outside of any tape", () => mul(gone, 2), /A scalar is .*, not undefined\. Is an argument or/],
    [
      "an element that is missing",
      () => grad((x: Scalar) => dot([x, 1], [2, gone]))(3),
      /an element .* missing/,
    ],
    ["the same in a sum", () => grad((x: Scalar) => sum([x, gone]))(3), /an element of a list missing\?/],
    [
      "the same beside a number",
      () => grad((x: Scalar) => dot([x, gone], [1, 2]))(3),
      /an element .* missing/,
    ],
    [
      "text in the place of a number",
      () => mul("2" as never, 3),
      /not "2"\. Make a number of it first: Number/,
    ],
    [
      "a list in the place of a number",
      () => sin([1, 2] as never),
      /not an array of 2\. Take the numbers out/,
    ],
    ["a function in the place of a number", () => mul(sin as never, 2), /not a function\. Call it first/],
    ["a variable of no number", () => new Variable("2" as never), /A scalar is a number .*, not "2"/],
  ];
  for (const [name, run, message] of refused) it(name, () => assert.throws(run, message));
});
