interface Student {
  hours: number;
  sleep: number;
  passed: boolean;
}

const students: Student[] = [
  { hours: 0.5, sleep: 6, passed: false },
  { hours: 1.0, sleep: 8, passed: false },
  { hours: 1.5, sleep: 5, passed: false },
  { hours: 2.0, sleep: 7, passed: false },
  { hours: 2.5, sleep: 8, passed: true },
  { hours: 3.0, sleep: 6, passed: false },
  { hours: 3.5, sleep: 7, passed: true },
  { hours: 4.0, sleep: 5, passed: true },
  { hours: 4.5, sleep: 8, passed: true },
  { hours: 5.0, sleep: 6, passed: true },
];

/** log(1 + exp(x)) without overflow. */
const softplus = (x: number): number => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/**
 * The mean negative log-likelihood of passing an exam, given hours of study and of sleep. An
 * optimiser follows the gradient downhill; the Hessian gives the standard errors of the fit.
 *
 * @differentiable
 * @at weights = { bias: -3, hours: 1, sleep: 0.1 }
 * @order 2
 */
export function loss(weights: { bias: number; hours: number; sleep: number }): number {
  let total = 0;
  for (const student of students) {
    const score = weights.bias + weights.hours * student.hours + weights.sleep * student.sleep;
    total += student.passed ? softplus(-score) : softplus(score);
  }
  return total / students.length;
}
