import type { Coverage, ItemCoverage, Share } from "../model/coverage.ts";
import { kindWord } from "../traceWords.ts";

/** Coverage as Markdown tables, for a wiki page or the summary of a build. */
export function coverageMarkdown({ items, stories, code, folders, drift, notices }: Coverage): string {
  const lines = [
    "# Coverage",
    "",
    `- Stories with code: **${shareWords(stories)}**`,
    `- Code with a story: **${shareWords(code)}**`,
    ...notices.map((notice) => `- ${text(notice)}`),
    "",
    "| item | title | status | commits | definitions | below |",
    "| --- | --- | --- | --: | --: | --: |",
    ...items.map(itemRow),
    "",
    "| folder | definitions | with a story | |",
    "| --- | --: | --: | --: |",
    ...folders.map(
      ({ folder, total, linked, percent }) => `| ${cell(folder)} | ${total} | ${linked} | ${percent} % |`,
    ),
    "",
    "## Drift",
    "",
    ...(drift.length === 0
      ? ["None."]
      : drift.map(({ path, line, sentence }) => `- \`${path}:${line}\` ${text(sentence)}`)),
    "",
  ];
  return lines.join("\n");
}

function itemRow({ level, kind, key, title, status = "", commits, symbols, below }: ItemCoverage): string {
  const name = `${"&nbsp;&nbsp;".repeat(level)}${kindWord(kind)} ${cell(key)}`;
  const share = below === undefined ? "" : `${below.linked} of ${below.total} (${below.percent} %)`;
  return `| ${name} | ${cell(title)} | ${cell(status)} | ${commits} | ${symbols.length} | ${share} |`;
}

function shareWords({ linked, total, percent }: Share): string {
  return total === 0 ? "there are none" : `${percent} % (${linked} of ${total})`;
}

/** Titles are other people's: no markup of theirs is rendered, and no bar ends a cell. */
function cell(words: string): string {
  return text(words).replaceAll("|", "\\|");
}

function text(words: string): string {
  return words.replace(/[\p{Cc}]+/gu, " ").replace(/[\\`*_[\]<>#&!~]/g, (sign) => `\\${sign}`);
}
