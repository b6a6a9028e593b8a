/** Names of modules that are paths on disk: absolute, with forward slashes. */

export function isPath(module: string): boolean {
  return module.startsWith("/") || /^[A-Za-z]:\//.test(module);
}
