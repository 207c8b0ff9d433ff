import { setImmediate } from "node:timers/promises";
import type { CodeScope } from "../reading/codeScope.ts";
import type { UseResolver } from "./useResolver.ts";

/** After so long whoever waits for a hover has their turn. */
const sliceMs = 3;
const wordsMost = 5_000;

/**
 * Finds what the words of a text mean while nobody waits for it, each once: the files that they lead to are read before somebody
 * rests the mouse on one. Ends early once `isWanted` says so.
 */
export async function readAhead(
  resolver: UseResolver,
  scope: CodeScope,
  isWanted: () => boolean,
): Promise<void> {
  const seen = new Set<string>();
  let began = performance.now();
  for (const { 0: word, index: start } of scope.code.matchAll(/[\p{L}_$][\p{L}\p{N}_$]*/gu)) {
    if (seen.has(word)) continue;
    seen.add(word);
    if (performance.now() - began >= sliceMs) {
      await setImmediate();
      if (!isWanted() || seen.size > wordsMost) return;
      began = performance.now();
    }
    resolver.resolve(scope, { word, start, end: start + word.length });
  }
}
