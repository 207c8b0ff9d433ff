import { expect } from "vitest";
import type { GraphNode, NodeKind } from "../../../../server/model/graph.ts";
import { above, day, fill, type GraphCases, gone, item, link, named, says } from "./graphTest.ts";

const kinds: readonly NodeKind[] = [
  ...(["product", "prd", "epic", "story", "task", "techSpec", "decision", "page", "issue"] as const),
  ...(["pullRequest", "release", "commit", "file", "symbol", "person"] as const),
];

/** Each thing that a node may have or lack. */
const optional: Required<
  Pick<GraphNode, "key" | "status" | "url" | "path" | "updatedAt" | "access" | "goneAt">
> & {
  readonly details: object;
} = {
  key: "WH-1",
  status: "In Progress",
  url: "https://example.org/browse/WH-1?a=b#c",
  path: "docs/specs/WH-1.md",
  updatedAt: "2026-01-05T10:11:12.013Z",
  access: "project WH",
  goneAt: "2026-02-01T00:00:00.000Z",
  details: {
    points: 3,
    criteria: ["One.", "Two."],
    approval: null,
    lines: { start: 1, end: 2.5 },
    isDone: false,
  },
};

/** Nodes as values: what is put in comes out. */
export const nodeCases: GraphCases = {
  subject: "nodes",
  declare(test) {
    for (const kind of kinds) {
      test(`of the kind ${kind} are kept, counted and listed as such`, async (graph) => {
        await graph.upsertNodes([named("x", kind), named("other", kind === "story" ? "epic" : "story")]);
        expect(await graph.nodes(["x"])).toEqual([named("x", kind)]);
        expect((await graph.counts()).nodes[kind]).toBe(1);
        expect((await graph.listNodes({ kinds: [kind] })).rows).toEqual([named("x", kind)]);
      });
    }

    for (const [name, value] of Object.entries(optional)) {
      test(`keep ${name}`, async (graph) => {
        await graph.upsertNodes([named("x", "epic", { [name]: value })]);
        expect(await graph.nodes(["x"])).toEqual([{ id: "x", kind: "epic", title: "x", [name]: value }]);
      });

      test(`lose ${name} when they are replaced by what has none, and nothing else`, async (graph) => {
        await graph.upsertNodes([named("x", "epic", { ...optional, details: { points: 1 } })]);
        const { [name as keyof typeof optional]: _lost, ...rest } = optional;
        await graph.upsertNodes([named("x", "epic", rest as Partial<GraphNode>)]);
        expect(await graph.nodes(["x"])).toEqual([{ id: "x", kind: "epic", title: "x", ...rest }]);
      });
    }

    test("without anything optional have nothing optional", async (graph) => {
      await graph.upsertNodes([named("x")]);
      expect(Object.keys((await graph.nodes(["x"]))[0] ?? {}).toSorted()).toEqual(["id", "kind", "title"]);
    });

    test("may have an empty title, and an empty key which is a key", async (graph) => {
      await graph.upsertNodes([{ id: "x", kind: "page", key: "", title: "" }]);
      expect(await graph.nodes(["x"])).toEqual([{ id: "x", kind: "page", key: "", title: "" }]);
      expect(await graph.nodesByKey("")).toHaveLength(1);
    });

    test("take a new title", async (graph) => {
      await graph.upsertNodes([named("x")]);
      await graph.upsertNodes([named("x", "story", { title: "Another" })]);
      expect(await graph.nodes(["x"])).toEqual([named("x", "story", { title: "Another" })]);
    });

    test("take a new kind, and are then of that kind alone", async (graph) => {
      await graph.upsertNodes([named("x", "issue")]);
      await graph.upsertNodes([named("x", "epic")]);
      expect((await graph.listNodes({ kinds: ["issue"] })).rows).toEqual([]);
      expect((await graph.counts()).nodes).toEqual({ epic: 1 });
    });

    test("take a new key, and are then found by that key alone", async (graph) => {
      await graph.upsertNodes([named("x", "story", { key: "OLD-1" })]);
      await graph.upsertNodes([named("x", "story", { key: "NEW-1" })]);
      expect(await graph.nodesByKey("OLD-1")).toEqual([]);
      expect(await graph.nodesByKey("NEW-1")).toHaveLength(1);
    });

    test("take a new path, and are then found by that path alone", async (graph) => {
      await graph.upsertNodes([named("x", "symbol", { path: "a.ts" })]);
      await graph.upsertNodes([named("x", "symbol", { path: "b.ts" })]);
      expect((await graph.listNodes({ path: "a.ts" })).rows).toEqual([]);
      expect((await graph.listNodes({ path: "b.ts" })).rows).toHaveLength(1);
    });

    test("keep their edges when they are replaced", async (graph) => {
      await fill(graph, ["a", "b"], [above("a", "b")]);
      await graph.upsertNodes([named("a", "epic", { title: "Another" })]);
      expect((await graph.edges({ from: ["a"] })).rows).toHaveLength(1);
    });

    test("that are put in twice are there once", async (graph) => {
      await graph.upsertNodes([item("A-1")]);
      await graph.upsertNodes([item("A-1")]);
      expect((await graph.listNodes({})).rows).toEqual([item("A-1")]);
    });

    test("that are named twice in one call are as the last one says", async (graph) => {
      await graph.upsertNodes([named("x", "story", { status: "old" }), named("x", "epic")]);
      expect(await graph.nodes(["x"])).toEqual([named("x", "epic")]);
    });

    test("are as before when nothing is put in", async (graph) => {
      await graph.upsertNodes([named("x")]);
      await graph.upsertNodes([]);
      expect((await graph.counts()).nodes).toEqual({ story: 1 });
    });

    test("come in the order in which they are asked for", async (graph) => {
      await graph.upsertNodes(["a", "b", "c"].map((id) => named(id)));
      expect((await graph.nodes(["c", "a", "b"])).map(({ id }) => id)).toEqual(["c", "a", "b"]);
    });

    test("that nobody knows are left out", async (graph) => {
      await graph.upsertNodes([named("a"), named("b")]);
      expect((await graph.nodes(["?", "b", "", "a"])).map(({ id }) => id)).toEqual(["b", "a"]);
    });

    test("are none when none is asked for", async (graph) => {
      await graph.upsertNodes([named("a")]);
      expect(await graph.nodes([])).toEqual([]);
    });

    test("are none in an empty graph", async (graph) => {
      expect(await graph.nodes(["a"])).toEqual([]);
      expect(await graph.nodesByKey("a")).toEqual([]);
      expect(await graph.listNodes({})).toEqual({ rows: [] });
      expect(await graph.counts()).toEqual({ nodes: {}, edges: {}, closedEdges: 0 });
    });

    test("are still there after all edges were closed", async (graph) => {
      await fill(graph, ["a", "b"], [above("a", "b")]);
      await graph.restate([gone("s")], day(2));
      expect(await graph.nodes(["a", "b"])).toHaveLength(2);
    });

    test("can be thousands at once", async (graph) => {
      const many = Array.from({ length: 5_000 }, (_, at) => item(`N-${at}`, "task", { details: { at } }));
      await graph.upsertNodes(many);
      expect((await graph.counts()).nodes).toEqual({ task: 5_000 });
      expect(await graph.nodes(many.map(({ id }) => id))).toEqual(many);
    });

    test("that only an edge names are given by nothing that gives nodes", async (graph) => {
      await fill(graph, ["a"], [above("a", "item:LATER-1")]);
      expect(await graph.nodes(["item:LATER-1"])).toEqual([]);
      expect(await graph.nodesByKey("LATER-1")).toEqual([]);
      expect((await graph.listNodes({ withGone: true })).rows.map(({ id }) => id)).toEqual(["a"]);
      expect((await graph.counts()).nodes).toEqual({ story: 1 });
    });

    test("that arrive after their edges are joined to them", async (graph) => {
      await graph.restate([says("s", above("item:UP-1", "item:LATER-1"))], day(1));
      await graph.upsertNodes([item("LATER-1")]);
      expect((await graph.edges({ to: ["item:LATER-1"] })).rows).toHaveLength(1);
      expect(await graph.nodesByKey("LATER-1")).toEqual([item("LATER-1")]);
    });

    test("have identities that differ in case, space and length alone", async (graph) => {
      const ids = ["item:a", "item:A", "item:a ", " item:a", "item:aa", "item:", "ITEM:a"];
      await graph.upsertNodes(ids.map((id, at) => named(id, "story", { title: String(at) })));
      expect((await graph.nodes(ids)).map(({ title }) => title)).toEqual(ids.map((_, at) => String(at)));
    });

    test("of one id are not confused with sources or roles of the same name", async (graph) => {
      await graph.upsertNodes([named("s"), named("b")]);
      await graph.restate([says("s", link("s", "mentions", "b", { role: "b" }))], day(1));
      expect((await graph.edges({ source: "s", from: ["s"], to: ["b"] })).rows).toHaveLength(1);
      expect((await graph.edges({ source: "b" })).rows).toEqual([]);
    });
  },
};
