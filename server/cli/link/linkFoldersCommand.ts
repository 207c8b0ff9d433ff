import path from "node:path";
import { counted } from "../../base/counted.ts";
import type { FolderLinks } from "../../linkWiring.ts";
import { linkFolders } from "../../linkWiring.ts";
import type { InferredLink } from "../../model/inferredLink.ts";
import { UsageError } from "../arguments.ts";
import type { CommandContext } from "../context.ts";
import { placeOf, printJson, printLines, printNotices } from "../context.ts";

/** Most code that is shown for one requirement; `--json` has all. */
const shownMost = 10;

/** `whence link --requirements DIR --code DIR`: probable links between two folders of text, with their evidence. */
export async function linkFoldersCommand(context: CommandContext): Promise<void> {
  const { requirements, code, words, json } = context.arguments;
  if (requirements === undefined || code === undefined)
    throw new UsageError("Which folders? Give --requirements DIR and --code DIR.");
  const [odd] = words;
  if (odd !== undefined) throw new UsageError(`\`whence link\` with two folders takes no "${odd}".`);
  const folders = { requirements: path.resolve(requirements), code: path.resolve(code) };
  const found = await linkFolders(folders, placeOf(context).settings, context.signal);
  if (json) printJson(context, found.links.map(rounded));
  else printLines(context, linkLines(found));
  printNotices(context, found.notes);
}

/** Four digits are more than a probability can promise. */
function rounded(link: InferredLink): InferredLink {
  return { ...link, score: Math.round(link.score * 10_000) / 10_000 };
}

function linkLines(found: FolderLinks): readonly string[] {
  const linked = found.links.filter((link) => link.linked);
  const sizes = `${counted(found.requirementCount, "requirement")} and ${counted(found.fileCount, "file")}`;
  const summary = `${counted(linked.length, "probable link")} between ${sizes}; nobody stated them.`;
  const byRequirement = Map.groupBy(linked, ({ requirement }) => requirement);
  const sections = [...byRequirement].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(requirementLines);
  return [summary, ...sections];
}

function requirementLines([requirement, links]: readonly [
  string,
  readonly InferredLink[],
]): readonly string[] {
  const shown = links.slice(0, shownMost);
  const rest = links.length - shown.length;
  return [
    "",
    requirement,
    ...shown.flatMap(({ code, score, evidence }) => [
      `  ${Math.round(score * 100)} %  ${code}`,
      ...evidence.map(({ text, line }) => `        ${text}${line === undefined ? "" : ` (line ${line})`}`),
    ]),
    ...(rest > 0 ? [`  … ${rest} more (--json lists all)`] : []),
  ];
}
