import { expect } from "vitest";
import type { GraphStore } from "../../../../server/model/graphStore.ts";
import {
  above,
  day,
  fill,
  type GraphCases,
  gone,
  item,
  link,
  named,
  reached,
  says,
  written,
} from "./graphTest.ts";

/** `a` above `b` on days 2 to 5, and again from day 8 on; below `b` all the time `c`. */
async function twice(graph: GraphStore): Promise<void> {
  const first = says("s", above("a", "b", { validFrom: day(2) }));
  await graph.upsertNodes(["a", "b", "c"].map((id) => named(id)));
  await graph.restate([first, says("t", above("b", "c", { validFrom: day(-400) }))], day(2));
  await graph.restate([says("s")], day(5));
  await graph.restate([first], day(8));
}

const moments: readonly (readonly [string, string | undefined, boolean])[] = [
  ["long before it began", day(-300), false],
  ["a millisecond before it began", day(2, -1), false],
  ["in the instant in which it began", day(2), true],
  ["a millisecond after it began", day(2, 1), true],
  ["between", day(4), true],
  ["a millisecond before it ended", day(5, -1), true],
  ["in the instant in which it ended", day(5), false],
  ["between its two times", day(7), false],
  ["in the instant in which it began again", day(8), true],
  ["long after", day(4_000), true],
  ["now", undefined, true],
];

/** Ways to write the instant in which the edge ended or a moment before: it counts as the same instant. */
const spellings: readonly (readonly [string, boolean])[] = [
  ["2026-01-05T00:00:00Z", false],
  ["2026-01-05T00:00:00.000Z", false],
  ["2026-01-05", false],
  ["2026-01-04", true],
  ["2026-01-04T23:59:59Z", true],
  ["2026-01-05T01:00:00+02:00", true],
  ["2026-01-04T23:00:00-01:00", false],
];

/** What was known then. */
export const asOfCases: GraphCases = {
  subject: "as of a time",
  declare(test) {
    for (const [name, asOf, isValid] of moments) {
      test(`an edge is ${isValid ? "" : "not "}listed ${name}`, async (graph) => {
        await twice(graph);
        const query = { from: ["a"], ...(asOf === undefined ? {} : { asOf }) };
        expect((await graph.edges(query)).rows).toHaveLength(isValid ? 1 : 0);
      });

      test(`an edge is ${isValid ? "" : "not "}walked over ${name}`, async (graph) => {
        await twice(graph);
        const steps = [{ kind: "parentOf", direction: "out" }] as const;
        const walk = { start: ["a"], steps, depth: 5, limit: 9, ...(asOf === undefined ? {} : { asOf }) };
        expect(reached(await graph.walk(walk))).toEqual(isValid ? ["a", "b", "c"] : ["a"]);
      });

      test(`an edge is ${isValid ? "" : "not "}walked over backwards ${name}`, async (graph) => {
        await twice(graph);
        const steps = [{ kind: "parentOf", direction: "in" }] as const;
        const walk = { start: ["c"], steps, depth: 5, limit: 9, ...(asOf === undefined ? {} : { asOf }) };
        const begun = asOf !== undefined && asOf < day(-400) ? ["c"] : ["b", "c"];
        expect(reached(await graph.walk(walk))).toEqual(isValid ? ["a", "b", "c"] : begun);
      });
    }

    for (const [asOf, isValid] of spellings) {
      test(`written ${asOf} an edge that ended on 5 January ${isValid ? "holds" : "does not hold"}`, async (graph) => {
        await twice(graph);
        expect((await graph.edges({ from: ["a"], asOf })).rows).toHaveLength(isValid ? 1 : 0);
      });
    }

    for (const asOf of ["", "then", "2026-02-30T", "5", "2026-01-05T00:00:00"]) {
      test(`${JSON.stringify(asOf)} is refused`, async (graph) => {
        await twice(graph);
        await expect(graph.edges({ asOf })).rejects.toMatchObject({ reason: "badInput" });
        const walk = { start: ["a"], steps: [], depth: 1, limit: 1, asOf };
        await expect(graph.walk(walk)).rejects.toMatchObject({ reason: "badInput" });
      });
    }

    test("a closed edge comes back with the end which it has since got", async (graph) => {
      await twice(graph);
      const [edge] = (await graph.edges({ from: ["a"], asOf: day(3) })).rows;
      expect(edge).toMatchObject({ validFrom: day(2), validTo: day(5) });
    });

    test("closed edges are listed too where they are asked for, whatever the time", async (graph) => {
      await twice(graph);
      const { rows } = await graph.edges({ from: ["a"], asOf: day(3), withClosed: true });
      expect(rows.map(({ validFrom }) => validFrom)).toEqual([day(2), day(8)]);
    });

    test("an edge of a clock that is ahead holds now, and not yet today", async (graph) => {
      await graph.restate([says("s", above("a", "b", { validFrom: day(90) }))], day(1));
      expect((await graph.edges({})).rows).toHaveLength(1);
      expect((await graph.edges({ asOf: day(2) })).rows).toEqual([]);
      expect((await graph.edges({ asOf: day(90) })).rows).toHaveLength(1);
    });

    test("instants before 1970 and far ahead keep their order", async (graph) => {
      const years = ["1901-12-13T20:45:51.000Z", "1969-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"];
      await graph.restate(
        [says("s", ...years.map((validFrom, at) => above("a", `n${at}`, { validFrom })))],
        day(1),
      );
      expect((await graph.edges({})).rows.map(({ validFrom }) => validFrom)).toEqual(years);
      expect((await graph.edges({ asOf: "1970-01-01T00:00:00.000Z" })).rows).toHaveLength(2);
    });

    test("each of two sources counts by its own time", async (graph) => {
      await graph.restate([says("s", above("a", "b")), says("t", above("a", "b"))], day(1));
      await graph.restate([gone("s")], day(3));
      await graph.restate([gone("t")], day(5));
      const sources = async (asOf: string) =>
        (await graph.edges({ asOf })).rows.map(({ source }) => source).toSorted();
      expect(await sources(day(2))).toEqual(["s", "t"]);
      expect(await sources(day(4))).toEqual(["t"]);
      expect(await sources(day(6))).toEqual([]);
    });

    test("a story that moved to another epic is below each at its time", async (graph) => {
      const epics = [item("E-1", "epic"), item("E-2", "epic")] as const;
      await graph.upsertNodes([...epics, item("S-1")]);
      await graph.restate([says("s", above("item:E-1", "item:S-1"))], day(1));
      await graph.restate([says("s", above("item:E-2", "item:S-1", { validFrom: day(5) }))], day(5));
      const epicAt = async (asOf: string) => {
        const steps = [{ kind: "parentOf", direction: "in" }] as const;
        return reached(await graph.walk({ start: ["item:S-1"], steps, depth: 1, limit: 9, asOf }));
      };
      expect(await epicAt(day(4))).toEqual(["item:E-1", "item:S-1"]);
      expect(await epicAt(day(5))).toEqual(["item:E-2", "item:S-1"]);
    });

    test("a renewed edge holds since it was stated first", async (graph) => {
      await graph.restate([says("s", above("a", "b"))], day(1));
      await graph.restate([says("s", above("a", "b", { confidence: 0.3, validFrom: day(7) }))], day(7));
      expect((await graph.edges({ asOf: day(3) })).rows).toMatchObject([{ confidence: 0.3 }]);
    });

    test("all other conditions of a list still count", async (graph) => {
      await fill(
        graph,
        [],
        [above("a", "b"), link("a", "dependsOn", "b"), above("x", "b", { origin: "rejected" })],
      );
      await graph.restate([says("s")], day(5));
      const asOf = day(3);
      expect(written((await graph.edges({ asOf, kinds: ["parentOf"] })).rows)).toHaveLength(2);
      expect(written((await graph.edges({ asOf, from: ["a"] })).rows)).toHaveLength(2);
      expect(written((await graph.edges({ asOf, to: ["b"], origins: ["rejected"] })).rows)).toEqual([
        "x parentOf b",
      ]);
      expect(written((await graph.edges({ asOf, source: "s", from: ["x"] })).rows)).toEqual(["x parentOf b"]);
    });
  },
};
