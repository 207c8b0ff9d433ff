import path from "node:path";
import { maskSecrets } from "../documents/maskSecrets.ts";
import { assembleHistory, type CommitFacts, uncommitted } from "../linking/symbolHistory/assembleHistory.ts";
import type { LineRange } from "../linking/symbolHistory/lineRange.ts";
import { type FileChange, type FileContent, SymbolWalk } from "../linking/symbolHistory/symbolWalk.ts";
import type { HistoryCut, SymbolHistory } from "../model/symbolHistory.ts";
import type { CommitChanges } from "../sources/git/commitChanges.ts";
import type { FilePlace, FileVersion } from "../sources/git/fileVersions.ts";
import type { FileContents } from "./fileContents.ts";
import type { FileTimelines } from "./fileTimelines.ts";
import type { RepositoryFacts } from "./repositoryView.ts";

/** What following needs. */
export interface FollowParts {
  readonly contents: FileContents;
  readonly timelines: FileTimelines;
  readonly changes: CommitChanges;
  readonly state: RepositoryFacts;
  readonly signal?: AbortSignal | undefined;
}

/** Definitions of a file as it lies on disk. */
export interface FollowedFile {
  readonly path: string;
  readonly text: string;
  readonly ranges: readonly LineRange[];
}

/** A definition may have come from another file so many times. */
const mostMoves = 12;
/** Contents that are asked for before they are needed. */
const lookAhead = 24;

/** How the commits of a file are read, from the one that is checked out. */
export function timelineOptions(state: RepositoryFacts, signal: AbortSignal | undefined) {
  return { revision: state.head, withoutContent: state.isPartial, signal };
}

/** The histories of definitions of one file, in the order of `ranges`. Throws as `runGit` does. */
export async function followSymbols(
  parts: FollowParts,
  file: FollowedFile,
): Promise<readonly SymbolHistory[]> {
  const versions = await parts.timelines.versions(
    { path: file.path },
    timelineOptions(parts.state, parts.signal),
  );
  const present: FileContent = {
    id: uncommitted,
    path: file.path,
    version: parts.contents.textOf(file.text, file.path),
  };
  const walks = file.ranges.map((range) => new FollowedSymbol(parts, new SymbolWalk(present, range)));
  const newest = versions[0]?.changes[0];
  const committed = newest?.blob && (await parts.contents.content(newest.blob, newest.path));
  const change: FileChange = {
    hash: uncommitted,
    isRoot: false,
    isCopied: false,
    after: present,
    before: committed ? [committed] : [],
    isIgnored: false,
  };
  for (const walk of walks) walk.enterWorkingTree(change);
  await walkVersions(parts, versions, walks);
  for (const walk of walks) await walk.followMoves();
  return walks.map((walk) => walk.history());
}

/** Shows all versions of a file to each of the walks. */
async function walkVersions(
  parts: FollowParts,
  versions: readonly FileVersion[],
  walks: readonly FollowedSymbol[],
): Promise<void> {
  for (const [at, version] of versions.entries()) {
    // All of them are read by one process, one after the other, while others are compared.
    for (const next of versions.slice(at + 1, at + lookAhead)) ask(parts, next);
    const change = await changeOf(parts, version);
    if (change === undefined) {
      for (const walk of walks) walk.miss(version);
      continue;
    }
    for (const walk of walks) await walk.enter(change, version);
  }
}

function ask(parts: FollowParts, { changes }: FileVersion): void {
  for (const { blob, path: name } of changes) if (blob !== undefined) void parts.contents.content(blob, name);
}

/** Nothing where a commit took the file away, took it from a parent as it was, or where a content is missing. */
async function changeOf(parts: FollowParts, version: FileVersion): Promise<FileChange | undefined> {
  const { hash, parents, changes } = version;
  const [first] = changes;
  if (first?.blob === undefined || changes.length < parents.length) return undefined;
  const after = await parts.contents.content(first.blob, first.path);
  if (after === undefined) return undefined;
  const before: FileContent[] = [];
  for (const { previous } of changes) {
    if (previous === undefined) continue;
    const content = await parts.contents.content(previous.blob, previous.path);
    if (content === undefined) return undefined;
    before.push(content);
  }
  return {
    hash,
    after,
    before,
    isRoot: parents.length === 0,
    isCopied: changes.some(({ previous }) => previous?.isCopied === true),
    isIgnored: parts.state.ignored.has(hash),
  };
}

/** One definition on its way back, with what is left for later. */
class FollowedSymbol {
  readonly #parts: FollowParts;
  readonly #walk: SymbolWalk;
  readonly #facts = new Map<string, CommitFacts & { readonly parent?: string | undefined }>();
  #waiting: FileChange[] = [];
  /** File and commit in which the definition was before it was moved. */
  #origin: { readonly path: string; readonly before: string } | undefined;
  #cut: HistoryCut | undefined;

  constructor(parts: FollowParts, walk: SymbolWalk) {
    this.#parts = parts;
    this.#walk = walk;
  }

  enterWorkingTree(change: FileChange): void {
    this.#walk.enter(change);
    this.#walk.settleStart([]);
  }

  async enter(change: FileChange, version: FileVersion): Promise<void> {
    // Its older history is that of another file.
    if (this.#origin !== undefined) return;
    const { hash, committedAt, parents } = version;
    this.#facts.set(hash, { subject: shownSubject(version.subject), committedAt, parent: parents[0] });
    if (change.before.length === 0 && this.#parts.state.boundary.has(hash)) this.#cutAt(change);
    else if (!this.#walk.enter(change)) this.#waiting.push(change);
    else {
      await this.#settle();
      await this.#enterWaiting();
    }
  }

  miss({ hash, parents, changes }: FileVersion): void {
    const isMissing = changes[0]?.blob !== undefined && changes.length >= parents.length;
    if (!isMissing || this.#origin !== undefined || !this.#parts.state.isPartial) return;
    this.#cut ??= cutOf("partial", hash);
  }

  /** Goes on in the files from which the definition came. */
  async followMoves(): Promise<void> {
    const { timelines, state, signal } = this.#parts;
    let from: (FilePlace & { readonly before: string }) | undefined = { path: "", before: state.head };
    for (let moves = 0; from !== undefined && moves < mostMoves; moves++) {
      if (moves > 0) {
        const options = { ...timelineOptions(state, signal), revision: from.before };
        await walkVersions(this.#parts, await timelines.versions({ ...from, isFromRoot: true }, options), [
          this,
        ]);
      }
      if (this.#isStalled()) {
        const options = { ...timelineOptions(state, signal), revision: from.before, withoutRenames: true };
        const place = { path: this.#walk.oldest.path, isFromRoot: true };
        await walkVersions(this.#parts, await timelines.versions(place, options), [this]);
      }
      from = this.#origin;
      this.#origin = undefined;
      this.#waiting = [];
    }
  }

  /** True where the commit is missing which brought the oldest content that is known. */
  #isStalled(): boolean {
    const isAtEnd = this.#walk.isIntroductionKnown || this.#origin !== undefined || this.#cut !== undefined;
    return !isAtEnd && this.#walk.oldest.id !== uncommitted;
  }

  history(): SymbolHistory {
    return assembleHistory(this.#walk, this.#facts, this.#cut, this.#parts.state.prefix);
  }

  #cutAt(change: FileChange): void {
    if (this.#walk.knows(change.after.id)) this.#cut ??= cutOf("shallow", change.hash);
  }

  async #enterWaiting(): Promise<void> {
    for (let at = 0; at < this.#waiting.length && this.#origin === undefined; at++) {
      const change = this.#waiting[at];
      if (change === undefined || !this.#walk.knows(change.after.id)) continue;
      this.#waiting.splice(at, 1);
      this.#walk.enter(change);
      await this.#settle();
      at = -1;
    }
  }

  /** Looks in the other files of the commit which brought the definition. */
  async #settle(): Promise<void> {
    const { start } = this.#walk;
    if (start === undefined) return;
    const { contents, changes } = this.#parts;
    const parent = this.#facts.get(start.hash)?.parent;
    const changed = parent === undefined ? [] : await changes.of(start.hash, parent);
    const others = await Promise.all(
      changed
        .filter((other) => path.extname(other.path) === path.extname(start.after.path))
        .filter((other) => other.path !== start.after.path)
        .map(async (other) => ({
          content: await contents.content(other.blob, other.path),
          after:
            other.after === undefined
              ? undefined
              : (await contents.content(other.after, other.path))?.version,
        })),
    );
    const origin = this.#walk.settleStart(
      others.flatMap(({ content, after }) => (content ? [{ content, ...(after && { after }) }] : [])),
    );
    if (origin !== undefined) this.#origin = { path: origin.path, before: `${start.hash}^1` };
  }
}

function cutOf(reason: HistoryCut["reason"], commit: string): HistoryCut {
  const short = commit.slice(0, 7);
  const sentence =
    reason === "shallow"
      ? `This clone is shallow: what happened before ${short} was not cloned, so who introduced it is not known ("git fetch --unshallow" brings it).`
      : `This is a partial clone: the content before ${short} was not cloned, so older changes are not known ("git fetch --refetch" with the filter removed brings it).`;
  return { reason, commit, sentence };
}

/** Characters of a subject that are kept. */
const subjectMost = 300;

/** A subject as the index has it: secrets masked. */
function shownSubject(subject: string): string {
  // What comes before the cut is masked as a part of what goes on behind it.
  const { text } = maskSecrets(subject.slice(0, 2 * subjectMost), { unquotedValues: true });
  return text.length > subjectMost ? `${text.slice(0, subjectMost - 1)}…` : text;
}
