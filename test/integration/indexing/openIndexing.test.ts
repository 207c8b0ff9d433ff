import { expect, it } from "vitest";
import { createBuiltinEmbedder } from "../../../server/embedding/builtinEmbedder.ts";
import { openIndexing } from "../../../server/wiring.ts";
import { createRepository } from "../../support/gitRepository.ts";
import { indexedFolder } from "../../support/indexedFolder.ts";

it("a failure while an indexer is put together leaves neither the store locked nor the embedder open", async () => {
  const folder = indexedFolder(createRepository({ "a.md": "# Lantern\n\nIt swings.\n" }).folder);
  const whole = await createBuiltinEmbedder({ workers: 0 });
  let closed = 0;
  const broken = {
    dimensions: whole.dimensions,
    get modelId(): string {
      throw new Error("no id");
    },
    embed: whole.embed.bind(whole),
    close: async () => void closed++,
  };
  await expect(openIndexing(folder.place, { embedder: broken })).rejects.toThrow("no id");
  expect(closed).toBe(1);
  expect(await folder.index()).toMatchObject({ files: 1 });
});
