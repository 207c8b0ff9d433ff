import { cancelledError, WhenceError } from "../base/errors.ts";
import { commitUri, fileUri, pathOfUri } from "../model/documentUri.ts";
import type { PipelineConfig } from "../model/pipelineConfig.ts";
import type { RawCommit } from "../model/rawItem.ts";
import type { DocumentState, StoredSkip } from "../model/storedState.ts";
import { formatUnreadParts, type UnreadParts } from "../model/unreadParts.ts";
import type { Catalog } from "../stores/catalog.ts";
import type { ChunkStore } from "../stores/chunkStore.ts";
import type { StoreWriter } from "../stores/storeWriter.ts";
import type { ChangePlan } from "./changePlan.ts";
import { planChanges } from "./changePlan.ts";
import { historyMark, isCurrentMark, marksContent } from "./documentMark.ts";
import { DocumentPipeline } from "./documentPipeline.ts";
import type { DocumentProcessor } from "./documentProcessor.ts";
import type { FolderLinker } from "./folderLinker.ts";
import type { FolderSource } from "./folderSource.ts";
import type { IndexProgress, IndexReport } from "./indexProgress.ts";
import { partKnownSkips, storedSkip } from "./knownSkips.ts";
import type { VectorBuilder, VectorCounts } from "./vectorBuilder.ts";

/** Time stamps of some file systems are this coarse. */
const stampResolutionMs = 2_000;

/** What an indexer works with. */
export interface IndexerParts {
  readonly source: FolderSource;
  readonly catalog: Catalog;
  readonly chunks: ChunkStore;
  readonly writer: StoreWriter;
  /** Absent where nothing is embedded: the vectors of earlier runs are kept then. */
  readonly vectors?: Pick<VectorBuilder, "build"> | undefined;
  readonly config: PipelineConfig;
  readonly processor: DocumentProcessor;
  readonly linker: FolderLinker;
  readonly storeFolder: string;
}

/** How a run is watched and stopped. */
export interface IndexOptions {
  readonly onProgress?: (progress: IndexProgress) => void;
  readonly signal?: AbortSignal;
  /** Asked before vectors are made, when words can be searched: a sentence says why none may be made now. */
  readonly refuseVectors?: () => Promise<string | undefined>;
}

/** `unknown` where Git does not answer, so that nobody can say which commits there are. */
type Head = Awaited<ReturnType<FolderSource["head"]>> | "unknown";

/** Counts that grow while a run goes on. */
interface RunCounts {
  filesRead: number;
  documentsChanged: number;
  documentsRemoved: number;
}

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
    this.#tellUnread({
      files: listing.entries.length,
      ...(typeof head === "object" && { commits: "unknown" }),
    });
    this.#parts.linker.begin();
    await this.#updateFiles(listing, started, counts, options);
    catalog.meta.set("indexedFolder", folder);
    this.#tellUnread(typeof head === "object" ? { commits: "unknown" } : {});
    // Searches of other processes wait for nothing else: without an index they go through every row.
    if (changesIn(counts) > 0) await this.#optimize(progress);
    const changedFiles = changesIn(counts);
    const historyProblems =
      head === "unknown" ? problems : await this.#updateHistoryIfReadable(head, counts, options);
    this.#tellUnread({});
    await this.#parts.processor.rest();
    if (changesIn(counts) > changedFiles) await this.#optimize(progress);
    progress({ phase: "linking", done: 0 });
    const linkStarted = performance.now();
    const links = await this.#parts.linker.link(changesIn(counts) > 0, new Date(started), signal);
    const linkSeconds = Math.round(performance.now() - linkStarted) / 1000;
    const embedded = await this.#embed(options);
    // Also where nothing changed: a run before may have been killed in its upkeep, and a look costs a few milliseconds.
    await this.#optimize(progress);
    await this.#rememberCommitted(head === "unknown" ? undefined : head?.hash, signal);
    const figures = this.#report(started, { ...counts, links, linkSeconds }, embedded, await chunks.counts());
    return { ...figures, warnings: [...warnings, ...historyProblems, ...catalog.notices()] };
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

  async #updateFiles(
    { entries, skipped, absent }: Awaited<ReturnType<FolderSource["list"]>>,
    started: number,
    counts: RunCounts,
    options: IndexOptions,
  ): Promise<void> {
    const { catalog, writer } = this.#parts;
    const states = this.#states("files");
    const trustedBeforeMs = this.#trustedBeforeMs(started);
    const { known, others } = partKnownSkips(entries, catalog.skipped.stamped(), trustedBeforeMs);
    const plan = planChanges(others, states, trustedBeforeMs, this.#parts.config, absent);
    // From here on the stored text may be newer than the indexed commit: citations must not name that commit for it.
    catalog.meta.set("uncommittedPaths", JSON.stringify(this.#unsurePaths(plan)));
    await writer.removeDocuments(plan.removedUris);
    counts.documentsRemoved += plan.removedUris.length;
    const skippedWhenRead = await this.#readFiles(plan, states, counts, options);
    catalog.skipped.replaceAll([...skipped, ...known, ...skippedWhenRead]);
  }

  async #readFiles(
    plan: ChangePlan,
    states: ReadonlyMap<string, DocumentState>,
    counts: RunCounts,
    options: IndexOptions,
  ): Promise<readonly StoredSkip[]> {
    const { catalog, config, processor, source, writer } = this.#parts;
    const target = new DocumentPipeline(processor, writer, options.signal);
    const skipped: StoredSkip[] = [];
    const touched: { uri: string; modifiedMs: number; sizeBytes: number }[] = [];
    const gone: string[] = [];
    const total = plan.toRead.length;
    try {
      for await (const reading of source.read(plan.toRead)) {
        if (options.signal?.aborted === true) throw cancelledError();
        const entry = plan.toRead[counts.filesRead];
        counts.filesRead += 1;
        options.onProgress?.({ phase: "reading", done: counts.filesRead, total });
        if (entry === undefined) continue;
        if (!reading.ok) {
          skipped.push(storedSkip(reading.skipped, entry));
          if (states.has(fileUri(entry.path))) gone.push(fileUri(entry.path));
          continue;
        }
        const { file } = reading;
        if (marksContent(states.get(file.uri)?.contentHash, file.contentHash, config)) {
          touched.push({ uri: file.uri, modifiedMs: file.modifiedMs, sizeBytes: entry.sizeBytes });
          continue;
        }
        counts.documentsChanged += 1;
        await target.add(file, entry.sizeBytes);
      }
    } finally {
      // Also what was read before a failure; nothing may be written once the store is closed.
      await target.flush();
    }
    await writer.removeDocuments(gone);
    counts.documentsRemoved += gone.length;
    catalog.documents.touch(touched);
    return skipped;
  }

  async #updateHistory(
    head: Exclude<Head, "unknown">,
    counts: RunCounts,
    options: IndexOptions,
  ): Promise<void> {
    const { catalog, config, source, writer } = this.#parts;
    const { meta } = catalog;
    const isSamePipeline = meta.get("pipeline") === historyMark(config);
    const historyHead = meta.get("historyHead");
    const shallow = head === undefined || head.boundary.length === 0 ? undefined : head.boundary.join(" ");
    const shallowBefore = meta.get("shallow");
    const isContinued = isSamePipeline && shallow === shallowBefore;
    if (head?.hash === historyHead && isContinued) return;
    // A run that is stopped from here on leaves the commits of neither HEAD: the next one has to compare them all.
    meta.set("historyHead", undefined);
    const known = catalog.commits.hashes();
    let damage: WhenceError | undefined;
    // Of a damaged history as much is read as Git gives; the failure is told when that is stored.
    const unlessDamaged = <Answer>(answer: Promise<Answer>, otherwise: Answer): Promise<Answer> =>
      answer.catch((error) => {
        if (!WhenceError.is(error, "gitFailed")) throw error;
        damage = error;
        return otherwise;
      });
    const gone = new Set(
      head === undefined
        ? known
        : await unlessDamaged(source.unreachable(known, head.hash, options.signal), []),
    );
    // Where a clone was cut off, commits seemed to add every file; cut elsewhere, they are read anew.
    if (shallow !== shallowBefore) {
      for (const hash of `${shallow} ${shallowBefore}`.split(" ")) if (known.has(hash)) gone.add(hash);
    }
    await writer.removeDocuments([...gone].map(commitUri));
    counts.documentsRemoved += gone.size;
    if (head !== undefined) {
      const since = isContinued ? historyHead : undefined;
      const total = await unlessDamaged<number | undefined>(
        source.countCommits(head.hash, since, options.signal),
        undefined,
      );
      if (total !== undefined) this.#tellUnread({ commits: total });
      await this.#readCommits(source.commits(head.hash, since, options.signal), total, counts, options);
    }
    if (damage !== undefined) throw damage;
    meta.set("historyHead", head?.hash);
    meta.set("shallow", shallow);
    meta.set("pipeline", historyMark(config));
  }

  /** A history that Git cannot read to its end is no reason to go without the files. */
  async #updateHistoryIfReadable(
    head: Exclude<Head, "unknown">,
    counts: RunCounts,
    options: IndexOptions,
  ): Promise<readonly string[]> {
    try {
      await this.#updateHistory(head, counts, options);
      return [];
    } catch (error) {
      if (!WhenceError.is(error, "gitFailed")) throw error;
      return [`The history is incomplete and is tried again with the next run: ${error.message}`];
    }
  }

  async #readCommits(
    commits: AsyncIterable<RawCommit>,
    total: number | undefined,
    counts: RunCounts,
    options: IndexOptions,
  ): Promise<void> {
    const { config, processor, writer } = this.#parts;
    const target = new DocumentPipeline(processor, writer, options.signal);
    const states = this.#states("commits");
    let done = 0;
    try {
      for await (const commit of commits) {
        if (options.signal?.aborted === true) break;
        done += 1;
        options.onProgress?.({ phase: "history", done, ...(total === undefined ? {} : { total }) });
        if (isCurrentMark(states.get(commit.uri)?.contentHash, config)) continue;
        counts.documentsChanged += 1;
        await target.add(commit, 0);
      }
    } finally {
      // Git's stream ends with an error when it is stopped; nothing may be written once the store is closed.
      await target.flush();
    }
    if (options.signal?.aborted === true) throw cancelledError();
  }

  #tellUnread(parts: UnreadParts): void {
    this.#parts.catalog.meta.set("unread", formatUnreadParts(parts));
  }

  async #optimize(progress: (progress: IndexProgress) => void): Promise<void> {
    progress({ phase: "optimizing", done: 0 });
    await this.#parts.chunks.optimize();
  }

  #states(only: "files" | "commits"): ReadonlyMap<string, DocumentState> {
    const { documents, meta } = this.#parts.catalog;
    return documents.states(meta.get("activeModel") ?? "", only);
  }

  #trustedBeforeMs(started: number): number {
    const { meta, runs } = this.#parts.catalog;
    // A copy of another folder may have other files with the same names, sizes and time stamps.
    if (meta.get("indexedFolder") === undefined) return Number.NEGATIVE_INFINITY;
    const last = runs.recent(50).find((run) => run.outcome === "done");
    return last === undefined ? started : Date.parse(last.startedAt) - stampResolutionMs;
  }

  #unsurePaths(plan: ChangePlan): readonly string[] {
    const before = JSON.parse(this.#parts.catalog.meta.get("uncommittedPaths") ?? "[]") as readonly string[];
    return [...new Set([...before, ...plan.toRead.map((entry) => entry.path)])];
  }

  /** Every indexed file is now as on disk; those that are as in HEAD too are cited at that commit. */
  async #rememberCommitted(head: string | undefined, signal: AbortSignal | undefined): Promise<void> {
    const { catalog } = this.#parts;
    const committed = await this.#committedAt(head, signal);
    const paths = [...this.#states("files").keys()].map(pathOfUri).filter((path) => path !== undefined);
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
