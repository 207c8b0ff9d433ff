import { mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import type { SearchResult } from "../../../shared/model/searchResult.ts";
import { createRepository, type TestRepository, temporaryFolder } from "../../support/gitRepository.ts";
import { type IndexedFolder, indexedFolder } from "../../support/indexedFolder.ts";
import { startOpenAiServer } from "../../support/openaiServer.ts";
import { runWhence } from "../../support/runCommand.ts";

const longAgo = new Date("2024-01-01T00:00:00Z");
const sentences = (topic: string, count: number) =>
  Array.from({ length: count }, (_, at) => `Rule ${at} of ${topic} says what a clerk has to do then.`).join(
    "\n",
  );

let repository: TestRepository;
let folder: string;
let whence: IndexedFolder;

beforeAll(async () => {
  repository = createRepository();
  for (const [name, text] of Object.entries({
    "src/refund.ts": `export function refund(order: string): string {\n${"  order = order.trim();\n".repeat(120)}  return order;\n}\n`,
    "src/small.ts": "export const refundLimit = 100;\n",
    "docs/guide.md": `# Guide\n\n${sentences("refunding", 80)}\n`,
    "docs/short.md": "# Short\n\nRefunds are paid by the clerk.\n",
    "notes.txt": `${sentences("shipping", 60)}\n`,
    "ci.yaml": "build:\n  refund: true\n",
  })) {
    repository.commit(`Add ${name}`, { [name]: text });
    // What changed just before a run is read again, and that would be counted.
    utimesSync(repository.at(name), longAgo, longAgo);
  }
  folder = repository.folder;
  whence = indexedFolder(folder);
  await whence.index();
});

afterEach(async () => {
  rmSync(path.join(folder, ".whence"), { recursive: true, force: true });
  await whence.index();
});

function configure(text: string): void {
  mkdirSync(path.join(folder, ".whence"), { recursive: true });
  // Hidden from the index, so that the counts are those of the other files.
  writeFileSync(path.join(folder, ".whence/.gitignore"), "*\n");
  writeFileSync(path.join(folder, ".whence/config.yaml"), text);
}

/** What a run did after the file was changed to this. */
async function costOf(text: string) {
  configure(text);
  const { filesRead, documentsChanged, chunksEmbedded, chunksFromCache } = await whence.index();
  return { filesRead, documentsChanged, chunksEmbedded, chunksFromCache };
}

const nothing = { filesRead: 0, documentsChanged: 0, chunksEmbedded: 0, chunksFromCache: 0 };

describe("a changed value of .whence/config.yaml", () => {
  it("of retrieval or answering costs no indexing", async () => {
    const text =
      "retrieval: {weights: {text: 0.3}, off: [history, rerank], depth: 20}\nanswering: {supportThreshold: 0.9}\n";
    expect(await costOf(text)).toEqual(nothing);
  });

  it("of one kind's size reads and cuts that kind alone, and embeds only what is new", async () => {
    const cost = await costOf("chunking: {doc: {target: 600, max: 900}}\n");
    expect(cost).toMatchObject({ filesRead: 2, documentsChanged: 2 });
    expect(cost.chunksEmbedded).toBeGreaterThan(3);
    // The short document is still one passage.
    expect(cost.chunksFromCache).toBe(1);
    const again = await costOf("chunking: {doc: {target: 600, max: 900}}\n");
    expect(again).toEqual(nothing);
    const back = await costOf("# as it was\n");
    expect(back).toMatchObject({ filesRead: 2, documentsChanged: 2, chunksEmbedded: 0 });
  });

  it("leaves the index as if it had always been so", async () => {
    const text =
      "chunking: {code: {strategy: lines, target: 500}, text: {overlap: 2, target: 500}, commit: {max: 300}}\n";
    await costOf(text);
    const fresh = indexedFolder(folder);
    await fresh.index();
    expect((await whence.contents()).toSorted()).toEqual((await fresh.contents()).toSorted());
  });

  it("of the commits' size reads no file", async () => {
    expect(await costOf("chunking: {commit: {max: 300}}\n")).toMatchObject({
      filesRead: 0,
      documentsChanged: 6,
      chunksEmbedded: 0,
    });
  });

  it("of a limit concerns only what lies between the old one and the new one", async () => {
    configure("limits: {maxChunksPerFile: 2}\n");
    const cut = await whence.index();
    expect(cut.documentsChanged).toBe(2);
    const results = await whence.search("rule of refunding", {}, 50);
    expect(results.filter((result) => result.path === "docs/guide.md")).toHaveLength(2);
    expect(await costOf("limits: {maxChunksPerFile: 2, maxFileSizeKb: 500}\n")).toEqual(nothing);
    expect((await costOf("limits: {maxChunksPerFile: 3}\n")).documentsChanged).toBe(2);
    expect(await costOf("limits: {maxChunksPerFile: 3, maxFileSizeKb: 4}\n")).toMatchObject({
      documentsChanged: 0,
    });
    expect(pathsOf(await whence.search("rule of refunding", {}, 50))).not.toContain("docs/guide.md");
    expect(await costOf("limits: {maxChunksPerFile: 3}\n")).toMatchObject({
      documentsChanged: 1,
      chunksEmbedded: 0,
    });
  });

  it("of the commits read at most drops the older ones, and reads them again without embedding", async () => {
    configure("limits: {maxCommits: 2}\n");
    expect(await whence.index()).toMatchObject({ commits: 2, documentsRemoved: 4, filesRead: 0 });
    configure("limits: {maxCommits: 0}\n");
    expect(await whence.index()).toMatchObject({ commits: 0, documentsRemoved: 2 });
    configure("limits: {maxCommits: 3}\n");
    expect(await whence.index()).toMatchObject({ commits: 3, documentsChanged: 3, chunksEmbedded: 0 });
    repository.commit("Say more of shipping");
    expect(await whence.index()).toMatchObject({ commits: 3, documentsChanged: 1, documentsRemoved: 1 });
    configure("");
    expect(await whence.index()).toMatchObject({ commits: 7, documentsChanged: 4, chunksEmbedded: 0 });
    repository.git("reset", "--quiet", "--soft", "HEAD~1");
  });

  it("of the embedder to none embeds nothing and searches by words; back again the vectors are still there", async () => {
    expect(await costOf("embedder: {provider: none}\n")).toEqual(nothing);
    const found = (await whence.search("refund")).flatMap(({ reasons }) =>
      reasons.map((reason) => reason.found),
    );
    expect(found).toContain("text");
    expect(found).not.toContain("vector");
    expect(await costOf("")).toEqual(nothing);
    const again = (await whence.search("refund")).flatMap(({ reasons }) =>
      reasons.map((reason) => reason.found),
    );
    expect(again).toContain("vector");
  });

  it("of the embedder embeds all texts again beside the vectors in use, and nothing on the way back", async () => {
    const server = await startOpenAiServer();
    const store = path.join(temporaryFolder(), "store");
    const named = { WHENCE_EMBEDDING_BASE_URL: server.baseUrl };
    const approved = { ...named, WHENCE_NETWORK_APPROVED_HOSTS: new URL(server.baseUrl).host };
    const { chunks } = await indexedFolder(folder, store, approved).index();
    configure("embedder: {provider: openai, model: small, dimensions: 32}\n");
    // The file alone sends nothing: which host, and that it may be sent to, is the user's to say.
    expect(await indexedFolder(folder, store).index()).toMatchObject({ chunksEmbedded: 0 });
    expect((await indexedFolder(folder, store, named).index()).vectorProblem).toMatch(/Nothing was sent/);
    expect(server.requests).toEqual([]);
    const other = indexedFolder(folder, store, approved);
    const report = await other.index();
    expect(report).toMatchObject({ filesRead: 0, documentsChanged: 0 });
    expect(report.chunksEmbedded + report.chunksFromCache).toBe(chunks);
    expect(new Set(server.embedded).size).toBe(report.chunksEmbedded);
    configure("");
    expect(await other.index()).toMatchObject({ documentsChanged: 0, chunksEmbedded: 0 });
    await server.close();
  });

  it("that switches a technique off holds from the next question on", async () => {
    configure("retrieval: {off: [text, symbol, history, neighbour], resultsPerFile: 1}\n");
    const results = await whence.search("refund rule", {}, 30);
    expect(new Set(results.flatMap(({ reasons }) => reasons.map((reason) => reason.found)))).toEqual(
      new Set(["vector"]),
    );
    const files = results.filter(({ kind }) => kind !== "commit").map(({ uri }) => uri);
    expect(files).toHaveLength(new Set(files).size);
    configure("answering: {supportThreshold: 1}\n");
    expect((await whence.ask("Who pays refunds?")).found).toBe(false);
    configure("answering: {supportThreshold: 0}\n");
    expect((await whence.ask("Who pays refunds?")).found).toBe(true);
  });

  it("is shown by doctor with who gave it, mistakes too; --only shows what one technique finds", async () => {
    configure("chunking:\n  doc: {target: 900}\nlimits: {maxFileSizeKb: 7}\nretrieval: {off: [history]}\n");
    const place = ["--folder", folder, "--store", whence.place.store ?? ""];
    const env = { WHENCE_INDEX_MAX_FILE_SIZE_KB: "1000" };
    const doctor = await runWhence(["doctor", ...place], { env });
    expect(doctor.stdout).toMatch(/Pipeline {2}\.whence\/config\.yaml; 3 of \d+ values are no defaults/);
    expect(doctor.stdout).toMatch(/chunking\.doc .*target 900 \(config\.yaml:2\), max 2400,/);
    expect(doctor.stdout).toMatch(/off history \(config\.yaml:4\)/);
    expect(doctor.stdout).toMatch(/maxFileSizeKb 1000 \(WHENCE_INDEX_MAX_FILE_SIZE_KB\)/);
    const found = await runWhence(["search", "refund", "--only", "text", "--json", ...place]);
    const finders = (JSON.parse(found.stdout) as SearchResult[]).flatMap(({ reasons }) => reasons);
    expect(new Set(finders.map((reason) => reason.found))).toEqual(new Set(["text"]));
    configure("chunkin: {}\n");
    const broken = await runWhence(["doctor", ...place]);
    expect(broken).toMatchObject({ code: 0 });
    expect(broken.stdout).toMatch(
      /config\.yaml:1:1: "chunkin" is not known at the top\. Did you mean "chunking"\?/,
    );
    const refused = await runWhence(["search", "refund", ...place]);
    expect(refused).toMatchObject({ code: 1, stdout: "" });
    expect(refused.stderr).toMatch(/^\.whence\/config\.yaml:1:1: /);
  });

  it("with a mistake stops indexing and searching with its place, and loses nothing", async () => {
    configure("chunking:\n  doc: {target: many}\n");
    await expect(whence.index()).rejects.toThrow(
      /config\.yaml:2:17: "chunking.doc.target" takes a whole number/,
    );
    await expect(whence.search("refund")).rejects.toThrow(/config\.yaml:2:17/);
    expect(await costOf("")).toEqual(nothing);
  });
});

function pathsOf(results: readonly SearchResult[]): readonly (string | undefined)[] {
  return results.map((result) => result.path);
}
