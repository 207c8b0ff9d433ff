import { appendFileSync } from "node:fs";
import { readSettings } from "../../../server/cli/settingsFromEnvironment.ts";
import { createBuiltinEmbedder } from "../../../server/embedding/builtinEmbedder.ts";
import type { Embedder, EmbeddingCache } from "../../../server/model/embedding.ts";
import { Folder } from "../../../server/sources/folder.ts";
import { LanceChunkStore } from "../../../server/stores/lance/lanceChunkStore.ts";
import { Database } from "../../../server/stores/sqlite/database.ts";
import { SqliteEmbeddingsTable } from "../../../server/stores/sqlite/embeddingsTable.ts";
import { StoreWriter } from "../../../server/stores/storeWriter.ts";
import { openIndexing } from "../../../server/wiring.ts";
import { markMethods, markStreams, PhaseMarks } from "../phaseMarks.ts";
import type { ChildOrder } from "../phases.ts";

// A real indexing process: the real wiring, the real stores, the real embedder. What it does is marked step by step,
// and where the order says so it is killed in the middle of one.
const order = JSON.parse(process.argv[2] ?? "") as ChildOrder;
const marks = new PhaseMarks(order.marksFile);
markStreams(marks, "reading", Folder, ["read", "commits"]);
markMethods(marks, "sqliteCommit", Database, ["transaction"]);
markMethods(marks, "lanceWrite", LanceChunkStore, [
  "addDocuments",
  "putDocuments",
  "sweepDocuments",
  "addVectors",
  "replaceVectors",
]);
markMethods(marks, "optimise", LanceChunkStore, ["optimize"]);
if (order.isSwap) {
  markMethods(marks, "swapBeside", StoreWriter, ["saveVectors"]);
  markMethods(marks, "swapActivate", StoreWriter, ["activateModel"]);
}
reportTwice(order.twiceFile);
if (order.kill !== undefined) marks.killAt(order.kill);

const place = { folder: order.folder, store: order.store, settings: readSettings({}) };
const session = await openIndexing(place, { embedder: marked(await createBuiltinEmbedder({ workers: 1 })) });
const report = await session.indexer.run().finally(session.close);
process.stdout.write(`${JSON.stringify(report)}\n`);
process.exit(0);

/** The embedder that ships, under one of two names. */
function marked(embedder: Embedder): Embedder {
  return {
    modelId: order.model === "first" ? embedder.modelId : `${embedder.modelId}+second`,
    dimensions: embedder.dimensions,
    async embed(texts, signal) {
      marks.enter("embedding");
      return embedder.embed(texts, signal).finally(() => marks.leave("embedding"));
    },
    close: () => embedder.close(),
  };
}

/** What is put into the cache was just computed, so nothing of it may have been there. */
function reportTwice(file: string): void {
  const table: EmbeddingCache = SqliteEmbeddingsTable.prototype;
  const put = table.put;
  table.put = function reporting(this: EmbeddingCache, modelId, rows) {
    const hashes = rows.map((row) => row.hash);
    const known = this.get(modelId, hashes);
    if (known.size > 0 || new Set(hashes).size < hashes.length)
      appendFileSync(file, `${modelId} ${known.size}\n`);
    put.call(this, modelId, rows);
  };
}
