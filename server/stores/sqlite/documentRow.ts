import type { DocumentKind } from "../../model/document.ts";
import type { StoredDocument } from "../../model/storedState.ts";
import type { Row } from "./database.ts";

/** A row of `documents` as a value. */
export function toDocument(row: Row): StoredDocument {
  return {
    uri: String(row.uri),
    kind: row.kind as DocumentKind,
    ...(row.path === null ? {} : { path: String(row.path) }),
    language: String(row.language),
    title: String(row.title),
    ...(row.key === null ? {} : { key: String(row.key) }),
    contentHash: String(row.content_hash),
    date: String(row.date),
    sizeBytes: Number(row.size_bytes),
    modifiedMs: Number(row.modified_ms),
    tags: JSON.parse(String(row.tags)),
    chunkCount: Number(row.chunk_count),
    parsed: row.parsed === 1,
    ...(row.problem === null ? {} : { problem: String(row.problem) }),
    warnings: JSON.parse(String(row.warnings)),
  };
}
