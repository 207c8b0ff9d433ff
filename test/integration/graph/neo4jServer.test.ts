import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, it } from "vitest";
import { migrateGraph } from "../../../server/stores/neo4j/migrateGraph.ts";
import type { Neo4jConnection } from "../../../server/stores/neo4j/neo4jConnection.ts";
import { Neo4jGraph } from "../../../server/stores/neo4j/neo4jGraph.ts";
import { type ConnectionWish, connectForTest } from "../../support/neo4j/connectForTest.ts";
import { neo4jForTests, type ServerKind } from "../../support/neo4j/neo4jForTests.ts";
import { named } from "./conformance/graphTest.ts";

const servers = {
  plain: await neo4jForTests("plain"),
  readOnly: await neo4jForTests("readOnly"),
  tls: await neo4jForTests("tls"),
};
const missing = Object.values(servers).find(({ reason }) => reason !== undefined)?.reason;
const open: Neo4jConnection[] = [];

afterEach(async () => {
  for (const connection of open.splice(0)) await connection.close();
});

function connect(kind: Exclude<ServerKind, "expired">, wish: ConnectionWish = {}): Neo4jConnection {
  const { server } = servers[kind];
  if (server === undefined) throw new Error("There is no server.");
  const connection = connectForTest(server, wish);
  open.push(connection);
  return connection;
}

if (missing !== undefined) {
  describe.skip("a real Neo4j", () => {
    it(`needs a server: ${missing}`, () => undefined);
  });
}

describe.runIf(missing === undefined)("a real Neo4j", () => {
  it("refuses a wrong password, which is said without it", async () => {
    await expect(migrateGraph(connect("plain", { password: "no-such-word" }))).rejects.toMatchObject({
      reason: "noAccess",
      message: expect.stringMatching(/does not accept this name and password: set WHENCE_TEAM_USER/),
    });
  });

  it("says that it has no such database", async () => {
    await expect(migrateGraph(connect("plain", { database: "nowhere" }))).rejects.toMatchObject({
      reason: "notFound",
      message: expect.stringMatching(/has no database nowhere/),
    });
  });

  it("takes the name of a database", async () => {
    expect((await migrateGraph(connect("plain", { database: "neo4j" }))).version).toBe(1);
  });

  it("that can only be read is read, and says so when it should be written", async () => {
    const connection = connect("readOnly");
    expect(await new Neo4jGraph(connection, "a/b").counts()).toEqual({
      nodes: {},
      edges: {},
      closedEdges: 0,
    });
    for (const write of [
      () => migrateGraph(connection),
      () => new Neo4jGraph(connection, "a/b").upsertNodes([]),
    ]) {
      await expect(write()).rejects.toMatchObject({
        reason: "noAccess",
        message: expect.stringMatching(/can only be read now: nothing is lost/),
      });
    }
  });

  it("is reached as a cluster would be", async () => {
    const address = servers.plain.server?.address.replace("bolt:", "neo4j:") ?? "";
    const graph = new Neo4jGraph(connect("plain", { address }), `test/${randomUUID()}`);
    await graph.upsertNodes([named("a")]);
    expect(await graph.nodes(["a"])).toEqual([named("a")]);
  });

  it("with encryption is reached with its authority, and without encryption not at all", async () => {
    const graph = new Neo4jGraph(connect("tls"), `test/${randomUUID()}`);
    await graph.upsertNodes([named("a")]);
    expect(await graph.nodes(["a"])).toEqual([named("a")]);
    const address = servers.tls.server?.address.replace("+s", "") ?? "";
    await expect(
      new Neo4jGraph(connect("tls", { address, patienceMs: 3_000 }), "a/b").counts(),
    ).rejects.toMatchObject({ reason: "unreachable", message: expect.stringMatching(/wants encryption/) });
  });

  it("keeps two namespaces apart that have the same ids", async () => {
    const connection = connect("plain");
    const [one, other] = [`test/${randomUUID()}`, `test/${randomUUID()}`].map(
      (ns) => new Neo4jGraph(connection, ns),
    );
    await one?.upsertNodes([named("a", "story", { key: "K-1" })]);
    await other?.upsertNodes([named("a", "epic", { key: "K-1", title: "another" })]);
    expect(await one?.nodes(["a"])).toMatchObject([{ title: "a" }]);
    expect(await other?.nodesByKey("K-1")).toMatchObject([{ title: "another" }]);
    expect((await one?.counts())?.nodes).toEqual({ story: 1 });
  });

  it.each(["", "a b", "a//b", "a\u0000b", "/a", "x".repeat(301)])(
    "has no namespace called %j",
    (namespace) => {
      expect(() => new Neo4jGraph(connect("plain"), namespace)).toThrow(/is made of names with slashes/);
    },
  );
});

describe.runIf(missing === undefined)("the schema of a real Neo4j", () => {
  it("is made once, by several at once, and again without a change", async () => {
    const connections = Array.from({ length: 4 }, () => connect("tls"));
    const done = await Promise.all(connections.map(migrateGraph));
    expect(done.map(({ version }) => version)).toEqual([1, 1, 1, 1]);
    expect(await migrateGraph(connect("tls"))).toMatchObject({ versionBefore: 1, version: 1 });
  });

  it("of a newer Whence is left alone", async () => {
    const connection = connect("tls");
    await migrateGraph(connection);
    await connection.runAlone("MATCH (s:WhenceSchema) SET s.version = 99");
    try {
      await expect(migrateGraph(connection)).rejects.toMatchObject({ reason: "storeNewer" });
    } finally {
      await connection.runAlone("MATCH (s:WhenceSchema) SET s.version = 1");
    }
  });

  it.each([
    ["CREATE CONSTRAINT by_hand FOR (n:WhenceNode) REQUIRE n.id IS UNIQUE", "DROP CONSTRAINT by_hand"],
    ["CREATE INDEX whence_by_hand FOR (n:Person) ON (n.name)", "DROP INDEX whence_by_hand"],
  ])("that was made by hand and stands in the way is named: %s", async (make, remove) => {
    const connection = connect("tls");
    await connection.runAlone(make);
    try {
      await expect(migrateGraph(connection)).rejects.toMatchObject({
        reason: "storeCorrupt",
        message: expect.stringContaining(remove),
      });
    } finally {
      await connection.runAlone(remove);
    }
    expect((await migrateGraph(connection)).version).toBe(1);
  });

  it("that was made by hand and means the same is taken as it is", async () => {
    const connection = connect("tls");
    await migrateGraph(connection);
    await connection.runAlone("DROP CONSTRAINT whence_node_uid");
    await connection.runAlone("CREATE CONSTRAINT mine FOR (n:WhenceNode) REQUIRE n.uid IS UNIQUE");
    expect((await migrateGraph(connection)).version).toBe(1);
  });
});
