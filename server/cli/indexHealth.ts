import { existsSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { createCodeParser } from "../chunking/parsing/codeParser.ts";
import type { Place } from "../model/place.ts";
import type { CatalogCounts, StoredRun } from "../model/storedState.ts";
import { repositoryState } from "../sources/git/repositoryState.ts";
import { inspectPipeline } from "../sources/pipeline/folderPipeline.ts";
import type { ResolvedPipeline } from "../sources/pipeline/resolvePipeline.ts";
import type { Catalog } from "../stores/catalog.ts";
import { openStore } from "../stores/openStore.ts";
import { requireFolder, storeOf } from "../wiring.ts";
import type { ExtraFolderHealth } from "./extraFolderHealth.ts";
import { inspectExtraFolders } from "./extraFolderHealth.ts";
import type { LinkHealth } from "./linkHealth.ts";
import { inspectLinks } from "./linkHealth.ts";

const problemsRead = 10_000;

/** The state of one folder's index, as `whence doctor` prints it. */
export interface IndexHealth {
  readonly folder: string;
  readonly store: string;
  readonly storeBytes: number;
  readonly nodeVersion: string;
  readonly platform: string;
  readonly isGit: boolean;
  /** A sentence where Git is missing or refuses the folder. */
  readonly gitProblem?: string;
  readonly shallow: boolean;
  /** What parses each indexed language. */
  readonly parsing: readonly {
    readonly language: string;
    /** The engine of the threads, which read all but a few files. */
    readonly engine: string;
    /** The engine where few files changed, which takes no thread. */
    readonly engineOfFewFiles: string;
    /** Why one of them could not be loaded, or not the faster one. */
    readonly problem?: string;
  }[];
  /** How the folder is cut, embedded and ranked, and who says so. */
  readonly pipeline: Omit<ResolvedPipeline, "config">;
  /** Absent where nothing was indexed yet. */
  readonly counts?: CatalogCounts;
  /** A sentence on the vectors. */
  readonly vectors?: string;
  /** How many vectors of each model are kept so that equal text is never embedded again. */
  readonly cachedVectors?: Readonly<Record<string, number>>;
  readonly skippedByReason: Readonly<Record<string, number>>;
  readonly lastRun?: StoredRun;
  /** Folders outside of the workspace that are indexed with it. */
  readonly extraFolders: readonly ExtraFolderHealth[];
  /** Absent where nothing was indexed yet. */
  readonly links?: LinkHealth;
  /** Files that were read with difficulty, each with a sentence. */
  readonly problems: readonly { readonly path: string; readonly sentence: string }[];
}

/** Looks at the folder and its index without changing either. */
export async function inspectIndex(place: Place): Promise<IndexHealth> {
  await requireFolder(place.folder);
  const store = storeOf(place);
  const state = await repositoryState(place.folder);
  const { config: _, ...pipeline } = inspectPipeline(place.folder, place.settings);
  const base = {
    folder: place.folder,
    store,
    storeBytes: await sizeOf(store),
    nodeVersion: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    isGit: state.isGit,
    ...(state.problem === undefined ? {} : { gitProblem: state.problem }),
    shallow: state.isShallow,
    pipeline,
  };
  if (!existsSync(path.join(store, "catalog.sqlite"))) {
    return { ...base, parsing: [], skippedByReason: {}, extraFolders: [], problems: [] };
  }
  const opened = openStore(store);
  try {
    const links = await inspectLinks(place, opened.catalog);
    const inspected = await inspectCatalog(opened.catalog);
    const stated = links.problems.map(({ path: file, line, sentence }) => ({
      path: `${file}:${line}`,
      sentence,
    }));
    return { ...base, ...inspected, links, problems: [...stated, ...inspected.problems] };
  } finally {
    await opened.close();
  }
}

async function inspectCatalog(catalog: Catalog) {
  const counts = catalog.counts();
  const lastRun = catalog.runs.recent(1)[0];
  return {
    counts,
    parsing: await enginesOf(Object.keys(counts.byLanguage)),
    vectors: vectorSentence(catalog),
    cachedVectors: Object.fromEntries(catalog.embeddings.counts()),
    skippedByReason: Object.fromEntries(catalog.skipped.countByReason()),
    ...(lastRun === undefined ? {} : { lastRun }),
    extraFolders: inspectExtraFolders(catalog),
    problems: catalog.documents.withProblems(problemsRead).flatMap((document) => {
      const sentences = [...(document.problem === undefined ? [] : [document.problem]), ...document.warnings];
      return sentences.map((sentence) => ({ path: document.path ?? document.uri, sentence }));
    }),
  };
}

/** Asks the same parsers as `processWorker.ts` and the main thread have. */
async function enginesOf(languages: readonly string[]): Promise<IndexHealth["parsing"]> {
  const ofThreads = createCodeParser({ engine: "wasm" });
  const here = createCodeParser();
  const parsed = languages.filter((language) => here.supports(language)).toSorted();
  return Promise.all(
    parsed.map(async (language) => {
      const [{ engine, problem: first }, few] = [
        await ofThreads.engineOf(language),
        await here.engineOf(language),
      ];
      const problem = first ?? few.problem;
      return {
        language,
        engine,
        engineOfFewFiles: few.engine,
        ...(problem === undefined ? {} : { problem }),
      };
    }),
  );
}

function vectorSentence(catalog: Catalog): string {
  const active = catalog.meta.get("activeModel");
  const building = catalog.meta.get("buildingModel");
  if (building !== undefined) {
    const missing = catalog.documents.countWithoutVectors(building);
    const meanwhile =
      active === undefined ? "search works by words until then" : `${active} is used until then`;
    return `being made by ${building}, ${missing} documents to go; ${meanwhile}`;
  }
  if (active === undefined) return "none yet; search works by words";
  const missing = catalog.documents.countWithoutVectors(active);
  return missing === 0 ? `complete (${active})` : `${missing} documents to go (${active})`;
}

async function sizeOf(folder: string): Promise<number> {
  if (!existsSync(folder)) return 0;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((entry) => entry.isFile())
    // A file that an indexing process removes meanwhile counts nothing.
    .map((entry) =>
      stat(path.join(entry.parentPath, entry.name)).then(
        ({ size }) => size,
        () => 0,
      ),
    );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
