import type { CandidateDefinition, CandidateFile, Requirement } from "../../model/inferredLink.ts";
import { isCommonWord, searchTerms } from "../../model/searchTerms.ts";
import { commentsOf } from "./comments.ts";
import type { TermCounts } from "./sparseVectors.ts";
import { countTerms } from "./sparseVectors.ts";

/** A requirement as terms that tell something. */
export interface RequirementTerms {
  readonly whole: TermCounts;
  readonly title: TermCounts;
  readonly passages: readonly TermCounts[];
}

/** A file as terms of requirements, part by part. */
export interface FileTerms {
  readonly text: TermCounts;
  /** Its own name twice, and the names of its definitions. */
  readonly names: TermCounts;
  readonly comments: TermCounts;
  readonly name: TermCounts;
  /** All terms of its name, whether a requirement has them or not. */
  readonly nameTerms: readonly string[];
  /** Terms in its text, repetitions included. */
  readonly length: number;
  readonly definitions: readonly TermCounts[];
}

/** All that is known of the words of a project. */
export interface ProjectTerms {
  /** Terms of requirements, numbered; no others can be shared. */
  readonly vocabulary: ReadonlyMap<string, number>;
  /** The same the other way round. */
  readonly words: readonly string[];
  readonly requirements: readonly RequirementTerms[];
  readonly files: readonly FileTerms[];
  /** By number of term: high for one that is rare both among requirements and among files. */
  readonly weights: Float32Array;
}

/** Most definitions of a file that are looked at one by one, the longest first: generated code has thousands. */
const mostDefinitions = 200;
/** How much of a definition is read. */
const mostDefinitionCharacters = 4_000;

/** Splits everything into terms. */
export function projectTermsOf(
  requirements: readonly Requirement[],
  files: readonly CandidateFile[],
): ProjectTerms {
  const telling = requirements.map(({ text, title }) => ({
    whole: tellingTerms(text),
    title: tellingTerms(title),
    passages: passagesOf(text).map(({ words }) => tellingTerms(words)),
  }));
  const vocabulary = new Map<string, number>();
  for (const { whole, title } of telling)
    for (const term of [...whole, ...title]) if (!vocabulary.has(term)) vocabulary.set(term, vocabulary.size);
  const counted = telling.map(({ whole, title, passages }) => ({
    whole: countTerms(whole, vocabulary),
    title: countTerms(title, vocabulary),
    passages: passages.map((terms) => countTerms(terms, vocabulary)),
  }));
  const fileTerms = files.map((file) => fileTermsOf(file, vocabulary));
  const fileCounts = documentCounts(
    fileTerms.map(({ text }) => text),
    vocabulary.size,
  );
  const requirementCounts = documentCounts(
    counted.map(({ whole }) => whole),
    vocabulary.size,
  );
  const weights = fileCounts.map((count, term) =>
    Math.sqrt(rarity(count, files.length) * rarity(requirementCounts[term] ?? 0, requirements.length)),
  );
  return { vocabulary, words: [...vocabulary.keys()], requirements: counted, files: fileTerms, weights };
}

/** A sentence, a line or an item of a list, and where it stands. */
export interface Passage {
  readonly words: string;
  /** Line of the requirement, from 1. */
  readonly line: number;
}

/** The passages of a requirement. */
export function passagesOf(text: string): readonly Passage[] {
  return text.split("\n").flatMap((line, at) =>
    line
      .split(/(?<=[.;!?]) /)
      .map((words) => ({ words: words.trim(), line: at + 1 }))
      .filter(({ words }) => words.length > 3),
  );
}

/** The definitions that are looked at one by one, in the order of the file. */
export function readDefinitions({ definitions }: CandidateFile): readonly CandidateDefinition[] {
  if (definitions.length <= mostDefinitions) return definitions;
  const length = ({ startLine, endLine }: CandidateDefinition) => endLine - startLine;
  const kept = new Set(definitions.toSorted((a, b) => length(b) - length(a)).slice(0, mostDefinitions));
  return definitions.filter((definition) => kept.has(definition));
}

/** Name, comment and body of a definition. */
export function definitionText(
  { qualifiedName, doc = "", startLine, endLine }: CandidateDefinition,
  lines: readonly string[],
): string {
  const body = lines
    .slice(startLine - 1, endLine)
    .join("\n")
    .slice(0, mostDefinitionCharacters);
  return `${qualifiedName}\n${doc}\n${body}`;
}

/** File name without folders and ending. */
export function baseName(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const dot = name.indexOf(".", 1);
  return dot === -1 ? name : name.slice(0, dot);
}

function tellingTerms(text: string): readonly string[] {
  return searchTerms(text).filter((term) => !isCommonWord(term));
}

function fileTermsOf(file: CandidateFile, vocabulary: ReadonlyMap<string, number>): FileTerms {
  const text = searchTerms(file.text);
  const nameTerms = searchTerms(baseName(file.path));
  const names = file.definitions.flatMap(({ name }) => searchTerms(name));
  const lines = file.text.split("\n");
  return {
    text: countTerms(text, vocabulary),
    names: countTerms([...nameTerms, ...nameTerms, ...names], vocabulary),
    comments: countTerms(searchTerms(commentsOf(file)), vocabulary),
    name: countTerms(nameTerms, vocabulary),
    nameTerms: [...new Set(nameTerms)],
    length: text.length,
    definitions: readDefinitions(file).map((each) =>
      countTerms(searchTerms(definitionText(each, lines)), vocabulary),
    ),
  };
}

function documentCounts(texts: readonly TermCounts[], vocabularySize: number): Float32Array {
  const counts = new Float32Array(vocabularySize);
  for (const { terms } of texts) for (const term of terms) counts[term] = (counts[term] ?? 0) + 1;
  return counts;
}

/** Nearly 0 for a term that every text has; not quite, so that a project of a single text still has words. */
function rarity(count: number, total: number): number {
  return Math.log(1 + total / (count + 0.5)) - Math.log(1 + total / (total + 0.5)) + 1 / total;
}
