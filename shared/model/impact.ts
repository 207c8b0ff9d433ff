import type { TraceEvidence, TraceNode } from "./trace.ts";

/** Whom and what a change touches. */
export interface Impact {
  /** As it was asked for. */
  readonly target: string;
  readonly subject: TraceNode;
  /** One sentence for people. */
  readonly summary: string;
  /** Stories and other items whose code is touched, and those that depend on them; nearest first. */
  readonly items: readonly ImpactedItem[];
  /** Definitions that reach the changed ones, without tests; nearest first. */
  readonly symbols: readonly ImpactedSymbol[];
  /** Definitions of tests that reach the changed ones; nearest first. */
  readonly tests: readonly ImpactedSymbol[];
  /** Files that import the changed ones, where no call is known. */
  readonly files: readonly ImpactedFile[];
  readonly people: readonly ImpactedPerson[];
  /** Sentences on what is not shown. */
  readonly notices: readonly string[];
}

/** An item and how it is reached. */
export interface ImpactedItem {
  readonly node: TraceNode;
  /** Calls, imports or dependencies between the change and the item; 0 for the items of the changed code itself. */
  readonly distance: number;
  /** In words: `code of Refund.issue`, `depends on WH-7`. */
  readonly via: string;
}

/** A definition and how it is reached. */
export interface ImpactedSymbol {
  readonly name: string;
  readonly kind: string;
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  /** From 1: it calls what is changed. */
  readonly distance: number;
  /** The definition that it calls. */
  readonly calls: string;
  /** Line of the call. */
  readonly line: number;
  /** True where other definitions have the called name too and nothing says which of them is meant. */
  readonly isByNameOnly: boolean;
}

/** A file and how it is reached. */
export interface ImpactedFile {
  readonly path: string;
  readonly line: number;
  readonly imports: string;
}

/** Somebody whom a change concerns, with the reason. */
export interface ImpactedPerson {
  readonly name: string;
  readonly email?: string;
  readonly reason: "wrote" | "reviewed" | "owns";
  /** In words: `wrote 12 of the lines`, `owns src/ (CODEOWNERS)`. */
  readonly detail: string;
  readonly evidence?: TraceEvidence;
}
