import type { CommandContext } from "../context.ts";
import { decideCommand, isDecision } from "./decideCommand.ts";
import { linkFoldersCommand } from "./linkFoldersCommand.ts";

/** `whence link`: probable links, and decisions on them. */
export async function linkCommand(context: CommandContext): Promise<void> {
  if (isDecision(context.arguments.words)) return decideCommand(context);
  return linkFoldersCommand(context);
}
