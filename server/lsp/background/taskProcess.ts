import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  CancellationTokenSource,
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  type MessageConnection,
} from "vscode-languageserver/node";
import { cancelledError, WhenceError } from "../../base/errors.ts";
import type { Place } from "../../model/place.ts";
import type { TaskName, TaskOptions, TaskRunner, Tasks } from "../../session/tasks.ts";
import { fromResponseError, taskNews, taskRequest } from "./taskMessages.ts";

/** What a process is run with. */
export interface TaskProcessOptions {
  readonly start: () => ChildProcess;
  /** Without work for so long it ends, which frees its memory; never where absent. */
  readonly idleMs?: number;
  /** An abort ends the process at once, for work that computes for seconds without a look at anything else. */
  readonly isEndedByAbort?: boolean;
  /** A task whose process dies is done once more, which whoever only reads may always be. */
  readonly isRepeated?: boolean;
  /** Hears of a process that ended although nobody asked for it. */
  readonly onCrash: (sentence: string) => void;
}

/** Longer than a process takes to end by itself. */
const endMs = 6_000;
const complaintMost = 2_000;

interface Running {
  readonly child: ChildProcess;
  readonly connection: MessageConnection;
  readonly exited: Promise<unknown>;
  /** Rejects once the process has ended. */
  readonly lost: Promise<never>;
}

/** Does tasks in a process that starts with the first one, and again after it has died or had nothing to do. */
export class TaskProcess implements TaskRunner {
  readonly #options: TaskProcessOptions;
  readonly #listeners = new Map<number, (news: unknown) => void>();
  readonly #ending = new Set<Promise<unknown>>();
  #running: Running | undefined;
  #idle: NodeJS.Timeout | undefined;
  #lastId = 0;
  #isClosed = false;

  constructor(options: TaskProcessOptions) {
    this.#options = options;
  }

  async run<Name extends TaskName>(
    name: Name,
    place: Place,
    asked: Tasks[Name]["asked"],
    options: TaskOptions<Name> = {},
  ): Promise<Tasks[Name]["answer"]> {
    try {
      return await this.#runOnce(name, place, asked, options);
    } catch (error) {
      if (!(error instanceof LostProcess) || this.#options.isRepeated !== true) throw error;
      return this.#runOnce(name, place, asked, options);
    }
  }

  async #runOnce<Name extends TaskName>(
    name: Name,
    place: Place,
    asked: Tasks[Name]["asked"],
    { signal, onNews }: TaskOptions<Name>,
  ): Promise<Tasks[Name]["answer"]> {
    if (this.#isClosed || isAborted(signal)) throw cancelledError();
    this.#running ??= this.#start();
    const { connection, lost } = this.#running;
    this.#lastId += 1;
    const id = this.#lastId;
    if (onNews !== undefined) this.#listeners.set(id, onNews as (news: unknown) => void);
    const source = new CancellationTokenSource();
    const cancel = () => (this.#options.isEndedByAbort === true ? this.#kill() : source.cancel());
    signal?.addEventListener("abort", cancel, { once: true });
    clearTimeout(this.#idle);
    this.#working.add(id);
    try {
      const answer = connection.sendRequest(taskRequest, { id, name, place, asked }, source.token);
      answer.catch(() => undefined);
      return (await Promise.race([answer, lost])) as Tasks[Name]["answer"];
    } catch (error) {
      throw isAborted(signal) ? cancelledError() : fromResponseError(error);
    } finally {
      signal?.removeEventListener("abort", cancel);
      source.dispose();
      this.#listeners.delete(id);
      this.#working.delete(id);
      this.#rest();
    }
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#end();
    await Promise.all(this.#ending);
  }

  readonly #working = new Set<number>();

  #start(): Running {
    const child = this.#options.start();
    let complaint = "";
    child.stderr?.setEncoding("utf8").on("data", (piece: string) => {
      complaint = (complaint + piece).slice(-complaintMost);
    });
    const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
    connection.onNotification(taskNews, ({ id, news }) => this.#listeners.get(id)?.(news));
    connection.onError(() => undefined);
    connection.listen();
    const exited = once(child, "exit").catch((error: unknown) => error);
    const lost = exited.then((reason): never => {
      const isExpected = this.#running?.child !== child;
      if (!isExpected) this.#running = undefined;
      if (isExpected) throw cancelledError();
      const detail = reason instanceof Error ? reason.message : complaint.trim();
      const sentence =
        "The process that works in the background ended by itself; it starts again with the next work.";
      this.#options.onCrash(detail === "" ? sentence : `${sentence} It said: ${detail}`);
      throw new LostProcess("missingPart", sentence);
    });
    // Who waits for an answer hears why there is none before the connection rejects it without a reason.
    lost.catch(() => connection.dispose());
    return { child, connection, exited, lost };
  }

  #rest(): void {
    const { idleMs } = this.#options;
    if (idleMs === undefined || this.#working.size > 0) return;
    clearTimeout(this.#idle);
    this.#idle = setTimeout(() => this.#end(), idleMs).unref();
  }

  #kill(): void {
    const child = this.#running?.child;
    this.#end();
    child?.kill("SIGKILL");
  }

  /** It hears that it is no longer connected, stops its work and ends. */
  #end(): void {
    clearTimeout(this.#idle);
    const running = this.#running;
    if (running === undefined) return;
    this.#running = undefined;
    const { child, exited } = running;
    const killer = setTimeout(() => child.kill("SIGKILL"), endMs);
    const ended = exited.finally(() => clearTimeout(killer));
    this.#ending.add(ended);
    void ended.finally(() => this.#ending.delete(ended));
    if (child.connected) child.disconnect();
  }
}

/** A process ended although nobody asked for it. */
class LostProcess extends WhenceError {}

/** Asked anew: an abort may have come since. */
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
