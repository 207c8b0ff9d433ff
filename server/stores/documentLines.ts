import type { Catalog } from "./catalog.ts";

/**
 * The lines of an indexed document by their numbers, from 1, as the index has them: secrets masked, and empty where no passage
 * has them.
 */
export function documentLines(uri: string, { chunks }: Pick<Catalog, "chunks">): readonly string[] {
  const lines: string[] = [];
  for (const { startLine, text } of chunks.ofDocuments([uri]))
    for (const [at, line] of text.split("\n").entries()) lines[startLine - 1 + at] = line;
  return Array.from(lines, (line) => line ?? "");
}
