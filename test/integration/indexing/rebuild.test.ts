import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { readSettings } from "../../../server/cli/settingsFromEnvironment.ts";
import { openIndexing } from "../../../server/wiring.ts";
import { createRepository, temporaryFolder, writeFiles } from "../../support/gitRepository.ts";
import { indexedFolder } from "../../support/indexedFolder.ts";

describe("rebuilding an index", () => {
  it("repairs a damaged one and computes no vector again", async () => {
    const repository = createRepository({ "a.ts": "export function first(): number {\n  return 1;\n}\n" });
    const folder = indexedFolder(repository.folder);
    await folder.index();
    const before = await folder.contents();
    writeFileSync(
      path.join(folder.place.store ?? "", "catalog.sqlite"),
      "this is no database, but quite a long text",
    );
    await expect(folder.index()).rejects.toMatchObject({
      reason: "storeCorrupt",
      message: expect.stringContaining("whence index --rebuild"),
    });

    const session = await openIndexing(folder.place, { rebuild: true });
    const report = await session.indexer.run().finally(session.close);
    expect(report).toMatchObject({ files: 1, commits: 1, chunksEmbedded: 0 });
    expect(await folder.contents()).toEqual(before);
  });

  it("removes nothing from the store's folder that is not the index", async () => {
    const store = temporaryFolder();
    writeFiles(store, { "notes.txt": "Mine.\n", "sub/lance/a.txt": "Mine too.\n" });
    const place = { folder: temporaryFolder(), store, settings: readSettings({}) };
    for (const rebuild of [false, true]) {
      const session = await openIndexing(place, { rebuild });
      await session.indexer.run().finally(session.close);
    }
    expect(readFileSync(path.join(store, "notes.txt"), "utf8")).toBe("Mine.\n");
    expect(readFileSync(path.join(store, "sub/lance/a.txt"), "utf8")).toBe("Mine too.\n");
    expect(existsSync(path.join(store, ".gitignore"))).toBe(false);
  });
});
