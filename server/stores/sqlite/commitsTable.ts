import type { CommitFile } from "../../model/rawItem.ts";
import type { CommitLineage, StoredCommit, StoredCommitFile, StoredPerson } from "../../model/storedState.ts";
import type { CommitsTable } from "../catalog.ts";
import type { Database, Row } from "./database.ts";

/** Commits and the paths which they changed. */
export class SqliteCommitsTable implements CommitsTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  get(hash: string): StoredCommit | undefined {
    return this.#commits("WHERE hash = ?", hash.toLowerCase())[0];
  }

  byHashPrefix(prefix: string, limit: number): readonly StoredCommit[] {
    if (!/^[0-9a-f]{4,64}$/i.test(prefix)) return [];
    const from = prefix.toLowerCase();
    // Hashes that start with `from` are those up to `from` followed by the letter after the last hex digit.
    return this.#commits("WHERE hash >= ? AND hash < ? ORDER BY date DESC LIMIT ?", from, `${from}g`, limit);
  }

  filesOf(hashes: readonly string[], most = Number.MAX_SAFE_INTEGER): readonly StoredCommitFile[] {
    const sql = `SELECT hash, p.path AS path, q.path AS previous_path, change
                 FROM (SELECT key AS place, value AS wanted FROM json_each(?1))
                 CROSS JOIN commits ON commits.hash = wanted
                 CROSS JOIN commit_files ON commit_files.document = commits.document AND ordinal < ?2
                 JOIN paths p ON p.id = commit_files.path LEFT JOIN paths q ON q.id = commit_files.previous_path
                 ORDER BY place, ordinal`;
    return this.#database.all(sql, JSON.stringify(hashes), most).map(toCommitFile);
  }

  touching(paths: readonly string[], limit: number): readonly (StoredCommit & { readonly path: string })[] {
    const sql = `SELECT commits.*, paths.path AS path FROM paths
                 JOIN commit_files ON commit_files.path = paths.id OR commit_files.previous_path = paths.id
                 JOIN commits ON commits.document = commit_files.document
                 WHERE paths.path = ? ORDER BY date DESC, hash LIMIT ?`;
    return [...new Set(paths)]
      .flatMap((path) => this.#database.all(sql, path, limit))
      .map((row) => ({ ...toCommit(row), path: String(row.path) }))
      .sort((a, b) => (a.date < b.date ? 1 : a.date > b.date ? -1 : 0))
      .slice(0, limit);
  }

  recent(limit: number): readonly StoredCommit[] {
    return this.#commits("ORDER BY date DESC, hash LIMIT ?", limit);
  }

  between(
    span: { readonly since?: string; readonly until?: string },
    limit: number,
  ): readonly StoredCommit[] {
    const where = "WHERE date >= ? AND date < ? ORDER BY date DESC, hash LIMIT ?";
    return this.#commits(where, span.since ?? "", span.until ?? "9999", limit);
  }

  people(query: string, limit: number): readonly StoredPerson[] {
    const wanted = query.trim().toLowerCase();
    const sql = `SELECT author_name AS name, author_email AS email, count(*) AS commits, max(date) AS last
                 FROM commits GROUP BY author_email, author_name ORDER BY commits DESC, last DESC`;
    return this.#database
      .all(sql)
      .filter((row) => `${row.name} <${row.email}>`.toLowerCase().includes(wanted))
      .slice(0, limit)
      .map(toPerson);
  }

  byAuthor(email: string, limit: number): readonly StoredCommit[] {
    return this.#commits("WHERE author_email = ? ORDER BY date DESC, hash LIMIT ?", email, limit);
  }

  hashes(): Set<string> {
    return new Set(this.#database.all("SELECT hash FROM commits").map((row) => String(row.hash)));
  }

  count(): number {
    return Number(this.#database.get("SELECT count(*) AS n FROM commits")?.n);
  }

  lineage(): readonly CommitLineage[] {
    return this.#database.all("SELECT hash, parents, date FROM commits").map((row) => ({
      hash: String(row.hash),
      parents: parentsOf(row),
      date: String(row.date),
    }));
  }

  #commits(rest: string, ...values: (string | number)[]): StoredCommit[] {
    return this.#database.all(`SELECT * FROM commits ${rest}`, ...values).map(toCommit);
  }
}

function toCommit(row: Row): StoredCommit {
  return {
    hash: String(row.hash),
    parents: parentsOf(row),
    authorName: String(row.author_name),
    authorEmail: String(row.author_email),
    date: String(row.date),
    subject: String(row.subject),
  };
}

function parentsOf(row: Row): readonly string[] {
  const parents = String(row.parents);
  return parents === "" ? [] : parents.split(" ");
}

function toCommitFile(row: Row): StoredCommitFile {
  return {
    hash: String(row.hash),
    path: String(row.path),
    change: row.change as CommitFile["change"],
    ...(row.previous_path === null ? {} : { previousPath: String(row.previous_path) }),
  };
}

function toPerson(row: Row): StoredPerson {
  return {
    name: String(row.name),
    email: String(row.email),
    commitCount: Number(row.commits),
    lastDate: String(row.last),
  };
}
