import * as vscode from "vscode";
import type { Passage } from "../../shared/model/answer.ts";
import type { Trace, TraceBranch, TraceNode } from "../../shared/model/trace.ts";
import { type CitedPlace, citedPlaceRequest } from "../../shared/protocol/chatRequests.ts";
import type { Range } from "../../shared/protocol/message.ts";
import { onOneLine } from "../../shared/traceWords.ts";
import type { Server } from "../client/serverConnection.ts";
import type { Reports } from "../commands/reports.ts";
import { openCommit, openRow } from "../trace/openPlace.ts";

/** What citations are opened with. */
export interface CitationParts {
  readonly server: Server;
  readonly reports: Reports;
}

/** Opens what a passage cites: the lines, the lines as they were read beside those of today, the page of a document, or the commit. */
export async function openCited(
  parts: CitationParts,
  folder: string,
  { citation, text }: Passage,
): Promise<void> {
  const place = await parts.server.request(citedPlaceRequest, { folder, citation, text });
  const opened = openers[place.kind] as (
    parts: CitationParts,
    folder: string,
    place: CitedPlace,
  ) => Promise<void>;
  await opened(parts, folder, place);
}

/** Opens what stands in a row of the chain; says so where the editor cannot. */
export async function openNode(folder: string, node: TraceNode): Promise<void> {
  if (await openRow({ node, folder })) return;
  const name = onOneLine(node.key ?? node.title);
  void vscode.window.showInformationMessage(
    `No file of this folder shows ${name}, and no page of it is known.`,
  );
}

/** The node of an identity, wherever in the chain it stands. */
export function nodeOf(chain: Trace | undefined, id: string): TraceNode | undefined {
  const within = (branches: readonly TraceBranch[]): TraceNode | undefined => {
    for (const { node, children } of branches) {
      const found = node.id === id ? node : within(children);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  if (chain === undefined) return undefined;
  return chain.subject.id === id ? chain.subject : within(chain.roots);
}

type Opener<Kind extends CitedPlace["kind"]> = (
  parts: CitationParts,
  folder: string,
  place: Extract<CitedPlace, { readonly kind: Kind }>,
) => Promise<void>;

const openers: { readonly [Kind in CitedPlace["kind"]]: Opener<Kind> } = {
  file: async (_, __, { location }) => {
    const selection = toRange(location.range);
    await vscode.commands.executeCommand("vscode.open", vscode.Uri.parse(location.uri), {
      selection,
      preview: true,
    });
  },
  version: async ({ reports }, folder, { title, path, text, range, present }) => {
    const read = reports.put(fileNameOf(path), `${folder}#${title}`, text);
    const lines = toRange(range);
    if (present === undefined)
      await vscode.window.showTextDocument(read, { selection: lines, preview: true });
    else await compare(read, lines, vscode.Uri.parse(present), `${onOneLine(title)} ↔ now`);
  },
  document: openDocument,
  commit: async ({ reports }, folder, { hash, title, text }) => {
    if (await openCommit(folder, hash)) return;
    await reports.open(
      `${hash.slice(0, 7)} ${onOneLine(title).slice(0, 40).replaceAll("/", " ")}.txt`,
      folder,
      text,
    );
  },
};

/** Selects the lines on the side where they are: those of today are others. */
async function compare(
  read: vscode.Uri,
  lines: vscode.Range,
  present: vscode.Uri,
  title: string,
): Promise<void> {
  await vscode.commands.executeCommand("vscode.diff", read, present, title, { preview: true });
  const side = vscode.window.visibleTextEditors.find(
    ({ document }) => document.uri.toString() === read.toString(),
  );
  if (side === undefined) return;
  side.selection = new vscode.Selection(lines.start, lines.end);
  side.revealRange(lines, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/**
 * Few editors show PDF and Word documents by themselves: where an extension can, it is given file and page; in any case the passage opens
 * as the text that was read, which is what the answer rests on.
 */
async function openDocument(
  { reports }: CitationParts,
  folder: string,
  { file, page, text }: Extract<CitedPlace, { readonly kind: "document" }>,
): Promise<void> {
  const uri = vscode.Uri.parse(file);
  const name = fileNameOf(uri.path);
  const where = page === undefined ? "" : ` p. ${page}`;
  const passage = reports.put(`${name}${where}.txt`, `${folder}#${file}`, text);
  if (!canShow(name)) {
    await vscode.window.showTextDocument(passage, { preview: true });
    const open = "Open File";
    const picked = await vscode.window.showInformationMessage(
      `This is what was read on ${name}${where}. The file itself opens in the program that this computer has for it.`,
      open,
    );
    if (picked === open) await vscode.env.openExternal(uri);
    return;
  }
  const target = page === undefined ? uri : uri.with({ fragment: `page=${page}` });
  await vscode.commands.executeCommand("vscode.open", target, { preview: true });
  await vscode.window.showTextDocument(passage, { viewColumn: vscode.ViewColumn.Beside, preview: true });
}

/** Whether an extension has an editor for files of such a name. */
function canShow(name: string): boolean {
  const suffix = /\.\w+$/.exec(name)?.[0]?.toLowerCase();
  return vscode.extensions.all.some(({ packageJSON }) => {
    const { contributes } = packageJSON as {
      readonly contributes?: {
        readonly customEditors?: readonly {
          readonly selector?: readonly { readonly filenamePattern?: string }[];
        }[];
      };
    };
    return contributes?.customEditors?.some(({ selector }) =>
      selector?.some(
        ({ filenamePattern }) => suffix !== undefined && filenamePattern?.toLowerCase().endsWith(suffix),
      ),
    );
  });
}

function fileNameOf(path: string): string {
  return onOneLine(path.slice(path.lastIndexOf("/") + 1));
}

function toRange({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
