import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Impact } from "../shared/model/impact.ts";
import { WhenceError } from "./base/errors.ts";
import { sha256 } from "./base/hashes.ts";
import type { CodeOwners } from "./documents/codeOwners.ts";
import { codeOwnersPaths, readCodeOwners } from "./documents/codeOwners.ts";
import { commitGraphIn } from "./sources/git/commitGraph.ts";
import type { Catalog } from "./stores/catalog.ts";
import { documentLines } from "./stores/documentLines.ts";
import { openGraph } from "./stores/openGraph.ts";
import type { SymbolHistoryCache } from "./stores/symbolHistoryCache.ts";
import type { ImpactRequest } from "./tracing/impact/impactReport.ts";
import { impactReport } from "./tracing/impact/impactReport.ts";
import type { IndexedText } from "./tracing/presentRanges.ts";
import { GitSymbolLinker } from "./tracing/symbolLinker.ts";
import type { TracingParts } from "./tracing/symbolTracer.ts";
import { Tracer } from "./tracing/tracer.ts";

// The part of the composition root on the graph and on what finds the commits behind code.

/** What walks from code to the items behind it. */
export interface Tracing extends TracingParts {
  readonly tracer: Tracer;
  /** Whom and what a change touches. */
  impact(request: ImpactRequest): Promise<Impact>;
  /** Sentences for people on what is not as it should be. */
  notices(): readonly string[];
  close(): Promise<void>;
}

/** Opens the graph in `storeFolder` for traces in `folder`. `close` leaves the catalog open, which is the caller's. */
export function openTracingOf(folder: string, storeFolder: string, catalog: Catalog): Tracing {
  const { graph, isGraphWritable } = openGraphIfPossible(storeFolder);
  const linker = symbolLinkerOf(folder, storeFolder, catalog, graph.history);
  const parts: TracingParts = { catalog, graph, linker, isGraphWritable };
  return {
    ...parts,
    tracer: new Tracer(parts),
    impact: (request) => impactReport(parts, codeOwnersOf(folder), request),
    notices: () => (graph.notice === undefined ? [] : [graph.notice]),
    async close() {
      linker.close();
      await graph.close();
    },
  };
}

function symbolLinkerOf(
  folder: string,
  storeFolder: string,
  catalog: Catalog,
  cache: SymbolHistoryCache,
): GitSymbolLinker {
  const objects = () => commitGraphIn(storeFolder);
  const changesOf = (file: string, head: string): string | undefined => {
    if (catalog.meta.get("historyHead") !== head) return undefined;
    return sha256(
      catalog.commits
        .touching([file], Number.MAX_SAFE_INTEGER)
        .map(({ hash }) => hash)
        .join(" "),
    );
  };
  const indexed = (file: string): IndexedText | undefined => {
    const document = catalog.documents.byPath(file);
    if (document === undefined) return undefined;
    const { contentHash, uri } = document;
    return { isOf: (hash) => contentHash.endsWith(hash), text: () => documentLines(uri, catalog).join("\n") };
  };
  return new GitSymbolLinker({ folder, cache, objects, changesOf, indexed });
}

/** The rules of CODEOWNERS, where the folder has such a file at one of its usual places. */
function codeOwnersOf(folder: string): CodeOwners | undefined {
  const file = codeOwnersPaths.map((each) => path.join(folder, each)).find((each) => existsSync(each));
  return file === undefined ? undefined : readCodeOwners(readFileSync(file, "utf8"));
}

/** What is found out is remembered in the graph; where it can only be read, it is found out again each time. */
function openGraphIfPossible(storeFolder: string) {
  try {
    return { graph: openGraph(storeFolder, "write"), isGraphWritable: true };
  } catch (error) {
    if (!WhenceError.is(error, "noAccess") && !WhenceError.is(error, "diskFull")) throw error;
    return { graph: openGraph(storeFolder, "read"), isGraphWritable: false };
  }
}
