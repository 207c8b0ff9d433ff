import { WhenceError } from "../../base/errors.ts";
import { roleOf, type TeamFile } from "../../model/teamFile.ts";
import { countShared } from "../../sharing/sharedPreview.ts";
import { gitIdentity } from "../../sources/git/gitIdentity.ts";
import { beginJoining, finishJoining, leaveTeam } from "../../teamActionsWiring.ts";
import { endpointOf, type TeamReplica } from "../../teamWiring.ts";
import { isAnsweredWithYes } from "../consent.ts";
import type { CommandContext } from "../context.ts";
import { printJson, printLines } from "../context.ts";

/** `whence graph join`: shows what would be shared, asks, and begins. */
export async function joinCommand(context: CommandContext, replica: TeamReplica): Promise<void> {
  const by = await gitIdentity(context.folder, context.signal);
  const joining = beginJoining(replica, by);
  const { file } = joining;
  if (!context.arguments.yes) await ask(context, replica, file, by);
  const how = context.arguments.yes ? "--yes" : "asked on the terminal";
  await finishJoining(replica, joining, { by, now: context.now, how });
  const report = { team: file.team, repository: file.repository, role: roleOf(by, file.roles) ?? "none" };
  if (context.arguments.json) printJson(context, { joined: true, ...report });
  else
    printLines(context, [
      `Joined ${file.team} as ${file.repository}; your role is ${report.role}.`,
      "`whence graph push` sends what is shared, `whence graph pull` fetches what others share.",
    ]);
}

/** `whence graph leave`. */
export async function leaveCommand(context: CommandContext, replica: TeamReplica): Promise<void> {
  const by = await gitIdentity(context.folder, context.signal);
  await leaveTeam(replica, { by, now: context.now, how: "graph leave" });
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
