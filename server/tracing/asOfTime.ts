import { WhenceError } from "../base/errors.ts";
import { commitUri } from "../model/documentUri.ts";
import type { StoredCommit } from "../model/storedState.ts";
import type { Catalog } from "../stores/catalog.ts";

/** A time in the past, and which commits were there then. */
export interface PastTime {
  /** ISO 8601 in UTC. */
  readonly at: string;
  /** Whether a commit was part of what is asked about: dates alone cannot say, because clocks differ. */
  knows(commit: { readonly hash: string; readonly committedAt: string }): boolean;
}

/**
 * The time that a person means by a date (`2026-03-01`: its end in UTC; or an instant) or by a commit (at least four
 * digits of its hash): then that which the commit and its ancestors say. Throws `badInput` for anything else.
 */
export function pastTime(words: string, catalog: Catalog): PastTime {
  if (/^\d{4}-\d{2}-\d{2}(?:T.*)?$/.test(words)) return dateTime(words);
  const [commit, other] = catalog.commits.byHashPrefix(words, 2);
  if (commit === undefined || other !== undefined) {
    const what = commit === undefined ? "is no date and no commit of this index" : "begins several commits";
    throw new WhenceError(
      "badInput",
      `"${words}" ${what}: give a date such as 2026-03-01, or a commit's hash.`,
    );
  }
  const at = committedAt(commit, catalog);
  const reachable = ancestors(commit.hash, catalog);
  return { at, knows: ({ hash }) => reachable.has(hash) };
}

/** When a commit was made. A patch may be years older than the commit that brought it, before which nobody here knew it. */
export function committedAt({ hash, date }: StoredCommit, { stated }: Pick<Catalog, "stated">): string {
  return stated.get(commitUri(hash))?.facts.committedAt ?? date;
}

function dateTime(words: string): PastTime {
  const time = Date.parse(words.length === 10 ? `${words}T23:59:59.999Z` : words);
  const isDay = Number(words.slice(8, 10)) === new Date(words.slice(0, 10)).getUTCDate();
  if (Number.isNaN(time) || !isDay)
    throw new WhenceError("badInput", `"${words}" is no date: give one such as 2026-03-01.`);
  const at = new Date(time).toISOString();
  return { at, knows: ({ committedAt }) => committedAt <= at };
}

function ancestors(head: string, catalog: Catalog): ReadonlySet<string> {
  const parents = new Map(catalog.commits.lineage().map((commit) => [commit.hash, commit.parents]));
  const reached = new Set([head]);
  for (const hash of reached) for (const parent of parents.get(hash) ?? []) reached.add(parent);
  return reached;
}
