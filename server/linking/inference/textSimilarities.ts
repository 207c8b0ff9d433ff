import type { ProjectTerms } from "./projectTerms.ts";
import type { ScoreMatrix } from "./scoreMatrix.ts";
import { emptyMatrix } from "./scoreMatrix.ts";
import type { TermCounts } from "./sparseVectors.ts";
import { addProducts, postingsOf, products, sharesOf, unitVector } from "./sparseVectors.ts";

/** Kinds of likeness which are averaged before they are weighed. */
export type LikenessGroup = "text" | "names" | "meaning" | "coverage" | "nameCoverage";

/** One measure of how alike requirements and files are. */
export interface Likeness {
  readonly group: LikenessGroup;
  readonly scores: ScoreMatrix;
}

/** All measures that compare words, one after the other, so that one matrix at a time is in memory. */
export function* textLikenesses(project: ProjectTerms): Generator<Likeness> {
  const { requirements, files, weights } = project;
  const size = project.vocabulary.size;
  const unit = (counts: TermCounts) => unitVector(counts, weights);
  const wholes = requirements.map(({ whole }) => unit(whole));
  const titles = requirements.map(({ title }) => unit(title));
  const texts = postingsOf(
    files.map(({ text }) => unit(text)),
    size,
  );
  yield { group: "text", scores: products(wholes, texts) };
  yield {
    group: "text",
    scores: products(
      requirements.map(({ passages }) => meanOf(passages.map(unit))),
      texts,
    ),
  };
  yield { group: "text", scores: bestDefinitions(project, wholes) };
  const comments = postingsOf(
    files.map((file) => unit(file.comments)),
    size,
  );
  yield { group: "text", scores: products(wholes, comments) };
  const names = postingsOf(
    files.map((file) => unit(file.names)),
    size,
  );
  yield { group: "names", scores: products(wholes, names) };
  yield { group: "names", scores: products(titles, names) };
  const ownNames = postingsOf(
    files.map(({ name }) => unit(name)),
    size,
  );
  yield { group: "names", scores: products(wholes, ownNames) };
  yield { group: "names", scores: products(titles, ownNames) };
  const shares = requirements.map(({ whole }) => sharesOf(whole, weights));
  yield {
    group: "coverage",
    scores: products(
      shares,
      postingsOf(
        files.map(({ text }) => present(text)),
        size,
      ),
    ),
  };
  yield { group: "coverage", scores: products(shares, postingsOf(saturated(project), size)) };
  yield { group: "nameCoverage", scores: nameCoverage(project, ({ whole }) => whole) };
  yield { group: "nameCoverage", scores: nameCoverage(project, ({ title }) => title) };
}

function meanOf(vectors: readonly TermCounts[]): TermCounts {
  const sums = new Map<number, number>();
  for (const { terms, counts } of vectors)
    for (const [at, term] of terms.entries()) sums.set(term, (sums.get(term) ?? 0) + (counts[at] ?? 0));
  const values = Float32Array.from(sums.values(), (sum) => sum / Math.max(1, vectors.length));
  return { terms: Int32Array.from(sums.keys()), counts: values };
}

/** How alike the requirement and the definition of the file that is most like it are. */
function bestDefinitions(
  { files, vocabulary, weights }: ProjectTerms,
  wholes: readonly TermCounts[],
): ScoreMatrix {
  const owners = files.flatMap(({ definitions }, file) => definitions.map(() => file));
  const definitions = files.flatMap((file) => file.definitions.map((each) => unitVector(each, weights)));
  const postings = postingsOf(definitions, vocabulary.size);
  const matrix = emptyMatrix(wholes.length, files.length);
  const scores = new Float32Array(definitions.length);
  for (const [row, vector] of wholes.entries()) {
    scores.fill(0);
    addProducts(vector, postings, scores);
    for (const [at, owner] of owners.entries()) {
      const place = row * files.length + owner;
      matrix.values[place] = Math.max(matrix.values[place] ?? 0, scores[at] ?? 0);
    }
  }
  return matrix;
}

function present({ terms }: TermCounts): TermCounts {
  return { terms, counts: new Float32Array(terms.length).fill(1) };
}

/** BM25's saturation of counts, with the usual constants. */
const saturation = 1.2;
const lengthShare = 0.75;

function saturated({ files }: ProjectTerms): readonly TermCounts[] {
  const mean = files.reduce((sum, { length }) => sum + length, 0) / Math.max(1, files.length);
  return files.map(({ text: { terms, counts }, length }) => {
    const norm = saturation * (1 - lengthShare + (lengthShare * length) / Math.max(1, mean));
    return { terms, counts: counts.map((count) => (count * (saturation + 1)) / (count + norm)) };
  });
}

/** Which share of a file's name stands in a text, its rare parts counting more. */
function nameCoverage(
  { requirements, files, vocabulary }: ProjectTerms,
  part: (requirement: ProjectTerms["requirements"][number]) => TermCounts,
): ScoreMatrix {
  const homes = new Map<string, number>();
  for (const { nameTerms } of files)
    for (const term of nameTerms) homes.set(term, (homes.get(term) ?? 0) + 1);
  const rarity = (term: string) => Math.max(0, Math.log((files.length + 1) / ((homes.get(term) ?? 0) + 0.5)));
  const matrix = emptyMatrix(requirements.length, files.length);
  const parts = requirements.map((requirement) => new Set(part(requirement).terms));
  for (const [column, { nameTerms }] of files.entries()) {
    const weighed = nameTerms.map((term) => ({ term: vocabulary.get(term) ?? -1, weight: rarity(term) }));
    const all = weighed.reduce((sum, { weight }) => sum + weight, 0);
    if (all === 0) continue;
    for (const [row, terms] of parts.entries()) {
      const shared = weighed.reduce((sum, { term, weight }) => sum + (terms.has(term) ? weight : 0), 0);
      matrix.values[row * files.length + column] = shared / all;
    }
  }
  return matrix;
}
