import { expect } from "vitest";
import type { GraphEdge, GraphNode } from "../../../../server/model/graph.ts";
import type { GraphStore, Step } from "../../../../server/model/graphStore.ts";
import { day, type GraphCases, item, levels, link, named, reached, says, written } from "./graphTest.ts";

const nodes: readonly GraphNode[] = [
  item("WH-1", "prd"),
  item("WH-2", "epic"),
  item("WH-3", "story"),
  item("WH-4", "story"),
  item("WH-9", "epic"),
  item("#7", "pullRequest"),
  named("commit:c1", "commit", { key: "c1" }),
  named("commit:c2", "commit", { key: "c2" }),
  named("commit:c3", "commit", { key: "c3" }),
  named("file:a.ts", "file", { path: "a.ts" }),
  named("symbol:a.ts#f", "symbol", { path: "a.ts", key: "f" }),
  named("symbol:a.ts#g", "symbol", { path: "a.ts", key: "g" }),
  named("symbol:b.ts#h", "symbol", { path: "b.ts", key: "h" }),
  named("person:ann@example.org", "person"),
  named("docs/adr/1", "decision"),
];

const edges: readonly GraphEdge[] = [
  link("item:WH-1", "parentOf", "item:WH-2"),
  link("item:WH-2", "parentOf", "item:WH-3"),
  link("item:WH-2", "parentOf", "item:WH-4"),
  link("item:WH-3", "dependsOn", "item:WH-9"),
  link("commit:c1", "implements", "item:WH-3"),
  link("commit:c2", "implements", "item:WH-4", { role: "closes" }),
  link("commit:c3", "mentions", "item:WH-3", { role: "reverts" }),
  link("item:#7", "contains", "commit:c2"),
  link("item:#7", "implements", "item:WH-4"),
  link("file:a.ts", "contains", "symbol:a.ts#f"),
  link("file:a.ts", "contains", "symbol:a.ts#g"),
  link("symbol:a.ts#f", "changedBy", "commit:c1", { role: "introduced" }),
  link("symbol:a.ts#f", "changedBy", "commit:c2", { role: "lastChanged" }),
  link("symbol:a.ts#g", "changedBy", "commit:c2", { role: "introduced" }),
  link("symbol:b.ts#h", "changedBy", "commit:c3", { role: "introduced" }),
  link("symbol:b.ts#h", "implements", "item:WH-4", { origin: "inferred", confidence: 0.7 }),
  link("person:ann@example.org", "authored", "commit:c1"),
  link("docs/adr/1", "specifies", "item:WH-3"),
];

const up: readonly Step[] = [
  { kind: "changedBy", direction: "out" },
  { kind: "implements", direction: "out" },
  { kind: "parentOf", direction: "in" },
];
const down: readonly Step[] = up.map(({ kind, direction }) => ({
  kind,
  direction: direction === "in" ? "out" : "in",
}));
const step = (kind: Step["kind"], direction: Step["direction"]): Step => ({ kind, direction });

/** From where, over which steps, and what is found by level. */
const traces: readonly (readonly [string, string, readonly Step[], readonly (readonly string[])[]])[] = [
  [
    "a symbol up to its PRD",
    "symbol:a.ts#f",
    up,
    [["symbol:a.ts#f"], ["commit:c1", "commit:c2"], ["item:WH-3", "item:WH-4"], ["item:WH-2"], ["item:WH-1"]],
  ],
  [
    "a symbol with one commit up",
    "symbol:a.ts#g",
    up,
    [["symbol:a.ts#g"], ["commit:c2"], ["item:WH-4"], ["item:WH-2"], ["item:WH-1"]],
  ],
  [
    "a symbol with an inferred link of its own up",
    "symbol:b.ts#h",
    up,
    [["symbol:b.ts#h"], ["commit:c3", "item:WH-4"], ["item:WH-2"], ["item:WH-1"]],
  ],
  ["a commit up", "commit:c1", up, [["commit:c1"], ["item:WH-3"], ["item:WH-2"], ["item:WH-1"]]],
  ["a commit that only mentions up", "commit:c3", up, [["commit:c3"]]],
  [
    "a commit that only mentions up, over mentions too",
    "commit:c3",
    [...up, step("mentions", "out")],
    [["commit:c3"], ["item:WH-3"], ["item:WH-2"], ["item:WH-1"]],
  ],
  [
    "the PRD down to symbols",
    "item:WH-1",
    down,
    [
      ["item:WH-1"],
      ["item:WH-2"],
      ["item:WH-3", "item:WH-4"],
      ["commit:c1", "commit:c2", "item:#7", "symbol:b.ts#h"],
      ["symbol:a.ts#f", "symbol:a.ts#g"],
    ],
  ],
  ["a story down to symbols", "item:WH-3", down, [["item:WH-3"], ["commit:c1"], ["symbol:a.ts#f"]]],
  [
    "the PRD to items alone",
    "item:WH-1",
    [step("parentOf", "out")],
    [["item:WH-1"], ["item:WH-2"], ["item:WH-3", "item:WH-4"]],
  ],
  [
    "a file over its symbols to commits",
    "file:a.ts",
    [step("contains", "out"), step("changedBy", "out")],
    [["file:a.ts"], ["symbol:a.ts#f", "symbol:a.ts#g"], ["commit:c1", "commit:c2"]],
  ],
  ["a symbol to its file", "symbol:a.ts#f", [step("contains", "in")], [["symbol:a.ts#f"], ["file:a.ts"]]],
  [
    "a pull request over its commits to symbols",
    "item:#7",
    [step("contains", "out"), step("changedBy", "in")],
    [["item:#7"], ["commit:c2"], ["symbol:a.ts#f", "symbol:a.ts#g"]],
  ],
  [
    "a symbol to its people",
    "symbol:a.ts#f",
    [step("changedBy", "out"), step("authored", "in")],
    [["symbol:a.ts#f"], ["commit:c1", "commit:c2"], ["person:ann@example.org"]],
  ],
  ["a story to what it depends on", "item:WH-3", [step("dependsOn", "out")], [["item:WH-3"], ["item:WH-9"]]],
  ["a story to what depends on it", "item:WH-9", [step("dependsOn", "in")], [["item:WH-9"], ["item:WH-3"]]],
  [
    "a story to the decision behind it",
    "item:WH-3",
    [step("specifies", "in")],
    [["item:WH-3"], ["docs/adr/1"]],
  ],
  [
    "a symbol over the commits of its neighbours",
    "symbol:a.ts#g",
    [step("changedBy", "out"), step("changedBy", "in")],
    [["symbol:a.ts#g"], ["commit:c2"], ["symbol:a.ts#f"], ["commit:c1"]],
  ],
];

async function chain(graph: GraphStore): Promise<void> {
  await graph.upsertNodes(nodes);
  const sources = new Map<string, GraphEdge[]>();
  for (const edge of edges) sources.set(edge.from, [...(sources.get(edge.from) ?? []), edge]);
  await graph.restate(
    [...sources].map(([source, stated]) => says(source, ...stated)),
    day(1),
  );
}

/** From code to the PRD and back, over several kinds of steps. */
export const traceCases: GraphCases = {
  subject: "a trace",
  declare(test) {
    for (const [name, start, steps, expected] of traces) {
      test(`goes from ${name}`, async (graph) => {
        await chain(graph);
        const found = await graph.walk({ start: [start], steps, depth: 9, limit: 99 });
        expect(levels(found)).toEqual(expected);
        expect(found.isCut).toBe(false);
      });
    }

    test("up and down find each other", async (graph) => {
      await chain(graph);
      const below = await graph.walk({ start: ["item:WH-1"], steps: down, depth: 9, limit: 99 });
      for (const id of reached(below)) {
        const above = await graph.walk({ start: [id], steps: up, depth: 9, limit: 99 });
        expect(reached(above)).toContain("item:WH-1");
      }
    });

    test("gives the edges of the chain with their roles", async (graph) => {
      await chain(graph);
      const found = await graph.walk({ start: ["symbol:a.ts#g"], steps: up, depth: 9, limit: 99 });
      expect(written(found.edges)).toEqual([
        "commit:c2 implements item:WH-4",
        "item:WH-1 parentOf item:WH-2",
        "item:WH-2 parentOf item:WH-4",
        "symbol:a.ts#g changedBy commit:c2",
      ]);
      expect(found.edges.map(({ role }) => role ?? "").toSorted()).toEqual(["", "", "closes", "introduced"]);
    });

    test("by what was stated alone leaves out what was inferred", async (graph) => {
      await chain(graph);
      const query = { start: ["symbol:b.ts#h"], steps: up, depth: 9, limit: 99 };
      expect(reached(await graph.walk({ ...query, origins: ["stated"] }))).toEqual([
        "commit:c3",
        "symbol:b.ts#h",
      ]);
    });

    test("as of a time before the commit was linked ends there", async (graph) => {
      await chain(graph);
      const late = { ...link("commit:c1", "implements", "item:WH-4"), validFrom: day(5) };
      await graph.restate([says("commit:c1", late)], day(5));
      const query = { start: ["commit:c1"], steps: up, depth: 1, limit: 99 };
      expect(reached(await graph.walk({ ...query, asOf: day(4) }))).toEqual(["commit:c1", "item:WH-3"]);
      expect(reached(await graph.walk(query))).toEqual(["commit:c1", "item:WH-4"]);
    });

    test("through a history that was rewritten goes over the new commit, and as of then over the old one", async (graph) => {
      await chain(graph);
      const rewritten = named("commit:c1b", "commit", { key: "c1b" });
      await graph.upsertNodes([
        rewritten,
        { ...named("commit:c1", "commit", { key: "c1" }), goneAt: day(5) },
      ]);
      await graph.restate(
        [
          { source: "commit:c1", mark: "", edges: [], gone: true },
          says("commit:c1b", link("commit:c1b", "implements", "item:WH-3")),
          says("symbol:a.ts#f", link("symbol:a.ts#f", "changedBy", "commit:c1b", { role: "introduced" })),
        ],
        day(5),
      );
      const query = { start: ["item:WH-3"], steps: down, depth: 9, limit: 99 };
      expect(reached(await graph.walk(query))).toEqual(["commit:c1b", "item:WH-3", "symbol:a.ts#f"]);
      // The new commit carries its old date: what is stated of it holds since then.
      expect(reached(await graph.walk({ ...query, asOf: day(2) }))).toContain("commit:c1");
    });
  },
};
