import path from "node:path";
import type { Chunk } from "../../model/chunk.ts";
import type { CodeFacts } from "../../model/codeFacts.ts";
import type { CommitDetails } from "../../model/document.ts";
import { prepareChunk } from "../../model/preparedChunk.ts";
import type { StoredDocument } from "../../model/storedState.ts";
import type { DocumentRecord } from "../catalog.ts";
import type { Database } from "./database.ts";
import { moduleStem } from "./moduleName.ts";
import { saveStated } from "./statedTable.ts";

/** Replaces a document with its chunks and facts; call it within a transaction. Its vectors count as outdated. */
export function saveDocument(
  database: Database,
  record: DocumentRecord,
  chunks: readonly Chunk[],
): { readonly isNew: boolean } {
  const known = database.get("SELECT id FROM documents WHERE uri = ?", record.document.uri)?.id;
  const id = typeof known === "number" ? known : undefined;
  if (id !== undefined) clearDocument(database, id);
  const row = upsertDocument(database, id, record.document);
  saveChunks(database, row, chunks);
  if (record.facts !== undefined) saveFacts(database, row, record.facts);
  if (record.commit !== undefined) saveCommit(database, row, record.document, record.commit);
  if (record.stated !== undefined) saveStated(database, row, record.stated);
  return { isNew: id === undefined };
}

function clearDocument(database: Database, id: number): void {
  for (const table of ["chunks", "symbols", "imports", "calls", "commits", "stated"]) {
    database.run(`DELETE FROM ${table} WHERE document = ?`, id);
  }
  database.run("UPDATE vectors SET state = 0 WHERE document = ?", id);
}

const documentColumns =
  "uri, kind, path, base_name, language, title, key, content_hash, date, size_bytes, modified_ms, tags, " +
  "chunk_count, parsed, problem, warnings";
const documentPlaces = documentColumns.replaceAll(/\w+/g, "?");

function upsertDocument(database: Database, id: number | undefined, document: StoredDocument): number {
  const values = [
    document.uri,
    document.kind,
    document.path ?? null,
    document.path === undefined ? null : path.posix.basename(document.path),
    document.language,
    document.title,
    document.key ?? null,
    document.contentHash,
    document.date,
    document.sizeBytes,
    document.modifiedMs,
    JSON.stringify(document.tags),
    document.chunkCount,
    document.parsed ? 1 : 0,
    document.problem ?? null,
    JSON.stringify(document.warnings),
  ];
  if (id === undefined) {
    return database.run(`INSERT INTO documents (${documentColumns}) VALUES (${documentPlaces})`, ...values)
      .rowId;
  }
  database.run(`UPDATE documents SET (${documentColumns}) = (${documentPlaces}) WHERE id = ?`, ...values, id);
  return id;
}

function saveChunks(database: Database, document: number, chunks: readonly Chunk[]): void {
  const sql =
    "INSERT OR REPLACE INTO chunks (id, document, start_line, end_line, value) VALUES (?, ?, ?, ?, ?)";
  const summarySql = "INSERT OR REPLACE INTO chunk_summaries VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
  for (const chunk of chunks) {
    const { id, symbol, title, startLine, endLine, json, textLength, terms } = prepareChunk(chunk);
    const { rowId } = database.run(sql, id, document, startLine, endLine, json);
    const bytes = new Uint8Array(terms.buffer, terms.byteOffset, terms.byteLength);
    database.run(summarySql, rowId, document, startLine, endLine, textLength, symbol ?? null, title, bytes);
  }
}

function saveFacts(database: Database, document: number, facts: CodeFacts): void {
  const symbolSql = `INSERT INTO symbols VALUES (${Array(15).fill("?").join(", ")})`;
  facts.symbols.forEach((symbol, ordinal) => {
    database.run(
      symbolSql,
      document,
      ordinal,
      symbol.name,
      symbol.qualifiedName,
      symbol.kind,
      symbol.startLine,
      symbol.startColumn,
      symbol.endLine,
      symbol.endColumn,
      symbol.nameLine,
      symbol.nameColumn,
      symbol.signature,
      symbol.doc ?? null,
      symbol.docStartLine,
      symbol.parent ?? null,
    );
  });
  const importSql = "INSERT INTO imports VALUES (?, ?, ?, ?, ?, ?)";
  facts.imports.forEach((fact, ordinal) => {
    const names = JSON.stringify(fact.names);
    database.run(importSql, document, ordinal, fact.module, moduleStem(fact.module), names, fact.line);
  });
  const callSql = "INSERT INTO calls VALUES (?, ?, ?)";
  for (const [name, calls] of Map.groupBy(facts.calls, (call) => call.name)) {
    const places = calls.map(({ line, caller }) => [line, caller ?? null]);
    database.run(callSql, document, name, JSON.stringify(places));
  }
}

function saveCommit(
  database: Database,
  document: number,
  { title, date }: StoredDocument,
  commit: CommitDetails,
): void {
  const { hash, parents, authorName, authorEmail } = commit;
  const commitSql = "INSERT OR REPLACE INTO commits VALUES (?, ?, ?, ?, ?, ?, ?)";
  database.run(commitSql, document, hash, parents.join(" "), authorName, authorEmail, date, title);
  if (commit.files.length === 0) return;
  // Two statements for all files of a commit: a large history has millions of them.
  const files = commit.files.map(({ path, previousPath, change }) => [path, previousPath ?? null, change]);
  const paths = files.flatMap(([now, before]) => (before === null ? [now] : [now, before]));
  database.run("INSERT OR IGNORE INTO paths (path) SELECT value FROM json_each(?)", JSON.stringify(paths));
  database.run(filesSql, document, JSON.stringify(files));
}

const filesSql = `
  INSERT INTO commit_files
  SELECT ?, file.key, now.id, before.id, file.value ->> 2 FROM json_each(?) AS file
  JOIN paths AS now ON now.path = file.value ->> 0 LEFT JOIN paths AS before ON before.path = file.value ->> 1`;
