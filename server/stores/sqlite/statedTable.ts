import type { StatedFacts, StoredStatement } from "../../model/statedFacts.ts";
import type { StatedTable } from "../catalog.ts";
import type { Database, Row } from "./database.ts";

const columns = `uri, path, content_hash AS mark, date, title, stated.value AS value
  FROM stated JOIN documents ON documents.id = stated.document`;

/** What documents say about items and people: one JSON value per document that says anything. */
export class SqliteStatedTable implements StatedTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  *all(): Iterable<StoredStatement> {
    for (const row of this.#database.iterate(`SELECT ${columns} ORDER BY stated.document`))
      yield toStatement(row);
  }

  get(uri: string): StoredStatement | undefined {
    const row = this.#database.get(`SELECT ${columns} WHERE uri = ?`, uri);
    return row === undefined ? undefined : toStatement(row);
  }
}

/** Replaces what a document states; call it within a transaction, after what it stated before was removed. */
export function saveStated(database: Database, document: number, facts: StatedFacts): void {
  database.run("INSERT INTO stated VALUES (?, ?)", document, JSON.stringify(facts));
}

function toStatement(row: Row): StoredStatement {
  return {
    uri: String(row.uri),
    ...(row.path === null ? {} : { path: String(row.path) }),
    mark: String(row.mark),
    date: String(row.date),
    title: String(row.title),
    facts: JSON.parse(String(row.value)) as StatedFacts,
  };
}
