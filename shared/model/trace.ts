/** Why something is here, or what became of an item: a forest from the PRD down to commits or symbols. */
export interface Trace {
  /** As it was asked for. */
  readonly target: string;
  /** What that was taken for. */
  readonly subject: TraceNode;
  /** False where no item is linked; `roots` then hold the commits that are nearest. */
  readonly isLinked: boolean;
  /** One sentence for people. */
  readonly summary: string;
  readonly roots: readonly TraceBranch[];
  /** Sentences on what the trace cannot know or does not show: a shallow clone, a limit, an outdated index. */
  readonly notices: readonly string[];
  /** The time that it speaks of, ISO 8601 in UTC; absent for now. */
  readonly asOf?: string;
}

/** Something in a trace. */
export interface TraceNode {
  readonly id: string;
  /** `prd`, `epic`, `story`, `pullRequest`, `commit`, `file`, `symbol` …, as in the graph. */
  readonly kind: string;
  readonly key?: string;
  readonly title: string;
  readonly status?: string;
  readonly url?: string;
  readonly path?: string;
  /** Where it comes from another repository of the team: the name of that one. */
  readonly repository?: string;
  readonly startLine?: number;
  readonly endLine?: number;
  /** Of a commit, ISO 8601 in UTC. */
  readonly date?: string;
  /** Author of a commit. */
  readonly author?: string;
}

/** A node and what hangs below it. */
export interface TraceBranch {
  readonly node: TraceNode;
  /** How it is linked to the branch above it; absent for a root. */
  readonly link?: TraceLink;
  /** True for what was asked for, where that stands in the tree. */
  readonly isSubject?: boolean;
  readonly children: readonly TraceBranch[];
  /** What was made for an item whose code is not listed, and for none below it. */
  readonly made?: { readonly commits: number; readonly symbols: number };
  /** How many children are not listed. */
  readonly hiddenChildren?: number;
  /** True where the node stands elsewhere in the tree with its children. */
  readonly isRepeated?: boolean;
}

/** A link in a trace, with how it is known. */
export interface TraceLink {
  /** As in the graph: `parentOf`, `implements`, `changedBy` … */
  readonly kind: string;
  readonly role?: string;
  readonly origin: "stated" | "inferred" | "confirmed" | "rejected";
  /** 0 to 1. */
  readonly confidence: number;
  readonly evidence: readonly TraceEvidence[];
  readonly validFrom: string;
}

/** What was read. */
export interface TraceEvidence {
  readonly found: string;
  readonly text: string;
  readonly uri: string;
  readonly line?: number;
  readonly commit?: string;
}
