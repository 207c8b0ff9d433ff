import * as vscode from "vscode";
import type { FolderHealth } from "../../shared/model/health.ts";
import type { AskAboutArguments } from "../../shared/protocol/commands.ts";
import type { ChatSession } from "../chat/chatSession.ts";
import {
  deleteAllConversations,
  type deleteConversation,
  type exportConversation,
  pickConversation,
  type renameConversation,
} from "../chat/conversationPicks.ts";
import {
  codeContext,
  fileContext,
  pathIn,
  resourceContext,
  selectionContext,
  symbolContext,
} from "../chat/questionContext.ts";
import type { ServerConnection } from "../client/serverConnection.ts";

/** What commands of the chat work with. */
export interface ChatCommandParts {
  readonly server: ServerConnection;
  readonly chat: ChatSession;
}

/** The chat with something as the context of the next question: what a hover names, what is selected in the explorer, or what is at the cursor. */
export async function askAbout(
  { server, chat }: ChatCommandParts,
  target: AskAboutArguments | vscode.Uri | undefined,
): Promise<void> {
  if (target !== undefined && !(target instanceof vscode.Uri)) return askAboutNamed(chat, target);
  const uri = target ?? vscode.window.activeTextEditor?.document.uri;
  const folder = uri === undefined ? undefined : folderOf(server.folders, uri);
  if (uri === undefined || folder === undefined) {
    void vscode.window.showInformationMessage("Open a file of a folder that Whence has indexed first.");
    return;
  }
  // A menu of the editor passes the document; selection and cursor say more.
  const isInEditor = vscode.window.activeTextEditor?.document.uri.toString() === uri.toString();
  const context = isInEditor
    ? (selectionContext(folder) ?? (await symbolContext(server, folder)) ?? fileContext(folder))
    : await resourceContext(folder, uri);
  await chat.attach(folder, context);
}

/** The conversations of the folder that is asked. */
export function showConversations({ server, chat }: ChatCommandParts): void {
  const { folder } = chat;
  if (folder !== undefined) pickConversation(server, folder, chat.current?.id, chat.listEvents);
}

/** What can be done with the conversation that is shown. */
export async function withCurrent(
  { server, chat }: ChatCommandParts,
  act: typeof renameConversation | typeof deleteConversation | typeof exportConversation,
): Promise<void> {
  const { folder, current } = chat;
  if (folder === undefined || current === undefined)
    void vscode.window.showInformationMessage("Ask something first: the conversation is empty.");
  else await act(server, folder, current, chat.listEvents);
}

/** Deletes all conversations of the folder that is asked. */
export async function deleteConversations({ server, chat }: ChatCommandParts): Promise<void> {
  const folder = server.folders.find(({ folder: uri }) => uri === chat.folder);
  if (folder === undefined) return;
  if (await deleteAllConversations(server, folder.folder, folder.name)) await chat.begin();
}

function folderOf(folders: readonly FolderHealth[], uri: vscode.Uri): string | undefined {
  return folders.find(({ folder }) => folder === uri.toString() || pathIn(folder, uri) !== undefined)?.folder;
}

async function askAboutNamed(chat: ChatSession, target: AskAboutArguments): Promise<void> {
  const isItem = "key" in target;
  await chat.attach(
    target.folder,
    isItem ? { kind: "item", key: target.key, title: target.title ?? target.key } : codeContext(target),
  );
}
