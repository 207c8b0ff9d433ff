import * as vscode from "vscode";
import type { Answer } from "../../shared/model/answer.ts";
import type { FolderHealth } from "../../shared/model/health.ts";
import { answerProgress } from "../../shared/protocol/chatRequests.ts";
import { coverageProgress } from "../../shared/protocol/coverageRequests.ts";
import type { HandshakeOptions } from "../../shared/protocol/handshake.ts";
import { protocolVersion } from "../../shared/protocol/handshake.ts";
import type { NotificationMessage, RequestMessage } from "../../shared/protocol/message.ts";
import { healthChanged, linksChanged } from "../../shared/protocol/notifications.ts";
import { teamChanged } from "../../shared/protocol/teamRequests.ts";
import type { ServerState } from "../health/windowHealth.ts";
import { RestartPolicy } from "./restartPolicy.ts";
import type { ServerProcess } from "./serverProcess.ts";
import { nodeTrouble } from "./serverProcess.ts";
import type { Session, SessionModule } from "./session.ts";

/** An editor waits five seconds for extensions that are put away, and ends them then. */
const stopMostMs = 1_500;

/** What a connection is made with. */
export interface ConnectionSetup {
  /** Loads the bundle with the language client; called at the first start. */
  readonly load: () => Promise<SessionModule>;
  /** Read at each start, so that a restart takes up changed settings. */
  readonly process: () => ServerProcess;
  readonly handshake: () => HandshakeOptions;
  readonly onHover: () => void;
  readonly log: vscode.LogOutputChannel;
  readonly nodeVersion: string;
}

/** How many files of a folder coverage has looked into. */
export interface CoverageProgress {
  /** URI. */
  readonly folder: string;
  readonly done: number;
  readonly total: number;
}

/** What a question has found so far. */
export interface AnswerProgress {
  readonly turn: string;
  readonly stage: string;
  readonly answer: Answer;
}

/** What others need of the server: to ask it. */
export interface Server {
  /** Throws a sentence for people where the server does not run, or cannot do what is asked. */
  request<Params, Result>(
    message: RequestMessage<Params, Result>,
    params: Params,
    token?: vscode.CancellationToken,
  ): Promise<Result>;
}

/** Keeps the server running: starts it, starts it again when it ends, and says how it is. */
export class ServerConnection implements Server, vscode.Disposable {
  readonly #setup: ConnectionSetup;
  readonly #policy = new RestartPolicy();
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #linksChanged = new vscode.EventEmitter<string>();
  readonly #teamChanged = new vscode.EventEmitter<string>();
  readonly #coverageProgress = new vscode.EventEmitter<CoverageProgress>();
  readonly #answerProgress = new vscode.EventEmitter<AnswerProgress>();
  #state: ServerState = { state: "starting" };
  #folders: readonly FolderHealth[] = [];
  #session: Session | undefined;
  /** Counts starts and ends, so that what comes late of a former run is told from the present one. */
  #run = 0;
  #startedMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(setup: ConnectionSetup) {
    this.#setup = setup;
  }

  /** State or folders are others than before. */
  readonly onDidChange = this.#changed.event;
  /** Gives the URI of the folder. */
  readonly onLinksChanged = this.#linksChanged.event;
  /** The folder whose team may stand otherwise. */
  readonly onTeamChanged = this.#teamChanged.event;
  readonly onCoverageProgress = this.#coverageProgress.event;
  readonly onAnswerProgress = this.#answerProgress.event;

  get state(): ServerState {
    return this.#state;
  }

  get folders(): readonly FolderHealth[] {
    return this.#folders;
  }

  /** Never throws: what goes wrong becomes the state. */
  async start(): Promise<void> {
    if (this.#session !== undefined) return;
    const trouble = nodeTrouble(this.#setup.nodeVersion);
    if (trouble !== undefined) return this.#become({ state: "stopped", ...trouble });
    this.#run += 1;
    const run = this.#run;
    this.#become({ state: "starting" });
    this.#startedMs = Date.now();
    try {
      const { createSession } = await this.#setup.load();
      if (run !== this.#run) return;
      const { log, handshake, onHover } = this.#setup;
      const process = this.#setup.process();
      const session = createSession({ process, log, handshake, onHover, onEnd: () => this.#failed(run) });
      this.#session = session;
      session.onNotification(healthChanged, ({ folders }) => {
        if (this.#session !== session) return;
        this.#folders = folders;
        this.#changed.fire();
      });
      session.onNotification(linksChanged, ({ folder }) => this.#linksChanged.fire(folder));
      session.onNotification(teamChanged, ({ folder }) => this.#teamChanged.fire(folder));
      session.onNotification(coverageProgress, (progress) => this.#coverageProgress.fire(progress));
      session.onNotification(answerProgress, (progress) => this.#answerProgress.fire(progress));
      await this.#greet(session);
    } catch (error) {
      this.#setup.log.error(sentenceOf(error));
      const session = this.#failed(run);
      // A process that came up but did not answer as it should is still there.
      await session?.stop(0);
    }
  }

  /** A person asks for it: pauses begin anew. */
  async restart(): Promise<void> {
    this.#policy.reset();
    await this.stop();
    await this.start();
  }

  /** Ends the server without starting it again. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#run += 1;
    const session = this.#session;
    this.#session = undefined;
    this.#folders = [];
    this.#become({ state: "starting" });
    await session?.stop(stopMostMs);
  }

  async request<Params, Result>(
    message: RequestMessage<Params, Result>,
    params: Params,
    token?: vscode.CancellationToken,
  ): Promise<Result> {
    const session = this.#session;
    if (session === undefined || this.#state.state !== "running") throw new Error(this.#unavailable());
    return await session.request(message, params, token);
  }

  /** Lost where the server does not run: what it starts with says the same. */
  async notify<Params>(message: NotificationMessage<Params>, params: Params): Promise<void> {
    if (this.#state.state === "running") await this.#session?.notify(message, params);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#changed.dispose();
    this.#linksChanged.dispose();
    this.#teamChanged.dispose();
    this.#coverageProgress.dispose();
    this.#answerProgress.dispose();
  }

  async #greet(session: Session): Promise<void> {
    const { protocolVersion: theirs } = await session.start();
    if (this.#session !== session) return;
    if (theirs === protocolVersion) return this.#become({ state: "running" });
    this.#run += 1;
    this.#session = undefined;
    await session.stop(stopMostMs);
    this.#become({
      state: "stopped",
      why: `Extension and server are of different versions (${protocolVersion} and ${theirs ?? "none"}).`,
      remedy: "Reload the window; where that does not help, install Whence again.",
    });
  }

  /** The end of the process and the failure of what was asked of it can both come here: the first one counts. Gives the session that it was. */
  #failed(run: number): Session | undefined {
    if (run !== this.#run) return undefined;
    this.#run += 1;
    const session = this.#session;
    this.#session = undefined;
    this.#folders = [];
    const pauseSeconds = this.#policy.pauseAfter((Date.now() - this.#startedMs) / 1_000);
    if (pauseSeconds === undefined) {
      this.#become({
        state: "stopped",
        why: `The server ended ${this.#policy.ends} times in a row.`,
        remedy: "The log says what it said last; restart the server once that is mended.",
      });
    } else {
      this.#become({ state: "restarting", pauseSeconds });
      this.#timer = setTimeout(() => void this.start(), pauseSeconds * 1_000);
    }
    return session;
  }

  #unavailable(): string {
    const state = this.#state;
    if (state.state === "stopped") return `${state.why} ${state.remedy}`;
    return "Whence is still starting: try again in a moment.";
  }

  #become(state: ServerState): void {
    this.#state = state;
    this.#changed.fire();
  }
}

/** What went wrong, for people and the log. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
