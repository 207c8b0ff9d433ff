import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { recordOf } from "../../../server/model/decision.ts";
import type { GraphStore } from "../../../server/model/graphStore.ts";
import type { TeamServer } from "../../../server/model/teamServer.ts";
import { migrateGraph } from "../../../server/stores/neo4j/migrateGraph.ts";
import { Neo4jTeamServer } from "../../../server/stores/neo4j/neo4jTeamServer.ts";
import { connectForTest } from "../../support/neo4j/connectForTest.ts";
import { neo4jForTests } from "../../support/neo4j/neo4jForTests.ts";
import { commit, implementing, newReplica, type Replica, story } from "./replica.ts";

const { server, reason } = await neo4jForTests();

if (server === undefined) {
  describe.skip("a team", () => {
    it(`needs a Neo4j: ${reason}`, () => undefined);
  });
}

describe.runIf(server !== undefined)("a team", () => {
  const connection = server === undefined ? undefined : connectForTest(server);
  const replicas: Replica[] = [];

  beforeAll(async () => {
    if (connection !== undefined) await migrateGraph(connection);
  });
  afterAll(async () => {
    for (const replica of replicas) await replica.close();
    await connection?.close();
  });

  function teamServer(team: string): TeamServer {
    if (connection === undefined) throw new Error("There is no server.");
    return new Neo4jTeamServer(connection, team);
  }

  async function member(team: string, repository: string, scopes?: readonly string[]): Promise<Replica> {
    const replica = await newReplica(team, repository, scopes === undefined ? undefined : [...scopes]);
    replicas.push(replica);
    return replica;
  }

  /** A server before whose first nodes something else happens. */
  function withUpsertsAfter(real: TeamServer, happens: () => Promise<void>): TeamServer {
    let isDue = true;
    return new Proxy(real, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (name !== "graphOf") return typeof value === "function" ? value.bind(target) : value;
        return (repository: string): GraphStore => {
          const graph = target.graphOf(repository);
          const upsertNodes: GraphStore["upsertNodes"] = async (nodes) => {
            // Until the next batch was read, a slice in each turn.
            for (let turn = 0; turn < 200; turn++) await setImmediate();
            if (isDue) await happens();
            isDue = false;
            await graph.upsertNodes(nodes);
          };
          return new Proxy(graph, {
            get(inner, method) {
              if (method === "upsertNodes") return upsertNodes;
              const own: unknown = Reflect.get(inner, method);
              return typeof own === "function" ? own.bind(inner) : own;
            },
          });
        };
      },
    });
  }

  /** Everything that the server holds, as text. */
  async function everythingOf(team: string): Promise<string> {
    const rows = await connection?.read((transaction) =>
      transaction.run(
        "MATCH (n) WHERE n.ns STARTS WITH $team OR n.team = $team OPTIONAL MATCH (n)-[r]->() RETURN properties(n) AS n, collect(properties(r)) AS r",
        { team },
      ),
    );
    return JSON.stringify(rows);
  }

  it("sees the work of another repository for the same story, and never mixes equal names", async () => {
    const team = randomUUID();
    const [shop, lib] = [await member(team, "a/shop"), await member(team, "a/lib")];
    for (const replica of [shop, lib]) await replica.know(commit("1"), story("OWN-1"));
    await shop.know(story("PAY-1", "Refunds"));
    await shop.state(
      "commit:1",
      implementing("commit:1", "item:PAY-1"),
      implementing("commit:1", "item:OWN-1"),
    );
    await lib.state("commit:1", implementing("commit:1", "item:PAY-1"));
    await lib.know({ id: "item:PAY-1", kind: "issue", key: "PAY-1", title: "PAY-1" });
    await shop.push(teamServer(team));
    await lib.push(teamServer(team));
    await lib.pull(teamServer(team));
    await shop.pull(teamServer(team));
    expect(await lib.links()).toEqual([
      "commit:1 implements item:PAY-1 stated",
      "team:a/shop:commit:1 implements item:PAY-1 stated",
      "team:a/shop:commit:1 implements team:a/shop:item:OWN-1 stated",
    ]);
    expect(await lib.titles()).toContain("item:PAY-1 Refunds");
    expect(await shop.links()).toContain("team:a/lib:commit:1 implements item:PAY-1 stated");
    // What came from others is not sent back.
    expect(await shop.push(teamServer(team))).toMatchObject({ nodes: 0, sources: 0 });
  });

  it("sends no text of a document, and nothing of a scope that is not named", async () => {
    const team = randomUUID();
    const shop = await member(team, "a/shop", ["repository"]);
    const secret = { id: "item:HR-1", kind: "issue", key: "HR-1", title: "HIDDEN plan" } as const;
    await shop.know(commit("1"), story("SHOP-1"), secret);
    await shop.state(
      "commit:1",
      implementing("commit:1", "item:SHOP-1", "CONFIDENTIAL subject"),
      implementing("commit:1", "item:HR-1", "HIDDEN"),
    );
    shop.records.append(decision("item:SHOP-1", "CONFIDENTIAL term"));
    shop.records.append(decision("item:HR-1", "HIDDEN"));
    expect(await shop.push(teamServer(team))).toMatchObject({ nodes: 2, edges: 1, records: 1 });
    const sent = await everythingOf(team);
    expect(sent).toContain("SHOP-1");
    expect(sent).not.toMatch(/CONFIDENTIAL|HIDDEN|HR-1/);
  });

  it("takes back what a narrower policy no longer shares", async () => {
    const team = randomUUID();
    const [shop, lib] = [await member(team, "a/shop"), await member(team, "a/lib")];
    const issue = { id: "item:PAY-7", kind: "issue", key: "PAY-7", title: "Known to all" } as const;
    await shop.know(commit("1"), issue);
    await shop.state("commit:1", implementing("commit:1", "item:PAY-7"));
    await shop.push(teamServer(team));
    await lib.pull(teamServer(team));
    expect(await lib.links()).toHaveLength(1);
    await shop.share(["repository"]);
    await shop.push(teamServer(team));
    await lib.pull(teamServer(team));
    expect(await lib.links()).toEqual([]);
    expect(await lib.titles()).not.toContain("item:PAY-7 Known to all");
    expect(await everythingOf(team)).not.toContain("Known to all");
  });

  it("closes what a source no longer says, and what is deleted", async () => {
    const team = randomUUID();
    const [shop, lib] = [await member(team, "a/shop"), await member(team, "a/lib")];
    await shop.know(commit("1"), commit("2"), story("PAY-1"));
    await shop.state("commit:1", implementing("commit:1", "item:PAY-1"));
    await shop.state("commit:2", implementing("commit:2", "item:PAY-1"));
    await shop.push(teamServer(team));
    await lib.pull(teamServer(team));
    await shop.state("commit:2");
    await shop.push(teamServer(team));
    await lib.pull(teamServer(team));
    expect(await lib.links()).toEqual(["team:a/shop:commit:1 implements item:PAY-1 stated"]);
  });

  it("takes back what is no longer said when it arrives", async () => {
    const team = randomUUID();
    const [shop, lib] = [await member(team, "a/shop"), await member(team, "a/lib")];
    const commits = (from: number) => Array.from({ length: 1_000 }, (_, at) => commit(String(from + at)));
    await shop.know(...commits(1), story("PAY-1"));
    await shop.state("commit:1", implementing("commit:1", "item:PAY-1"));
    await shop.know(...commits(1_001));
    // While the first thousand are on their way, before the link is.
    const server = withUpsertsAfter(teamServer(team), () => shop.state("commit:1"));
    expect(await shop.push(server)).toMatchObject({ edges: 1 });
    expect(shop.graph.sharing.countEntries()).toBe(0);
    await lib.pull(teamServer(team));
    expect(await lib.links()).toEqual([]);
  });

  it("sends nothing more once it has left", async () => {
    const team = randomUUID();
    const shop = await member(team, "a/shop");
    await shop.know(...Array.from({ length: 2_500 }, (_, at) => commit(String(at))));
    const server = withUpsertsAfter(teamServer(team), () => shop.graph.sharing.stop());
    expect(await shop.push(server)).toMatchObject({ nodes: 1_000 });
  });

  it("sends again what a dying process had sent without knowing, and nothing is there twice", async () => {
    const team = randomUUID();
    const [shop, lib] = [await member(team, "a/shop"), await member(team, "a/lib")];
    await shop.know(story("PAY-1"));
    for (let n = 0; n < 30; n++) {
      await shop.know(commit(String(n)));
      await shop.state(`commit:${n}`, implementing(`commit:${n}`, "item:PAY-1"));
    }
    shop.records.append(decision("item:PAY-1", ""));
    for (let calls = 0; calls < 6; calls++)
      await shop
        .push(dyingAfter(calls, teamServer(team)))
        .catch((error: Error) => expect(error.message).toBe("killed"));
    await shop.push(teamServer(team));
    expect(shop.graph.sharing.countEntries() + shop.records.countPending()).toBe(0);
    await lib.pull(teamServer(team));
    expect(await lib.links()).toHaveLength(30);
    expect(lib.records.list()).toHaveLength(1);
  });

  it("leaves what a newer clone stated to it, until it is as new itself", async () => {
    const team = randomUUID();
    const [ada, grace, lib] = [
      await member(team, "a/shop"),
      await member(team, "a/shop"),
      await member(team, "a/lib"),
    ];
    for (const each of [ada, grace]) await each.know(commit("1"), commit("2"), story("PAY-1"));
    await ada.state("file:a", implementing("commit:1", "item:PAY-1"), implementing("commit:2", "item:PAY-1"));
    await grace.state("file:a", implementing("commit:1", "item:PAY-1"));
    await grace.state("file:b", implementing("commit:1", "item:PAY-1"));
    await ada.push(teamServer(team), "newer", ["older"]);
    expect(await grace.push(teamServer(team), "older")).toMatchObject({ sources: 1, leftToNewer: 1 });
    await lib.pull(teamServer(team));
    expect(new Set(await lib.links()).size).toBe(2);
    expect(await lib.links()).toHaveLength(3);
    await grace.push(teamServer(team), "newest", ["newer"]);
    await lib.pull(teamServer(team));
    expect(await lib.links()).toHaveLength(2);
  });

  it("gets everything again from each replica where the server was made anew", async () => {
    const team = randomUUID();
    const [shop, lib] = [await member(team, "a/shop"), await member(team, "a/lib")];
    await shop.know(commit("1"), story("PAY-1"));
    await shop.state("commit:1", implementing("commit:1", "item:PAY-1"));
    shop.records.append(decision("item:PAY-1", ""));
    await shop.push(teamServer(team));
    await lib.pull(teamServer(team));
    await connection?.write((transaction) =>
      transaction.run("MATCH (n) WHERE n.ns STARTS WITH $team OR n.team = $team DETACH DELETE n", { team }),
    );
    await shop.pull(teamServer(team));
    await lib.pull(teamServer(team));
    expect(await lib.links()).toEqual([]);
    await shop.push(teamServer(team));
    await lib.push(teamServer(team));
    await lib.pull(teamServer(team));
    expect(await lib.links()).toHaveLength(1);
    expect(lib.records.list()).toHaveLength(1);
    const third = await member(team, "a/third");
    await third.pull(teamServer(team));
    expect(third.records.list()).toHaveLength(1);
  });

  it("of twenty ends up equal when all send and fetch at once", { timeout: 300_000 }, async () => {
    const team = randomUUID();
    const all = await Promise.all(Array.from({ length: 20 }, (_, n) => member(team, `a/r${n}`)));
    await Promise.all(
      all.map(async (each, n) => {
        await each.know(story(`PAY-${n}`), commit("1"), commit("2"));
        for (const round of [1, 2, 3]) {
          await each.state("commit:1", implementing("commit:1", `item:PAY-${(n + round) % 20}`));
          await each.state("commit:2", implementing("commit:2", "item:PAY-0"));
          each.records.append(decision(`item:PAY-${n}`, ""));
          await each.push(teamServer(team));
          await each.pull(teamServer(team));
        }
      }),
    );
    for (const each of all) await each.push(teamServer(team));
    for (const each of all) await each.pull(teamServer(team));
    const shown = await Promise.all(
      all.map(async (each) => {
        const own = each.team.repository;
        const links = await each.links();
        return links.map((line) => (line.startsWith("commit:") ? `team:${own}:${line}` : line)).toSorted();
      }),
    );
    expect(shown[0]).toHaveLength(40);
    for (const each of shown) expect(each).toEqual(shown[0]);
    for (const each of all) expect(each.records.list()).toHaveLength(60);
  });
});

function decision(item: string, word: string) {
  return recordOf({
    ...{
      id: randomUUID(),
      at: "2026-10-01T12:00:00.000Z",
      by: "Ada <ada@example.com>",
      verdict: "confirmed",
    },
    ...{ code: "symbol:a.ts#f", item },
    before: {
      origin: "inferred",
      confidence: 0.5,
      evidence: [{ found: "shared terms", text: word, uri: "repo:a.ts" }],
    },
  });
}

/** A server of which the connection is lost after some writes, each of which has arrived. */
function dyingAfter(calls: number, server: TeamServer): TeamServer {
  let left = calls;
  const dying = <Target extends object>(target: Target, names: readonly string[]): Target =>
    new Proxy(target, {
      get(from, name) {
        const value: unknown = Reflect.get(from, name);
        if (typeof value !== "function") return value;
        if (name === "graphOf")
          return (repository: string) => dying(server.graphOf(repository), ["upsertNodes", "restate"]);
        return async (...args: readonly unknown[]) => {
          const answer: unknown = await Reflect.apply(value, from, args);
          if (names.includes(String(name)) && left-- <= 0) throw new Error("killed");
          return answer;
        };
      },
    });
  return dying(server, ["addRecords", "setHead"]);
}
