import { utimesSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { openIndexing } from "../../../server/wiring.ts";
import { createRepository, temporaryFolder, writeFiles } from "../../support/gitRepository.ts";
import { indexedFolder } from "../../support/indexedFolder.ts";

const refund = `/** Gives money back to a customer. */
export class Refund {
  /** Issues a partial payment of the order. */
  issue(order: string, amount: number): boolean {
    return charge(order, -amount);
  }
}
`;
const shop = {
  "src/refund.ts": refund,
  "src/charge.ts":
    "export function charge(order: string, amount: number): boolean {\n  return amount !== 0 && order !== '';\n}\n",
  "docs/refunds.md": "# Refunds\n\nA refund is issued within fourteen days, because the law asks for it.\n",
  "package-lock.json": "{}",
  ".env": "PASSWORD=hunter2hunter2",
};

describe("indexing a repository", () => {
  it("reads files, history and symbols, and skips what should not be read", async () => {
    const repository = createRepository(shop);
    const folder = indexedFolder(repository.folder);
    const report = await folder.index();
    expect(report).toMatchObject({ files: 3, commits: 1, documentsChanged: 4, warnings: [] });
    expect(report.symbols).toBe(3);
    expect(report.skipped).toBe(2);
    expect((await folder.contents()).join("\n")).not.toContain("hunter2");
  });

  it("does nothing where nothing changed", async () => {
    const repository = createRepository(shop);
    const folder = indexedFolder(repository.folder);
    await folder.index();
    const report = await folder.index();
    expect(report).toMatchObject({ documentsChanged: 0, documentsRemoved: 0, chunksEmbedded: 0 });
  });

  it("a refreshed index equals one made from nothing", async () => {
    const repository = createRepository(shop);
    const refreshed = indexedFolder(repository.folder);
    await refreshed.index();
    repository.commit("WH-1: change, add, rename and delete", {
      "src/refund.ts": refund.replace("partial", "full"),
      "src/new.ts": "export const limit = 14;\n",
      "docs/refunds.md": null,
      "docs/returns.md": shop["docs/refunds.md"],
    });
    await refreshed.index();
    const fresh = indexedFolder(repository.folder);
    await fresh.index();
    expect(await refreshed.contents()).toEqual(await fresh.contents());
  });

  it("finds an edit that left size and time stamp as they were", async () => {
    const repository = createRepository({ "a.ts": "export const first = 1;\n" });
    const folder = indexedFolder(repository.folder);
    const stamp = new Date();
    utimesSync(repository.at("a.ts"), stamp, stamp);
    await folder.index();
    repository.write({ "a.ts": "export const other = 1;\n" });
    utimesSync(repository.at("a.ts"), stamp, stamp);
    await folder.index();
    expect((await folder.contents()).join("\n")).toContain("other");
  });

  it("embeds nothing twice: branch there and back, moved and copied files", async () => {
    const repository = createRepository(shop);
    const folder = indexedFolder(repository.folder);
    await folder.index();
    repository.git("switch", "--quiet", "--create", "other");
    repository.commit("WH-2: other branch", {
      "src/other.ts": "export function other(): number {\n  return 7;\n}\n",
    });
    expect((await folder.index()).chunksEmbedded).toBeGreaterThan(0);
    repository.git("switch", "--quiet", "main");
    expect((await folder.index()).chunksEmbedded).toBe(0);
    repository.git("switch", "--quiet", "other");
    expect((await folder.index()).chunksEmbedded).toBe(0);
    repository.git("mv", "src", "lib");
    expect((await folder.index()).chunksEmbedded).toBe(0);
  });

  it("leaves no commit of a rewritten history behind", async () => {
    const repository = createRepository(shop);
    repository.commit("WH-3: a mistake", { "mistake.md": "# Mistake\n\nNobody wanted this.\n" });
    const folder = indexedFolder(repository.folder);
    await folder.index();
    repository.git("reset", "--quiet", "--hard", "HEAD~1");
    const report = await folder.index();
    expect(report).toMatchObject({ files: 3, commits: 1 });
    expect(await folder.search("a mistake")).not.toContainEqual(
      expect.objectContaining({ kind: "commit", title: "WH-3: a mistake" }),
    );
  });

  it("stops when asked and goes on with the next run", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 60 }, (_, at) => [`src/f${at}.ts`, `export const value${at} = ${at};\n`]),
    );
    const repository = createRepository(files);
    const folder = indexedFolder(repository.folder);
    const controller = new AbortController();
    const stopped = folder.index({
      signal: controller.signal,
      onProgress: ({ phase, done }) => {
        if (phase === "reading" && done === 30) controller.abort();
      },
    });
    await expect(stopped).rejects.toMatchObject({ reason: "cancelled" });
    const report = await folder.index();
    expect(report.files).toBe(60);
    expect(report.documentsChanged).toBeLessThan(61);
    const fresh = indexedFolder(repository.folder);
    await fresh.index();
    expect(await folder.contents()).toEqual(await fresh.contents());
  });

  it("a store that is used for another folder keeps nothing of the first", async () => {
    const [first, second] = [temporaryFolder(), temporaryFolder()];
    for (const [place, text] of [
      [first, "The red lantern swings.\n"],
      [second, "The tan lantern swings.\n"],
    ] as const) {
      writeFiles(place, { "a.md": text });
      utimesSync(path.join(place, "a.md"), 1_600_000_000, 1_600_000_000);
    }
    const folder = indexedFolder(first);
    await folder.index();
    expect(await folder.index()).toMatchObject({ filesRead: 0 });
    const session = await openIndexing({ ...folder.place, folder: second });
    await session.indexer.run().finally(session.close);
    expect((await folder.search("lantern")).map(({ text }) => text)).toEqual(["The tan lantern swings."]);
  });

  it("reads a folder without Git", async () => {
    const plain = temporaryFolder();
    writeFiles(plain, {
      "notes.txt": "The deposit is returned after the audit.\n",
      "node_modules/x/index.js": "x",
    });
    const folder = indexedFolder(plain);
    expect(await folder.index()).toMatchObject({ files: 1, commits: 0, warnings: [] });
    const [hit] = await folder.search("when is the deposit returned");
    expect(hit).toMatchObject({ path: "notes.txt", startLine: 1, endLine: 1 });
  });

  it("an empty folder has an empty index and finds nothing", async () => {
    const folder = indexedFolder(temporaryFolder());
    expect(await folder.index()).toMatchObject({ files: 0, chunks: 0 });
    expect(await folder.search("anything")).toEqual([]);
    expect((await folder.ask("anything?")).found).toBe(false);
  });
});
