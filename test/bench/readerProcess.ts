import { type ChildProcessByStdio, execFileSync, spawn } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** A process that answers one query after the other: `whence search --queries` on a pipe with a name (not on Windows). */
export class ReaderProcess {
  readonly #child: ChildProcessByStdio<null, Readable, Readable>;
  readonly #queries: Promise<FileHandle>;
  readonly #lines: AsyncIterator<string>;
  #errors = "";

  /** `scratch` is where the pipe lies for a moment, `args` are further options of `whence search`. */
  constructor(cli: string, scratch: string, args: readonly string[]) {
    const pipe = path.join(scratch, `queries-${performance.now()}`);
    execFileSync("mkfifo", [pipe]);
    this.#child = spawn(
      process.execPath,
      // As the product starts itself (`bundleArguments` in scripts/prepare.mjs).
      [
        "--liftoff-only",
        "--max-semi-space-size=4",
        cli,
        "search",
        "--queries",
        pipe,
        "--limit",
        "10",
        ...args,
      ],
      // The settings of the allocator are those of `npm run whence`, because the bench is started like that.
      { stdio: ["ignore", "pipe", "pipe"] },
    );
    // Waits until the child has opened its end.
    this.#queries = open(pipe, "w").finally(() => rmSync(pipe));
    this.#child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#errors += text;
    });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** Milliseconds from a question to its ten results, as lines through two pipes. */
  async ask(query: string): Promise<number> {
    await this.#queries;
    const started = performance.now();
    await this.answer(query);
    return performance.now() - started;
  }

  /** The results of a question, as the line of JSON that is printed. */
  async answer(query: string): Promise<string> {
    await (await this.#queries).write(`${JSON.stringify({ id: 0, query })}\n`);
    const { done, value } = await this.#lines.next();
    if (done === true) throw new Error(`whence search ended: ${this.#errors}`);
    return value;
  }

  /** What the process holds in memory now (RSS); undefined where the system does not say it in `/proc`. */
  megabytes(): number | undefined {
    try {
      const status = readFileSync(`/proc/${this.#child.pid}/status`, "utf8");
      return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024;
    } catch {
      return undefined;
    }
  }

  /** Ends the process. */
  async end(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once("close", resolve));
    await (await this.#queries).close();
    await ended;
  }
}
