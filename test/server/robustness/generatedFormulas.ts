/**
 * Formulas with their derivative, differentiated as one does by hand and not simplified, to see that what is
 * right is never called wrong.
 *
 *     makeFormula([…]) → { value: "Math.sin(x) * x", derivative: "(Math.cos(x) * 1) * x + Math.sin(x) * 1" }
 */

export interface Formula {
  value: string;
  /** By `x`. */
  derivative: string;
}

export function makeFormula(choices: readonly number[]): Formula {
  let position = 0;
  const choose = (count: number) => (position < choices.length ? choices[position++]! % count : 0);

  function make(depth: number): Formula {
    if (depth === 0 || position >= choices.length) {
      const constant = ["2", "0.5", "1e-3", "1e6", "7"][choose(5)]!;
      return choose(4) === 3 ? { value: constant, derivative: "0" } : { value: "x", derivative: "1" };
    }
    const u = make(depth - 1);
    const chain = (value: string, outer: string): Formula => ({
      value,
      derivative: `((${outer}) * (${u.derivative}))`,
    });
    switch (choose(14)) {
      case 0:
        return chain(`Math.sin(${u.value})`, `Math.cos(${u.value})`);
      case 1:
        return chain(`Math.exp(${u.value})`, `Math.exp(${u.value})`);
      case 2:
        return chain(`Math.log(${u.value})`, `1 / (${u.value})`);
      case 3:
        return chain(`Math.sqrt(${u.value})`, `0.5 / Math.sqrt(${u.value})`);
      case 4:
        return chain(`(${u.value}) ** 3`, `3 * (${u.value}) ** 2`);
      case 5:
        return chain(`Math.tanh(${u.value})`, `1 - Math.tanh(${u.value}) ** 2`);
      case 6:
        return chain(`Math.abs(${u.value})`, `Math.sign(${u.value})`);
      case 7:
        return chain(`1 / (${u.value})`, `-1 / (${u.value}) ** 2`);
      case 8:
        return chain(`Math.atan(${u.value})`, `1 / (1 + (${u.value}) ** 2)`);
      case 9:
        return chain(`(1 - Math.cos(${u.value}))`, `Math.sin(${u.value})`);
      default: {
        const v = make(depth - 1);
        switch (choose(4)) {
          case 0:
            return { value: `(${u.value} + ${v.value})`, derivative: `(${u.derivative} + ${v.derivative})` };
          case 1:
            return { value: `(${u.value} - ${v.value})`, derivative: `(${u.derivative} - ${v.derivative})` };
          case 2:
            return {
              value: `((${u.value}) / (${v.value}))`,
              derivative: `(((${u.derivative}) * (${v.value}) - (${u.value}) * (${v.derivative})) / (${v.value}) ** 2)`,
            };
          default:
            return {
              value: `((${u.value}) * (${v.value}))`,
              derivative: `((${u.derivative}) * (${v.value}) + (${u.value}) * (${v.derivative}))`,
            };
        }
      }
    }
  }
  return make(4);
}
