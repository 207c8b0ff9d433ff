import type { Answer } from "./answer.ts";

/** A conversation as a list shows it. */
export interface ConversationSummary {
  readonly id: string;
  /** The first question, or what a person called it. */
  readonly title: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly updatedAt: string;
  /** Questions in it. */
  readonly turnCount: number;
}

/** A conversation with all that was asked and answered in it, oldest first. */
export interface Conversation extends ConversationSummary {
  readonly turns: readonly Turn[];
}

/** A question and what became of it. */
export interface Turn {
  /** Made by whoever asks, so that progress can be told from the first moment. */
  readonly id: string;
  readonly question: string;
  readonly context: readonly QuestionContext[];
  readonly filter: QuestionFilter;
  /** ISO 8601. */
  readonly askedAt: string;
  /** `asking` of one that is kept means that the editor ended before the answer came. */
  readonly state: "asking" | "answered" | "stopped" | "failed";
  /** Whole where it is `answered`; what had been found where it is `stopped`. */
  readonly answer?: Answer;
  /** Why it failed, and what to do. */
  readonly failure?: string;
  readonly rating?: Rating;
  /** Questions that the graph suggests next. */
  readonly followUps: readonly string[];
}

/** What a question is about beside its words. Paths are relative to the folder, lines count from 1, both ends included. */
export type QuestionContext =
  | {
      readonly kind: "selection";
      readonly path: string;
      readonly startLine: number;
      readonly endLine: number;
    }
  | { readonly kind: "file"; readonly path: string }
  | { readonly kind: "symbol"; readonly path: string; readonly name: string; readonly line: number }
  | { readonly kind: "item"; readonly key: string; readonly title: string }
  | { readonly kind: "folder"; readonly path: string };

/** Restricts what may answer; all given parts must hold. */
export interface QuestionFilter {
  /** `code`, `doc`, `spec`, `config`, `text`, `commit`. */
  readonly kinds?: readonly string[];
  /** Glob over the whole path; a pattern without `/` matches at any depth. */
  readonly pathGlob?: string;
  /** ISO 8601 days, both included. */
  readonly since?: string;
  readonly until?: string;
  /** Part of the name or address of a commit's author. */
  readonly author?: string;
  readonly tag?: string;
}

/** What a person thinks of an answer. */
export interface Rating {
  readonly verdict: "good" | "bad";
  readonly reason?: string;
  /** ISO 8601. */
  readonly ratedAt: string;
}
