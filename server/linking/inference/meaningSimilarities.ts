import { cancelledError } from "../../base/errors.ts";
import type { CandidateFile, EmbedTexts, Requirement } from "../../model/inferredLink.ts";
import { baseName, definitionText, readDefinitions } from "./projectTerms.ts";
import type { ScoreMatrix } from "./scoreMatrix.ts";
import { emptyMatrix } from "./scoreMatrix.ts";
import type { Likeness } from "./textSimilarities.ts";

/** Definitions that are embedded at once. */
const batchDefinitions = 2_000;
/** Of so many best definitions the mean is taken. */
const bestDefinitions = 3;

/** The measures that compare vectors; `names` of title and file are kept for the evidence. */
export interface MeaningLikenesses {
  readonly likenesses: readonly Likeness[];
  readonly titleToNames: ScoreMatrix;
}

/** Compares requirements with the names in a file, and with its definitions one by one. */
export async function meaningLikenesses(
  requirements: readonly Requirement[],
  files: readonly CandidateFile[],
  embed: EmbedTexts,
  signal?: AbortSignal,
): Promise<MeaningLikenesses> {
  const wholes = await embed(
    requirements.map(({ text }) => text),
    signal,
  );
  const titles = await embed(
    requirements.map(({ title }) => title),
    signal,
  );
  const names = await embed(files.map(namesIn), signal);
  const titleToNames = cosines(titles, names);
  return {
    likenesses: [
      { group: "meaning", scores: cosines(wholes, names) },
      { group: "meaning", scores: titleToNames },
      { group: "coverage", scores: await likestDefinitions(wholes, files, embed, signal) },
    ],
    titleToNames,
  };
}

function namesIn({ path, definitions }: CandidateFile): string {
  return `${baseName(path)} ${definitions.map(({ name }) => name).join(" ")}`.slice(0, 100_000);
}

function cosines(rows: readonly Float32Array[], columns: readonly Float32Array[]): ScoreMatrix {
  const matrix = emptyMatrix(rows.length, columns.length);
  for (const [row, vector] of rows.entries())
    for (const [column, other] of columns.entries())
      matrix.values[row * columns.length + column] = product(vector, other);
  return matrix;
}

function product(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}

/** The mean likeness of the definitions of a file that are most like the requirement; in batches, for there are many. */
async function likestDefinitions(
  wholes: readonly Float32Array[],
  files: readonly CandidateFile[],
  embed: EmbedTexts,
  signal: AbortSignal | undefined,
): Promise<ScoreMatrix> {
  const matrix = emptyMatrix(wholes.length, files.length);
  let batch: { readonly file: number; readonly texts: readonly string[] }[] = [];
  let texts = 0;
  const flush = async () => {
    const vectors = await embed(
      batch.flatMap((part) => part.texts),
      signal,
    );
    let start = 0;
    for (const part of batch) {
      const own = vectors.slice(start, start + part.texts.length);
      start += part.texts.length;
      for (const [row, whole] of wholes.entries())
        matrix.values[row * files.length + part.file] = meanOfBest(
          own.map((vector) => product(whole, vector)),
        );
    }
    batch = [];
    texts = 0;
  };
  for (const [at, file] of files.entries()) {
    if (signal?.aborted) throw cancelledError();
    const lines = file.text.split("\n");
    const definitions = readDefinitions(file).map((definition) => definitionText(definition, lines));
    if (definitions.length === 0) continue;
    batch.push({ file: at, texts: definitions });
    texts += definitions.length;
    if (texts >= batchDefinitions) await flush();
  }
  await flush();
  return matrix;
}

function meanOfBest(scores: readonly number[]): number {
  const best: number[] = [];
  for (const score of scores) {
    best.push(score);
    if (best.length > bestDefinitions) best.splice(best.indexOf(Math.min(...best)), 1);
  }
  return best.reduce((sum, score) => sum + score, 0) / Math.max(1, best.length);
}
