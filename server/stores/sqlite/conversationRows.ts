import type { ConversationSummary, Rating, Turn } from "../../../shared/model/conversation.ts";
import type { Row } from "./database.ts";

/** Steps that `conversations.sqlite` goes through, oldest first; a step that was released is never changed. */
export const conversationMigrations: readonly string[] = [
  `CREATE TABLE conversations (
     number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL,
     created_at TEXT NOT NULL, updated_at TEXT NOT NULL);
   CREATE INDEX conversations_by_time ON conversations (updated_at);
   -- context, filter, answer and follow_ups are JSON.
   CREATE TABLE turns (
     number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
     conversation INTEGER NOT NULL REFERENCES conversations (number) ON DELETE CASCADE,
     question TEXT NOT NULL, context TEXT NOT NULL, filter TEXT NOT NULL, asked_at TEXT NOT NULL,
     state TEXT NOT NULL, answer TEXT, failure TEXT, follow_ups TEXT NOT NULL,
     verdict TEXT, reason TEXT, rated_at TEXT);
   CREATE INDEX turns_of_conversation ON turns (conversation, number);
   CREATE INDEX turns_rated ON turns (rated_at) WHERE verdict IS NOT NULL;
   -- All that is said in a conversation, by its number; three letters in a row find it, so parts of names do.
   CREATE VIRTUAL TABLE said USING fts5 (text, tokenize = 'trigram');
   -- Else the words of what was deleted stay in the index until it is merged.
   INSERT INTO said (said, rank) VALUES ('secure-delete', 1)`,
];

/** Reads what `toSummary` needs. */
export const summarySql = `SELECT number, id, title, created_at, updated_at,
  (SELECT count(*) FROM turns WHERE conversation = conversations.number) AS turn_count FROM conversations`;

/** A row as a list shows it. */
export function toSummary(row: Row): ConversationSummary {
  return {
    id: String(row.id),
    title: String(row.title),
    createdAt: String(row.created_at),
    updatedAt: String(row.updated_at),
    turnCount: Number(row.turn_count),
  };
}

/** A row as it was asked and answered. */
export function toTurn(row: Row): Turn {
  return {
    id: String(row.id),
    question: String(row.question),
    context: JSON.parse(String(row.context)),
    filter: JSON.parse(String(row.filter)),
    askedAt: String(row.asked_at),
    state: String(row.state) as Turn["state"],
    ...(row.answer === null ? {} : { answer: JSON.parse(String(row.answer)) }),
    ...(row.failure === null ? {} : { failure: String(row.failure) }),
    ...(row.verdict === null ? {} : { rating: toRating(row) }),
    followUps: JSON.parse(String(row.follow_ups)),
  };
}

/** Questions, summaries and passages as one text. */
export function saidIn(title: string, turns: readonly Turn[]): string {
  const said = turns.flatMap(({ question, answer }) => [
    question,
    answer?.summary ?? "",
    ...(answer?.passages ?? []).flatMap(({ citation, title: heading, text }) => [
      citation.label,
      heading,
      text,
    ]),
  ]);
  return [title, ...said].join("\n");
}

function toRating(row: Row): Rating {
  return {
    verdict: row.verdict === "good" ? "good" : "bad",
    ...(row.reason === null ? {} : { reason: String(row.reason) }),
    ratedAt: String(row.rated_at),
  };
}
