import { writeFileSync } from "node:fs";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/gitRepository.ts";
import { type IndexedFolder, indexedFolder } from "../../support/indexedFolder.ts";
import { runWhence } from "../../support/runCommand.ts";

let whence: IndexedFolder;
let place: readonly string[];

beforeAll(async () => {
  const folder = temporaryFolder();
  writeFileSync(
    path.join(folder, "refund.ts"),
    "export function refundOrder(order: string) {\n  return order;\n}\n",
  );
  writeFileSync(
    path.join(folder, "guide.md"),
    "# Guide\n\nA refund is paid by the clerk. NEAR the door OR the window. 😀\n",
  );
  whence = indexedFolder(folder);
  await whence.index();
  place = ["--folder", folder, "--store", whence.place.store ?? ""];
});

const megabyte = 1024 ** 2;

describe("odd queries", () => {
  it.each([
    "",
    "   \t\n ",
    "😀",
    "👩‍👩‍👧‍👦🏳️‍🌈".repeat(200),
    '"',
    "'; DROP TABLE documents; --",
    '" OR 1=1 --',
    '"refund" NEAR/2 "order"',
    "NEAR(refund order, 2)",
    "refund* OR (order AND NOT clerk) ^3 {a b}:c",
    "title:refund -order +clerk ~1 /re.*/ [a TO b]",
    "*",
    "(",
    ")))(((",
    "%_\\",
    "\0refund\0",
    "refund\u202e\ufeff\u200b",
    "\ud800 lone surrogate",
    "`refund` $(touch x) <script>",
    "__proto__ constructor toString hasOwnProperty",
    "path: ../../../etc/passwd:0",
    'File "/etc/passwd", line 99999999999999999999',
    "ABCDEF0123456789".repeat(64),
    "refund ".repeat(megabyte / 7),
    "a".repeat(megabyte),
    "((((".repeat(megabyte / 4),
    "`a` ".repeat(megabyte / 4),
    "Foo.bar::baz#".repeat(megabyte / 13),
    "a/b/c/".repeat(megabyte / 6),
    Array.from({ length: 100_000 }, (_, at) => `w${at}`).join(" "),
  ])("%# is answered like any other, by search and by ask", async (query) => {
    const results = await whence.search(query);
    expect(results.length).toBeLessThanOrEqual(2);
    expect(await whence.ask(query)).toHaveProperty("found");
    // Nothing was harmed.
    expect((await whence.search("refundOrder"))[0]?.path).toBe("refund.ts");
  });

  it.each([
    ['"refund" OR 1=1 --', "refund"],
    ["(refund) NEAR/2 *", "refund"],
    ["\0refund\0", "refund"],
  ])("%j finds what its words find", async (query, words) => {
    const pathsOf = async (text: string) =>
      (await whence.search(text)).map(({ path: file }) => file).toSorted();
    expect(await pathsOf(query)).toEqual(await pathsOf(words));
  });
});

describe("odd words on the command line", () => {
  it.each([
    [["search", ""], /What should be searched for\?/],
    [["search", "  "], /What should be searched for\?/],
    [["ask", ""], /What do you want to know\?/],
    [["search", "x", "--limt", "3"], /no option --limt\. Did you mean --limit\?/],
    [["serach", "x"], /no command "serach"\. Did you mean whence search\?/],
  ])("%j: exit code 2, with a sentence and the usage", async (words, sentence) => {
    const { code, stdout, stderr } = await runWhence([...words, ...place]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(sentence);
  });

  it("a query of 100 kB, the longest word that the system takes nearly, is answered", async () => {
    const { code, stdout } = await runWhence(["search", "refund ".repeat(14_000), "--json", ...place]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toHaveLength(2);
  });
});

describe("queries files", () => {
  async function searchFile(content: string | Buffer) {
    const file = path.join(temporaryFolder(), "queries.jsonl");
    writeFileSync(file, content);
    const { code, stdout, stderr } = await runWhence(["search", "--queries", file, "--limit", "1", ...place]);
    const answers = stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
    return { code, stderr, answers };
  }

  it("broken lines are named by number, exit with 1, and the others are answered", async () => {
    const lines = [
      '{"id": 1, "query": "refundOrder"}',
      '{"id": 2, "query": ',
      "",
      "null",
      '{"id": 5, "query": 7}',
      `${"[".repeat(100_000)}`,
      '{"id": "7", "query": "clerk"}',
    ];
    const { code, stderr, answers } = await searchFile(lines.join("\n"));
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /queries\.jsonl: line 2, line 4, line 5, line 6 is no JSON object.*the others are answered\./,
    );
    expect(answers.map(({ id, results }) => [id, results[0]?.path])).toEqual([
      [1, "refund.ts"],
      ["7", "guide.md"],
    ]);
  });

  it("an empty file has no answers, which is no failure", async () => {
    expect(await searchFile("")).toEqual({ code: 0, stderr: "", answers: [] });
    expect(await searchFile("\n\n")).toEqual({ code: 0, stderr: "", answers: [] });
  });

  it("empty, odd and very long queries are answered in order", async () => {
    const queries = ["", " ", "😀", '"', "\0", "refund ".repeat(megabyte / 7)];
    const { code, answers } = await searchFile(
      queries.map((query, id) => JSON.stringify({ id, query })).join("\r\n"),
    );
    expect(code).toBe(0);
    expect(answers.map(({ id }) => id)).toEqual(queries.map((_, id) => id));
    expect(answers[0].results).toEqual([]);
  });

  it("a file of 10 MB that holds no line end, or no text, is one broken line", async () => {
    for (const content of [Buffer.alloc(10 * megabyte), "x".repeat(10 * megabyte)]) {
      const { code, stderr, answers } = await searchFile(content);
      expect({ code, answers }).toEqual({ code: 1, answers: [] });
      expect(stderr).toMatch(/line 1 is no JSON object/);
      expect(stderr.length).toBeLessThan(300);
    }
  });

  it("a file of 10 MB with long lines is answered line by line", async () => {
    const lines = Array.from({ length: 40 }, (_, id) =>
      JSON.stringify({ id, query: "refund", note: "x".repeat(megabyte / 4) }),
    );
    const { code, answers } = await searchFile(lines.join("\n"));
    expect(code).toBe(0);
    expect(answers).toHaveLength(40);
  });
});
