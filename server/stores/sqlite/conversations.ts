import { randomUUID } from "node:crypto";
import path from "node:path";
import type { Conversation, ConversationSummary, Rating, Turn } from "../../../shared/model/conversation.ts";
import { WhenceError } from "../../base/errors.ts";
import type { ConversationStore, NewTurn, PlacedTurn, TurnEnd } from "../conversationStore.ts";
import { conversationMigrations, saidIn, summarySql, toSummary, toTurn } from "./conversationRows.ts";
import { Database, type Row } from "./database.ts";
import { LateDatabase } from "./lateDatabase.ts";

const titleLength = 80;

/**
 * Conversations in `conversations.sqlite` in the folder of a store, a file of its own: it outlives every index, and is made with
 * the first question. What is deleted is overwritten, also in the search and in the write-ahead log.
 */
export class SqliteConversations implements ConversationStore {
  readonly #file: string;
  readonly #database: LateDatabase;

  /** Opens nothing yet. */
  constructor(place: string) {
    this.#file = path.join(place, "conversations.sqlite");
    this.#database = new LateDatabase(this.#file, "write", (file, mode) => {
      const database = new Database(file, mode, conversationMigrations);
      database.exec("PRAGMA secure_delete = ON; PRAGMA cache_size = -4000");
      return database;
    });
  }

  begin(turn: NewTurn): PlacedTurn {
    return this.#write((database) => {
      const number = placeOf(database, turn);
      if (turn.replaces !== undefined) {
        const sql = `DELETE FROM turns WHERE conversation = ? AND
                     number >= (SELECT number FROM turns WHERE id = ? AND conversation = ?)`;
        database.run(sql, number, turn.replaces, number);
      }
      database.run("DELETE FROM turns WHERE id = ?", turn.id);
      const sql = `INSERT INTO turns (id, conversation, question, context, filter, asked_at, state, follow_ups)
                   VALUES (?, ?, ?, ?, ?, ?, 'asking', '[]')`;
      const { id, question, context, filter, askedAt } = turn;
      database.run(sql, id, number, question, JSON.stringify(context), JSON.stringify(filter), askedAt);
      database.run("UPDATE conversations SET updated_at = ? WHERE number = ?", askedAt, number);
      rewriteSaid(database, number);
      return placed(database, id);
    }, turn.replaces !== undefined);
  }

  end(turn: string, { state, answer, failure, followUps }: TurnEnd): PlacedTurn | undefined {
    return this.#write((database) => {
      const row = database.get("SELECT conversation FROM turns WHERE id = ?", turn);
      if (row === undefined) return undefined;
      const sql = "UPDATE turns SET state = ?, answer = ?, failure = ?, follow_ups = ? WHERE id = ?";
      const text = answer === undefined ? null : JSON.stringify(answer);
      database.run(sql, state, text, failure ?? null, JSON.stringify(followUps), turn);
      rewriteSaid(database, Number(row.conversation));
      return placed(database, turn);
    });
  }

  list(query = ""): readonly ConversationSummary[] {
    const words = query.split(/\s+/).filter((word) => word !== "");
    // Three letters are the least that the index knows; shorter words are looked for in the text.
    const conditions = words.map((word) =>
      [...word].length < 3
        ? "number IN (SELECT rowid FROM said WHERE instr(lower(text), lower(?)) > 0)"
        : "number IN (SELECT rowid FROM said WHERE said MATCH ?)",
    );
    const values = words.map((word) => ([...word].length < 3 ? word : `"${word.replaceAll('"', '""')}"`));
    const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
    return this.#read(
      (database) =>
        database
          .all(`${summarySql} ${where} ORDER BY updated_at DESC, number DESC`, ...values)
          .map(toSummary),
      [],
    );
  }

  get(conversation: string): Conversation | undefined {
    return this.#read((database) => {
      const row = database.get(`${summarySql} WHERE id = ?`, conversation);
      if (row === undefined) return undefined;
      const sql = "SELECT * FROM turns WHERE conversation = ? ORDER BY number";
      return { ...toSummary(row), turns: database.all(sql, Number(row.number)).map(toTurn) };
    }, undefined);
  }

  rename(conversation: string, title: string): ConversationSummary | undefined {
    return this.#write((database) => {
      const row = database.get("SELECT number FROM conversations WHERE id = ?", conversation);
      if (row === undefined) return undefined;
      database.run("UPDATE conversations SET title = ? WHERE id = ?", title, conversation);
      rewriteSaid(database, Number(row.number));
      return toSummary(database.get(`${summarySql} WHERE id = ?`, conversation) ?? {});
    }, true);
  }

  remove(conversation?: string): void {
    if (conversation === undefined) this.#removeWhere("TRUE");
    else this.#removeWhere("id = ?", conversation);
  }

  removeOlder(before: string): void {
    this.#removeWhere("updated_at < ?", before);
  }

  rate(turn: string, rating: Rating | undefined): Turn | undefined {
    return this.#write((database) => {
      const { verdict = null, reason = null, ratedAt = null } = rating ?? {};
      const sql = "UPDATE turns SET verdict = ?, reason = ?, rated_at = ? WHERE id = ?";
      if (database.run(sql, verdict, reason, ratedAt, turn).changes === 0) return undefined;
      return placed(database, turn).turn;
    });
  }

  rated(): readonly Turn[] {
    const sql = "SELECT * FROM turns WHERE verdict IS NOT NULL ORDER BY rated_at, number";
    return this.#read((database) => database.all(sql).map(toTurn), []);
  }

  close(): void {
    this.#database.close();
  }

  #removeWhere(condition: string, ...values: readonly string[]): void {
    const isThere = this.#read(
      (database) =>
        database.get(`SELECT 1 FROM conversations WHERE ${condition} LIMIT 1`, ...values) !== undefined,
      false,
    );
    if (!isThere) return;
    this.#write((database) => {
      const chosen = `SELECT number FROM conversations WHERE ${condition}`;
      database.run(`DELETE FROM said WHERE rowid IN (${chosen})`, ...values);
      database.run(`DELETE FROM conversations WHERE ${condition}`, ...values);
    }, true);
  }

  #read<T>(work: (database: Database) => T, otherwise: T): T {
    return this.#said(() => {
      const database = this.#database.forReading();
      return database === undefined ? otherwise : database.snapshot(() => work(database));
    });
  }

  /** `isForgetful`: what was there before must not be found in the write-ahead log either. */
  #write<T>(work: (database: Database) => T, isForgetful = false): T {
    return this.#said(() => {
      const database = this.#database.forWriting();
      const result = database.transaction(() => work(database));
      if (isForgetful) database.all("PRAGMA wal_checkpoint(TRUNCATE)");
      return result;
    });
  }

  #said<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      // The folder of a store that was deleted meanwhile.
      const isGone = (error as { code?: unknown }).code === "ENOENT";
      if (isGone) throw this.#inWords(new WhenceError("noAccess", "", { cause: error }));
      throw WhenceError.is(error) ? this.#inWords(error) : error;
    }
  }

  /** What the store says of an index, about conversations. */
  #inWords(error: WhenceError): WhenceError {
    const folder = path.dirname(this.#file);
    const sentence = {
      diskFull: `The disk of ${folder} is full, so conversations are not kept: free some space.`,
      noAccess: `Conversations cannot be kept in ${this.#file}: check the rights of that file and its folder.`,
      locked: `Another program keeps ${this.#file} busy: try again when it has finished.`,
      storeNewer: `The conversations in ${this.#file} were written by a newer Whence: update this one.`,
      storeCorrupt: `The conversations in ${this.#file} cannot be read, because the file is damaged: move it to another place to begin anew.`,
    }[error.reason as string];
    // A file that was opened before may be another one when it is asked again.
    this.#database.close();
    return sentence === undefined ? error : new WhenceError(error.reason, sentence, { cause: error });
  }
}

/** Number of the conversation that a turn belongs to, which is made where there is none. */
function placeOf(database: Database, { id, conversation, question, askedAt }: NewTurn): number {
  const known: Row | undefined =
    database.get("SELECT conversation AS number FROM turns WHERE id = ?", id) ??
    (conversation === undefined
      ? undefined
      : database.get("SELECT number FROM conversations WHERE id = ?", conversation));
  if (known !== undefined) return Number(known.number);
  const sql = "INSERT INTO conversations (id, title, created_at, updated_at) VALUES (?, ?, ?, ?)";
  return database.run(sql, randomUUID(), titleOf(question), askedAt, askedAt).rowId;
}

function titleOf(question: string): string {
  const line = question.trim().split(/\s*\n/)[0] ?? "";
  return line.length <= titleLength ? line : `${line.slice(0, titleLength - 1).trimEnd()}…`;
}

function placed(database: Database, turn: string): PlacedTurn {
  const row = database.get("SELECT * FROM turns WHERE id = ?", turn) ?? {};
  const summary = database.get(`${summarySql} WHERE number = ?`, Number(row.conversation)) ?? {};
  return { conversation: toSummary(summary), turn: toTurn(row) };
}

/** What a search for words finds of a conversation. */
function rewriteSaid(database: Database, number: number): void {
  const title = database.get("SELECT title FROM conversations WHERE number = ?", number)?.title;
  const turns = database
    .all("SELECT * FROM turns WHERE conversation = ? ORDER BY number", number)
    .map(toTurn);
  database.run("DELETE FROM said WHERE rowid = ?", number);
  database.run("INSERT INTO said (rowid, text) VALUES (?, ?)", number, saidIn(String(title), turns));
}
