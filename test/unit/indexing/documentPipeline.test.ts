import { setImmediate } from "node:timers/promises";
import { expect, it } from "vitest";
import { DocumentPipeline } from "../../../server/indexing/documentPipeline.ts";
import type { DocumentProcessor } from "../../../server/indexing/documentProcessor.ts";
import type { StoreWriter } from "../../../server/stores/storeWriter.ts";
import { makeBinaryFile } from "../../support/makeBinaryFile.ts";

it("whoever adds large documents waits before they fill the memory", async () => {
  const bytes = new Uint8Array(20_000_000);
  let underWay = 0;
  let most = 0;
  const processor: DocumentProcessor = {
    lanes: 4,
    async process(items) {
      underWay += items.length;
      most = Math.max(most, underWay);
      for (let turn = 0; turn < 20; turn++) await setImmediate();
      underWay -= items.length;
      return [];
    },
    rest: async () => undefined,
    close: async () => undefined,
  };
  const nothingIsWritten = undefined as unknown as StoreWriter;
  const pipeline = new DocumentPipeline(processor, nothingIsWritten);
  for (let number = 0; number < 12; number++)
    await pipeline.add(makeBinaryFile(`manual${number}.pdf`, bytes), bytes.length);
  await pipeline.flush();
  expect(most).toBe(4);
});
