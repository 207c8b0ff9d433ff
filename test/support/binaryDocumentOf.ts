import { readDocument } from "../../server/documents/readDocument.ts";
import type { Document } from "../../server/model/document.ts";
import { makeBinaryFile } from "./makeBinaryFile.ts";

/** The document that a file of these bytes becomes. */
export function binaryDocumentOf(path: string, bytes: Uint8Array): Promise<Document> {
  return readDocument(makeBinaryFile(path, bytes));
}
