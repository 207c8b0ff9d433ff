import { forTerminal } from "../base/terminalText.ts";
import type { Place } from "../model/place.ts";
import type { Arguments } from "./arguments.ts";
import { readSettings } from "./settingsFromEnvironment.ts";

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

/** The folder, store and settings that a command is about. */
export function placeOf({ arguments: { store, offline }, folder, environment }: CommandContext): Place {
  const settings = readSettings(environment);
  return {
    folder,
    store,
    settings: offline ? { ...settings, "whence.network.offline": true } : settings,
    environment,
  };
}

/** One JSON value and nothing else. */
export function printJson(context: CommandContext, value: unknown): void {
  context.output.write(`${JSON.stringify(value)}\n`);
}

/** Lines for people. */
export function printLines(context: CommandContext, lines: readonly string[]): void {
  context.output.write(`${forTerminal(lines.join("\n"))}\n`);
}

/** What a person should know beside the answer; says nothing where a program reads. */
export function printNotices(context: CommandContext, notices: readonly (string | undefined)[]): void {
  if (context.arguments.json) return;
  for (const notice of notices) if (notice !== undefined) context.errors.write(`${forTerminal(notice)}\n`);
}
