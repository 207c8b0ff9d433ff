import type { Coverage, ItemCoverage, Share } from "../../../shared/model/coverage.ts";
import { kindWord } from "../../../shared/traceWords.ts";
import { counted } from "../../base/counted.ts";
import { forTerminal } from "../../base/terminalText.ts";

const barWidth = 10;
const itemsMost = 80;
const foldersMost = 15;
const driftMost = 15;

/** Coverage for people: items as a tree with what each has, folders with the most code without a story, drift. */
export function coverageLines({
  items,
  stories,
  code,
  folders,
  drift,
  notices,
}: Coverage): readonly string[] {
  const listed = topmost(items);
  const width = Math.min(
    78,
    listed.reduce((most, item) => Math.max(most, itemName(item).length), 20),
  );
  const orphaned = folders
    .filter(({ linked, total, folder }) => linked < total && folder !== ".")
    .toSorted((a, b) => b.total - b.linked - (a.total - a.linked));
  const lines = [
    `Stories with code   ${shareWords(stories, "begun story", "begun stories")}`,
    `Code with a story   ${shareWords(code, "definition", "definitions")}`,
    "",
    ...listed.map((item) =>
      `${itemName(item).slice(0, width).padEnd(width)}  ${itemFigures(item)}`.trimEnd(),
    ),
    ...rest(items.length - listed.length, "item"),
    ...(orphaned.length === 0 ? [] : ["", "Code without a story, by folder"]),
    ...orphaned.slice(0, foldersMost).map(({ folder, total, linked }) => {
      const orphans = (total - linked).toLocaleString("en").padStart(7);
      return `${orphans} of ${total.toLocaleString("en")}  ${folder}`;
    }),
    ...rest(orphaned.length - foldersMost, "folder"),
    ...(drift.length === 0
      ? ["", "Drift               none"]
      : ["", `Drift               ${counted(drift.length, "place")}`]),
    ...drift.slice(0, driftMost).map(({ path, line, sentence }) => `  ${path}:${line}  ${sentence}`),
    ...rest(drift.length - driftMost, "place"),
    ...(notices.length === 0 ? [] : ["", ...notices]),
  ];
  return lines.map((line) => forTerminal(line));
}

/** All items where a person can read that many, else those of the upper levels. */
function topmost(items: readonly ItemCoverage[]): readonly ItemCoverage[] {
  const deepest = items.reduce((most, { level }) => Math.max(most, level), 0);
  for (let depth = deepest; depth > 0; depth -= 1) {
    const upper = items.filter(({ level }) => level <= depth);
    if (upper.length <= itemsMost) return upper;
  }
  return items.filter(({ level }) => level === 0).slice(0, itemsMost);
}

function shareWords(share: Share, one: string, many: string): string {
  const { linked, total, percent } = share;
  if (total === 0) return `there are no ${many}`;
  return `${bar(share)} ${percent} %  ${linked.toLocaleString("en")} of ${total.toLocaleString("en")} ${total === 1 ? one : many}`;
}

function itemName({ level, kind, key, title }: ItemCoverage): string {
  return `${"  ".repeat(level)}${kindWord(kind)} ${key}  ${title}`.replaceAll("\n", " ");
}

/** Of an item with others below it, how many of these have code; of one at the bottom, what it has. */
function itemFigures(item: ItemCoverage): string {
  const { inferred = 0 } = item;
  return `${knownFigures(item)}${inferred === 0 ? "" : `  (+ ${inferred} inferred)`}`;
}

function knownFigures({ below, commits, symbols, status, isPlanned }: ItemCoverage): string {
  const own = commits === 0 ? "" : `${counted(commits, "commit")}, ${counted(symbols.length, "definition")}`;
  if (below !== undefined) {
    const share =
      below.total === 0
        ? "nothing begun"
        : `${bar(below)} ${below.percent} %  ${below.linked} of ${below.total}`;
    return [share, own].filter((part) => part !== "").join("; ");
  }
  const state = status === undefined ? "" : ` [${status}]`;
  if (own !== "") return `${own}${state}`;
  return isPlanned ? `not begun${state}` : `no code${state}`;
}

function bar({ linked, total }: Share): string {
  const full = total === 0 ? 0 : Math.floor((linked / total) * barWidth);
  return `${"█".repeat(full)}${"░".repeat(barWidth - full)}`;
}

function rest(number: number, noun: string): readonly string[] {
  return number > 0 ? [`  … and ${counted(number, `more ${noun}`)} (--json lists all)`] : [];
}
