import { PassThrough } from "node:stream";
import { readArguments } from "../../server/cli/arguments.ts";
import type { CommandContext } from "../../server/cli/context.ts";

/** A command line with streams that remember what was written. */
export interface RecordedContext {
  readonly context: CommandContext;
  printed(): string;
  complaints(): string;
}

/** The context of `words` in `folder`; with `isTerminal` its error stream is one. */
export function recordedContext(
  folder: string,
  words: readonly string[],
  options: { readonly isTerminal?: boolean; readonly environment?: Readonly<Record<string, string>> } = {},
): RecordedContext {
  const output = recorder();
  const errors = recorder();
  const streams = {
    input: new PassThrough(),
    output: output.stream,
    errors: Object.assign(errors.stream, options.isTerminal === true ? { isTTY: true, columns: 80 } : {}),
  } as unknown as Pick<CommandContext, "input" | "output" | "errors">;
  const context: CommandContext = {
    ...streams,
    arguments: readArguments(words),
    folder,
    environment: options.environment ?? {},
    now: new Date("2026-11-21T12:00:00Z"),
    signal: new AbortController().signal,
  };
  return { context, printed: output.text, complaints: errors.text };
}

function recorder() {
  const stream = new PassThrough();
  let text = "";
  stream.on("data", (piece: Buffer) => {
    text += piece.toString();
  });
  return { stream, text: () => text };
}
