import type { Arguments } from "./arguments.ts";

/** What a command works with: its arguments, and the streams of the process that runs it. */
export interface CommandContext {
  readonly arguments: Arguments;
  /** Absolute path of the folder which the user means. */
  readonly folder: string;
  readonly output: NodeJS.WriteStream;
  readonly errors: NodeJS.WriteStream;
  readonly input: NodeJS.ReadStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
  readonly signal: AbortSignal;
}

/** One JSON value and nothing else. */
export function printJson(context: CommandContext, value: unknown): void {
  context.output.write(`${JSON.stringify(value)}\n`);
}

/** Lines for people. */
export function printLines(context: CommandContext, lines: readonly string[]): void {
  context.output.write(`${lines.join("\n")}\n`);
}
