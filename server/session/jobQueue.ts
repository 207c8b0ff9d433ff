import { WhenceError } from "../base/errors.ts";

/** What can be done for a folder, one at a time. */
export type Job =
  | { readonly kind: "rebuild" }
  | { readonly kind: "whole" }
  | { readonly kind: "paths"; readonly paths: readonly string[] }
  | { readonly kind: "infer" };

/** What a queue works with. */
export interface JobQueueParts {
  /** Does a job; rejects with `cancelled` after an abort. What else it rejects with is dealt with by itself. */
  readonly perform: (job: Job, cause: string, signal: AbortSignal) => Promise<void>;
  readonly log: (sentence: string) => void;
  /** In milliseconds. */
  readonly now: () => number;
}

/** A run over the whole folder gets so long before changed paths interrupt it, so that it comes to its end. */
const undisturbedMs = 2_000;

interface Running {
  readonly job: Job;
  readonly cause: string;
  readonly beganMs: number;
  readonly stop: AbortController;
}

/**
 * One long job per folder. The newest request wins: a job that it outdates is stopped, and what that had still to do is done
 * afterwards, but for inferences. After `op_queue` of rust-analyzer.
 */
export class JobQueue {
  readonly #parts: JobQueueParts;
  /** By kind, why each is wanted. */
  readonly #wanted = new Map<Job["kind"], string>();
  readonly #paths = new Set<string>();
  #running: Running | undefined;
  #isHeld = true;
  #timer: NodeJS.Timeout | undefined;
  #whenIdle: (() => void)[] = [];

  constructor(parts: JobQueueParts) {
    this.#parts = parts;
  }

  /** True where nothing is done and nothing wanted. */
  get isIdle(): boolean {
    return this.#running === undefined && this.#wanted.size === 0;
  }

  /** Asks for a job; `cause` is told in the log. */
  want(job: Job, cause: string): void {
    if (job.kind === "paths") for (const each of job.paths) this.#paths.add(each);
    if (job.kind === "whole" || job.kind === "rebuild") {
      this.#wanted.delete("paths");
      this.#paths.clear();
    }
    const others = this.#wanted.get(job.kind);
    this.#wanted.set(
      job.kind,
      others === undefined || others.includes(cause) ? cause : `${others}; ${cause}`,
    );
    this.#stopOutdated(job);
    this.#next();
  }

  /** Nothing begins until `release`; what goes on is stopped, and goes on later. Resolves when it has ended. */
  hold(): Promise<void> {
    this.#isHeld = true;
    const running = this.#running;
    if (running === undefined) return Promise.resolve();
    this.#again(running);
    running.stop.abort();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  /** Goes on. */
  release(): void {
    this.#isHeld = false;
    this.#next();
  }

  #stopOutdated({ kind }: Job): void {
    const running = this.#running;
    if (running === undefined || running.stop.signal.aborted) return;
    const isOutdated =
      kind === "rebuild" ||
      (kind === "whole" && running.job.kind !== "rebuild") ||
      (kind === "paths" && (running.job.kind === "infer" || running.job.kind === "paths")) ||
      (kind === "infer" && running.job.kind === "infer");
    if (isOutdated) this.#giveWay(running);
    else if (kind === "paths" && running.job.kind === "whole") this.#interruptLater(running);
  }

  #interruptLater(running: Running): void {
    const waitMs = Math.max(0, running.beganMs + undisturbedMs - this.#parts.now());
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#running === running && this.#wanted.has("paths")) this.#giveWay(running);
    }, waitMs).unref();
  }

  #giveWay(running: Running): void {
    this.#parts.log(`Stopped (${running.cause}) for a newer request.`);
    this.#again(running);
    running.stop.abort();
  }

  /**
   * What a stopped job had still to do is wanted again, unless what is wanted by now includes it. When an inference is worth
   * another try, whoever wants it knows.
   */
  #again({ job, cause }: Running): void {
    if (job.kind === "infer") return;
    const isIncluded = this.#wanted.has("rebuild") || (job.kind !== "rebuild" && this.#wanted.has("whole"));
    if (isIncluded) return;
    if (job.kind === "paths") for (const each of job.paths) this.#paths.add(each);
    // A rebuild that was stopped has emptied the index already.
    const kind = job.kind === "rebuild" ? "whole" : job.kind;
    if (!this.#wanted.has(kind)) this.#wanted.set(kind, cause);
  }

  #next(): void {
    if (this.#isHeld || this.#running !== undefined) return;
    const kind = (["rebuild", "paths", "whole", "infer"] as const).find((each) => this.#wanted.has(each));
    if (kind === undefined) return;
    const cause = this.#wanted.get(kind) ?? "";
    this.#wanted.delete(kind);
    const job: Job = kind === "paths" ? { kind, paths: [...this.#paths] } : { kind };
    if (kind === "paths") this.#paths.clear();
    const running: Running = { job, cause, beganMs: this.#parts.now(), stop: new AbortController() };
    this.#running = running;
    void this.#perform(running);
  }

  async #perform(running: Running): Promise<void> {
    const { job, cause, stop } = running;
    try {
      await this.#parts.perform(job, cause, stop.signal);
    } catch (error) {
      if (!WhenceError.is(error, "cancelled")) this.#parts.log(`Failed (${cause}): ${String(error)}`);
    }
    this.#running = undefined;
    for (const resolve of this.#whenIdle.splice(0)) resolve();
    this.#next();
  }
}
