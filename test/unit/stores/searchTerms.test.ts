import { describe, expect, it } from "vitest";
import { queryTerms, searchTerms } from "../../../server/model/searchTerms.ts";
import { wordStem } from "../../../server/model/wordStem.ts";

describe("terms of code and text", () => {
  it.each([
    ["getUserName", ["get", "user", "name", "getusernam"]],
    ["get_user_name", ["get", "user", "name", "getusernam"]],
    ["HTTPServer2", ["http", "server", "2", "httpserver2"]],
    ["__init__", ["init"]],
    ["$scope", ["scop"]],
    ["XMLHttpRequest", ["xml", "http", "request", "xmlhttprequest"]],
    ["MAX_SIZE", ["max", "size", "maxsiz"]],
    ["a.b->c()", ["a", "b", "c"]],
  ])("splits %s into its parts and the whole", (identifier, terms) => {
    expect(searchTerms(identifier)).toEqual(terms);
  });

  it("lets camel case, snake case and the whole name meet", () => {
    const whole = (name: string) => searchTerms(name).at(-1);
    expect(whole("parseJsonFile")).toBe(whole("parse_json_file"));
    expect(whole("parseJsonFile")).toBe(searchTerms("parsejsonfile")[0]);
  });

  it("keeps issue keys and hashes whole, besides their parts", () => {
    expect(searchTerms("done: WH-12 in a1b2c3d4e5")).toEqual([
      "done",
      "wh",
      "12",
      "in",
      "a1b2c3d4e5",
      "wh-12",
    ]);
  });

  it("folds accents, compatibility forms and emoji away", () => {
    expect(searchTerms("Café ﬁle über😀smile “quoted”")).toEqual(["cafe", "file", "uber", "smil", "quot"]);
  });

  it("reads scripts without spaces as pairs of characters", () => {
    expect(searchTerms("検索エンジン")).toEqual(["検索", "索エ", "エン", "ンジ", "ジン"]);
  });

  it("leaves encoded data out", () => {
    expect(searchTerms(`key ${"QUJD".repeat(40)} end`)).toEqual(["key", "end"]);
  });

  it("gives equal terms to a word wherever it stands in its text", () => {
    const text = "The parser retries getUserName(WH-7) — naïvely, 10 times; utf8 検索.";
    const apart = text.split(" ").flatMap((word) => searchTerms(word));
    expect(searchTerms(text).sort()).toEqual(apart.sort());
  });
});

describe("terms of a question", () => {
  it("drops words that every text has, and repetitions", () => {
    expect(queryTerms("Why is the retry in the client, and why a retry?")).toEqual(["retry", "client"]);
  });

  it("keeps common words where there is nothing else", () => {
    expect(queryTerms("what is it").length).toBeGreaterThan(0);
  });

  it.each(["", "   ", "\"'`", "🎉🎉", "AND OR NOT ( * ~ ^", "\0\u0001", "\ud800"])(
    "reads %j without complaint",
    (query) => {
      expect(() => queryTerms(query)).not.toThrow();
    },
  );

  it("takes at most 64 terms, of a megabyte too", () => {
    const query = Array.from({ length: 120_000 }, (_, place) => `word${place}`).join(" ");
    expect(queryTerms(query)).toHaveLength(64);
    expect(queryTerms("x".repeat(1_000_000))).toEqual([]);
  });
});

describe("stems", () => {
  it.each([
    [["retry", "retries", "retried", "retrying"]],
    [["stop", "stops", "stopped", "stopping"]],
    [["cache", "caches", "cached", "caching"]],
    [["class", "classes"]],
    [["index", "indexes", "indexed", "indexing"]],
    [["match", "matches", "matched"]],
    [["call", "calls", "called", "calling"]],
  ])("are one for %j", (words) => {
    expect(new Set(words.map(wordStem)).size).toBe(1);
  });

  it.each([
    ["status", "state"],
    ["this", "thing"],
    ["index", "indexer"],
    ["bus", "buzz"],
    ["ring", "red"],
  ])("keep %s and %s apart", (one, other) => {
    expect(wordStem(one)).not.toBe(wordStem(other));
  });
});
