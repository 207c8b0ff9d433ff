import type { SymbolKind } from "../../model/codeFacts.ts";
import type { StoredCall, StoredImport, StoredSymbol } from "../../model/storedState.ts";
import type { SymbolsTable } from "../catalog.ts";
import type { Database, Row } from "./database.ts";
import { moduleStem, plainModule } from "./moduleName.ts";

const inDocuments = "JOIN documents ON documents.id = facts.document";

/** Definitions, imports and calls. */
export class SqliteSymbolsTable implements SymbolsTable {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  byName(name: string, limit: number, ignoreCase = false): readonly StoredSymbol[] {
    const exact = ignoreCase ? "" : "AND name = ?3";
    const values = ignoreCase ? [name, limit] : [name, limit, name];
    return this.#symbols(`WHERE name = ?1 COLLATE NOCASE ${exact} ${byPlace} LIMIT ?2`, ...values);
  }

  fewByName(name: string, most: number): readonly StoredSymbol[] {
    // Counted in the index alone, before anything is read, joined or sorted: a name such as `get` has thousands.
    const few = "FROM symbols WHERE name = ?1 COLLATE NOCASE AND name = ?1 LIMIT ?2 + 1";
    const where =
      `WHERE (SELECT count(*) FROM (SELECT 1 ${few})) <= ?2 ` +
      `AND (document, ordinal) IN (SELECT document, ordinal ${few}) ${byPlace}`;
    return this.#symbols(where, name, most);
  }

  namesLike(name: string): readonly string[] {
    const first = name.slice(0, 1);
    const sql = `SELECT DISTINCT name FROM symbols WHERE name >= ?1 COLLATE NOCASE AND name < ?2 COLLATE NOCASE
                 AND length(name) BETWEEN ?3 - 1 AND ?3 + 1 AND name <> ?4`;
    const next = String.fromCodePoint((first.toLowerCase().codePointAt(0) ?? 0) + 1);
    return this.#database.all(sql, first, next, name.length, name).map((row) => String(row["name"]));
  }

  onlyByNames(names: readonly string[]): readonly StoredSymbol[] {
    const sql = `SELECT facts.*, uri, path, language FROM (SELECT value AS wanted FROM json_each(?1))
                 CROSS JOIN symbols AS facts ON facts.name = wanted COLLATE NOCASE AND facts.name = wanted
                 ${inDocuments} WHERE (SELECT count(*) FROM (SELECT 1 FROM symbols AS others
                 WHERE others.name = wanted COLLATE NOCASE AND others.name = wanted LIMIT 2)) = 1`;
    return this.#database.all(sql, JSON.stringify(names)).map(toSymbol);
  }

  byQualifiedName(qualifiedName: string, limit: number): readonly StoredSymbol[] {
    return this.#symbols(`WHERE qualified_name = ? ${byPlace} LIMIT ?`, qualifiedName, limit);
  }

  bySuffix(suffix: string, limit: number): readonly StoredSymbol[] {
    const ending = `.${suffix}`;
    const where =
      "WHERE name = ?1 COLLATE NOCASE AND substr('.' || qualified_name, -length(?2)) = ?2 " +
      "ORDER BY length(qualified_name), path, ordinal LIMIT ?3";
    return this.#symbols(where, suffix.slice(suffix.lastIndexOf(".") + 1), ending, limit);
  }

  ofDocument(uri: string): readonly StoredSymbol[] {
    return this.#symbols("WHERE uri = ? ORDER BY start_line, start_column, end_line DESC", uri);
  }

  around(path: string, line: number): readonly StoredSymbol[] {
    const where =
      "WHERE path = ?1 AND min(start_line, doc_start_line) <= ?2 AND end_line >= ?2 " +
      "ORDER BY end_line - start_line, start_line DESC, start_column DESC";
    return this.#symbols(where, path, line);
  }

  mostCalled(limit: number): readonly StoredSymbol[] {
    const sql =
      "WITH called AS (SELECT name, count(DISTINCT document) AS n FROM calls GROUP BY name ORDER BY n DESC LIMIT 500) " +
      "SELECT name FROM called WHERE (SELECT count(*) FROM symbols WHERE symbols.name = called.name) = 1 " +
      "ORDER BY n DESC, name LIMIT ?";
    return this.#database.all(sql, limit).flatMap((row) => this.byName(String(row.name), 1));
  }

  callsTo(name: string, limit: number): readonly StoredCall[] {
    const rows = this.#facts("calls", "WHERE facts.name = ? ORDER BY facts.document LIMIT ?", name, limit);
    return rows.flatMap((row) => toCalls(row, place(row), () => true)).slice(0, limit);
  }

  callsFrom(
    uri: string,
    lines?: { readonly startLine: number; readonly endLine: number },
  ): readonly StoredCall[] {
    const { startLine, endLine } = lines ?? { startLine: 0, endLine: Number.POSITIVE_INFINITY };
    const document = this.#database.get("SELECT id, uri, path FROM documents WHERE uri = ?", uri);
    if (document === undefined) return [];
    // A file may hold thousands of calls and a passage few: what all have in common is read once.
    const from = place(document);
    return this.#database
      .all("SELECT name, places FROM calls WHERE document = ?", Number(document.id))
      .flatMap((row) => toCalls(row, from, (line) => startLine <= line && line <= endLine))
      .sort((a, b) => a.line - b.line);
  }

  importsOf(module: string, limit: number): readonly StoredImport[] {
    const wanted = plainModule(module);
    if (wanted === "") return [];
    return this.#facts("imports", "WHERE stem = ? ORDER BY path, ordinal", moduleStem(module))
      .map(toImport)
      .filter((fact) => `/${plainModule(fact.module)}`.endsWith(`/${wanted}`))
      .slice(0, limit);
  }

  importsFrom(uri: string): readonly StoredImport[] {
    return this.#facts("imports", "WHERE uri = ? ORDER BY ordinal", uri).map(toImport);
  }

  #symbols(rest: string, ...values: (string | number)[]): StoredSymbol[] {
    return this.#facts("symbols", rest, ...values).map(toSymbol);
  }

  #facts(table: string, rest: string, ...values: (string | number)[]): Row[] {
    const sql = `SELECT facts.*, uri, path, language FROM ${table} AS facts ${inDocuments} ${rest}`;
    return this.#database.all(sql, ...values);
  }
}

const byPlace = "ORDER BY path, ordinal";

function toSymbol(row: Row): StoredSymbol {
  return {
    ...place(row),
    language: String(row.language),
    name: String(row.name),
    qualifiedName: String(row.qualified_name),
    kind: row.kind as SymbolKind,
    startLine: Number(row.start_line),
    startColumn: Number(row.start_column),
    endLine: Number(row.end_line),
    endColumn: Number(row.end_column),
    nameLine: Number(row.name_line),
    nameColumn: Number(row.name_column),
    signature: String(row.signature),
    ...(row.doc === null ? {} : { doc: String(row.doc) }),
    docStartLine: Number(row.doc_start_line),
    ...(row.parent === null ? {} : { parent: String(row.parent) }),
  };
}

function toCalls(
  row: Row,
  from: ReturnType<typeof place>,
  isWanted: (line: number) => boolean,
): StoredCall[] {
  const places: [number, string | null][] = JSON.parse(String(row.places));
  const name = String(row.name);
  return places
    .filter(([line]) => isWanted(line))
    .map(([line, caller]) => ({ ...from, name, line, ...(caller === null ? {} : { caller }) }));
}

function toImport(row: Row): StoredImport {
  const names = JSON.parse(String(row.names));
  return { ...place(row), module: String(row.module), names, line: Number(row.line) };
}

function place(row: Row): { uri: string; path: string } {
  return { uri: String(row.uri), path: String(row.path ?? "") };
}
