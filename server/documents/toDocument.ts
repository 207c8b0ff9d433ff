import type { Document } from "../model/document.ts";
import { type LanguageClass, languageClass, languageOfPath } from "../model/languages.ts";
import type { RawFile, RawItem } from "../model/rawItem.ts";
import { commitDocument } from "./commitDocument.ts";
import { kindOfFile } from "./documentKind.ts";
import { tagsOfFile } from "./documentTags.ts";
import { readAsciidoc } from "./formats/asciidoc.ts";
import { readConfig } from "./formats/config.ts";
import { readHtml } from "./formats/html.ts";
import { readMarkdown } from "./formats/markdown.ts";
import { readPlainText } from "./formats/plainText.ts";
import { readRestructuredText } from "./formats/restructuredText.ts";
import { namedParts } from "./formats/structure/configStructure.ts";
import { type FrontMatter, readFrontMatter, textField } from "./frontMatter.ts";
import { maskHeadings } from "./maskExtraction.ts";
import { maskingWarnings } from "./maskingWarnings.ts";
import { maskSecrets } from "./maskSecrets.ts";
import { proseMentions } from "./mentions/proseMentions.ts";
import { normalizeLineEnds } from "./normalizeLineEnds.ts";
import { type Outline, sectionsOf } from "./outline.ts";
import { readSpecItems } from "./specs/readSpecItems.ts";

/**
 * Makes what a source read readable: `\n` line ends, secrets masked, language, kind, title, key, tags, and sections for
 * everything but code. Pure and without failure: markup that cannot be read becomes paragraphs and a warning.
 */
export function toDocument(item: RawItem): Document {
  return item.source === "git" ? commitDocument(item) : fileDocument(item);
}

const noFrontMatter: FrontMatter = { fields: new Map(), lineCount: 0, warnings: [] };

function fileDocument(file: RawFile): Document {
  const raw = normalizeLineEnds(file.text);
  const language = languageOfPath(file.path, raw.slice(0, 200).split("\n", 1)[0]) ?? "plaintext";
  const fileClass = languageClass(language);
  const { text, maskings } = maskSecrets(raw, { unquotedValues: assignsUnquoted(language, fileClass) });
  const lines = fileClass === "code" ? [] : text.split("\n");
  const frontMatter = fileClass === "doc" ? readFrontMatter(lines) : noFrontMatter;
  const outline =
    fileClass === "config"
      ? configOutline(file.path, raw, lines, language)
      : fileClass === "code"
        ? undefined
        : outlineOf(text, lines, language, frontMatter);
  const searched = outline?.text ?? text;
  const key = keyOf(frontMatter);
  const specs =
    fileClass === "code"
      ? []
      : readSpecItems({ path: file.path, lines, frontMatter, headings: outline?.headings ?? [] });
  const isProse = fileClass === "doc" || fileClass === "text";
  const searchedLines = searched === text ? lines : searched.split("\n");
  const mentions = isProse ? proseMentions(searchedLines, frontMatter.lineCount) : [];
  return {
    uri: file.uri,
    kind: fileClass === "doc" && specs.length > 0 ? "spec" : kindOfFile(file.path, fileClass, frontMatter),
    path: file.path,
    language,
    title: titleOf(file.path, fileClass, frontMatter, outline),
    text: searched,
    contentHash: file.contentHash,
    date: dateOf(file.modifiedMs),
    tags: tagsOfFile(file.path, fileClass, frontMatter),
    ...(key === undefined ? {} : { key }),
    ...(specs.length === 0 ? {} : { specs }),
    ...(mentions.length === 0 ? {} : { mentions }),
    ...(outline === undefined ? {} : { sections: sectionsOf(outline, searchedLines) }),
    warnings: [
      ...(file.decodedCleanly ? [] : [`Some bytes are not valid ${file.encoding} and were replaced.`]),
      ...frontMatter.warnings,
      ...(outline?.warnings ?? []),
      ...maskingWarnings(maskings),
    ],
  };
}

/** True where a language assigns text without quotes, so that `password: value` may be a secret and no variable. */
export function assignsUnquoted(language: string, fileClass: LanguageClass): boolean {
  return fileClass !== "code" || ["bash", "fish", "batch"].includes(language);
}

/** Parsed as it stands in the file, since a masked secret may break it; masking keeps the lines. */
function configOutline(path: string, raw: string, lines: readonly string[], language: string): Outline {
  const headings = namedParts(path, raw, language);
  return headings === undefined
    ? readConfig(lines, language)
    : { headings: maskHeadings(headings), blocks: [], warnings: [] };
}

function outlineOf(
  text: string,
  lines: readonly string[],
  language: string,
  frontMatter: FrontMatter,
): Outline {
  const outline = readerOf(language)(text, lines, frontMatter.lineCount);
  if (frontMatter.lineCount === 0) return outline;
  const head = { kind: "other", startLine: 1, endLine: frontMatter.lineCount } as const;
  return { ...outline, blocks: [head, ...outline.blocks] };
}

/** Reads lines from the given index on; lines before it are front matter. */
type Reader = (text: string, lines: readonly string[], from: number) => Outline;

function readerOf(language: string): Reader {
  if (language === "markdown" || language === "mdx")
    return (_, lines, from) => readMarkdown(lines, language, from + 1);
  if (language === "restructuredtext") return (_, lines, from) => readRestructuredText(lines, from + 1);
  if (language === "asciidoc") return (_, lines, from) => readAsciidoc(lines, from + 1);
  if (language === "html") return (text) => readHtml(text);
  return (_, lines, from) => readPlainText(lines, from + 1);
}

/** A key such as `WH-12`, which the document states as its own. */
function keyOf(frontMatter: FrontMatter): string | undefined {
  for (const name of ["id", "key", "issue"]) {
    const value = textField(frontMatter, name);
    if (value !== undefined && /^[A-Z][A-Z0-9_]{0,20}-\d{1,9}$/.test(value)) return value;
  }
  return undefined;
}

function titleOf(
  path: string,
  fileClass: LanguageClass,
  frontMatter: FrontMatter,
  outline: Outline | undefined,
): string {
  const fileName = path.slice(path.lastIndexOf("/") + 1);
  if (fileClass === "code" || fileClass === "config") return fileName;
  const headings = outline?.headings ?? [];
  const outermost = headings.find((heading) => heading.level <= 1) ?? headings[0];
  const stated =
    textField(frontMatter, "title", "name", "sidebar_label") ?? outline?.title ?? outermost?.text;
  return stated === undefined || stated.trim() === ""
    ? fileName
    : stated.replace(/\s+/g, " ").trim().slice(0, 200);
}

/** Date of a file for people and filters: ISO 8601 in UTC, from milliseconds since the epoch. */
export function dateOf(modifiedMs: number): string {
  const date = new Date(modifiedMs);
  return Number.isNaN(date.getTime()) ? new Date(0).toISOString() : date.toISOString();
}
