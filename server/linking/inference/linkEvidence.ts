import type { CandidateFile, InferenceEvidence, InferenceInput } from "../../model/inferredLink.ts";
import type { ScoredDefinition } from "./definitionScores.ts";
import { scoredDefinitions } from "./definitionScores.ts";
import type { KnownFacts } from "./knownFacts.ts";
import type { PairFeatures } from "./pairFeatures.ts";
import { baseName, readDefinitions } from "./projectTerms.ts";
import { sharedWords } from "./sharedWords.ts";
import type { TermCounts } from "./sparseVectors.ts";

/** What evidence is made of. */
export interface EvidenceSources {
  readonly input: InferenceInput;
  readonly features: PairFeatures;
  readonly facts: KnownFacts;
  readonly probabilities: Float32Array;
  readonly threshold: number;
}

/** Standard scores from which on a file stands out by its size, its references or its meaning. */
const standsOut = 1;
const meansMuchTheSame = 1.5;

/** Why a requirement and a file may belong together, what a person can check most easily first. */
export function fileEvidence(
  sources: EvidenceSources,
  row: number,
  column: number,
): readonly InferenceEvidence[] {
  const file = sources.input.files[column];
  if (file === undefined) return [];
  return [
    ...sources.facts.reasons(row, column),
    ...wordEvidence(sources, row, column, file),
    ...nameEvidence(sources, row, column, file),
    ...meaningEvidence(sources.features, row, column),
    ...neighbourEvidence(sources, row, column),
    ...centralEvidence(sources.features, column),
  ];
}

/** Why a definition may belong to a requirement. */
export function definitionEvidence(
  { input, features }: EvidenceSources,
  row: number,
  { definition, terms }: ScoredDefinition,
): readonly InferenceEvidence[] {
  return wordsOf(input, features, row, terms, definition.qualifiedName, definition.startLine);
}

function wordEvidence(
  { input, features }: EvidenceSources,
  row: number,
  column: number,
  file: CandidateFile,
): readonly InferenceEvidence[] {
  const [best] = scoredDefinitions(features.terms, readDefinitions(file), row, column);
  if (best !== undefined)
    return wordsOf(
      input,
      features,
      row,
      best.terms,
      best.definition.qualifiedName,
      best.definition.startLine,
    );
  const text = features.terms.files[column]?.text;
  return text === undefined ? [] : wordsOf(input, features, row, text, baseName(file.path), 1);
}

function wordsOf(
  { requirements }: InferenceInput,
  { terms: project }: PairFeatures,
  row: number,
  code: TermCounts,
  name: string,
  line: number,
): readonly InferenceEvidence[] {
  const requirement = requirements[row];
  const whole = project.requirements[row]?.whole;
  if (requirement === undefined || whole === undefined) return [];
  const inCode = new Set(code.terms);
  const shared = new Map<string, number>();
  for (const term of whole.terms)
    if (inCode.has(term)) shared.set(project.words[term] ?? "", project.weights[term] ?? 0);
  const found = sharedWords(requirement, shared);
  if (found === undefined) return [];
  const words = found.words.map((word) => `'${word}'`).join(", ");
  return [{ found: "shared terms", text: `\`${name}\` shares ${words} with ${found.place}`, line }];
}

function nameEvidence(
  { input, features }: EvidenceSources,
  row: number,
  column: number,
  { path }: CandidateFile,
): readonly InferenceEvidence[] {
  const { weights, requirements, files, words } = features.terms;
  const requirement = input.requirements[row];
  const inTitle = new Set(requirements[row]?.title.terms);
  const shared = new Map<string, number>();
  for (const term of files[column]?.name.terms ?? [])
    if (inTitle.has(term)) shared.set(words[term] ?? "", weights[term] ?? 0);
  if (requirement === undefined || shared.size === 0) return [];
  const found = sharedWords({ ...requirement, text: "", acceptanceCriteria: [] }, shared);
  if (found === undefined) return [];
  const list = found.words.map((word) => `'${word}'`).join(", ");
  return [{ found: "shared name", text: `the file name \`${baseName(path)}\` has ${list} of the title` }];
}

function meaningEvidence(
  { titleToNames, columns }: PairFeatures,
  row: number,
  column: number,
): readonly InferenceEvidence[] {
  const own = titleToNames.values.subarray(row * columns, (row + 1) * columns);
  const value = own[column] ?? 0;
  let [better, sum, squares] = [0, 0, 0];
  for (const other of own) {
    if (other > value) better++;
    sum += other;
    squares += other * other;
  }
  const mean = sum / columns;
  const spread = Math.sqrt(Math.max(0, squares / columns - mean * mean));
  if (value - mean < meansMuchTheSame * spread || spread === 0) return [];
  const text = `the names in it are close to the title in meaning (vectors: place ${better + 1} of ${columns} files)`;
  return [{ found: "similar meaning", text }];
}

function neighbourEvidence(
  { input, features, probabilities, threshold }: EvidenceSources,
  row: number,
  column: number,
): readonly InferenceEvidence[] {
  const probable = (other: number) => probabilities[row * features.columns + other] ?? 0;
  const likely = (features.references.neighbours[column] ?? [])
    .filter((other) => probable(other) >= threshold)
    .toSorted((a, b) => probable(b) - probable(a) || a - b);
  if (likely.length === 0) return [];
  const named = likely.slice(0, 2).map((other) => `\`${input.files[other]?.path ?? ""}\``);
  const names = likely.length > 2 ? `${named.join(", ")} and ${likely.length - 2} more` : named.join(" and ");
  const text = `next to it by calls or imports, ${names} ${likely.length === 1 ? "is" : "are"} likely too`;
  return [{ found: "inferred neighbours", text }];
}

function centralEvidence(
  { sizes, centralities, references }: PairFeatures,
  column: number,
): readonly InferenceEvidence[] {
  const isLarge = (sizes[column] ?? 0) >= standsOut;
  const isCentral = (centralities[column] ?? 0) >= standsOut;
  if (!isLarge && !isCentral) return [];
  const around = references.neighbours[column]?.length ?? 0;
  const others = references.neighbours.length - 1;
  const large = isLarge ? "it is one of the largest files" : "";
  const central = isCentral ? `${around} of ${others} other files refer to it or are referred to by it` : "";
  return [{ found: "central file", text: [large, central].filter((part) => part !== "").join("; ") }];
}
