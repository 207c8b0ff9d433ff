import * as vscode from "vscode";
import { placeLabel } from "../../shared/model/place.ts";
import type { SearchResult } from "../../shared/model/searchResult.ts";
import { searchRequest } from "../../shared/protocol/requests.ts";
import { onOneLine } from "../../shared/traceWords.ts";
import type { Server } from "../client/serverConnection.ts";
import { sentenceOf } from "../client/serverConnection.ts";
import { openLine } from "../trace/openPlace.ts";
import type { Reports } from "./reports.ts";

type Found = SearchResult & { readonly folder: string };
type FoundPick = vscode.QuickPickItem & { readonly found?: Found };

/** After the last sign that was typed. */
const settleMs = 150;
const textMost = 160;

/** Searches while a person types, and opens the lines that they pick. */
export function search(server: Server, reports: Reports): void {
  const pick = vscode.window.createQuickPick<FoundPick>();
  pick.title = "Search with Whence";
  pick.placeholder = "A question, words or a name: why are refunds rounded";
  pick.matchOnDescription = true;
  let asking: vscode.CancellationTokenSource | undefined;
  let timer: NodeJS.Timeout | undefined;
  const ask = async (query: string): Promise<void> => {
    asking?.cancel();
    const own = new vscode.CancellationTokenSource();
    asking = own;
    pick.busy = true;
    try {
      const results = await server.request(searchRequest, { query }, own.token);
      if (!own.token.isCancellationRequested)
        pick.items = results.length > 0 ? results.map(foundPick) : [nothingPick];
    } catch (error) {
      if (!own.token.isCancellationRequested)
        pick.items = [{ label: `$(error) ${sentenceOf(error)}`, alwaysShow: true }];
    } finally {
      own.dispose();
      if (asking === own) pick.busy = false;
    }
  };
  pick.onDidChangeValue((value) => {
    clearTimeout(timer);
    const query = value.trim();
    if (query === "") pick.items = [];
    else timer = setTimeout(() => void ask(query), settleMs);
  });
  pick.onDidAccept(() => {
    const found = pick.selectedItems[0]?.found;
    pick.hide();
    if (found !== undefined) void openFound(found, reports);
  });
  pick.onDidHide(() => {
    clearTimeout(timer);
    asking?.cancel();
    pick.dispose();
  });
  pick.show();
}

const nothingPick: FoundPick = { label: "Nothing was found: try other words.", alwaysShow: true };

const kindIcons: Readonly<Record<string, string>> = {
  code: "symbol-method",
  spec: "bookmark",
  doc: "book",
  config: "settings-gear",
  commit: "git-commit",
};

/** Shown whatever is typed: the server has matched it, by more than the letters. */
function foundPick(found: Found): FoundPick {
  const { kind, title, key, text } = found;
  const place = found.path === undefined ? "" : placeLabel(placed(found, found.path));
  return {
    found,
    label: `$(${kindIcons[kind] ?? "file"}) ${plainLabel([key, title].filter(Boolean).join(" "))}`,
    description: onOneLine(place),
    detail: onOneLine(withoutFrontMatter(text)).replace(/ {2,}/g, " ").slice(0, textMost),
    alwaysShow: true,
  };
}

/** Key, title and state of a specification stand in the label. */
function withoutFrontMatter(text: string): string {
  return text.replace(/^---\n[\s\S]*?\n---\n/, "").trim();
}

/** A label may hold icons, so that `$(` of a title must not begin one. */
function plainLabel(text: string): string {
  return onOneLine(text).replaceAll("$(", "$\u200b(");
}

function placed({ startLine = 1, endLine = startLine, ...rest }: Found, path: string) {
  return { ...rest, path, startLine, endLine };
}

async function openFound(
  { folder, path, startLine, title, text, uri }: Found,
  reports: Reports,
): Promise<void> {
  const isFile = path !== undefined && !/^[^/:]+:\//.test(path);
  if (isFile) await openLine(folder, path, startLine);
  else
    await reports.open(`${onOneLine(title).slice(0, 40).replaceAll("/", " ")}.txt`, `${folder}#${uri}`, text);
}
