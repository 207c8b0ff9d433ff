import type { Chunk } from "../../server/model/chunk.ts";

let made = 0;

/** A chunk with unremarkable values for all that a test does not care about; ids differ. */
export function makeChunk(parts: Partial<Chunk> = {}): Chunk {
  made += 1;
  const path = parts.path ?? "src/a.ts";
  return {
    id: `chunk${made}`,
    uri: `repo:${path}`,
    kind: "code",
    path,
    language: "typescript",
    title: "something",
    header: "",
    text: "const something = 1;\n".repeat(5),
    startLine: 1,
    endLine: 5,
    date: "2026-01-01T00:00:00.000Z",
    tags: [],
    contentHash: `hash${made}`,
    ...parts,
  };
}
