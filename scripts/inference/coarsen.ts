import type { PairFeatures } from "../../server/linking/inference/pairFeatures.ts";
import { postingsOf, products, unitVector } from "../../server/linking/inference/sparseVectors.ts";
import type { TraceProject } from "../../test/eval/traceLinks/traceProject.ts";

/**
 * A made-up project in which the files of a real one are put together to a few large ones, like to like: there are
 * few public projects of that kind, and the model has to know what changes with it.
 */
export function coarsen(project: TraceProject, features: PairFeatures, count: number): TraceProject {
  const groups = groupsOf(likenessOf(features), count);
  const columns = project.files.length;
  return {
    name: `${project.name}/${count}`,
    family: project.family,
    requirements: project.requirements,
    files: groups.map((group) => merged(group.flatMap((at) => project.files[at] ?? []))),
    truth: Uint8Array.from(
      project.requirements.flatMap((_, row) =>
        groups.map((group) => Math.max(...group.map((at) => project.truth[row * columns + at] ?? 0))),
      ),
    ),
  };
}

type Files = TraceProject["files"];

/** One file that holds the texts of several, under the name of the largest. */
function merged(files: Files): Files[number] {
  const largest = files.toSorted((a, b) => b.text.length - a.text.length)[0];
  let lines = 0;
  const parts = files.map((file) => {
    const shifted = file.definitions.map((definition) => ({
      ...definition,
      startLine: definition.startLine + lines,
      endLine: definition.endLine + lines,
    }));
    lines += file.text.split("\n").length;
    return { ...file, definitions: shifted };
  });
  return {
    path: largest?.path ?? "",
    text: parts.map(({ text }) => text).join("\n"),
    definitions: parts.flatMap(({ definitions }) => definitions),
    imports: parts.flatMap(({ imports }) => imports),
    calls: parts.flatMap(({ calls }) => calls),
  };
}

/** How much two files say the same and refer to each other. */
function likenessOf({ terms, references }: PairFeatures): number[][] {
  const vectors = terms.files.map(({ text }) => unitVector(text, terms.weights));
  const alike = products(vectors, postingsOf(vectors, terms.vocabulary.size));
  const degree = references.neighbours.map(({ length }) => length + 1);
  return vectors.map((_, a) =>
    vectors.map((_, b) => {
      const linked = references.neighbours[a]?.includes(b) === true;
      const reference = linked ? 0.15 / Math.sqrt((degree[a] ?? 1) * (degree[b] ?? 1)) : 0;
      return (alike.values[a * alike.columns + b] ?? 0) ** 2 + reference;
    }),
  );
}

/** Joins the two likest groups until `count` are left; none grows beyond two and a half times its share. */
function groupsOf(likeness: number[][], count: number): number[][] {
  const most = Math.max(2, (2.5 * likeness.length) / count);
  const groups = new Map(likeness.map((_, at) => [at, [at]]));
  while (groups.size > count) {
    const pair = likestPair(likeness, groups, most) ?? smallestPair(groups);
    const [a, b] = pair;
    const [first, second] = [groups.get(a) ?? [], groups.get(b) ?? []];
    for (const other of groups.keys()) {
      const mean =
        ((likeness[a]?.[other] ?? 0) * first.length + (likeness[b]?.[other] ?? 0) * second.length) /
        (first.length + second.length);
      likeness[a]![other] = mean;
      likeness[other]![a] = mean;
    }
    groups.set(a, [...first, ...second]);
    groups.delete(b);
  }
  return [...groups.values()];
}

function likestPair(
  likeness: number[][],
  groups: ReadonlyMap<number, readonly number[]>,
  most: number,
): readonly [number, number] | undefined {
  let best: readonly [number, number] | undefined;
  let highest = -1;
  for (const [a, first] of groups) {
    for (const [b, second] of groups) {
      const value = likeness[a]?.[b] ?? 0;
      if (b <= a || first.length + second.length > most || value <= highest) continue;
      best = [a, b];
      highest = value;
    }
  }
  return best;
}

function smallestPair(groups: ReadonlyMap<number, readonly number[]>): readonly [number, number] {
  const [a = 0, b = 0] = [...groups].toSorted(([, x], [, y]) => x.length - y.length).map(([at]) => at);
  return [a, b];
}
