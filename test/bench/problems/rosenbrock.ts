import { add, mul, type Scalar, sub } from "../../../engine/index.js";
import { numbers } from "../measure.js";
import { jaxRosenbrock } from "../peers/jax-js.js";
import { mathjsRosenbrock } from "../peers/mathjs.js";
import { roseRosenbrock } from "../peers/rose.js";
import { tensorflowRosenbrock } from "../peers/tensorflow.js";
import { gradientOf, type Problem } from "./problem.js";

export function rosenbrock(n: number): Problem {
  const at = numbers(n);
  return {
    name: `Rosenbrock, ${n} inputs`,
    at,
    plain: (x) => {
      let sum = 0;
      for (let i = 0; i + 1 < x.length; i++) {
        const steep = x[i + 1]! - x[i]! * x[i]!;
        const flat = 1 - x[i]!;
        sum = sum + 100 * steep * steep + flat * flat;
      }
      return sum;
    },
    ...gradientOf((x) => {
      let sum: Scalar = 0;
      for (let i = 0; i + 1 < x.length; i++) {
        const steep = sub(x[i + 1]!, mul(x[i]!, x[i]!));
        const flat = sub(1, x[i]!);
        sum = add(add(sum, mul(mul(100, steep), steep)), mul(flat, flat));
      }
      return sum;
    }, at),
    manual: (x) => {
      const gradient = new Array<number>(x.length).fill(0);
      for (let i = 0; i + 1 < x.length; i++) {
        const steep = x[i + 1]! - x[i]! * x[i]!;
        gradient[i] = gradient[i]! - 400 * steep * x[i]! - 2 * (1 - x[i]!);
        gradient[i + 1] = gradient[i + 1]! + 200 * steep;
      }
      return gradient;
    },
    peers: {
      rose: () => roseRosenbrock(n),
      "jax-js": () => jaxRosenbrock(n),
      "TensorFlow.js": () => tensorflowRosenbrock(n),
      mathjs: () => mathjsRosenbrock(n),
    },
  };
}
