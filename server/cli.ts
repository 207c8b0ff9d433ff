import { readFileSync } from "node:fs";
import path from "node:path";
import { WhenceError } from "./base/errors.ts";
import { packageRoot } from "./base/packageRoot.ts";
import { forTerminal } from "./base/terminalText.ts";
import type { CommandName } from "./cli/arguments.ts";
import { readArguments, UsageError } from "./cli/arguments.ts";
import { askCommand } from "./cli/askCommand.ts";
import type { CommandContext } from "./cli/context.ts";
import { coverageCommand } from "./cli/coverage/coverageCommand.ts";
import { demoCommand } from "./cli/demoCommand.ts";
import { doctorCommand } from "./cli/doctorCommand.ts";
import { egressCommand } from "./cli/egressCommand.ts";
import { evalCommand } from "./cli/eval/evalCommand.ts";
import { graphCommand } from "./cli/graph/graphCommand.ts";
import { impactCommand } from "./cli/impact/impactCommand.ts";
import { indexCommand } from "./cli/indexCommand.ts";
import { linkCommand } from "./cli/link/linkCommand.ts";
import { searchCommand } from "./cli/searchCommand.ts";
import { traceCommand } from "./cli/trace/traceCommand.ts";
import { usage } from "./cli/usage.ts";

type Command = (context: CommandContext) => Promise<void> | void;

const commands: Readonly<Record<CommandName, Command>> = {
  index: indexCommand,
  search: searchCommand,
  ask: askCommand,
  trace: traceCommand,
  coverage: coverageCommand,
  impact: impactCommand,
  link: linkCommand,
  graph: graphCommand,
  doctor: doctorCommand,
  demo: demoCommand,
  egress: egressCommand,
  eval: evalCommand,
  help: ({ output }) => void output.write(usage),
  version: ({ output }) => void output.write(`${ownVersion()}\n`),
};

process.exitCode = await main(process.argv.slice(2));

/** Runs one command line and returns its exit code: 0 success, 1 failure, 2 wrong usage, 130 stopped by Ctrl-C. */
async function main(argv: readonly string[]): Promise<number> {
  const stop = stopOnInterrupt();
  // `whence … | head` closes our output early, which is no failure of ours.
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code === "EPIPE") process.exit(0);
    throw error;
  });
  // Nobody reads the progress any more, which is no reason to stop the work.
  process.stderr.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  try {
    const words = readArguments(argv);
    await commands[words.command]({
      arguments: words,
      folder: path.resolve(words.folder),
      output: process.stdout,
      errors: process.stderr,
      input: process.stdin,
      environment: process.env,
      now: new Date(),
      signal: stop,
    });
    return 0;
  } catch (error) {
    return explain(error);
  }
}

/** The first Ctrl-C asks the command to stop; a second one does not wait for it. */
function stopOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(130);
      controller.abort();
    });
  }
  return controller.signal;
}

function explain(error: unknown): number {
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n\n${usage}`);
    return 2;
  }
  if (WhenceError.is(error)) {
    process.stderr.write(`${forTerminal(error.message)}\n`);
    return error.reason === "cancelled" ? 130 : 1;
  }
  const details = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(
    `Whence failed in a way it does not know; please report this:\n${forTerminal(details)}\n`,
  );
  return 1;
}

function ownVersion(): string {
  const manifest = JSON.parse(readFileSync(path.join(packageRoot(), "package.json"), "utf8"));
  return String(manifest.version);
}
