import type { PipelineConfig } from "../model/pipelineConfig.ts";
import { prepareChunk } from "../model/preparedChunk.ts";
import type { RawItem } from "../model/rawItem.ts";
import type { FactsReader, ProcessedDocument } from "./processDocument.ts";
import { processDocument } from "./processDocument.ts";

/** `processDocument`, and of its chunks all that the stores will write, so that writing is left with nothing else. */
export async function prepareDocument(
  item: RawItem,
  sizeBytes: number,
  factsReader: FactsReader,
  config: PipelineConfig,
): Promise<ProcessedDocument> {
  const { record, chunks } = await processDocument(item, sizeBytes, factsReader, config);
  return { record, chunks: chunks.map(prepareChunk) };
}
