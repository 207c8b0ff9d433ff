import { posix } from "node:path";
import { pathIn } from "../base/pathIn.ts";
import { extraPath } from "../model/documentUri.ts";
import type { FolderChanges, FolderWatch, OutsideFolder } from "./folderWatch.ts";
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

/** What a watcher is made of. */
export interface FolderWatcherParts {
  /** Absolute. */
  readonly folder: string;
  readonly filterOf: (folder: string) => IgnoreFilter;
  /** Folders outside that are indexed with it, as they are now. */
  readonly outside: () => readonly OutsideFolder[];
  readonly changes: FolderChanges;
  readonly pace: SessionPace;
}

/** Gathers what an editor and Git say about a folder into few changes: what is ignored is dropped first. */
export class FolderWatcher implements FolderWatch {
  readonly #parts: FolderWatcherParts;
  /** Each folder has ignore rules of its own. */
  readonly #filters = new Map<string, IgnoreFilter>();
  readonly #head: HeadWatch;
  readonly #gathered = new Set<string>();
  readonly #closing = new AbortController();
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: FolderWatcherParts) {
    const { folder, changes, pace } = parts;
    this.#parts = parts;
    this.#head = new HeadWatch(folder, pace.settleMs, {
      moved: (cause) => this.#whole(cause),
      settled: () => this.#gatherMore(),
      repository: (problem) => changes.repository(problem),
    });
  }

  noticed(absolutePaths: readonly string[]): void {
    const roots = this.#roots();
    for (const absolute of absolutePaths) {
      for (const { folder, prefix } of roots) {
        const relative = pathIn(folder, absolute);
        if (relative === undefined) continue;
        // A share that is mounted again, say.
        if (relative === "" && prefix !== "") this.#whole(`${folder} came or went`);
        else if (relative !== "" && !this.#filterOf(folder).isKnown(relative))
          this.#gathered.add(prefix + relative);
        break;
      }
    }
    this.#gatherMore();
  }

  close(): void {
    this.#closing.abort();
    clearTimeout(this.#timer);
    this.#head.close();
  }

  /** Folders with what the index writes before the paths of their files; this one last, whose paths have nothing before them. */
  #roots(): readonly { readonly folder: string; readonly prefix: string }[] {
    const outside = this.#parts
      .outside()
      .map(({ name, folder }) => ({ folder, prefix: extraPath(name, "") }));
    return [...outside, { folder: this.#parts.folder, prefix: "" }];
  }

  #gatherMore(delayMs = this.#parts.pace.gatherMs): void {
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
    const kept = await this.#keep(gathered).catch(() => gathered);
    if (this.#closing.signal.aborted || kept.length === 0) return;
    const letters = kept.join("").length + kept.length * pathspecLetters;
    // Git may have begun meanwhile.
    if (this.#head.isBusy) for (const each of kept) this.#gathered.add(each);
    else if (kept.length > pathsMost || letters > lettersMost)
      this.#whole(`${kept.length} files changed at once`);
    else this.#parts.changes.paths(kept);
    this.#gatherMore(busyLookMs);
  }

  /** Those that no rule ignores. */
  async #keep(paths: readonly string[]): Promise<readonly string[]> {
    const roots = this.#roots();
    const byRoot = Map.groupBy(paths, (each) => roots.find(({ prefix }) => each.startsWith(prefix)));
    const kept: string[] = [];
    for (const [root, own] of byRoot) {
      if (root === undefined) continue;
      const { folder, prefix } = root;
      const inner = own.map((each) => each.slice(prefix.length));
      const left = await this.#filterOf(folder).keep(inner, this.#closing.signal);
      for (const each of left) kept.push(prefix + each);
    }
    return kept;
  }

  #filterOf(folder: string): IgnoreFilter {
    const known = this.#filters.get(folder);
    if (known !== undefined) return known;
    const filter = this.#parts.filterOf(folder);
    this.#filters.set(folder, filter);
    return filter;
  }

  #whole(cause: string): void {
    this.#gathered.clear();
    for (const filter of this.#filters.values()) filter.forget();
    this.#parts.changes.whole(cause);
  }
}
