import type { CodeReference } from "../shared/protocol/requests.ts";
import { addedFileHandlers } from "./addedFilesWiring.ts";
import { WhenceError } from "./base/errors.ts";
import { chatHandlers } from "./chatWiring.ts";
import { forgetOldConversations } from "./conversationsWiring.ts";
import { isAgreedToSend } from "./embedderWiring.ts";
import type { IndexReport } from "./indexing/indexProgress.ts";
import type { IndexOptions } from "./indexing/indexRun.ts";
import { UrgentPaths } from "./indexing/urgentPaths.ts";
import { decideInFolder, inferInFolder } from "./linkWiring.ts";
import { fileUri } from "./model/documentUri.ts";
import type { Place } from "./model/place.ts";
import { Readings } from "./readings.ts";
import { toSearchResults } from "./retrieval/searchResults.ts";
import type { IndexNews, IndexWish, TaskHandlers } from "./session/tasks.ts";
import type { Catalog } from "./stores/catalog.ts";
import { teamTaskHandlers } from "./teamTaskWiring.ts";
import { coverageReport } from "./tracing/coverage/coverageReport.ts";
import { decisionSentence } from "./tracing/decisionSentence.ts";
import { judgePathIn, openIndexing } from "./wiring.ts";

// The part of the composition root on the work that is done beside the language server, in a process of its own.

/** The work, and what ends it. */
export interface BackgroundTasks {
  readonly handlers: TaskHandlers;
  close(): Promise<void>;
}

/** So many lines of an item are listed in an editor's tree before the rest is counted. */
const listedMost = 200;

/** What a background process can do. What it opened for reading stays open until `close`. */
export function createBackgroundTasks(): BackgroundTasks {
  const readings = new Readings();
  /** By folder, what whoever indexes it shall read first. */
  const running = new Map<string, UrgentPaths>();
  const handlers: TaskHandlers = {
    index: (place, wish, { signal, tell }) => index(place, wish, { signal, tell, running }),
    async readFirst(place, { paths }) {
      running.get(place.folder)?.add(paths);
      return null;
    },
    infer: async (place, _, { signal }) => {
      const { links } = await inferInFolder(place, new Date(), signal);
      return { links: links.length };
    },
    search: (place, { query, limit }, { signal }) =>
      readings.use(place, async ({ retriever }) => {
        const request = { question: query, filter: {}, limit, now: new Date(), signal };
        const { candidates } = await retriever.retrieve(request);
        return { results: toSearchResults(candidates) };
      }),
    trace: (place, { target, asOf }, { signal }) =>
      readings.use(place, ({ tracing }) =>
        tracing.tracer
          .trace({ target, asOf, listedMost, now: new Date(), signal })
          .catch((error: unknown) => nothingIf(error, asOf === undefined)),
      ),
    coverage: (place, { withInferred }, { signal, tell }) =>
      readings.use(place, ({ tracing }) => {
        const onProgress = nowAndThen((done: number, total: number) => tell({ done, total }));
        return coverageReport(tracing, { now: new Date(), signal, withInferred, onProgress });
      }),
    decide: (place, { key, code, verdict, note }, { signal }) =>
      readings.use(place, async ({ catalog }) => {
        const ends = [key, codeWords(code, catalog)] as const;
        const made = await decideInFolder(place, { ends, verdict, note, now: new Date(), signal });
        return decisionSentence(verdict, made.ends);
      }),
    whyIndexed: async (place, { path }) => {
      const { sentence, notes } = await judgePathIn(place, path);
      return [sentence, ...notes].join(" ");
    },
    ...chatHandlers(readings),
    ...addedFileHandlers(readings),
    ...teamTaskHandlers,
  };
  return { handlers, close: () => readings.close() };
}

/** Counting tells of every file, and nobody reads that fast. */
const toldEachMs = 200;

function nowAndThen(tell: (done: number, total: number) => void): (done: number, total: number) => void {
  let toldAt = Number.NEGATIVE_INFINITY;
  return (done, total) => {
    const now = performance.now();
    if (now - toldAt < toldEachMs) return;
    toldAt = now;
    tell(done, total);
  };
}

/** How a run is watched, and what is told to it meanwhile. */
interface IndexContext {
  readonly signal: AbortSignal;
  readonly tell: (news: IndexNews) => void;
  /** By folder, what is to be read first. */
  readonly running: Map<string, UrgentPaths>;
}

/** One run, with the store open for no longer than that: between runs any other process may write. */
async function index(
  place: Place,
  { isRebuild = false, paths, first }: IndexWish,
  { signal, tell, running }: IndexContext,
): Promise<IndexReport> {
  // Also where nobody opens the chat any more; that it cannot be done is said there.
  if (paths === undefined) forgetOldConversations(place);
  const urgent = new UrgentPaths(first);
  // Of two at once only one may write, which is the first.
  if (!running.has(place.folder)) running.set(place.folder, urgent);
  try {
    return await indexUrgentFirst(place, { isRebuild, paths }, { signal, tell, urgent });
  } finally {
    if (running.get(place.folder) === urgent) running.delete(place.folder);
  }
}

/** A run that reads what is urgent before the rest. */
async function indexUrgentFirst(
  place: Place,
  { isRebuild, paths }: { readonly isRebuild: boolean; readonly paths: readonly string[] | undefined },
  { signal, tell, urgent }: Omit<IndexContext, "running"> & { readonly urgent: UrgentPaths },
): Promise<IndexReport> {
  const session = await openIndexing(place, { rebuild: isRebuild });
  const { remote } = session;
  try {
    const options: IndexOptions = {
      signal,
      urgent,
      onUrgentRead: (path) => tell({ kind: "firstRead", path }),
      onProgress: (progress) => tell({ kind: "progress", progress }),
      onSearchable: () => tell({ kind: "searchable" }),
      ...(remote === undefined
        ? {}
        : {
            refuseVectors: async () =>
              isAgreedToSend(remote, session.embeddingWork()) ? undefined : unasked,
          }),
    };
    return await (paths === undefined
      ? session.indexer.run(options)
      : session.indexer.refresh(paths, options));
  } finally {
    await session.close();
  }
}

/** A definition by the line where it is now: it may have moved since it was shown. */
function codeWords({ path, name, line }: CodeReference, { symbols }: Catalog): string {
  if (name === undefined) return path;
  const all = symbols.ofDocument(fileUri(path)).filter(({ qualifiedName }) => qualifiedName === name);
  const nearest = all.toSorted(
    (a, b) => Math.abs(a.startLine - (line ?? 0)) - Math.abs(b.startLine - (line ?? 0)),
  )[0];
  if (nearest !== undefined) return `${path}:${nearest.startLine}`;
  throw new WhenceError(
    "notFound",
    `${name} is not in ${path} any more: look at it again when it is indexed.`,
  );
}

const unasked =
  "Nobody has agreed yet that passages are sent to the embeddings server, so words are searched: `whence index` in a terminal shows what would be sent, and asks.";

/** A word that is no place, key or commit has no trace; of a time that means nothing a person has to hear. */
function nothingIf(error: unknown, isQuiet: boolean): null {
  if (isQuiet && WhenceError.is(error, "notFound")) return null;
  throw error;
}
