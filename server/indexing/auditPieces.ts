import type { Chunk } from "../model/chunk.ts";
import type { AuditFinding, AuditKind } from "./auditFinding.ts";

/** What the stores hold of one document. */
export interface DocumentPieces {
  readonly uri: string;
  readonly isIndexed: boolean;
  /** As the catalog has them. */
  readonly chunks: readonly Chunk[];
  /** Ids of the rows that are searched by words; one that is there twice comes twice. */
  readonly textIds: readonly string[];
  /** Absent where the vectors are not said to be complete. */
  readonly vectors?: VectorPieces | undefined;
}

/** Vectors of one document. */
export interface VectorPieces {
  readonly ids: readonly string[];
  /** Vectors as they are searched, by id. */
  readonly stored: ReadonlyMap<string, Float32Array>;
  /** Vectors as they were computed, by content hash; a zero vector is searched by nobody and not stored. */
  readonly computed: ReadonlyMap<string, Float32Array>;
}

/** Compares the pieces of a document with each other. */
export function auditPieces(pieces: DocumentPieces): readonly AuditFinding[] {
  const ids = pieces.chunks.map((chunk) => chunk.id);
  const texts = compareIds(ids, pieces.textIds);
  const { vectors } = pieces;
  const vectorIds = vectors === undefined ? [] : pieces.chunks.filter(hasVector(vectors)).map(({ id }) => id);
  const found = vectors === undefined ? undefined : compareIds(vectorIds, vectors.ids);
  const wrong = vectors === undefined ? 0 : pieces.chunks.filter(hasOtherVector(vectors)).length;
  const whose = pieces.isIndexed ? "" : " of a document that is not indexed";
  const counts: readonly (readonly [AuditKind, number, string])[] = [
    ["chunkMissing", texts.missing, "passages are not found by words"],
    ["chunkExtra", texts.extra, `rows are left over among the words${whose}`],
    ["chunkTwice", texts.doubled, "rows are there twice among the words"],
    ["vectorMissing", found?.missing ?? 0, "passages have no vector"],
    ["vectorExtra", found?.extra ?? 0, `vectors are left over${whose}`],
    ["vectorTwice", found?.doubled ?? 0, "vectors are there twice"],
    ["vectorWrong", wrong, "vectors are not those that were computed"],
  ];
  return counts
    .filter(([, count]) => count > 0)
    .map(([kind, count, sentence]) => ({ kind, uri: pieces.uri, sentence: `${count} ${sentence}` }));
}

function compareIds(expected: readonly string[], found: readonly string[]) {
  const [wanted, distinct] = [new Set(expected), new Set(found)];
  return {
    missing: [...wanted].filter((id) => !distinct.has(id)).length,
    extra: [...distinct].filter((id) => !wanted.has(id)).length,
    doubled: found.length - distinct.size,
  };
}

function hasVector({ computed }: VectorPieces): (chunk: Chunk) => boolean {
  return (chunk) => computed.get(chunk.contentHash)?.some((value) => value !== 0) !== false;
}

function hasOtherVector({ stored, computed }: VectorPieces): (chunk: Chunk) => boolean {
  return (chunk) => {
    const [mine, other] = [stored.get(chunk.id), computed.get(chunk.contentHash)];
    if (mine === undefined || other === undefined) return false;
    return mine.length !== other.length || mine.some((value, place) => value !== other[place]);
  };
}
