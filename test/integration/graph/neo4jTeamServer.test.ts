import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SharedRecord } from "../../../server/model/record.ts";
import { migrateGraph } from "../../../server/stores/neo4j/migrateGraph.ts";
import { Neo4jTeamServer } from "../../../server/stores/neo4j/neo4jTeamServer.ts";
import { connectForTest } from "../../support/neo4j/connectForTest.ts";
import { neo4jForTests } from "../../support/neo4j/neo4jForTests.ts";
import { above, day, gone, link, named, says } from "./conformance/graphTest.ts";

const { server, reason } = await neo4jForTests();

if (server === undefined) {
  describe.skip("the server of a team", () => {
    it(`needs a Neo4j: ${reason}`, () => undefined);
  });
}

describe.runIf(server !== undefined)("the server of a team", () => {
  const connection = server === undefined ? undefined : connectForTest(server);
  const repository = "owner/name";

  beforeAll(async () => {
    await migrateGraph(connection!);
  });

  afterAll(async () => {
    await connection?.close();
  });

  const newTeam = (name: string = randomUUID()) => new Neo4jTeamServer(connection!, name);

  function record(at: string, parts: Partial<SharedRecord> = {}): SharedRecord {
    return {
      id: randomUUID(),
      kind: "decision",
      at,
      by: "Somebody <some@example.com>",
      body: { a: [1] },
      ...parts,
    };
  }

  it("has nothing of a team that is new", async () => {
    const team = newTeam();
    expect(await team.repositories()).toEqual([]);
    expect(await team.head(repository)).toBeUndefined();
    expect(await team.epoch(repository)).toBeUndefined();
    expect(await team.changes(repository, undefined)).toMatchObject({
      nodes: [],
      statements: [],
      isContinued: false,
    });
    expect(await team.records(undefined)).toMatchObject({ records: [] });
  });

  it("gives what changed since a watermark, and no more", async () => {
    const team = newTeam();
    const graph = team.graphOf(repository);
    await graph.upsertNodes([named("a"), named("b")]);
    await graph.restate([says("s", above("a", "b")), says("t", link("a", "mentions", "b"))], day(1));
    const first = await team.changes(repository, undefined);
    expect(first.nodes).toEqual([named("a"), named("b")]);
    expect(first.statements.toSorted((a, b) => a.source.localeCompare(b.source))).toEqual([
      says("s", above("a", "b")),
      says("t", link("a", "mentions", "b")),
    ]);

    expect(await team.changes(repository, first.to)).toEqual({
      to: first.to,
      isContinued: true,
      nodes: [],
      statements: [],
    });
    await graph.upsertNodes([named("b", "epic"), named("a")]);
    await graph.restate([gone("t"), says("s", above("a", "b"))], day(2));
    const next = await team.changes(repository, first.to);
    expect(next).toMatchObject({ isContinued: true, nodes: [named("b", "epic")] });
    expect(next.statements).toEqual([{ source: "t", mark: "", edges: [], gone: true }]);
  });

  it("names the repositories that shared something, and keeps teams apart whose names run together", async () => {
    const id = randomUUID();
    const [one, other] = [newTeam(`${id} a`), newTeam(`${id} a/b`)];
    await one.graphOf("b/c").upsertNodes([named("x")]);
    await other.graphOf("c").upsertNodes([named("y")]);
    expect(await one.repositories()).toEqual(["b/c"]);
    expect(await other.repositories()).toEqual(["c"]);
    expect(await one.graphOf("b/c").nodes(["x", "y"])).toEqual([named("x")]);
  });

  it("keeps the commit at which a repository was stated", async () => {
    const team = newTeam();
    await team.setHead(repository, "abc");
    expect(await team.head(repository)).toBe("abc");
    await team.graphOf(repository).upsertNodes([named("a")]);
    expect(await team.head(repository)).toBe("abc");
    expect(await team.head("another")).toBeUndefined();
  });

  it("keeps each record once, in the order in which it came", async () => {
    const team = newTeam();
    const records = [record(day(3)), record(day(1)), record(day(2), { repository: "x", kind: "policy" })];
    await team.addRecords(records);
    const first = await team.records(undefined);
    expect(first.records).toEqual(records);
    const more = record(day(0));
    await Promise.all([
      team.addRecords([...records, more]),
      team.addRecords([more]),
      team.addRecords(records),
    ]);
    expect((await team.records(first.to)).records).toEqual([more]);
    expect((await team.records(undefined)).records).toHaveLength(4);
  });

  it("gives everything anew, under a new epoch, where it was put back to an older state", async () => {
    const name = randomUUID();
    const team = newTeam(name);
    const graph = team.graphOf(repository);
    await graph.upsertNodes([named("a")]);
    const epoch = await team.epoch(repository);
    await graph.upsertNodes([named("b")]);
    const seen = await team.changes(repository, undefined);

    // What a backup from before the last commit would leave.
    await putBack(await namespaceOf(name, "b"));
    await graph.upsertNodes([named("c")]);
    const after = await team.changes(repository, seen.to);
    expect(after).toMatchObject({ isContinued: false, nodes: [named("a"), named("c")] });
    expect(await team.epoch(repository)).not.toBe(epoch);
    expect(await team.changes(repository, after.to)).toMatchObject({ isContinued: true, nodes: [] });
  });

  it("notices that also before it was written again", async () => {
    const name = randomUUID();
    const team = newTeam(name);
    const graph = team.graphOf(repository);
    await graph.upsertNodes([named("only-here")]);
    await graph.upsertNodes([named("lost")]);
    const seen = await team.changes(repository, undefined);
    await putBack(await namespaceOf(name, "lost"));
    expect(await team.changes(repository, seen.to)).toMatchObject({
      isContinued: false,
      nodes: [named("only-here")],
    });
  });

  it("gives nobody a watermark that leaves out what others are writing", async () => {
    const team = newTeam();
    const writers = Array.from({ length: 4 }, (_, who) => {
      const graph = team.graphOf(repository);
      return (async () => {
        for (let round = 0; round < 10; round++)
          await graph.restate([says(`${who}.${round}`, above(`${who}`, `${round}`))], day(1));
      })();
    });
    const seen = new Set<string>();
    let isDone = false;
    const reading = (async () => {
      let since: Awaited<ReturnType<typeof team.changes>>["to"] | undefined;
      for (let last = false; !last; ) {
        last = isDone;
        const changes = await team.changes(repository, since);
        for (const { source } of changes.statements) seen.add(source);
        if (since !== undefined && since.number > 0) expect(changes.isContinued).toBe(true);
        since = changes.to;
      }
    })();
    await Promise.all(writers);
    isDone = true;
    await reading;
    expect(seen.size).toBe(40);
  });

  /** Of a team's repository, which has this node. By the team's name: other tests write to the same server meanwhile. */
  async function namespaceOf(team: string, node: string): Promise<string> {
    const rows = await connection!.runAlone(
      `MATCH (n:WhenceNode) WHERE n.id = '${node}' RETURN n.ns AS ns ORDER BY elementId(n) DESC`,
    );
    const namespace = `${team}/${repository}`;
    expect(rows.map(({ ns }) => ns)).toContain(namespace);
    return namespace;
  }

  async function putBack(ns: string): Promise<void> {
    for (const query of [
      `MATCH (m:WhenceNamespace {ns: '${ns}'}) MATCH (n:WhenceNode {ns: '${ns}', commit: m.commit}) DETACH DELETE n`,
      `MATCH (m:WhenceNamespace {ns: '${ns}'}) MATCH (c:WhenceCommit {ns: '${ns}', number: m.commit}) DELETE c`,
      `MATCH (m:WhenceNamespace {ns: '${ns}'}) MATCH (p:WhencePublished {ns: '${ns}'})
       SET m.commit = m.commit - 1, p.commit = m.commit`,
    ]) {
      await connection!.runAlone(query);
    }
  }
});
