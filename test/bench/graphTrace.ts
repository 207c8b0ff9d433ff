import { mkdirSync, statSync } from "node:fs";
import path from "node:path";
import type { GraphStore, Step } from "../../server/model/graphStore.ts";
import { openGraph } from "../../server/stores/openGraph.ts";
import type { BenchPlace, Figure, Measurement } from "./measurement.ts";
import { SyntheticGraph } from "./syntheticGraph.ts";

const traces = 2_000;
const warmUps = 100;
const limit = 200;

const up: readonly Step[] = [
  { kind: "changedBy", direction: "out" },
  { kind: "implements", direction: "out" },
  { kind: "parentOf", direction: "in" },
];
const down: readonly Step[] = [
  { kind: "parentOf", direction: "out" },
  { kind: "implements", direction: "in" },
  { kind: "changedBy", direction: "in" },
];

/** Traces from symbols up to PRDs and from stories down to symbols, in a large graph; and how that graph is built. */
export const graphTrace: Measurement = {
  name: "graph",
  needsNoStore: true,
  async measure(place) {
    const folder = path.join(place.scratch, "graph");
    mkdirSync(folder);
    const synthetic = new SyntheticGraph();
    const built = await build(synthetic, folder, place);
    const graph = openGraph(folder, "read");
    const figures: Figure[] = [];
    for (const [what, steps, starts] of [
      ["Trace from a symbol up to its PRD", up, synthetic.symbols(warmUps + traces)],
      ["Trace from a story down to its symbols", down, synthetic.stories(warmUps + traces)],
    ] as const) {
      const { times, processor, nodes } = await timesOf(graph, steps, starts);
      const note = `${built}; ${traces.toLocaleString("en")} traces of at most ${limit} nodes, ${nodes} on average`;
      figures.push({
        what: `${what}, 95th percentile`,
        measured: share(times, 0.95),
        unit: "ms",
        reach: { atMost: 5 },
        note: `${note}; median ${share(times, 0.5).toFixed(2)} ms, by processor time ${share(processor, 0.5).toFixed(2)} and ${share(processor, 0.95).toFixed(2)} ms`,
      });
    }
    await graph.close();
    return figures;
  },
};

/** Fills a graph through its interface; says how large it is and how long that took. */
async function build(synthetic: SyntheticGraph, folder: string, place: BenchPlace): Promise<string> {
  const start = performance.now();
  const graph = openGraph(folder, "write");
  for (const { nodes, statements } of synthetic.batches()) {
    await graph.upsertNodes(nodes);
    await graph.restate(statements, "2026-01-01T00:00:00.000Z");
  }
  const counts = await graph.counts();
  await graph.close();
  const [nodes, edges] = [counts.nodes, counts.edges].map((each) =>
    Object.values(each).reduce((sum, count) => sum + count, 0),
  );
  const seconds = (performance.now() - start) / 1_000;
  const megabytes = statSync(path.join(folder, "graph.sqlite")).size / 1_000_000;
  const size = `${nodes?.toLocaleString("en")} nodes, ${edges?.toLocaleString("en")} edges`;
  const built = `${size}, built in ${seconds.toFixed(0)} s, ${megabytes.toFixed(0)} MB`;
  place.say(`  ${built}`);
  return built;
}

async function timesOf(
  graph: GraphStore,
  steps: readonly Step[],
  starts: readonly string[],
): Promise<{
  readonly times: readonly number[];
  readonly processor: readonly number[];
  readonly nodes: number;
}> {
  const times: number[] = [];
  const processor: number[] = [];
  let nodes = 0;
  for (const [at, start] of starts.entries()) {
    const [begin, used] = [performance.now(), process.cpuUsage()];
    const walk = await graph.walk({ start: [start], steps, depth: 8, limit });
    if (at < warmUps) continue;
    times.push(performance.now() - begin);
    const { user, system } = process.cpuUsage(used);
    processor.push((user + system) / 1_000);
    nodes += walk.nodes.length;
  }
  const ascending = (values: readonly number[]) => values.toSorted((a, b) => a - b);
  return {
    times: ascending(times),
    processor: ascending(processor),
    nodes: Math.round(nodes / times.length),
  };
}

/** The value below which so large a share of ascending values lies. */
function share(values: readonly number[], part: number): number {
  return values[Math.floor(values.length * part)] ?? Number.NaN;
}
