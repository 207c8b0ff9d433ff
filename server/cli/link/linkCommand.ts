import { UsageError } from "../arguments.ts";
import type { CommandContext } from "../context.ts";
import { decideCommand, isDecision } from "./decideCommand.ts";

/** `whence link`: probable links, and decisions on them. */
export async function linkCommand(context: CommandContext): Promise<void> {
  if (isDecision(context.arguments.words)) return decideCommand(context);
  throw new UsageError("`whence link` takes confirm, reject or withdraw.");
}
