import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type RunningServer, startNeo4j } from "../../scripts/neo4j/neo4jServer.mjs";
import { WhenceError } from "../../server/base/errors.ts";
import { migrateGraph } from "../../server/stores/neo4j/migrateGraph.ts";
import { Neo4jTeamServer } from "../../server/stores/neo4j/neo4jTeamServer.ts";
import { commit, implementing, newReplica, type Replica, story } from "../integration/sharing/replica.ts";
import { connectForTest } from "../support/neo4j/connectForTest.ts";

// A server of its own, because it is killed; `npm run torture` kills it ten times while 100,000 links are sent.

const isFull = process.env["WHENCE_TORTURE"] === "full";
const kills = Number(process.env["WHENCE_KILLS"] ?? (isFull ? 10 : 2));
const commits = isFull ? 20_000 : 1_000;
const linksPerCommit = 5;

const data = mkdtempSync(path.join(os.tmpdir(), "whence-neo4j-"));
const first = await startNeo4j({ data, heapMb: 600 });

afterAll(async () => {
  await first.server?.kill();
  rmSync(data, { recursive: true, force: true });
});

describe.skipIf(first.server === undefined)("a server that is killed while somebody sends", () => {
  it(first.reason ?? "has everything once when it is back", {
    timeout: 120_000 + kills * 60_000,
  }, async () => {
    if (first.server === undefined) throw new Error(first.reason);
    let server: RunningServer = first.server;
    const { port, password } = server;
    const connection = connectForTest(server, { patienceMs: 10_000 });
    await migrateGraph(connection);
    const [sender, reader] = [await newReplica("team", "a/shop"), await newReplica("team", "a/lib")];
    await fill(sender);
    const total = sender.graph.sharing.countEntries();
    let killed = 0;
    try {
      for (let isSent = false; !isSent; ) {
        const pushing = sender.push(new Neo4jTeamServer(connection, "team")).then(
          () => true,
          (error: unknown) => {
            if (!WhenceError.is(error, "unreachable")) throw error;
            return false;
          },
        );
        // Each kill comes when another part of the outbox is on its way.
        const reached = await Promise.race([
          pushing,
          sentUntil(sender, total * (1 - (killed + 0.5) / kills)),
        ]);
        if (reached === "reached" && killed < kills) {
          killed += 1;
          await server.kill();
          await pushing;
          const again = await startNeo4j({ data, port, password, heapMb: 600 });
          if (again.server === undefined) throw new Error(again.reason);
          server = again.server;
        }
        isSent = await pushing;
      }
      expect(killed).toBe(kills);
      expect(sender.graph.sharing.countEntries()).toBe(0);
      await reader.pull(new Neo4jTeamServer(connection, "team"));
      const expected = (await sender.links()).map((line) => `team:a/shop:${line}`);
      expect(await reader.links()).toEqual(expected.toSorted());
      expect(expected).toHaveLength(commits * linksPerCommit);
    } finally {
      await sender.close();
      await reader.close();
      await connection.close();
      await server.kill();
    }
  });
});

async function fill(replica: Replica): Promise<void> {
  await replica.know(...Array.from({ length: 50 }, (_, at) => story(`PAY-${at}`)));
  for (let at = 0; at < commits; at++) {
    const id = `commit:${at}`;
    await replica.know(commit(String(at)));
    await replica.state(
      id,
      ...Array.from({ length: linksPerCommit }, (_, place) =>
        implementing(id, `item:PAY-${(at * 7 + place * 11) % 50}`),
      ),
    );
  }
}

/** Until no more than so many entries wait. */
async function sentUntil(replica: Replica, left: number): Promise<"reached"> {
  while (replica.graph.sharing.countEntries() > left)
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  return "reached";
}
