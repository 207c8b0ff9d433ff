import type { LineRange } from "./lineRange.ts";
import { type LikenessNeeded, type Located, locateDefinition, locateUnchanged } from "./locateDefinition.ts";
import { alignTokens } from "./tokenAlignment.ts";
import type { TokenRun } from "./tokenRun.ts";
import type { VersionText } from "./versionText.ts";

/** One content of a file in the history; `id` is equal where the content is. */
export interface FileContent {
  readonly id: string;
  readonly path: string;
  readonly version: VersionText;
}

/** A commit that changed the file: its content right after, and in each parent that has another or none. */
export interface FileChange {
  readonly hash: string;
  readonly after: FileContent;
  /** True where the commit has no parent. */
  readonly isRoot: boolean;
  /** Of a merge as many as it has parents; none where the file is new. */
  readonly before: readonly FileContent[];
  /** True where the content before is that of another file, which is still there. */
  readonly isCopied: boolean;
  /** True for commits that link nothing whatever they change. */
  readonly isIgnored: boolean;
}

/** A commit that changed the definition, as a walk finds it. */
export interface FoundChange {
  readonly hash: string;
  readonly path: string;
  readonly range: LineRange;
  /** A line that says what changed, and where it stands. */
  readonly text: string;
  readonly line: number;
}

/** Where a definition stands in one content, and which of its tokens are still there now. */
interface Standing {
  readonly range: LineRange;
  readonly run: TokenRun;
  /** Per token: the token of the present definition that it became, or -1. */
  readonly became: Int32Array;
}

interface OpenStart {
  readonly change: FileChange;
  readonly standing: Standing;
}

/** In another version of the same file. */
const inFile: LikenessNeeded = { withSameHead: 0.05, withLikeHead: 0.3, without: 0.6 };
/** In another file which the same commit took it out of. */
const movedAway: LikenessNeeded = { withSameHead: 0.4, withLikeHead: 0.5, without: 0.7 };
/** In another file which still has it: no more than boilerplate is alike between most files of a kind. */
const stillThere = { share: 0.9, tokens: 30 };

/** So much of the original is left where a definition was copied rather than moved. */
const keptThere: LikenessNeeded = { withSameHead: 0.5, withLikeHead: 0.7, without: 0.85 };

/** Fewer tokens than this look alike in too many places to be followed over a gap or into another file. */
const tellingTokens = 10;

/**
 * Follows one definition back through the contents of its file, newest first, and notes which commits changed its
 * tokens. What only moved or was laid out anew stays the same definition.
 */
export class SymbolWalk {
  /** Newest first. */
  readonly changes: FoundChange[] = [];
  readonly passedOver = new Set<string>();
  readonly moves: { readonly hash: string; readonly from: string; readonly to: string }[] = [];
  /** True where the commit was found before which there was no such definition. */
  isIntroductionKnown = false;
  /** The oldest content in which the definition was found so far. */
  oldest: FileContent;
  readonly #standings = new Map<string, Standing>();
  readonly #present: Standing;
  /** Per token of the present definition: the commit that wrote it. */
  readonly #writers: (string | undefined)[];
  #start: OpenStart | undefined;
  #lastStart: OpenStart | undefined;

  constructor(content: FileContent, range: LineRange) {
    const run = content.version.runOf(range.startLine, range.endLine);
    const became = Int32Array.from(run.tokens, (_, at) => at);
    this.#present = { range, run, became };
    this.#writers = Array.from(run.tokens, () => undefined);
    this.#standings.set(content.id, this.#present);
    this.oldest = content;
  }

  /** True where it is known how the definition stands in this content. */
  knows(id: string): boolean {
    return this.#standings.has(id);
  }

  /**
   * Goes through a commit. False where the definition is not known to be in what the commit left: it may be asked again
   * when more is known.
   */
  enter(change: FileChange): boolean {
    const standing = this.#standings.get(change.after.id) ?? this.#restored(change.after);
    if (standing === undefined) return false;
    const needed = change.isCopied ? movedAway : inFile;
    const there = change.before.flatMap((content) => {
      const located = locateDefinition(change.after.version, standing.range, content.version, needed);
      if (located === undefined || (change.isCopied && !isCopyOf(standing, located))) return [];
      return [{ content, ...this.#step(standing, content, located) }];
    });
    if (there.length === 0) this.#start = { change, standing };
    else this.#note(change, standing, there, change.isCopied);
    return true;
  }

  /** The commit that brought the definition into the file which is being walked, while nobody has said where it came from. */
  get start(): FileChange | undefined {
    return this.#start?.change;
  }

  /**
   * Says what other files the commit of `start` changed: their content before, and whether each is still as it was.
   * Gives the one from which the definition came; without one the commit introduced it.
   */
  settleStart(
    others: readonly { readonly content: FileContent; readonly after?: VersionText }[],
  ): FileContent | undefined {
    const start = this.#start;
    if (start === undefined) return undefined;
    this.#start = undefined;
    // What comes after a copied file is the history of the other file.
    if (!start.change.isCopied) this.#lastStart = start;
    const { change, standing } = start;
    if (standing.run.tokens.length >= tellingTokens) {
      const origin = this.#origin(change, standing, others);
      if (origin !== undefined) return origin;
    }
    this.#addChange(change, standing, [], undefined);
    this.isIntroductionKnown = !change.isIgnored;
    return undefined;
  }

  /** How many present lines hold something of each commit, by hash; `undefined` for what no commit wrote. */
  presentLines(): Map<string | undefined, number> {
    const lines = new Map<string | undefined, Set<number>>();
    for (const [at, writer] of this.#writers.entries()) {
      const ofWriter = lines.get(writer) ?? new Set<number>();
      ofWriter.add(this.#present.run.lines[at] ?? 0);
      lines.set(writer, ofWriter);
    }
    return new Map([...lines].map(([writer, ofWriter]) => [writer, ofWriter.size]));
  }

  #origin(
    change: FileChange,
    standing: Standing,
    others: readonly { readonly content: FileContent; readonly after?: VersionText }[],
  ): FileContent | undefined {
    let best: Origin | undefined;
    for (const { content, after } of others) {
      const { version } = change.after;
      const located = locateDefinition(version, standing.range, content.version, movedAway);
      if (located === undefined) continue;
      const share = shareOf(located);
      const isStill =
        after !== undefined &&
        locateDefinition(content.version, located.range, after, keptThere) !== undefined;
      if (isStill && !isCopyOf(standing, located)) continue;
      if (best === undefined || share > best.share) best = { content, located, share, isStill };
    }
    if (best === undefined) return undefined;
    const { content, located, isStill } = best;
    this.moves.push({ hash: change.hash, from: content.path, to: change.after.path });
    this.#note(change, standing, [{ content, ...this.#step(standing, content, located) }], isStill);
    return content;
  }

  /** The standing in an older content, and which tokens of the newer one it has. */
  #step(standing: Standing, content: FileContent, located: Located): Step {
    const { startLine, endLine } = located.range;
    // Where every character is the same, so is every token, and the walk goes through thousands of such versions.
    const isSame = located.likeness === "identical";
    const run = isSame ? standing.run : (located.run ?? content.version.runOf(startLine, endLine));
    const pairs = isSame
      ? undefined
      : (located.pairs ?? alignTokens(standing.run.tokens, run.tokens, content.version.table));
    if (!this.#standings.has(content.id)) {
      const became = pairs === undefined ? standing.became : carriedOver(standing.became, pairs, run);
      this.#standings.set(content.id, { range: located.range, run, became });
      this.oldest = content;
    }
    return { located, pairs, run };
  }

  #note(
    change: FileChange,
    standing: Standing,
    steps: readonly (Step & { content: FileContent })[],
    isCopied: boolean,
  ): void {
    const isOnlyMoved = steps.some(({ located }) => located.likeness !== "changed");
    // Whoever copies a definition makes one, however equal.
    if (isOnlyMoved && !isCopied) {
      if (steps.some(({ located }) => located.likeness === "sameCode")) this.passedOver.add(change.hash);
      return;
    }
    const written = writtenTokens(standing.run.tokens.length, steps);
    // A merge that took each line from one of its sides has written nothing.
    if (steps.length > 1 && written.length === 0) return;
    this.#addChange(change, standing, written, steps[0]);
  }

  #addChange(
    change: FileChange,
    standing: Standing,
    written: readonly number[],
    from: (Step & { content: FileContent }) | undefined,
  ): void {
    if (change.isIgnored) {
      this.passedOver.add(change.hash);
      return;
    }
    const all = from === undefined ? [...standing.run.tokens.keys()] : written;
    for (const at of all) {
      const present = standing.became[at] ?? -1;
      if (present >= 0) this.#writers[present] ??= change.hash;
    }
    if (this.changes.some(({ hash }) => hash === change.hash)) return;
    const { hash, after } = change;
    this.changes.push({
      hash,
      path: after.path,
      range: standing.range,
      ...evidenceOf(change, standing, all, from),
    });
  }

  /** A definition that was taken out and put back as it was has its history before that. */
  #restored(content: FileContent): Standing | undefined {
    const start = this.#lastStart;
    if (start === undefined || start.standing.run.tokens.length < tellingTokens) return undefined;
    const { version } = start.change.after;
    const located = locateUnchanged(version, start.standing.range, content.version);
    if (located === undefined) return undefined;
    this.#lastStart = undefined;
    this.isIntroductionKnown = false;
    this.#step(start.standing, content, located);
    return this.#standings.get(content.id);
  }
}

/** Where a definition may have come from. */
interface Origin {
  readonly content: FileContent;
  readonly located: Located;
  readonly share: number;
  readonly isStill: boolean;
}

function isCopyOf({ run }: Standing, located: Located): boolean {
  return run.tokens.length >= stillThere.tokens && shareOf(located) >= stillThere.share;
}

interface Step {
  readonly located: Located;
  /** Per token of the newer text: which one it was in the older, or -1; absent where each was the same one. */
  readonly pairs: Int32Array | undefined;
  readonly run: TokenRun;
}

/** Tokens of the newer text that were in none of the older ones. */
function writtenTokens(length: number, steps: readonly Step[]): readonly number[] {
  const all = steps.flatMap(({ pairs }) => (pairs === undefined ? [] : [pairs]));
  if (all.length < steps.length) return [];
  const written: number[] = [];
  for (let at = 0; at < length; at++) {
    let isOld = false;
    for (const pairs of all) isOld ||= (pairs[at] ?? -1) >= 0;
    if (!isOld) written.push(at);
  }
  return written;
}

/** The first token of the older text that is not in the newer one; -1 for none. */
function firstLost({ run, pairs }: Step): number {
  if (pairs === undefined) return -1;
  const isKept = new Uint8Array(run.tokens.length);
  for (const pair of pairs) if (pair >= 0) isKept[pair] = 1;
  return isKept.indexOf(0);
}

/** Which tokens of the older text are still there now. */
function carriedOver(became: Int32Array, pairs: Int32Array, { tokens }: TokenRun): Int32Array {
  const carried = new Int32Array(tokens.length).fill(-1);
  for (let at = 0; at < pairs.length; at++) {
    const oldAt = pairs[at] ?? -1;
    if (oldAt >= 0) carried[oldAt] = became[at] ?? -1;
  }
  return carried;
}

function shareOf({ run, pairs }: Located): number {
  if (run === undefined || pairs === undefined) return 1;
  let common = 0;
  for (const pair of pairs) if (pair >= 0) common++;
  return (2 * common) / Math.max(1, run.tokens.length + pairs.length);
}

/** The first line that the commit wrote; where it only took something away, the first line that it took. */
function evidenceOf(
  { after }: FileChange,
  standing: Standing,
  written: readonly number[],
  from: (Step & { content: FileContent }) | undefined,
): { readonly text: string; readonly line: number } {
  const [first] = written;
  const line = standing.range.startLine + (first === undefined ? 0 : (standing.run.lines[first] ?? 0));
  if (first === undefined && from !== undefined) {
    const lost = firstLost(from);
    const oldLine = from.located.range.startLine + (from.run.lines[Math.max(lost, 0)] ?? 0);
    return { text: from.content.version.shownLine(oldLine), line };
  }
  return { text: after.version.shownLine(line), line };
}
