import type { Division } from "../../../model/division.ts";
import type { Block } from "../../../model/document.ts";
import { maskSecrets } from "../../maskSecrets.ts";
import type { Heading } from "../../outline.ts";
import type { Extraction } from "../extraction.ts";
import { readJsonTree } from "../jsonTree.ts";
import { readMarkdown } from "../markdown.ts";
import { type NotebookCell, readCells } from "./notebookCells.ts";

/** So much of what a cell printed is kept; the rest is named by "…". */
const outputLinesMost = 6;
const outputWidthMost = 200;
/** No secret that is written on one line is longer. */
const secretMost = 4_000;

/**
 * A notebook's cells in order: Markdown with its headings, code, and the beginning of what the code printed; pictures are
 * dropped. Each cell is a division that knows its lines in the file.
 */
export function readNotebook(text: string): Extraction {
  const tree = readJsonTree(text);
  if (tree === undefined) return { unreadable: "The notebook is not valid JSON and was not read." };
  const content = readCells(tree);
  if (content === undefined) return { unreadable: "The file has no cells of a notebook and was not read." };
  const writer = new CellWriter();
  for (const cell of content.cells) writer.write(cell);
  const { title, language } = content;
  return {
    text: writer.lines.join("\n"),
    ...(title === undefined ? {} : { title }),
    headings: writer.headings,
    blocks: writer.blocks,
    divisions: writer.divisions,
    code: { language, ranges: writer.code },
    warnings: [],
  };
}

interface LineRange {
  readonly startLine: number;
  readonly endLine: number;
}

/** Writes cells one below the other, with a blank line between them. */
class CellWriter {
  readonly lines: string[] = [];
  readonly headings: Heading[] = [];
  readonly blocks: Block[] = [];
  readonly divisions: Division[] = [];
  readonly code: LineRange[] = [];
  #number = 0;

  write({ kind, lines, output, fileLines }: NotebookCell): void {
    this.#number++;
    if (lines.length === 0) return;
    const source = this.#put(lines);
    this.divisions.push({ unit: "cell", number: this.#number, startLine: source.startLine, fileLines });
    if (kind === "markdown") this.#readMarkdown(lines, source.startLine);
    else this.blocks.push({ kind: kind === "code" ? "code" : "other", ...source });
    if (kind === "code") this.code.push(source);
    if (output.length > 0) this.blocks.push({ kind: "other", ...this.#put(shortened(output)) });
  }

  #put(lines: readonly string[]): LineRange {
    if (this.lines.length > 0) this.lines.push("");
    const startLine = this.lines.length + 1;
    for (const line of lines) this.lines.push(line);
    return { startLine, endLine: this.lines.length };
  }

  /** Each cell by itself, so that a fence which is never closed ends with its cell. */
  #readMarkdown(lines: readonly string[], startLine: number): void {
    const own = readMarkdown(lines, "markdown");
    const moved = <T extends LineRange>(part: T): T => ({
      ...part,
      startLine: part.startLine + startLine - 1,
      endLine: part.endLine + startLine - 1,
    });
    this.headings.push(...own.headings.map(moved));
    this.blocks.push(...own.blocks.map(moved));
  }
}

function shortened(output: readonly string[]): readonly string[] {
  const lines = output.filter((line) => line.trim() !== "").map(plain);
  return lines.length > outputLinesMost ? [...lines.slice(0, outputLinesMost), "…"] : lines;
}

/** Without the colours of a terminal, and not longer than a person reads; half a secret would not be known for one. */
function plain(line: string): string {
  const text = line.replaceAll(/\u001b\[[\d;]*m/g, "");
  if (text.length <= outputWidthMost) return text;
  const masked = maskSecrets(text.slice(0, outputWidthMost + secretMost), { unquotedValues: true }).text;
  return `${masked.slice(0, outputWidthMost)}…`;
}
