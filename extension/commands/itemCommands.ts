import * as vscode from "vscode";
import type { FolderHealth } from "../../shared/model/health.ts";
import type { ItemArguments } from "../../shared/protocol/commands.ts";
import type { Location } from "../../shared/protocol/message.ts";
import { implementationsRequest, traceRequest } from "../../shared/protocol/requests.ts";
import type { Server } from "../client/serverConnection.ts";
import { openPage } from "../trace/openPlace.ts";
import { askKey, pickFolder } from "./askPerson.ts";

/** Opens where an item is described: a specification of the folder, else its page. */
export async function openItem(
  server: Server,
  folders: readonly FolderHealth[],
  item: ItemArguments | undefined,
): Promise<void> {
  const wanted = item ?? (await askItem(folders, "Open item"));
  if (wanted === undefined) return;
  const { folder, key } = wanted;
  const { described } = await server.request(implementationsRequest, { folder, key });
  if (described !== undefined) {
    const { uri, range } = toLocation(described);
    await vscode.commands.executeCommand("vscode.open", uri, {
      selection: new vscode.Range(range.start, range.start),
    });
    return;
  }
  const answer = await server.request(traceRequest, { subject: { folder, key } });
  const url = answer?.trace.subject.url;
  if (url === undefined || !(await openPage(url)))
    void vscode.window.showInformationMessage(
      `No file of this folder describes ${key}, and no page of it is known.`,
    );
}

/** Peeks at the code of an item, at the lens or key, or at the cursor. */
export async function peekImplementations(
  server: Server,
  folders: readonly FolderHealth[],
  item: ItemArguments | undefined,
): Promise<void> {
  const wanted = item ?? (await askItem(folders, "Peek implementations of"));
  const editor = vscode.window.activeTextEditor;
  if (wanted === undefined) return;
  const { folder, key, at } = wanted;
  const { places } = await server.request(implementationsRequest, { folder, key });
  if (places.length === 0) {
    void vscode.window.showInformationMessage(`No code is linked to ${key}.`);
    return;
  }
  const uri = at === undefined ? editor?.document.uri : vscode.Uri.parse(at.uri);
  const position = at === undefined ? editor?.selection.active : new vscode.Position(at.line, 0);
  const locations = places.map(toLocation);
  await vscode.commands.executeCommand("editor.action.peekLocations", uri, position, locations, "peek");
}

async function askItem(folders: readonly FolderHealth[], title: string): Promise<ItemArguments | undefined> {
  const folder = await pickFolder(folders, title);
  const key = folder === undefined ? undefined : await askKey(title);
  return folder === undefined || key === undefined ? undefined : { folder: folder.folder, key };
}

function toLocation({ uri, range }: Location): vscode.Location {
  const { start, end } = range;
  return new vscode.Location(
    vscode.Uri.parse(uri),
    new vscode.Range(start.line, start.character, end.line, end.character),
  );
}
