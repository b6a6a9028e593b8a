/** A server as a child process that answers in frames of `Content-Length: n`, as language servers and tsserver do. */

import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";

export abstract class ChildServer {
  protected readonly child: ChildProcess;
  private received = Buffer.alloc(0);

  constructor(script: string, scriptArguments: string[], env: NodeJS.ProcessEnv = {}) {
    this.child = spawn(process.execPath, [script, ...scriptArguments], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, ...env },
    });
    this.child.stdout!.on("data", (bytes: Buffer) => {
      this.received = Buffer.concat([this.received, bytes]);
      for (let body = this.nextBody(); body !== null; body = this.nextBody()) this.receive(JSON.parse(body));
    });
  }

  /** One whole message came in. */
  protected abstract receive(message: Record<string, unknown>): void;

  private nextBody(): string | null {
    const headerEnd = this.received.indexOf("\r\n\r\n");
    if (headerEnd < 0) return null;
    const header = /Content-Length: (\d+)/i.exec(this.received.toString("latin1", 0, headerEnd));
    const start = headerEnd + 4;
    const end = start + Number(header![1]);
    if (this.received.length < end) return null;
    const body = this.received.toString("utf8", start, end);
    this.received = this.received.subarray(end);
    return body;
  }

  /** Megabytes that the process and all that it started hold. NaN where there is no `ps`. */
  residentMegabytes(): number {
    let table: number[][];
    try {
      const printed = execFileSync("ps", ["-eo", "pid=,ppid=,rss="], { encoding: "utf8" });
      table = printed
        .trim()
        .split("\n")
        .map((line) => line.trim().split(/\s+/).map(Number));
    } catch {
      return Number.NaN;
    }
    const sizeWithChildren = (process: number): number =>
      table.reduce((sum, [pid, parent, kilobytes]) => {
        if (pid === process) return sum + kilobytes!;
        return parent === process ? sum + sizeWithChildren(pid!) : sum;
      }, 0);
    return sizeWithChildren(this.child.pid!) / 1024;
  }

  /** Ends the process and waits for its end. */
  async kill(): Promise<void> {
    const exit = once(this.child, "exit");
    this.child.kill();
    await exit;
  }
}

export const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
