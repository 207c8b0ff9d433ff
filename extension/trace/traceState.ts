import type { Trace } from "../../shared/model/trace.ts";
import type { TraceFilter, TraceRow } from "./traceRows.ts";
import { traceRows } from "./traceRows.ts";

/** What the view was told last. */
export interface ShownTrace {
  readonly trace: Trace;
  /** URI of the folder that paths count from. */
  readonly folder: string;
}

/** All that the trace view shows. */
export interface TraceState {
  readonly rows: readonly TraceRow[];
  /** Context key `whence.trace.content`: which welcome text stands where there are no rows. */
  readonly content: "nothing" | "unlinked" | "filtered" | "rows";
  /** Above the rows; without rows the welcome text speaks. */
  readonly message: string | undefined;
  /** Beside the name of the view. */
  readonly description: string;
}

/** What the view is set to. */
export interface TraceMode {
  readonly filter: TraceFilter;
  readonly isPinned: boolean;
  readonly asOf: string | undefined;
  /** What went wrong the last time, for people. */
  readonly trouble: string | undefined;
}

/** What the view shows of a trace, or of nothing at the cursor. */
export function traceState(shown: ShownTrace | undefined, mode: TraceMode): TraceState {
  const description = descriptionOf(mode);
  if (mode.trouble !== undefined) return { rows: [], content: "nothing", message: mode.trouble, description };
  if (shown === undefined) return { rows: [], content: "nothing", message: undefined, description };
  const { trace, folder } = shown;
  const rows = traceRows(trace, folder, mode.filter);
  if (rows.length > 0)
    return { rows, content: "rows", message: [trace.summary, ...trace.notices].join(" "), description };
  return { rows, content: trace.roots.length > 0 ? "filtered" : "unlinked", message: undefined, description };
}

function descriptionOf({ filter, isPinned, asOf }: TraceMode): string {
  return [
    ...(isPinned ? ["pinned"] : []),
    ...(asOf === undefined ? [] : [`as of ${asOf}`]),
    ...(filter.hidesInferred ? ["without inferred"] : []),
    ...(filter.hidesStated ? ["without stated"] : []),
  ].join(", ");
}
