import type { HoverCard, HoverItem } from "../../shared/model/hover.ts";
import type { TraceNode } from "../../shared/model/trace.ts";
import {
  type AskAboutArguments,
  commands,
  type DecideArguments,
  type ItemArguments,
  type OpenTraceArguments,
} from "../../shared/protocol/commands.ts";
import type { CodeReference } from "../../shared/protocol/requests.ts";
import { kindWord } from "../../shared/traceWords.ts";

const titleMost = 100;
const howMost = 200;
const aboveMost = 4;
/** Of a line: the break after it, which makes no paragraph. */
const lineBreak = "  \n";

/**
 * A card as Markdown of at most twelve lines. All links in it are commands of ours; what other people wrote is text and
 * nothing else, whatever stands in it.
 */
export function hoverMarkdown(card: HoverCard, folderUri: string): string {
  const { definition, items, lastChange, isComplete } = card;
  const code: CodeReference | undefined =
    definition === undefined
      ? undefined
      : { folder: folderUri, path: definition.path, name: definition.name, line: definition.startLine };
  const lines = [
    ...items.flatMap((item) => itemLines(item, code)),
    ...(items.length === 0 && code !== undefined && isComplete ? ["No item is linked to it."] : []),
    ...(lastChange === undefined ? [] : [changeLine(lastChange)]),
    ...(isComplete ? [] : [`_The history of ${plain(definition?.name ?? "it", titleMost)} is being read …_`]),
    linksLine(card, code, folderUri),
  ];
  return lines.filter((line) => line !== "").join(lineBreak);
}

/** The item; what stands above it; how it is known. */
function itemLines(
  { item, above, origin, how, isDecidable }: HoverItem,
  code: CodeReference | undefined,
): string[] {
  const repository = item.repository === undefined ? "" : ` in ${plain(item.repository, titleMost)}`;
  const shown = above.slice(0, aboveMost).map(nodeWords);
  const rest = above.length > aboveMost ? [`${above.length - aboveMost} more`] : [];
  const decisions =
    code === undefined || !isDecidable || item.key === undefined ? "" : decisionLinks(item.key, code, origin);
  return [
    `**${name(item)}**${spaced(title(item))}${state(item)}${repository}`,
    shown.length === 0 ? "" : `↑ ${[...shown, ...rest].join(" ↑ ")}`,
    `_${plain(how, howMost)}_${decisions}`,
  ];
}

function name({ kind, key }: TraceNode): string {
  const word = kind === "issue" ? "" : kindWord(kind);
  return plain([word, key].filter((part) => part !== undefined && part !== "").join(" "), titleMost);
}

function title({ key, title: words }: TraceNode): string {
  return words === key ? "" : plain(words, titleMost);
}

function spaced(words: string): string {
  return words === "" ? "" : ` ${words}`;
}

function state({ status }: TraceNode): string {
  return status === undefined || status === "" ? "" : ` · ${plain(status, 40)}`;
}

function nodeWords(node: TraceNode): string {
  return [name(node), title(node)].filter((part) => part !== "").join(" ") + state(node);
}

function changeLine({ key = "", title: subject, author, date }: TraceNode): string {
  const by = author === undefined || author === "" ? "" : ` by ${plain(author, 60)}`;
  const on = date === undefined ? "" : `, ${plain(date.slice(0, 10), 10)}`;
  return `Last change ${plain(key, 12)}${by}${on}: ${plain(subject, titleMost)}`;
}

function decisionLinks(key: string, code: CodeReference, origin: HoverItem["origin"]): string {
  const decide: DecideArguments = { key, code };
  const confirm = origin === "inferred" ? ` · ${link("Confirm", commands.confirmLink, decide)}` : "";
  return `${confirm} · ${link("Reject", commands.rejectLink, decide)}`;
}

function linksLine(
  { items, hiddenItems }: HoverCard,
  code: CodeReference | undefined,
  folder: string,
): string {
  const key = items[0]?.item.key;
  const trace: OpenTraceArguments | undefined = code ?? (key === undefined ? undefined : { folder, key });
  if (trace === undefined) return "";
  const about: AskAboutArguments =
    "key" in trace ? { ...trace, title: items[0]?.item.title ?? trace.key } : trace;
  const item: ItemArguments | undefined =
    code === undefined && key !== undefined ? { folder, key } : undefined;
  return [
    link("Open Trace", commands.openTrace, trace),
    link("Ask About This", commands.askAbout, about),
    ...(item === undefined ? [] : [link("Open Item", commands.openItem, item)]),
    ...(code === undefined ? [] : [link("Link to a Story…", commands.linkToStory, code)]),
    ...(hiddenItems > 0 ? [`${hiddenItems} more ${hiddenItems === 1 ? "item" : "items"}`] : []),
  ].join(" · ");
}

/** A link that runs a command with one argument, which is percent-encoded whatever it holds. */
function link(label: string, command: string, argument: unknown): string {
  const encoded = encodeURIComponent(JSON.stringify([argument]).toWellFormed()).replace(
    /[!'()*~]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `[${label}](command:${command}?${encoded})`;
}

/**
 * Other people's text, so that nothing in it acts: on one line, without signs that are not seen or turn round the direction of
 * reading, and with every sign that means something in Markdown or HTML escaped.
 */
function plain(text: string, most: number): string {
  const line = text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\s]+/gu, " ")
    .trim();
  const short =
    line.length > most
      ? `${line
          .slice(0, most - 1)
          .toWellFormed()
          .replace(/\ufffd$/, "")
          .trimEnd()}…`
      : line;
  return short.replace(/[!-/:-@[-`{-~]/g, "\\$&");
}
