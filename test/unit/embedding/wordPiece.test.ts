import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { packageRoot } from "../../../server/base/packageRoot.ts";
import { buildPieceTrie } from "../../../server/embedding/pieceTrie.ts";
import { wordPieces } from "../../../server/embedding/wordPiece.ts";

const vocabulary = readFileSync(path.join(packageRoot(), "dist/embedder/vocab.txt"), "utf8")
  .trimEnd()
  .split("\n");
const trie = buildPieceTrie(vocabulary);

describe("word pieces", () => {
  const golden = path.join(packageRoot(), "test/fixtures/embedding/bertPieces.json");
  const reference = JSON.parse(readFileSync(golden, "utf8")) as { text: string; pieces: string[] }[];

  it.each(reference)("are those of BERT's own tokenizer: $text", ({ text, pieces }) => {
    expect(piecesOf(text)).toEqual(pieces);
  });

  it.each([
    ["getUserName", "get user name"],
    ["parseHTTPResponse", "parse http response"],
    ["snake_case_name", "snake case name"],
    ["MAX_VALUE", "max value"],
    ["open2file", "open 2 file"],
    ["IDs and URLs", "ids and urls"],
    ["Is this", "is this"],
    ["aB", "a b"],
  ])("of %s are those of its words", (identifier, words) => {
    expect(piecesOf(identifier)).toEqual(piecesOf(words));
  });

  it("stop at the limit that the caller's memory sets", () => {
    const rows = new Int32Array(3);
    expect(wordPieces(trie, "one two three four five", rows)).toBe(3);
    expect([...rows].map((row) => vocabulary[row])).toEqual(["one", "two", "three"]);
  });

  it("of punctuation, symbols and half characters are none", () => {
    expect(piecesOf("(){}[];:,.!? — → \ud83d \ud83d\ude00")).toEqual([]);
  });
});

describe("a small vocabulary", () => {
  const small = buildPieceTrie(["un", "##aff", "##able", "##a", "affable"]);
  const spell = (text: string) => {
    const rows = new Int32Array(8);
    return [...rows.subarray(0, wordPieces(small, text, rows))];
  };

  it("is matched greedily, longest first", () => {
    expect(spell("unaffable affable")).toEqual([0, 1, 2, 4]);
  });

  it("gives nothing for a word that it spells only in part", () => {
    expect(spell("unaffx un")).toEqual([0]);
  });
});

function piecesOf(text: string): string[] {
  const rows = new Int32Array(400);
  return [...rows.subarray(0, wordPieces(trie, text, rows))].map((row) => vocabulary[row] ?? "");
}
