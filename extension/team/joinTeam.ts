import * as vscode from "vscode";
import type { TeamFacts, TeamState } from "../../shared/model/team.ts";
import {
  type TeamCredential,
  teamCredentialRequest,
  teamExchangeRequest,
  teamJoinRequest,
  teamPreviewRequest,
} from "../../shared/protocol/teamRequests.ts";
import { kindWord } from "../../shared/traceWords.ts";
import { sentenceOf } from "../client/serverConnection.ts";
import { askPassword, askUser, type StepPlace, tryServer, withProgress } from "./serverSteps.ts";
import { previewWords } from "./shareSteps.ts";
import type { Team } from "./team.ts";

/** What somebody who joins agrees to, in sentences. */
export async function agreementWords(
  team: Team,
  { folder, team: facts }: TeamState,
): Promise<readonly string[]> {
  if (facts === undefined) return [];
  const { scopes, kinds, role, me } = facts;
  const preview = await team.server.request(teamPreviewRequest, { folder, scopes, kinds });
  return [
    `Everyone in the team may read: ${scopes.join(", ") || "nothing"}. ${previewWords(preview)}`,
    `Sent are keys, titles, states and links of ${kinds.map(kindWord).join(", ") || "no kinds"}, never text of documents or code.`,
    `Your role as ${me}: ${role}.`,
  ];
}

/** Joins, once the person has said so where they read what they agree to: credential, test, agreement, first exchange. */
export async function joinTeam(team: Team, state: TeamState): Promise<void> {
  const { folder, team: facts } = state;
  if (facts === undefined) return;
  const credential = await credentialThatWorks(team, folder, facts, true);
  if (credential === undefined) return;
  const sentence = await finishJoining(team, state, credential);
  void vscode.window.showInformationMessage(sentence);
}

/** Asks whether to join, with all that it means, and joins. */
export async function askAndJoin(team: Team, state: TeamState): Promise<void> {
  const { team: facts } = state;
  if (facts === undefined) return;
  const join = "Join";
  const question =
    state.standing === "changed"
      ? `The team file has changed. Go on with the graph of ${facts.team} on ${facts.host}?`
      : `Join the graph of ${facts.team} on ${facts.host}?`;
  const detail = (await agreementWords(team, state)).join("\n\n");
  const picked = await vscode.window.showInformationMessage(question, { modal: true, detail }, join);
  if (picked === join) await joinTeam(team, state);
}

/** Agrees, keeps the credential, and exchanges for the first time. Gives a sentence on what came of it. */
export async function finishJoining(
  team: Team,
  { folder, team: facts }: TeamState,
  credential: TeamCredential | undefined,
): Promise<string> {
  const { fingerprint = "", endpoint = "" } = facts ?? {};
  const { sentence } = await team.server.request(teamJoinRequest, { folder, fingerprint });
  if (credential !== undefined) await keepCredential(team, folder, endpoint, credential);
  // What goes wrong from here on is shown in the view, and mends itself.
  const exchanged = await withProgress("Exchanging links with the team …", (token) =>
    team.server.request(teamExchangeRequest, { folder, what: "both" }, token),
  ).then(
    (answer) => answer.sentence,
    (error: unknown) => sentenceOf(error),
  );
  await team.refresh(folder);
  return `${sentence} ${exchanged}`;
}

/** Asks for another name and password, and keeps them once they work. */
export async function changeCredential(team: Team, { folder, team: facts }: TeamState): Promise<void> {
  if (facts === undefined) return;
  const credential = await credentialThatWorks(team, folder, facts, false);
  if (credential === undefined) return;
  await keepCredential(team, folder, facts.endpoint, credential);
  await team.refresh(folder);
  void vscode.window.showInformationMessage(`${facts.host} has accepted name and password.`);
}

async function keepCredential(
  team: Team,
  folder: string,
  endpoint: string,
  credential: TeamCredential,
): Promise<void> {
  await team.credentials.keep(folder, { endpoint, credential });
  await team.server.request(teamCredentialRequest, { folder, endpoint, credential });
}

/** The one that is kept where it works, else one that is asked for; nothing where the person gives up. */
async function credentialThatWorks(
  team: Team,
  folder: string,
  facts: TeamFacts,
  mayReuse: boolean,
): Promise<TeamCredential | undefined> {
  const stored = await team.credentials.of(folder);
  const isSame = stored?.endpoint === facts.endpoint;
  let credential = mayReuse && isSame ? stored.credential : undefined;
  let user = isSame ? stored.credential.user : "neo4j";
  for (;;) {
    credential ??= await askCredential(facts.host, user);
    if (credential === undefined) return undefined;
    const { endpoint, database, role } = facts;
    const server = { endpoint, ...(database === undefined ? {} : { database }) };
    const answer = await tryServer(
      team.server,
      { folder, server, credential },
      {
        mustWrite: role === "lead" || role === "contributor",
        isConsented: true,
        canEdit: ["credential"],
      },
    );
    if ("facts" in answer) {
      const { schema, newestSchema } = answer.facts;
      if (schema === newestSchema) return credential;
      throw new Error(
        `${facts.host} has no schema for a team graph of this version yet: a lead runs the command Whence: Set Up Team Graph.`,
      );
    }
    if (answer.after === "cancel") return undefined;
    if (answer.after === "retry") continue;
    user = credential.user;
    credential = undefined;
  }
}

async function askCredential(host: string, user: string): Promise<TeamCredential | undefined> {
  const place = (step: number): StepPlace => ({
    ...{ title: "Name and Password for the Team Graph", step, steps: 2, isFirst: step === 1 },
  });
  for (let name = user; ; ) {
    const named = await askUser(place(1), host, name);
    if (typeof named === "string") return undefined;
    name = named.value;
    const password = await askPassword(place(2), host, name);
    if (password === "back") continue;
    return password === "cancel" ? undefined : { user: name, password: password.value };
  }
}
