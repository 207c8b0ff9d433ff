import * as vscode from "vscode";
import type { FolderHealth } from "../../shared/model/health.ts";
import type { OpenTraceArguments } from "../../shared/protocol/commands.ts";
import { linkSentence, nodeWords } from "../../shared/traceWords.ts";
import { openRow } from "../trace/openPlace.ts";
import type { TraceRow } from "../trace/traceRows.ts";
import type { TraceView } from "../trace/traceView.ts";
import { askKey, cursorPlace, pickFolder, placeOfCode } from "./askPerson.ts";
import type { Reports } from "./reports.ts";

/** The trace of what a hover or lens names, or of what is at the cursor. */
export async function openTrace(
  view: TraceView,
  target: OpenTraceArguments | vscode.Uri | undefined,
): Promise<void> {
  // A menu of the editor passes the document; the cursor says more.
  const named = target === undefined || target instanceof vscode.Uri ? undefined : target;
  if (named !== undefined && "key" in named) return view.show({ folder: named.folder, key: named.key });
  const place = named === undefined ? cursorPlace() : placeOfCode(named);
  if (place !== undefined) await view.show(place);
}

/** The trace of a key that a person types. */
export async function traceKey(view: TraceView, folders: readonly FolderHealth[]): Promise<void> {
  const title = "Show trace for key";
  const folder = await pickFolder(folders, title);
  const key = folder === undefined ? undefined : await askKey(title);
  if (folder !== undefined && key !== undefined) await view.show({ folder: folder.folder, key });
}

/** The trace of an item in the tree. */
export async function traceRow(view: TraceView, row: TraceRow): Promise<void> {
  if (row.node.key !== undefined) await view.show({ folder: row.folder, key: row.node.key });
}

/** Asks for a past time and shows the trace as it was then. */
export async function pickAsOf(view: TraceView, now: Date): Promise<void> {
  const daysAgo = (days: number) => new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 10);
  const choices: readonly (vscode.QuickPickItem & {
    readonly asOf?: string | undefined;
    readonly isAsked?: true;
  })[] = [
    { label: "Now", asOf: undefined },
    { label: "A week ago", description: daysAgo(7), asOf: daysAgo(7) },
    { label: "A month ago", description: daysAgo(30), asOf: daysAgo(30) },
    { label: "A year ago", description: daysAgo(365), asOf: daysAgo(365) },
    { label: "A date or commit…", isAsked: true },
  ];
  const title = "Show the trace as of";
  const choice = await vscode.window.showQuickPick(choices, { title });
  if (choice === undefined) return;
  if (choice.isAsked !== true) return view.showAsOf(choice.asOf);
  const asked = await vscode.window.showInputBox({
    title,
    prompt: "A date such as 2026-03-02, or the hash of a commit",
    value: view.asOf ?? "",
    validateInput: (text) =>
      /^\s*(?:\d{4}-\d\d-\d\d(?:T[\d:.]+Z?)?|[0-9a-f]{4,40})?\s*$/i.test(text)
        ? undefined
        : "Write a date as YYYY-MM-DD, or a commit's hash.",
  });
  if (asked !== undefined) await view.showAsOf(asked.trim() === "" ? undefined : asked.trim());
}

/** Opens file, commit, specification or page; where the editor cannot, shows what is known of it. */
export async function openTraceRow(row: TraceRow, reports: Reports): Promise<void> {
  if (!(await openRow(row))) await showEvidence(row, reports);
}

/** All that was read for a link, as a document that can be searched and copied from. */
export async function showEvidence({ node, link, folder }: TraceRow, reports: Reports): Promise<void> {
  const lines = [
    nodeWords(node).replace(/ {2,}/g, " "),
    ...(link === undefined ? [] : ["", linkSentence(link), `since ${link.validFrom.slice(0, 10)}`]),
    ...(link?.evidence ?? []).flatMap(({ found, text, uri, line }) => [
      "",
      `${found} — ${uri}${line === undefined ? "" : `:${line}`}`,
      text,
    ]),
  ];
  await reports.open(`${node.key ?? node.kind}.txt`, `${folder}#${node.id}`, `${lines.join("\n")}\n`);
}

/** What names it to others: a key, a commit's hash, a file and its line. */
export async function copyReference({ node }: TraceRow): Promise<void> {
  const { kind, id, key, path, startLine, title } = node;
  const place = path === undefined ? undefined : `${path}${startLine === undefined ? "" : `:${startLine}`}`;
  const reference =
    kind === "commit"
      ? id.replace(/^commit:/, "")
      : ((kind === "symbol" || kind === "file" ? place : key) ?? title);
  await vscode.env.clipboard.writeText(reference);
}

/** The address of its page. */
export async function copyLink({ node }: TraceRow): Promise<void> {
  if (node.url !== undefined) await vscode.env.clipboard.writeText(node.url);
}
