import { cancelledError, WhenceError } from "../base/errors.ts";
import type { CachedEmbedder } from "../embedding/cachedEmbedder.ts";
import { embeddingText } from "../model/chunk.ts";
import type { Catalog } from "../stores/catalog.ts";
import type { StoreWriter, VectorBatch } from "../stores/storeWriter.ts";
import { boundEmbeddings } from "./embeddingUpkeep.ts";

const documentsPerBatch = 400;

/** How many vectors were made, and how many were known. */
export interface VectorCounts {
  readonly computed: number;
  readonly fromCache: number;
  /** Why a server did not make the rest; what it made is kept. */
  readonly problem?: string;
}

/**
 * Gives every chunk its vector of the embedder's model. While another model is active its vectors stay in use; the new
 * ones are built beside them and become active when complete.
 */
export class VectorBuilder {
  readonly #catalog: Catalog;
  readonly #writer: StoreWriter;
  readonly #embedder: CachedEmbedder;

  constructor(catalog: Catalog, writer: StoreWriter, embedder: CachedEmbedder) {
    this.#catalog = catalog;
    this.#writer = writer;
    this.#embedder = embedder;
  }

  /**
   * Reports documents done and in all; resumes where an earlier run stopped. What a server refuses or fails to do is no
   * reason to fail: words are searched, and the vectors in use stay in use.
   */
  async build(report: (done: number, total: number) => void, signal?: AbortSignal): Promise<VectorCounts> {
    const before = { ...this.#embedder.counts };
    const problem = await this.#buildAll(report, signal).catch(serverProblem);
    // What comes next, the index over all vectors, takes most memory of a run.
    await this.#embedder.rest();
    const { computed, cached } = this.#embedder.counts;
    const counts = { computed: computed - before.computed, fromCache: cached - before.cached };
    return problem === undefined ? counts : { ...counts, problem };
  }

  async #buildAll(report: (done: number, total: number) => void, signal?: AbortSignal): Promise<undefined> {
    const { documents, meta } = this.#catalog;
    const { modelId } = this.#embedder;
    if (meta.get("activeModel") !== modelId) meta.set("buildingModel", modelId);
    // All of them at once: asking for some again and again would go through all that are done each time.
    const uris = documents.withoutVectors(modelId, Number.MAX_SAFE_INTEGER);
    let saving: Promise<void> = Promise.resolve();
    try {
      for (let done = 0; done < uris.length; done += documentsPerBatch) {
        if (signal?.aborted === true) throw cancelledError();
        report(done, uris.length);
        const next = uris.slice(done, done + documentsPerBatch);
        const onPart = (part: number) => report(done + Math.floor(part * next.length), uris.length);
        const batch = await this.#embedDocuments(next, onPart, signal);
        await saving;
        // Written while the next ones are embedded; a failure is reported by whoever awaits it.
        saving = this.#writer.saveVectors(modelId, batch);
        saving.catch(() => undefined);
      }
    } finally {
      await saving;
    }
    report(uris.length, uris.length);
    // Another model that was being built when the user came back to this one is given up.
    const isAlone = meta.get("activeModel") === modelId && meta.get("buildingModel") === undefined;
    if (!isAlone) await this.#writer.activateModel(modelId);
    boundEmbeddings(this.#catalog, modelId);
  }

  /** A server may take minutes for one batch, so `report` hears which part of it is done, from 0 to 1. */
  async #embedDocuments(
    uris: readonly string[],
    report: (part: number) => void,
    signal: AbortSignal | undefined,
  ): Promise<VectorBatch> {
    const chunks = this.#catalog.chunks.ofDocuments(uris);
    const items = chunks.map((chunk) => ({ hash: chunk.contentHash, text: embeddingText(chunk) }));
    const vectors = await this.#embedder.embedChunks(items, signal, (kept) => report(kept / items.length));
    const rows = chunks.flatMap((chunk, at) => {
      const vector = vectors[at];
      return vector === undefined ? [] : [{ chunk, vector }];
    });
    return { uris, rows };
  }
}

/**
 * What a server says is for people to hear, and so is a setting (`badInput`) that keeps us from reaching it; anything
 * else is a failure of the run.
 */
function serverProblem(error: unknown): string {
  const isServers = ["badInput", "notAllowed", "unreachable", "serviceFailed"];
  if (WhenceError.is(error) && isServers.includes(error.reason)) return error.message;
  throw error;
}
