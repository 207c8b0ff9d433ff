import { randomUUID } from "node:crypto";
import { WhenceError } from "./base/errors.ts";
import { bringUpDecisions } from "./indexing/decisionUpkeep.ts";
import type { SharedRecord } from "./model/record.ts";
import type { TeamFile } from "./model/teamFile.ts";
import type { TeamServer } from "./model/teamServer.ts";
import { forgetRepository, type PullReport, pullLinks } from "./sharing/pullLinks.ts";
import { type PushReport, pushLinks } from "./sharing/pushLinks.ts";
import { requireRole } from "./sharing/requireRole.ts";
import type { TeamReplica } from "./teamWiring.ts";

// What a member of a team does with a replica, the same in a terminal and in an editor.

/** Who acts, and when. */
export interface Acting {
  /** As Git signs commits. */
  readonly by: string;
  readonly now: Date;
  readonly signal?: AbortSignal | undefined;
}

/** A team file to which somebody may agree. */
export interface Joining {
  readonly file: TeamFile;
  /** What was recorded of it before; absent where nothing was. */
  readonly before: Policy | undefined;
  readonly isChange: boolean;
}

type Policy = Pick<TeamFile, "graph" | "share" | "roles">;

/** Whether somebody may agree to what the team file says. Throws `badInput` or `notFound` for the file, `notAllowed` for the role. */
export function beginJoining(replica: TeamReplica, by: string): Joining {
  const { file, problems } = replica.agreement;
  if (problems.length > 0) throw new WhenceError("badInput", problems.join("\n"));
  if (file === undefined) throw new WhenceError("notFound", replica.obstacle ?? "There is no team file.");
  const before = lastPolicy(replica);
  const isChange = before !== undefined && JSON.stringify(before) !== JSON.stringify(policyOf(file));
  // The roles that hold are those from before the change; whoever changes the file could name himself otherwise.
  if (isChange)
    requireRole(
      by,
      { ...file, roles: before.roles },
      "lead",
      "The team file says another thing than what is recorded",
    );
  return { file, before, isChange };
}

/** Agrees; `how` says in which way a person did. */
export async function finishJoining(
  replica: TeamReplica,
  { file, before, isChange }: Joining,
  { by, now, how }: Acting & { readonly how: string },
): Promise<void> {
  const at = now.toISOString();
  await replica.agree(by, how, at);
  if (before === undefined || isChange) replica.records.append(policyRecord(file, before, by, at));
}

/** Shares nothing from now on; what came from others goes, what is one's own stays. */
export async function leaveTeam(
  replica: TeamReplica,
  { by, now, how }: Acting & { readonly how: string },
): Promise<void> {
  const at = now.toISOString();
  for (const name of replica.sharing.watermarks())
    if (!name.startsWith("*")) await forgetRepository(replica.graph, name, at);
  await replica.leave(by, how, at);
}

/** Sends what waits. Throws `notAllowed` where the role does not allow it, and as `pushLinks`. */
export function push(
  replica: TeamReplica,
  server: TeamServer,
  { by, now, signal }: Acting,
): Promise<PushReport> {
  const team = fileOf(replica);
  requireRole(by, team, "contributor", "Nothing was sent: whoever sends changes the graph of the team");
  const { catalog } = replica;
  return pushLinks(
    { ...replica, server, team },
    {
      head: catalog.meta.get("historyHead"),
      hasCommit: (hash) => catalog.commits.get(hash) !== undefined,
      now,
      signal,
    },
  );
}

/** Fetches what others share, and everybody's decisions, which count at once. Throws as `pullLinks`. */
export async function pull(
  replica: TeamReplica,
  server: TeamServer,
  { now, signal }: Omit<Acting, "by">,
): Promise<PullReport> {
  const team = fileOf(replica);
  const report = await pullLinks({ ...replica, server, team }, { now, signal });
  await bringUpDecisions({ ...replica, repository: team.repository }, now.toISOString());
  return report;
}

function fileOf({ agreement, obstacle }: TeamReplica): TeamFile {
  if (agreement.file === undefined || obstacle !== undefined)
    throw new WhenceError("notAllowed", obstacle ?? "There is no team file.");
  return agreement.file;
}

function policyOf({ graph, share, roles }: TeamFile): Policy {
  return { graph, share, roles };
}

function lastPolicy({ records, agreement }: TeamReplica): Policy | undefined {
  const repository = agreement.file?.repository;
  const last = records
    .list("policy")
    .filter((each) => each.repository === repository)
    .at(-1);
  return last?.body["after"] as Policy | undefined;
}

function policyRecord(file: TeamFile, before: Policy | undefined, by: string, at: string): SharedRecord {
  const body = { ...(before === undefined ? {} : { before }), after: policyOf(file) };
  return { id: randomUUID(), kind: "policy", at, by, repository: file.repository, body };
}
