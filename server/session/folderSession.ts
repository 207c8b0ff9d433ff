import { existsSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import type { FolderHealth } from "../../shared/model/health.ts";
import { WhenceError } from "../base/errors.ts";
import type { Place } from "../model/place.ts";
import { makeStoreFolder } from "../stores/openStore.ts";
import { AddedFiles } from "./addedFiles.ts";
import type { DiagnosedFolder } from "./diagnostics.ts";
import { CurrentView, type FolderView } from "./folderView.ts";
import type { FolderChanges, FolderWatch, OutsideFolder } from "./folderWatch.ts";
import { afterEvent, type HealthEvent, type HealthFacts, healthOf, noFacts } from "./health.ts";
import { IndexingSeat } from "./indexingSeat.ts";
import { type Job, JobQueue } from "./jobQueue.ts";
import { type SessionPace, usualPace } from "./sessionPace.ts";
import type { DecisionWish, IndexNews, TaskName, TaskRunner, Tasks } from "./tasks.ts";

/** What a session is made of. */
export interface FolderSessionParts {
  /** As the editor gave it. */
  readonly uri: string;
  readonly name: string;
  readonly place: Place;
  /** Folder of the index. */
  readonly store: string;
  /** Does what writes the index. */
  readonly indexing: TaskRunner;
  /** Infers links, which is stopped at once. */
  readonly inferring: TaskRunner;
  /** Does what takes long and only reads it. */
  readonly reading: TaskRunner;
  /** `onRead` hears that more of the history is known. */
  readonly openView: (onRead: () => void) => FolderView;
  readonly watch: (changes: FolderChanges, outside: () => readonly OutsideFolder[]) => FolderWatch;
  readonly pace?: SessionPace;
}

/** Who hears of a session. */
export interface SessionListener {
  log(sentence: string): void;
  /** Health is another than before. */
  healthChanged(): void;
  /** Links may be others than before. */
  linksChanged(): void;
  /** A run over the whole folder has changed the index. */
  indexed(): void;
  /** A file that is looked at was read before the others. */
  firstRead(path: string): void;
  /** Other folders outside are indexed than before. */
  outsideChanged(): void;
  /** Somebody has decided on a link. */
  decided(): void;
}

/** Links are inferred anew when one in so many documents has changed, or one that may be a specification. */
const tellingShare = 200;
const proseFile = /\.(?:md|markdown|adoc|rst|txt)$/i;

/** Everything that goes on for one workspace folder. */
export class FolderSession {
  readonly uri: string;
  readonly place: Place;
  /** Files that somebody added to the index by hand. */
  readonly addedFiles: AddedFiles;
  readonly #parts: FolderSessionParts;
  readonly #listener: SessionListener;
  readonly #pace: SessionPace;
  readonly #view: CurrentView;
  readonly #seat: IndexingSeat;
  readonly #jobs: JobQueue;
  readonly #watch: FolderWatch;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** Paths of files that are open in the editor. */
  readonly #lookedAt = new Set<string>();
  #isIndexing = false;
  #facts: HealthFacts = noFacts;
  #outside: readonly OutsideFolder[] = [];
  /** Changes since links were inferred. */
  #uninferred = 0;
  #hasInferred = false;
  #version: number | undefined;
  #failures = 0;
  #hasRebuilt = false;
  #isClosed = false;

  constructor(parts: FolderSessionParts, listener: SessionListener) {
    this.#parts = parts;
    this.#listener = listener;
    this.uri = parts.uri;
    this.place = parts.place;
    this.#pace = parts.pace ?? usualPace;
    const { place, reading, indexing } = parts;
    const { lookMs } = this.#pace;
    this.addedFiles = new AddedFiles({ place, reading, indexing, lookMs, indexed: () => this.#look() });
    this.#view = new CurrentView(parts.store, () => parts.openView(() => listener.linksChanged()));
    this.#seat = new IndexingSeat(parts.store, () => this.#seated());
    this.#jobs = new JobQueue({
      perform: (job, cause, signal) => this.#perform(job, cause, signal),
      log: (sentence) => listener.log(sentence),
      now: () => performance.now(),
    });
    const changes: FolderChanges = {
      paths: (paths) => this.#want({ kind: "paths", paths }, namedCause(paths)),
      whole: (cause) => this.#want({ kind: "whole" }, cause),
      repository: (problem) =>
        this.#on({ kind: "repository", ...(problem === undefined ? {} : { problem }) }),
    };
    this.#watch = parts.watch(changes, () => this.outside);
  }

  /** Begins to index, unless another window does. */
  async start(isPaused: boolean): Promise<void> {
    if (isPaused) this.#on({ kind: "paused", isPaused });
    await this.#look();
    if (!isPaused && !this.#isClosed) this.#takeSeat();
  }

  /** How the index is. */
  get health(): FolderHealth {
    return { folder: this.uri, name: this.#parts.name, health: healthOf(this.#facts) };
  }

  /** For diagnostics. */
  get diagnosed(): DiagnosedFolder {
    const { place, store, name } = this.#parts;
    return { path: place.folder, store, name, health: healthOf(this.#facts), settings: place.settings };
  }

  /** The index for hovers; nothing where there is none yet. */
  get view(): FolderView | undefined {
    return this.#isClosed ? undefined : this.#view.get();
  }

  /** Folders outside that are indexed with it. */
  get outside(): readonly OutsideFolder[] {
    return this.#outside;
  }

  /** Something happened to files, says the editor. */
  noticed(absolutePaths: readonly string[]): void {
    this.#watch.noticed(absolutePaths);
  }

  /** Somebody has opened a file: where the whole folder is being read, it is read before those that were not read yet. */
  lookAt(path: string): void {
    if (this.#lookedAt.has(path)) return;
    this.#lookedAt.add(path);
    if (!this.#isIndexing) return;
    // That it is read a little later is no failure of which anybody has to hear.
    this.#parts.indexing.run("readFirst", this.place, { paths: [path] }).catch(() => undefined);
  }

  /** Nobody looks at a file any longer. */
  lookAway(path: string): void {
    this.#lookedAt.delete(path);
  }

  /** Stops indexing, or goes on with it. */
  async pause(isPaused: boolean): Promise<void> {
    if (isPaused === this.#facts.isPaused) return;
    this.#on({ kind: "paused", isPaused });
    if (isPaused) {
      await this.#jobs.hold();
      this.#seat.leave();
    } else this.#takeSeat();
  }

  /** Makes the index anew. */
  rebuild(cause: string): void {
    this.#jobs.want({ kind: "rebuild" }, cause);
    // Whoever asks for it wants it now, also where another window indexes.
    if (!this.#facts.isPaused) this.#jobs.release();
  }

  /** Does a task that reads the index. Throws as the task. */
  async read<Name extends TaskName>(
    name: Name,
    asked: Tasks[Name]["asked"],
    signal: AbortSignal,
    onNews?: (news: Tasks[Name]["news"]) => void,
  ): Promise<Tasks[Name]["answer"]> {
    return this.#parts.reading.run(name, this.place, asked, {
      signal,
      ...(onNews === undefined ? {} : { onNews }),
    });
  }

  /** Decides on a link; whoever shows links hears of it. Throws as the task. */
  async decide(wish: DecisionWish, signal: AbortSignal): Promise<string> {
    const sentence = await this.read("decide", wish, signal);
    this.#listener.linksChanged();
    this.#listener.decided();
    return sentence;
  }

  /** Ends everything; what goes on is stopped and keeps what it has. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#watch.close();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    await this.#jobs.hold();
    this.#seat.leave();
    await this.#view.drop();
  }

  #want(job: Job, cause: string): void {
    if (!this.#isClosed) this.#jobs.want(job, cause);
  }

  #takeSeat(): void {
    try {
      if (!existsSync(this.place.folder))
        throw new WhenceError("badInput", `The folder ${this.place.folder} is not there.`);
      makeStoreFolder(this.#parts.store);
      this.#seat.want();
    } catch (error) {
      if (!WhenceError.is(error)) throw error;
      this.#on({ kind: "failed", reason: error.reason, sentence: error.message });
      this.#later("retry", this.#pace.retryMs(++this.#failures), () => this.#takeSeat());
      return;
    }
    if (!this.#seat.isTaken) this.#watchOthers();
  }

  /** What others did meanwhile is unknown, so the whole folder is looked at. */
  #seated(): void {
    clearTimeout(this.#timers.get("others"));
    this.#on({ kind: "elsewhere", isBusy: false });
    this.#jobs.want({ kind: "whole" }, "this window takes care of the index from now on");
    this.#jobs.release();
  }

  /** Another window indexes: its runs are seen in the index. */
  #watchOthers(): void {
    this.#later("others", this.#pace.lookMs, async () => {
      if (this.#seat.isTaken || this.#facts.isPaused) return;
      await this.#look();
      this.#watchOthers();
    });
  }

  /** Reads from the index how much it holds and whether somebody is at work on it. */
  async #look(): Promise<void> {
    const view = this.view;
    if (view === undefined) return;
    this.#lookOutside();
    const { lastDoneAt, isRunning } = view.runs();
    const isNew = lastDoneAt !== undefined && lastDoneAt !== this.#facts.asOf;
    const counts = isNew || isRunning ? await view.counts() : undefined;
    if (this.#isClosed) return;
    this.#on({
      kind: "found",
      ...(counts === undefined ? {} : { counts }),
      ...(lastDoneAt === undefined ? {} : { asOf: lastDoneAt }),
    });
    if (!this.#seat.isTaken) this.#on({ kind: "elsewhere", isBusy: isRunning });
    const version = view.version();
    if (version !== this.#version) this.#listener.linksChanged();
    this.#version = version;
  }

  /** Which folders outside the index knows, as of now; those that were added by hand are nobody's to change. */
  #lookOutside(): void {
    const before = this.#outside;
    try {
      this.#outside = this.view?.extraFolders().filter(({ origin }) => origin !== "added") ?? before;
    } catch {
      // Whoever indexes meets the same and says so.
    }
    if (!isDeepStrictEqual(before, this.#outside)) this.#listener.outsideChanged();
  }

  async #perform(job: Job, cause: string, signal: AbortSignal): Promise<void> {
    // A window that was asked for a rebuild while another one indexes leaves the rest to that one.
    if (!this.#seat.isTaken && (job.kind === "whole" || job.kind === "paths")) return;
    this.#listener.log(`${jobWords[job.kind]}: ${cause}.`);
    try {
      if (job.kind === "infer") await this.#infer(signal);
      else await this.#index(job, signal);
      this.#failures = 0;
    } catch (error) {
      if (WhenceError.is(error, "cancelled")) {
        this.#on({ kind: "stopped" });
        if (job.kind === "infer") this.#inferLater(cause);
        throw error;
      }
      this.#failed(job, cause, error);
    }
  }

  async #index(job: Exclude<Job, { readonly kind: "infer" }>, signal: AbortSignal): Promise<void> {
    const began = performance.now();
    if (job.kind === "rebuild") await this.#view.drop();
    const kind = job.kind === "paths" ? { paths: job.paths } : { isRebuild: job.kind === "rebuild" };
    // Changed paths too: where the folder was not read to its end before, all of it is read.
    const wish = { ...kind, first: [...this.#lookedAt] };
    const onNews = (news: IndexNews) => {
      if (news.kind === "firstRead") {
        this.#listener.log(`${news.path} is open and was read after ${passed(began)} ms, before the others.`);
        this.#on({ kind: "usable" });
        this.#listener.firstRead(news.path);
      } else if (news.kind === "searchable") this.#listener.log(`Searchable after ${passed(began)} ms.`);
      else if (job.kind !== "paths") this.#on({ ...news, atMs: performance.now() });
      // They are known before anything is read: what is saved in one meanwhile is heard of.
      if (job.kind !== "paths") this.#lookOutside();
    };
    this.#isIndexing = true;
    const report = await this.#parts.indexing
      .run("index", this.place, wish, { signal, onNews })
      .finally(() => {
        this.#isIndexing = false;
      });
    const { files, documentsChanged, documentsRemoved } = report;
    const changes = documentsChanged + documentsRemoved;
    this.#listener.log(`Done in ${passed(began)} ms: ${files} files, ${changes} documents changed.`);
    for (const warning of report.warnings) this.#listener.log(warning);
    this.#on({ kind: "done", report, at: new Date().toISOString() });
    if (changes > 0 || job.kind !== "paths") this.#listener.linksChanged();
    // Not with each file that is saved: whoever hears of it reads all open texts ahead.
    if (changes > 0 && job.kind !== "paths") this.#listener.indexed();
    const isProse = job.kind === "paths" && job.paths.some((each) => proseFile.test(each));
    this.#uninferred += changes > 0 && isProse ? files : changes;
    if (job.kind === "paths") {
      this.#later("whole", this.#pace.quietMs, () =>
        this.#want({ kind: "whole" }, "nothing changed for a while"),
      );
    } else if (this.#uninferred * tellingShare >= files && this.#uninferred > 0)
      this.#want({ kind: "infer" }, `${this.#uninferred} documents changed`);
    else if (!this.#hasInferred && (await this.view?.isInferred()) === false)
      this.#want({ kind: "infer" }, "it was never done");
  }

  /** Not while somebody saves one file after the other. */
  #inferLater(cause: string): void {
    this.#later("infer", this.#pace.idleMs, () => this.#want({ kind: "infer" }, cause));
  }

  async #infer(signal: AbortSignal): Promise<void> {
    this.#on({ kind: "inferring" });
    this.#uninferred = 0;
    this.#hasInferred = true;
    const { links } = await this.#parts.inferring.run("infer", this.place, null, { signal });
    this.#listener.log(`${links} probable links.`);
    const counts = await this.view?.counts();
    this.#on({ kind: "linked", links: counts?.links ?? 0 });
    this.#listener.linksChanged();
  }

  #failed(job: Job, cause: string, error: unknown): void {
    const reason = WhenceError.is(error) ? error.reason : undefined;
    const sentence = error instanceof Error ? error.message : String(error);
    if (reason === "locked") {
      this.#on({ kind: "elsewhere", isBusy: true });
      this.#later("retry", this.#pace.lookMs, () => this.#want(job, cause));
      return;
    }
    this.#listener.log(`Failed: ${sentence}`);
    if (reason === "storeCorrupt" && !this.#hasRebuilt) {
      this.#hasRebuilt = true;
      this.#want({ kind: "rebuild" }, "the index is damaged");
      return;
    }
    this.#on({ kind: "failed", reason, sentence });
    this.#later("retry", this.#pace.retryMs(++this.#failures), () =>
      this.#want({ kind: "whole" }, "tried again"),
    );
  }

  #on(event: HealthEvent): void {
    const before = healthOf(this.#facts);
    this.#facts = afterEvent(this.#facts, event);
    const now = healthOf(this.#facts);
    if (isDeepStrictEqual(now, before)) return;
    if (now.state !== before.state)
      this.#listener.log(`Health is ${now.state}${"why" in now ? `: ${now.why}` : ""}.`);
    this.#listener.healthChanged();
  }

  #later(name: string, delayMs: number, then: () => void): void {
    clearTimeout(this.#timers.get(name));
    if (!this.#isClosed) this.#timers.set(name, setTimeout(then, delayMs).unref());
  }
}

const jobWords: Readonly<Record<Job["kind"], string>> = {
  rebuild: "Making the index anew",
  whole: "Looking at the whole folder",
  paths: "Reading changed files",
  infer: "Looking for probable links",
};

function passed(began: number): number {
  return Math.round(performance.now() - began);
}

function namedCause(paths: readonly string[]): string {
  const [first = ""] = paths;
  return paths.length === 1 ? `${first} changed` : `${first} and ${paths.length - 1} more changed`;
}
