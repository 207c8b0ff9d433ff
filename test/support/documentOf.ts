import { toDocument } from "../../server/documents/toDocument.ts";
import type { Document } from "../../server/model/document.ts";

/** The document that a file of this path and text becomes. */
export function documentOf(path: string, text: string): Document {
  return toDocument({
    source: "workspace",
    uri: `repo:${path}`,
    path,
    text,
    contentHash: "0".repeat(64),
    modifiedMs: 0,
    encoding: "utf-8",
    decodedCleanly: true,
  });
}
