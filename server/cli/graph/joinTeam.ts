import { randomUUID } from "node:crypto";
import { WhenceError } from "../../base/errors.ts";
import type { SharedRecord } from "../../model/record.ts";
import { roleOf, type TeamFile } from "../../model/teamFile.ts";
import { forgetRepository } from "../../sharing/pullLinks.ts";
import { requireRole } from "../../sharing/requireRole.ts";
import { gitIdentity } from "../../sources/git/gitIdentity.ts";
import { endpointOf, type TeamReplica } from "../../teamWiring.ts";
import { isAnsweredWithYes } from "../consent.ts";
import type { CommandContext } from "../context.ts";
import { printJson, printLines } from "../context.ts";
import { countShared } from "./sharedPreview.ts";

/** `whence graph join`: shows what would be shared, asks, and begins. */
export async function joinTeam(context: CommandContext, replica: TeamReplica): Promise<void> {
  const { file, problems } = replica.agreement;
  if (problems.length > 0) throw new WhenceError("badInput", problems.join("\n"));
  if (file === undefined) throw new WhenceError("notFound", replica.obstacle ?? "There is no team file.");
  const by = await gitIdentity(context.folder, context.signal);
  const before = lastPolicy(replica);
  const change = before !== undefined && JSON.stringify(before) !== JSON.stringify(policyOf(file));
  // The roles that hold are those from before the change; whoever changes the file could name himself otherwise.
  if (change)
    requireRole(
      by,
      { ...file, roles: before.roles },
      "lead",
      "The team file says another thing than what is recorded",
    );
  if (!context.arguments.yes) await ask(context, replica, file, by);
  const at = context.now.toISOString();
  await replica.agree(by, context.arguments.yes ? "--yes" : "asked on the terminal", at);
  if (before === undefined || change) replica.records.append(policyRecord(file, before, by, at));
  const report = { team: file.team, repository: file.repository, role: roleOf(by, file.roles) ?? "none" };
  if (context.arguments.json) printJson(context, { joined: true, ...report });
  else
    printLines(context, [
      `Joined ${file.team} as ${file.repository}; your role is ${report.role}.`,
      "`whence graph push` sends what is shared, `whence graph pull` fetches what others share.",
    ]);
}

/** `whence graph leave`: nothing is shared from now on; what came from others goes, what is one's own stays. */
export async function leaveTeam(context: CommandContext, replica: TeamReplica): Promise<void> {
  const by = await gitIdentity(context.folder, context.signal);
  const at = context.now.toISOString();
  for (const name of replica.sharing.watermarks())
    if (!name.startsWith("*")) await forgetRepository(replica.graph, name, at);
  await replica.leave(by, at);
  if (context.arguments.json) printJson(context, { joined: false });
  else
    printLines(context, [
      "Left. What came from other repositories is gone from here, your own links and decisions stay; what you had sent is still on the server.",
    ]);
}

async function ask(context: CommandContext, replica: TeamReplica, file: TeamFile, by: string): Promise<void> {
  const { nodes, edges } = await countShared(replica.graph, file.share);
  context.errors.write(
    `${[
      `The team ${file.team} shares links on ${endpointOf(file).host}, this repository as ${file.repository}.`,
      `Everyone in the team may read: ${file.share.scopes.join(", ") || "nothing"}.`,
      `Sent are ${file.share.kinds.join(", ") || "no kinds"}: keys, titles, states and links, never text of documents or code.`,
      `That is ${nodes.toLocaleString("en")} things and ${edges.toLocaleString("en")} links now. Your role as ${by}: ${roleOf(by, file.roles) ?? "none"}.`,
      "",
    ].join("\n")}`,
  );
  if (!context.input.isTTY || !context.errors.isTTY) {
    const sentence =
      "Nothing was agreed, because nobody can be asked here: `whence graph join --yes` agrees.";
    throw new WhenceError("notAllowed", sentence);
  }
  if (!(await isAnsweredWithYes(context, "Join? (y/N) ")))
    throw new WhenceError("cancelled", "Not joined, as you chose.");
}

type Policy = Pick<TeamFile, "graph" | "share" | "roles">;

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
