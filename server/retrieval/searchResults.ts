import type { SearchReason, SearchResult } from "../../shared/model/searchResult.ts";
import type { Chunk } from "../model/chunk.ts";
import { placeInChunk } from "../model/chunkPlace.ts";
import type { Candidate } from "./candidate.ts";

/** Candidates in their final order as they are shown: ranks from 1, scores rounded, reasons strongest first. */
export function toSearchResults(candidates: readonly Candidate<Chunk>[]): readonly SearchResult[] {
  return candidates.map((candidate, at) => toResult(candidate, at + 1));
}

function toResult({ chunk, score, reasons }: Candidate<Chunk>, rank: number): SearchResult {
  return {
    rank,
    score: rounded(score),
    kind: chunk.kind,
    title: chunk.title,
    uri: chunk.uri,
    ...placeInChunk(chunk),
    ...(chunk.key === undefined ? {} : { key: chunk.key }),
    text: chunk.text,
    reasons: reasons
      .toSorted((a, b) => b.share - a.share)
      .map(({ finder, score: raw, share, detail }): SearchReason => {
        const reason = { found: finder, score: rounded(raw), share: rounded(share) };
        return detail === undefined ? reason : { ...reason, detail };
      }),
  };
}

function rounded(score: number): number {
  return Math.round(score * 10_000) / 10_000;
}
