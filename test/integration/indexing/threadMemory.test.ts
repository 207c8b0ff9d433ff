import path from "node:path";
import { expect, it } from "vitest";
import { packageRoot } from "../../../server/base/packageRoot.ts";
import { createCodeParser } from "../../../server/chunking/parsing/codeParser.ts";
import { ThreadedProcessor } from "../../../server/indexing/documentProcessor.ts";
import { defaultPipelineConfig } from "../../../server/model/pipelineConfig.ts";
import { makeFlateBomb } from "../../support/flateBomb.ts";
import { makeBinaryFile } from "../../support/makeBinaryFile.ts";
import { makePdf } from "../../support/makePdf.ts";

it("a PDF that unpacks to more than the memory costs its thread and no other document", async () => {
  const processor = new ThreadedProcessor(createCodeParser(), defaultPipelineConfig, {
    script: path.join(packageRoot(), "dist/processWorker.mjs"),
    threads: 1,
    bufferMegabytes: 60,
  });
  const plain = makePdf([[{ text: "The ferry leaves at nine.", x: 72, y: 700 }]]);
  const items = [
    ["bomb.pdf", makeFlateBomb(250)],
    ["plan.pdf", plain],
  ] as const;
  const made = await processor
    .process(
      items.map(([name, bytes]) => ({ item: makeBinaryFile(name, bytes), sizeBytes: bytes.byteLength })),
      false,
    )
    .finally(() => processor.close());
  expect(made.map(({ chunks }) => chunks.length)).toEqual([0, 1]);
  expect(made[0]?.record.document.warnings.join()).toContain("took too long or too much memory");
});
