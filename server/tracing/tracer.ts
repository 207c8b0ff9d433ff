import type { Trace, TraceNode } from "../../shared/model/trace.ts";
import { fileUri } from "../model/documentUri.ts";
import type { GraphEdge, GraphNode } from "../model/graph.ts";
import { commitId, fileId } from "../model/graphIds.ts";
import { symbolNode } from "../model/graphNodes.ts";
import { idOf } from "../model/numberedSymbols.ts";
import type { StoredCommit, StoredDocument, StoredSymbol } from "../model/storedState.ts";
import type { SymbolCommit, SymbolHistory } from "../model/symbolHistory.ts";
import { committedAt, type PastTime, pastTime } from "./asOfTime.ts";
import { itemTrace } from "./itemTrace.ts";
import { statedThen } from "./pastStatements.ts";
import { blameEvidence, type TracedSymbol } from "./symbolRecorder.ts";
import { historyAt, type TracingParts, traceSymbol, traceSymbolsOf } from "./symbolTracer.ts";
import { toTraceNode } from "./traceForest.ts";
import { shortened } from "./traceShortening.ts";
import { itemSummary, whySummary } from "./traceSummary.ts";
import { traceTarget } from "./traceTarget.ts";
import { type CommitBehind, toCommitNode, type WhyTrace, whyTrace } from "./whyTrace.ts";

/** What is asked. */
export interface TraceRequest {
  /** `PATH:LINE`, `PATH`, a key, a commit's hash or the name of a definition. */
  readonly target: string;
  /** A date or a commit; now unless given. */
  readonly asOf?: string | undefined;
  /** Levels of items below the one that is traced; all unless given. */
  readonly depth?: number | undefined;
  /** So many files of an item, and definitions of a file, are listed; all unless given. */
  readonly listedMost?: number | undefined;
  readonly now: Date;
  readonly signal?: AbortSignal | undefined;
}

/** Commits listed where no item is linked. */
const nearestMost = 6;
/** Commits of a file that is no code, newest first. */
const fileCommitsMost = 300;

/** Walks from code to the story, epic and PRD behind it, and back; over links that somebody stated. */
export class Tracer {
  readonly #parts: TracingParts;

  constructor(parts: TracingParts) {
    this.#parts = parts;
  }

  /** Throws `notFound` and `badInput` for a target or time that means nothing here, and `cancelled`. */
  async trace(request: TraceRequest): Promise<Trace> {
    const { catalog, graph } = this.#parts;
    const target = await traceTarget(request.target, catalog, graph);
    const past = request.asOf === undefined ? undefined : pastTime(request.asOf, catalog);
    switch (target.kind) {
      case "symbol":
        return this.#ofSymbol(target.symbol, request, past);
      case "line":
        return this.#ofLine(target.document, target.line, request, past);
      case "file":
        return this.#ofFile(target.document, request, past);
      case "commit":
        return this.#ofCommit(target.commit, request, past);
      case "item":
        return this.#ofItem(target.node, request, past);
    }
  }

  async #ofSymbol(symbol: StoredSymbol, request: TraceRequest, past: PastTime | undefined): Promise<Trace> {
    const traced = await traceSymbol(this.#parts, symbol, request.now, request.signal);
    const subject = toTraceNode(symbolNode(symbol.path, symbol, traced.ordinal));
    const direct = [idOf(traced), fileId(symbol.path)];
    return this.#why(subject, historyAt(traced.history, past), direct, request, past);
  }

  async #ofLine(
    document: StoredDocument,
    line: number,
    request: TraceRequest,
    past: PastTime | undefined,
  ): Promise<Trace> {
    const { path = "" } = document;
    const place = { path, startLine: line, endLine: line };
    const history = await this.#parts.linker.history(place, request.signal);
    const subject = { id: `${fileUri(path)}:${line}`, kind: "line", title: path, ...place };
    return this.#why(subject, historyAt(history, past), [], request, past);
  }

  /** Code by the definitions in it; anything else by the commits that changed it. */
  async #ofFile(document: StoredDocument, request: TraceRequest, past: PastTime | undefined): Promise<Trace> {
    const { path = "" } = document;
    const { catalog } = this.#parts;
    const subject = { id: fileId(path), kind: "file", title: path, path };
    const traced = await traceSymbolsOf(this.#parts, path, request.now, request.signal);
    const touching = () =>
      catalog.commits
        .touching([path], fileCommitsMost)
        .map((commit) => behind(commit, catalog))
        .filter((commit) => past?.knows(commit) ?? true);
    const commits = traced.length > 0 ? commitsOfAll(traced, past) : touching();
    const why = await whyTrace(this.#parts.graph, commits, {
      directIds: [fileId(path), ...traced.map(idOf)],
      subject,
      ...this.#then(past, request),
    });
    return finished(request, subject, why, past, []);
  }

  async #ofCommit(commit: StoredCommit, request: TraceRequest, past: PastTime | undefined): Promise<Trace> {
    const known = behind(commit, this.#parts.catalog);
    const subject = { ...toCommitNode(known), id: commitId(commit.hash) };
    const why = await whyTrace(this.#parts.graph, [known], {
      subject,
      ...this.#then(past, request),
    });
    return finished(request, subject, { ...why, commitsWithoutItem: [] }, past, []);
  }

  async #ofItem(item: GraphNode, request: TraceRequest, past: PastTime | undefined): Promise<Trace> {
    const { depth, listedMost = Number.POSITIVE_INFINITY, now, signal } = request;
    const found = await itemTrace(item, this.#parts, { depth, listedMost, past, now, signal });
    return {
      target: request.target,
      subject: toTraceNode(item),
      isLinked: found.symbols.size > 0 || found.commitCount > 0,
      summary: itemSummary(item, found),
      roots: found.roots,
      notices: found.notices,
      ...(past === undefined ? {} : { asOf: past.at }),
    };
  }

  async #why(
    subject: TraceNode,
    history: SymbolHistory,
    directIds: readonly string[],
    request: TraceRequest,
    past: PastTime | undefined,
  ): Promise<Trace> {
    const commits = history.commits.map((commit) => this.#behindSymbol(commit));
    const why = await whyTrace(this.#parts.graph, commits, {
      directIds,
      subject,
      ...this.#then(past, request),
    });
    const trace = finished(request, subject, why, past, historyNotices(history));
    const isHidden = history.cut !== undefined && history.commits.length === 0 && !trace.isLinked;
    return isHidden
      ? { ...trace, summary: "Nothing is linked to it in the part of the history that is here." }
      : trace;
  }

  #then(past: PastTime | undefined, { signal }: TraceRequest) {
    if (past === undefined) return {};
    const { linker } = this.#parts;
    return {
      past,
      statedThen: (edges: readonly GraphEdge[]) => statedThen(edges, past, linker, signal),
    };
  }

  #behindSymbol(commit: SymbolCommit): CommitBehind {
    const author = this.#parts.catalog.commits.get(commit.hash)?.authorName;
    const { hash, subject, committedAt, roles } = commit;
    return {
      hash,
      subject,
      committedAt,
      roles,
      evidence: [blameEvidence(commit)],
      ...(author === undefined ? {} : { author }),
    };
  }
}

function finished(
  { target, listedMost = Number.POSITIVE_INFINITY }: TraceRequest,
  subject: TraceNode,
  why: WhyTrace,
  past: PastTime | undefined,
  notices: readonly string[],
): Trace {
  const isLinked = why.items.length > 0;
  const others = why.commitsWithoutItem;
  const nearest = others
    .slice(0, nearestMost)
    .map((commit) => ({ node: toCommitNode(commit), children: [] }));
  const rootsMost = listedMost * 3;
  const hidden = Math.max(0, why.roots.length - rootsMost);
  return {
    target,
    subject,
    isLinked,
    summary: whySummary(why),
    roots: isLinked ? why.roots.slice(0, rootsMost).map((root) => shortened(root, listedMost)) : nearest,
    notices: [
      ...notices,
      ...(isLinked && hidden > 0 ? [`${hidden} more items are behind it; --json lists all.`] : []),
      ...(isLinked && others.length > 0 ? [otherCommits(others)] : []),
    ],
    ...(past === undefined ? {} : { asOf: past.at }),
  };
}

function otherCommits(others: readonly CommitBehind[]): string {
  const shown = others.slice(0, nearestMost).map(({ hash }) => hash.slice(0, 7));
  const rest = others.length - shown.length;
  const which = `${shown.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
  return others.length === 1
    ? `1 other commit changed it and names no item: ${which}.`
    : `${others.length} other commits changed it and name no item: ${which}.`;
}

function historyNotices(history: SymbolHistory): readonly string[] {
  const lines = history.uncommittedLines;
  return [
    ...(lines === 0 ? [] : [`${lines} ${lines === 1 ? "line is" : "lines are"} not committed yet.`]),
    ...history.moves.map(({ hash, from, to }) => `Moved from ${from} to ${to} by ${hash.slice(0, 7)}.`),
    ...(history.passedOver.length === 0
      ? []
      : [
          `Passed over, because it changed only the layout: ${history.passedOver.map((hash) => hash.slice(0, 7)).join(", ")}.`,
        ]),
    ...(history.cut === undefined ? [] : [history.cut.sentence]),
    ...(history.isOutside === true ? ["The history of folders outside of the indexed one is not read."] : []),
    ...(history.isEdited === true
      ? [
          "The file has changed since it was indexed; lines are those of the index (`whence index` reads it anew).",
        ]
      : []),
  ];
}

/** The commits behind all definitions of a file, each once, with every role that it has for any of them. */
function commitsOfAll(traced: readonly TracedSymbol[], past: PastTime | undefined): readonly CommitBehind[] {
  const all = traced.flatMap(({ history }) => historyAt(history, past).commits);
  const groups = [...Map.groupBy(all, ({ hash }) => hash).values()];
  return groups
    .flatMap(([first, ...rest]): readonly CommitBehind[] => {
      if (first === undefined) return [];
      const lines = [first, ...rest].reduce((sum, { presentLines }) => sum + presentLines, 0);
      const { hash, subject, committedAt } = first;
      return [
        {
          hash,
          subject,
          committedAt,
          roles: [],
          evidence: [blameEvidence({ ...first, presentLines: lines })],
        },
      ];
    })
    .toSorted((a, b) => b.committedAt.localeCompare(a.committedAt));
}

function behind(commit: StoredCommit, catalog: TracingParts["catalog"]): CommitBehind {
  const { hash, subject, authorName } = commit;
  return {
    hash,
    subject,
    committedAt: committedAt(commit, catalog),
    author: authorName,
    roles: [],
    evidence: [],
  };
}
