import * as vscode from "vscode";
import type { FolderHealth } from "../../shared/model/health.ts";
import type { Position } from "../../shared/protocol/message.ts";
import type { CodeReference } from "../../shared/protocol/requests.ts";

/** A place in a document, as requests name it. */
export interface TextPlace {
  readonly uri: string;
  readonly position: Position;
}

/** Where the cursor is; says so where it is in no file. */
export function cursorPlace(): TextPlace | undefined {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined || editor.document.uri.scheme !== "file") {
    void vscode.window.showInformationMessage("Put the cursor into a function or class of a file first.");
    return undefined;
  }
  const { line, character } = editor.selection.active;
  return { uri: editor.document.uri.toString(), position: { line, character } };
}

/** The place where code was when it was shown. */
export function placeOfCode({ folder, path, line = 1 }: CodeReference): TextPlace {
  return { uri: uriIn(folder, path).toString(), position: { line: Math.max(0, line - 1), character: 0 } };
}

/** A file of a folder. */
function uriIn(folder: string, path: string): vscode.Uri {
  return vscode.Uri.joinPath(vscode.Uri.parse(folder), path);
}

/** The only folder, that of the active editor, or the one that a person picks. */
export async function pickFolder(
  folders: readonly FolderHealth[],
  title: string,
): Promise<FolderHealth | undefined> {
  if (folders.length <= 1) return folders[0];
  const active = vscode.window.activeTextEditor?.document.uri.toString();
  const choices = folders
    .toSorted((a, b) => Number(holds(b, active)) - Number(holds(a, active)))
    .map((folder) => ({ label: folder.name, description: vscode.Uri.parse(folder.folder).fsPath, folder }));
  return (await vscode.window.showQuickPick(choices, { title }))?.folder;
}

function holds({ folder }: FolderHealth, uri: string | undefined): boolean {
  return uri?.startsWith(`${folder}/`) ?? false;
}

/** A key that a person types; nothing where they do not. */
export async function askKey(title: string): Promise<string | undefined> {
  const key = await vscode.window.showInputBox({
    title,
    prompt: "Key of a story, epic, PRD or issue, such as WH-12",
    value: keyAtCursor() ?? "",
  });
  return key?.trim() === "" ? undefined : key?.trim();
}

/** A word at the cursor which looks like a key; only offered, never used without being seen. */
function keyAtCursor(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  const range = editor?.document.getWordRangeAtPosition(editor.selection.active, /[A-Za-z][\w]*-\d+/);
  return range === undefined ? undefined : editor?.document.getText(range);
}
