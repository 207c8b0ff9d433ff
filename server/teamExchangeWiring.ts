import type { TeamFault } from "../shared/model/team.ts";
import { counted } from "./base/counted.ts";
import { readBoltEndpoint } from "./base/egress/boltEndpoint.ts";
import type { Place } from "./model/place.ts";
import { isAtLeast, roleOf } from "./model/teamFile.ts";
import { editorRemedies } from "./model/teamRemedies.ts";
import type { ExchangeOutcome, ExchangeWish } from "./session/teamTasks.ts";
import type { PullReport } from "./sharing/pullLinks.ts";
import type { PushReport } from "./sharing/pushLinks.ts";
import { teamFaultOf } from "./sharing/teamFault.ts";
import { gitIdentity } from "./sources/git/gitIdentity.ts";
import { pull, push } from "./teamActionsWiring.ts";
import { openTeamReplica, type TeamReplica } from "./teamWiring.ts";

// The part of the composition root on exchanges with a team's server that an editor does in the background.

const lookMs = 10_000;

/** Fetches and sends; what stands in the way is part of the outcome, with what was done before. Throws `cancelled`. */
export async function exchange(
  place: Place,
  { what, endpoint, credential }: ExchangeWish,
  signal: AbortSignal,
): Promise<ExchangeOutcome> {
  const done: Done = {};
  const isOffline = place.settings["whence.network.offline"] === true;
  let replica: TeamReplica | undefined;
  const stop = () => void replica?.abandon();
  signal.addEventListener("abort", stop, { once: true });
  try {
    const { origin } = readBoltEndpoint(endpoint, "The address");
    replica = await openTeamReplica(place, { ...credential, origin, remedies: editorRemedies });
    const by = await gitIdentity(place.folder, signal);
    const obstacle = obstacleOf(replica, what, by);
    if (obstacle !== undefined) return { ...outcomeOf(done), fault: obstacle };
    // A server that is away is known by that at once; work on it would be tried again for a while.
    done.server = await replica.inspect(lookMs);
    const server = await replica.server();
    const acting = { by, now: new Date(), signal };
    // What others decided comes first: whoever may only read has that, too.
    if (what !== "push") done.pulled = await pull(replica, server, acting);
    if (what === "push" || (what === "both" && maySend(replica, by)))
      done.pushed = await push(replica, server, acting);
    return outcomeOf(done);
  } catch (error) {
    return { ...outcomeOf(done), fault: teamFaultOf(error, { isOffline }) };
  } finally {
    signal.removeEventListener("abort", stop);
    await replica?.close();
  }
}

interface Done {
  server?: Awaited<ReturnType<TeamReplica["inspect"]>>;
  pulled?: PullReport;
  pushed?: PushReport;
}

/** What keeps this person from it before any server is asked. */
function obstacleOf(replica: TeamReplica, what: ExchangeWish["what"], by: string): TeamFault | undefined {
  const { agreement, obstacle } = replica;
  if (obstacle !== undefined)
    return { kind: agreement.isCurrent ? "credential" : "agreement", sentence: obstacle };
  if (what !== "push" || maySend(replica, by)) return undefined;
  const role = agreement.file === undefined ? undefined : roleOf(by, agreement.file.roles);
  const sentence = `Nothing was sent: that takes the role contributor, and you are ${role ?? "nothing"} as ${by}; a lead can change that in the team file.`;
  return { kind: "rights", sentence };
}

function maySend({ agreement }: TeamReplica, by: string): boolean {
  const roles = agreement.file?.roles;
  return roles !== undefined && isAtLeast(roleOf(by, roles), "contributor");
}

function outcomeOf({ server, pulled, pushed }: Done): ExchangeOutcome {
  const news = pulled === undefined ? 0 : pulled.nodes + pulled.sources + pulled.records;
  const sent = pushed === undefined ? 0 : pushed.nodes + pushed.sources + pushed.records;
  const sentences = [
    ...(pulled === undefined ? [] : [pulledWords(pulled, news)]),
    ...(pushed === undefined ? [] : [pushedWords(pushed, sent)]),
  ];
  return {
    sentence: sentences.join(" "),
    hasNews: news > 0,
    hasSent: sent > 0,
    ...(server === undefined ? {} : { server }),
  };
}

function pulledWords({ nodes, edges, records, claimedTwice }: PullReport, news: number): string {
  if (news === 0) return "Nothing new from others.";
  const twice =
    claimedTwice.length === 0
      ? ""
      : ` Described here and in another repository too: ${claimedTwice.slice(0, 5).join(", ")}; what is said here counts here.`;
  return `Fetched ${counted(records, "decision or policy record")}, ${counted(nodes, "thing")} and ${counted(edges, "link")}.${twice}`;
}

function pushedWords({ nodes, edges, records, leftToNewer }: PushReport, sent: number): string {
  const left =
    leftToNewer === 0
      ? ""
      : ` ${counted(leftToNewer, "source")} of links were stated from a newer commit already and stay as they are.`;
  if (sent === 0) return `Nothing waited to be sent.${left}`;
  return `Sent ${counted(records, "decision or policy record")}, ${counted(nodes, "thing")} and ${counted(edges, "link")}.${left}`;
}
