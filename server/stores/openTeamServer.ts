import type { TeamServerFacts } from "../../shared/model/team.ts";
import type { BoltEndpoint } from "../base/egress/boltEndpoint.ts";
import type { EgressDoor } from "../base/egress/egressDoor.ts";
import type { TeamRemedies } from "../model/teamRemedies.ts";
import type { TeamServer } from "../model/teamServer.ts";
import type { Migration } from "./neo4j/migrateGraph.ts";

/** Which Neo4j server, as whom, and through which door. */
export interface TeamServerPlace {
  readonly endpoint: BoltEndpoint;
  readonly user: string;
  readonly password: string;
  /** The user's own database unless given. */
  readonly database?: string;
  readonly door: Pick<EgressDoor, "openBolt" | "checkBolt">;
  /** How long one call may take in all, with repetitions; 60 s unless given. */
  readonly patienceMs?: number;
  /** In whose words failures say what helps; those of a terminal unless given. */
  readonly remedies?: TeamRemedies;
}

/** The server of a team. Opens no connection yet; the driver is loaded with the first call of this function. */
export async function openTeamServer(place: TeamServerPlace, team: string): Promise<TeamServer> {
  const { Neo4jConnection } = await import("./neo4j/neo4jConnection.ts");
  const { Neo4jTeamServer } = await import("./neo4j/neo4jTeamServer.ts");
  return new Neo4jTeamServer(new Neo4jConnection(place), team);
}

/** Prepares the database of a team: what `whence graph migrate` does. See `migrateGraph` for what it throws. */
export async function migrateTeamServer(place: TeamServerPlace): Promise<Migration> {
  const { Neo4jConnection } = await import("./neo4j/neo4jConnection.ts");
  const { migrateGraph } = await import("./neo4j/migrateGraph.ts");
  const connection = new Neo4jConnection(place);
  try {
    return await migrateGraph(connection);
  } finally {
    await connection.close();
  }
}

/** Servers of a cluster that its endpoint does not name. See `unnamedMembers` of the connection. */
export async function unnamedMembersOf(place: TeamServerPlace): Promise<readonly string[]> {
  const { unnamedMembers } = await import("./neo4j/clusterMembers.ts");
  return unnamedMembers(place);
}

/** What a server is, and whether everything that an exchange needs is in order there. See `inspectServer` for what it throws. */
export async function inspectTeamServer(
  place: TeamServerPlace,
  wish: { readonly mustWrite: boolean },
): Promise<TeamServerFacts> {
  const { Neo4jConnection } = await import("./neo4j/neo4jConnection.ts");
  const { inspectServer } = await import("./neo4j/inspectServer.ts");
  const connection = new Neo4jConnection(place);
  try {
    return await inspectServer(connection, wish);
  } finally {
    await connection.close();
  }
}
