import type { Chunk } from "../model/chunk.ts";
import type { Document } from "../model/document.ts";
import type { ChunkSettings } from "../model/pipelineConfig.ts";
import { buildChunk } from "./buildChunk.ts";
import { cutLines } from "./cutLines.ts";
import { withOverlap } from "./overlap.ts";

/**
 * Windows of about the target size, cut at blank lines: for code in a language without grammar and for
 * text without sections. Every line that is not blank is in exactly one, or in two where they overlap.
 */
export function lineWindowChunks(document: Document, settings: ChunkSettings): Chunk[] {
  const lines = document.text.split("\n");
  const ranges = cutLines(lines, 1, lines.length, settings.target);
  return withOverlap(ranges, settings.overlap).map((range, ordinal) =>
    buildChunk(document, { ...range, title: document.title, header: "", ordinal, lines }),
  );
}
