import * as vscode from "vscode";
import type { WindowHealth } from "./windowHealth.ts";

/** Whether folders are open, and whether one of them lies on a disk. */
export function openFolders(): WindowHealth["place"] {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length === 0) return "noFolder";
  return folders.some(({ uri }) => uri.scheme === "file") ? "folders" : "virtual";
}
