import * as vscode from "vscode";
import type { TeamFault, TeamServerFacts } from "../../shared/model/team.ts";
import {
  type TeamCredential,
  type TeamServerWish,
  teamAddressRequest,
  teamMigrateRequest,
  teamTestRequest,
} from "../../shared/protocol/teamRequests.ts";
import type { Server } from "../client/serverConnection.ts";
import { askText, type StepAnswer } from "./askSteps.ts";

/** A server, and whoever goes there. */
export interface ServerAccess {
  readonly folder: string;
  readonly server: TeamServerWish;
  readonly credential: TeamCredential;
}

/** The title and number of a step. */
export interface StepPlace {
  readonly title: string;
  readonly step: number;
  readonly steps: number;
  readonly isFirst?: boolean;
}

/** Asks for the address, and, where the user's settings do not allow the host yet, whether they shall. */
export function askAddress(
  server: Server,
  folder: string,
  place: StepPlace,
  value: string,
): Promise<StepAnswer<string>> {
  return askText({
    ...place,
    value,
    prompt: "Address of the Neo4j server. With +s the way to it is encrypted.",
    placeholder: "neo4j+s://graph.example.com",
    check: async (text) => {
      const { host, fault } = await server.request(teamAddressRequest, { folder, endpoint: text.trim() });
      if (fault?.kind !== "host" || host === undefined) return fault?.sentence;
      return (await isHostAllowed(host)) ? undefined : fault.sentence;
    },
  });
}

/** The setting of this user on this machine, never that of a workspace. */
async function isHostAllowed(host: string): Promise<boolean> {
  const allow = "Allow This Host";
  const picked = await vscode.window.showWarningMessage(
    `Allow Whence to send to ${host}?`,
    {
      modal: true,
      detail:
        "No setting of yours names this host, so nothing is sent there. If you allow it, it is added to your user setting whence.network.approvedHosts.",
    },
    allow,
  );
  if (picked !== allow) return false;
  const settings = vscode.workspace.getConfiguration("whence.network");
  const before = settings.inspect<readonly string[]>("approvedHosts")?.globalValue ?? [];
  await settings.update("approvedHosts", [...before, host], vscode.ConfigurationTarget.Global);
  return true;
}

/** Asks for the name at the server. */
export function askUser(place: StepPlace, host: string, value: string): Promise<StepAnswer<string>> {
  return askText({
    ...place,
    value,
    prompt: `Your name at ${host}. Name and password are kept in the secret storage of this editor and nowhere else.`,
    placeholder: "neo4j",
    check: async (text) =>
      text.trim() === "" ? "Enter the name that whoever runs the server gave you." : undefined,
  });
}

/** Asks for the password. */
export function askPassword(place: StepPlace, host: string, user: string): Promise<StepAnswer<string>> {
  return askText({
    ...place,
    value: "",
    isSecret: true,
    prompt: `Password of ${user} at ${host}.`,
    check: async (text) =>
      text === "" ? "Enter the password that whoever runs the server gave you." : undefined,
  });
}

/** What a person chose after a failure. */
export type AfterFault = "retry" | "address" | "members" | "database" | "credential" | "cancel";

/** What a server is, or what a person wants after they read what is wrong with it. */
export type ServerAnswer =
  | { readonly facts: TeamServerFacts }
  | { readonly after: AfterFault; readonly members: readonly string[] };

/** Tries a server; `isConsented` where the user has just agreed to send to it. */
export async function tryServer(
  server: Server,
  access: ServerAccess,
  wish: {
    readonly mustWrite: boolean;
    readonly isConsented?: boolean;
    readonly canEdit: readonly AfterFault[];
  },
): Promise<ServerAnswer> {
  const { canEdit, ...rest } = wish;
  const answer = await withProgress("Trying the team graph …", (token) =>
    server.request(teamTestRequest, { ...access, ...rest }, token),
  );
  return factsOrChoice(answer, canEdit);
}

/** Makes the schema of a server, or brings it up. */
export async function migrateServer(server: Server, access: ServerAccess, canEdit: readonly AfterFault[]) {
  const answer = await withProgress("Making the schema of the team graph …", (token) =>
    server.request(teamMigrateRequest, access, token),
  );
  return factsOrChoice(answer, canEdit);
}

/** Shows that something goes on, and lets it be stopped. */
export function withProgress<T>(
  title: string,
  work: (token: vscode.CancellationToken) => Thenable<T>,
): Thenable<T> {
  const location = vscode.ProgressLocation.Notification;
  return vscode.window.withProgress({ location, title, cancellable: true }, (_, token) => work(token));
}

async function factsOrChoice(
  { server: facts, fault }: { readonly server?: TeamServerFacts; readonly fault?: TeamFault },
  canEdit: readonly AfterFault[],
): Promise<ServerAnswer> {
  if (facts !== undefined) return { facts };
  const known = fault ?? { kind: "other", sentence: "The server said nothing." };
  return { after: await chooseAfter(known, canEdit), members: known.members ?? [] };
}

const editTitles = {
  address: "Edit Address",
  members: "Add These Servers",
  database: "Edit Database",
  credential: "Edit Name and Password",
} as const;

/** Which answer would be another one. */
const answersTo: Readonly<Partial<Record<TeamFault["kind"], AfterFault>>> = {
  ...{ members: "members", database: "database", credential: "credential", rights: "credential" },
};

/** The whole sentence, in a dialogue that a screen reader reads out, with what can be done about it. */
async function chooseAfter(
  { kind, sentence }: TeamFault,
  canEdit: readonly AfterFault[],
): Promise<AfterFault> {
  const likely = answersTo[kind] ?? "address";
  const edit = canEdit.includes(likely) ? likely : undefined;
  const retry = "Try Again";
  const edits = edit === undefined ? [] : [editTitles[edit as keyof typeof editTitles]];
  const options = { modal: true, detail: sentence };
  const picked = await vscode.window.showErrorMessage(
    "The team graph cannot be used yet",
    options,
    retry,
    ...edits,
  );
  if (picked === undefined) return "cancel";
  return picked === retry || edit === undefined ? "retry" : edit;
}
