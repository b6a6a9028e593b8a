/** Generated programs that once came out wrong, with what it was. Each is a module with a function `f(x)`. */
export const pastFailures: { name: string; source: string }[] = [
  {
    name: "a loop over a generator whose body is a single `yield` in a loop without braces: the run ended in an internal error",
    source: `function* upTo(n, step) { for (let i = 0; i < n; i++) yield i * step; }
function f(x) {
  for (const v of upTo(3, x)) { x += v; }
  return x;
}`,
  },
];
