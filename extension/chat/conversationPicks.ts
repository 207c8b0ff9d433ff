import * as vscode from "vscode";
import type { ConversationSummary } from "../../shared/model/conversation.ts";
import {
  conversationsRequest,
  deleteConversationRequest,
  exportConversationRequest,
  renameConversationRequest,
} from "../../shared/protocol/chatRequests.ts";
import { onOneLine } from "../../shared/traceWords.ts";
import type { Server } from "../client/serverConnection.ts";
import { sentenceOf } from "../client/serverConnection.ts";

/** After the last sign that was typed. */
const settleMs = 150;

/** What a list of conversations tells. */
export interface ConversationEvents {
  readonly onOpen: (id: string) => void;
  readonly onRenamed: (id: string, title: string) => void;
  readonly onDeleted: (id: string) => void;
}

type ConversationPick = vscode.QuickPickItem & { readonly conversation?: ConversationSummary };

interface Buttons {
  readonly rename: vscode.QuickInputButton;
  readonly export: vscode.QuickInputButton;
  readonly remove: vscode.QuickInputButton;
}

/** Conversations of a folder, newest first; what is typed is looked for in their texts. Each can be opened, renamed, exported and deleted. */
export function pickConversation(
  server: Server,
  folder: string,
  current: string | undefined,
  events: ConversationEvents,
): void {
  const pick = vscode.window.createQuickPick<ConversationPick>();
  pick.title = "Conversations";
  pick.placeholder = "Words of a question or an answer";
  const buttons: Buttons = {
    rename: { iconPath: new vscode.ThemeIcon("edit"), tooltip: "Rename" },
    export: { iconPath: new vscode.ThemeIcon("export"), tooltip: "Export as Markdown" },
    remove: { iconPath: new vscode.ThemeIcon("trash"), tooltip: "Delete" },
  };
  let timer: NodeJS.Timeout | undefined;
  let asked = 0;
  const list = async (): Promise<void> => {
    asked += 1;
    const own = asked;
    const query = pick.value.trim();
    pick.busy = true;
    const items = await picksOf(server, folder, query, (each) => conversationPick(each, current, buttons));
    if (own !== asked) return;
    pick.items = items;
    pick.busy = false;
  };
  pick.onDidChangeValue(() => {
    clearTimeout(timer);
    timer = setTimeout(() => void list(), settleMs);
  });
  pick.onDidTriggerItemButton(async ({ button, item: { conversation } }) => {
    if (conversation === undefined) return;
    pick.hide();
    const act =
      button === buttons.rename
        ? renameConversation
        : button === buttons.export
          ? exportConversation
          : deleteConversation;
    await act(server, folder, conversation, events).catch((error: unknown) =>
      vscode.window.showErrorMessage(sentenceOf(error)),
    );
  });
  pick.onDidAccept(() => {
    const chosen = pick.selectedItems[0]?.conversation;
    pick.hide();
    if (chosen !== undefined) events.onOpen(chosen.id);
  });
  pick.onDidHide(() => {
    clearTimeout(timer);
    asked += 1;
    pick.dispose();
  });
  pick.show();
  void list();
}

/** What a conversation is known by, for those that act on one. */
export type NamedConversation = Pick<ConversationSummary, "id" | "title">;

/** Asks what it shall be called. */
export async function renameConversation(
  server: Server,
  folder: string,
  { id, title }: NamedConversation,
  events: ConversationEvents,
): Promise<void> {
  const wanted = await vscode.window.showInputBox({
    title: "Rename conversation",
    value: onOneLine(title),
    validateInput: (text) => (text.trim() === "" ? "A conversation needs a name." : undefined),
  });
  if (wanted === undefined) return;
  const renamed = await server.request(renameConversationRequest, {
    folder,
    conversation: id,
    title: wanted.trim(),
  });
  events.onRenamed(id, renamed.title);
}

/** Deletes it from the disk, once a person has said so. */
export async function deleteConversation(
  server: Server,
  folder: string,
  { id, title }: NamedConversation,
  events: ConversationEvents,
): Promise<void> {
  const yes = "Delete";
  const question = `Delete the conversation "${onOneLine(title).slice(0, 100)}"?`;
  const detail = "Its questions, answers and ratings are removed from this computer.";
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) !== yes) return;
  await server.request(deleteConversationRequest, { folder, conversation: id });
  events.onDeleted(id);
}

/** Opens it as a Markdown document, to be saved wherever a person likes. */
export async function exportConversation(
  server: Server,
  folder: string,
  { id }: NamedConversation,
): Promise<void> {
  const { markdown } = await server.request(exportConversationRequest, { folder, conversation: id });
  const document = await vscode.workspace.openTextDocument({ language: "markdown", content: markdown });
  await vscode.window.showTextDocument(document);
}

/** Deletes all of a folder, once a person has said so; whether they did. */
export async function deleteAllConversations(server: Server, folder: string, name: string): Promise<boolean> {
  const yes = "Delete All";
  const question = `Delete all conversations of ${onOneLine(name)}?`;
  const detail = "All questions, answers and ratings of this folder are removed from this computer.";
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) !== yes) return false;
  await server.request(deleteConversationRequest, { folder });
  return true;
}

async function picksOf(
  server: Server,
  folder: string,
  query: string,
  toPick: (conversation: ConversationSummary) => ConversationPick,
): Promise<readonly ConversationPick[]> {
  try {
    const found = await server.request(conversationsRequest, { folder, ...(query === "" ? {} : { query }) });
    if (found.length > 0) return found.map(toPick);
    const sentence =
      query === "" ? "There is no conversation yet: ask something." : "No conversation says these words.";
    return [{ label: sentence, alwaysShow: true }];
  } catch (error) {
    return [{ label: `$(error) ${sentenceOf(error)}`, alwaysShow: true }];
  }
}

/** Shown whatever is typed: the server has looked for it in all that was said. */
function conversationPick(
  conversation: ConversationSummary,
  current: string | undefined,
  buttons: Buttons,
): ConversationPick {
  const { id, title, turnCount, updatedAt } = conversation;
  const questions = `${turnCount} ${turnCount === 1 ? "question" : "questions"}`;
  const when = new Date(updatedAt).toLocaleString([], { dateStyle: "medium", timeStyle: "short" });
  return {
    conversation,
    label: `${id === current ? "$(check) " : ""}${onOneLine(title).replaceAll("$(", "$\u200b(")}`,
    description: `${when} · ${questions}`,
    buttons: [buttons.rename, buttons.export, buttons.remove],
    alwaysShow: true,
  };
}
