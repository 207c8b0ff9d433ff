import type { CommandContext } from "../context.ts";
import { evalFeedback } from "./evalFeedback.ts";
import { evalOwnCommits } from "./evalOwnCommits.ts";

/** `whence eval`: how well the index of this folder answers, by its own commits or by what people rated. Sends nothing. */
export function evalCommand(context: CommandContext): Promise<void> {
  return context.arguments.fromFeedback ? evalFeedback(context) : evalOwnCommits(context);
}
