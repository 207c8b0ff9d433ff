import { expect } from "vitest";
import type {
  EdgeQuery,
  GraphStore,
  NodeQuery,
  Page,
  PageRequest,
} from "../../../../server/model/graphStore.ts";
import { above, day, fill, type GraphCases, item, link, named, says, written } from "./graphTest.ts";

/** Keys in the order in which people count them. */
const orders: readonly (readonly [string, readonly string[]])[] = [
  ["one and two digits", ["WH-9", "WH-10"]],
  ["one to six digits", ["WH-1", "WH-2", "WH-11", "WH-100", "WH-2000", "WH-30000", "WH-100000"]],
  ["numbers of hashes", ["#2", "#10", "#33"]],
  ["two numbers", ["1.2", "1.10", "2.1", "10.1"]],
  ["numbers in front", ["2-b", "10-a"]],
  ["numbers longer than any integer", ["K-9", "K-99999999999999999999", "K-100000000000000000000"]],
  ["numbers of 8 to 11 digits", ["K-99999999", "K-100000000", "K-9999999999", "K-10000000000"]],
  ["prefixes first", ["WH", "WH-", "WH-1", "WH-1a", "WH-1b"]],
  ["projects apart", ["AB-10", "AC-2", "B-1"]],
  ["zero", ["V-0", "V-1", "V-10"]],
  ["tasks of a list", ["specs/004/tasks#T2", "specs/004/tasks#T12", "specs/010/tasks#T1"]],
];

async function everyPage<Row>(
  ask: (request: PageRequest) => Promise<Page<Row>>,
  limit: number,
): Promise<readonly (readonly Row[])[]> {
  const pages: (readonly Row[])[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<Row> = await ask({ limit, ...(cursor === undefined ? {} : { cursor }) });
    pages.push(page.rows);
    cursor = page.next;
  } while (cursor !== undefined);
  return pages;
}

const idsOf = async (graph: GraphStore, query: NodeQuery = {}) =>
  (await graph.listNodes(query)).rows.map(({ id }) => id);

/** Lists of nodes and their pages. */
export const nodeListCases: GraphCases = {
  subject: "a list of nodes",
  declare(test) {
    for (const [name, keys] of orders) {
      test(`has keys in natural order: ${name}`, async (graph) => {
        await graph.upsertNodes(keys.toReversed().map((key) => item(key)));
        expect((await graph.listNodes({})).rows.map(({ key }) => key)).toEqual(keys);
        const pages = await everyPage((request) => graph.listNodes(request), 1);
        expect(pages.flat().map(({ key }) => key)).toEqual(keys);
      });
    }

    test("has nodes with one key in order of their ids", async (graph) => {
      await graph.upsertNodes(["c", "a", "b"].map((id) => named(id, "story", { key: "K-1" })));
      expect(await idsOf(graph)).toEqual(["a", "b", "c"]);
    });

    test("has those without a key last, by id", async (graph) => {
      await graph.upsertNodes([named("b"), named("a"), item("ZZ-9")]);
      expect(await idsOf(graph)).toEqual(["item:ZZ-9", "a", "b"]);
    });

    test("has keys that are equal but for zeros in front, each once", async (graph) => {
      await graph.upsertNodes([item("K-1"), item("K-01"), item("K-001")]);
      const pages = await everyPage((request) => graph.listNodes(request), 1);
      expect(
        pages
          .flat()
          .map(({ key }) => key)
          .toSorted(),
      ).toEqual(["K-001", "K-01", "K-1"]);
    });

    test("has several kinds in one order", async (graph) => {
      await graph.upsertNodes([
        item("A-3", "epic"),
        item("A-1", "story"),
        item("A-2", "epic"),
        item("A-0", "task"),
      ]);
      expect(await idsOf(graph, { kinds: ["story", "epic"] })).toEqual(["item:A-1", "item:A-2", "item:A-3"]);
    });

    test("has no node twice where a kind is named twice", async (graph) => {
      await graph.upsertNodes([item("A-1")]);
      expect(await idsOf(graph, { kinds: ["story", "story"] })).toEqual(["item:A-1"]);
    });

    test("of no kinds is empty", async (graph) => {
      await graph.upsertNodes([item("A-1")]);
      expect(await graph.listNodes({ kinds: [] })).toEqual({ rows: [] });
    });

    test("of a path has what lies there, of the kinds that are asked for", async (graph) => {
      await graph.upsertNodes([
        named("file:a.ts", "file", { path: "a.ts" }),
        named("f", "symbol", { path: "a.ts" }),
        named("g", "symbol", { path: "b.ts" }),
        named("h", "symbol", { path: "a.tsx" }),
        named("i", "symbol"),
      ]);
      expect(await idsOf(graph, { path: "a.ts" })).toEqual(["f", "file:a.ts"]);
      expect(await idsOf(graph, { path: "a.ts", kinds: ["symbol"] })).toEqual(["f"]);
      expect(await idsOf(graph, { path: "A.ts" })).toEqual([]);
      expect(await idsOf(graph, { path: "" })).toEqual([]);
    });

    test("leaves out what is gone, unless it is asked for", async (graph) => {
      await graph.upsertNodes([item("A-1"), item("A-2", "story", { goneAt: day(3) })]);
      expect(await idsOf(graph)).toEqual(["item:A-1"]);
      expect(await idsOf(graph, { withGone: true })).toEqual(["item:A-1", "item:A-2"]);
    });

    test("has again what came back", async (graph) => {
      await graph.upsertNodes([item("A-1", "story", { goneAt: day(3) })]);
      await graph.upsertNodes([item("A-1")]);
      expect(await idsOf(graph)).toEqual(["item:A-1"]);
      expect((await graph.counts()).nodes).toEqual({ story: 1 });
    });

    for (const [limit, sizes] of [
      [1, [1, 1, 1, 1, 1, 1, 1]],
      [2, [2, 2, 2, 1]],
      [3, [3, 3, 1]],
      [6, [6, 1]],
      [7, [7]],
      [8, [7]],
      [1_000_000, [7]],
    ] as const) {
      test(`of seven comes in pages of ${limit}, each node once`, async (graph) => {
        const keys = Array.from({ length: 7 }, (_, at) => `K-${at * 7}`);
        await graph.upsertNodes(keys.map((key, at) => item(key, at % 2 === 0 ? "epic" : "story")));
        const pages = await everyPage((request) => graph.listNodes(request), limit);
        expect(pages.map((page) => page.length)).toEqual(sizes);
        expect(pages.flat().map(({ key }) => key)).toEqual(keys);
      });
    }

    test("has 1,000 nodes on a page unless told otherwise", async (graph) => {
      await graph.upsertNodes(Array.from({ length: 1_001 }, (_, at) => item(`K-${at}`)));
      const page = await graph.listNodes({});
      expect(page.rows).toHaveLength(1_000);
      expect((await graph.listNodes({ cursor: page.next! })).rows.map(({ key }) => key)).toEqual(["K-1000"]);
    });

    test("goes on at its place though nodes were put in before and behind it", async (graph) => {
      await graph.upsertNodes([item("K-10"), item("K-20"), item("K-30")]);
      const first = await graph.listNodes({ limit: 2 });
      await graph.upsertNodes([item("K-5"), item("K-15"), item("K-25")]);
      const { rows } = await graph.listNodes({ cursor: first.next! });
      expect(rows.map(({ key }) => key)).toEqual(["K-25", "K-30"]);
    });

    test("goes on at its place though the last node of the page is gone or called otherwise", async (graph) => {
      await graph.upsertNodes([item("K-10"), item("K-20"), item("K-30")]);
      const first = await graph.listNodes({ limit: 2 });
      await graph.upsertNodes([{ ...item("K-20"), key: "K-99" }, item("K-10", "story", { goneAt: day(2) })]);
      const { rows } = await graph.listNodes({ cursor: first.next! });
      expect(rows.map(({ key }) => key)).toEqual(["K-30", "K-99"]);
    });

    test("goes on among nodes with one key", async (graph) => {
      await graph.upsertNodes([..."edcba"].map((id) => named(id, "story", { key: "K-1" })));
      const pages = await everyPage((request) => graph.listNodes(request), 2);
      expect(pages.map((page) => page.map(({ id }) => id).join(""))).toEqual(["ab", "cd", "e"]);
    });

    test("goes on among nodes without a key", async (graph) => {
      await graph.upsertNodes([..."edcba"].map((id) => named(id, "file")));
      const pages = await everyPage((request) => graph.listNodes(request), 2);
      expect(pages.map((page) => page.map(({ id }) => id).join(""))).toEqual(["ab", "cd", "e"]);
    });

    for (const limit of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) {
      test(`of ${limit} on a page is refused`, async (graph) => {
        await expect(graph.listNodes({ limit })).rejects.toMatchObject({ reason: "badInput" });
        await expect(graph.edges({ limit })).rejects.toMatchObject({ reason: "badInput" });
      });
    }

    for (const cursor of [
      "",
      "nonsense",
      "W10",
      "bnVsbA",
      "🦊",
      "WyJhIl0",
      "' OR 1=1 --",
      "x".repeat(10_000),
    ]) {
      test(`behind the cursor ${JSON.stringify(cursor.slice(0, 12))} is refused in one sentence`, async (graph) => {
        await graph.upsertNodes([item("K-1")]);
        for (const list of [() => graph.listNodes({ cursor }), () => graph.edges({ cursor })]) {
          await expect(list()).rejects.toMatchObject({
            reason: "badInput",
            message: expect.stringMatching(/^[^\n]{1,200}\.$/),
          });
        }
      });
    }

    test("does not go on where a list of edges ended, nor the other way round", async (graph) => {
      await fill(graph, [item("K-1"), item("K-2")], [above("a", "b"), above("a", "c")]);
      const nodes = await graph.listNodes({ limit: 1 });
      const edges = await graph.edges({ limit: 1 });
      await expect(graph.listNodes({ cursor: edges.next! })).rejects.toMatchObject({ reason: "badInput" });
      await expect(graph.edges({ cursor: nodes.next! })).rejects.toMatchObject({ reason: "badInput" });
    });
  },
};

const six = [
  above("a", "b"),
  above("a", "c", { origin: "inferred" }),
  link("a", "dependsOn", "b"),
  link("b", "dependsOn", "c", { origin: "rejected" }),
  link("c", "mentions", "a", { role: "reverts" }),
] as const;

/** Conditions, and which edges meet them: `six` of the source `s`, and `a parentOf b` of the source `t`. */
const filters: readonly (readonly [EdgeQuery, readonly string[]])[] = [
  [{}, ["a dependsOn b", "a parentOf b", "a parentOf b", "a parentOf c", "b dependsOn c", "c mentions a"]],
  [{ from: ["a"] }, ["a dependsOn b", "a parentOf b", "a parentOf b", "a parentOf c"]],
  [{ from: ["b", "c"] }, ["b dependsOn c", "c mentions a"]],
  [{ from: ["b", "b", "nobody"] }, ["b dependsOn c"]],
  [{ from: ["nobody"] }, []],
  [{ from: [] }, []],
  [{ to: ["c"] }, ["a parentOf c", "b dependsOn c"]],
  [{ to: ["a", "c"] }, ["a parentOf c", "b dependsOn c", "c mentions a"]],
  [{ to: ["nobody"] }, []],
  [{ to: [] }, []],
  [{ from: ["a"], to: ["b"] }, ["a dependsOn b", "a parentOf b", "a parentOf b"]],
  [{ from: ["a", "b"], to: ["c", "a"] }, ["a parentOf c", "b dependsOn c"]],
  [{ from: ["c"], to: ["b"] }, []],
  [{ kinds: ["dependsOn"] }, ["a dependsOn b", "b dependsOn c"]],
  [{ kinds: ["mentions", "dependsOn"] }, ["a dependsOn b", "b dependsOn c", "c mentions a"]],
  [{ kinds: ["dependsOn", "dependsOn"] }, ["a dependsOn b", "b dependsOn c"]],
  [{ kinds: ["owns"] }, []],
  [{ kinds: [] }, []],
  [{ kinds: ["dependsOn"], from: ["a"] }, ["a dependsOn b"]],
  [{ kinds: ["dependsOn"], to: ["c"] }, ["b dependsOn c"]],
  [
    { kinds: ["parentOf", "mentions"], from: ["a", "c"] },
    ["a parentOf b", "a parentOf b", "a parentOf c", "c mentions a"],
  ],
  [{ origins: ["inferred", "rejected"] }, ["a parentOf c", "b dependsOn c"]],
  [{ origins: ["stated"], from: ["a"], kinds: ["parentOf"] }, ["a parentOf b", "a parentOf b"]],
  [{ origins: [] }, []],
  [{ source: "t" }, ["a parentOf b"]],
  [{ source: "t", kinds: ["dependsOn"] }, []],
  [{ source: "s", kinds: ["parentOf"] }, ["a parentOf b", "a parentOf c"]],
  [{ source: "s", from: ["a"], to: ["b"], kinds: ["parentOf"] }, ["a parentOf b"]],
  [{ source: "nobody" }, []],
  [{ source: "" }, []],
];

/** Lists of edges and their pages. */
export const edgeListCases: GraphCases = {
  subject: "a list of edges",
  declare(test) {
    for (const [query, expected] of filters) {
      test(`meets every condition of ${JSON.stringify(query)}`, async (graph) => {
        await graph.restate([says("s", ...six), says("t", above("a", "b"))], day(1));
        expect(written((await graph.edges(query)).rows)).toEqual(expected);
      });

      test(`meets every condition of ${JSON.stringify(query)} among edges that are closed, in pages`, async (graph) => {
        await graph.restate([says("s", ...six), says("t", above("a", "b"))], day(1));
        await graph.restate([says("s"), says("t")], day(2));
        expect((await graph.edges(query)).rows).toEqual([]);
        const closed = { ...query, withClosed: true };
        const pages = await everyPage((request) => graph.edges({ ...closed, ...request }), 2);
        expect(written(pages.flat())).toEqual(expected);
      });
    }

    test("of rejected edges has them unless origins are named", async (graph) => {
      await graph.restate([says("s", above("a", "b", { origin: "rejected" }))], day(1));
      expect((await graph.edges({})).rows).toHaveLength(1);
    });

    test("has the oldest first, whatever their kinds and in which order they were stated", async (graph) => {
      const days = [5, 3, 9, 1, 7];
      const kinds = ["parentOf", "mentions", "owns", "implements", "contains"] as const;
      const edges = days.map((at, place) =>
        link("a", kinds[place] ?? "owns", `n${at}`, { validFrom: day(at) }),
      );
      await graph.restate([says("s", ...edges)], day(10));
      for (const query of [{}, { from: ["a"] }, { source: "s" }, { from: ["a", "b"] }])
        expect((await graph.edges(query)).rows.map(({ to }) => to)).toEqual(["n1", "n3", "n5", "n7", "n9"]);
    });

    test("has open and closed edges in one order", async (graph) => {
      const edges = [1, 2, 3, 4].map((at) => above("a", `n${at}`, { validFrom: day(at) }));
      await graph.restate([says("s", ...edges)], day(5));
      await graph.restate([says("s", ...edges.filter((_, at) => at % 2 === 0))], day(6));
      const { rows } = await graph.edges({ withClosed: true });
      expect(rows.map(({ to }) => to)).toEqual(["n1", "n2", "n3", "n4"]);
    });

    for (const [name, query] of [
      ["of all", {}],
      ["of one node", { from: ["a"] }],
      ["of several nodes", { from: ["a", "b"] }],
      ["of one end", { to: ["z"] }],
      ["of a source", { source: "s" }],
      ["of a kind", { kinds: ["parentOf"] }],
      ["of a time", { asOf: day(3) }],
    ] as const satisfies readonly (readonly [string, EdgeQuery])[]) {
      for (const limit of [1, 3, 10]) {
        test(`${name} that began in one instant comes in pages of ${limit}, each once, in an order that stays`, async (graph) => {
          const roles = Array.from({ length: 10 }, (_, at) => `r${at}`);
          await graph.restate([says("s", ...roles.map((role) => above("a", "z", { role })))], day(1));
          const pages = await everyPage((request) => graph.edges({ ...query, ...request }), limit);
          expect(
            pages
              .map((page) => page.length)
              .slice(0, -1)
              .every((size) => size === limit),
          ).toBe(true);
          expect(
            pages
              .flat()
              .map(({ role }) => role)
              .toSorted(),
          ).toEqual(roles);
          const whole = await graph.edges(query);
          expect(pages.flat()).toEqual(whole.rows);
        });
      }
    }

    test("goes on at its place though older and newer edges were stated since", async (graph) => {
      const of = (at: number) => above("a", `n${at}`, { validFrom: day(at) });
      await graph.restate([says("s", of(10), of(20), of(30))], day(31));
      const first = await graph.edges({ limit: 2 });
      await graph.restate([says("t", of(5), of(25))], day(31));
      expect((await graph.edges({ cursor: first.next! })).rows.map(({ to }) => to)).toEqual(["n25", "n30"]);
    });

    test("goes on at its place though the edges of the page were closed since", async (graph) => {
      const of = (at: number) => above("a", `n${at}`, { validFrom: day(at) });
      await graph.restate([says("s", of(10), of(20), of(30))], day(31));
      const first = await graph.edges({ limit: 2 });
      await graph.restate([says("s", of(30))], day(31));
      expect((await graph.edges({ cursor: first.next! })).rows.map(({ to }) => to)).toEqual(["n30"]);
    });

    test("goes on at its place though evidence was renewed since", async (graph) => {
      const of = (role: string, confidence: number) => above("a", "b", { role, confidence });
      await graph.restate([says("s", of("x", 1), of("y", 1), of("z", 1))], day(1));
      const first = await graph.edges({ limit: 2 });
      await graph.restate([says("s", of("x", 0.5), of("y", 0.5), of("z", 0.5))], day(2));
      const rest = await graph.edges({ cursor: first.next! });
      expect([...first.rows, ...rest.rows].map(({ role }) => role).toSorted()).toEqual(["x", "y", "z"]);
    });

    test("of thousands of nodes is found at once", async (graph) => {
      const ids = Array.from({ length: 3_000 }, (_, at) => `n${at}`);
      await graph.restate([says("s", ...ids.map((id) => above("a", id)))], day(1));
      expect((await graph.edges({ to: ids, limit: 5_000 })).rows).toHaveLength(3_000);
    });
  },
};
