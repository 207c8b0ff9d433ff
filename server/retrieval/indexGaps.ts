import { parseUnreadParts } from "../model/unreadParts.ts";
import type { Catalog } from "../stores/catalog.ts";

/**
 * A sentence on what the first indexing has not brought yet, while it goes on or after it was stopped; nothing once a
 * run has finished. `modelId` is the model of the vectors, absent where none are made.
 */
export function indexGaps(catalog: Catalog, modelId: string | undefined): string | undefined {
  if (catalog.runs.lastDone() !== undefined) return undefined;
  const missing = [...unread(catalog), ...vectors(catalog, modelId)];
  const what = missing.length === 0 ? "passages may be missing" : missing.join(", ");
  return `The index is not complete: ${what}. \`whence index\` is still at work, or was stopped and goes on when it is run again.`;
}

function unread(catalog: Catalog): string[] {
  const { files, commits } = parseUnreadParts(catalog.meta.get("unread"));
  const stored = catalog.counts();
  const parts: string[] = [];
  if (files !== undefined) parts.push(`files ${share(stored.documents - stored.commits, files)}`);
  if (commits === "unknown") parts.push("history not read yet");
  else if (commits !== undefined) parts.push(`history ${share(stored.commits, commits)}`);
  return parts;
}

function vectors(catalog: Catalog, modelId: string | undefined): string[] {
  if (modelId === undefined || catalog.meta.get("activeModel") === modelId) return [];
  const { documents } = catalog.counts();
  return [`vectors ${share(documents - catalog.documents.countWithoutVectors(modelId), documents)}`];
}

/** Never 100 %, for what is complete is not spoken of. */
function share(done: number, all: number): string {
  return `${all === 0 ? 0 : Math.min(99, Math.floor((done / all) * 100))} %`;
}
