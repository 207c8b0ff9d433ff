import { expect } from "vitest";
import { above, day, type GraphCases, link, named, says } from "./graphTest.ts";

/** Texts which some store or other reads as something else than a text, cuts off or changes. */
const texts: readonly (readonly [string, string])[] = [
  ["single quotes", "it's 'quoted'"],
  ["double quotes", 'say "no"'],
  ["backticks", "`MATCH` `n`"],
  ["backslashes", "C:\\new\\table\\u0041\\"],
  ["SQL", "'; DROP TABLE nodes; --"],
  ["an SQL condition", "x' OR '1'='1"],
  ["Cypher", "'}) DETACH DELETE n //"],
  ["Cypher parameters", "$id {id: 1} $$"],
  ["SQL parameters", "? ?1 :id @id %s"],
  ["SQL wildcards", "100%_[a-z]*?"],
  ["a regular expression", "^(a+)+$|.*"],
  ["JSON", '{"id":"x","a":[1,null]}'],
  ["JSON pointers", "$.a[0].b"],
  ["HTML", "<script>alert('&amp;')</script>"],
  ["Markdown", "**bold** [link](javascript:x) `code`"],
  ["line ends", "one\ntwo\r\nthree\rfour\u2028five"],
  ["tabs and blanks", " \t lead and trail \t "],
  ["a NUL", "before\u0000after"],
  ["control characters", "\u0001\u0008\u001b[31mred\u001b[0m\u007f\u0085"],
  ["accents in one", "caf\u00e9"],
  ["accents in two", "cafe\u0301"],
  ["compatibility forms", "\ufb01le \u2460 \uff21"],
  ["emoji", "🦊👩‍👩‍👧‍👦🏳️‍🌈🇪🇺"],
  ["letters beyond 16 bits", "𝒲𝒽ℯ𝓃𝒸ℯ 𐍈 𠜎"],
  ["right to left", "שלום عليكم \u202eabc\u202c"],
  ["no width", "a\u200bb\u200dc\ufeffd"],
  ["Chinese, Japanese and Korean", "仕様書 스토리 规格"],
  ["Turkish i", "Iıİi ß ŉ"],
  ["non-characters", "\uffff\ufffe\ufffd"],
  ["numbers", "1e309 -0 NaN 0x10"],
  ["the empty text", ""],
  ["words for nothing", "null undefined NULL None"],
];

/** Texts that look alike and are not the same. */
const twins: readonly (readonly [string, string, string])[] = [
  ["é in one character and in two", "caf\u00e9", "cafe\u0301"],
  ["large and small letters", "WH-1", "wh-1"],
  ["Latin and Cyrillic", "a", "\u0430"],
  ["a blank at the end", "a", "a "],
  ["a NUL and what follows", "a\u0000b", "a\u0000c"],
  ["nothing and a NUL", "a", "a\u0000"],
  ["a ligature and its letters", "\ufb01", "fi"],
  ["a character of no width", "ab", "a\u200bb"],
  ["ß and ss", "ß", "ss"],
  ["two emoji of one family", "👩‍👧", "👩👧"],
];

/** Whatever people write, wherever they write it. */
export const textCases: GraphCases = {
  subject: "texts",
  declare(test) {
    for (const [name, text] of texts) {
      test(`with ${name} are kept in a node`, async (graph) => {
        const parts = { title: text, key: text, status: text, url: text, path: text, access: text };
        const node = named("x", "story", { ...parts, details: { [text]: [text] } });
        await graph.upsertNodes([node, named("y", "story", { key: `${text}.`, path: `${text}.` })]);
        expect(await graph.nodes(["x"])).toEqual([node]);
        expect(await graph.nodesByKey(text)).toEqual([node]);
        expect((await graph.listNodes({ path: text })).rows).toEqual([node]);
      });

      test(`with ${name} are kept in an edge`, async (graph) => {
        const evidence = [{ found: text, text, uri: text, commit: text }];
        const edge = link("a", "mentions", "b", { role: text, evidence, source: text });
        await graph.restate(
          [{ source: text, mark: text, edges: [edge] }, says("other", above("a", "b"))],
          day(1),
        );
        expect((await graph.edges({ source: text })).rows).toEqual([edge]);
        const marks = await graph.marks(text);
        expect(marks.get(text)).toBe(text);
        await graph.restate([{ source: text, mark: text, edges: [] }], day(2));
        expect((await graph.edges({})).rows).toEqual([{ ...above("a", "b"), source: "other" }]);
      });

      test(`with ${name} name nodes that edges join`, async (graph) => {
        const [from, to] = [text, `${text}→`];
        await graph.upsertNodes([named(from), named(to)]);
        await graph.restate([says("s", above(from, to))], day(1));
        expect((await graph.edges({ from: [from], to: [to] })).rows).toEqual([above(from, to)]);
        const steps = [{ kind: "parentOf", direction: "out" }] as const;
        const walk = await graph.walk({ start: [from], steps, depth: 1, limit: 9 });
        expect(walk.nodes.map(({ node }) => node.id)).toEqual([from, to]);
        expect(await graph.nodes([to, from])).toEqual([named(to), named(from)]);
      });
    }

    for (const [name, one, other] of twins) {
      test(`that differ in ${name} name two nodes, sources, roles and paths`, async (graph) => {
        const pair = [one, other];
        await graph.upsertNodes(pair.map((id) => named(id, "story", { title: `of ${id}`, path: id })));
        await graph.restate(
          pair.map((source) => says(source, ...pair.map((role) => above("a", "b", { role })))),
          day(1),
        );
        expect((await graph.nodes(pair)).map(({ title }) => title)).toEqual(pair.map((id) => `of ${id}`));
        expect((await graph.listNodes({ path: one })).rows.map(({ id }) => id)).toEqual([one]);
        expect((await graph.edges({ source: other })).rows.map(({ role }) => role).toSorted()).toEqual(
          pair.toSorted(),
        );
        expect((await graph.edges({})).rows).toHaveLength(4);
      });
    }

    for (const [name, letter] of [
      ["letters", "a"],
      ["emoji", "🦊"],
      ["quotes", "'\""],
      ["control characters", "\u0007"],
    ] as const) {
      test(`of 10,000 ${name} are kept in a title`, async (graph) => {
        const title = letter.repeat(10_000);
        await graph.upsertNodes([named("x", "story", { title })]);
        expect((await graph.nodes(["x"]))[0]?.title).toBe(title);
      });
    }

    test("of a million letters are kept in details", async (graph) => {
      const details = { criteria: ["Given when then. ".repeat(60_000)] };
      await graph.upsertNodes([named("x", "story", { details })]);
      expect((await graph.nodes(["x"]))[0]?.details).toEqual(details);
    });

    test("of a cursor survive whatever stands in a key", async (graph) => {
      const keys = texts.map(([, text]) => text);
      await graph.upsertNodes(keys.map((key, at) => named(`n${at}`, "story", { key })));
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await graph.listNodes({ limit: 1, ...(cursor === undefined ? {} : { cursor }) });
        seen.push(...page.rows.map(({ key }) => key ?? "none"));
        cursor = page.next;
      } while (cursor !== undefined);
      expect(seen.toSorted()).toEqual(keys.toSorted());
    });
  },
};
