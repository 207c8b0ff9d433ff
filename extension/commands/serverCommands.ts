import * as vscode from "vscode";
import {
  diagnosticsRequest,
  pauseRequest,
  rebuildRequest,
  whyIndexedRequest,
} from "../../shared/protocol/requests.ts";
import type { ServerConnection } from "../client/serverConnection.ts";
import type { CoveragePanel } from "../coverage/coveragePanel.ts";
import { pickFolder } from "./askPerson.ts";
import type { Reports } from "./reports.ts";

/** Why a file is, or is not, in the index. */
export async function whyIndexed(server: ServerConnection, file: vscode.Uri | undefined): Promise<void> {
  const uri = file ?? vscode.window.activeTextEditor?.document.uri;
  if (uri === undefined) {
    void vscode.window.showInformationMessage("Open the file in question first.");
    return;
  }
  const { sentence } = await server.request(whyIndexedRequest, { uri: uri.toString() });
  void vscode.window.showInformationMessage(sentence);
}

/** Makes an index anew, once a person has said so: a large folder takes a while. */
export async function rebuild(server: ServerConnection): Promise<void> {
  const folder = await pickFolder(server.folders, "Rebuild the index of");
  if (folder === undefined) return;
  const yes = "Rebuild";
  const answer = await vscode.window.showWarningMessage(
    `Rebuild the index of ${folder.name}?`,
    { modal: true, detail: "All files and commits are read again. Links that people decided on stay." },
    yes,
  );
  if (answer === yes) await server.request(rebuildRequest, { folder: folder.folder });
}

/** Pauses or resumes indexing in this window. */
export async function pause(server: ServerConnection, isPaused: boolean): Promise<void> {
  await server.request(pauseRequest, { isPaused });
}

/** Which stories have code and which code has a story, as a table. */
export async function showCoverage(server: ServerConnection, coverage: CoveragePanel): Promise<void> {
  if (server.folders.length === 0) {
    void vscode.window.showInformationMessage("Open a folder first: coverage is counted for one.");
    return;
  }
  const folder = await pickFolder(server.folders, "Coverage of");
  if (folder !== undefined) coverage.show(folder.folder);
}

/** What a maintainer needs to know, as a document which a person reads before they pass it on. */
export async function collectDiagnostics(
  server: ServerConnection,
  reports: Reports,
  editor: string,
): Promise<void> {
  const { markdown } = await server.request(diagnosticsRequest, {});
  await reports.open("Whence diagnostics.md", "", `${markdown.trimEnd()}\n\n${editor}\n`);
}
