import { readBoltEndpoint } from "../../../server/base/egress/boltEndpoint.ts";
import { EgressDoor } from "../../../server/base/egress/egressDoor.ts";
import { Neo4jConnection } from "../../../server/stores/neo4j/neo4jConnection.ts";
import { MemoryLedger } from "./memoryLedger.ts";
import type { TestServer } from "./neo4jForTests.ts";

/** What of a connection a test wants otherwise. */
export interface ConnectionWish {
  readonly address?: string;
  readonly password?: string;
  readonly database?: string;
  readonly patienceMs?: number;
  readonly caFile?: string;
  readonly offline?: boolean;
  readonly approved?: readonly string[];
  readonly members?: readonly string[];
  readonly ledger?: MemoryLedger;
}

/** A connection to a test server, through a door that allows it. */
export function connectForTest(server: TestServer, wish: ConnectionWish = {}): Neo4jConnection {
  const address = wish.address ?? server.address;
  const endpoint = readBoltEndpoint(address, "the test", wish.members ?? []);
  const door = new EgressDoor({
    rules: {
      offline: wish.offline ?? false,
      endpoints: [endpoint],
      approvedHosts: wish.approved ?? [endpoint.host],
    },
    ledger: wish.ledger ?? new MemoryLedger(),
    network: { caFile: wish.caFile ?? server.caFile ?? "", environment: {} },
  });
  return new Neo4jConnection({
    endpoint,
    user: server.user,
    password: wish.password ?? server.password,
    door,
    ...(wish.database === undefined ? {} : { database: wish.database }),
    ...(wish.patienceMs === undefined ? {} : { patienceMs: wish.patienceMs }),
  });
}
