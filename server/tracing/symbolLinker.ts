import { readFile } from "node:fs/promises";
import path from "node:path";
import { WhenceError } from "../base/errors.ts";
import { sha256 } from "../base/hashes.ts";
import { extraFolderOf } from "../model/documentUri.ts";
import type { SymbolHistory } from "../model/symbolHistory.ts";
import { BlobReader } from "../sources/git/blobReader.ts";
import { CommitChanges } from "../sources/git/commitChanges.ts";
import { decodeGitText } from "../sources/git/gitText.ts";
import type { SymbolHistoryCache } from "../stores/symbolHistoryCache.ts";
import { FileContents } from "./fileContents.ts";
import { FileTimelines } from "./fileTimelines.ts";
import { type IndexedText, presentRanges } from "./presentRanges.ts";
import { type RepositoryFacts, RepositoryView } from "./repositoryView.ts";
import { followSymbols, timelineOptions } from "./symbolFollower.ts";

/** Lines of a file on disk, from 1, both ends included; `path` is relative to the indexed folder. */
export interface SymbolPlace {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
}

/** Says which commits are behind a definition. */
export interface SymbolLinker {
  /**
   * The commits behind some lines: of a definition, or of a single line where it stands in none. Without a repository, and
   * for files that Git does not know, all lines are uncommitted. Throws `notFound` where there is no such file, `badInput`
   * where it has no such line, and as `runGit` does.
   */
  history(place: SymbolPlace, signal?: AbortSignal): Promise<SymbolHistory>;
  /** The same for many definitions of one file, in the order of `ranges`, with one walk over the history of the file. */
  histories(
    path: string,
    ranges: readonly Omit<SymbolPlace, "path">[],
    signal?: AbortSignal,
  ): Promise<readonly SymbolHistory[]>;
  /** Ends the Git processes that were started for it. */
  close(): void;
}

/** What a linker works with. */
export interface SymbolLinkerParts {
  /** The indexed folder. */
  readonly folder: string;
  readonly cache?: SymbolHistoryCache | undefined;
  /** Folder of objects with a commit graph, where there is one by now; histories are read faster with it. */
  readonly objects?: (() => string | undefined) | undefined;
  /** Full hashes of commits that link nothing, beside those which the repository names. */
  readonly ignoredRevisions?: readonly string[];
  /**
   * Changes whenever a commit that `head` reaches has changed the file; undefined where that is not known for this `head`.
   * Without it Git is asked, once for each file and `head`.
   */
  readonly changesOf?: ((file: string, head: string) => string | undefined) | undefined;
  /** What was read of a file by whoever names lines of it; without it lines are those of the file on disk. */
  readonly indexed?: ((file: string) => IndexedText | undefined) | undefined;
}

/** Raised whenever the same history would be told in another way. */
const historyVersion = "6";

/** Follows definitions through the history of their files when somebody asks, and remembers what it found. */
export class GitSymbolLinker implements SymbolLinker {
  readonly #parts: SymbolLinkerParts;
  readonly #blobs: BlobReader;
  #contents: FileContents;
  readonly #timelines: FileTimelines;
  readonly #changes: CommitChanges;
  readonly #repository: RepositoryView;

  constructor(parts: SymbolLinkerParts) {
    this.#parts = parts;
    this.#blobs = new BlobReader(parts.folder);
    this.#contents = new FileContents(this.#blobs);
    this.#timelines = new FileTimelines(parts.folder, parts.objects);
    this.#changes = new CommitChanges(parts.folder);
    this.#repository = new RepositoryView(parts.folder, parts.ignoredRevisions ?? []);
  }

  async history(place: SymbolPlace, signal?: AbortSignal): Promise<SymbolHistory> {
    if (extraFolderOf(place.path) !== undefined) return historyOutside;
    const lines = decodeGitText(await this.#read(place.path))
      .replace(/\r?\n$/, "")
      .split(/\r?\n/).length;
    if (place.startLine < 1 || place.startLine > lines) {
      const has = `${place.path} has ${lines} ${lines === 1 ? "line" : "lines"}`;
      const sentence = `${has}, so there is no line ${place.startLine}: give a line from 1 to ${lines}, or run \`whence index\` if the file has changed.`;
      throw new WhenceError("badInput", sentence);
    }
    const [history] = await this.histories(place.path, [place], signal);
    if (history?.isGone === true) {
      const sentence = `${place.path} has changed since it was indexed, and no longer has what stood at line ${place.startLine}: run \`whence index\`.`;
      throw new WhenceError("notFound", sentence);
    }
    return history ?? noHistory;
  }

  async histories(
    file: string,
    ranges: readonly Omit<SymbolPlace, "path">[],
    signal?: AbortSignal,
  ): Promise<readonly SymbolHistory[]> {
    if (extraFolderOf(file) !== undefined) return ranges.map(() => historyOutside);
    const bytes = await this.#read(file);
    const text = decodeGitText(bytes);
    if (this.#contents.isFull) this.#contents = new FileContents(this.#blobs);
    const indexed = this.#parts.indexed?.(file);
    if (indexed === undefined || indexed.isOf(sha256(bytes)))
      return this.#historiesIn(file, text, ranges, signal);
    const contents = this.#contents;
    const [then, now] = [indexed.text(), text].map((each) => contents.textOf(each, file));
    if (then === undefined || now === undefined) return [];
    const present = presentRanges(then, ranges, now);
    const there = present.flatMap((range) => range ?? []);
    const found = (await this.#historiesIn(file, text, there, signal)).values();
    return present.map((range): SymbolHistory => {
      if (range === undefined) return { ...noHistory, isGone: true };
      return { ...(found.next().value ?? noHistory), isEdited: true };
    });
  }

  async #historiesIn(
    file: string,
    text: string,
    ranges: readonly Omit<SymbolPlace, "path">[],
    signal: AbortSignal | undefined,
  ): Promise<readonly SymbolHistory[]> {
    const contents = this.#contents;
    const state = await this.#repository.state(signal);
    if (state === undefined) {
      const version = contents.textOf(text, file);
      return ranges.map(({ startLine, endLine }) => {
        return { ...noHistory, uncommittedLines: new Set(version.runOf(startLine, endLine).lines).size };
      });
    }
    const lastCommit = await this.#lastCommit(state, file, signal);
    const prefix = [
      historyVersion,
      file,
      sha256(text),
      lastCommit,
      state.ignoredHash,
      state.boundaryHash,
    ].join(" ");
    // All definitions of a file are one value: those of a large repository would drive each other out.
    const places = ranges.map(({ startLine, endLine }) => `${startLine}-${endLine}`).join(" ");
    const key = `${prefix} ${ranges.length > 1 ? sha256(places) : places}`;
    const known = this.#remembered(key);
    if (known !== undefined) return known;
    this.#blobs.start();
    const found = await followSymbols(
      { contents, timelines: this.#timelines, changes: this.#changes, state, signal },
      { path: file, text, ranges },
    );
    this.#parts.cache?.set(key, JSON.stringify(found));
    return found;
  }

  close(): void {
    this.#blobs.close();
    this.#changes.close();
  }

  async #read(file: string): Promise<Buffer> {
    try {
      return await readFile(path.join(this.#parts.folder, file));
    } catch (cause) {
      const sentence = `${file} is no longer there: \`whence index\` brings the index up to date.`;
      throw new WhenceError("notFound", sentence, { cause });
    }
  }

  #remembered(key: string): readonly SymbolHistory[] | undefined {
    const json = this.#parts.cache?.get(key);
    return json === undefined ? undefined : (JSON.parse(json) as readonly SymbolHistory[]);
  }

  /** So a commit that leaves the file alone makes nothing stale. */
  async #lastCommit(state: RepositoryFacts, file: string, signal: AbortSignal | undefined): Promise<string> {
    const indexed = this.#parts.changesOf?.(file, state.head);
    if (indexed !== undefined) return indexed;
    const key = `${historyVersion} last ${state.head} ${file}`;
    const known = this.#parts.cache?.get(key);
    if (known !== undefined) return known;
    const [newest] = await this.#timelines.versions({ path: file }, timelineOptions(state, signal));
    const hash = newest?.hash ?? "none";
    this.#parts.cache?.set(key, hash);
    return hash;
  }
}

const noHistory: SymbolHistory = { commits: [], uncommittedLines: 0, moves: [], passedOver: [] };
/** Commits of other repositories are not read, so those behind files of extra folders are not known. */
const historyOutside: SymbolHistory = { ...noHistory, isOutside: true };
