import { existsSync, type FSWatcher, watch } from "node:fs";
import path from "node:path";
import { WhenceError } from "../base/errors.ts";
import { gitFolderOf, headOf } from "../sources/git/headOf.ts";
import type { Trouble } from "./health.ts";

/** Who hears of the commit that is checked out. */
export interface HeadListener {
  /** It is another, after all that moved it is over. */
  moved(cause: string): void;
  /** What was going on in Git is over, and it is the same. */
  settled(): void;
  /** Whether there is a repository, or why not. */
  repository(problem: Trouble | undefined): void;
}

/** How much longer than for the end of a change it is waited for a repository. */
const againFactor = 20;
/** A lock that stays for longer was left behind by a Git that died. */
const lockMostMs = 15_000;

/**
 * Watches which commit is checked out in a folder, in the Git folder of its working tree, which for a second working tree
 * lies elsewhere. A checkout, rebase or merge is one change, told when nothing has moved for a while.
 */
export class HeadWatch {
  readonly #folder: string;
  readonly #listener: HeadListener;
  readonly #settleMs: number;
  readonly #watchers: FSWatcher[] = [];
  readonly #closing = new AbortController();
  #gitFolder: string | undefined;
  #head: string | undefined;
  #timer: NodeJS.Timeout | undefined;
  #isMoving = false;

  constructor(folder: string, settleMs: number, listener: HeadListener) {
    this.#folder = folder;
    this.#settleMs = settleMs;
    this.#listener = listener;
    void this.#start();
  }

  /** True while a command of Git changes files, or has moved HEAD and may do so again. */
  get isBusy(): boolean {
    return this.#isMoving || this.#isLocked();
  }

  /** Hears nothing any more. */
  close(): void {
    this.#closing.abort();
    clearTimeout(this.#timer);
    for (const watcher of this.#watchers) watcher.close();
  }

  /** A folder may become a repository later. */
  #startLater(): void {
    if (this.#closing.signal.aborted) return;
    this.#timer = setTimeout(async () => {
      await this.#start();
      if (this.#gitFolder !== undefined) this.#listener.moved("a Git repository was found");
    }, this.#settleMs * againFactor).unref();
  }

  async #start(): Promise<void> {
    try {
      this.#gitFolder = await gitFolderOf(this.#folder, this.#closing.signal);
      if (this.#closing.signal.aborted) return;
      this.#listener.repository(this.#gitFolder === undefined ? noRepository : undefined);
      if (this.#gitFolder === undefined) {
        this.#startLater();
        return;
      }
      this.#head = await headOf(this.#folder, this.#closing.signal);
      if (!this.#closing.signal.aborted)
        for (const each of ["", "logs"]) this.#watch(path.join(this.#gitFolder, each));
    } catch (error) {
      if (!WhenceError.is(error)) throw error;
      if (error.reason === "cancelled") return;
      this.#listener.repository({ why: error.message, remedy: withoutGit });
      this.#startLater();
    }
  }

  #watch(folder: string): void {
    if (!existsSync(folder)) return;
    try {
      const watcher = watch(folder, (_, name) => this.#noticed(name ?? "HEAD"));
      // A folder that goes away, or a system that watches no more: the next look at the whole folder brings what was missed.
      watcher.on("error", () => watcher.close());
      this.#watchers.push(watcher);
    } catch {
      // As above.
    }
  }

  #noticed(name: string): void {
    if (name.startsWith("HEAD")) this.#isMoving = true;
    this.#settle(Date.now());
  }

  #settle(since: number): void {
    clearTimeout(this.#timer);
    const isRebasing = ["rebase-merge", "rebase-apply"].some((each) =>
      existsSync(path.join(this.#gitFolder ?? "", each)),
    );
    const delayMs = isRebasing ? this.#settleMs * 4 : this.#settleMs;
    this.#timer = setTimeout(() => {
      if (this.#isLocked() && Date.now() - since < lockMostMs) this.#settle(since);
      else void this.#look();
    }, delayMs).unref();
  }

  #isLocked(): boolean {
    const folder = this.#gitFolder;
    return (
      folder !== undefined && ["index.lock", "HEAD.lock"].some((each) => existsSync(path.join(folder, each)))
    );
  }

  async #look(): Promise<void> {
    const before = this.#head;
    const head = await headOf(this.#folder, this.#closing.signal).catch(() => before);
    if (this.#closing.signal.aborted) return;
    this.#isMoving = false;
    this.#head = head;
    if (head === before) this.#listener.settled();
    else this.#listener.moved(`HEAD moved from ${shortened(before)} to ${shortened(head)}`);
  }
}

/** How long to wait before it is asked again whether Git is busy. */
export const busyLookMs = 50;

const noRepository: Trouble = {
  why: "This folder is no Git repository: files are searched, but nothing is known of who changed them and what for.",
  remedy: "Open the folder of a repository, or run `git init` in it and commit.",
};

const withoutGit = "Files are searched meanwhile; reload the window when Git works.";

function shortened(head: string | undefined): string {
  return head === undefined ? "no commit" : head.replace(/\b([0-9a-f]{7})[0-9a-f]+/, "$1");
}
