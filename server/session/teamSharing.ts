import type { TeamExchange, TeamFault, TeamServerFacts } from "../../shared/model/team.ts";
import type { TeamCredential } from "../../shared/protocol/teamRequests.ts";
import { cancelledError, WhenceError } from "../base/errors.ts";
import type { Place } from "../model/place.ts";
import type { TeamPace } from "./sessionPace.ts";
import type { TaskRunner } from "./tasks.ts";
import type { ExchangeOutcome, ExchangeWish } from "./teamTasks.ts";

/** What exchanges are made with. */
export interface TeamSharingParts {
  readonly exchanging: TaskRunner;
  /** Where a folder lies and what holds in it now; nothing for one that is no longer open, or that the user does not trust. */
  readonly placeOf: (folder: string) => Promise<Place | undefined>;
  readonly pace: TeamPace;
  readonly log: (folder: string, sentence: string) => void;
  /** What is known of a folder's exchanges is another than before. */
  readonly changed: (folder: string) => void;
  /** Links of others came, or went. */
  readonly linksChanged: (folder: string) => void;
}

/** What the language server knows of a folder's exchanges. */
export type SharingFacts = Pick<TeamExchange, "hasCredential" | "isBusy" | "fault" | "nextAt" | "server">;

interface Folder {
  readonly endpoint: string;
  readonly credential: TeamCredential;
  readonly stop: AbortController;
  /** Ends when the last exchange that was begun has ended. */
  work: Promise<unknown>;
  isBusy: boolean;
  failures: number;
  fault?: TeamFault;
  server?: TeamServerFacts;
  timer?: NodeJS.Timeout;
  nextMs?: number;
}

/** What mends itself: the server comes back, or whoever runs it sees to it. */
const passing: readonly TeamFault["kind"][] = ["unreachable", "other", "readOnly"];

/**
 * Exchanges links with the servers of teams in the background, for the folders of which a credential is known. Credentials are kept
 * in memory alone. Nothing waits for an exchange but whoever asked for one.
 */
export class TeamSharing {
  readonly #parts: TeamSharingParts;
  readonly #folders = new Map<string, Folder>();
  #isClosed = false;

  constructor(parts: TeamSharingParts) {
    this.#parts = parts;
  }

  /** From now on the folder is exchanged with this server, or no longer. */
  setCredential(folder: string, endpoint: string, credential: TeamCredential | undefined): void {
    this.forget(folder);
    if (credential === undefined || this.#isClosed) return;
    const stop = new AbortController();
    const work = Promise.resolve();
    this.#folders.set(folder, { endpoint, credential, stop, work, isBusy: false, failures: 0 });
    this.#plan(folder, this.#parts.pace.soonMs);
    this.#parts.changed(folder);
  }

  /** Somebody decided on a link here, which others should hear of soon. */
  decided(folder: string): void {
    this.#plan(folder, this.#parts.pace.soonMs);
  }

  /** The index has changed. */
  indexed(folder: string): void {
    this.#plan(folder, this.#parts.pace.calmMs);
  }

  /** Exchanges now, after what goes on already. Throws what stands in the way, as one sentence. */
  async exchange(folder: string, what: ExchangeWish["what"], signal: AbortSignal): Promise<string> {
    const known = this.#folders.get(folder);
    if (known === undefined)
      throw new WhenceError(
        "noAccess",
        "The name and password for the team graph are not known in this window: enter them with the command Whence: Change Team Graph Credential.",
      );
    const { fault, sentence } = await this.#after(folder, known, what, signal);
    if (fault !== undefined) throw new WhenceError("serviceFailed", fault.sentence);
    return sentence;
  }

  /** What is known of a folder. */
  facts(folder: string): SharingFacts {
    const known = this.#folders.get(folder);
    if (known === undefined) return { hasCredential: false, isBusy: false };
    const { isBusy, fault, server, nextMs } = known;
    return {
      ...{ hasCredential: true, isBusy },
      ...(fault === undefined ? {} : { fault }),
      ...(server === undefined ? {} : { server }),
      ...(nextMs === undefined ? {} : { nextAt: new Date(nextMs).toISOString() }),
    };
  }

  /** For the status: what is not as it should be, and that nothing is lost by it. */
  note(folder: string): string | undefined {
    const fault = this.#folders.get(folder)?.fault;
    if (fault === undefined || fault.kind === "offline") return undefined;
    return `The team graph is not up to date, and nothing is lost by that. ${fault.sentence}`;
  }

  /** The folder is exchanged no longer; what goes on is stopped. */
  forget(folder: string): void {
    const known = this.#folders.get(folder);
    if (known === undefined) return;
    clearTimeout(known.timer);
    this.#folders.delete(folder);
    known.stop.abort();
    this.#parts.changed(folder);
  }

  /** Stops everything. */
  close(): void {
    this.#isClosed = true;
    for (const folder of [...this.#folders.keys()]) this.forget(folder);
  }

  /** The nearer of two times holds, but for what waits after a failure: a dead server is not asked more often for each decision. */
  #plan(folder: string, delayMs: number): void {
    const known = this.#folders.get(folder);
    if (known === undefined || this.#isClosed) return;
    const atMs = Date.now() + delayMs;
    if (known.nextMs !== undefined && (known.nextMs <= atMs || known.failures > 0)) return;
    this.#set(folder, known, delayMs);
  }

  #set(folder: string, known: Folder, delayMs: number): void {
    clearTimeout(known.timer);
    known.nextMs = Date.now() + delayMs;
    known.timer = setTimeout(() => {
      this.#after(folder, known, "both", known.stop.signal).catch(() => undefined);
    }, delayMs).unref();
  }

  /** One exchange of a folder after the other. */
  #after(
    folder: string,
    known: Folder,
    what: ExchangeWish["what"],
    signal: AbortSignal,
  ): Promise<ExchangeOutcome> {
    const next = known.work.then(() => this.#exchange(folder, known, what, signal));
    known.work = next.catch(() => undefined);
    return next;
  }

  async #exchange(
    folder: string,
    known: Folder,
    what: ExchangeWish["what"],
    asked: AbortSignal,
  ): Promise<ExchangeOutcome> {
    const { endpoint, credential, stop } = known;
    const { exchanging, placeOf, changed } = this.#parts;
    const signal = AbortSignal.any([stop.signal, asked]);
    const place = await placeOf(folder);
    if (place === undefined || this.#folders.get(folder) !== known) throw cancelledError();
    clearTimeout(known.timer);
    delete known.nextMs;
    known.isBusy = true;
    changed(folder);
    try {
      const wish = { what, endpoint, credential };
      const outcome = await exchanging.run("teamExchange", place, wish, { signal });
      this.#took(folder, known, outcome);
      return outcome;
    } catch (error) {
      if (!WhenceError.is(error, "cancelled"))
        this.#failed(folder, known, { kind: "other", sentence: sentenceOf(error) });
      throw error;
    } finally {
      known.isBusy = false;
      if (this.#folders.get(folder) === known) {
        if (known.nextMs === undefined) this.#set(folder, known, this.#pauseMs(known));
        changed(folder);
      }
    }
  }

  #took(folder: string, known: Folder, { fault, server, sentence, hasNews, hasSent }: ExchangeOutcome): void {
    if (server !== undefined) known.server = server;
    if (hasNews) this.#parts.linksChanged(folder);
    if (hasNews || hasSent) this.#parts.log(folder, `Team graph: ${sentence}`);
    if (fault !== undefined) {
      this.#failed(folder, known, fault);
      return;
    }
    known.failures = 0;
    delete known.fault;
  }

  /** The same trouble is told in the log once. */
  #failed(folder: string, known: Folder, fault: TeamFault): void {
    if (known.fault?.sentence !== fault.sentence) this.#parts.log(folder, `Team graph: ${fault.sentence}`);
    known.failures += 1;
    known.fault = fault;
  }

  #pauseMs({ fault, failures }: Folder): number {
    const { everyMs, personMs, retryMs } = this.#parts.pace;
    if (fault === undefined) return everyMs;
    return passing.includes(fault.kind) ? retryMs(failures) : personMs;
  }
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
