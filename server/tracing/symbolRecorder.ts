import { sha256 } from "../base/hashes.ts";
import type { GraphEdge } from "../model/graph.ts";
import { commitId, fileId } from "../model/graphIds.ts";
import { commitNode, fileNode, symbolNode } from "../model/graphNodes.ts";
import type { GraphStore, Statement } from "../model/graphStore.ts";
import { idOf } from "../model/numberedSymbols.ts";
import type { StoredSymbol } from "../model/storedState.ts";
import type { SymbolCommit, SymbolHistory } from "../model/symbolHistory.ts";

/** A definition with the commits behind it. */
export interface TracedSymbol {
  readonly symbol: StoredSymbol;
  /** Its number among definitions of the same name in its file, from 1. */
  readonly ordinal: number;
  readonly history: SymbolHistory;
}

/** Beginning of the `source` of statements made here; the symbol's id follows. */
export const historyStatementPrefix = "history:";

/**
 * Writes into the graph which commits are behind definitions, so that they are reached from a story without Git. What is
 * there already costs one look. `now` is when links that no longer hold are closed.
 */
export async function recordSymbols(
  graph: GraphStore,
  traced: readonly TracedSymbol[],
  now: string,
): Promise<void> {
  const [first] = traced;
  if (first === undefined) return;
  const known = await graph.marks(`${historyStatementPrefix}symbol:${first.symbol.path}#`);
  const news = traced
    .map((each) => ({ each, statement: statementOf(each) }))
    .filter(({ statement }) => known.get(statement.source) !== statement.mark);
  if (news.length === 0) return;
  const nodes = news.flatMap(({ each }) => [
    fileNode(each.symbol.path),
    symbolNode(each.symbol.path, each.symbol, each.ordinal),
    ...each.history.commits.map(({ hash, subject, committedAt }) =>
      commitNode({ hash, subject, date: committedAt }),
    ),
  ]);
  await graph.upsertNodes([...new Map(nodes.map((node) => [node.id, node])).values()]);
  await graph.restate(
    news.map(({ statement }) => statement),
    now,
  );
}

function statementOf(traced: TracedSymbol): Statement {
  const id = idOf(traced);
  const source = `${historyStatementPrefix}${id}`;
  const { path, startLine, endLine } = traced.symbol;
  const edges = traced.history.commits.flatMap((commit) =>
    commit.roles.map(
      (role): GraphEdge => ({
        from: id,
        kind: "changedBy",
        to: commitId(commit.hash),
        role,
        origin: "stated",
        confidence: 1,
        evidence: [blameEvidence(commit)],
        source,
        validFrom: commit.committedAt,
      }),
    ),
  );
  edges.push({
    from: fileId(path),
    kind: "contains",
    to: id,
    origin: "stated",
    confidence: 1,
    evidence: [],
    source,
    validFrom: traced.history.commits.at(-1)?.committedAt ?? new Date(0).toISOString(),
  });
  return { source, mark: sha256(JSON.stringify([startLine, endLine, traced.history.commits])), edges };
}

/** What shows that a commit wrote a part of a definition. */
export function blameEvidence({ presentLines, text, path, line, hash }: SymbolCommit) {
  const found =
    presentLines > 0 ? `blame of ${presentLines} ${presentLines === 1 ? "line" : "lines"}` : "line history";
  return { found, text, uri: `repo:${path}`, line, commit: hash };
}

/** How many lines of today the commit of a `changedBy` edge wrote, as `blameEvidence` tells it; 0 where only older ones. */
export function blamedLines({ evidence }: GraphEdge): number {
  return Number(/^blame of (\d+)/.exec(evidence[0]?.found ?? "")?.[1] ?? 0);
}
