import type { CallFact, ImportFact, SymbolFact } from "./codeFacts.ts";

/** A requirement, use case or story: what code may have been written for. */
export interface Requirement {
  /** Its identity in every link: a path, or the id of a node. */
  readonly id: string;
  /** As people write it, where it has a key of its own: `WH-7`. */
  readonly key?: string;
  readonly title: string;
  /** The whole text, title and acceptance criteria included. */
  readonly text: string;
  readonly acceptanceCriteria: readonly string[];
}

/** A definition as far as inference reads it. */
export type CandidateDefinition = Pick<
  SymbolFact,
  "name" | "qualifiedName" | "kind" | "startLine" | "endLine" | "signature" | "doc"
>;

/** A file of code that requirements may be linked to. */
export interface CandidateFile {
  /** Its identity in every link. */
  readonly path: string;
  /** Source text; comments and identifiers are found in it. */
  readonly text: string;
  /** Empty where no grammar could read it: then the text alone counts. */
  readonly definitions: readonly CandidateDefinition[];
  readonly imports: readonly ImportFact[];
  readonly calls: readonly CallFact[];
}

/** Where a link ends: a file, or with `definition` (a qualified name) one definition in it. */
export interface LinkTarget {
  readonly code: string;
  readonly definition?: string;
}

/** A link which somebody stated. Its neighbours become likelier; the pair itself is not inferred again. */
export interface KnownLink extends LinkTarget {
  readonly requirement: string;
}

/** What a person decided about an inferred link. Similar candidates move up (`confirmed`) or down (`rejected`). */
export interface LinkDecision extends LinkTarget {
  readonly requirement: string;
  readonly verdict: "confirmed" | "rejected";
}

/** A commit: files changed together belong together, and its message may resemble a requirement. */
export interface ChangeTogether {
  /** Short hash, for the evidence. */
  readonly id: string;
  readonly message: string;
  /** Paths of `CandidateFile`s; others are passed over. */
  readonly paths: readonly string[];
}

/** All that inference knows of a project. */
export interface InferenceInput {
  readonly requirements: readonly Requirement[];
  readonly files: readonly CandidateFile[];
  readonly stated?: readonly KnownLink[];
  readonly decisions?: readonly LinkDecision[];
  readonly changes?: readonly ChangeTogether[];
}

/** One vector per text, in order, as `Embedder.embed` gives them: a zero vector for a text without known words. */
export type EmbedTexts = (texts: readonly string[], signal?: AbortSignal) => Promise<readonly Float32Array[]>;

/** One reason for a link that a person can check. */
export interface InferenceEvidence {
  /** What kind of reason it is, in words; the `found` of an edge's evidence. */
  readonly found:
    | "shared terms"
    | "shared name"
    | "similar meaning"
    | "stated neighbours"
    | "inferred neighbours"
    | "central file"
    | "history"
    | "decision";
  /** A sentence: "`Refund.issue` shares 'refund', 'partial payment' with acceptance criterion 3". */
  readonly text: string;
  /** Line of the code that the sentence speaks of, from 1. */
  readonly line?: number;
}

/** A requirement and code that may belong together. */
export interface InferredLink extends LinkTarget {
  readonly requirement: string;
  /** Probability that the link is right, 0 to 1, calibrated on projects with known links. */
  readonly score: number;
  /** Whether it is likely enough to be shown as a link of this project. */
  readonly linked: boolean;
  readonly evidence: readonly InferenceEvidence[];
}

/** What inference found out about a project. Every pair is decided; those below `scoreFloor` are left out. */
export interface InferenceResult {
  /** Requirement and file, by falling score. */
  readonly links: readonly InferredLink[];
  /**
   * Requirement and definition, by falling score: the likeliest definitions inside the files that are linked. The
   * probability that the definition belongs to the requirement is never above that of its file.
   */
  readonly definitionLinks: readonly InferredLink[];
  /** The score from which on a pair of this project is linked. */
  readonly threshold: number;
}

/** Pairs of a lower probability are not listed. */
export const scoreFloor = 0.02;
