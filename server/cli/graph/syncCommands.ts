import { counted } from "../../base/counted.ts";
import { gitIdentity } from "../../sources/git/gitIdentity.ts";
import { pull, push } from "../../teamActionsWiring.ts";
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
  const { now, signal } = context;
  const by = await gitIdentity(context.folder, signal);
  const report = await push(replica, await replica.server(), { by, now, signal });
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
  const { now, signal } = context;
  const report = await pull(replica, await replica.server(), { now, signal });
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
