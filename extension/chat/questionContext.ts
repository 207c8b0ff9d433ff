import * as vscode from "vscode";
import { contextWords } from "../../shared/contextWords.ts";
import type { QuestionContext } from "../../shared/model/conversation.ts";
import { filterChoicesRequest } from "../../shared/protocol/chatRequests.ts";
import type { CodeReference } from "../../shared/protocol/requests.ts";
import { traceRequest } from "../../shared/protocol/requests.ts";
import { kindWord, onOneLine } from "../../shared/traceWords.ts";
import type { Server } from "../client/serverConnection.ts";

/** Path of a file below a folder; nothing where it lies elsewhere. */
export function pathIn(folder: string, uri: vscode.Uri): string | undefined {
  const root = vscode.Uri.parse(folder);
  if (uri.scheme !== root.scheme || uri.authority !== root.authority) return undefined;
  const base = root.path.endsWith("/") ? root.path : `${root.path}/`;
  return uri.path.startsWith(base) ? uri.path.slice(base.length) : undefined;
}

/** What is selected in the editor; nothing where that is not of this folder. */
export function selectionContext(folder: string): QuestionContext | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || editor.selection.isEmpty) return undefined;
  const path = pathIn(folder, editor.document.uri);
  const { start, end } = editor.selection;
  // A selection that ends before the first sign of a line does not hold that line.
  const last = end.character === 0 && end.line > start.line ? end.line : end.line + 1;
  return path === undefined
    ? undefined
    : { kind: "selection", path, startLine: start.line + 1, endLine: last };
}

/** The file in the editor. */
export function fileContext(folder: string): QuestionContext | undefined {
  const uri = vscode.window.activeTextEditor?.document.uri;
  const path = uri === undefined ? undefined : pathIn(folder, uri);
  return path === undefined ? undefined : { kind: "file", path };
}

/** The definition at the cursor, as the index knows it. */
export async function symbolContext(server: Server, folder: string): Promise<QuestionContext | undefined> {
  const editor = vscode.window.activeTextEditor;
  const path = editor === undefined ? undefined : pathIn(folder, editor.document.uri);
  if (editor === undefined || path === undefined) return undefined;
  const { line, character } = editor.selection.active;
  const subject = { uri: editor.document.uri.toString(), position: { line, character } };
  const node = (await server.request(traceRequest, { subject }).catch(() => null))?.trace.subject;
  return node?.kind === "symbol" && node.key !== undefined
    ? { kind: "symbol", path: node.path ?? path, name: node.key, line: node.startLine ?? line + 1 }
    : undefined;
}

/** What a hover names. */
export function codeContext({ path, name, line }: CodeReference): QuestionContext {
  return name === undefined ? { kind: "file", path } : { kind: "symbol", path, name, line: line ?? 1 };
}

/** A file or folder of the explorer. */
export async function resourceContext(folder: string, uri: vscode.Uri): Promise<QuestionContext | undefined> {
  const path = pathIn(folder, uri);
  if (path === undefined || path === "") return undefined;
  const { type } = await vscode.workspace.fs.stat(uri);
  return { kind: (type & vscode.FileType.Directory) === 0 ? "file" : "folder", path };
}

type ContextPick = vscode.QuickPickItem & { readonly find: () => Promise<QuestionContext | undefined> };

/** Asks what a question shall be about; what there is not (no selection, no definition at the cursor) is not offered. */
export async function pickContext(server: Server, folder: string): Promise<QuestionContext | undefined> {
  const at = [
    { label: "$(selection) Selection", context: selectionContext(folder) },
    { label: "$(symbol-method) Symbol at Cursor", context: await symbolContext(server, folder) },
    { label: "$(file) Open File", context: fileContext(folder) },
  ];
  const picks: ContextPick[] = at.flatMap(({ label, context }) =>
    context === undefined
      ? []
      : [{ label, description: onOneLine(contextWords(context)), find: () => Promise.resolve(context) }],
  );
  picks.push(
    { label: "$(bookmark) Story…", find: () => pickItem(server, folder) },
    { label: "$(folder) Folder…", find: () => pickFolderBelow(folder) },
  );
  const title = "What is the question about?";
  return (await vscode.window.showQuickPick(picks, { title }))?.find();
}

async function pickItem(server: Server, folder: string): Promise<QuestionContext | undefined> {
  const { items } = await server.request(filterChoicesRequest, { folder });
  const picks = items.map(({ key, title, kind }) => ({
    label: onOneLine(`${key} ${title}`).replaceAll("$(", "$\u200b("),
    description: kindWord(kind),
    context: { kind: "item", key, title } as const,
  }));
  if (picks.length === 0) {
    void vscode.window.showInformationMessage("No story, epic or PRD of this folder is known.");
    return undefined;
  }
  return (await vscode.window.showQuickPick(picks, { title: "Which story?", matchOnDescription: true }))
    ?.context;
}

async function pickFolderBelow(folder: string): Promise<QuestionContext | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: "Which folder?",
    openLabel: "Ask About Folder",
    canSelectFiles: false,
    canSelectFolders: true,
    defaultUri: vscode.Uri.parse(folder),
  });
  const [uri] = chosen ?? [];
  if (uri === undefined) return undefined;
  const path = pathIn(folder, uri)?.replace(/\/$/, "");
  if (path === undefined || path === "") {
    void vscode.window.showInformationMessage("Choose a folder below the one that is asked.");
    return undefined;
  }
  return { kind: "folder", path };
}
