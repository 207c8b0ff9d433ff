import type { WritableStore } from "../../../server/stores/openStore.ts";
import { batchOf, type MadeDocument, makeDocument, unitVector } from "./storeFixture.ts";

/** Model of the vectors which `saveMissing` writes. */
export const piecesModel = "test/pieces";

/** Forty files of three chunks; with each version every other file changes, and one of eight files is gone. */
export function pieces(version: number): readonly MadeDocument[] {
  return Array.from({ length: 40 }, (_, place) => place)
    .filter((place) => version === 1 || place % 8 !== 3)
    .map((place) => {
      const edition = place % 2 === 0 ? version : 1;
      const texts = [0, 1, 2].map((part) => `file${place} part${part} edition${part === 2 ? 1 : edition}`);
      return makeDocument(`src/file${place}.ts`, texts);
    });
}

/** What an indexer does: removes what is gone, writes what differs from the catalog, then the vectors that lack. */
export async function saveMissing(
  store: WritableStore,
  wanted: readonly MadeDocument[],
  say: (step: string) => void,
): Promise<void> {
  const states = store.catalog.documents.states(piecesModel);
  const gone = new Set(states.keys());
  for (const { record } of wanted) gone.delete(record.document.uri);
  say("remove");
  await store.writer.removeDocuments([...gone]);
  const changed = wanted.filter(
    ({ record }) => states.get(record.document.uri)?.contentHash !== record.document.contentHash,
  );
  for (let at = 0; at < changed.length; at += 4) {
    say(`documents ${at}`);
    await store.writer.saveDocuments(batchOf(...changed.slice(at, at + 4)));
  }
  for (;;) {
    const uris = store.catalog.documents.withoutVectors(piecesModel, 6);
    if (uris.length === 0) break;
    say("vectors");
    const chunks = await store.chunks.chunksOfDocuments(uris);
    const rows = chunks.map((chunk) => ({ chunk, vector: vectorOf(chunk.text) }));
    await store.writer.saveVectors(piecesModel, { uris, rows });
  }
  say("optimize");
  await store.chunks.optimize();
  await store.writer.activateModel(piecesModel);
}

/** A direction which is a text's own. */
export function vectorOf(text: string): Float32Array {
  const values = Array.from({ length: 16 }, (_, place) => Math.sin(place + 1));
  for (let at = 0; at < text.length; at++)
    values[at % 16] = (values[at % 16] ?? 0) + text.charCodeAt(at) * Math.cos(at);
  return unitVector(values);
}
