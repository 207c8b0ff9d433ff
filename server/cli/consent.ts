import { once } from "node:events";
import { createInterface } from "node:readline/promises";
import { cancelledError } from "../base/errors.ts";
import { isAgreedToSend, type RemoteEmbedding } from "../embedderWiring.ts";
import type { CommandContext } from "./context.ts";
import type { CostPreview } from "./costPreview.ts";
import { previewLines, roughly } from "./costPreview.ts";

/**
 * Sees to it that a person agrees before texts go to a server for the first time, or in a large number. Gives the
 * sentence that says why nothing is sent, or nothing where all is agreed; the ledger remembers a yes.
 */
export async function refusalToSend(
  context: CommandContext,
  remote: RemoteEmbedding,
  preview: CostPreview,
): Promise<string | undefined> {
  if (preview.chunks === 0) {
    // Questions go to the server too, which a complete index would otherwise have no way to allow.
    if (context.arguments.yes && !remote.isHostApproved()) remote.approve("--yes", preview.tokens);
    return undefined;
  }
  if (remote.offline !== undefined) return `${remote.offline} Words are searched meanwhile.`;
  if (isAgreedToSend(remote, preview)) return undefined;
  const { host } = remote.endpoint;
  const showsPreview = context.errors.isTTY || !context.arguments.json;
  if (showsPreview) context.errors.write(`${previewLines(preview, remote).join("\n")}\n`);
  if (context.arguments.yes) {
    remote.approve("--yes", preview.tokens);
    return undefined;
  }
  if (!context.input.isTTY || !context.errors.isTTY) {
    const amount = `${preview.chunks.toLocaleString("en")} passages, about ${roughly(preview.tokens)} tokens`;
    return `Nothing was sent to ${host} without being asked for: \`whence index --yes\` sends it ${amount}; words are searched meanwhile.`;
  }
  if (!(await isAnsweredWithYes(context, `Send them to ${host}? (y/N) `))) {
    return `Nothing was sent to ${host}, as you chose; words are searched.`;
  }
  remote.approve("asked on the terminal", preview.tokens);
  return undefined;
}

/** Asks a question on the terminal; whatever is not y or yes is no. */
export async function isAnsweredWithYes(
  { input, errors, signal }: CommandContext,
  question: string,
): Promise<boolean> {
  const terminal = createInterface({ input, output: errors });
  try {
    // At the end of the input a question stays open for ever; it is no yes.
    const ended = once(terminal, "close").then(() => "");
    const answer = await Promise.race([terminal.question(question, { signal }), ended]);
    return /^y(?:es)?$/i.test(answer.trim());
  } catch (error) {
    if (signal.aborted || (error instanceof Error && error.name === "AbortError")) throw cancelledError();
    throw error;
  } finally {
    terminal.close();
  }
}
