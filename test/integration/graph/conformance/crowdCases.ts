import { expect } from "vitest";
import type { GraphStore } from "../../../../server/model/graphStore.ts";
import { above, day, fill, type GraphCases, gone, link, named, says, spans } from "./graphTest.ts";

const fanOut = 100_000;
const down = [{ kind: "parentOf", direction: "out" }] as const;

/** Several who write at once, each with the graph open for itself. */
export const crowdCases: GraphCases = {
  subject: "several at once",
  declare(test) {
    const open = async (graph: GraphStore, openAgain: () => Promise<GraphStore>, count: number) => [
      graph,
      ...(await Promise.all(Array.from({ length: count - 1 }, openAgain))),
    ];

    test("see what each of them wrote", async (graph, openAgain) => {
      const other = await openAgain();
      await graph.upsertNodes([named("a")]);
      expect(await other.nodes(["a"])).toEqual([named("a")]);
      await other.upsertNodes([named("a", "epic")]);
      expect(await graph.nodes(["a"])).toEqual([named("a", "epic")]);
    });

    test("see an edge closed that another closed", async (graph, openAgain) => {
      const other = await openAgain();
      await graph.restate([says("s", above("a", "b"))], day(1));
      expect((await other.edges({ from: ["a"] })).rows).toHaveLength(1);
      await other.restate([gone("s")], day(2));
      expect((await graph.edges({ from: ["a"] })).rows).toEqual([]);
    });

    test("who state different sources lose nothing", async (graph, openAgain) => {
      const writers = await open(graph, openAgain, 4);
      const rounds = Array.from({ length: 25 }, (_, at) => at);
      await Promise.all(
        writers.map(async (writer, who) => {
          for (const round of rounds)
            await writer.restate([says(`${who}:${round}`, above(`w${who}`, `n${round}`))], day(1));
        }),
      );
      expect((await graph.counts()).edges).toEqual({ parentOf: 100 });
      expect((await graph.marks()).size).toBe(100);
    });

    test("who name the same nodes for the first time make each once", async (graph, openAgain) => {
      const writers = await open(graph, openAgain, 4);
      await Promise.all(
        writers.map((writer, who) => writer.restate([says(`s${who}`, above("new", "newer"))], day(1))),
      );
      expect((await graph.edges({ from: ["new"], to: ["newer"] })).rows).toHaveLength(4);
      await Promise.all(writers.map((writer) => writer.upsertNodes([named("new"), named("newer")])));
      expect((await graph.counts()).nodes).toEqual({ story: 2 });
      const walk = await graph.walk({ start: ["new"], steps: down, depth: 1, limit: 9 });
      expect(walk).toMatchObject({ nodes: { length: 2 }, edges: { length: 4 } });
    });

    test("who state one source leave what one of them said, and no two open edges that are equal", async (graph, openAgain) => {
      const writers = await open(graph, openAgain, 4);
      await Promise.all(
        writers.map(async (writer, who) => {
          for (let round = 0; round < 20; round++) {
            const edges = [above("a", "all"), above("a", `n${who}`)];
            await writer.restate([{ ...says("s", ...edges), mark: String(who) }], day(1 + round));
          }
        }),
      );
      const mark = (await graph.marks()).get("s");
      const { rows } = await graph.edges({ source: "s" });
      expect(rows.map(({ to }) => to).toSorted()).toEqual(["all", `n${mark}`]);
      expect(await spans(graph, { to: ["all"] })).toEqual(["1–now"]);
    });

    test("who state one source with clocks that differ leave times that neither overlap nor run backwards", async (graph, openAgain) => {
      const writers = await open(graph, openAgain, 3);
      await Promise.all(
        writers.map(async (writer, who) => {
          for (let round = 0; round < 20; round++) {
            const at = day(1 + ((round * 7 + who * 11) % 30));
            const edges = (round + who) % 2 === 0 ? [above("a", "b", { validFrom: at })] : [];
            await writer.restate([says("s", ...edges)], at);
          }
        }),
      );
      const { rows } = await graph.edges({ withClosed: true });
      const times = rows
        .map(({ validFrom, validTo = day(9_999) }) => [validFrom, validTo] as const)
        .toSorted(([a, b], [c, d]) => a.localeCompare(c) || b.localeCompare(d));
      for (const [at, [from, to]] of times.entries()) {
        expect(from <= to).toBe(true);
        expect(to <= (times[at + 1]?.[0] ?? to)).toBe(true);
      }
    });

    test("of whom one writes and one reads: who reads sees whole statements", async (graph, openAgain) => {
      const reader = await openAgain();
      const edges = Array.from({ length: 50 }, (_, at) => at);
      let isDone = false;
      const writing = (async () => {
        for (let round = 0; round < 30; round++)
          await graph.restate(
            [says("s", ...edges.map((at) => above("a", `n${at}.${round}`)))],
            day(1 + round),
          );
        isDone = true;
      })();
      const sizes = new Set<number>();
      while (!isDone) sizes.add((await reader.edges({ source: "s" })).rows.length);
      await writing;
      expect([...sizes].filter((size) => size !== 0 && size !== 50)).toEqual([]);
    });

    test("may go while others stay", async (graph, openAgain) => {
      const other = await openAgain();
      await other.upsertNodes([named("a")]);
      await other.close();
      await graph.upsertNodes([named("b")]);
      expect(await graph.nodes(["a", "b"])).toHaveLength(2);
    });

    test("find everything again who come later", async (graph, openAgain) => {
      await fill(graph, ["a", "b"], [above("a", "b")]);
      await graph.restate([says("s"), says("t", link("a", "mentions", "b"))], day(2));
      const later = await openAgain();
      expect(await later.edges({ withClosed: true })).toEqual(await graph.edges({ withClosed: true }));
      expect(await later.marks()).toEqual(await graph.marks());
      expect(await later.counts()).toEqual(await graph.counts());
    });
  },
};

/** One node with so many edges that nobody wants them all. */
export const fanOutCases: GraphCases = {
  subject: `${fanOut.toLocaleString("en")} edges at one node`,
  // Over a network, on a machine that does something else too.
  timeoutMs: 300_000,
  declare(test) {
    test("are stated, counted, walked in part, paged and closed", async (graph) => {
      const ids = Array.from({ length: fanOut }, (_, at) => `n${at}`);
      await graph.upsertNodes([named("hub"), ...ids.map((id) => named(id, "symbol"))]);
      await graph.restate([says("s", ...ids.map((id) => above("hub", id)))], day(1));
      expect((await graph.counts()).edges).toEqual({ parentOf: fanOut });

      const part = await graph.walk({ start: ["hub"], steps: down, depth: 1, limit: 100 });
      expect(part).toMatchObject({ nodes: { length: 100 }, edges: { length: 99 }, isCut: true });
      const up = [{ kind: "parentOf", direction: "in" }] as const;
      const back = await graph.walk({ start: ["n77777"], steps: up, depth: 5, limit: 100 });
      expect(back).toMatchObject({ nodes: { length: 2 }, edges: { length: 1 }, isCut: false });
      const all = await graph.walk({ start: ["hub"], steps: down, depth: 1, limit: fanOut + 1 });
      expect(all).toMatchObject({ nodes: { length: fanOut + 1 }, isCut: false });

      const seen = new Set<string>();
      let cursor: string | undefined;
      do {
        const page = await graph.edges({
          from: ["hub"],
          limit: 20_000,
          ...(cursor === undefined ? {} : { cursor }),
        });
        for (const { to } of page.rows) seen.add(to);
        cursor = page.next;
      } while (cursor !== undefined);
      expect(seen.size).toBe(fanOut);

      await graph.restate([says("s", above("hub", "n5"))], day(2));
      expect(await graph.counts()).toMatchObject({ edges: { parentOf: 1 }, closedEdges: fanOut - 1 });
      const then = await graph.walk({ start: ["hub"], steps: down, depth: 1, limit: 100, asOf: day(1) });
      expect(then).toMatchObject({ nodes: { length: 100 }, isCut: true });
    });
  },
};
