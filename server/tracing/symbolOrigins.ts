import { WhenceError } from "../base/errors.ts";
import type { StoredSymbol } from "../model/storedState.ts";
import type { SymbolOrigin } from "../model/symbolHistory.ts";
import { type TracingParts, traceSymbol } from "./symbolTracer.ts";

/** What a question is answered with: the commits behind a definition, none where its file or history cannot be read. */
export function symbolOrigins(
  parts: TracingParts,
): (symbol: StoredSymbol) => Promise<readonly SymbolOrigin[]> {
  return async (symbol) => {
    try {
      const { history } = await traceSymbol(parts, symbol, new Date());
      const origins = history.commits.map(({ hash, roles }) => ({
        hash,
        isOrigin: roles.includes("introduced"),
      }));
      return origins.toSorted((a, b) => Number(b.isOrigin) - Number(a.isOrigin));
    } catch (error) {
      if (!WhenceError.is(error) || error.reason === "cancelled") throw error;
      return [];
    }
  };
}
