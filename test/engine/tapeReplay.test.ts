/** What a tape recorded, computed again at other numbers: the same as a tape made there, or the word that it is not. */

import assert from "node:assert/strict";
import {
  add,
  customGradient,
  derivative,
  div,
  exp,
  GradientTape,
  greater,
  less,
  max,
  mul,
  neg,
  peek,
  pow,
  primal,
  type Replay,
  type Scalar,
  sin,
  sqrt,
  stopGradient,
  sub,
  Variable,
} from "../../engine/index.js";
import { assertAllClose, nested } from "./checks.js";

function recorded(f: (x: Scalar[]) => Scalar[], at: readonly number[]) {
  const inputs = at.map((number) => new Variable(number));
  const tape = new GradientTape({ persistent: true, replayable: true });
  const outputs = tape.record(() => f(inputs));
  return { inputs, tape, outputs, replay: tape.replay(inputs, outputs) };
}

function replayOf(f: (x: Scalar[]) => Scalar[], at: readonly number[]): Replay {
  const { replay } = recorded(f, at);
  assert.ok(replay !== null);
  return replay;
}

/** Holds a replay to tapes made at the point itself. */
function checkAt(replay: Replay, f: (x: Scalar[]) => Scalar[], at: readonly number[]): void {
  const { inputs, tape, outputs } = recorded(f, at);
  assert.deepEqual(Array.from(replay.values(at)!), outputs.map(primal));
  outputs.forEach((output, i) => {
    const gradient = tape.gradient(output, inputs, { unconnectedGradients: "zero" }).map(primal);
    assert.deepEqual(Array.from(replay.gradient(at, i)!), gradient);
    const [value, same] = replay.valueAndGradient(at, i)!;
    assert.deepEqual([value, ...same], [primal(output), ...gradient]);
  });
  at.forEach((_, moving) => {
    const direction = at.map((__, i) => Number(i === moving));
    const { coefficients, isOtherwise } = replay.series([0, 0], 3, { from: at, direction });
    assert.deepEqual(Array.from(isOtherwise), [0, 0]);
    outputs.forEach((output, i) => {
      const expected = tape.taylor(inputs, direction, 3)(output);
      assert.deepEqual(
        coefficients[i]!.map((row) => row[1]),
        Array.from(expected),
      );
    });
  });
}

const model = ([a, b]: Scalar[]) => [
  add(mul(a!, sin(mul(a!, b!))), exp(neg(b!))),
  div(pow(a!, 3), add(1, mul(b!, b!))),
  7,
];

describe("the replay of a tape", () => {
  it("gives values, gradients and series of all outputs at other numbers", () => {
    const replay = replayOf(model, [1, 2]);
    for (const at of [
      [0.5, -1],
      [3, 0],
      [-2, 0.25],
    ])
      checkAt(replay, model, at);
  });

  it("gives the derivatives of nested tapes", () => {
    const f = (x: Scalar) => mul(sin(x), mul(x, x));
    const replay = replayOf(([x]) => [f(x!)], [1]);
    const { coefficients } = replay.series([0.5, 2], 3, { from: [0], direction: [1] });
    [0.5, 2].forEach((x, sample) => {
      [1, 1, 2, 6].forEach((factorial, order) => {
        const expected = nested((t) => f(t!), [order])(x);
        assertAllClose(coefficients[0]![order]![sample]! * factorial, expected, 1e-13);
      });
    });
  });

  it("goes on being right when it runs as WebAssembly", () => {
    const f = ([a, b]: Scalar[]) => [model([a!, b!])[0]!];
    const replay = replayOf(f, [1, 2]);
    for (let run = 0; run < 250; run++) replay.gradient([run / 100, 1]);
    checkAt(replay, f, [0.5, -1]);
  });

  it("says where the program goes another way", () => {
    const f = ([x]: Scalar[]) => [less(x!, 1) ? mul(x!, x!) : neg(x!)];
    const replay = replayOf(f, [0.5]);
    checkAt(replay, f, [-3]);
    assert.equal(replay.values([2]), null);
    assert.equal(replay.gradient([2]), null);
    assert.equal(replay.valueAndGradient([1]), null);
    const samples = Array.from({ length: 100 }, (_, i) => i / 40);
    const { coefficients, isOtherwise } = replay.series(samples, 1, { from: [0], direction: [1] });
    assert.deepEqual(
      Array.from(isOtherwise),
      samples.map((x) => Number(x >= 1)),
    );
    samples.forEach((x, sample) => {
      if (x < 1)
        assert.deepEqual([coefficients[0]![0]![sample], coefficients[0]![1]![sample]], [x * x, 2 * x]);
    });
    const fixed = replayOf(([x, y]) => [greater(y!, 0) ? x! : 1], [1, 1]);
    const all = fixed.series([1, 2], 0, { from: [0, -1], direction: [1, 0] });
    assert.deepEqual(Array.from(all.isOtherwise), [1, 1]);
  });

  it("holds at a number that was read only where it is the same, and anywhere if somebody only peeked", () => {
    const read = replayOf(([x]) => [mul(x!, primal(x!))], [2]);
    assert.equal(read.values([3]), null);
    assert.deepEqual(Array.from(read.values([2])!), [4]);
    const seen: number[] = [];
    const peeked = replayOf(
      ([x]) => {
        const y = mul(x!, x!);
        seen.push(peek(x!), peek(y), peek(5));
        return [y];
      },
      [2],
    );
    assert.deepEqual(seen, [2, 4, 5]);
    assert.deepEqual(Array.from(peeked.values([3])!), [9]);
    assert.throws(() => peek("2" as never), /A scalar is a number/);
  });

  it("leaves the tape as it was, and does not mind what becomes of it", () => {
    const { tape, inputs, outputs, replay } = recorded(model, [1, 2]);
    const before = tape.gradient(outputs[0], inputs).map((g) => primal(g!));
    const value = primal(outputs[0]!);
    replay!.gradient([5, 6]);
    replay!.series([Number.NaN, 1], 2, { from: [0, 0], direction: [1, 1] });
    assert.equal(primal(outputs[0]!), value);
    assert.deepEqual(
      tape.gradient(outputs[0], inputs).map((g) => primal(g!)),
      before,
    );
    inputs[0]!.assign(9);
    checkAt(replay!, model, [0.5, -1]);
  });

  it("passes tapes, derivatives and stopped gradients inside", () => {
    const f = ([x]: Scalar[]) => {
      const inner = new GradientTape();
      const v = sin(x!);
      const y = inner.record(() => {
        inner.watch(v);
        return mul(v, mul(v, v));
      });
      const slope = inner.gradient(y, v) as Scalar;
      return [add(slope, mul(derivative((t: Scalar) => pow(t, 3), 2)(x!), stopGradient(x!)))];
    };
    const replay = replayOf(f, [1]);
    checkAt(replay, f, [0.5]);
    checkAt(replay, f, [2]);
  });

  it("is careful with 0 · ∞", () => {
    const f = ([x]: Scalar[]) => [mul(max(x!, 0), sqrt(max(x!, 0)))];
    checkAt(replayOf(f, [1]), f, [-1]);
  });

  it("has inputs that nothing read, outputs that are inputs, and other variables as they are", () => {
    const [x, y, scale] = [new Variable(2), new Variable(3), new Variable(10)];
    const tape = new GradientTape({ persistent: true, replayable: true });
    const z = tape.record(() => mul(x, scale));
    const replay = tape.replay([y, x], [z, x])!;
    assert.deepEqual(Array.from(replay.values([1, 4])!), [40, 4]);
    assert.deepEqual(Array.from(replay.gradient([1, 4])!), [0, 10]);
    assert.deepEqual(Array.from(replay.gradient([1, 4], 1)!), [0, 1]);
    scale.assign(7);
    assert.deepEqual(Array.from(replay.values([1, 4])!), [28, 4]);
  });

  it("is null for what cannot be computed again", () => {
    const own = customGradient((t: Scalar) => [exp(t), (g: Scalar) => g]);
    assert.equal(recorded(([x]) => [own(x!)], [1]).replay, null);
    const assigned = recorded(
      ([x]) => {
        const y = mul(x!, x!);
        (x as Variable).assign(5);
        return [mul(y, x!)];
      },
      [1],
    );
    assert.equal(assigned.replay, null);
    const x = new Variable(1);
    const paused = new GradientTape({ persistent: true, replayable: true });
    const y = paused.record(() =>
      mul(
        x,
        paused.stopRecording(() => sub(x, 3)),
      ),
    );
    assert.equal(paused.replay([x], [y]), null);
    const outer = new GradientTape();
    const inner = new GradientTape({ persistent: true, replayable: true });
    const z = outer.record(() => inner.record(() => mul(x, x)));
    assert.equal(inner.replay([x], [z]), null);
  });

  it("refuses what makes no sense, and says so", () => {
    const x = new Variable(1);
    const plain = new GradientTape({ persistent: true });
    const y = plain.record(() => mul(x, x));
    assert.throws(() => plain.replay([x], [y]), /replayable: true/);
    const { tape, inputs, outputs, replay } = recorded(model, [1, 2]);
    assert.throws(() => replay!.values([1]), /each of its 2 inputs/);
    assert.throws(() => replay!.series([1], 2, { from: [1, 2], direction: [1] }), /each of its 2 inputs/);
    assert.throws(() => replay!.series([1], -1, { from: [1, 2], direction: [1, 0] }), RangeError);
    assert.throws(() => tape.replay([inputs[0]!, inputs[0]!], outputs), /named twice/);
    assert.throws(() => tape.replay([outputs[0] as never], outputs), /are variables/);
  });
});
