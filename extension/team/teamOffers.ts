import * as vscode from "vscode";
import type { TeamState } from "../../shared/model/team.ts";
import { sentenceOf } from "../client/serverConnection.ts";
import { agreementWords, askAndJoin, joinTeam } from "./joinTeam.ts";
import type { Team } from "./team.ts";

const choices = { join: "Join", later: "Not Now", never: "Never for This Folder" } as const;

/**
 * Offers a team's graph once to whoever opens a folder with a team file: what was answered is remembered for this folder and this
 * server. Nothing is sent before somebody has joined.
 */
export class TeamOffers implements vscode.Disposable {
  readonly #team: Team;
  readonly #memory: () => vscode.Memento;
  readonly #log: vscode.LogOutputChannel;
  readonly #subscription: vscode.Disposable;
  readonly #asking = new Set<string>();

  constructor(team: Team, memory: () => vscode.Memento, log: vscode.LogOutputChannel) {
    this.#team = team;
    this.#memory = memory;
    this.#log = log;
    const look = () => {
      for (const state of team.states) void this.#consider(state);
    };
    this.#subscription = vscode.Disposable.from(team.onDidChange(look), team.server.onDidChange(look));
  }

  dispose(): void {
    this.#subscription.dispose();
  }

  async #consider(state: TeamState): Promise<void> {
    const { folder, standing } = state;
    if (standing !== "offered" && standing !== "changed") return;
    if (this.#asking.has(folder) || this.#isAnswered(state) || !this.#isIndexed(folder)) return;
    this.#asking.add(folder);
    try {
      if (standing === "changed") await this.#tellChange(state);
      else await this.#offer(state);
    } catch (error) {
      this.#log.error(`Team graph: ${sentenceOf(error)}`);
      void vscode.window.showErrorMessage(sentenceOf(error));
    } finally {
      this.#asking.delete(folder);
    }
  }

  /** Before that nobody can say what would be shared. */
  #isIndexed(folder: string): boolean {
    const state = this.#team.server.folders.find((each) => each.folder === folder)?.health.state;
    return state === "ready" || state === "degraded" || state === "paused";
  }

  async #offer(state: TeamState): Promise<void> {
    const { team: facts, name } = state;
    if (facts === undefined) return;
    const words = await agreementWords(this.#team, state);
    // Whoever closes the window without an answer was asked all the same.
    await this.#remember(state, "asked");
    const question = `${name} has a team graph (${facts.team} on ${facts.host}): join? ${words.join(" ")}`;
    const picked = await vscode.window.showInformationMessage(question, ...Object.values(choices));
    if (picked === choices.never) await this.#remember(state, "never");
    if (picked === choices.join) await joinTeam(this.#team, state);
  }

  async #tellChange(state: TeamState): Promise<void> {
    await this.#remember(state, "asked");
    const look = "Look at It";
    const sentence = `The team file of ${state.name} has changed since you joined, so nothing is sent or fetched until you agree again.`;
    const picked = await vscode.window.showWarningMessage(sentence, look);
    if (picked === look) await askAndJoin(this.#team, state);
  }

  #isAnswered(state: TeamState): boolean {
    const answer = this.#memory().get<string>(nameOf(state.folder));
    return answer === "never" || answer === subjectOf(state);
  }

  async #remember(state: TeamState, answer: "asked" | "never"): Promise<void> {
    await this.#memory().update(nameOf(state.folder), answer === "never" ? "never" : subjectOf(state));
  }
}

/** Another server or team is another question; so is another content of a file that somebody agreed to. */
function subjectOf({ standing, team }: TeamState): string {
  return standing === "changed"
    ? `changed ${team?.fingerprint}`
    : `offered ${team?.endpoint} ${team?.team} ${team?.repository}`;
}

function nameOf(folder: string): string {
  return `whence.teamOffer ${folder}`;
}
