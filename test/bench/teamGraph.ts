import { rmSync } from "node:fs";
import type { GraphStore, Step } from "../../server/model/graphStore.ts";
import { migrateGraph } from "../../server/stores/neo4j/migrateGraph.ts";
import { Neo4jGraph } from "../../server/stores/neo4j/neo4jGraph.ts";
import { connectForTest } from "../support/neo4j/connectForTest.ts";
import { startByScript } from "../support/neo4j/neo4jForTests.ts";
import type { BenchPlace, Figure, Measurement } from "./measurement.ts";
import { SyntheticGraph } from "./syntheticGraph.ts";

const traces = 1_000;
const warmUps = 200;
const limit = 200;

const up: readonly Step[] = [
  { kind: "changedBy", direction: "out" },
  { kind: "implements", direction: "out" },
  { kind: "parentOf", direction: "in" },
];

/** The same large graph in a Neo4j on this machine: how fast it is written, and traces of five steps. */
export const teamGraph: Measurement = {
  name: "team",
  needsNoStore: true,
  async measure(place) {
    const { server, reason } = await startByScript(process.pid, ["--heap", "3000", "--page-cache", "3000"]);
    if (server === undefined) throw new Error(reason);
    const connection = connectForTest(server, { patienceMs: 300_000 });
    try {
      await migrateGraph(connection);
      const graph = new Neo4jGraph(connection, "bench/repository");
      const synthetic = new SyntheticGraph();
      const built = await build(graph, synthetic, place);
      const times = await timesOf(graph, synthetic.symbols(warmUps + traces));
      return [
        {
          what: "Edges written to a Neo4j on this machine",
          measured: built.edges / built.edgeSeconds,
          unit: "per s",
          reach: { atLeast: 15_000 },
          note: `${built.edges.toLocaleString("en")} edges in ${built.edgeSeconds.toFixed(0)} s; ${built.nodes.toLocaleString("en")} nodes in ${built.nodeSeconds.toFixed(0)} s`,
        },
        {
          what: "Trace of five steps in that Neo4j, 95th percentile",
          measured: times[Math.floor(times.length * 0.95)] ?? Number.NaN,
          unit: "ms",
          reach: { atMost: 20 },
          note: `${traces.toLocaleString("en")} traces from a symbol, of at most ${limit} nodes; median ${(times[Math.floor(times.length / 2)] ?? Number.NaN).toFixed(1)} ms`,
        },
      ] satisfies readonly Figure[];
    } finally {
      await connection.close();
      process.kill(server.pid, "SIGKILL");
      rmSync(server.data, { recursive: true, force: true });
    }
  },
};

async function build(graph: GraphStore, synthetic: SyntheticGraph, place: BenchPlace) {
  const built = { nodes: 0, edges: 0, nodeSeconds: 0, edgeSeconds: 0 };
  for (const { nodes, statements } of synthetic.batches()) {
    const edgesBefore = built.edges;
    const begin = performance.now();
    await graph.upsertNodes(nodes);
    const between = performance.now();
    await graph.restate(statements, "2026-01-01T00:00:00.000Z");
    built.nodeSeconds += (between - begin) / 1_000;
    built.edgeSeconds += (performance.now() - between) / 1_000;
    built.nodes += nodes.length;
    built.edges += statements.reduce((sum, { edges }) => sum + edges.length, 0);
    if (Math.floor(built.edges / 250_000) > Math.floor(edgesBefore / 250_000)) {
      const rate = Math.round(built.edges / built.edgeSeconds).toLocaleString("en");
      place.say(
        `  ${built.nodes.toLocaleString("en")} nodes, ${built.edges.toLocaleString("en")} edges, ${rate} edges/s`,
      );
    }
  }
  return built;
}

async function timesOf(graph: GraphStore, starts: readonly string[]): Promise<readonly number[]> {
  const times: number[] = [];
  for (const start of starts) {
    const begin = performance.now();
    await graph.walk({ start: [start], steps: up, depth: 5, limit });
    times.push(performance.now() - begin);
  }
  return times.slice(warmUps).toSorted((a, b) => a - b);
}
