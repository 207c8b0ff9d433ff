import * as vscode from "vscode";
import type { TeamState } from "../../shared/model/team.ts";
import { teamCredentialRequest, teamStateRequest } from "../../shared/protocol/teamRequests.ts";
import { type ServerConnection, sentenceOf } from "../client/serverConnection.ts";
import { TeamCredentials } from "./teamCredentials.ts";

/** Changes come in crowds, and one question after them is enough. */
const settleMs = 150;

/** What is known of the teams of this window's folders. Gives the server its credentials whenever its process begins. */
export class Team implements vscode.Disposable {
  readonly credentials: TeamCredentials;
  readonly server: ServerConnection;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #states = new Map<string, TeamState>();
  readonly #greeted = new Set<string>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  readonly #subscriptions: vscode.Disposable[];
  /** Says whether somebody looks at what changes with each exchange. */
  isWatched: () => boolean = () => false;

  readonly onDidChange = this.#changed.event;

  constructor(server: ServerConnection, secrets: () => vscode.SecretStorage, log: vscode.LogOutputChannel) {
    this.server = server;
    this.credentials = new TeamCredentials(secrets);
    this.#log = log;
    this.#subscriptions = [
      this.#changed,
      server.onDidChange(() => this.#greet()),
      server.onTeamChanged((folder) => this.#look(folder)),
    ];
  }

  /** Of all folders of which the server has said something. */
  get states(): readonly TeamState[] {
    return [...this.#states.values()];
  }

  /** Asks anew how a folder stands. */
  async refresh(folder: string): Promise<TeamState> {
    const state = await this.server.request(teamStateRequest, { folder });
    this.#states.set(folder, state);
    this.#changed.fire();
    return state;
  }

  /** Asks anew how all stand. */
  async refreshAll(): Promise<void> {
    await Promise.all([...this.#greeted].map((folder) => this.#tryToRefresh(folder)));
  }

  dispose(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    for (const each of this.#subscriptions) each.dispose();
  }

  /** A server that has just begun knows no credential; a folder that has just been opened neither. */
  #greet(): void {
    const folders =
      this.server.state.state === "running" ? this.server.folders.map(({ folder }) => folder) : [];
    for (const folder of [...this.#greeted]) {
      if (folders.includes(folder)) continue;
      this.#greeted.delete(folder);
      this.#states.delete(folder);
      this.#changed.fire();
    }
    for (const folder of folders) {
      if (this.#greeted.has(folder)) continue;
      this.#greeted.add(folder);
      void this.#begin(folder);
    }
  }

  async #begin(folder: string): Promise<void> {
    try {
      const isTrusted = (vscode.workspace.isTrusted as boolean | undefined) ?? true;
      const stored = isTrusted ? await this.credentials.of(folder) : undefined;
      if (stored !== undefined) await this.server.request(teamCredentialRequest, { folder, ...stored });
    } catch (error) {
      this.#log.warn(`Team graph: ${sentenceOf(error)}`);
    }
    this.#look(folder);
  }

  /** What changes with each exchange is asked only while somebody looks at it. */
  #look(folder: string): void {
    if (!this.#greeted.has(folder) || this.#timers.has(folder)) return;
    if (this.#states.get(folder)?.standing === "joined" && !this.isWatched()) return;
    this.#timers.set(
      folder,
      setTimeout(() => {
        this.#timers.delete(folder);
        void this.#tryToRefresh(folder);
      }, settleMs),
    );
  }

  async #tryToRefresh(folder: string): Promise<void> {
    try {
      await this.refresh(folder);
    } catch (error) {
      this.#log.info(`Team graph: ${sentenceOf(error)}`);
    }
  }
}
