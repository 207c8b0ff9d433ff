import { readDocument } from "../../server/documents/readDocument.ts";
import type { Document } from "../../server/model/document.ts";

/** The document that a file of these bytes becomes. */
export function binaryDocumentOf(path: string, bytes: Uint8Array): Promise<Document> {
  return readDocument({
    source: "workspace",
    uri: `repo:${path}`,
    path,
    text: "",
    bytes,
    contentHash: "0".repeat(64),
    modifiedMs: 0,
    encoding: "utf-8",
    decodedCleanly: true,
  });
}
