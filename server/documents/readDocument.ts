import type { Document } from "../model/document.ts";
import { isBinaryDocument, isInterfaceDescription, languageOfPath } from "../model/languages.ts";
import type { RawFile, RawItem } from "../model/rawItem.ts";
import { kindOfFile } from "./documentKind.ts";
import { tagsOfFile } from "./documentTags.ts";
import { readDocx } from "./formats/docx/docx.ts";
import type { Extraction } from "./formats/extraction.ts";
import { readNotebook } from "./formats/notebook/notebook.ts";
import { readPdf } from "./formats/pdf/pdf.ts";
import { maskExtraction } from "./maskExtraction.ts";
import { normalizeLineEnds } from "./normalizeLineEnds.ts";
import { sectionsOf } from "./outline.ts";
import { dateOf, toDocument } from "./toDocument.ts";

/** More characters on one line than people read. */
const longLine = 2_000;

const noFrontMatter = { fields: new Map(), lineCount: 0, warnings: [] };

/**
 * What any item becomes. Commits and plain text at once, as `toDocument` says; other documents are read by their format
 * first. One that cannot be read becomes a document without text, and a warning in one sentence.
 */
export async function readDocument(item: RawItem): Promise<Document> {
  if (item.source === "git") return toDocument(item);
  const language = languageOfPath(item.path) ?? "";
  if (language === "jupyter") return documentOf(item, language, readNotebook(normalizeLineEnds(item.text)));
  const laidOut = language === "json" ? laidOutDescription(item) : undefined;
  if (laidOut !== undefined) return laidOut;
  if (item.bytes === undefined || !isBinaryDocument(item.path)) return toDocument(item);
  if (item.unreadable !== undefined) return documentOf(item, language, { unreadable: item.unreadable });
  return documentOf(
    item,
    language,
    language === "pdf" ? await readPdf(item.bytes) : await readDocx(item.bytes),
  );
}

/** JSON of an interface on one line, with a line for each value: nothing of it could be found or shown otherwise. */
function laidOutDescription(file: RawFile): Document | undefined {
  const { text, path } = file;
  if (!isInterfaceDescription(path) || text.length < longLine || text.trimEnd().includes("\n"))
    return undefined;
  try {
    const lines = JSON.stringify(JSON.parse(text), undefined, 2);
    const fileLines = { start: 1, end: 1 };
    const divisions = [{ unit: "line", number: 1, startLine: 1, fileLines } as const];
    return { ...toDocument({ ...file, text: lines }), divisions };
  } catch {
    return undefined;
  }
}

function documentOf(file: RawFile, language: string, extraction: Extraction): Document {
  const fileName = file.path.slice(file.path.lastIndexOf("/") + 1);
  const identity = {
    uri: file.uri,
    kind: kindOfFile(file.path, "doc", noFrontMatter),
    path: file.path,
    language,
    contentHash: file.contentHash,
    date: dateOf(file.modifiedMs),
    tags: tagsOfFile(file.path, "doc", noFrontMatter),
  };
  if ("unreadable" in extraction)
    return { ...identity, title: fileName, text: "", sections: [], warnings: [extraction.unreadable] };
  const { text, headings, title, divisions, code, warnings, blocks } = maskExtraction(extraction);
  const stated = title ?? headings.find(({ level }) => level <= 1)?.text ?? headings[0]?.text ?? "";
  const readable = stated.replace(/\s+/g, " ").trim().slice(0, 200);
  return {
    ...identity,
    title: readable === "" ? fileName : readable,
    text,
    sections: sectionsOf({ headings, blocks, warnings }, text.split("\n")),
    ...(divisions.length === 0 ? {} : { divisions }),
    ...(code === undefined ? {} : { code: { language: code.language, text: onlyLines(text, code.ranges) } }),
    warnings,
  };
}

/** The text with every line blank that lies in none of the ranges, or commands the notebook (`%matplotlib`, `!pip`). */
function onlyLines(
  text: string,
  ranges: readonly { readonly startLine: number; readonly endLine: number }[],
): string {
  const kept = new Set(
    ranges.flatMap(({ startLine, endLine }) =>
      Array.from({ length: endLine - startLine + 1 }, (_, at) => startLine + at),
    ),
  );
  return text
    .split("\n")
    .map((line, at) => (kept.has(at + 1) && !/^\s*[%!?]/.test(line) ? line : ""))
    .join("\n");
}
