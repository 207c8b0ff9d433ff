import { type ConfigNode, memberOf, textOf } from "../configTree.ts";

/** A cell as the file holds it. */
export interface NotebookCell {
  readonly kind: "markdown" | "code" | "raw";
  readonly lines: readonly string[];
  /** What running it printed, without pictures. */
  readonly output: readonly string[];
  /** Lines of the file where the cell stands, 1-based, both included. */
  readonly fileLines: { readonly start: number; readonly end: number };
}

/** Cells of a notebook in order (nbformat 3 and 4: nbformat.readthedocs.io), and the language of its code. */
export interface NotebookContent {
  readonly language: string;
  readonly title?: string;
  readonly cells: readonly NotebookCell[];
}

/** Reads the JSON of a notebook; undefined where it has no cells. */
export function readCells(root: ConfigNode): NotebookContent | undefined {
  const sheets = memberOf(root, "worksheets")?.items?.flatMap(
    (sheet) => memberOf(sheet, "cells")?.items ?? [],
  );
  const cells = memberOf(root, "cells")?.items ?? sheets;
  if (cells === undefined) return undefined;
  const metadata = memberOf(root, "metadata");
  const language =
    textOf(memberOf(metadata, "language_info"), "name") ??
    textOf(memberOf(metadata, "kernelspec"), "language") ??
    cells.map((cell) => textOf(cell, "language")).find((stated) => stated !== undefined) ??
    "python";
  const title = textOf(metadata, "title");
  return {
    language: language.toLowerCase(),
    ...(title === undefined ? {} : { title }),
    cells: cells.map(readCell),
  };
}

function readCell(cell: ConfigNode): NotebookCell {
  const type = textOf(cell, "cell_type");
  const lines = linesOf(memberOf(cell, "source", "input"));
  const fileLines = { start: cell.line, end: cell.endLine };
  if (type === "code") {
    return { kind: "code", lines, output: outputOf(memberOf(cell, "outputs")?.items ?? []), fileLines };
  }
  if (type === "markdown") return { kind: "markdown", lines, output: [], fileLines };
  if (type !== "heading") return { kind: "raw", lines, output: [], fileLines };
  // nbformat 3 has headings as cells of their own.
  const marks = "#".repeat(Math.min(6, Math.max(1, Number(textOf(cell, "level")) || 1)));
  return { kind: "markdown", lines: lines.map((line) => `${marks} ${line}`), output: [], fileLines };
}

/** Text printed or shown as a result, and what an error said. */
function outputOf(outputs: readonly ConfigNode[]): readonly string[] {
  return outputs.flatMap((output) => {
    const name = textOf(output, "ename");
    if (name === undefined)
      return linesOf(memberOf(memberOf(output, "data") ?? output, "text/plain", "text"));
    return [`${name}: ${(textOf(output, "evalue") ?? "").split("\n", 1)[0]}`];
  });
}

/** A text is a list of lines with their breaks, or one string. */
function linesOf(node: ConfigNode | undefined): readonly string[] {
  if (node === undefined) return [];
  const text = (node.items ?? [node]).map((item) => item.text ?? "").join("");
  return text.trim() === "" ? [] : text.replace(/\s+$/, "").split(/\r?\n/);
}
