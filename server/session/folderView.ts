import path from "node:path";
import type { IndexCounts } from "../../shared/model/health.ts";
import { WhenceError } from "../base/errors.ts";
import { fileIdentity } from "../base/fileIdentity.ts";
import type { Ide } from "../ide/ide.ts";
import type { Implementations } from "../ide/implementations.ts";
import type { ExtraFolder } from "../model/extraFolder.ts";

/** The index of a folder as the language server itself reads it: for hovers, and for how much there is. */
export interface FolderView {
  readonly ide: Ide;
  /** Where an item is described, and its code. */
  implementations(key: string): Promise<Implementations>;
  counts(): Promise<IndexCounts>;
  /** Folders beside this one that are indexed with it. */
  extraFolders(): readonly ExtraFolder[];
  /** Another number whenever somebody has written. */
  version(): number;
  /** Whether probable links were looked for. */
  isInferred(): Promise<boolean>;
  /** When the last run ended, ISO 8601 in UTC, and whether one goes on in whatever process. */
  runs(): { readonly lastDoneAt?: string; readonly isRunning: boolean };
  close(): Promise<void>;
}

/** Keeps one view open, and opens another where the index was made anew. */
export class CurrentView {
  readonly #store: string;
  readonly #open: () => FolderView;
  #view: { readonly files: string; readonly opened: FolderView } | undefined;

  /** `open` throws `notFound` where there is no index yet, else as `openStore`. */
  constructor(store: string, open: () => FolderView) {
    this.#store = store;
    this.#open = open;
  }

  /** The index as it is now; nothing where there is none, or none that can be read. */
  get(): FolderView | undefined {
    const files = this.#files();
    if (this.#view !== undefined && this.#view.files === files) return this.#view.opened;
    void this.drop();
    if (files === undefined) return undefined;
    try {
      this.#view = { files, opened: this.#open() };
    } catch (error) {
      // Whoever indexes meets the same and says so.
      if (!WhenceError.is(error)) throw error;
    }
    return this.#view?.opened;
  }

  /** Closes what is open; the next `get` opens it again. */
  async drop(): Promise<void> {
    const view = this.#view;
    this.#view = undefined;
    await view?.opened.close();
  }

  /** A rebuild puts other files in the place of these. */
  #files(): string | undefined {
    const [catalog, graph] = ["catalog.sqlite", "graph.sqlite"].map((name) =>
      fileIdentity(path.join(this.#store, name)),
    );
    return catalog === undefined ? undefined : `${catalog} ${graph ?? ""}`;
  }
}
