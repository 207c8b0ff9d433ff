import { expect } from "vitest";
import { above, day, fill, type GraphCases, gone, item, link, named, says } from "./graphTest.ts";

const sources = [
  "commit:1",
  "commit:2",
  "commits",
  "repo:a.md",
  "repo:a.md#x",
  "Repo:a.md",
  "repo",
  "r%",
  "r_po",
];

/** Prefixes, and the sources that begin so. */
const prefixes: readonly (readonly [string, readonly string[]])[] = [
  ["commit:", ["commit:1", "commit:2"]],
  ["commit", ["commit:1", "commit:2", "commits"]],
  ["repo:a.md", ["repo:a.md", "repo:a.md#x"]],
  ["repo:a.md#x", ["repo:a.md#x"]],
  ["repo:a.md#xy", []],
  ["r%", ["r%"]],
  ["r_", ["r_po"]],
  ["R", ["Repo:a.md"]],
  ["*", []],
  ["z", []],
  ["", sources],
];

/** What every source was last stated with. */
export const markCases: GraphCases = {
  subject: "marks",
  declare(test) {
    for (const [prefix, expected] of prefixes) {
      test(`of sources that begin with ${JSON.stringify(prefix)}`, async (graph) => {
        await graph.restate(
          sources.map((source) => ({ source, mark: `of ${source}`, edges: [] })),
          day(1),
        );
        const marks = await graph.marks(prefix);
        expect([...marks.keys()].toSorted()).toEqual(expected.toSorted());
        for (const [source, mark] of marks) expect(mark).toBe(`of ${source}`);
      });
    }

    test("are none before anything was stated", async (graph) => {
      expect(await graph.marks()).toEqual(new Map());
      expect(await graph.marks("x")).toEqual(new Map());
    });

    test("change with each statement, also where the edges stay", async (graph) => {
      await graph.restate([{ ...says("s", above("a", "b")), mark: "1" }], day(1));
      await graph.restate([{ ...says("s", above("a", "b")), mark: "2" }], day(2));
      expect(await graph.marks()).toEqual(new Map([["s", "2"]]));
    });

    test("may be empty, which is a mark", async (graph) => {
      await graph.restate([{ source: "s", mark: "", edges: [] }], day(1));
      expect(await graph.marks()).toEqual(new Map([["s", ""]]));
    });

    test("do not keep anybody from stating the same again otherwise", async (graph) => {
      await graph.restate([{ ...says("s", above("a", "b")), mark: "1" }], day(1));
      await graph.restate([{ ...says("s", above("a", "c")), mark: "1" }], day(2));
      expect((await graph.edges({})).rows.map(({ to }) => to)).toEqual(["c"]);
    });

    test("of the last statement come back when a source comes back", async (graph) => {
      await graph.restate([{ source: "s", mark: "1", edges: [] }], day(1));
      await graph.restate([gone("s")], day(2));
      await graph.restate([{ source: "s", mark: "3", edges: [] }], day(3));
      expect(await graph.marks()).toEqual(new Map([["s", "3"]]));
    });
  },
};

/** How much there is. */
export const countCases: GraphCases = {
  subject: "counts",
  declare(test) {
    test("are by kind, of nodes and of open edges", async (graph) => {
      await fill(
        graph,
        [item("A-1", "epic"), item("A-2"), item("A-3")],
        [above("x", "y"), above("x", "z"), link("x", "mentions", "y")],
      );
      expect(await graph.counts()).toEqual({
        nodes: { epic: 1, story: 2 },
        edges: { parentOf: 2, mentions: 1 },
        closedEdges: 0,
      });
    });

    test("tell closed edges apart", async (graph) => {
      await fill(graph, [], [above("x", "y"), link("x", "mentions", "y")]);
      await graph.restate([says("s", above("x", "y"))], day(2));
      expect(await graph.counts()).toEqual({ nodes: {}, edges: { parentOf: 1 }, closedEdges: 1 });
    });

    test("have an edge that came back once among the open and once among the closed", async (graph) => {
      for (const at of [1, 3]) {
        await graph.restate([says("s", above("x", "y"))], day(at));
        if (at === 1) await graph.restate([says("s")], day(2));
      }
      expect(await graph.counts()).toEqual({ nodes: {}, edges: { parentOf: 1 }, closedEdges: 1 });
    });

    test("leave out what is gone", async (graph) => {
      await graph.upsertNodes([named("a"), named("b", "epic", { goneAt: day(1) })]);
      expect((await graph.counts()).nodes).toEqual({ story: 1 });
    });

    test("have rejected edges, which are edges", async (graph) => {
      await fill(graph, [], [above("x", "y", { origin: "rejected" })]);
      expect((await graph.counts()).edges).toEqual({ parentOf: 1 });
    });
  },
};
