import { openGraph } from "../../../../server/stores/openGraph.ts";
import { isOrphaned } from "../../../support/isOrphaned.ts";

// States one source of its own and one that it shares with others, over and over; each statement has the same number of
// edges and a mark that says which. Ends after so many rounds, or never.
const [, , place = "", name = "", rounds = "Infinity", edgeCount = "200"] = process.argv;
const graph = openGraph(place, "write");
const edgesOf = (source: string, mark: string) =>
  Array.from({ length: Number(edgeCount) }, (_, at) => ({
    from: source,
    kind: "mentions" as const,
    to: `item:${mark}.${at}`,
    origin: "stated" as const,
    confidence: 1,
    evidence: [],
    source,
    validFrom: "2026-01-01T00:00:00.000Z",
  }));
for (let round = 0; round < Number(rounds) && !isOrphaned(); round++) {
  const mark = `${name}.${round}`;
  const sources = [`own ${name}`, "shared"];
  const statements = sources.map((source) => ({ source, mark, edges: edgesOf(source, mark) }));
  await graph.restate(statements, new Date().toISOString());
  if (round === 0) process.stdout.write("stated\n");
}
await graph.close();
process.stdout.write("done\n");
