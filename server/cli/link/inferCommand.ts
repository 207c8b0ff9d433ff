import { nodeWords } from "../../../shared/traceWords.ts";
import { counted } from "../../base/counted.ts";
import { inferInFolder, type RepositoryLinks } from "../../linkWiring.ts";
import type { CommandContext } from "../context.ts";
import { placeOf, printJson, printLines } from "../context.ts";

/** Most links that are shown, and most reasons for one; `--limit N` shows more, `--json` all. */
const shownMost = 20;
const reasonsMost = 2;

type ProbableLink = RepositoryLinks["links"][number];

/** `whence link`: probable links where nobody stated any, the likeliest first. */
export async function inferCommand(context: CommandContext): Promise<void> {
  const found = await inferInFolder(placeOf(context), context.now, context.signal);
  const { limit = shownMost, json } = context.arguments;
  if (json) printJson(context, found.links.map(toJson));
  else printLines(context, inferredLines(found, limit));
}

function toJson({ item, path, symbol, score, evidence }: ProbableLink) {
  return {
    requirement: item.key ?? item.title,
    code: path,
    ...(symbol === undefined
      ? {}
      : {
          definition: symbol.symbol.qualifiedName,
          startLine: symbol.symbol.startLine,
          endLine: symbol.symbol.endLine,
        }),
    score,
    linked: true,
    origin: "inferred",
    evidence,
  };
}

function inferredLines(found: RepositoryLinks, limit: number): readonly string[] {
  const { links, items, files, unlinkedItems, unlinkedFiles, lostDecisions } = found;
  const lost =
    lostDecisions === 0
      ? []
      : [
          "",
          `${counted(lostDecisions, "decision")} on code that is nowhere to be found; kept for when it is back.`,
        ];
  if (items === 0) {
    const sentence =
      "No specification was found in this folder, so there is nothing to link code to: docs/specifications.md says what is read as one.";
    return [sentence, ...lost];
  }
  const summary = `${counted(links.length, "probable link")}; nobody stated them. Without any stated link are ${unlinkedItems} of ${counted(items, "item")} and ${unlinkedFiles} of ${counted(files, "file")} of code.`;
  const shown = links.slice(0, limit);
  const byItem = Map.groupBy(shown, ({ item }) => item);
  const rest = links.length - shown.length;
  return [
    summary,
    ...[...byItem].flatMap(([item, own]) => [
      "",
      nodeWords({ ...item, title: item.title }),
      ...own.flatMap(linkLines),
    ]),
    ...(rest > 0 ? ["", `… and ${rest} more (--limit N or --json shows them)`] : []),
    ...(links.length === 0
      ? []
      : [
          "",
          "`whence link confirm KEY PATH:LINE` or `reject` settles one, for good; it moves similar ones up or down.",
        ]),
    ...lost,
  ];
}

function linkLines({ path, symbol, score, evidence }: ProbableLink): readonly string[] {
  const place =
    symbol === undefined ? path : `${symbol.symbol.qualifiedName}  ${path}:${symbol.symbol.startLine}`;
  return [
    `  ${String(Math.round(score * 100)).padStart(3)} %  ${place}`,
    ...evidence.slice(0, reasonsMost).map(({ text }) => `          ${text}`),
  ];
}
