import { createCodeParser } from "./chunking/parsing/codeParser.ts";
import { FolderIde } from "./ide/folderIde.ts";
import { HistoryThread, type HistoryThreadOptions } from "./ide/historyThread.ts";
import type { Ide } from "./ide/ide.ts";
import type { Catalog } from "./stores/catalog.ts";
import { openGraph } from "./stores/openGraph.ts";
import { openStore } from "./stores/openStore.ts";

// The part of the composition root on what an editor shows beside a text.

/** What an editor shows of one folder, over connections of its own that only read. */
export interface OpenedIde {
  readonly ide: Ide;
  readonly catalog: Catalog;
  readonly graph: ReturnType<typeof openGraph>;
  close(): Promise<void>;
}

/** Opens the index in `storeFolder` for an editor; histories are read by a thread. Throws `notFound` where there is no index yet. */
export function openIdeOf(
  folder: string,
  storeFolder: string,
  options: HistoryThreadOptions = {},
): OpenedIde {
  const store = openStore(storeFolder);
  const { catalog } = store;
  // A connection of its own, so that its version changes with whatever others write.
  const graph = openGraph(storeFolder, "read");
  const history = new HistoryThread({ folder, storeFolder }, options);
  return {
    ide: new FolderIde({ catalog, graph, history, parser: createCodeParser() }),
    catalog,
    graph,
    async close() {
      await history.close();
      await graph.close();
      await store.close();
    },
  };
}
