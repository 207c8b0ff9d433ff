import path from "node:path";
import type { TeamChoices, TeamDraft, TeamFault, TeamServerFacts } from "../shared/model/team.ts";
import type { TeamCredential, TeamServerWish } from "../shared/protocol/teamRequests.ts";
import { readBoltEndpoint } from "./base/egress/boltEndpoint.ts";
import { isApproved, offlineSentence } from "./base/egress/egressRules.ts";
import { cancelledError, WhenceError } from "./base/errors.ts";
import type { NodeKind } from "./model/graph.ts";
import type { Place } from "./model/place.ts";
import { editorRemedies } from "./model/teamRemedies.ts";
import type { TaskHandlers } from "./session/tasks.ts";
import type { TeamServerAnswer, TeamTasks, TeamTestWish } from "./session/teamTasks.ts";
import { previewShared, shareChoices } from "./sharing/sharedPreview.ts";
import { teamFaultOf } from "./sharing/teamFault.ts";
import { gitIdentity } from "./sources/git/gitIdentity.ts";
import { remoteRepositories } from "./sources/git/remoteRepositories.ts";
import { draftTeamFile } from "./sources/team/draftTeamFile.ts";
import { readTeamFile, readTeamText, teamFilePath } from "./sources/team/readTeamFile.ts";
import { openGraph } from "./stores/openGraph.ts";
import { inspectTeamServer, migrateTeamServer, unnamedMembersOf } from "./stores/openTeamServer.ts";
import { SqliteEgressLedger } from "./stores/sqlite/egressLedger.ts";
import { beginJoining, finishJoining, leaveTeam } from "./teamActionsWiring.ts";
import { exchange } from "./teamExchangeWiring.ts";
import { readTeamState } from "./teamStateWiring.ts";
import { fingerprintOf, openTeamReplica, type TeamAccess, teamServerPlace } from "./teamWiring.ts";
import { storeOf } from "./wiring.ts";

// The part of the composition root on what an editor asks of a team's graph.

/** Whoever looks at a dialogue does not want to wait for a server that is away. */
const testPatienceMs = 10_000;
const migratePatienceMs = 60_000;

/** An access that may look at everything here and reach nothing. */
const noAccess: TeamAccess = { user: "", password: "", remedies: editorRemedies };

/** What a background process does for a team. */
export const teamTaskHandlers: Pick<TaskHandlers, keyof TeamTasks> = {
  teamState: (place, _, { signal }) => readTeamState(place, signal),
  teamAddress: async (place, { endpoint }) => addressOf(place, endpoint),
  teamTest: (place, wish, { signal }) => testServer(place, wish, signal),
  teamMigrate: (place, { server, credential }, { signal }) => migrate(place, server, credential, signal),
  teamChoices: (place, _, { signal }) => choicesOf(place, signal),
  teamPreview: async (place, { scopes, kinds }) => {
    const graph = openGraph(storeOf(place), "read");
    try {
      return await previewShared(graph, { scopes, kinds: kinds as readonly NodeKind[] });
    } finally {
      await graph.close();
    }
  },
  teamFile: (place, { draft }, { signal }) => fileOf(place, draft, signal),
  teamJoin: (place, { fingerprint }, { signal }) => join(place, fingerprint, signal),
  teamLeave: (place, _, { signal }) => leave(place, signal),
  teamExchange: (place, wish, { signal }) => abortable(signal, exchange(place, wish, signal)),
};

/** Compares an address with the rules of the door, before anything is looked up. */
function addressOf(place: Place, endpoint: string): TeamTasks["teamAddress"]["answer"] {
  const ledger = new SqliteEgressLedger(storeOf(place), "read");
  try {
    const read = readBoltEndpoint(endpoint, "The address");
    const { host } = read;
    if (isOffline(place)) return { host, fault: { kind: "offline", sentence: offlineSentence(host) } };
    const approved = place.settings["whence.network.approvedHosts"];
    if (isApproved(read, { approvedHosts: Array.isArray(approved) ? approved : [] }, ledger)) return { host };
    const sentence = `Nothing is sent to ${host} unless you allow it: name it in the setting whence.network.approvedHosts.`;
    return { host, fault: { kind: "host", sentence } };
  } catch (error) {
    return { fault: teamFaultOf(error, { isOffline: false }) };
  } finally {
    ledger.close();
  }
}

async function testServer(place: Place, wish: TeamTestWish, signal: AbortSignal): Promise<TeamServerAnswer> {
  return atServer(place, wish, signal, async ({ server, ledger, origin }) => {
    if (wish.isConsented) {
      const by = await gitIdentity(place.folder, signal);
      ledger.approve({
        kind: "host",
        subject: origin,
        at: new Date().toISOString(),
        by,
        how: "asked in the editor",
      });
    }
    return inspectTeamServer({ ...server, patienceMs: testPatienceMs }, wish);
  });
}

function migrate(
  place: Place,
  server: TeamServerWish,
  credential: TeamCredential,
  signal: AbortSignal,
): Promise<TeamServerAnswer> {
  return atServer(place, { server, credential }, signal, async ({ server: there }) => {
    await migrateTeamServer({ ...there, patienceMs: migratePatienceMs });
    return inspectTeamServer({ ...there, patienceMs: testPatienceMs }, { mustWrite: true });
  });
}

interface AtServer {
  readonly server: ReturnType<typeof teamServerPlace>;
  readonly ledger: SqliteEgressLedger;
  readonly origin: string;
}

/** Asks a server that somebody sets up or is about to join; every socket through the door of this folder. */
async function atServer(
  place: Place,
  { server, credential }: { readonly server: TeamServerWish; readonly credential: TeamCredential },
  signal: AbortSignal,
  ask: (at: AtServer) => Promise<TeamServerFacts>,
): Promise<TeamServerAnswer> {
  const ledger = new SqliteEgressLedger(storeOf(place));
  const rules = { isOffline: isOffline(place) };
  let there: AtServer["server"] | undefined;
  try {
    const known = readTeamFile(place.folder)?.file?.graph;
    const members = server.members ?? (known?.endpoint === server.endpoint ? known.members : []);
    const endpoint = readBoltEndpoint(server.endpoint, "The address", members);
    const access = { ...credential, remedies: editorRemedies };
    there = teamServerPlace(place, ledger, { endpoint, database: server.database, access });
    return { server: await abortable(signal, ask({ server: there, ledger, origin: endpoint.origin })) };
  } catch (error) {
    const fault = teamFaultOf(error, rules);
    const members = fault.kind === "host" && there !== undefined ? await unnamed(there, signal) : [];
    return { fault: members.length === 0 || there === undefined ? fault : strangers(there, members) };
  } finally {
    await there?.door.close();
    ledger.close();
  }
}

/** Of a server that may not be asked at all, none. */
async function unnamed(server: AtServer["server"], signal: AbortSignal): Promise<readonly string[]> {
  const asked = abortable(signal, unnamedMembersOf({ ...server, patienceMs: testPatienceMs }));
  return asked.catch((error: unknown) => {
    if (WhenceError.is(error, "cancelled")) throw error;
    return [];
  });
}

function strangers({ endpoint }: AtServer["server"], members: readonly string[]): TeamFault {
  const sentence = `${endpoint.host} leads on to ${members.join(", ")}, which no team file names as servers of its cluster: a lead adds them if they belong to it.`;
  return { kind: "members", sentence, members };
}

/** Rejects as soon as somebody stops it; what it waits for ends with its connection, which is closed then. */
async function abortable<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  if (signal.aborted) throw cancelledError();
  return new Promise<T>((resolve, reject) => {
    const stop = () => reject(cancelledError());
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}

async function choicesOf(place: Place, signal: AbortSignal): Promise<TeamChoices> {
  const graph = openGraph(storeOf(place), "read");
  try {
    const me = await gitIdentity(place.folder, signal);
    const remotes = await remoteRepositories(place.folder, signal).catch(() => []);
    const own = path
      .basename(place.folder)
      .replaceAll(/[^A-Za-z0-9._-]+/g, "-")
      .replace(/^[^A-Za-z0-9]+/, "");
    const reading = readTeamFile(place.folder);
    const broken = readTeamText(place.folder);
    const { scopes, kinds } = await shareChoices(graph);
    const file = reading?.file;
    return {
      ...{ me, hasAddress: addressIn(me) !== undefined, scopes, kinds },
      repositories: [...new Set([...remotes, own || "repository"])],
      problems: reading?.problems ?? (typeof broken === "object" ? (broken.problems ?? []) : []),
      ...(file === undefined ? {} : { file: draftOf(file) }),
    };
  } finally {
    await graph.close();
  }
}

function draftOf({
  team,
  repository,
  graph,
  share,
}: NonNullable<ReturnType<typeof readTeamFile>>["file"] & object): TeamDraft {
  const { endpoint, database, members } = graph;
  return {
    ...{ team, repository, endpoint, members, scopes: share.scopes, kinds: share.kinds },
    ...(database === undefined ? {} : { database }),
  };
}

async function fileOf(
  place: Place,
  draft: TeamDraft,
  signal: AbortSignal,
): Promise<TeamTasks["teamFile"]["answer"]> {
  const existing = readTeamText(place.folder);
  if (typeof existing === "object") throw new WhenceError("badInput", (existing.problems ?? []).join("\n"));
  const lead = addressIn(await gitIdentity(place.folder, signal));
  if (lead === undefined)
    throw new WhenceError(
      "badInput",
      "Git does not know your address, by which the team file names you as its lead: run `git config user.email NAME@HOST` in the folder.",
    );
  return { path: teamFilePath, text: draftTeamFile(draft, lead, existing) };
}

async function join(place: Place, fingerprint: string, signal: AbortSignal): Promise<string> {
  const replica = await openTeamReplica(place, noAccess);
  try {
    const by = await gitIdentity(place.folder, signal);
    const joining = beginJoining(replica, by);
    if (fingerprintOf(joining.file) !== fingerprint)
      throw new WhenceError(
        "notAllowed",
        `${teamFilePath} has changed since it was shown to you, so nothing was agreed: look at it again.`,
      );
    await finishJoining(replica, joining, { by, now: new Date(), how: "asked in the editor" });
    return `Joined the graph of ${joining.file.team} as ${joining.file.repository}.`;
  } finally {
    await replica.close();
  }
}

async function leave(place: Place, signal: AbortSignal): Promise<string> {
  const replica = await openTeamReplica(place, noAccess);
  try {
    const by = await gitIdentity(place.folder, signal);
    await leaveTeam(replica, { by, now: new Date(), how: "left in the editor" });
    return "Left the team graph: what came from other repositories is gone from here, your own links and decisions stay, and what you had sent is still on the server.";
  } finally {
    await replica.close();
  }
}

function addressIn(person: string): string | undefined {
  return /<([^<>\s]+@[^<>\s]+)>$/.exec(person)?.[1];
}

function isOffline({ settings }: Place): boolean {
  return settings["whence.network.offline"] === true;
}
