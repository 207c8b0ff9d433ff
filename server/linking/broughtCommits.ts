/** A commit as a point of the history. */
export interface HistoryPoint {
  readonly hash: string;
  /** First the line of development that it continues, then those which it merges. */
  readonly parents: readonly string[];
}

/**
 * Which commits each merge brought in. Each commit belongs to one merge, the first on the way of its line of development
 * to `head`; where that merge states nothing (`states`), to the merge around it. Commits of the main line belong to none,
 * and merges without commits of their own are left out. Visits each commit once; parents outside of `commits` (a shallow
 * clone) end the walk.
 */
export function broughtCommits(
  commits: readonly HistoryPoint[],
  head: string,
  states: (hash: string) => boolean,
): ReadonlyMap<string, readonly string[]> {
  const parentsOf = new Map(commits.map(({ hash, parents }) => [hash, parents]));
  const bringers = new Map<string, string | undefined>();
  const pending = walkLine(head, undefined, parentsOf, bringers);
  for (let merge = pending.pop(); merge !== undefined; merge = pending.pop()) {
    for (const parent of (parentsOf.get(merge) ?? []).slice(1)) {
      for (const inner of walkLine(parent, merge, parentsOf, bringers)) pending.push(inner);
    }
  }
  return collect(bringers, states);
}

/** Gives a line of development to the merge which brought it; gives the merges on it, newest first. */
function walkLine(
  from: string,
  bringer: string | undefined,
  parentsOf: ReadonlyMap<string, readonly string[]>,
  bringers: Map<string, string | undefined>,
): string[] {
  const merges: string[] = [];
  let at: string | undefined = from;
  while (at !== undefined && !bringers.has(at)) {
    const parents: readonly string[] | undefined = parentsOf.get(at);
    if (parents === undefined) break;
    bringers.set(at, bringer);
    if (parents.length > 1) merges.push(at);
    at = parents[0];
  }
  return merges;
}

function collect(
  bringers: ReadonlyMap<string, string | undefined>,
  states: (hash: string) => boolean,
): ReadonlyMap<string, readonly string[]> {
  const speaking = new Map<string, string | undefined>();
  const brought = new Map<string, string[]>();
  for (const [hash, bringer] of bringers) {
    const merge = speakingMerge(bringer, bringers, speaking, states);
    if (merge === undefined) continue;
    const list = brought.get(merge);
    if (list === undefined) brought.set(merge, [hash]);
    else list.push(hash);
  }
  return brought;
}

/** The merge itself where it states something, else the nearest one around it that does. */
function speakingMerge(
  merge: string | undefined,
  bringers: ReadonlyMap<string, string | undefined>,
  known: Map<string, string | undefined>,
  states: (hash: string) => boolean,
): string | undefined {
  const passed: string[] = [];
  let at = merge;
  while (at !== undefined && !known.has(at) && !states(at)) {
    passed.push(at);
    at = bringers.get(at);
  }
  const found = at !== undefined && known.has(at) ? known.get(at) : at;
  for (const hash of passed) known.set(hash, found);
  return found;
}
