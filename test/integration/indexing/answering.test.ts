import { beforeAll, describe, expect, it } from "vitest";
import type { TestRepository } from "../../support/gitRepository.ts";
import { createRepository } from "../../support/gitRepository.ts";
import type { IndexedFolder } from "../../support/indexedFolder.ts";
import { indexedFolder } from "../../support/indexedFolder.ts";

const retry = `import { sleep } from "./sleep.ts";

/** Tries a request again after a growing pause, because the gateway drops one call in fifty. */
export async function retryWithBackoff(call: () => Promise<Response>, attempts: number): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    const response = await call();
    if (response.ok || attempt === attempts) return response;
    await sleep(2 ** attempt * 100);
  }
}
`;

let repository: TestRepository;
let folder: IndexedFolder;
let retryCommit: string;

beforeAll(async () => {
  repository = createRepository({
    "src/sleep.ts":
      "/** Waits. */\nexport function sleep(ms: number): Promise<void> {\n  return new Promise((done) => setTimeout(done, ms));\n}\n",
    "src/invoice.ts":
      "/** Prints an invoice with the tax of the customer's country. */\nexport class Invoice {\n  total(): number {\n    return this.net() * (1 + this.tax());\n  }\n  net(): number {\n    return 100;\n  }\n  tax(): number {\n    return 0.2;\n  }\n}\n",
    "test/invoice.test.ts":
      "import { Invoice } from '../src/invoice.ts';\nit('adds the tax of the country', () => {\n  expect(new Invoice().total()).toBe(120);\n});\n",
    "docs/specs/SHOP-7-gateway.md":
      "---\nid: SHOP-7\nkind: story\ntitle: Survive a flaky payment gateway\nstatus: done\ntags: [payments]\n---\n\n# Survive a flaky payment gateway\n\n## Why\n\nThe payment gateway drops calls at night, and customers saw errors although their money was taken.\n",
    "docs/history.md": "# History\n\nThe file old/basket.ts kept the basket of a customer.\n",
    "README.md": "# Shop\n\nA small shop. Orders are paid by card.\n",
  });
  retryCommit = repository.commit(
    "SHOP-7: retry calls to the payment gateway\n\nOne call in fifty is dropped.",
    { "src/retry.ts": retry },
    { authorName: "Grace Hopper", authorEmail: "grace@example.com" },
  );
  folder = indexedFolder(repository.folder);
  await folder.index();
});

describe("searching", () => {
  it("finds code by what it does", async () => {
    const [first] = await folder.search("try the request again with a growing pause");
    expect(first).toMatchObject({ rank: 1, path: "src/retry.ts", kind: "code", title: "retryWithBackoff" });
  });

  it("finds the definition of a name, in a question and with a typo in case", async () => {
    expect((await folder.search("where is retryWithBackoff defined?"))[0]).toMatchObject({
      path: "src/retry.ts",
    });
    expect((await folder.search("what does `RetryWithBackoff` do?"))[0]).toMatchObject({
      path: "src/retry.ts",
    });
  });

  it("says for every result which searches found it and with what score", async () => {
    const [first] = await folder.search("retryWithBackoff pause");
    expect(first?.reasons.map(({ found }) => found)).toEqual(
      expect.arrayContaining(["text", "vector", "symbol"]),
    );
    for (const reason of first?.reasons ?? []) expect(reason.score).toBeGreaterThan(0);
  });

  it("finds the document that states a key, and what mentions it", async () => {
    const results = await folder.search("SHOP-7");
    expect(results[0]).toMatchObject({ path: "docs/specs/SHOP-7-gateway.md", key: "SHOP-7", kind: "spec" });
    expect(results).toContainEqual(expect.objectContaining({ uri: `commit:${retryCommit}` }));
  });

  it("past commits with a similar message point at the files they changed", async () => {
    const results = await folder.search("calls to the payment gateway", { kinds: ["code"] });
    const hit = results.find(({ path }) => path === "src/retry.ts");
    expect(hit?.reasons.find(({ found }) => found === "history")?.detail).toContain(retryCommit.slice(0, 7));
  });

  it("finds what a stack frame of another machine points at", async () => {
    const [first] = await folder.search("Error: x\n    at retry (/home/ci/build/src/retry.ts:6:22)");
    expect(first).toMatchObject({ path: "src/retry.ts" });
    expect(first?.startLine).toBeLessThanOrEqual(6);
    expect(first?.endLine).toBeGreaterThanOrEqual(6);
  });

  it("finds commits by hash and by person", async () => {
    expect((await folder.search(`what is ${retryCommit.slice(0, 8)}?`))[0]).toMatchObject({
      uri: `commit:${retryCommit}`,
    });
    expect((await folder.search("what did Grace Hopper change?")).map(({ uri }) => uri)).toContain(
      `commit:${retryCommit}`,
    );
  });

  it("finds what is quoted word for word", async () => {
    const results = await folder.search('where does "drops one call in fifty" stand?');
    const quote = results[0]?.reasons.find(({ found }) => found === "quote");
    expect(results[0]).toMatchObject({ path: "src/retry.ts" });
    expect(quote?.detail).toContain("drops one call in fifty");
  });

  it("finds commits of the time that the question names", async () => {
    const found = async (question: string) =>
      (await folder.search(question))
        .filter(({ reasons }) => reasons.some((reason) => reason.found === "commit"))
        .map(({ uri }) => uri);
    expect(await found("which commits touched the gateway in January 2024?")).toContain(
      `commit:${retryCommit}`,
    );
    expect(await found("which commits touched the gateway in March 2023?")).toEqual([]);
  });

  it("brings what stands around a hit: callees, neighbours and tests", async () => {
    const around = async (question: string) =>
      (await folder.search(question)).flatMap(({ path, reasons }) =>
        reasons.filter(({ found }) => found === "neighbour").map(({ detail }) => `${path} ${detail}`),
      );
    expect((await around("retryWithBackoff")).join("\n")).toContain(
      "src/sleep.ts is called by retryWithBackoff",
    );
    expect((await around("Invoice total with tax")).join("\n")).toMatch(/test\/invoice\.test\.ts calls/);
  });

  it("filters apply before ranking", async () => {
    const paths = async (filter: Parameters<IndexedFolder["search"]>[1]) =>
      (await folder.search("invoice tax total", filter)).map(({ path }) => path);
    expect(new Set(await paths({ pathGlob: "test/**" }))).toEqual(new Set(["test/invoice.test.ts"]));
    expect(new Set(await paths({ tag: "test" }))).toEqual(new Set(["test/invoice.test.ts"]));
    expect(await paths({ kinds: ["spec"] })).toEqual(["docs/specs/SHOP-7-gateway.md"]);
    expect(await paths({ since: "2100-01-01T00:00:00.000Z" })).toEqual([]);
  });

  it("puts the code before its test unless the test is asked for", async () => {
    const order = async (question: string) =>
      (await folder.search(question)).map(({ path }) => path).filter((path) => path?.includes("invoice"));
    expect((await order("tax of the country on an invoice"))[0]).toBe("src/invoice.ts");
    expect((await order("which test checks the tax of the country"))[0]).toBe("test/invoice.test.ts");
  });

  it.each([
    "",
    "   ",
    "🙂",
    '"',
    "AND OR NOT",
    "a".repeat(100_000),
    "'; DROP TABLE documents; --",
    "*",
    "(((",
    "text:foo^3~",
  ])("odd query %# finds something or nothing, and never fails", async (question) => {
    expect(Array.isArray(await folder.search(question))).toBe(true);
  });

  it("gives as many results as were asked for where there are as many", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 260 }, (_, at) => [
        `notes/n${at}.md`,
        `# Note ${at}\n\nThe harbour has ${at} boats.\n`,
      ]),
    );
    const many = indexedFolder(createRepository(files).folder);
    await many.index();
    expect(await many.search("boats in the harbour", {}, 250)).toHaveLength(250);
  });
});

describe("asking", () => {
  it("answers with passages, each cited with lines and the commit that was read", async () => {
    const answer = await folder.ask("Why are requests tried again after a growing pause?");
    expect(answer.found).toBe(true);
    expect(answer.passages.length).toBeGreaterThanOrEqual(1);
    expect(answer.passages.length).toBeLessThanOrEqual(5);
    for (const { citation, text } of answer.passages) {
      if (citation.path === undefined) continue;
      const lines = repository.git("show", `${citation.commit}:${citation.path}`).split("\n");
      expect(text).toBe(lines.slice((citation.startLine ?? 0) - 1, citation.endLine).join("\n"));
      expect(citation.label).toBe(
        `${citation.path}:${citation.startLine}-${citation.endLine}@${citation.commit?.slice(0, 7)}`,
      );
    }
    expect(answer.passages.map(({ citation }) => citation.path)).toContain("src/retry.ts");
  });

  it("answers for a name with one slip of the fingers, and says so", async () => {
    const answer = await folder.ask("what does retryWhithBackoff do?");
    expect(answer.found).toBe(true);
    expect(answer.question).toBe("what does retryWhithBackoff do?");
    expect(answer.summary).toContain(
      "Nothing here is named retryWhithBackoff; this is about retryWithBackoff.",
    );
    expect(answer.passages[0]?.citation.path).toBe("src/retry.ts");
    const swapped = await folder.ask("why does retryWithBakcoff send letters to customers on Mars?");
    expect(swapped.found).toBe(false);
    expect(swapped.summary).toContain("Did you mean retryWithBackoff?");
    expect((await folder.ask("what does dropWithBackoff do?")).found).toBe(false);
  });

  it("takes a class and a field of its name for one name, and the class where a class is written", async () => {
    const source =
      "class LedgerBook:\n    pass\n\ndef open():\n    ledgerBook = LedgerBook()\n    return ledgerBook\n";
    const field = "class Shelf {\n  LedgerBook ledgerBook = new LedgerBook();\n}\n";
    const books = indexedFolder(createRepository({ "book.py": source, "Shelf.java": field }).folder);
    await books.index();
    const answer = await books.ask("what is a LedgrBook?");
    expect(answer.summary).toContain("this is about LedgerBook.");
  });

  it("takes no defined name for a slip where another part of it is unknown, and comes to an end", async () => {
    const source = "def walker(a):\n    return a + 1\n\ndef walkers(a):\n    return [walker(x) for x in a]\n";
    const walking = indexedFolder(createRepository({ "walk.py": source }).folder);
    await walking.index();
    for (const name of ["walker", "walkers"]) {
      const answer = await walking.ask(`What does Zorblax.${name} do?`);
      expect(answer).toMatchObject({ found: false, passages: [] });
      expect(answer.summary).toContain(`nothing here is named Zorblax.${name}`);
    }
  });

  it("finds the commit that introduced a name by the files of the history", async () => {
    const results = await folder.search("which commit introduced retryWithBackoff?");
    expect(results[0]).toMatchObject({ kind: "commit", uri: `commit:${retryCommit}` });
    expect(results[0]?.reasons.map(({ detail }) => detail)).toContain(
      "is the first that changed src/retry.ts, which defines retryWithBackoff",
    );
  });

  it("answers what changed in a folder", async () => {
    const answer = await folder.ask("what changed in 2024 in the specs folder?");
    expect(answer.found).toBe(true);
    expect(answer.passages[0]?.reason).toContain("docs/specs/SHOP-7-gateway.md");
    expect((await folder.ask("what changed in 2024 in the kubernetes folder?")).found).toBe(false);
  });

  it("says where a file lies that is not where the question has it", async () => {
    const answer = await folder.ask("what does server/payment/retry.ts do?");
    expect(answer.summary).toContain(
      "There is no server/payment/retry.ts; a file of that name is src/retry.ts.",
    );
    expect((await folder.ask("what does src/retry.ts do?")).summary).not.toContain("There is no");
  });

  it("refuses a file that is nowhere, whatever its name is made of", async () => {
    expect((await folder.ask("what is in src/gateway/invoice-calls.ts?")).found).toBe(false);
  });

  it("refuses a file of which a text has the name alone, and answers where it has the folder too", async () => {
    expect((await folder.ask("what is in src/basket.ts?")).found).toBe(false);
    expect((await folder.ask("what does old/basket.ts keep of a customer?")).found).toBe(true);
  });

  it("answers a line of a file and a pasted trace, whatever numbers stand beside it", async () => {
    for (const question of [
      "src/retry.ts:6",
      "Error: 1048583 bytes\n    at retryWithBackoff (/home/ci/build/src/retry.ts:6:22)\n    at run (/opt/x/main.js:512:9)",
    ]) {
      const answer = await folder.ask(question);
      expect(answer.found, question).toBe(true);
      expect(answer.passages[0]?.citation.path).toBe("src/retry.ts");
    }
  });

  it("answers what changed in a year, and says who and when", async () => {
    const answer = await folder.ask("what changed in 2024?");
    expect(answer.found).toBe(true);
    expect(answer.passages.map(({ byline }) => byline)).toContain("Grace Hopper, 2024-01-01");
    expect((await folder.ask("what changed in 2019?")).found).toBe(false);
  });

  it("cites a commit by its hash", async () => {
    const answer = await folder.ask("which commit added retries for the payment gateway?");
    const commit = answer.passages.find(({ kind }) => kind === "commit");
    expect(commit?.citation).toMatchObject({ label: retryCommit.slice(0, 7), commit: retryCommit });
  });

  it.each([
    "How does the warehouse robot choose its charging station?",
    "What does `InventoryForecast.simulate()` return?",
    "What was decided in SHOP-999?",
    "",
  ])("says that nothing was found: %s", async (question) => {
    const answer = await folder.ask(question);
    expect(answer).toMatchObject({ found: false, passages: [] });
    expect(answer.summary.length).toBeGreaterThan(10);
  });

  it("does not cite a commit for lines that are not committed", async () => {
    const dirty = createRepository({ "a.md": "# Ferry\n\nThe ferry leaves at nine.\n" });
    dirty.write({ "a.md": "# Ferry\n\nThe ferry leaves at ten sharp.\n" });
    const edited = indexedFolder(dirty.folder);
    await edited.index();
    const { passages } = await edited.ask("when does the ferry leave?");
    expect(passages[0]?.citation.label).toBe("a.md:1-3");
    dirty.commit("later", {});
    await edited.index();
    expect((await edited.ask("when does the ferry leave?")).passages[0]?.citation.label).toMatch(
      /^a\.md:1-3@[0-9a-f]{7}$/,
    );
  });
});
