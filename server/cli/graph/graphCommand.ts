import { openTeamReplica, type TeamReplica } from "../../teamWiring.ts";
import { UsageError } from "../arguments.ts";
import type { CommandContext } from "../context.ts";
import { placeOf } from "../context.ts";
import { joinCommand, leaveCommand } from "./joinTeam.ts";
import { logCommand } from "./recordLines.ts";
import { statusCommand } from "./statusCommand.ts";
import { migrateCommand, pullCommand, pushCommand } from "./syncCommands.ts";

type Subcommand = (context: CommandContext, replica: TeamReplica) => Promise<void>;

const subcommands: Readonly<Record<string, Subcommand>> = {
  status: statusCommand,
  join: joinCommand,
  leave: leaveCommand,
  migrate: migrateCommand,
  push: pushCommand,
  pull: pullCommand,
  log: logCommand,
};

/** `whence graph …`: the graph that a team shares. */
export async function graphCommand(context: CommandContext): Promise<void> {
  const [word = "status", ...rest] = context.arguments.words;
  const subcommand = Object.hasOwn(subcommands, word) ? subcommands[word] : undefined;
  if (subcommand === undefined || rest.length > 0)
    throw new UsageError(`\`whence graph\` takes one of ${Object.keys(subcommands).join(", ")}.`);
  const replica = await openTeamReplica(placeOf(context));
  try {
    await subcommand(context, replica);
  } finally {
    await replica.close();
  }
}
