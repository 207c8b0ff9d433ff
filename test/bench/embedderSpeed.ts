import { createBuiltinEmbedder } from "../../server/embedding/builtinEmbedder.ts";
import { embeddingText } from "../../server/model/chunk.ts";
import { openStore } from "../../server/stores/openStore.ts";
import type { Measurement } from "./measurement.ts";

/** The built-in embedder in one thread, on passages of the repository. */
export const embedderSpeed: Measurement = {
  name: "embedder",
  async measure({ store }) {
    const texts = await passages(store, 10_000);
    const embedder = await createBuiltinEmbedder({ workers: 0 });
    await embedder.embed(texts.slice(0, 1_000));
    const started = process.cpuUsage();
    await embedder.embed(texts);
    const used = process.cpuUsage(started);
    await embedder.close();
    return [
      {
        what: "Built-in embedder, per core",
        measured: texts.length / ((used.user + used.system) / 1e6),
        unit: "per s",
        reach: { atLeast: 3_000 },
        note: `${texts.length.toLocaleString("en")} passages in one thread, by processor time`,
      },
    ];
  },
};

/** Texts as they are embedded, from documents spread over the whole index. */
async function passages(store: string, atMost: number): Promise<readonly string[]> {
  const { catalog, close } = openStore(store);
  const uris = [...catalog.documents.states("").keys()];
  const texts: string[] = [];
  for (let at = 0; at < uris.length && texts.length < atMost; at += 3) {
    texts.push(...catalog.chunks.ofDocuments(uris.slice(at, at + 1)).map(embeddingText));
  }
  await close();
  return texts.slice(0, atMost);
}
