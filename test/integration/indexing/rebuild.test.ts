import { writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { openIndexing } from "../../../server/wiring.ts";
import { createRepository } from "../../support/gitRepository.ts";
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
});
