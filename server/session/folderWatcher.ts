import path, { posix } from "node:path";
import type { FolderChanges, FolderWatch } from "./folderSession.ts";
import { busyLookMs, HeadWatch } from "./headWatch.ts";
import type { SessionPace } from "./sessionPace.ts";

/** What says which paths no run would index. */
export interface IgnoreFilter {
  isKnown(relative: string): boolean;
  keep(paths: readonly string[], signal?: AbortSignal): Promise<readonly string[]>;
  forget(): void;
}

/** More paths than this are looked at with the whole folder, which costs less then. */
const pathsMost = 200;
/** Git gets them as arguments, of which some systems take no more than 32 kB. */
const lettersMost = 16_000;
/** What stands around each. */
const pathspecLetters = 12;

/** Files that decide about others. */
const ruleFile = /^(?:\.gitignore|\.gitattributes|\.gitmodules|\.whenceignore)$/;
const configFile = /^\.whence\/config\.yaml$/;

/** Gathers what an editor and Git say about a folder into few changes: what is ignored is dropped first. */
export class FolderWatcher implements FolderWatch {
  readonly #folder: string;
  readonly #filter: IgnoreFilter;
  readonly #changes: FolderChanges;
  readonly #pace: SessionPace;
  readonly #head: HeadWatch;
  readonly #gathered = new Set<string>();
  readonly #closing = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  constructor(folder: string, filter: IgnoreFilter, changes: FolderChanges, pace: SessionPace) {
    this.#folder = folder;
    this.#filter = filter;
    this.#changes = changes;
    this.#pace = pace;
    this.#head = new HeadWatch(folder, pace.settleMs, {
      moved: (cause) => this.#whole(cause),
      settled: () => this.#gatherMore(),
      repository: (problem) => changes.repository(problem),
    });
  }

  noticed(absolutePaths: readonly string[]): void {
    for (const absolute of absolutePaths) {
      const relative = path.relative(this.#folder, absolute).split(path.sep).join("/");
      const isOutside = relative === "" || relative.startsWith("../") || path.isAbsolute(relative);
      if (!isOutside && !this.#filter.isKnown(relative)) this.#gathered.add(relative);
    }
    this.#gatherMore();
  }

  close(): void {
    this.#closing.abort();
    clearTimeout(this.#timer);
    this.#head.close();
  }

  #gatherMore(delayMs = this.#pace.gatherMs): void {
    if (this.#gathered.size === 0 || this.#timer !== undefined || this.#closing.signal.aborted) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      // What Git is doing to many files at once is one change, told by HEAD.
      if (this.#head.isBusy) this.#gatherMore(busyLookMs);
      else void this.#tell();
    }, delayMs).unref();
  }

  async #tell(): Promise<void> {
    const gathered = [...this.#gathered];
    this.#gathered.clear();
    const decides = gathered.find((each) => ruleFile.test(posix.basename(each)) || configFile.test(each));
    if (decides !== undefined) {
      this.#whole(`${decides} changed`);
      return;
    }
    const kept = await this.#filter.keep(gathered, this.#closing.signal).catch(() => gathered);
    if (this.#closing.signal.aborted || kept.length === 0) return;
    const letters = kept.join("").length + kept.length * pathspecLetters;
    // Git may have begun meanwhile.
    if (this.#head.isBusy) for (const each of kept) this.#gathered.add(each);
    else if (kept.length > pathsMost || letters > lettersMost)
      this.#whole(`${kept.length} files changed at once`);
    else this.#changes.paths(kept);
    this.#gatherMore(busyLookMs);
  }

  #whole(cause: string): void {
    this.#gathered.clear();
    this.#filter.forget();
    this.#changes.whole(cause);
  }
}
