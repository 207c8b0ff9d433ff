import type { Conversation, ConversationSummary, Rating, Turn } from "../../shared/model/conversation.ts";

/** A question that begins a turn. */
export interface NewTurn extends Pick<Turn, "id" | "question" | "context" | "filter" | "askedAt"> {
  /** The conversation that it belongs to; a new one where it is absent or gone. */
  readonly conversation?: string | undefined;
  /** Turn that is asked again: it and all after it are taken away. */
  readonly replaces?: string | undefined;
}

/** How a turn ended. */
export type TurnEnd = Pick<Turn, "state" | "answer" | "failure" | "followUps">;

/** A turn with the conversation that it belongs to. */
export interface PlacedTurn {
  readonly conversation: ConversationSummary;
  readonly turn: Turn;
}

/**
 * The conversations of a folder. Several processes may write at once. Every method throws `diskFull`, `noAccess`, `locked`,
 * `storeNewer` or `storeCorrupt`, with a sentence, where the file cannot be used.
 */
export interface ConversationStore {
  /** Keeps a question as `asking`. The same turn again begins anew where it was. */
  begin(turn: NewTurn): PlacedTurn;
  /** Keeps how a turn ended; nothing where it was deleted meanwhile. */
  end(turn: string, end: TurnEnd): PlacedTurn | undefined;
  /** Newest first; with `query` those that say all of its words. */
  list(query?: string): readonly ConversationSummary[];
  get(conversation: string): Conversation | undefined;
  rename(conversation: string, title: string): ConversationSummary | undefined;
  /** Deletes one, or all; the text is gone from the disk. */
  remove(conversation?: string): void;
  /** Deletes those whose newest question was asked before a time (ISO 8601). */
  removeOlder(before: string): void;
  /** No rating takes it back. Nothing where there is no such turn. */
  rate(turn: string, rating: Rating | undefined): Turn | undefined;
  /** All turns that were rated, oldest first. */
  rated(): readonly Turn[];
  close(): void;
}
