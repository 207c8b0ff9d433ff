import * as vscode from "vscode";
import type { QuestionContext } from "../../shared/model/conversation.ts";
import { type DroppedFile, droppedBytesMost, type ToPage } from "../../shared/protocol/chatMessages.ts";
import {
  addedFilesRequest,
  addFileRequest,
  removeAddedFileRequest,
} from "../../shared/protocol/chatRequests.ts";
import { whyIndexedRequest } from "../../shared/protocol/requests.ts";
import { onOneLine } from "../../shared/traceWords.ts";
import type { Server } from "../client/serverConnection.ts";
import { sentenceOf } from "../client/serverConnection.ts";
import { pathIn } from "./questionContext.ts";

/** Tells what became of a file. */
export type Tell = (tone: Extract<ToPage, { readonly type: "notice" }>["tone"], sentence: string) => void;

/** Files from elsewhere join the index of a folder, one after the other; each gets its sentence. */
export async function addFiles(
  server: Server,
  folder: string,
  files: readonly DroppedFile[],
  tell: Tell,
): Promise<void> {
  for (const { name, content } of files) {
    tell("info", `Reading ${onOneLine(name)} …`);
    try {
      const { sentence } = await server.request(addFileRequest, { folder, name, content });
      tell("info", sentence);
    } catch (error) {
      tell("error", sentenceOf(error));
    }
  }
}

/**
 * Files that the explorer names: one of the folder is in its index already, or there is a reason why not, which is told, and the next
 * question is about it; one from elsewhere joins the index.
 */
export async function addUris(
  server: Server,
  folder: string,
  uris: readonly string[],
  tell: Tell,
): Promise<readonly QuestionContext[]> {
  const contexts: QuestionContext[] = [];
  for (const each of uris) {
    const uri = vscode.Uri.parse(each);
    if (uri.scheme !== vscode.Uri.parse(folder).scheme) {
      tell(
        "error",
        `${onOneLine(each).slice(0, 200)} is not on this computer's disk: save it there, and drop that file.`,
      );
      continue;
    }
    try {
      const path = pathIn(folder, uri);
      if (path === undefined) {
        if (await isWanted(uri)) await addFileAt(server, folder, uri, tell);
      } else {
        const { type } = await vscode.workspace.fs.stat(uri);
        const isFolder = (type & vscode.FileType.Directory) !== 0;
        contexts.push({ kind: isFolder ? "folder" : "file", path });
        if (isFolder) tell("info", `The next question is about ${onOneLine(path)}.`);
        else tell("info", (await server.request(whyIndexedRequest, { uri: uri.toString() })).sentence);
      }
    } catch (error) {
      tell("error", sentenceOf(error));
    }
  }
  return contexts;
}

/** Lists what was added to the index of a folder, and takes away what a person picks. */
export async function pickFileToRemove(server: Server, folder: string, tell: Tell): Promise<void> {
  const files = await server.request(addedFilesRequest, { folder });
  if (files.length === 0) {
    void vscode.window.showInformationMessage("No file was added to the index: drop one on the chat.");
    return;
  }
  const picks = files.map(({ path, name, sizeBytes, addedAt }) => ({
    label: onOneLine(name).replaceAll("$(", "$\u200b("),
    description: `added ${addedAt.slice(0, 10)}, ${Math.max(1, Math.round(sizeBytes / 1024))} kB`,
    path,
  }));
  const title = "Which file shall leave the index?";
  const picked = await vscode.window.showQuickPick(picks, { title });
  if (picked === undefined) return;
  await server.request(removeAddedFileRequest, { folder, path: picked.path });
  tell("info", `${picked.label} is no longer in the index.`);
}

/** Asks which files shall join the index: what dropping does, by keyboard. */
export async function pickFilesToAdd(server: Server, folder: string, tell: Tell): Promise<void> {
  const chosen = await vscode.window.showOpenDialog({
    title: "Add files to the index",
    openLabel: "Add to Index",
    canSelectMany: true,
    filters: { Documents: ["pdf", "docx", "md", "markdown", "txt"] },
  });
  for (const uri of chosen ?? []) await addFileAt(server, folder, uri, tell);
}

/** The page names a file elsewhere on the disk, and what a page says is not enough to read that. */
async function isWanted(uri: vscode.Uri): Promise<boolean> {
  const yes = "Add to Index";
  const detail = "It lies outside of this folder. A copy of it is kept beside the index.";
  const question = `Add ${onOneLine(uri.fsPath)}?`;
  return (await vscode.window.showInformationMessage(question, { modal: true, detail }, yes)) === yes;
}

async function addFileAt(server: Server, folder: string, uri: vscode.Uri, tell: Tell): Promise<void> {
  const name = uri.path.slice(uri.path.lastIndexOf("/") + 1);
  const { size } = await vscode.workspace.fs.stat(uri);
  if (size > droppedBytesMost) {
    tell(
      "error",
      `${onOneLine(name)} is larger than ${droppedBytesMost / 1024 / 1024} MB: put it into the folder, where it is indexed without being copied.`,
    );
    return;
  }
  const content = Buffer.from(await vscode.workspace.fs.readFile(uri)).toString("base64");
  await addFiles(server, folder, [{ name, content }], tell);
}
