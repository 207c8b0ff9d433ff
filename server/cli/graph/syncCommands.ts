import { counted } from "../../base/counted.ts";
import { WhenceError } from "../../base/errors.ts";
import { bringUpDecisions } from "../../indexing/decisionUpkeep.ts";
import type { TeamFile } from "../../model/teamFile.ts";
import { pullLinks } from "../../sharing/pullLinks.ts";
import { pushLinks } from "../../sharing/pushLinks.ts";
import { requireRole } from "../../sharing/requireRole.ts";
import { gitIdentity } from "../../sources/git/gitIdentity.ts";
import type { TeamReplica } from "../../teamWiring.ts";
import type { CommandContext } from "../context.ts";
import { printJson, printLines } from "../context.ts";

/** `whence graph migrate`: makes or brings up the schema of the server. */
export async function migrateCommand(context: CommandContext, replica: TeamReplica): Promise<void> {
  const { server: name, versionBefore, version } = await replica.migrate();
  if (context.arguments.json) printJson(context, { server: name, versionBefore, version });
  else
    printLines(context, [
      versionBefore === version
        ? `${name}: the schema is version ${version}, as it should be.`
        : `${name}: the schema went from version ${versionBefore} to ${version}.`,
    ]);
}

/** `whence graph push`: sends what waits. */
export async function pushCommand(context: CommandContext, replica: TeamReplica): Promise<void> {
  const team = fileOf(replica);
  requireRole(
    await gitIdentity(context.folder, context.signal),
    team,
    "contributor",
    "Nothing was sent: whoever sends changes the graph of the team",
  );
  const server = await replica.server();
  const { catalog } = replica;
  const report = await pushLinks(
    { ...replica, server, team },
    {
      head: catalog.meta.get("historyHead"),
      hasCommit: (hash) => catalog.commits.get(hash) !== undefined,
      now: context.now,
      signal: context.signal,
    },
  );
  if (context.arguments.json) {
    printJson(context, report);
    return;
  }
  const sent = [
    counted(report.nodes, "thing"),
    counted(report.edges, "link"),
    counted(report.records, "decision or policy record"),
  ];
  printLines(context, [
    `Sent ${sent.join(", ")}.`,
    ...(report.leftToNewer === 0
      ? []
      : [
          `${counted(report.leftToNewer, "source")} of links were stated from a newer commit already and stay as they are; \`git pull\`, \`whence index\` and another push bring yours.`,
        ]),
  ]);
}

/** `whence graph pull`: fetches what others share, and everybody's decisions. */
export async function pullCommand(context: CommandContext, replica: TeamReplica): Promise<void> {
  const team = fileOf(replica);
  const server = await replica.server();
  const report = await pullLinks({ ...replica, server, team }, { now: context.now, signal: context.signal });
  await bringUpDecisions({ ...replica, repository: team.repository }, context.now.toISOString());
  if (context.arguments.json) {
    printJson(context, report);
    return;
  }
  const { repositories, nodes, edges, records, claimedTwice } = report;
  printLines(context, [
    `Fetched ${counted(nodes, "thing")} and ${counted(edges, "link")} of ${counted(repositories.length, "other repository", "other repositories")}, ${counted(records, "decision or policy record")}.`,
    ...(claimedTwice.length === 0
      ? []
      : [
          `Described here and in another repository too: ${claimedTwice.slice(0, 10).join(", ")}; what is said here counts here.`,
        ]),
  ]);
}

function fileOf({ agreement, obstacle }: TeamReplica): TeamFile {
  if (agreement.file === undefined || obstacle !== undefined)
    throw new WhenceError("notAllowed", obstacle ?? "There is no team file.");
  return agreement.file;
}
