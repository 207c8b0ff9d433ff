import { posix } from "node:path";
import { isInterfaceDescription } from "../../model/languages.ts";

/** Up to which size files are read. */
export interface SizeLimits {
  /** Larger files are skipped; 1 MB unless given. */
  readonly maxFileBytes?: number;
  /** The same for documents that carry pictures or whole books: PDF, Word, notebooks, OpenAPI; 50 MB unless given. */
  readonly maxDocumentBytes?: number;
}

/** The limit for a file of this name, in bytes; never more than 256 MB. */
export function sizeLimitOf(path: string, limits: SizeLimits): number {
  const isLarge = LARGE_DOCUMENTS.has(posix.extname(path).toLowerCase()) || isInterfaceDescription(path);
  const asked = isLarge ? (limits.maxDocumentBytes ?? 50_000_000) : (limits.maxFileBytes ?? 1_000_000);
  return Math.min(asked, MOST_BYTES);
}

/** Whatever is asked for: a file is held as one string, of which Node takes 512 MB, and once more while it is cut. */
const MOST_BYTES = 256 * 1024 * 1024;

const LARGE_DOCUMENTS = new Set([".pdf", ".docx", ".docm", ".ipynb"]);
