import { boltOrigin, boltTarget, isMember, readBoltHost, shownHost } from "../../base/egress/boltEndpoint.ts";
import { isLoopbackName } from "../../base/egress/endpoint.ts";
import { type ConnectionParts, Neo4jConnection } from "./neo4jConnection.ts";

/**
 * Servers to which a cluster sends its clients on and which its endpoint does not name as members, as people write them. None where a
 * server is alone. A server speaks for servers, not for whole domains, nor for whatever runs on the machine of who asks. Asks the
 * one server of the endpoint, and no other:
 * https://neo4j.com/docs/operations-manual/5/procedures/#procedure_dbms_routing_getroutingtable
 */
export async function unnamedMembers(parts: ConnectionParts): Promise<readonly string[]> {
  const { endpoint, database } = parts;
  const alone = { ...endpoint, href: endpoint.href.replace(/^neo4j/, "bolt") };
  const connection = new Neo4jConnection({ ...parts, endpoint: alone });
  try {
    const [row] = await connection.read((transaction) =>
      database === undefined
        ? transaction.run("CALL dbms.routing.getRoutingTable({})", {})
        : transaction.run("CALL dbms.routing.getRoutingTable({}, $database)", { database }),
    );
    const targets = addressesIn(row?.["servers"]).flatMap((address) => readBoltHost(address) ?? []);
    const unnamed = targets
      .filter(
        ({ host }) =>
          !host.includes("*") && (!isLoopbackName(host) || isLoopbackName(boltTarget(endpoint).host)),
      )
      .map((target) => ({ ...target, isEncrypted: endpoint.isEncrypted }))
      .filter((target) => boltOrigin(target) !== endpoint.origin && !isMember(target, endpoint));
    return [...new Set(unnamed.map(shownHost))];
  } finally {
    await connection.close();
  }
}

function addressesIn(servers: unknown): readonly string[] {
  if (!Array.isArray(servers)) return [];
  return servers
    .flatMap((server: { readonly addresses?: unknown }) => server?.addresses ?? [])
    .filter((address) => typeof address === "string");
}
