import { existsSync } from "node:fs";
import path from "node:path";
import { counted } from "../base/counted.ts";
import { parseExtraFolders } from "../model/extraFolder.ts";
import type { StoredDocument } from "../model/storedState.ts";
import { explainInFolders } from "../sources/explainInFolders.ts";
import type { SizeLimits } from "../sources/workspace/sizeLimits.ts";
import { openStore } from "../stores/openStore.ts";

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

/** Where a path is looked for. */
export interface JudgedFolder {
  readonly folder: string;
  /** Folder of its index. */
  readonly store: string;
  readonly limits: SizeLimits;
}

/** Says why a path is or is not indexed, and what the index holds of it. */
export async function judgePath(
  { folder, store, limits }: JudgedFolder,
  asked: string,
): Promise<PathVerdict> {
  const opened = existsSync(path.join(store, "catalog.sqlite")) ? openStore(store) : undefined;
  try {
    const extras = parseExtraFolders(opened?.catalog.meta.get("extraFolders"));
    const explanation = await explainInFolders(folder, extras, asked, limits);
    const document = opened?.catalog.documents.byPath(explanation.path);
    return { ...explanation, notes: notesOn(explanation.indexed, document) };
  } finally {
    await opened?.close();
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
