import type { SpecDocument } from "../../server/linking/specPlaces.ts";
import type { SpecItem } from "../../server/model/specItem.ts";
import { documentOf } from "./documentOf.ts";

/** The specifications which a file of this path and text states. */
export function specsOf(path: string, ...lines: readonly string[]): readonly SpecItem[] {
  return documentOf(path, lines.join("\n")).specs ?? [];
}

/** The only specification of a file. */
export function specOf(path: string, ...lines: readonly string[]): SpecItem {
  const [item, ...others] = specsOf(path, ...lines);
  if (item === undefined || others.length > 0)
    throw new Error(`${path} states ${others.length + 1} items, not 1`);
  return item;
}

/** A file as the linker of specifications gets it. */
export function specDocumentOf(path: string, ...lines: readonly string[]): SpecDocument {
  const { uri } = documentOf(path, "");
  return { uri, path, contentHash: "1", date: "2026-03-04T00:00:00.000Z", specs: specsOf(path, ...lines) };
}
