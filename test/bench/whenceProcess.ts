import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";

/** What a command left when it ended. */
export interface ProcessResult {
  readonly output: string;
  readonly errors: string;
  /** From the start of the process to its end. */
  readonly seconds: number;
  /** Of the process itself, without those that it started. */
  readonly peakMegabytes: number;
}

/** A command that is running. */
export interface RunningProcess {
  /** Rejects where the command fails. */
  readonly result: Promise<ProcessResult>;
  /** Calls `listener` with each line on stderr. */
  onErrorLine(listener: (line: string) => void): void;
  kill(signal: NodeJS.Signals): void;
}

/** Runs the built command line as a user does, in processes of their own. */
export class WhenceProcess {
  readonly #cli: string;
  readonly #scratch: string;
  #count = 0;

  constructor(cli: string, scratch: string) {
    this.#cli = cli;
    this.#scratch = scratch;
  }

  /** Starts a command. */
  start(args: readonly string[]): RunningProcess {
    this.#count += 1;
    const peakFile = path.join(this.#scratch, `peak-${this.#count}`);
    const started = performance.now();
    const child = spawn(
      process.execPath,
      ["--liftoff-only", "--max-semi-space-size=4", "--import", peakReporter(peakFile), this.#cli, ...args],
      {
        // The settings of the allocator are those of `npm run whence`, because the bench is started like that.
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    const listeners: ((line: string) => void)[] = [];
    let output = "";
    let errors = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      errors += text;
      for (const line of text.split("\n")) for (const listener of listeners) listener(line);
    });
    const result = new Promise<ProcessResult>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code) => {
        const seconds = (performance.now() - started) / 1000;
        if (code !== 0) reject(new Error(`whence ${args.join(" ")} ended with ${code}: ${errors}`));
        else resolve({ output, errors, seconds, peakMegabytes: Number(readFileSync(peakFile, "utf8")) });
      });
    });
    return {
      result,
      onErrorLine: (listener) => listeners.push(listener),
      kill: (signal) => child.kill(signal),
    };
  }

  /** Runs a command to its end. */
  run(args: readonly string[]): Promise<ProcessResult> {
    return this.start(args).result;
  }

  /** Runs a command with `--json` and gives its one value. */
  async json<T>(args: readonly string[]): Promise<{ readonly value: T; readonly result: ProcessResult }> {
    const result = await this.run([...args, "--json"]);
    return { value: JSON.parse(result.output) as T, result };
  }
}

/**
 * A module for `--import` that writes the largest resident size of its own process when that ends. What the system says
 * of a child to its parent would count the child's children (Git) too.
 */
function peakReporter(file: string): string {
  const source = `
    import { writeFileSync } from "node:fs";
    import { isMainThread } from "node:worker_threads";
    if (isMainThread) process.on("exit", () => {
      writeFileSync(new URL(${JSON.stringify(pathToFileURL(file).href)}), String(process.resourceUsage().maxRSS / 1024));
    });`;
  return `data:text/javascript,${encodeURIComponent(source)}`;
}
