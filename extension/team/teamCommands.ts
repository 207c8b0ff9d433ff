import * as vscode from "vscode";
import type { TeamState } from "../../shared/model/team.ts";
import {
  teamCredentialRequest,
  teamExchangeRequest,
  teamLeaveRequest,
} from "../../shared/protocol/teamRequests.ts";
import { pickFolder } from "../commands/askPerson.ts";
import type { CommandHandlers } from "../commands/registerCommands.ts";
import type { Reports } from "../commands/reports.ts";
import { askAndJoin, changeCredential } from "./joinTeam.ts";
import { withProgress } from "./serverSteps.ts";
import { setUpTeam } from "./setUpTeam.ts";
import type { Team } from "./team.ts";

/** What the commands on a team's graph do. Each takes the URI of a folder, or asks for one. */
export function teamCommands(team: Team, reports: Reports) {
  const ask = async (folder: unknown, title: string): Promise<TeamState | undefined> => {
    const picked =
      typeof folder === "string" ? folder : (await pickFolder(team.server.folders, title))?.folder;
    return picked === undefined ? undefined : team.refresh(picked);
  };
  const on =
    (title: string, act: (state: TeamState) => Promise<void>) =>
    async (folder?: unknown): Promise<void> => {
      const state = await ask(folder, title);
      if (state !== undefined) await act(state);
    };
  return {
    "whence.team.setUp": on("Set up the team graph of", ({ folder }) => setUpTeam({ team, reports }, folder)),
    "whence.team.join": on("Join the team graph of", (state) => join(team, state)),
    "whence.team.push": on("Push to the team graph of", (state) => exchange(team, state, "push")),
    "whence.team.pull": on("Pull from the team graph of", (state) => exchange(team, state, "pull")),
    "whence.team.changeShare": on("Change what the team shares of", ({ folder }) =>
      setUpTeam({ team, reports }, folder, true),
    ),
    "whence.team.credential": on("Change the credential for the team graph of", (state) =>
      changeCredential(team, state),
    ),
    "whence.team.leave": on("Leave the team graph of", (state) => leave(team, state)),
    "whence.team.openFile": on("Open the team file of", async ({ folder }) => {
      const file = vscode.Uri.joinPath(vscode.Uri.parse(folder), ".whence/team.json");
      await vscode.commands.executeCommand("vscode.open", file);
    }),
  } as const satisfies Partial<CommandHandlers>;
}

async function join(team: Team, state: TeamState): Promise<void> {
  if (state.standing === "none")
    void vscode.window.showInformationMessage(
      "This folder has no team file yet: a lead runs the command Whence: Set Up Team Graph.",
    );
  else if (state.standing === "joined")
    void vscode.window.showInformationMessage(`You have joined the graph of ${state.team?.team} already.`);
  else await askAndJoin(team, state);
}

async function exchange(team: Team, { folder }: TeamState, what: "push" | "pull"): Promise<void> {
  const title = what === "push" ? "Pushing to the team graph …" : "Pulling from the team graph …";
  try {
    const { sentence } = await withProgress(title, (token) =>
      team.server.request(teamExchangeRequest, { folder, what }, token),
    );
    vscode.window.setStatusBarMessage(`$(check) ${sentence}`, 8_000);
  } finally {
    await team.refresh(folder);
  }
}

async function leave(team: Team, { folder, team: facts }: TeamState): Promise<void> {
  const yes = "Leave";
  const answer = await vscode.window.showWarningMessage(
    `Leave the team graph${facts === undefined ? "" : ` of ${facts.team}`}?`,
    {
      modal: true,
      detail:
        "Name and password are removed from this editor, and what came from other repositories from this machine. Your own links and decisions stay, and what you have sent stays on the server.",
    },
    yes,
  );
  if (answer !== yes) return;
  await team.credentials.forget(folder);
  await team.server.request(teamCredentialRequest, { folder, endpoint: facts?.endpoint ?? "" });
  const { sentence } = await team.server.request(teamLeaveRequest, { folder });
  await team.refresh(folder);
  void vscode.window.showInformationMessage(sentence);
}
