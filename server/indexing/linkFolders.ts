import { cancelledError, WhenceError } from "../base/errors.ts";
import { readDocument } from "../documents/readDocument.ts";
import { criteriaUnderHeadings } from "../documents/specs/acceptanceCriteria.ts";
import type { Document } from "../model/document.ts";
import type { CandidateFile, Requirement } from "../model/inferredLink.ts";
import type { SkippedFile } from "../model/workspaceFile.ts";
import { Folder } from "../sources/folder.ts";
import type { SizeLimits } from "../sources/workspace/sizeLimits.ts";
import type { FactsReader } from "./processDocument.ts";

/** How two folders are read for inference. */
export interface LinkFolderOptions {
  readonly limits: SizeLimits;
  readonly signal?: AbortSignal | undefined;
}

/** What a folder held, and sentences for people on what was left out of it. */
export interface FolderReading<T> {
  readonly items: readonly T[];
  readonly notes: readonly string[];
}

/** One requirement per file that has text; its id is the path in the folder. Throws `badInput` where no file has any. */
export async function readRequirements(
  folder: string,
  options: LinkFolderOptions,
): Promise<FolderReading<Requirement>> {
  const { items, notes } = await readDocuments(folder, options);
  const requirements = items.filter(({ text }) => /[\p{L}\p{N}]/u.test(text)).map(requirementOf);
  if (requirements.length === 0)
    throw new WhenceError(
      "badInput",
      `No file in ${folder} has text: name a folder of requirements with --requirements.`,
    );
  return { items: requirements, notes };
}

/** The files of code, with definitions where there is a grammar. Throws `badInput` where there is no file with text. */
export async function readCandidateFiles(
  folder: string,
  factsReader: FactsReader,
  options: LinkFolderOptions,
): Promise<FolderReading<CandidateFile>> {
  const { items, notes } = await readDocuments(folder, options);
  const files: CandidateFile[] = [];
  for (const document of items) {
    if (options.signal?.aborted) throw cancelledError();
    files.push(await candidateOf(document, factsReader));
  }
  if (files.length === 0)
    throw new WhenceError("badInput", `${folder} holds no file of text: name a folder of code with --code.`);
  return { items: files, notes };
}

async function readDocuments(
  path: string,
  { limits, signal }: LinkFolderOptions,
): Promise<FolderReading<Document>> {
  const folder = new Folder(path, limits);
  const { entries, skipped, warnings } = await folder.list(signal);
  const left = [...skipped];
  const documents: Document[] = [];
  for await (const result of folder.read(entries, signal)) {
    if (result.ok) documents.push(await readDocument(result.file));
    else left.push(result.skipped);
  }
  return { items: documents, notes: [...warnings, ...leftOut(left)] };
}

function leftOut(skipped: readonly SkippedFile[]): readonly string[] {
  const [first] = skipped;
  if (first === undefined) return [];
  const more = skipped.length > 1 ? ` So are ${skipped.length - 1} more.` : "";
  return [`${first.path} is left out: ${first.detail}.${more}`];
}

function requirementOf({ path = "", key, title, text, specs, sections = [] }: Document): Requirement {
  return {
    id: path,
    ...(key === undefined ? {} : { key }),
    title: title === path.slice(path.lastIndexOf("/") + 1) ? firstWords(text) : title,
    text,
    acceptanceCriteria:
      specs?.flatMap(({ acceptanceCriteria }) => acceptanceCriteria) ??
      criteriaUnderHeadings(sections, text.split("\n")),
  };
}

/** Plain text has no headings: its first line says what it is about, with the next where it is but a label. */
function firstWords(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  const [first = "", second = ""] = lines.filter((line) => line !== "");
  return (first.endsWith(":") ? `${first} ${second}` : first).slice(0, 200);
}

async function candidateOf(document: Document, factsReader: FactsReader): Promise<CandidateFile> {
  const { path = "", language, text } = document;
  const facts = factsReader.supports(language) ? await factsReader.parse(language, text) : undefined;
  const { symbols = [], imports = [], calls = [] } = facts ?? {};
  return { path, text, definitions: symbols, imports, calls };
}
