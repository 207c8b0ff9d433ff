import { existsSync } from "node:fs";
import path from "node:path";
import type { TeamDraft, TeamState } from "../../shared/model/team.ts";
import {
  type TeamCredential,
  type TeamServerWish,
  teamAddressRequest,
  teamChoicesRequest,
  teamCredentialRequest,
  teamExchangeRequest,
  teamFileRequest,
  teamJoinRequest,
  teamLeaveRequest,
  teamMigrateRequest,
  teamPreviewRequest,
  teamStateRequest,
  teamTestRequest,
} from "../../shared/protocol/teamRequests.ts";
import { WhenceError } from "../base/errors.ts";
import type { Place } from "../model/place.ts";
import type { TaskName, TaskRunner, Tasks } from "../session/tasks.ts";
import type { TeamSharing } from "../session/teamSharing.ts";
import { answerOwn, type UnknownParams } from "./answer.ts";
import type { OpenFolders } from "./openFolders.ts";
import { objectOf, optionalText, textOf, textsOf } from "./params.ts";
import type { AnswerContext } from "./textRequests.ts";

/** What answers on teams work with, beside what all do. */
export interface TeamContext extends Pick<AnswerContext, "connection" | "folders" | "log"> {
  readonly teams: TeamSharing;
  /** Does what reads this machine alone. */
  readonly reading: TaskRunner;
  /** Does what asks a server. */
  readonly exchanging: TaskRunner;
  readonly isTrusted: () => boolean;
  /** Where a folder lies and what the settings say at this moment. */
  readonly placeOf: (folder: string) => Promise<Place | undefined>;
}

/** Where a team file stands; what is in it is read in another process, and only where the user trusts the workspace. */
const teamFileName = ".whence/team.json";

/** True for the address of a team file. */
export function isTeamFile(uri: string): boolean {
  return uri.endsWith(`/${teamFileName}`);
}

/** Answers the requests of `shared/protocol/teamRequests.ts`. */
export function answerTeamRequests(context: TeamContext): void {
  const { connection, log, teams } = context;
  answerOwn(connection, teamStateRequest, (params, signal) => stateOf(context, params, signal), log);
  const answer = <Name extends TaskName>(
    message: Parameters<typeof answerOwn>[1],
    name: Name,
    runner: TaskRunner,
    askedOf: (params: UnknownParams) => Tasks[Name]["asked"],
    resultOf: (answer: Tasks[Name]["answer"], folder: string) => unknown = (given) => given,
  ) =>
    answerOwn(
      connection,
      message,
      async (params, signal) => {
        const folder = textOf(params, "folder");
        const asked = askedOf(params);
        const given = await runner.run(name, await trustedPlace(context, folder), asked, { signal });
        return resultOf(given, folder);
      },
      log,
    );
  const { reading, exchanging } = context;
  answer(teamAddressRequest, "teamAddress", reading, (params) => ({ endpoint: textOf(params, "endpoint") }));
  answer(teamChoicesRequest, "teamChoices", reading, () => null);
  answer(teamPreviewRequest, "teamPreview", reading, (params) => ({
    scopes: textsOf(params, "scopes"),
    kinds: textsOf(params, "kinds"),
  }));
  answer(teamFileRequest, "teamFile", reading, (params) => ({ draft: draftOf(params) }));
  answer(teamTestRequest, "teamTest", exchanging, (params) => ({
    ...serverAndCredential(params),
    mustWrite: params["mustWrite"] === true,
    isConsented: params["isConsented"] === true,
  }));
  answer(teamMigrateRequest, "teamMigrate", exchanging, serverAndCredential);
  answer(
    teamJoinRequest,
    "teamJoin",
    reading,
    (params) => ({ fingerprint: textOf(params, "fingerprint") }),
    (sentence) => ({ sentence }),
  );
  answer(
    teamLeaveRequest,
    "teamLeave",
    reading,
    () => null,
    (sentence, folder) => {
      teams.forget(folder);
      return { sentence };
    },
  );
  answerExchanges(context);
}

/** What is asked of the exchanges of this window. */
function answerExchanges(context: TeamContext): void {
  const { connection, log, teams } = context;
  answerOwn(
    connection,
    teamCredentialRequest,
    async (params) => {
      const folder = textOf(params, "folder");
      const endpoint = textOf(params, "endpoint");
      const credential = params["credential"] === undefined ? undefined : credentialOf(params);
      if (credential !== undefined) await trustedPlace(context, folder);
      teams.setCredential(folder, endpoint, credential);
      return null;
    },
    log,
  );
  answerOwn(
    connection,
    teamExchangeRequest,
    async (params, signal) => {
      const folder = textOf(params, "folder");
      const what = params["what"];
      if (what !== "push" && what !== "pull" && what !== "both")
        throw new WhenceError("badInput", "An exchange pushes, pulls or does both.");
      await trustedPlace(context, folder);
      return { sentence: await teams.exchange(folder, what, signal) };
    },
    log,
  );
}

async function stateOf(
  { folders, teams, reading, isTrusted, placeOf }: TeamContext,
  params: UnknownParams,
  signal: AbortSignal,
): Promise<TeamState> {
  const folder = textOf(params, "folder");
  const place = await placeOf(folder);
  const name = nameOf(folders, folder);
  const nothing = { folder, name, problems: [], log: [], members: [] };
  if (!isTrusted()) return { ...nothing, standing: "untrusted" };
  if (place === undefined) return { ...nothing, standing: "none" };
  const { hasCredential, ...facts } = teams.facts(folder);
  // Most folders have no team, and none of them needs a process that says so.
  if (!hasCredential && !existsSync(path.join(place.folder, teamFileName)))
    return { ...nothing, standing: "none" };
  const { exchange, ...read } = await reading.run("teamState", place, null, { signal });
  return {
    ...nothing,
    ...read,
    ...(exchange === undefined ? {} : { exchange: { ...exchange, ...facts, hasCredential } }),
  };
}

async function trustedPlace({ isTrusted, placeOf }: TeamContext, folder: string): Promise<Place> {
  if (!isTrusted())
    throw new WhenceError(
      "notAllowed",
      "You do not trust this workspace, so no team file is read and no team graph is used: trust it first (Workspaces: Manage Workspace Trust).",
    );
  const place = await placeOf(folder);
  if (place !== undefined) return place;
  throw new WhenceError(
    "notFound",
    "The folder is not part of this workspace any more: open it to ask about it.",
  );
}

function nameOf(folders: OpenFolders, folder: string): string {
  return folders.byUri(folder)?.health.name ?? folder;
}

function serverAndCredential(params: UnknownParams): {
  readonly server: TeamServerWish;
  readonly credential: TeamCredential;
} {
  const server = objectOf(params, "server");
  const database = optionalText(server, "database");
  return {
    server: {
      endpoint: textOf(server, "endpoint"),
      ...(database === undefined ? {} : { database }),
      ...(server["members"] === undefined ? {} : { members: textsOf(server, "members") }),
    },
    credential: credentialOf(params),
  };
}

function credentialOf(params: UnknownParams): TeamCredential {
  const credential = objectOf(params, "credential");
  return { user: textOf(credential, "user"), password: textOf(credential, "password") };
}

function draftOf(params: UnknownParams): TeamDraft {
  const draft = objectOf(params, "draft");
  const database = optionalText(draft, "database");
  return {
    team: textOf(draft, "team"),
    repository: textOf(draft, "repository"),
    endpoint: textOf(draft, "endpoint"),
    members: textsOf(draft, "members"),
    scopes: textsOf(draft, "scopes"),
    kinds: textsOf(draft, "kinds"),
    ...(database === undefined ? {} : { database }),
  };
}
