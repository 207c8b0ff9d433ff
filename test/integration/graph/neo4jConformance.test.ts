import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, it } from "vitest";
import { migrateGraph } from "../../../server/stores/neo4j/migrateGraph.ts";
import { Neo4jGraph } from "../../../server/stores/neo4j/neo4jGraph.ts";
import { connectForTest } from "../../support/neo4j/connectForTest.ts";
import { neo4jForTests } from "../../support/neo4j/neo4jForTests.ts";
import { describeGraphStore } from "./conformance/describeGraphStore.ts";

/** Leaves its connection to the next test. */
class KeptGraph extends Neo4jGraph {
  override async close(): Promise<void> {}
}

const { server, reason } = await neo4jForTests();

if (server === undefined) {
  describe.skip("a graph in Neo4j", () => {
    it(`needs a server: ${reason}`, () => undefined);
  });
} else {
  // Two connections for all tests: opening one takes longer than most of them.
  const [own, others] = [connectForTest(server), connectForTest(server)];

  beforeAll(async () => {
    await migrateGraph(own);
  });

  afterAll(async () => {
    await own.close();
    await others.close();
  });

  // The edition that costs nothing has one database, so each test has a namespace of its own.
  describeGraphStore("a graph in Neo4j", async () => {
    const namespace = `test/${randomUUID()}`;
    return {
      store: new KeptGraph(own, namespace),
      openAgain: async () => new KeptGraph(others, namespace),
    };
  });
}
