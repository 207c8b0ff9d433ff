import { startOwnProcess } from "./base/ownProcess.ts";
import { implementationsOf } from "./ide/implementations.ts";
import { openIdeOf } from "./ideWiring.ts";
import { TaskProcess } from "./lsp/background/taskProcess.ts";
import type { LanguageServerParts } from "./lsp/languageServer.ts";
import { parseExtraFolders } from "./model/extraFolder.ts";
import { inferenceStatementPrefix } from "./model/graphSources.ts";
import type { Place } from "./model/place.ts";
import { FolderSession } from "./session/folderSession.ts";
import type { FolderView } from "./session/folderView.ts";
import { FolderWatcher } from "./session/folderWatcher.ts";
import { type SessionPace, usualPace } from "./session/sessionPace.ts";
import { IgnoredPaths } from "./sources/workspace/ignoredPaths.ts";
import { WriterLock } from "./stores/writerLock.ts";
import { storeOf } from "./wiring.ts";

// The part of the composition root on the language server: what a session of a folder is made of.

/** What differs between an editor and a test. */
export interface EditorOptions {
  readonly defaults: LanguageServerParts["defaults"];
  readonly version: string;
  readonly pace?: SessionPace;
  /** Hears of a background process that died. */
  readonly onCrash: (sentence: string) => void;
}

/** A process that only reads ends after so long without a question, which frees its memory. */
const readerIdleMs = 300_000;
const infererIdleMs = 2_000;
/** The driver of a team's server takes a moment to load, and exchanges come in pairs. */
const exchangerIdleMs = 20_000;

/**
 * The parts of one window's server. Processes work for it: one writes indexes, one infers links now and then, one searches and
 * traces, so that none keeps a hover waiting, nor another.
 */
export function createLanguageServerParts(options: EditorOptions): LanguageServerParts {
  const start = () => startOwnProcess("background.mjs");
  const { onCrash, defaults, version, pace } = options;
  const indexing = new TaskProcess({ start, onCrash });
  const inferring = new TaskProcess({ start, onCrash, idleMs: infererIdleMs, isEndedByAbort: true });
  const reading = new TaskProcess({ start, onCrash, idleMs: readerIdleMs, isRepeated: true });
  const exchanging = new TaskProcess({ start, onCrash, idleMs: exchangerIdleMs, isRepeated: true });
  return {
    defaults,
    version,
    teams: { reading, exchanging, pace: (pace ?? usualPace).team },
    openSession: ({ uri, name }, place, listener) =>
      new FolderSession(
        {
          ...{ uri, name, place, store: storeOf(place), indexing, inferring, reading },
          openView: (onRead) => openView(place, onRead),
          watch: (changes, outside) =>
            new FolderWatcher({
              ...{ folder: place.folder, outside, changes, pace: pace ?? usualPace },
              filterOf: (folder) => new IgnoredPaths(folder),
            }),
          ...(pace === undefined ? {} : { pace }),
        },
        listener,
      ),
    async close() {
      await Promise.all([indexing, inferring, reading, exchanging].map((each) => each.close()));
    },
  };
}

/** Opens an index for hovers. Throws as `openStore`. */
function openView(place: Place, onRead: () => void): FolderView {
  const folder = storeOf(place);
  const { ide, catalog, graph, close } = openIdeOf(place.folder, folder, { onRead });
  return {
    ide,
    implementations: (key) => implementationsOf(key, graph, catalog),
    async counts() {
      const { documents, commits, symbols } = catalog.counts();
      const { edges } = await graph.counts();
      const links = Object.values(edges).reduce((sum, count) => sum + count, 0);
      return { files: documents - commits, commits, symbols, links };
    },
    extraFolders: () => parseExtraFolders(catalog.meta.get("extraFolders")),
    version: () => catalog.chunks.version(),
    isInferred: async () => (await graph.marks(inferenceStatementPrefix)).size > 0,
    runs() {
      const recent = catalog.runs.recent(50);
      const done = recent.find(({ outcome }) => outcome === "done");
      const isRunning = recent[0]?.outcome === "running" && WriterLock.isTaken(folder);
      return { isRunning, ...(done?.finishedAt === undefined ? {} : { lastDoneAt: done.finishedAt }) };
    },
    close,
  };
}
