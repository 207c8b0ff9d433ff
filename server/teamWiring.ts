import { isDeepStrictEqual } from "node:util";
import { type BoltEndpoint, readBoltEndpoint } from "./base/egress/boltEndpoint.ts";
import { EgressDoor } from "./base/egress/egressDoor.ts";
import { WhenceError } from "./base/errors.ts";
import { sha256 } from "./base/hashes.ts";
import type { Place } from "./model/place.ts";
import type { TeamFile } from "./model/teamFile.ts";
import { type TeamRemedies, terminalRemedies } from "./model/teamRemedies.ts";
import type { TeamServer } from "./model/teamServer.ts";
import type { ReplicaParts } from "./sharing/pushLinks.ts";
import { readTeamFile, teamFilePath } from "./sources/team/readTeamFile.ts";
import type { Catalog } from "./stores/catalog.ts";
import { openGraph } from "./stores/openGraph.ts";
import { openRecords } from "./stores/openRecords.ts";
import { openStore } from "./stores/openStore.ts";
import {
  inspectTeamServer,
  migrateTeamServer,
  openTeamServer,
  type TeamServerPlace,
} from "./stores/openTeamServer.ts";
import type { RecordLog } from "./stores/recordLog.ts";
import type { SharingState } from "./stores/sharingState.ts";
import { SqliteEgressLedger } from "./stores/sqlite/egressLedger.ts";
import { requireFolder, storeOf } from "./wiring.ts";

// The part of the composition root on the graph that a team shares.

/** A replica of a team's graph, with its server where one is needed. Nothing is sent before `server` is asked. */
export interface TeamReplica extends Omit<ReplicaParts, "server" | "team"> {
  readonly catalog: Catalog;
  /** What the team file says, and whether this person agreed to it. */
  readonly agreement: Agreement;
  /** Why nothing may be sent or fetched now, as a sentence. */
  readonly obstacle: string | undefined;
  /** Opens the server's connection; throws `obstacle` where there is one. */
  server(patienceMs?: number): Promise<TeamServer>;
  /** Makes or brings up the schema of the server; throws as `server` and `migrateTeamServer` do. */
  migrate(): ReturnType<typeof migrateTeamServer>;
  /** What the server is. Throws as `server` and `inspectTeamServer` do. */
  inspect(patienceMs?: number): ReturnType<typeof inspectTeamServer>;
  /** Remembers that a person agreed to what the team file says now. */
  agree(by: string, how: string, at: string): Promise<void>;
  /** Remembers that nothing is shared any longer. */
  leave(by: string, how: string, at: string): Promise<void>;
  /** Ends all connections to the server, so that what waits for it fails at once; the rest stays open. */
  abandon(): Promise<void>;
  close(): Promise<void>;
}

/** What a team file says, and what a person agreed to. */
export interface Agreement {
  readonly file: TeamFile | undefined;
  /** What is wrong with the file. */
  readonly problems: readonly string[];
  /** What was agreed to last; it may be another file by now. */
  readonly agreed: TeamFile | undefined;
  readonly isCurrent: boolean;
}

/** As whom a person goes to a team's server, and in whose words they are told what helps. */
export interface TeamAccess {
  readonly user: string;
  /** Empty where none was given. */
  readonly password: string;
  /** The only server that may get it, as its origin; any that the team file names unless given. */
  readonly origin?: string;
  readonly remedies: TeamRemedies;
}

/** The access of whoever runs a command: its credential comes from the environment. */
function terminalAccess({ environment = {} }: Place): TeamAccess {
  return {
    user: environment["WHENCE_TEAM_USER"] || "neo4j",
    password: environment["WHENCE_TEAM_PASSWORD"] ?? "",
    remedies: terminalRemedies,
  };
}

/** Opens the replica of a folder that is indexed. Throws `notFound` where there is no index. */
export async function openTeamReplica(
  place: Place,
  access: TeamAccess = terminalAccess(place),
): Promise<TeamReplica> {
  await requireFolder(place.folder);
  const storeFolder = storeOf(place);
  const store = openStore(storeFolder);
  const graph = openGraph(storeFolder, "write");
  const records = openRecords(storeFolder, "write");
  const ledger = new SqliteEgressLedger(storeFolder);
  const opened: { close(): Promise<void> }[] = [];
  const agreement = agreementOf(place.folder, ledger);
  const { file } = agreement;
  const allowed = (): TeamFile => {
    const obstacle = obstacleOf(access, agreementOf(place.folder, ledger));
    if (file === undefined || obstacle !== undefined) throw new WhenceError("notAllowed", obstacle ?? noFile);
    return file;
  };
  const placeOfServer = (team: TeamFile, patienceMs?: number) =>
    teamServerPlace(place, ledger, {
      endpoint: endpointOf(team),
      database: team.graph.database,
      access,
      patienceMs,
    });
  return {
    ...{ catalog: store.catalog, graph, sharing: graph.sharing, records, agreement },
    obstacle: obstacleOf(access, agreement),
    async server(patienceMs) {
      const team = allowed();
      const server = placeOfServer(team, patienceMs);
      opened.push(server.door);
      const opening = await openTeamServer(server, team.team);
      opened.push(opening);
      return opening;
    },
    async migrate() {
      const server = placeOfServer(allowed());
      opened.push(server.door);
      return migrateTeamServer(server);
    },
    async inspect(patienceMs) {
      const server = placeOfServer(allowed(), patienceMs);
      opened.push(server.door);
      return inspectTeamServer(server, { mustWrite: false });
    },
    agree: (by, how, at) => agree({ file, ledger, records, sharing: graph.sharing }, { by, how, at }),
    async leave(by, how, at) {
      ledger.approve({ kind: "team", subject: "", at, by, how });
      await graph.sharing.stop();
    },
    async abandon() {
      for (const each of opened.splice(0).toReversed()) await each.close();
    },
    async close() {
      for (const each of opened.splice(0).toReversed()) await each.close();
      ledger.close();
      records.close();
      await graph.close();
      await store.close();
    },
  };
}

interface AgreementParts {
  readonly file: TeamFile | undefined;
  readonly ledger: SqliteEgressLedger;
  readonly records: RecordLog;
  readonly sharing: SharingState;
}

async function agree(
  { file, ledger, records, sharing }: AgreementParts,
  { by, how, at }: { readonly by: string; readonly how: string; readonly at: string },
): Promise<void> {
  if (file === undefined) throw new WhenceError("notFound", noFile);
  const endpoint = endpointOf(file);
  ledger.approve({ kind: "host", subject: endpoint.origin, at, by, how });
  ledger.approve({ kind: "team", subject: JSON.stringify(file), at, by, how });
  const { team, repository, graph, share } = file;
  const policy = sha256(JSON.stringify([graph, share]));
  const before = sharing.sharing();
  const isSame = before?.team === team && before.repository === repository;
  // Decisions that the former policy kept here may be shared now.
  if (isSame && before.policy !== policy) records.resend();
  const projects = share.scopes.flatMap((scope) => /^project:(.+)$/i.exec(scope)?.[1] ?? []);
  await sharing.share({ ...(isSame ? before : {}), team, repository, policy, projects });
}

const noFile = `There is no ${teamFilePath} in this folder, so no team graph: docs/team-graph.md says what a lead writes into it.`;

/** By which a team file that was shown is told from another one. */
export function fingerprintOf(file: TeamFile): string {
  return sha256(JSON.stringify(file));
}

/** The team file to which a person agreed last; undefined where nothing is shared. */
export function agreedTeam(ledger: SqliteEgressLedger): TeamFile | undefined {
  const subject = ledger.latest("team")?.subject ?? "";
  return subject === "" ? undefined : (JSON.parse(subject) as TeamFile);
}

function agreementOf(folder: string, ledger: SqliteEgressLedger): Agreement {
  const reading = readTeamFile(folder);
  const agreed = agreedTeam(ledger);
  const file = reading?.file;
  const isCurrent = file !== undefined && agreed !== undefined && isDeepStrictEqual(file, agreed);
  return { file, problems: reading?.problems ?? [], agreed, isCurrent };
}

function obstacleOf(
  { password, origin, remedies }: TeamAccess,
  { file, problems, agreed, isCurrent }: Agreement,
): string | undefined {
  if (problems.length > 0) return problems.join("\n");
  if (file === undefined) return noFile;
  const endpoint = endpointOf(file);
  if (agreed === undefined)
    return `This folder has a team graph on ${endpoint.host}, and you have not joined it: ${remedies.join}.`;
  if (!isCurrent)
    return `${teamFilePath} has changed since you joined, so nothing is sent or fetched: ${remedies.joinAgain}.`;
  return password === "" || (origin !== undefined && origin !== endpoint.origin)
    ? `The password of the team graph on ${endpoint.host} is missing: ${remedies.missingCredential}.`
    : undefined;
}

/** Where the server of a team is. Throws `badInput` for an address that is none. */
export function endpointOf({ graph: { endpoint, members } }: TeamFile) {
  return readBoltEndpoint(endpoint, `graph.endpoint in ${teamFilePath}`, members);
}

/** Which server, as whom. */
interface ServerWish {
  readonly endpoint: BoltEndpoint;
  readonly database: string | undefined;
  readonly access: TeamAccess;
  readonly patienceMs?: number | undefined;
}

/** How a server is reached: through a door that the settings and the ledger open. */
export function teamServerPlace(
  { settings, environment = {} }: Place,
  ledger: SqliteEgressLedger,
  { endpoint, database, access: { user, password, remedies }, patienceMs }: ServerWish,
): TeamServerPlace & { readonly door: EgressDoor } {
  const approved = settings["whence.network.approvedHosts"];
  const door = new EgressDoor({
    rules: {
      offline: settings["whence.network.offline"] === true,
      endpoints: [endpoint],
      approvedHosts: Array.isArray(approved) ? approved : [],
    },
    ledger,
    network: { environment, caFile: String(settings["whence.network.caFile"]) },
  });
  return {
    ...{ endpoint, user, password, door, remedies },
    ...(database === undefined ? {} : { database }),
    ...(patienceMs === undefined ? {} : { patienceMs }),
  };
}
