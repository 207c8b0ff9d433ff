import { expect } from "vitest";
import type { EdgeKind } from "../../../../server/model/graph.ts";
import type { GraphStore, Step, Walk, WalkQuery } from "../../../../server/model/graphStore.ts";
import {
  above,
  day,
  fill,
  type GraphCases,
  gone,
  levels,
  link,
  named,
  reached,
  says,
  written,
} from "./graphTest.ts";

const down: readonly Step[] = [{ kind: "parentOf", direction: "out" }];
const up: readonly Step[] = [{ kind: "parentOf", direction: "in" }];
const bothWays: readonly Step[] = [...down, ...up];

const walk = (
  graph: GraphStore,
  start: string | readonly string[],
  parts: Partial<WalkQuery> = {},
): Promise<Walk> => graph.walk({ start: [start].flat(), steps: down, depth: 99, limit: 999, ...parts });

/** Shapes of hierarchies: edges as pairs, and levels from `a` downwards. */
const shapes: readonly (readonly [string, readonly string[], readonly (readonly string[])[]])[] = [
  ["one edge", ["ab"], [["a"], ["b"]]],
  ["a chain", ["ab", "bc", "cd"], [["a"], ["b"], ["c"], ["d"]]],
  ["a tree", ["ab", "ac", "bd", "be", "cf"], [["a"], ["b", "c"], ["d", "e", "f"]]],
  ["a diamond", ["ab", "ac", "bd", "cd"], [["a"], ["b", "c"], ["d"]]],
  ["a diamond with a short way", ["ab", "bc", "ac"], [["a"], ["b", "c"]]],
  ["a self loop", ["aa"], [["a"]]],
  ["a self loop on the way", ["ab", "bb", "bc"], [["a"], ["b"], ["c"]]],
  ["a cycle of two", ["ab", "ba"], [["a"], ["b"]]],
  ["a cycle of three", ["ab", "bc", "ca"], [["a"], ["b"], ["c"]]],
  ["a cycle behind the start", ["ab", "bc", "cb", "cd"], [["a"], ["b"], ["c"], ["d"]]],
  ["two cycles that touch", ["ab", "ba", "bc", "cb"], [["a"], ["b"], ["c"]]],
  ["two parents", ["ac", "bc"], [["a"], ["c"]]],
  ["edges that point away from the start", ["ba", "ca"], [["a"]]],
  ["everything joined to everything", ["ab", "ba", "ac", "ca", "bc", "cb"], [["a"], ["b", "c"]]],
];

const pairs = (texts: readonly string[]) => texts.map((text) => above(text.charAt(0), text.charAt(1)));
const nodesOf = (texts: readonly string[]) => [...new Set(texts.join(""))];

/** What is reached, level by level. */
export const walkCases: GraphCases = {
  subject: "a walk",
  declare(test) {
    for (const [name, edges, expected] of shapes) {
      test(`down ${name} gives each node once, at its least distance, and each edge once`, async (graph) => {
        await fill(graph, nodesOf(edges), pairs(edges));
        const found = await walk(graph, "a");
        expect(levels(found)).toEqual(expected);
        const within = pairs(edges).filter(({ from }) => reached(found).includes(from));
        expect(written(found.edges)).toEqual(written(within));
        expect(found.isCut).toBe(false);
      });

      test(`up ${name}, turned round, gives the same levels`, async (graph) => {
        const turned = edges.map((pair) => pair.charAt(1) + pair.charAt(0));
        await fill(graph, nodesOf(edges), pairs(turned));
        expect(levels(await walk(graph, "a", { steps: up }))).toEqual(expected);
      });
    }

    for (const depth of [0, 1, 2, 3, 4, 5, 1_000, Number.POSITIVE_INFINITY]) {
      test(`of depth ${depth} down a chain of five goes so far, and says whether more lies behind`, async (graph) => {
        await fill(graph, [..."abcde"], pairs(["ab", "bc", "cd", "de"]));
        const found = await walk(graph, "a", { depth });
        expect(reached(found)).toEqual([..."abcde"].slice(0, depth + 1));
        expect(found.edges).toHaveLength(Math.min(depth, 4));
        expect(found.isCut).toBe(depth < 4);
      });
    }

    for (const limit of [0, 1, 2, 3, 4, 5, 6, 100]) {
      test(`of at most ${limit} nodes gives the nearest, edges between them alone, and says whether there are more`, async (graph) => {
        await fill(graph, [..."abcde"], pairs(["ab", "ac", "bd", "ce"]));
        const found = await walk(graph, "a", { limit });
        expect(found.nodes).toHaveLength(Math.min(limit, 5));
        const distances = found.nodes.map(({ distance }) => distance);
        expect(distances).toEqual([0, 1, 1, 2, 2].slice(0, limit));
        const ids = reached(found);
        for (const { from, to } of found.edges)
          expect([ids.includes(from), ids.includes(to)]).toEqual([true, true]);
        for (const { node, distance } of found.nodes)
          expect(distance === 0 || found.edges.some(({ to }) => to === node.id)).toBe(true);
        expect(found.isCut).toBe(limit < 5);
      });
    }

    test("down a chain of 1,000 levels reaches its end", async (graph) => {
      const ids = Array.from({ length: 1_001 }, (_, at) => `n${at}`);
      await fill(
        graph,
        ids,
        ids.slice(1).map((id, at) => above(`n${at}`, id)),
      );
      const found = await walk(graph, "n0", { depth: 2_000, limit: 5_000 });
      expect(found.nodes.at(-1)).toMatchObject({ node: { id: "n1000" }, distance: 1_000 });
      expect(found).toMatchObject({ isCut: false, edges: { length: 1_000 } });
    });

    test("up a chain of 1,000 levels reaches its start, but not beyond its depth", async (graph) => {
      const ids = Array.from({ length: 1_001 }, (_, at) => `n${at}`);
      await fill(
        graph,
        ids,
        ids.slice(1).map((id, at) => above(`n${at}`, id)),
      );
      const found = await walk(graph, "n1000", { steps: up, depth: 999, limit: 5_000 });
      expect(found.nodes.at(-1)).toMatchObject({ node: { id: "n1" }, distance: 999 });
      expect(found.isCut).toBe(true);
    });

    test("gives nodes whole", async (graph) => {
      const story = named("b", "story", { key: "B-1", status: "Done", details: { points: 5 } });
      await fill(graph, ["a", story], pairs(["ab"]));
      expect((await walk(graph, "a")).nodes).toEqual([
        { node: named("a"), distance: 0 },
        { node: story, distance: 1 },
      ]);
    });

    test("gives edges whole", async (graph) => {
      const edge = above("a", "b", { role: "first", confidence: 0.5, origin: "inferred", source: "s" });
      await fill(graph, ["a", "b"], [edge]);
      expect((await walk(graph, "a")).edges).toEqual([edge]);
    });

    test("gives all edges between two nodes", async (graph) => {
      const steps: readonly Step[] = [...down, { kind: "mentions", direction: "out" }];
      await fill(
        graph,
        ["a", "b"],
        [above("a", "b"), above("a", "b", { role: "r" }), link("a", "mentions", "b")],
      );
      await graph.restate([says("t", above("a", "b"))], day(1));
      const found = await walk(graph, "a", { steps });
      expect(found.edges).toHaveLength(4);
      expect(reached(found)).toEqual(["a", "b"]);
    });

    test("from several nodes gives each once, as near as the nearest is", async (graph) => {
      await fill(graph, [..."abcd"], pairs(["ab", "bc", "cd"]));
      expect(levels(await walk(graph, ["a", "c"]))).toEqual([
        ["a", "c"],
        ["b", "d"],
      ]);
    });

    test("from one node named twice gives it once", async (graph) => {
      await fill(graph, ["a", "b"], pairs(["ab"]));
      expect(levels(await walk(graph, ["a", "a"]))).toEqual([["a"], ["b"]]);
    });

    test("from more nodes than it may give is cut", async (graph) => {
      await fill(graph, ["a", "b", "c"], []);
      const found = await walk(graph, ["a", "b", "c"], { limit: 2 });
      expect(found).toMatchObject({ nodes: { length: 2 }, edges: [], isCut: true });
    });

    test("from nowhere leads nowhere", async (graph) => {
      await fill(graph, ["a", "b"], pairs(["ab"]));
      expect(await walk(graph, [])).toEqual({ nodes: [], edges: [], isCut: false });
    });

    test("from a node that nobody knows leads nowhere", async (graph) => {
      await fill(graph, ["b"], pairs(["ab"]));
      expect(await walk(graph, "a")).toEqual({ nodes: [], edges: [], isCut: false });
      expect(await walk(graph, "never named")).toEqual({ nodes: [], edges: [], isCut: false });
    });

    test("from a known and an unknown node goes from the known one", async (graph) => {
      await fill(graph, ["a", "b"], pairs(["ab"]));
      expect(reached(await walk(graph, ["?", "a"]))).toEqual(["a", "b"]);
    });

    test("without steps stays where it is, uncut", async (graph) => {
      await fill(graph, ["a", "b"], pairs(["ab"]));
      expect(await walk(graph, "a", { steps: [] })).toEqual({
        nodes: [{ node: named("a"), distance: 0 }],
        edges: [],
        isCut: false,
      });
    });

    test("does not go through a node that only edges name, nor is it cut by it", async (graph) => {
      await fill(graph, ["a", "c"], pairs(["ab", "bc"]));
      expect(await walk(graph, "a")).toMatchObject({ nodes: { length: 1 }, edges: [], isCut: false });
      expect(await walk(graph, "a", { depth: 0 })).toMatchObject({ isCut: false });
      expect(await walk(graph, "a", { limit: 1 })).toMatchObject({ isCut: false });
    });

    test("goes through a node as soon as it is known", async (graph) => {
      await fill(graph, ["a", "c"], pairs(["ab", "bc"]));
      await graph.upsertNodes([named("b")]);
      expect(reached(await walk(graph, "a"))).toEqual(["a", "b", "c"]);
    });

    test("gives what is gone, which says so", async (graph) => {
      await fill(graph, ["a", named("b", "story", { goneAt: day(3) }), "c"], pairs(["ab", "bc"]));
      const found = await walk(graph, "a");
      expect(reached(found)).toEqual(["a", "b", "c"]);
      expect(found.nodes[1]?.node.goneAt).toBe(day(3));
    });

    test("does not go over closed edges", async (graph) => {
      await fill(graph, ["a", "b"], pairs(["ab"]));
      await graph.restate([gone("s")], day(2));
      expect(await walk(graph, "a")).toMatchObject({ nodes: { length: 1 }, edges: [], isCut: false });
    });

    test("sees an edge that another source still supports", async (graph) => {
      await fill(graph, ["a", "b"], pairs(["ab"]));
      await graph.restate([says("t", above("a", "b"))], day(1));
      await graph.restate([gone("s")], day(2));
      expect((await walk(graph, "a")).edges.map(({ source }) => source)).toEqual(["t"]);
    });

    test("in both directions reaches brothers and sisters", async (graph) => {
      await fill(graph, [..."pabc"], pairs(["pa", "pb", "ac"]));
      expect(levels(await walk(graph, "a", { steps: bothWays }))).toEqual([["a"], ["c", "p"], ["b"]]);
    });

    test("in both directions gives each edge once", async (graph) => {
      await fill(graph, ["a", "b"], pairs(["ab", "aa"]));
      const found = await walk(graph, "a", { steps: bothWays });
      expect(written(found.edges)).toEqual(["a parentOf a", "a parentOf b"]);
    });

    test("with a step named twice gives each edge once", async (graph) => {
      await fill(graph, ["a", "b"], pairs(["ab"]));
      expect((await walk(graph, "a", { steps: [...down, ...down] })).edges).toHaveLength(1);
    });

    test("is not cut where the last level only leads back", async (graph) => {
      await fill(graph, ["a", "b"], pairs(["ab", "ba"]));
      expect((await walk(graph, "a", { depth: 1 })).isCut).toBe(false);
    });

    for (const [name, parts] of [
      ["a negative depth", { depth: -1 }],
      ["a depth that is no number", { depth: Number.NaN }],
      ["a negative limit", { limit: -1 }],
      ["a limit that is no number", { limit: Number.NaN }],
    ] as const) {
      test(`with ${name} is refused`, async (graph) => {
        await expect(walk(graph, "a", parts)).rejects.toMatchObject({ reason: "badInput" });
      });
    }
  },
};

const kinds: readonly EdgeKind[] = [
  ...(["parentOf", "implements", "specifies", "dependsOn", "mentions"] as const),
  ...(["contains", "changedBy", "authored", "reviewed", "owns"] as const),
];

/** Which edges a walk goes over. */
export const stepCases: GraphCases = {
  subject: "a step",
  declare(test) {
    for (const kind of kinds) {
      test(`over ${kind} goes over no other kind, and in its direction alone`, async (graph) => {
        const others = kinds.filter((other) => other !== kind);
        await fill(
          graph,
          ["a", "in", "out", ...others],
          [link("a", kind, "out"), link("in", kind, "a"), ...others.map((other) => link("a", other, other))],
        );
        const out = await walk(graph, "a", { steps: [{ kind, direction: "out" }] });
        expect(reached(out)).toEqual(["a", "out"]);
        const back = await walk(graph, "a", { steps: [{ kind, direction: "in" }] });
        expect(reached(back)).toEqual(["a", "in"]);
      });
    }

    for (const [origins, expected] of [
      [undefined, ["a", "confirmed", "inferred", "stated"]],
      [["stated"], ["a", "stated"]],
      [["inferred"], ["a", "inferred"]],
      [
        ["confirmed", "stated"],
        ["a", "confirmed", "stated"],
      ],
      [["rejected"], ["a", "rejected"]],
      [[], ["a"]],
    ] as const) {
      test(`goes over edges of ${origins === undefined ? "all origins but rejected" : `the origins [${origins}]`}`, async (graph) => {
        const all = ["stated", "inferred", "confirmed", "rejected"] as const;
        await fill(
          graph,
          ["a", ...all],
          all.map((origin) => above("a", origin, { origin })),
        );
        const found = await walk(graph, "a", origins === undefined ? {} : { origins });
        expect(reached(found)).toEqual(expected);
        expect(found.isCut).toBe(false);
      });
    }

    test("over a link that was rejected since it was inferred is not taken any more", async (graph) => {
      await fill(graph, ["a", "b"], [above("a", "b", { origin: "inferred" })]);
      await graph.restate([says("s", above("a", "b", { origin: "rejected" }))], day(2));
      expect(reached(await walk(graph, "a"))).toEqual(["a"]);
      expect((await walk(graph, "a", { depth: 0 })).isCut).toBe(false);
    });
  },
};
