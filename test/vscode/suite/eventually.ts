import assert from "node:assert/strict";

const longestWait = 15_000;
const betweenLooks = 50;

/**
 * Looks at something again and again until the assertions about it hold. When they do not within the time that a
 * slow machine may need, the last failure is the test's failure.
 */
export async function eventually<Value>(
  look: () => Value | PromiseLike<Value>,
  holds: (value: Value) => void,
): Promise<Value> {
  const latest = Date.now() + longestWait;
  for (;;) {
    const value = await look();
    try {
      holds(value);
      return value;
    } catch (failure) {
      if (Date.now() > latest) throw failure;
    }
    await new Promise((resolve) => setTimeout(resolve, betweenLooks));
  }
}

/** Waits until something is what is expected of it. */
export function eventuallyEqual<Value>(look: () => Value | PromiseLike<Value>, expected: Value) {
  return eventually(look, (value) => assert.deepEqual(value, expected));
}
