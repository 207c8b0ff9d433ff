import type { HistoryCut, SymbolCommit, SymbolHistory, SymbolRole } from "../../model/symbolHistory.ts";
import type { SymbolWalk } from "./symbolWalk.ts";

/** What is known of a commit beside what it changed. */
export interface CommitFacts {
  readonly subject: string;
  /** ISO 8601 in UTC. */
  readonly committedAt: string;
}

/** Stands for the working tree where a commit is named. */
export const uncommitted = "uncommitted";

/**
 * Makes a history of what a walk found; `cut` where the walk could not go to the beginning.
 * `prefix` is the path of the indexed folder in its repository; paths outside it stay as Git gives them.
 */
export function assembleHistory(
  walk: SymbolWalk,
  facts: ReadonlyMap<string, CommitFacts>,
  cut: HistoryCut | undefined,
  prefix: string,
): SymbolHistory {
  const presentLines = walk.presentLines();
  const changes = walk.changes.filter(({ hash }) => hash !== uncommitted);
  const commits = changes.map((change, at): SymbolCommit => {
    const { hash, path, range, text, line } = change;
    const { subject = "", committedAt = new Date(0).toISOString() } = facts.get(hash) ?? {};
    return {
      hash,
      subject,
      committedAt,
      roles: rolesAt(at, changes.length, walk.isIntroductionKnown),
      presentLines: presentLines.get(hash) ?? 0,
      path: below(prefix, path),
      startLine: range.startLine,
      endLine: range.endLine,
      text,
      line,
    };
  });
  return {
    commits,
    uncommittedLines: presentLines.get(uncommitted) ?? 0,
    moves: walk.moves.map(({ hash, from, to }) => ({
      hash,
      from: below(prefix, from),
      to: below(prefix, to),
    })),
    passedOver: [...walk.passedOver].filter((hash) => hash !== uncommitted),
    ...(cut === undefined ? {} : { cut }),
  };
}

function below(prefix: string, path: string): string {
  return path.startsWith(prefix) ? path.slice(prefix.length) : path;
}

/** Where the beginning is not known, the oldest commit is one that touched it and no more. */
function rolesAt(at: number, count: number, isIntroductionKnown: boolean): readonly SymbolRole[] {
  const isIntroduction = at === count - 1 && isIntroductionKnown;
  if (at === 0) return isIntroduction ? ["introduced", "lastChanged"] : ["lastChanged"];
  return isIntroduction ? ["introduced"] : ["touched"];
}
