import { existsSync } from "node:fs";
import path from "node:path";
import type { StoredDocument } from "../model/storedState.ts";
import { inspectPipeline } from "../sources/pipeline/folderPipeline.ts";
import { explainPath } from "../sources/workspace/explainPath.ts";
import { openStore } from "../stores/openStore.ts";
import type { Place } from "../wiring.ts";
import { storeOf } from "../wiring.ts";
import { counted } from "./counted.ts";

/** What became of one path, as `whence doctor --why` prints it. */
export interface PathVerdict {
  readonly path: string;
  /** Whether the rules let it be indexed. */
  readonly indexed: boolean;
  readonly reason?: string;
  /** One sentence that names the rule which decided. */
  readonly sentence: string;
  /** What the index holds of it. */
  readonly notes: readonly string[];
}

/** Says why a path is or is not indexed, and what the index holds of it. */
export async function judgePath(place: Place, asked: string): Promise<PathVerdict> {
  const maxFileBytes = inspectPipeline(place.folder, place.settings).config.limits.maxFileSizeKb * 1024;
  const explanation = await explainPath(place.folder, asked, { maxFileBytes });
  const document = await storedDocument(place, explanation.path);
  return { ...explanation, notes: notesOn(explanation.indexed, document) };
}

async function storedDocument(place: Place, file: string): Promise<StoredDocument | undefined> {
  const store = storeOf(place);
  if (!existsSync(path.join(store, "catalog.sqlite"))) return undefined;
  const opened = openStore(store);
  try {
    return opened.catalog.documents.byPath(file);
  } finally {
    await opened.close();
  }
}

function notesOn(mayBeIndexed: boolean, document: StoredDocument | undefined): readonly string[] {
  if (document === undefined) {
    return mayBeIndexed ? ["The index does not hold it yet: run `whence index`."] : [];
  }
  if (!mayBeIndexed) return ["The index still holds an earlier version: run `whence index`."];
  return [
    `The index holds it as ${document.kind} (${document.language}), ${counted(document.chunkCount, "passage")}.`,
    ...(document.problem === undefined ? [] : [document.problem]),
    ...document.warnings,
  ];
}
