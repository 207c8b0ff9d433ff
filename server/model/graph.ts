/** All kinds of nodes. */
export const nodeKinds = [
  "product",
  "prd",
  "epic",
  "story",
  "task",
  "techSpec",
  "decision",
  "page",
  "issue",
  "pullRequest",
  "release",
  "commit",
  "file",
  "symbol",
  "person",
] as const;

/** What a node stands for. `issue` is a key that somebody named and of which nothing else has been read. */
export type NodeKind = (typeof nodeKinds)[number];

/** Kinds of which a document is the item's own text, from the top of the chain down. */
export const describedKinds: readonly NodeKind[] = [
  "product",
  "prd",
  "epic",
  "story",
  "task",
  "techSpec",
  "decision",
];

/** A thing in the chain from PRD to symbol. Its `id` comes from `graphIds.ts` and is its identity in every graph. */
export interface GraphNode {
  readonly id: string;
  readonly kind: NodeKind;
  /** As people write it: `WH-12`, `#34`, a short commit hash, a qualified name. */
  readonly key?: string;
  readonly title: string;
  /** Of an item, in the words of its source: `in progress`, `Accepted`. */
  readonly status?: string;
  readonly url?: string;
  /** Of a file, of what a symbol stands in, and of an item which a file of the repository states. */
  readonly path?: string;
  /** ISO 8601 in UTC: when its source last changed. */
  readonly updatedAt?: string;
  /** Who may read it: a scope (project, space, repository); absent for what lies in the repository itself. */
  readonly access?: string;
  /** Since when its source no longer has it, ISO 8601 in UTC; its closed edges stay. */
  readonly goneAt?: string;
  /** Facts of its kind which nothing walks over, as plain JSON: acceptance criteria, points, lines of a symbol. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * How two nodes belong together; from → to:
 * `parentOf` item → item below it; `implements` commit, pull request, file or symbol → item; `specifies` tech spec,
 * decision or page → item, file or symbol; `dependsOn` item → item; `mentions` anything → item; `contains` pull request →
 * commit, file → symbol, release → commit; `changedBy` symbol or file → commit; `authored`, `reviewed` and `owns` person →
 * commit, pull request or file.
 */
export type EdgeKind =
  | "parentOf"
  | "implements"
  | "specifies"
  | "dependsOn"
  | "mentions"
  | "contains"
  | "changedBy"
  | "authored"
  | "reviewed"
  | "owns";

/** Who says so: a person in a text, Whence, or a person about what Whence inferred. */
export type EdgeOrigin = "stated" | "inferred" | "confirmed" | "rejected";

/** What was read, so that a person can look it up. */
export interface Evidence {
  /** Where it stood, in words: `commit subject`, `front matter`, `comment`, `blame`. */
  readonly found: string;
  /** The words that say so, at most 200 characters, as other people wrote them. */
  readonly text: string;
  /** Document: `commit:<hash>`, `repo:docs/specs/WH-12.md`. */
  readonly uri: string;
  /** Line of the document, from 1. */
  readonly line?: number;
  /** Full hash of the commit at which a file was read, where it is that of the commit. */
  readonly commit?: string;
}

/** A link between two nodes during a span of time. Never overwritten: what is no longer supported gets `validTo`. */
export interface GraphEdge {
  readonly from: string;
  readonly kind: EdgeKind;
  readonly to: string;
  /** A finer word for the link where there is one: `introduced`, `closes`, `reverts`. A part of its identity. */
  readonly role?: string;
  readonly origin: EdgeOrigin;
  /** 0 to 1; 1 for what a person stated without doubt. */
  readonly confidence: number;
  readonly evidence: readonly Evidence[];
  /** The document or analysis which supports it, by which it is stated anew or closed. A part of its identity. */
  readonly source: string;
  /** ISO 8601 in UTC, included. */
  readonly validFrom: string;
  /** ISO 8601 in UTC, excluded; absent while it holds. */
  readonly validTo?: string;
}
