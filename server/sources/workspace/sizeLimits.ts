import { posix } from "node:path";

/** Up to which size files are read. */
export interface SizeLimits {
  /** Larger files are skipped; 1 MB unless given. */
  readonly maxFileBytes?: number;
  /** The same for documents that carry pictures or whole books: PDF, Word, notebooks; 50 MB unless given. */
  readonly maxDocumentBytes?: number;
}

/** The limit for a file of this name, in bytes. */
export function sizeLimitOf(path: string, limits: SizeLimits): number {
  return LARGE_DOCUMENTS.has(posix.extname(path).toLowerCase())
    ? (limits.maxDocumentBytes ?? 50_000_000)
    : (limits.maxFileBytes ?? 1_000_000);
}

const LARGE_DOCUMENTS = new Set([".pdf", ".docx", ".docm", ".ipynb"]);
