import { WhenceError } from "../base/errors.ts";
import { pathOfUri } from "../model/documentUri.ts";
import { type PathScope, pathScope } from "../model/pathScope.ts";
import { historyMark } from "./documentMark.ts";
import { updateFiles } from "./fileUpdate.ts";
import type { FolderSource } from "./folderSource.ts";
import { tellUnread, updateHistoryIfReadable } from "./historyUpdate.ts";
import type { IndexProgress, IndexReport } from "./indexProgress.ts";
import type { Head, IndexerParts, IndexOptions, RunCounts } from "./indexRun.ts";
import type { VectorCounts } from "./vectorBuilder.ts";

/** Brings the index of one folder up to date. A run that is stopped at any point is continued by the next one. */
export class Indexer {
  readonly #parts: IndexerParts;

  constructor(parts: IndexerParts) {
    this.#parts = parts;
  }

  /** One run; writes it into the run log. Throws `cancelled` after a stop, with everything finished so far kept. */
  async run(options: IndexOptions = {}): Promise<IndexReport> {
    const { runs } = this.#parts.catalog;
    const started = Date.now();
    const runId = runs.start();
    try {
      const report = await this.#runPhases(started, options);
      runs.finish(runId, "done", { ...numbersOf(report) });
      return report;
    } catch (error) {
      const outcome = WhenceError.is(error, "cancelled") ? "cancelled" : "failed";
      runs.finish(runId, outcome, {}, error instanceof Error ? error.message : String(error));
      throw error;
    }
  }

  async #runPhases(started: number, options: IndexOptions): Promise<IndexReport> {
    const { catalog, chunks, source } = this.#parts;
    const progress = options.onProgress ?? (() => undefined);
    const { signal } = options;
    progress({ phase: "listing", done: 0 });
    const problems: string[] = [];
    const head = await this.#readHead(problems, signal);
    const listing = await source.list(signal);
    const { folder, warnings } = listing;
    const counts: RunCounts = { filesRead: 0, documentsChanged: 0, documentsRemoved: 0 };
    if (catalog.meta.get("indexedFolder") !== folder) catalog.meta.set("indexedFolder", undefined);
    tellUnread(catalog, {
      files: listing.entries.length,
      ...(typeof head === "object" && { commits: "unknown" }),
    });
    this.#parts.linker.begin();
    await updateFiles(this.#parts, listing, started, counts, options);
    catalog.meta.set("indexedFolder", folder);
    tellUnread(catalog, typeof head === "object" ? { commits: "unknown" } : {});
    // Searches of other processes wait for nothing else: without an index they go through every row.
    if (changesIn(counts) > 0) await this.#optimize(progress);
    options.onSearchable?.();
    const changedFiles = changesIn(counts);
    const historyProblems =
      head === "unknown" ? problems : await updateHistoryIfReadable(this.#parts, head, counts, options);
    tellUnread(catalog, {});
    await this.#parts.processor.rest();
    if (changesIn(counts) > changedFiles) await this.#optimize(progress);
    const prepared = this.#prepareHistory(head, signal);
    // Awaited below: Git is at work while links and vectors are made.
    prepared.catch(() => undefined);
    const linked = await this.#link(counts, started, options);
    const embedded = await this.#embed(options);
    await prepared;
    // Also where nothing changed: a run before may have been killed in its upkeep, and a look costs a few milliseconds.
    await this.#optimize(progress);
    await this.#rememberCommitted(head === "unknown" ? undefined : head?.hash, signal);
    const figures = this.#report(started, { ...counts, ...linked }, embedded, await chunks.counts());
    return { ...figures, warnings: [...warnings, ...historyProblems, ...catalog.notices()] };
  }

  /**
   * Brings up to date what lies at or below some paths, where nothing else has changed: what is read is found at once, and
   * linked and embedded after that. Is a run over the whole folder where the paths alone do not tell what changed. Throws as
   * `run`; is no run of the log, because it says nothing of the rest of the folder.
   */
  async refresh(paths: readonly string[], options: IndexOptions = {}): Promise<IndexReport> {
    const { source } = this.#parts;
    const listing = this.#isComplete() ? await source.listSome(paths, options.signal) : undefined;
    if (listing === undefined) return this.run(options);
    const { urgent: _, ...others } = options;
    return this.#runPaths(pathScope(paths), listing, others);
  }

  async #runPaths(
    scope: PathScope,
    listing: Awaited<ReturnType<FolderSource["list"]>>,
    options: IndexOptions,
  ): Promise<IndexReport> {
    const started = Date.now();
    const { chunks, linker, processor } = this.#parts;
    const counts: RunCounts = { filesRead: 0, documentsChanged: 0, documentsRemoved: 0 };
    linker.begin();
    await updateFiles(this.#parts, listing, started, counts, options, scope);
    options.onSearchable?.();
    await processor.rest();
    const linked = await this.#link(counts, started, options);
    const embedded = await this.#embed(options);
    if (changesIn(counts) > 0) await chunks.optimize();
    const figures = this.#report(started, { ...counts, ...linked }, embedded, await chunks.counts());
    return { ...figures, warnings: listing.warnings };
  }

  /** True where a run over the whole folder, by this version, got to its end. */
  #isComplete(): boolean {
    const { catalog, config } = this.#parts;
    const isWhole =
      catalog.meta.get("indexedFolder") !== undefined && catalog.meta.get("unread") === undefined;
    return (
      isWhole && catalog.runs.lastDone() !== undefined && catalog.meta.get("pipeline") === historyMark(config)
    );
  }

  async #link(counts: RunCounts, started: number, { onProgress, signal }: IndexOptions) {
    onProgress?.({ phase: "linking", done: 0 });
    const began = performance.now();
    const links = await this.#parts.linker.link(changesIn(counts) > 0, new Date(started), signal);
    return { links, linkSeconds: Math.round(performance.now() - began) / 1000 };
  }

  async #embed({ onProgress, signal, refuseVectors }: IndexOptions): Promise<VectorCounts> {
    const { vectors } = this.#parts;
    const refusal = vectors === undefined ? undefined : await refuseVectors?.();
    if (vectors === undefined || refusal !== undefined) {
      return { computed: 0, fromCache: 0, ...(refusal === undefined ? {} : { problem: refusal }) };
    }
    return vectors.build((done, total) => onProgress?.({ phase: "embedding", done, total }), signal);
  }

  /** Git that is missing or refuses for once is no reason to forget the history. */
  async #readHead(problems: string[], signal: AbortSignal | undefined): Promise<Head> {
    try {
      return await this.#parts.source.head(signal);
    } catch (error) {
      if (!WhenceError.is(error, "gitFailed")) throw error;
      problems.push(`The history was not read: ${error.message}`);
      return "unknown";
    }
  }

  async #prepareHistory(head: Head, signal: AbortSignal | undefined): Promise<void> {
    const { meta } = this.#parts.catalog;
    if (head === undefined || head === "unknown" || meta.get("preparedHead") === head.hash) return;
    await this.#parts.prepareHistory?.(signal);
    meta.set("preparedHead", head.hash);
  }

  async #optimize(progress: (progress: IndexProgress) => void): Promise<void> {
    progress({ phase: "optimizing", done: 0 });
    await this.#parts.chunks.optimize();
  }

  /** Every indexed file is now as on disk; those that are as in HEAD too are cited at that commit. */
  async #rememberCommitted(head: string | undefined, signal: AbortSignal | undefined): Promise<void> {
    const { catalog } = this.#parts;
    const committed = await this.#committedAt(head, signal);
    const paths = [...catalog.documents.states(catalog.meta.get("activeModel") ?? "", "files").keys()]
      .map(pathOfUri)
      .filter((path) => path !== undefined);
    const uncommitted = paths.filter((path) => !committed.has(path));
    // In this order a stop in between leaves citations without a commit, never with a wrong one.
    catalog.meta.set("indexedHead", undefined);
    catalog.meta.set("uncommittedPaths", JSON.stringify(uncommitted));
    catalog.meta.set("indexedHead", head);
  }

  /** Without an answer from Git no file is cited at a commit, which is no reason to fail. */
  async #committedAt(
    head: string | undefined,
    signal: AbortSignal | undefined,
  ): Promise<ReadonlySet<string>> {
    if (head === undefined) return new Set();
    try {
      return await this.#parts.source.committed(head, signal);
    } catch (error) {
      if (!WhenceError.is(error) || error.reason === "cancelled") throw error;
      return new Set();
    }
  }

  #report(
    started: number,
    counts: RunCounts & { readonly links: number; readonly linkSeconds: number },
    embedded: VectorCounts,
    stored: { readonly chunks: number },
  ): Omit<IndexReport, "warnings"> {
    const { catalog, storeFolder } = this.#parts;
    const held = catalog.counts();
    return {
      files: held.documents - (held.byKind.commit ?? 0),
      commits: held.commits,
      chunks: stored.chunks,
      symbols: held.symbols,
      skipped: held.skipped,
      ...counts,
      chunksEmbedded: embedded.computed,
      chunksFromCache: embedded.fromCache,
      ...(embedded.problem === undefined ? {} : { vectorProblem: embedded.problem }),
      seconds: Math.round(Date.now() - started) / 1000,
      shallow: catalog.meta.get("shallow") !== undefined,
      store: storeFolder,
    };
  }
}

function changesIn(counts: RunCounts): number {
  return counts.documentsChanged + counts.documentsRemoved;
}

function numbersOf(report: IndexReport): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(report).filter(([, value]) => typeof value === "number"));
}
