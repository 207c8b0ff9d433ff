import { fileUri } from "../../model/documentUri.ts";
import type { Evidence, GraphEdge } from "../../model/graph.ts";
import { commitId } from "../../model/graphIds.ts";
import type { Statement } from "../../model/graphStore.ts";
import type { SymbolCommit, SymbolHistory } from "../../model/symbolHistory.ts";

/** Source of the edges that come from the history of a symbol, by its identity in the graph. */
export function symbolHistorySource(symbol: string): string {
  return `symbolHistory:${symbol}`;
}

/**
 * What a history states: the symbol is changed by each of its commits, once per role. `symbol` is its identity from
 * `graphIds.ts`, `mark` says what the history was made from.
 */
export function symbolHistoryStatement(
  { symbol, mark }: { readonly symbol: string; readonly mark: string },
  { commits }: SymbolHistory,
): Statement {
  const source = symbolHistorySource(symbol);
  const edges = commits.flatMap((commit) =>
    commit.roles.map((role): GraphEdge => {
      return {
        from: symbol,
        kind: "changedBy",
        to: commitId(commit.hash),
        role,
        origin: "stated",
        confidence: 1,
        evidence: [evidenceOf(commit)],
        source,
        validFrom: commit.committedAt,
      };
    }),
  );
  return { source, mark, edges };
}

/** The line as it stood in that commit: `path` may be another one than today. */
function evidenceOf({ hash, presentLines, path, startLine, endLine, text, line }: SymbolCommit): Evidence {
  return {
    found: presentLines > 0 ? "blame" : "line history",
    text: text === "" ? `${path}:${startLine}-${endLine}` : text,
    uri: fileUri(path),
    line,
    commit: hash,
  };
}
