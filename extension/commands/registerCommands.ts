import * as vscode from "vscode";
import { sentenceOf } from "../client/serverConnection.ts";
import type { CommandId } from "./commandTable.ts";
import { commandTable } from "./commandTable.ts";

/** What each command does; the arguments come from a menu, a link or a key binding. */
export type CommandHandlers = Readonly<Record<CommandId, (...args: readonly never[]) => unknown>>;

/** Registers all commands. What fails is told in a sentence, with the log one click away; what was cancelled is not. */
export function registerCommands(handlers: CommandHandlers, log: vscode.LogOutputChannel): vscode.Disposable {
  return vscode.Disposable.from(
    ...commandTable.map(({ id, title }) =>
      vscode.commands.registerCommand(id, async (...args: readonly never[]) => {
        try {
          await handlers[id](...args);
        } catch (error) {
          if (isCancelled(error)) return;
          log.error(`${title}: ${sentenceOf(error)}`);
          const showLog = "Show Log";
          const picked = await vscode.window.showErrorMessage(sentenceOf(error), showLog);
          if (picked === showLog) log.show();
        }
      }),
    ),
  );
}

/** `RequestCancelled` and `ServerCancelled` of the Language Server Protocol. */
function isCancelled(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return error instanceof vscode.CancellationError || code === -32_800 || code === -32_802;
}
