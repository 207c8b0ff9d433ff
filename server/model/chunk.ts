import type { Division } from "./division.ts";
import type { DocumentKind } from "./document.ts";

/** A passage that is searched, embedded and cited as one. */
export interface Chunk {
  /** Stable for the same document, place and text: SHA-256 (first 32 hex digits) of `uri`, ordinal and `text`. */
  readonly id: string;
  readonly uri: string;
  readonly kind: DocumentKind;
  readonly path?: string;
  readonly language: string;
  /** What a person would call it: qualified name, heading path, commit subject. */
  readonly title: string;
  /**
   * Context for retrieval alone (heading path, signature of the class …); never shown as content. Without the path,
   * which is searched as a field of its own: a moved file must not be embedded again.
   */
  readonly header: string;
  /** The lines of the document, exactly as they stand there. */
  readonly text: string;
  /** 1-based, inclusive; 0 for commits. */
  readonly startLine: number;
  readonly endLine: number;
  /** Pages or cells that the lines touch, where the document has such. */
  readonly divisions?: readonly Division[];
  /** Qualified name of the definition which this chunk is or is a part of. */
  readonly symbol?: string;
  /** Qualified name, or heading path joined by ` > `, of what encloses it. */
  readonly parent?: string;
  readonly key?: string;
  readonly date: string;
  readonly tags: readonly string[];
  /** SHA-256 (hex) of `title`, `header` and `text`: key of the embeddings cache. */
  readonly contentHash: string;
}

/** What an embedder reads of a chunk; `contentHash` is its identity. */
export function embeddingText(chunk: Chunk): string {
  return [chunk.title, chunk.header, chunk.text].filter((part) => part !== "").join("\n");
}
