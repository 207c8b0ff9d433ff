import type { SearchResult } from "../model/searchResult.ts";
import type { Trace } from "../model/trace.ts";
import type { Location, Position, RequestMessage } from "./message.ts";

// Extension → server, all of them. An error is a `ResponseError` whose message is one sentence for people; its
// `data.reason` is a reason of `WhenceError`.

/** A place in an open document, or an item by its key in a folder. */
export type TraceSubject =
  | { readonly uri: string; readonly position: Position }
  | { readonly folder: string; readonly key: string };

/** For the trace view, which follows the cursor. Answers nothing where there is nothing to trace. */
export const traceRequest: RequestMessage<
  { readonly subject: TraceSubject /** A date or commit. */; readonly asOf?: string },
  { readonly trace: Trace /** URI of the folder, for paths in the trace. */; readonly folder: string } | null
> = { method: "whence/trace" };

/** For search from a command, and for tests of what is indexed. */
export const searchRequest: RequestMessage<
  {
    readonly query: string;
    readonly limit?: number /** All folders unless given. */;
    readonly folder?: string;
  },
  readonly (SearchResult & { readonly folder: string })[]
> = { method: "whence/search" };

/** A person's decision on a link between an item and the code at a place, from a hover, the trace view or a code action. */
export const decideRequest: RequestMessage<
  {
    readonly verdict: "confirmed" | "rejected" | "withdrawn";
    readonly key: string;
    readonly code: CodeReference;
    readonly note?: string;
  },
  { /** What was decided, for people. */ readonly sentence: string }
> = { method: "whence/decide" };

/** Code in a folder: a definition by its name and line as they were shown, or a whole file. */
export interface CodeReference {
  readonly folder: string;
  /** Relative to the folder. */
  readonly path: string;
  /** Qualified name of a definition. */
  readonly name?: string;
  /** Where the definition began when it was shown, from 1; with the name it finds it again. */
  readonly line?: number;
}

/** Items that the definition at a place may belong to, the likeliest first, then all others; for a quick pick. */
export const linkCandidatesRequest: RequestMessage<
  { readonly uri: string; readonly position: Position },
  { readonly code: CodeReference; readonly candidates: readonly LinkCandidate[] } | null
> = { method: "whence/linkCandidates" };

/** An item that can be linked. */
export interface LinkCandidate {
  readonly key: string;
  readonly kind: string;
  readonly title: string;
  readonly status?: string;
  /** How it is linked already. */
  readonly origin?: "stated" | "inferred" | "confirmed" | "rejected";
  /** 0 to 1, of an inferred link. */
  readonly probability?: number;
  /** Evidence in words. */
  readonly reason?: string;
}

/** Where an item is implemented, for a peek from a lens or a key. */
export const implementationsRequest: RequestMessage<
  { readonly folder: string; readonly key: string },
  {
    /** Where the item itself is described. */ readonly described?: Location;
    readonly places: readonly Location[];
  }
> = { method: "whence/implementations" };

/** Why a file is, or is not, in the index: a sentence. */
export const whyIndexedRequest: RequestMessage<{ readonly uri: string }, { readonly sentence: string }> = {
  method: "whence/whyIndexed",
};

/** Stops and starts background indexing; a run that goes on ends at once and keeps what it has. */
export const pauseRequest: RequestMessage<{ readonly isPaused: boolean }, null> = { method: "whence/pause" };

/** Makes the index of a folder anew; links that people decided stay. */
export const rebuildRequest: RequestMessage<{ readonly folder: string }, null> = { method: "whence/rebuild" };

/** What a maintainer needs to know of this server, as Markdown, without secrets, texts and paths outside of the folders. */
export const diagnosticsRequest: RequestMessage<Record<string, never>, { readonly markdown: string }> = {
  method: "whence/diagnostics",
};
