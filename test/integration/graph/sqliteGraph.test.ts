import { describe, expect, it } from "vitest";
import { openGraph } from "../../../server/stores/openGraph.ts";
import { temporaryPlace } from "../stores/storeFixture.ts";

const at = "2026-03-01T00:00:00.000Z";
const edge = (from: string, kind: "parentOf" | "implements", to: string, source: string) => ({
  from,
  kind,
  to,
  origin: "stated" as const,
  confidence: 1,
  evidence: [{ found: "front matter", text: "parent: WH-1", uri: "repo:docs/a.md", line: 4 }],
  source,
  validFrom: "2026-01-01T00:00:00.000Z",
});

describe("the graph in SQLite", () => {
  it("walks from a commit up to its PRD, as it holds now and as it held before", async () => {
    const place = temporaryPlace();
    const graph = openGraph(place, "write");
    await graph.upsertNodes([
      { id: "item:WH-1", kind: "prd", key: "WH-1", title: "Product" },
      { id: "item:WH-2", kind: "epic", key: "WH-2", title: "Epic" },
      { id: "item:WH-3", kind: "story", key: "WH-3", title: "Story" },
      { id: "commit:abc", kind: "commit", key: "abc", title: "WH-3: does it" },
    ]);
    const spec = "repo:docs/WH-2.md";
    await graph.restate(
      [
        { source: spec, mark: "1", edges: [edge("item:WH-1", "parentOf", "item:WH-2", spec)] },
        { source: "s3", mark: "1", edges: [edge("item:WH-2", "parentOf", "item:WH-3", "s3")] },
        { source: "c", mark: "1", edges: [edge("commit:abc", "implements", "item:WH-3", "c")] },
      ],
      "2026-01-02T00:00:00.000Z",
    );
    await graph.restate([{ source: spec, mark: "2", edges: [] }], at);
    const steps = [
      { kind: "implements", direction: "out" },
      { kind: "parentOf", direction: "in" },
    ] as const;
    const query = { start: ["commit:abc"], steps, depth: 9, limit: 100 };
    const now = await graph.walk(query);
    expect(now.nodes.map(({ node, distance }) => [node.id, distance])).toEqual([
      ["commit:abc", 0],
      ["item:WH-3", 1],
      ["item:WH-2", 2],
    ]);
    const before = await graph.walk({ ...query, asOf: "2026-02-01" });
    expect(before.nodes.map(({ node }) => node.key)).toEqual(["abc", "WH-3", "WH-2", "WH-1"]);
    expect(await graph.marks("repo:")).toEqual(new Map([[spec, "2"]]));
    expect(await graph.counts()).toEqual({
      nodes: { prd: 1, epic: 1, story: 1, commit: 1 },
      edges: { parentOf: 1, implements: 1 },
      closedEdges: 1,
    });
    expect((await graph.nodesByKey("wh-3")).map(({ id }) => id)).toEqual(["item:WH-3"]);
    expect((await graph.listNodes({ kinds: ["epic", "story"] })).rows.map(({ key }) => key)).toEqual([
      "WH-2",
      "WH-3",
    ]);
    expect((await graph.edges({ to: ["item:WH-3"] })).rows.map(({ kind }) => kind)).toEqual([
      "parentOf",
      "implements",
    ]);
    await graph.close();
    const reader = openGraph(place, "read");
    expect((await reader.edges({ source: spec, withClosed: true })).rows).toEqual([
      { ...edge("item:WH-1", "parentOf", "item:WH-2", spec), validTo: at },
    ]);
    await reader.close();
  });

  it("is empty for a reader before there is a file, and seen by the same reader as soon as there is one", async () => {
    const place = temporaryPlace();
    const reader = openGraph(place, "read");
    expect(await reader.nodesByKey("WH-1")).toEqual([]);
    const writer = openGraph(place, "write");
    await writer.upsertNodes([{ id: "item:WH-1", kind: "prd", key: "WH-1", title: "Product" }]);
    expect((await reader.nodesByKey("WH-1")).length).toBe(1);
    await writer.close();
    await reader.close();
  });
});
