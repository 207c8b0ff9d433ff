import type { TraceNode } from "./trace.ts";

/** What a hover says of a definition, a use of one, or a key. Other people's texts in it are plain text. */
export interface HoverCard {
  /** Line and columns of the word that it is about: line from 1, columns in UTF-16 units from 0. */
  readonly word: { readonly line: number; readonly startColumn: number; readonly endColumn: number };
  /** The definition that the word means; absent for a key. */
  readonly definition?: {
    readonly path: string;
    readonly name: string;
    readonly startLine: number;
    readonly endLine: number;
  };
  /** The likeliest and best known first, at most three; more are counted in `hiddenItems`. */
  readonly items: readonly HoverItem[];
  readonly hiddenItems: number;
  /** The last change of the definition. */
  readonly lastChange?: TraceNode;
  /** False where the history of the definition is still being read: the next hover knows more. */
  readonly isComplete: boolean;
}

/** An item behind code, with what stands above it. */
export interface HoverItem {
  readonly item: TraceNode;
  /** From the item's parent up to the PRD or epic at the top. */
  readonly above: readonly TraceNode[];
  readonly origin: "stated" | "inferred" | "confirmed" | "rejected";
  /** How it is known, in words: `stated in commit 1a2b3c4, 2026-03-02`, `inferred, 71 %: shares "refund"`. */
  readonly how: string;
  /** Absent where it is stated of the item itself, as when its key is hovered. */
  readonly isDecidable: boolean;
}
