import { readdirSync } from "node:fs";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import * as lancedb from "@lancedb/lancedb";
import { sha256 } from "../../server/base/hashes.ts";
import { openStore } from "../../server/stores/openStore.ts";

/** All that a store holds, section by section, each a sorted list of lines that two equal stores share. */
export type StoreContents = Readonly<Record<string, readonly string[]>>;

// Row numbers differ between stores that hold the same; what they stand for does not.
const queries: Readonly<Record<string, string>> = {
  meta: "SELECT key, value FROM meta WHERE key NOT IN ('uncommittedPaths', 'linked')",
  uncommitted: "SELECT j.value FROM meta m, json_each(m.value) j WHERE m.key = 'uncommittedPaths'",
  documents: `SELECT uri, kind, path, base_name, language, title, key, content_hash, date, size_bytes, modified_ms,
    tags, chunk_count, parsed, problem, warnings FROM documents`,
  intents: "SELECT uri FROM intents",
  chunks: `SELECT d.uri, c.id, c.start_line, c.end_line, c.value FROM chunks c
    JOIN documents d ON d.id = c.document`,
  summaries: `SELECT d.uri, c.id, s.start_line, s.end_line, s.text_length, s.symbol, s.title, hex(s.terms) AS terms
    FROM chunk_summaries s JOIN chunks c ON c.row = s.row JOIN documents d ON d.id = s.document`,
  order: `SELECT d.uri, (SELECT group_concat(id) FROM (SELECT id FROM chunks WHERE document = d.id ORDER BY row))
    FROM documents d`,
  marks: `SELECT d.uri, m.name, v.state FROM vectors v JOIN documents d ON d.id = v.document
    JOIN models m ON m.id = v.model`,
  models: "SELECT name FROM models",
  symbols: "SELECT d.uri, s.* FROM symbols s JOIN documents d ON d.id = s.document",
  imports: "SELECT d.uri, i.* FROM imports i JOIN documents d ON d.id = i.document",
  calls: "SELECT d.uri, c.* FROM calls c JOIN documents d ON d.id = c.document",
  commits: `SELECT d.uri, c.hash, c.parents, c.author_name, c.author_email, c.date, c.subject FROM commits c
    JOIN documents d ON d.id = c.document`,
  commitFiles: `SELECT d.uri, f.ordinal, p.path, q.path AS previous, f.change FROM commit_files f
    JOIN documents d ON d.id = f.document JOIN paths p ON p.id = f.path LEFT JOIN paths q ON q.id = f.previous_path`,
  skipped: "SELECT * FROM skipped",
};

// Closed links and items that are gone tell of the past, which a first run does not know.
const graphQueries: Readonly<Record<string, string>> = {
  statements: "SELECT name, mark FROM sources WHERE mark IS NOT NULL AND name <> 'linker:state'",
  links: `SELECT s.name AS source, a.uid AS origin, e.kind, b.uid AS target, e.role, e.origin AS stated, e.confidence,
    e.evidence FROM edges e JOIN sources s ON s.id = e.source JOIN nodes a ON a.id = e.from_id
    JOIN nodes b ON b.id = e.to_id WHERE e.valid_to IS NULL`,
  items: `SELECT uid, kind, path, value ->> 'key' AS key, value ->> 'title' AS title FROM nodes
    WHERE gone = 0 AND value IS NOT NULL`,
};

/** Reads a store to its last row, past the interfaces which the product uses. */
export async function storeContents(place: string): Promise<StoreContents> {
  const catalog = rowsOf(path.join(place, "catalog.sqlite"), queries);
  const graph = rowsOf(path.join(place, "graph.sqlite"), graphQueries);
  return { ...catalog, ...graph, ...(await lanceContents(place)), ...(await searchContents(place)) };
}

/** The first differences of two stores, in words; empty where they hold the same. */
export function differences(found: StoreContents, expected: StoreContents): readonly string[] {
  const sections = [...new Set([...Object.keys(found), ...Object.keys(expected)])];
  return sections.flatMap((section) => {
    const [mine, other] = [count(found[section] ?? []), count(expected[section] ?? [])];
    const lines = [...new Set([...mine.keys(), ...other.keys()])].filter(
      (line) => mine.get(line) !== other.get(line),
    );
    const shown = lines.slice(0, 4).map((line) => {
      return `${section}: ${mine.get(line) ?? 0} times instead of ${other.get(line) ?? 0}: ${line.slice(0, 600)}`;
    });
    return lines.length > shown.length
      ? [...shown, `${section}: ${lines.length - shown.length} more`]
      : shown;
  });
}

function count(lines: readonly string[]): ReadonlyMap<string, number> {
  return new Map([...Map.groupBy(lines, (line) => line)].map(([line, same]) => [line, same.length]));
}

function rowsOf(file: string, selects: Readonly<Record<string, string>>): Record<string, string[]> {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const sections = Object.entries(selects).map(([name, sql]) => {
      const rows = database.prepare(sql).all();
      return [name, rows.map(({ document, ...row }) => lineOf(row)).toSorted()];
    });
    return Object.fromEntries(sections);
  } finally {
    database.close();
  }
}

/**
 * A row as text. The date of a file is left out: it is when this content was first seen, so a file that was changed and
 * changed back has an older one than a first run would give it.
 */
function lineOf(row: Readonly<Record<string, unknown>>): string {
  const line = JSON.stringify(row);
  return String(row.uri).startsWith("repo:") ? line.replaceAll(/(\\?"date\\?":\\?")[\d:.TZ-]+/g, "$1") : line;
}

async function lanceContents(place: string): Promise<Record<string, string[]>> {
  const folder = path.join(place, "lance");
  const connection = await lancedb.connect(folder);
  const names = (await connection.tableNames()).toSorted();
  const sections: Record<string, string[]> = { tables: names, tableFolders: readdirSync(folder).toSorted() };
  for (const name of names) {
    const table = await connection.openTable(name);
    const rows = await table.query().toArray();
    sections[`rows of ${name}`] = rows
      .map((row) => {
        const { vector, tags, ...plain } = row.toJSON() as Record<string, unknown>;
        const numbers = vector === undefined ? "" : sha256([...(vector as Iterable<number>)].join(" "));
        return lineOf({ ...plain, tags: [...((tags ?? []) as Iterable<string>)], numbers });
      })
      .toSorted();
    const indexes = await table.listIndices();
    sections[`indexes of ${name}`] = indexes.map((index) => `${index.name} ${index.indexType}`).toSorted();
  }
  connection.close();
  return sections;
}

/** Which chunks some searches find, all of them, so that ranks do not matter. */
async function searchContents(place: string): Promise<Record<string, string[]>> {
  const { catalog, chunks, close } = openStore(place);
  const sections: Record<string, string[]> = {};
  for (const term of ["ledger", "refund", "parcel", "round"]) {
    const hits = await chunks.searchText({ terms: [term] }, {}, 50_000);
    sections[`text hits of ${term}`] = hits.map(({ chunk }) => chunk.id).toSorted();
  }
  const model = catalog.meta.get("activeModel") ?? "";
  const [some] = catalog.chunks.ofDocuments(
    [...catalog.documents.states(model).keys()].toSorted().slice(0, 1),
  );
  const vector = catalog.embeddings.get(model, [some?.contentHash ?? ""]).get(some?.contentHash ?? "");
  const near = vector === undefined ? [] : await chunks.searchVector(model, vector, {}, 50_000);
  sections["vector hits"] = near.map(({ chunk, score }) => `${chunk.id} ${score.toFixed(4)}`).toSorted();
  await close();
  return sections;
}
