import { parentPort, workerData } from "node:worker_threads";
import type { WorkerReply, WorkerRequest } from "./base/workerPool.ts";
import type { HistoryPlace, HistoryWish } from "./ide/historyThread.ts";
import { openStore } from "./stores/openStore.ts";
import { definitionsOf, lookIntoFile, traceSymbol } from "./tracing/symbolTracer.ts";
import { openTracingOf, type Tracing } from "./tracingWiring.ts";

// A thread that finds out which commits are behind definitions and writes them into the graph, one wish after the other.

const { folder, storeFolder } = workerData as HistoryPlace;
let opened: { readonly tracing: Tracing; close(): Promise<void> } | undefined;

parentPort?.on("message", async ({ job, work }: WorkerRequest<HistoryWish>) => {
  parentPort?.postMessage(await reply(job, work));
});

async function reply(job: number, wish: HistoryWish): Promise<WorkerReply<boolean>> {
  try {
    opened ??= open();
    return { job, result: await read(opened.tracing, wish) };
  } catch (error) {
    // An index that was made anew is another file: what is open may be of the old one.
    await opened?.close().catch(() => undefined);
    opened = undefined;
    return { job, failure: String(error) };
  }
}

function open() {
  const store = openStore(storeFolder);
  const tracing = openTracingOf(folder, storeFolder, store.catalog);
  return {
    tracing,
    async close() {
      await tracing.close();
      await store.close();
    },
  };
}

/** False where the definition is no longer indexed, or nothing can be remembered. */
async function read(tracing: Tracing, { path, name, startLine }: HistoryWish): Promise<boolean> {
  if (!tracing.isGraphWritable) return false;
  const now = new Date();
  if (name === undefined) return lookIntoFile(tracing, path, now);
  const found = definitionsOf(path, tracing.catalog).find(
    ({ symbol }) => symbol.qualifiedName === name && symbol.startLine === startLine,
  );
  if (found === undefined) return false;
  await traceSymbol(tracing, found.symbol, now);
  return true;
}
