import { counted } from "../../base/counted.ts";
import { WhenceError } from "../../base/errors.ts";
import { roleOf } from "../../model/teamFile.ts";
import { gitIdentity } from "../../sources/git/gitIdentity.ts";
import { endpointOf, type TeamReplica } from "../../teamWiring.ts";
import type { CommandContext } from "../context.ts";
import { printJson, printLines } from "../context.ts";

/** Who asks for the state does not want to wait for a server that is away. */
const patienceMs = 5_000;

/** What `whence graph status --json` prints. */
interface GraphStatus {
  readonly joined: boolean;
  readonly team?: string;
  readonly repository?: string;
  readonly endpoint?: string;
  readonly role?: string;
  /** Changes and decisions that wait to be sent. */
  readonly pending: { readonly changes: number; readonly records: number };
  readonly pushedAt?: string;
  readonly pulledAt?: string;
  readonly repositories: readonly string[];
  /** Whether the server answered; absent where it was not asked. */
  readonly server?: "ready" | "not ready";
  /** What is in the way, and what to do. */
  readonly problem?: string;
}

/** `whence graph status`: what waits, when it was last exchanged, and what to do. */
export async function statusCommand(context: CommandContext, replica: TeamReplica): Promise<void> {
  const status = await statusOf(context, replica);
  if (context.arguments.json) printJson(context, status);
  else printLines(context, statusLines(status));
}

async function statusOf(context: CommandContext, replica: TeamReplica): Promise<GraphStatus> {
  const { agreement, sharing, records, obstacle } = replica;
  const { file, isCurrent } = agreement;
  const state = sharing.sharing();
  const answer = obstacle === undefined ? await checked(replica) : { problem: obstacle };
  const role = file && roleOf(await gitIdentity(context.folder, context.signal), file.roles);
  return {
    joined: isCurrent,
    ...(file === undefined
      ? {}
      : {
          team: file.team,
          repository: file.repository,
          endpoint: endpointOf(file).host,
          role: role ?? "none",
        }),
    pending: { changes: sharing.countEntries(), records: state === undefined ? 0 : records.countPending() },
    ...(state?.pushedAt === undefined ? {} : { pushedAt: state.pushedAt }),
    ...(state?.pulledAt === undefined ? {} : { pulledAt: state.pulledAt }),
    repositories: sharing.watermarks().filter((name) => !name.startsWith("*")),
    ...answer,
  };
}

async function checked(replica: TeamReplica): Promise<Pick<GraphStatus, "server" | "problem">> {
  try {
    const server = await replica.server(patienceMs);
    await server.repositories();
    return { server: "ready" };
  } catch (error) {
    if (!WhenceError.is(error)) throw error;
    return { server: "not ready", problem: error.message };
  }
}

function statusLines(status: GraphStatus): readonly string[] {
  const { team, repository, endpoint, role, pending, pushedAt, pulledAt, repositories, server, problem } =
    status;
  if (team === undefined) return [problem ?? "No team graph."];
  const waits = pending.changes + pending.records;
  return [
    `Team ${team} on ${endpoint}, this repository as ${repository}${status.joined ? "" : " (not joined)"}.`,
    `Role: ${role}, by the team file. Unless the server has privileges of its own (Enterprise, Aura), nothing enforces it.`,
    `Sent:    ${dayOf(pushedAt)}; ${waits === 0 ? "nothing waits" : `${counted(pending.changes, "change")} and ${counted(pending.records, "decision")} wait`}.`,
    `Fetched: ${dayOf(pulledAt)}${repositories.length === 0 ? "" : `, from ${repositories.join(", ")}`}.`,
    ...(server === "ready" ? ["Server:  ready."] : []),
    ...(problem === undefined ? [] : ["", problem]),
    ...(problem === undefined && waits > 0 ? ["", "`whence graph push` sends what waits."] : []),
  ];
}

function dayOf(at: string | undefined): string {
  return at === undefined ? "never" : at.slice(0, 16).replace("T", " ");
}
