import { expect, it } from "vitest";
import { makeEndlessPdf } from "../../support/endlessPdf.ts";
import { createRepository } from "../../support/gitRepository.ts";
import { indexedFolder } from "../../support/indexedFolder.ts";

it("a stop does not wait for a document that takes for ever", async () => {
  const { folder } = createRepository({ "manual.pdf": makeEndlessPdf() });
  const indexed = indexedFolder(folder);
  const controller = new AbortController();
  const run = indexed.index({
    signal: controller.signal,
    // Later, so that the document is under way and the run waits for it.
    onProgress: ({ phase, done }) =>
      phase === "reading" && done === 1 && setImmediate(() => controller.abort()),
  });
  await expect(run).rejects.toMatchObject({ reason: "cancelled" });
});
