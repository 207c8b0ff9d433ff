import { expect } from "vitest";
import type { EdgeKind, EdgeOrigin, GraphEdge } from "../../../../server/model/graph.ts";
import { above, day, fill, type GraphCases, gone, link, says, spans, written } from "./graphTest.ts";

const kinds: readonly EdgeKind[] = [
  ...(["parentOf", "implements", "specifies", "dependsOn", "mentions"] as const),
  ...(["contains", "changedBy", "authored", "reviewed", "owns"] as const),
];
const origins: readonly EdgeOrigin[] = ["stated", "inferred", "confirmed", "rejected"];
const stated = says("s", above("a", "b"));

/** What makes another edge of an edge. */
const identity: readonly (readonly [string, Partial<GraphEdge>])[] = [
  ["from", { from: "x" }],
  ["kind", { kind: "dependsOn" }],
  ["to", { to: "x" }],
  ["role", { role: "closes" }],
  ["an empty role", { role: "" }],
];

/** What an edge takes over when it is stated again. */
const renewed: readonly (readonly [string, Partial<GraphEdge>])[] = [
  ["evidence", { evidence: [{ found: "comment", text: "other words", uri: "repo:b.ts", line: 7 }] }],
  ["more evidence", { evidence: [...above("a", "b").evidence, { found: "blame", text: "t", uri: "u" }] }],
  ["no evidence any more", { evidence: [] }],
  ["a line in the evidence", { evidence: [{ ...above("a", "b").evidence[0]!, line: 4 }] }],
  ["confidence", { confidence: 0.25 }],
  ["origin", { origin: "confirmed" }],
];

/** What a source supports, and since when. */
export const restateCases: GraphCases = {
  subject: "a source that is stated",
  declare(test) {
    for (const kind of kinds) {
      test(`opens an edge of the kind ${kind}, which is kept whole`, async (graph) => {
        const edge = link("a", kind, "b", { role: "r", confidence: 0.5 });
        await fill(graph, ["a", "b"], [edge]);
        expect((await graph.edges({ kinds: [kind] })).rows).toEqual([edge]);
        expect((await graph.counts()).edges).toEqual({ [kind]: 1 });
      });
    }

    for (const origin of origins) {
      test(`opens an edge whose origin is ${origin}`, async (graph) => {
        await graph.restate([says("s", above("a", "b", { origin }))], day(1));
        expect((await graph.edges({ origins: [origin] })).rows).toEqual([above("a", "b", { origin })]);
      });
    }

    for (const [name, parts] of identity) {
      test(`holds two edges that differ in ${name}, and closes one of them alone`, async (graph) => {
        const other = above("a", "b", parts);
        await graph.restate([says("s", above("a", "b"), other)], day(1));
        expect((await graph.edges({})).rows).toHaveLength(2);
        await graph.restate([says("s", other)], day(2));
        expect((await graph.edges({})).rows).toEqual([other]);
        expect((await graph.counts()).closedEdges).toBe(1);
      });
    }

    for (const [name, parts] of renewed) {
      test(`gives an edge that stays ${name}, without opening it anew`, async (graph) => {
        await graph.restate([stated], day(1));
        await graph.restate([says("s", above("a", "b", { ...parts, validFrom: day(5) }))], day(5));
        expect((await graph.edges({ withClosed: true })).rows).toEqual([above("a", "b", parts)]);
      });
    }

    for (const confidence of [0, 1e-9, 0.1, 0.30000000000000004, 1]) {
      test(`keeps a confidence of ${confidence}`, async (graph) => {
        await graph.restate([says("s", above("a", "b", { confidence }))], day(1));
        expect((await graph.edges({})).rows[0]?.confidence).toBe(confidence);
      });
    }

    test("keeps all parts of its evidence, in order", async (graph) => {
      const commit = "f".repeat(40);
      const evidence = [
        { found: "trailer", text: "Closes: A-1", uri: "commit:1", line: 12, commit },
        { found: "branch name", text: "feature/A-1", uri: "commit:2" },
        { found: "commit subject", text: "", uri: "" },
      ];
      await graph.restate([says("s", above("a", "b", { evidence }))], day(1));
      expect((await graph.edges({})).rows[0]?.evidence).toEqual(evidence);
    });

    test("closes what it does not support any more when it is stated again", async (graph) => {
      await graph.restate([stated], day(1));
      await graph.restate([says("s")], day(3));
      expect((await graph.edges({})).rows).toEqual([]);
      expect((await graph.edges({ withClosed: true })).rows).toEqual([above("a", "b", { validTo: day(3) })]);
    });

    test("opens, keeps and closes in one go", async (graph) => {
      await graph.restate([says("s", above("a", "b"), above("a", "c"))], day(1));
      await graph.restate([says("s", above("a", "c"), above("a", "d", { validFrom: day(2) }))], day(2));
      expect(await spans(graph, { to: ["b"] })).toEqual(["1–2"]);
      expect(await spans(graph, { to: ["c"] })).toEqual(["1–now"]);
      expect(await spans(graph, { to: ["d"] })).toEqual(["2–now"]);
    });

    test("twice with the same words changes nothing", async (graph) => {
      await graph.restate([stated], day(1));
      await graph.restate([stated], day(9));
      expect(await spans(graph)).toEqual(["1–now"]);
    });

    test("without edges supports nothing, which is remembered", async (graph) => {
      await graph.restate([says("empty")], day(1));
      expect((await graph.edges({ source: "empty" })).rows).toEqual([]);
      expect((await graph.marks()).has("empty")).toBe(true);
    });

    test("never touches what another source says", async (graph) => {
      await graph.restate([stated, says("t", above("a", "c"))], day(1));
      await graph.restate([says("s")], day(2));
      expect(written((await graph.edges({})).rows)).toEqual(["a parentOf c"]);
    });

    test("beside another with the same edge keeps an edge of its own", async (graph) => {
      await graph.restate([stated, says("t", above("a", "b", { confidence: 0.5 }))], day(1));
      expect((await graph.edges({})).rows.map(({ source }) => source).toSorted()).toEqual(["s", "t"]);
      await graph.restate([says("s")], day(2));
      expect((await graph.edges({})).rows).toEqual([above("a", "b", { source: "t", confidence: 0.5 })]);
    });

    test("can hand an edge over to another source in one call", async (graph) => {
      await graph.restate([stated], day(1));
      await graph.restate([says("s"), says("t", above("a", "b", { validFrom: day(2) }))], day(2));
      expect(await spans(graph, { source: "s" })).toEqual(["1–2"]);
      expect(await spans(graph, { source: "t" })).toEqual(["2–now"]);
    });

    test("with an edge to itself keeps it", async (graph) => {
      await graph.restate([says("s", above("a", "a"))], day(1));
      expect(written((await graph.edges({ from: ["a"] })).rows)).toEqual(["a parentOf a"]);
      expect(written((await graph.edges({ to: ["a"] })).rows)).toEqual(["a parentOf a"]);
    });

    test("with edges in both directions keeps both", async (graph) => {
      await graph.restate([says("s", above("a", "b"), above("b", "a"))], day(1));
      expect(written((await graph.edges({})).rows)).toEqual(["a parentOf b", "b parentOf a"]);
    });

    test("with one edge twice has it once, as it was said last", async (graph) => {
      await graph.restate([says("s", above("a", "b", { confidence: 0.1 }), above("a", "b"))], day(1));
      expect((await graph.edges({})).rows).toEqual([above("a", "b")]);
    });

    test("twice in one call counts as it was said last", async (graph) => {
      await graph.restate([{ ...stated, mark: "first" }, says("s", above("a", "c"))], day(1));
      expect(written((await graph.edges({ withClosed: true })).rows)).toEqual(["a parentOf c"]);
      expect((await graph.marks()).get("s")).toBe("mark of s");
    });

    test("by nobody changes nothing", async (graph) => {
      await graph.restate([stated], day(1));
      await graph.restate([], day(2));
      expect(await spans(graph)).toEqual(["1–now"]);
    });

    test("can name nodes of which there is none", async (graph) => {
      await graph.restate([stated], day(1));
      expect((await graph.edges({ from: ["a"] })).rows).toEqual([above("a", "b")]);
      expect((await graph.counts()).nodes).toEqual({});
    });

    test("can have thousands of edges, and lose every second one", async (graph) => {
      const edges = Array.from({ length: 4_000 }, (_, at) => above("a", `n${at}`));
      await graph.restate([says("s", ...edges)], day(1));
      await graph.restate([says("s", ...edges.filter((_, at) => at % 2 === 0))], day(2));
      expect(await graph.counts()).toMatchObject({ edges: { parentOf: 2_000 }, closedEdges: 2_000 });
    });

    test("can be one of thousands in one call", async (graph) => {
      const statements = Array.from({ length: 3_000 }, (_, at) => says(`s${at}`, above("a", `n${at}`)));
      await graph.restate(statements, day(1));
      expect((await graph.counts()).edges).toEqual({ parentOf: 3_000 });
      expect((await graph.marks()).size).toBe(3_000);
    });

    test("for an edge of another source is refused, and nothing of the call is kept", async (graph) => {
      const foreign = { source: "s", mark: "1", edges: [above("a", "b", { source: "t" })] };
      await expect(graph.restate([says("u", above("a", "c")), foreign], day(1))).rejects.toMatchObject({
        reason: "badInput",
      });
      expect((await graph.edges({ withClosed: true })).rows).toEqual([]);
      expect((await graph.marks()).size).toBe(0);
    });

    test("for a closed edge is refused", async (graph) => {
      const closed = says("s", above("a", "b", { validTo: day(2) }));
      await expect(graph.restate([closed], day(3))).rejects.toMatchObject({ reason: "badInput" });
      expect((await graph.counts()).closedEdges).toBe(0);
    });

    for (const text of ["", "yesterday", "2026-13-01T00:00:00Z", "2026-01-01T00:00:00"]) {
      test(`from ${JSON.stringify(text)} on is refused, which is no instant`, async (graph) => {
        const wrong = says("s", above("a", "b", { validFrom: text }));
        await expect(graph.restate([wrong], day(3))).rejects.toMatchObject({ reason: "badInput" });
        await expect(graph.restate([stated], text)).rejects.toMatchObject({ reason: "badInput" });
        expect((await graph.edges({ withClosed: true })).rows).toEqual([]);
      });
    }
  },
};

/** Sources that go and come back. */
export const goneCases: GraphCases = {
  subject: "a source that is gone",
  declare(test) {
    test("has all its edges closed and its mark forgotten", async (graph) => {
      await graph.restate([says("s", above("a", "b"), above("a", "c"))], day(1));
      await graph.restate([gone("s")], day(4));
      expect(await spans(graph)).toEqual(["1–4", "1–4"]);
      expect((await graph.marks()).size).toBe(0);
    });

    test("leaves all others as they are", async (graph) => {
      await graph.restate([says("s", above("a", "b")), says("ss", above("a", "b"))], day(1));
      await graph.restate([gone("s")], day(4));
      expect(await spans(graph, { source: "ss" })).toEqual(["1–now"]);
      expect([...(await graph.marks()).keys()]).toEqual(["ss"]);
    });

    test("and was never there changes nothing", async (graph) => {
      await graph.restate([gone("never")], day(1));
      expect((await graph.marks()).size).toBe(0);
      expect(await graph.counts()).toEqual({ nodes: {}, edges: {}, closedEdges: 0 });
    });

    test("twice is closed when it went first", async (graph) => {
      await graph.restate([stated], day(1));
      await graph.restate([gone("s")], day(4));
      await graph.restate([gone("s")], day(6));
      expect(await spans(graph)).toEqual(["1–4"]);
    });

    test("supports nothing, whatever edges come with it", async (graph) => {
      await graph.restate([{ ...stated, gone: true }], day(1));
      expect((await graph.edges({ withClosed: true })).rows).toEqual([]);
    });

    test("can come back with new edges", async (graph) => {
      await graph.restate([stated], day(1));
      await graph.restate([gone("s")], day(4));
      await graph.restate([says("s", above("a", "c", { validFrom: day(2) }))], day(6));
      expect(await spans(graph, { to: ["c"] })).toEqual(["2–now"]);
      expect((await graph.marks()).get("s")).toBe("mark of s");
    });

    test("can come back with the old edge, which held at two times then", async (graph) => {
      await graph.restate([stated], day(1));
      await graph.restate([gone("s")], day(4));
      await graph.restate([stated], day(6));
      expect(await spans(graph)).toEqual(["1–4", "6–now"]);
    });
  },
};

/** Edges that hold, end and hold again. */
export const reopenCases: GraphCases = {
  subject: "an edge that was closed",
  declare(test) {
    test("and is supported again is a new one from then on", async (graph) => {
      await graph.restate([stated], day(1));
      await graph.restate([says("s")], day(3));
      await graph.restate([stated], day(5));
      expect(await spans(graph)).toEqual(["1–3", "5–now"]);
    });

    test("and is supported again from a later day on begins on that day", async (graph) => {
      await graph.restate([stated], day(1));
      await graph.restate([says("s")], day(3));
      await graph.restate([says("s", above("a", "b", { validFrom: day(8) }))], day(5));
      expect(await spans(graph)).toEqual(["1–3", "8–now"]);
    });

    test("keeps the evidence of its time beside that of the new one", async (graph) => {
      const evidence = [{ found: "comment", text: "again", uri: "repo:b.ts" }];
      await graph.restate([stated], day(1));
      await graph.restate([says("s")], day(3));
      await graph.restate([says("s", above("a", "b", { evidence }))], day(5));
      const { rows } = await graph.edges({ withClosed: true });
      expect(rows.map((edge) => edge.evidence)).toEqual([above("a", "b").evidence, evidence]);
    });

    test("can be closed and opened as often as somebody changes their mind", async (graph) => {
      for (const at of [1, 3, 5, 7]) {
        await graph.restate([says("s", above("a", "b", { validFrom: day(at) }))], day(at));
        await graph.restate([says("s")], day(at + 1));
      }
      expect(await spans(graph)).toEqual(["1–2", "3–4", "5–6", "7–8"]);
    });

    test("stays closed when its source goes later", async (graph) => {
      await graph.restate([stated], day(1));
      await graph.restate([says("s")], day(3));
      await graph.restate([gone("s")], day(5));
      expect(await spans(graph)).toEqual(["1–3"]);
    });

    test("by one source may be opened by another for the time before", async (graph) => {
      await graph.restate([stated], day(1));
      await graph.restate([says("s")], day(3));
      await graph.restate([says("t", above("a", "b"))], day(5));
      expect(await spans(graph, { source: "t" })).toEqual(["1–now"]);
    });

    test("by a clock that was ahead begins anew when it had ended, so that its times do not overlap", async (graph) => {
      await graph.restate([stated], day(1));
      await graph.restate([says("s")], day(20));
      await graph.restate([stated], day(5));
      expect(await spans(graph)).toEqual(["1–20", "20–now"]);
    });

    test("by a clock that was behind ends when it began, and not before", async (graph) => {
      await graph.restate([says("s", above("a", "b", { validFrom: day(9) }))], day(2));
      await graph.restate([says("s")], day(5));
      expect(await spans(graph)).toEqual(["9–9"]);
      for (const asOf of [day(5), day(8), day(9), day(10)])
        expect((await graph.edges({ asOf })).rows).toEqual([]);
    });

    test("by the going of its source, as seen by a clock that was behind, ends when it began", async (graph) => {
      await graph.restate([says("s", above("a", "b", { validFrom: day(9) }), above("a", "c"))], day(2));
      await graph.restate([gone("s")], day(5));
      expect((await spans(graph)).toSorted()).toEqual(["1–5", "9–9"]);
    });

    test("in the instant in which it began was never valid", async (graph) => {
      await graph.restate([stated], day(1));
      await graph.restate([says("s")], day(1));
      expect(await spans(graph)).toEqual(["1–1"]);
      expect((await graph.edges({ asOf: day(1) })).rows).toEqual([]);
    });
  },
};
