import { cancelledError } from "../base/errors.ts";
import { fileUri, pathOfUri } from "../model/documentUri.ts";
import type { ChunkStore, StoredRows } from "../stores/chunkStore.ts";
import type { StoreWriter } from "../stores/storeWriter.ts";
import type { AuditFinding, AuditOptions, AuditResult } from "./auditFinding.ts";
import type { DocumentPieces, VectorPieces } from "./auditPieces.ts";
import { auditPieces } from "./auditPieces.ts";
import { sampleOf } from "./auditSample.ts";
import type { AuditedSources, ComparisonWatch } from "./auditSources.ts";
import { auditFiles, auditHistory } from "./auditSources.ts";
import type { Indexer } from "./indexer.ts";

/** What an auditor works with. */
export interface AuditorParts extends AuditedSources {
  readonly chunks: ChunkStore;
}

/** Who may change the store. */
export interface AuditRepairers {
  readonly writer: StoreWriter;
  readonly indexer: Pick<Indexer, "run">;
}

/** Rows of the chunk store by table and document. */
interface RowsByDocument {
  readonly texts: ReadonlyMap<string, readonly string[]>;
  readonly vectors: ReadonlyMap<string, readonly string[]>;
  readonly dimensions: number | undefined;
}

/** Compares an index with the folder and its history, and its pieces with each other. */
export class Auditor {
  readonly #parts: AuditorParts;

  constructor(parts: AuditorParts) {
    this.#parts = parts;
  }

  /** Looks at a sample, or at all; changes nothing. */
  async audit(options: AuditOptions): Promise<AuditResult> {
    const { catalog, source } = this.#parts;
    options.onProgress?.({ phase: "listing", done: 0 });
    const listing = await source.list(options.signal);
    const rows = await this.#rows();
    const everywhere = new Set([
      ...catalog.documents.states("").keys(),
      ...listing.entries.map((entry) => fileUri(entry.path)),
      ...rows.texts.keys(),
      ...rows.vectors.keys(),
    ]);
    // What another process is writing at this moment is whole in neither store.
    for (const uri of catalog.documents.intended()) everywhere.delete(uri);
    const population = [...everywhere].toSorted();
    const isAll = options.sampleSize === undefined;
    const uris = isAll ? population : sampleOf(population, options.sampleSize, options.seed);
    const chosen = new Set(uris);
    const watch = this.#watch(uris, isAll, options);
    const findings = [
      ...this.#dimensionFindings(rows),
      ...(await this.#pieceFindings(uris, rows, watch)),
      ...(await auditFiles(this.#parts, listing, chosen, watch)),
      ...(await auditHistory(this.#parts, chosen, isAll, watch)),
    ];
    return { seed: options.seed, checked: uris.length, population: population.length, findings };
  }

  /**
   * Takes what was found out of the store and makes it again, by a run like any other. Returns what is still wrong.
   * Throws as `Indexer.run`.
   */
  async repair(
    { findings, seed }: AuditResult,
    { writer, indexer }: AuditRepairers,
    options: AuditOptions,
  ): Promise<readonly AuditFinding[]> {
    const { meta } = this.#parts.catalog;
    const active = meta.get("activeModel");
    if (active !== undefined && findings.some((finding) => finding.kind === "dimensions")) {
      await writer.discardVectors(active);
    }
    const uris = [...new Set(findings.map((finding) => finding.uri))];
    // Commits are read again only where the history seems to have moved.
    if (uris.some((uri) => pathOfUri(uri) === undefined)) meta.set("historyHead", undefined);
    await writer.discardDocuments(uris.filter((uri) => uri !== "history" && !uri.startsWith("model:")));
    const { signal, onProgress } = options;
    await indexer.run({ ...(signal && { signal }), ...(onProgress && { onProgress }) });
    const again = await this.audit({ ...options, seed });
    return again.findings;
  }

  /** Each document is compared with its rows, files with the folder too, and with all of them so are commits. */
  #watch(uris: readonly string[], isAll: boolean, { signal, onProgress }: AuditOptions): ComparisonWatch {
    const files = uris.filter((uri) => pathOfUri(uri) !== undefined).length;
    const total = uris.length + (isAll ? uris.length : files);
    let done = 0;
    const onCompared = () => {
      done = Math.min(total, done + 1);
      onProgress?.({ phase: "comparing", done, total });
    };
    return { signal, onCompared };
  }

  #dimensionFindings({ dimensions: found }: RowsByDocument): readonly AuditFinding[] {
    const { embeddings, meta } = this.#parts.catalog;
    const active = meta.get("activeModel") ?? "";
    const expected = embeddings.dimensions(active);
    if (found === undefined || expected === undefined || found === expected) return [];
    const uri = `model:${active}`;
    return [{ kind: "dimensions", uri, sentence: `has vectors of ${found} numbers instead of ${expected}` }];
  }

  async #pieceFindings(
    uris: readonly string[],
    rows: RowsByDocument,
    { signal, onCompared }: ComparisonWatch,
  ): Promise<readonly AuditFinding[]> {
    const { catalog, chunks } = this.#parts;
    const active = catalog.meta.get("activeModel") ?? "";
    const states = catalog.documents.states(active);
    const findings: AuditFinding[] = [];
    for (let at = 0; at < uris.length; at += documentsAtOnce) {
      if (signal?.aborted === true) throw cancelledError();
      const some = uris.slice(at, at + documentsAtOnce);
      const stored = await chunks.vectorsOf(active, some);
      for (const uri of some) {
        const held = catalog.chunks.ofDocuments([uri]);
        const ids = rows.vectors.get(uri) ?? [];
        const state = states.get(uri);
        const vectors: VectorPieces | undefined =
          state?.vectorsDone === false
            ? undefined
            : {
                ids,
                stored,
                computed: catalog.embeddings.get(
                  active,
                  held.map((chunk) => chunk.contentHash),
                ),
              };
        const pieces: DocumentPieces = {
          uri,
          isIndexed: state !== undefined,
          chunks: held,
          textIds: rows.texts.get(uri) ?? [],
          vectors: active === "" ? undefined : vectors,
        };
        findings.push(...auditPieces(pieces));
        onCompared();
      }
    }
    return findings;
  }

  async #rows(): Promise<RowsByDocument> {
    const tables = await this.#parts.chunks.storedRows();
    const active = this.#parts.catalog.meta.get("activeModel");
    const vectors = tables.find((table) => table.modelId !== undefined && table.modelId === active);
    return {
      texts: byDocument(tables.find((table) => table.modelId === undefined)),
      vectors: byDocument(vectors),
      dimensions: vectors?.dimensions,
    };
  }
}

const documentsAtOnce = 200;

function byDocument(table: StoredRows | undefined): ReadonlyMap<string, readonly string[]> {
  const groups = Map.groupBy(table?.rows ?? [], (row) => row.uri);
  return new Map([...groups].map(([uri, rows]) => [uri, rows.map((row) => row.id)]));
}
