import { Worker } from "node:worker_threads";
import { WhenceError } from "../base/errors.ts";
import type { EmbedReply, EmbedRequest } from "./embedWorker.ts";
import type { StaticModel } from "./staticModel.ts";

/** One more than is being worked on, so that a worker never waits for its next job. */
const JOBS_IN_FLIGHT = 2;

interface Job {
  readonly request: EmbedRequest;
  readonly resolve: (vectors: Float32Array) => void;
  readonly reject: (error: Error) => void;
}

interface Seat {
  readonly worker: Worker;
  readonly jobs: Map<number, Job>;
}

/**
 * Worker threads that embed batches from one queue. They start with the first batch, keep the process alive only
 * while they have work, and are replaced at the next batch after one has died.
 */
export class EmbedWorkerPool {
  readonly #workerPath: string;
  readonly #model: StaticModel;
  readonly #size: number;
  readonly #seats = new Set<Seat>();
  readonly #queue: Job[] = [];
  #lastJob = 0;
  #closed = false;

  constructor(workerPath: string, model: StaticModel, size: number) {
    this.#workerPath = workerPath;
    this.#model = model;
    this.#size = size;
  }

  /** Vectors of a batch, one after the other. An abort drops it where it has not started and forgets it where it has. */
  run(texts: readonly string[], signal: AbortSignal): Promise<Float32Array> {
    if (this.#closed) return Promise.reject(stopped(undefined));
    return new Promise((resolve, reject) => {
      this.#lastJob += 1;
      const job: Job = { request: { job: this.#lastJob, texts }, resolve, reject };
      this.#queue.push(job);
      signal.addEventListener("abort", () => this.#drop(job, signal.reason), { once: true });
      this.#hand();
    });
  }

  /** Ends the threads; batches under way are rejected. */
  async close(): Promise<void> {
    this.#closed = true;
    const seats = [...this.#seats];
    for (const seat of seats) this.#bury(seat, undefined);
    for (const job of this.#queue.splice(0)) job.reject(stopped(undefined));
    await Promise.all(seats.map((seat) => seat.worker.terminate()));
  }

  #drop(job: Job, reason: unknown): void {
    const place = this.#queue.indexOf(job);
    if (place >= 0) this.#queue.splice(place, 1);
    job.reject(reason as Error);
  }

  #hand(): void {
    while (this.#queue.length > 0) {
      const seat = this.#freeSeat();
      if (seat === undefined) return;
      const job = this.#queue.shift();
      if (job === undefined) return;
      seat.jobs.set(job.request.job, job);
      seat.worker.ref();
      seat.worker.postMessage(job.request);
    }
  }

  #freeSeat(): Seat | undefined {
    const idle = [...this.#seats].sort((left, right) => left.jobs.size - right.jobs.size)[0];
    if (idle !== undefined && idle.jobs.size === 0) return idle;
    if (this.#seats.size < this.#size) return this.#start();
    return idle !== undefined && idle.jobs.size < JOBS_IN_FLIGHT ? idle : undefined;
  }

  #start(): Seat {
    // The flags that this process was started with are not the worker's: some of them only fit its own entry.
    const worker = new Worker(this.#workerPath, { workerData: this.#model, execArgv: [] });
    const seat: Seat = { worker, jobs: new Map() };
    this.#seats.add(seat);
    worker.on("message", (reply: EmbedReply) => this.#finish(seat, reply));
    worker.on("error", (error) => this.#bury(seat, error));
    worker.on("exit", () => this.#bury(seat, undefined));
    worker.unref();
    return seat;
  }

  #finish(seat: Seat, reply: EmbedReply): void {
    seat.jobs.get(reply.job)?.resolve(reply.vectors);
    seat.jobs.delete(reply.job);
    if (seat.jobs.size === 0) seat.worker.unref();
    this.#hand();
  }

  #bury(seat: Seat, cause: unknown): void {
    if (!this.#seats.delete(seat)) return;
    for (const job of seat.jobs.values()) job.reject(stopped(cause));
    if (!this.#closed) this.#hand();
  }
}

function stopped(cause: unknown): WhenceError {
  const message =
    "The built-in embedder stopped before it had finished: run the command again, and reinstall Whence if that does not help.";
  return new WhenceError("missingPart", message, { cause });
}
