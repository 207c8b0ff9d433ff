import { UsageError } from "../arguments.ts";
import type { CommandContext } from "../context.ts";
import { decideCommand, isDecision } from "./decideCommand.ts";
import { inferCommand } from "./inferCommand.ts";
import { linkFoldersCommand } from "./linkFoldersCommand.ts";

/** `whence link`: probable links, and decisions on them. */
export async function linkCommand(context: CommandContext): Promise<void> {
  const { words, requirements, code } = context.arguments;
  if (isDecision(words)) return decideCommand(context);
  if (requirements !== undefined || code !== undefined) return linkFoldersCommand(context);
  const [odd] = words;
  if (odd !== undefined)
    throw new UsageError(`\`whence link\` takes confirm, reject or withdraw, not "${odd.slice(0, 80)}".`);
  return inferCommand(context);
}
