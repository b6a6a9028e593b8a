/** Paths with forward slashes, as modules are named. */

/** The folder that a file or folder lies in; the root of a file system is its own. */
export function folderOf(file: string): string {
  const slash = file.lastIndexOf("/");
  return slash <= 0 ? (slash === 0 ? "/" : file) : file.slice(0, slash);
}

/** A path that is relative to a folder, with `.` and `..` worked out. */
export function absolute(target: string, folder: string): string {
  const whole = /^(\/|[A-Za-z]:\/)/.test(target) ? target : `${folder}/${target}`;
  const parts: string[] = [];
  for (const part of whole.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "." && (part !== "" || parts.length === 0)) parts.push(part);
  }
  return parts.join("/");
}

/** The name of something in a folder, which may be the root. */
export function inFolder(folder: string, name: string): string {
  return `${folder === "/" ? "" : folder}/${name}`;
}

/** `./a`, `../b`, `/c`: what stands for a file rather than for a package. */
export function isRelativeSpecifier(specifier: string): boolean {
  return /^(\.{1,2}(\/|$)|\/)/.test(specifier);
}
