import type { Trace } from "../../shared/model/trace.ts";
import { WhenceError } from "../base/errors.ts";
import type { Place } from "../model/place.ts";
import type { StoredSymbol } from "../model/storedState.ts";
import type { Catalog } from "../stores/catalog.ts";
import { openTracing } from "../wiring.ts";
import type { CommandContext } from "./context.ts";

/** So many well-known definitions are looked into for one that has a story. */
const triedMost = 8;

/**
 * The chain behind a definition of the folder, to show what a trace is: of those that are called from most places the first
 * with a story, else nothing.
 */
export async function demoTrace(
  place: Place,
  isOwn: boolean,
  context: CommandContext,
): Promise<Trace | undefined> {
  const session = await openTracing(place);
  try {
    for (const symbol of candidates(session.catalog, isOwn)) {
      const target = `${symbol.path}:${symbol.nameLine}`;
      const trace = await session.tracer
        .trace({ target, now: context.now, signal: context.signal })
        .catch((error: unknown) => {
          // A file that is gone, or that Git cannot read, is no reason to end the demonstration.
          if (WhenceError.is(error, "notFound") || WhenceError.is(error, "gitFailed")) return undefined;
          throw error;
        });
      if (trace?.isLinked === true) return trace;
    }
    return undefined;
  } finally {
    await session.close();
  }
}

function candidates({ symbols }: Catalog, isOwn: boolean): readonly StoredSymbol[] {
  const own = isOwn ? symbols.byQualifiedName("fuse", 1) : [];
  const called = symbols.mostCalled(100).filter(({ kind, path }) => isOwnWork(kind, path));
  return [...own, ...called.slice(0, triedMost)];
}

/** A definition that a reader would ask for, not a helper of a test. */
export function isOwnWork(kind: string, path: string): boolean {
  return ["function", "method", "class"].includes(kind) && !/(?:^|\/)tests?\//i.test(path);
}
