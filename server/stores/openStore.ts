import { chmodSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { Catalog } from "./catalog.ts";
import type { ChunkStore } from "./chunkStore.ts";
import { LanceChunkStore } from "./lance/lanceChunkStore.ts";
import { isTableThere } from "./lance/tableFolder.ts";
import { SqliteCatalog } from "./sqlite/sqliteCatalog.ts";
import { corruptStore, storeError } from "./storeErrors.ts";
import { StoreWriter } from "./storeWriter.ts";
import { WriterLock } from "./writerLock.ts";

/** The two halves of a store. */
export interface OpenedStore {
  readonly catalog: Catalog;
  readonly chunks: ChunkStore;
  close(): Promise<void>;
}

/** A store that this process alone may change. */
export interface WritableStore extends OpenedStore {
  readonly writer: StoreWriter;
}

/** Opens the store in the folder `place` for reading, also while another process writes. Throws as `SqliteCatalog`. */
export function openStore(place: string): OpenedStore {
  const catalog = new SqliteCatalog(place, "read");
  assertWhole(place, catalog);
  const chunks = new LanceChunkStore(place, catalog.chunks, "read");
  return {
    catalog,
    chunks,
    async close() {
      await chunks.close();
      catalog.close();
    },
  };
}

/**
 * Opens or makes the store in the folder `place` for this process to write, and undoes what a killed writer left half
 * done. With `rebuild` it is made anew, from nothing but the embeddings. Throws `locked` where another process writes,
 * else as `SqliteCatalog`.
 */
export async function openStoreForWriting(
  place: string,
  options: { readonly rebuild?: boolean } = {},
): Promise<WritableStore> {
  makeStoreFolder(place);
  const lock = WriterLock.acquire(place);
  try {
    // Without its catalog, LanceDB's half of a store is rows that nobody knows: they would be there twice.
    if (options.rebuild === true || !hasContent(path.join(place, "catalog.sqlite"))) removeIndex(place);
    const catalog = new SqliteCatalog(place, "write");
    assertWhole(place, catalog);
    const chunks = new LanceChunkStore(place, catalog.chunks, "write");
    const writer = new StoreWriter(catalog, chunks, () => lock.assertHeld());
    const close = async () => {
      await chunks.close();
      catalog.close();
      lock.release();
    };
    await writer.recover().catch(async (error: unknown) => {
      await close();
      throw error;
    });
    return { catalog, chunks, writer, close };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Throws `storeCorrupt` where LanceDB's half was removed or lost its manifests. Closes the catalog then. */
function assertWhole(place: string, catalog: SqliteCatalog): void {
  if (isTableThere(place, "chunks") || catalog.chunks.count() === 0) return;
  catalog.close();
  throw corruptStore(place, new Error("There is no table in lance/chunks.lance."));
}

function hasContent(file: string): boolean {
  return (statSync(file, { throwIfNoEntry: false })?.size ?? 0) > 0;
}

/**
 * Not the embeddings, which cost most to make, nor the lock, which is held; and nothing that is not ours, because a user
 * may have named any folder.
 */
function removeIndex(place: string): void {
  for (const name of readdirSync(place)) {
    if (!/^(?:lance$|catalog\.sqlite)/.test(name)) continue;
    rmSync(path.join(place, name), { recursive: true, force: true });
  }
}

/** Makes the folder of a store, closed to others, and sees to it that what LanceDB creates in there is closed too. Throws `noAccess` or `diskFull`. */
export function makeStoreFolder(place: string): void {
  try {
    const isNew = mkdirSync(place, { recursive: true, mode: 0o700 }) !== undefined;
    // A store inside the indexed folder is no part of what is indexed, nor of what is committed.
    if (isNew) writeFileSync(path.join(place, ".gitignore"), "*\n", { flag: "wx", mode: 0o600 });
    chmodSync(place, 0o700);
  } catch (error) {
    throw storeError(error, place);
  }
  process.umask(0o077);
}
