import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type RunningServer, startNeo4j } from "../../scripts/neo4j/neo4jServer.mjs";
import { WhenceError } from "../../server/base/errors.ts";
import type { GraphStore, Statement } from "../../server/model/graphStore.ts";
import { migrateGraph } from "../../server/stores/neo4j/migrateGraph.ts";
import { Neo4jGraph } from "../../server/stores/neo4j/neo4jGraph.ts";
import { above, day, says } from "../integration/graph/conformance/graphTest.ts";
import { connectForTest } from "../support/neo4j/connectForTest.ts";

// A server of its own, because it is killed; `npm run torture` kills it ten times over 100,000 edges.

const isFull = process.env["WHENCE_TORTURE"] === "full";
const kills = Number(process.env["WHENCE_KILLS"] ?? (isFull ? 10 : 2));
const edgesTotal = isFull ? 100_000 : 10_000;
const edgesPerStatement = 50;
const statementsPerBatch = 20;

const data = mkdtempSync(path.join(os.tmpdir(), "whence-neo4j-"));
const first = await startNeo4j({ data, heapMb: 600 });

afterAll(async () => {
  await first.server?.kill();
  rmSync(data, { recursive: true, force: true });
});

describe.skipIf(first.server === undefined)("a server that is killed while it is written", () => {
  it(first.reason ?? "loses nothing and has nothing twice", {
    timeout: 60_000 + kills * 60_000,
  }, async () => {
    if (first.server === undefined) throw new Error(first.reason);
    let server: RunningServer = first.server;
    const { port, password } = server;
    const connection = connectForTest(server, { patienceMs: 10_000 });
    await migrateGraph(connection);
    const graph = new Neo4jGraph(connection, "test/killed");
    const batches = batchesOf(edgesTotal);
    const killAt = Array.from({ length: kills }, (_, at) =>
      Math.floor(((at + 0.5) * batches.length) / kills),
    );
    const killAndStart = async (delayMs: number) => {
      await soon(delayMs);
      await server.kill();
      const again = await startNeo4j({ data, port, password, heapMb: 600 });
      if (again.server === undefined) throw new Error(again.reason);
      server = again.server;
    };
    try {
      for (const [at, batch] of batches.entries()) {
        // The kill comes while the batch is on its way, at another moment each time.
        const killing = killAt.includes(at) ? killAndStart((at * 37) % 120) : Promise.resolve();
        await Promise.all([killing, restateUntilItArrived(graph, batch)]);
      }
      const found = await contentsOf(graph);
      expect(found.counts).toMatchObject({ edges: { parentOf: edgesTotal }, closedEdges: 0 });
      expect(found.sources).toBe(edgesTotal / edgesPerStatement);
      expect(found.pairs).toBe(edgesTotal);
    } finally {
      await connection.close();
      await server.kill();
    }
  });
});

/** As whoever sends does: tries again what did not arrive. */
async function restateUntilItArrived(graph: GraphStore, batch: readonly Statement[]): Promise<void> {
  for (;;) {
    try {
      await graph.restate(batch, day(1));
      return;
    } catch (error) {
      if (!WhenceError.is(error, "unreachable")) throw error;
      expect(error.message).toMatch(/nothing is lost|check the address and that the server is running/);
    }
  }
}

async function contentsOf(graph: GraphStore) {
  const pairs = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await graph.edges({ limit: 5_000, ...(cursor === undefined ? {} : { cursor }) });
    for (const { from, to } of page.rows) pairs.add(`${from} ${to}`);
    cursor = page.next;
  } while (cursor !== undefined);
  return { counts: await graph.counts(), sources: (await graph.marks()).size, pairs: pairs.size };
}

function batchesOf(total: number): readonly (readonly Statement[])[] {
  const statements = Array.from({ length: total / edgesPerStatement }, (_, at) =>
    says(
      `s${at}`,
      ...Array.from({ length: edgesPerStatement }, (_each, place) =>
        above(`n${at}`, `n${(at * 31 + place * 17) % 4_000}.${place}`),
      ),
    ),
  );
  return Array.from({ length: Math.ceil(statements.length / statementsPerBatch) }, (_, at) =>
    statements.slice(at * statementsPerBatch, (at + 1) * statementsPerBatch),
  );
}

function soon(delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, delayMs);
  });
}
