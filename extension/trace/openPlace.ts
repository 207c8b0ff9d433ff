import * as vscode from "vscode";
import type { TraceRow } from "./traceRows.ts";

/** Opens a file of a folder at a line, from 1. */
export async function openLine(folder: string, path: string, line?: number): Promise<void> {
  const uri = vscode.Uri.joinPath(vscode.Uri.parse(folder), path);
  const at = new vscode.Position(Math.max(0, (line ?? 1) - 1), 0);
  const selection = line === undefined ? {} : { selection: new vscode.Range(at, at) };
  await vscode.commands.executeCommand("vscode.open", uri, { preview: true, ...selection });
}

/** Opens what a row of the trace view stands for. False where this editor cannot; then the row's evidence is what there is. */
export async function openRow({ node, folder }: Pick<TraceRow, "node" | "folder">): Promise<boolean> {
  if (node.kind === "commit") return openCommit(folder, node.id.replace(/^commit:/, ""));
  const isHere = node.repository === undefined && node.path !== undefined && !/^[^/:]+:\//.test(node.path);
  if (isHere && node.path !== undefined) {
    await openLine(folder, node.path, node.startLine);
    return true;
  }
  return node.url !== undefined && openPage(node.url);
}

/** Opens a page in the browser; nothing but the web, whatever an item names. */
export async function openPage(url: string): Promise<boolean> {
  if (!/^https?:\/\//.test(url)) return false;
  return vscode.env.openExternal(vscode.Uri.parse(url, true));
}

/** The editor's own Git extension shows commits where it is there and not switched off; false where it does not. */
export async function openCommit(folder: string, hash: string): Promise<boolean> {
  const known = await vscode.commands.getCommands(true);
  if (!known.includes("git.viewCommit")) return false;
  try {
    await vscode.commands.executeCommand("git.viewCommit", vscode.Uri.parse(folder), hash);
    return true;
  } catch {
    return false;
  }
}
