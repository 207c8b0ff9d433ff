import { Worker } from "node:worker_threads";
import { watchBuffers } from "./threadMemory.ts";

/** What a pool asks of a thread. */
export interface WorkerRequest<Work> {
  readonly job: number;
  readonly work: Work;
}

/** What a thread answers. `failure` is the message of an error; the job is over then too. */
export type WorkerReply<Result> =
  | { readonly job: number; readonly result: Result }
  | { readonly job: number; readonly failure: string };

/** What a pool runs. */
export interface WorkerPoolOptions {
  /** Script of the threads; it answers each `WorkerRequest` with one `WorkerReply`. */
  readonly script: string;
  /** Given to each thread at its start; memory that is shared is not copied. */
  readonly workerData: unknown;
  readonly size: number;
  /** Memory that V8 may use in a thread; with little for new objects it collects more often. */
  readonly memory?: { readonly newMegabytes: number; readonly oldMegabytes: number };
  /** Memory outside of V8's heap that a thread may hold while it is busy, before it is ended; any where absent. */
  readonly bufferMegabytes?: number;
  /** How long a thread may be busy with one job, in milliseconds, before it is ended; any time where absent. */
  readonly longestJobMs?: number;
  /** An abort also ends the thread that is busy with the job, for work which may take long; a new one takes its place. */
  readonly isEndedByAbort?: boolean;
  /** The error for jobs whose thread has died or was ended (`cause` says why), or whose pool is closed. */
  readonly stopped: (cause: unknown) => Error;
}

/** Why a thread was ended that was busy with one job for longer than `longestJobMs`, or held too much memory. */
export class JobTookTooMuch extends Error {}

/** One more than is being worked on, so that a thread never waits for its next job. */
const JOBS_IN_FLIGHT = 2;

interface Job<Work, Result> {
  readonly request: WorkerRequest<Work>;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: Error) => void;
}

interface Seat<Work, Result> {
  readonly worker: Worker;
  readonly jobs: Map<number, Job<Work, Result>>;
  /** Ends the watches over time and memory, which run while the thread is busy. */
  unwatch?: () => void;
}

/**
 * Worker threads that do jobs from one queue. They start with the first job, keep the process alive only while they
 * have work, and are replaced at the next job after one has died.
 */
export class WorkerPool<Work, Result> {
  readonly #options: WorkerPoolOptions;
  readonly #seats = new Set<Seat<Work, Result>>();
  readonly #queue: Job<Work, Result>[] = [];
  #lastJob = 0;
  #closed = false;

  constructor(options: WorkerPoolOptions) {
    this.#options = options;
  }

  /** True once a thread was started. */
  get isRunning(): boolean {
    return this.#seats.size > 0;
  }

  /**
   * Does a job. Rejects with the signal's reason at an abort, which drops a job that has not started; one that has is
   * forgotten, or ended with its thread (`isEndedByAbort`).
   */
  run(work: Work, signal?: AbortSignal): Promise<Result> {
    if (this.#closed) return Promise.reject(this.#options.stopped(undefined));
    if (signal?.aborted === true) return Promise.reject(signal.reason);
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    this.#lastJob += 1;
    const job = { request: { job: this.#lastJob, work }, resolve, reject };
    const onAbort = () => this.#drop(job, signal?.reason);
    signal?.addEventListener("abort", onAbort, { once: true });
    this.#queue.push(job);
    this.#hand();
    return promise.finally(() => signal?.removeEventListener("abort", onAbort));
  }

  /** Ends the threads that have no work, which frees their memory; the next job starts one again. */
  async rest(): Promise<void> {
    const idle = [...this.#seats].filter((seat) => seat.jobs.size === 0);
    for (const seat of idle) this.#seats.delete(seat);
    await Promise.all(idle.map((seat) => seat.worker.terminate()));
  }

  /** Ends the threads; jobs under way are rejected. */
  async close(): Promise<void> {
    this.#closed = true;
    const seats = [...this.#seats];
    for (const seat of seats) this.#bury(seat, undefined);
    for (const job of this.#queue.splice(0)) job.reject(this.#options.stopped(undefined));
    await Promise.all(seats.map((seat) => seat.worker.terminate()));
  }

  #drop(job: Job<Work, Result>, reason: unknown): void {
    const place = this.#queue.indexOf(job);
    if (place >= 0) this.#queue.splice(place, 1);
    job.reject(reason as Error);
    if (this.#options.isEndedByAbort !== true) return;
    const busy = [...this.#seats].find((seat) => seat.jobs.has(job.request.job));
    if (busy !== undefined) this.#end(busy, reason);
  }

  #hand(): void {
    while (!this.#closed && this.#queue.length > 0) {
      const seat = this.#freeSeat();
      if (seat === undefined) return;
      const job = this.#queue.shift();
      if (job === undefined) return;
      seat.jobs.set(job.request.job, job);
      seat.worker.ref();
      seat.worker.postMessage(job.request);
      if (seat.jobs.size === 1) this.#watch(seat);
    }
  }

  /** For the oldest of its jobs: it does one after the other. */
  #watch(seat: Seat<Work, Result>): void {
    seat.unwatch?.();
    const { longestJobMs, bufferMegabytes } = this.#options;
    if (seat.jobs.size === 0) return;
    const end = () => this.#end(seat, new JobTookTooMuch());
    const clock = longestJobMs === undefined ? undefined : setTimeout(end, longestJobMs).unref();
    const forget =
      bufferMegabytes === undefined ? undefined : watchBuffers(seat.worker, bufferMegabytes, end);
    seat.unwatch = () => {
      clearTimeout(clock);
      forget?.();
    };
  }

  #end(seat: Seat<Work, Result>, cause: unknown): void {
    this.#bury(seat, cause);
    void seat.worker.terminate();
  }

  #freeSeat(): Seat<Work, Result> | undefined {
    const idle = [...this.#seats].sort((left, right) => left.jobs.size - right.jobs.size)[0];
    if (idle !== undefined && idle.jobs.size === 0) return idle;
    if (this.#seats.size < this.#options.size) return this.#start();
    return idle !== undefined && idle.jobs.size < JOBS_IN_FLIGHT ? idle : undefined;
  }

  #start(): Seat<Work, Result> {
    const { script, workerData, memory } = this.#options;
    const resourceLimits = memory && {
      maxYoungGenerationSizeMb: memory.newMegabytes,
      maxOldGenerationSizeMb: memory.oldMegabytes,
    };
    // The flags that this process was started with are not the worker's: some of them only fit its own entry.
    const worker = new Worker(script, {
      workerData,
      execArgv: [],
      ...(resourceLimits && { resourceLimits }),
    });
    const seat: Seat<Work, Result> = { worker, jobs: new Map() };
    this.#seats.add(seat);
    worker.on("message", (reply: WorkerReply<Result>) => this.#finish(seat, reply));
    worker.on("error", (error) => this.#bury(seat, error));
    worker.on("exit", () => this.#bury(seat, undefined));
    worker.unref();
    return seat;
  }

  #finish(seat: Seat<Work, Result>, reply: WorkerReply<Result>): void {
    const job = seat.jobs.get(reply.job);
    seat.jobs.delete(reply.job);
    this.#watch(seat);
    if ("failure" in reply) job?.reject(new Error(reply.failure));
    else job?.resolve(reply.result);
    // A thread that is being ended answers once more perhaps, and somebody waits for its end.
    if (seat.jobs.size === 0 && this.#seats.has(seat)) seat.worker.unref();
    this.#hand();
  }

  #bury(seat: Seat<Work, Result>, cause: unknown): void {
    if (!this.#seats.delete(seat)) return;
    seat.unwatch?.();
    for (const job of seat.jobs.values()) job.reject(this.#options.stopped(cause));
    // Later, because the abort that ended this thread is about to drop jobs which wait for one.
    queueMicrotask(() => this.#hand());
  }
}
