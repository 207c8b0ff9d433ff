import type { TeamFacts, TeamLogEntry, TeamMember } from "../shared/model/team.ts";
import { WhenceError } from "./base/errors.ts";
import type { Place } from "./model/place.ts";
import type { SharedRecord } from "./model/record.ts";
import { roleOf, type TeamFile } from "./model/teamFile.ts";
import { editorRemedies } from "./model/teamRemedies.ts";
import type { TeamReading } from "./session/teamTasks.ts";
import { recordWords } from "./sharing/recordWords.ts";
import { gitIdentity } from "./sources/git/gitIdentity.ts";
import { readTeamFile } from "./sources/team/readTeamFile.ts";
import { endpointOf, fingerprintOf, openTeamReplica, type TeamReplica } from "./teamWiring.ts";

// The part of the composition root on how a folder stands to a team's graph, as an editor shows it.

const logMost = 50;

/** How a folder stands to its team's graph, by what lies on this machine alone. */
export async function readTeamState(place: Place, signal: AbortSignal): Promise<TeamReading> {
  const me = await gitIdentity(place.folder, signal);
  let replica: TeamReplica;
  try {
    replica = await openTeamReplica(place, { user: "", password: "", remedies: editorRemedies });
  } catch (error) {
    if (!WhenceError.is(error, "notFound")) throw error;
    return unindexed(place, me);
  }
  try {
    const { agreement, records, sharing } = replica;
    const { file, problems, agreed, isCurrent } = agreement;
    const all = records.list();
    const state = sharing.sharing();
    const exchange = {
      pending: { changes: sharing.countEntries(), records: state === undefined ? 0 : records.countPending() },
      ...(state?.pushedAt === undefined ? {} : { pushedAt: state.pushedAt }),
      ...(state?.pulledAt === undefined ? {} : { pulledAt: state.pulledAt }),
      repositories: sharing.watermarks().filter((name) => !name.startsWith("*")),
    };
    const known = { problems, log: [], members: [] };
    if (problems.length > 0) return { standing: "broken", ...known };
    // Whoever joined can still leave when the file is gone.
    if (file === undefined)
      return { standing: "none", ...known, ...(agreed === undefined ? {} : { exchange }) };
    const facts = factsOf(file, me);
    const isJoined = agreed !== undefined;
    return {
      standing: isCurrent ? "joined" : isJoined ? "changed" : "offered",
      ...{ problems, team: facts },
      ...(isJoined ? { exchange } : {}),
      log: isJoined ? logOf(all, file) : [],
      members: isJoined ? membersOf(all, file, me) : [],
    };
  } finally {
    await replica.close();
  }
}

function unindexed({ folder }: Place, me: string): TeamReading {
  const { file, problems = [] } = readTeamFile(folder) ?? {};
  if (problems.length > 0) return { standing: "broken", problems, log: [], members: [] };
  return {
    standing: file === undefined ? "none" : "unindexed",
    ...{ problems, log: [], members: [] },
    ...(file === undefined ? {} : { team: factsOf(file, me) }),
  };
}

function factsOf(file: TeamFile, me: string): TeamFacts {
  const { team, repository, graph, share, roles } = file;
  return {
    ...{ team, repository, me, endpoint: graph.endpoint, host: endpointOf(file).host },
    ...(graph.database === undefined ? {} : { database: graph.database }),
    ...{ scopes: share.scopes, kinds: share.kinds, role: roleOf(me, roles) ?? "none" },
    fingerprint: fingerprintOf(file),
  };
}

function logOf(records: readonly SharedRecord[], { repository }: TeamFile): readonly TeamLogEntry[] {
  return records
    .slice(-logMost)
    .toReversed()
    .map((record) => ({
      ...{ at: record.at, by: record.by, what: recordWords(record) },
      ...(record.repository === undefined || record.repository === repository
        ? {}
        : { repository: record.repository }),
    }));
}

/** Those whose records are here, newest first, then whoever the team file names by address. */
function membersOf(records: readonly SharedRecord[], { roles }: TeamFile, me: string): readonly TeamMember[] {
  const seen = new Map<string, TeamMember>();
  const isMe = (name: string) => addressOf(name) === addressOf(me);
  const add = (name: string, lastAt?: string) =>
    seen.set(addressOf(name), {
      ...{ name, role: roleOf(name, roles) ?? "none", isMe: isMe(name) },
      ...(lastAt === undefined ? {} : { lastAt }),
    });
  for (const { by, at } of records.toReversed()) if (!seen.has(addressOf(by))) add(by, at);
  if (!seen.has(addressOf(me))) add(me);
  for (const address of [...roles.leads, ...roles.contributors, ...roles.readers])
    if (address !== "*" && !seen.has(address.toLowerCase())) add(`<${address}>`);
  return [...seen.values()];
}

/** Two names of one address are one person. */
function addressOf(person: string): string {
  return (/<([^>]*)>$/.exec(person)?.[1] ?? person).toLowerCase();
}
