/**
 * Steps from an empty file to the newest catalog. Append; never change a step that was released.
 *
 * Facts of a document hang on its row and go with it. Tables which are written in bulk and read by document are
 * clustered by (document, ordinal), which saves an index. Texts which repeat a lot (paths of commits, model ids) have
 * tables of their own.
 */
export const catalogMigrations: readonly string[] = [
  `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

  CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    uri TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    path TEXT,
    base_name TEXT COLLATE NOCASE,
    language TEXT NOT NULL,
    title TEXT NOT NULL,
    key TEXT,
    content_hash TEXT NOT NULL,
    date TEXT NOT NULL,
    size_bytes INTEGER NOT NULL,
    modified_ms REAL NOT NULL,
    tags TEXT NOT NULL,
    chunk_count INTEGER NOT NULL,
    parsed INTEGER NOT NULL,
    problem TEXT,
    warnings TEXT NOT NULL
  );
  CREATE INDEX documents_path ON documents (path) WHERE path IS NOT NULL;
  CREATE INDEX documents_base_name ON documents (base_name) WHERE base_name IS NOT NULL;
  CREATE INDEX documents_key ON documents (key) WHERE key IS NOT NULL;
  CREATE INDEX documents_kind_date ON documents (kind, date);

  -- Documents which are being written: their chunks may be old, new or both until the row is gone.
  CREATE TABLE intents (uri TEXT PRIMARY KEY) WITHOUT ROWID;

  CREATE TABLE chunks (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    symbol TEXT,
    start_line INTEGER NOT NULL,
    end_line INTEGER NOT NULL,
    value TEXT NOT NULL
  );
  CREATE INDEX chunks_document ON chunks (document, start_line, end_line);
  CREATE INDEX chunks_symbol ON chunks (symbol) WHERE symbol IS NOT NULL;

  CREATE TABLE models (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  -- state: 0 to be made again, 1 being written, 2 done.
  CREATE TABLE vectors (
    document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    model INTEGER NOT NULL REFERENCES models (id) ON DELETE CASCADE,
    state INTEGER NOT NULL,
    PRIMARY KEY (document, model)
  ) WITHOUT ROWID;
  CREATE INDEX vectors_model ON vectors (model, state);

  CREATE TABLE symbols (
    document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    name TEXT NOT NULL,
    qualified_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    start_line INTEGER NOT NULL,
    start_column INTEGER NOT NULL,
    end_line INTEGER NOT NULL,
    end_column INTEGER NOT NULL,
    name_line INTEGER NOT NULL,
    name_column INTEGER NOT NULL,
    signature TEXT NOT NULL,
    doc TEXT,
    doc_start_line INTEGER NOT NULL,
    parent TEXT,
    PRIMARY KEY (document, ordinal)
  ) WITHOUT ROWID;
  CREATE INDEX symbols_name ON symbols (name COLLATE NOCASE);
  CREATE INDEX symbols_qualified_name ON symbols (qualified_name);

  CREATE TABLE imports (
    document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    module TEXT NOT NULL,
    stem TEXT NOT NULL,
    names TEXT NOT NULL,
    line INTEGER NOT NULL,
    PRIMARY KEY (document, ordinal)
  ) WITHOUT ROWID;
  CREATE INDEX imports_stem ON imports (stem);

  -- One row per name which a document calls, a third of the calls. places: [[line, caller or null], ...].
  CREATE TABLE calls (
    document INTEGER NOT NULL REFERENCES documents (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    places TEXT NOT NULL,
    PRIMARY KEY (document, name)
  ) WITHOUT ROWID;
  CREATE INDEX calls_name ON calls (name);

  CREATE TABLE commits (
    document INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    hash TEXT NOT NULL UNIQUE,
    parents TEXT NOT NULL,
    author_name TEXT NOT NULL,
    author_email TEXT NOT NULL,
    date TEXT NOT NULL,
    subject TEXT NOT NULL
  );
  CREATE INDEX commits_date ON commits (date);
  CREATE INDEX commits_author ON commits (author_email, author_name, date);

  CREATE TABLE paths (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE);
  CREATE TABLE commit_files (
    document INTEGER NOT NULL REFERENCES commits (document) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    path INTEGER NOT NULL REFERENCES paths (id),
    previous_path INTEGER REFERENCES paths (id),
    change TEXT NOT NULL,
    PRIMARY KEY (document, ordinal)
  ) WITHOUT ROWID;
  CREATE INDEX commit_files_path ON commit_files (path);
  CREATE INDEX commit_files_previous_path ON commit_files (previous_path) WHERE previous_path IS NOT NULL;

  CREATE TABLE skipped (path TEXT PRIMARY KEY, reason TEXT NOT NULL, detail TEXT) WITHOUT ROWID;
  CREATE INDEX skipped_reason ON skipped (reason);

  CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    started_at TEXT NOT NULL,
    finished_at TEXT,
    outcome TEXT NOT NULL,
    counts TEXT NOT NULL,
    message TEXT
  );
  `,
  `
  -- What ranking reads of a chunk, apart from its text. terms: 32-bit numbers, little endian; see \`TermHashes\`.
  CREATE TABLE chunk_summaries (
    row INTEGER PRIMARY KEY REFERENCES chunks (row) ON DELETE CASCADE,
    document INTEGER NOT NULL,
    start_line INTEGER NOT NULL,
    end_line INTEGER NOT NULL,
    text_length INTEGER NOT NULL,
    symbol TEXT,
    title TEXT NOT NULL,
    terms BLOB NOT NULL
  );
  DROP INDEX chunks_symbol;
  ALTER TABLE chunks DROP COLUMN symbol;
  `,
  `
  -- What a document says about items and people: a StatedFacts as JSON.
  CREATE TABLE stated (
    document INTEGER PRIMARY KEY REFERENCES documents (id) ON DELETE CASCADE,
    value TEXT NOT NULL
  );
  `,
  `
  -- Of files which their content excludes: they are not read again while version, size and time stamp are these.
  ALTER TABLE skipped ADD COLUMN stamp TEXT;
  `,
];

/** Steps of the embeddings cache, which is a file of its own so that it outlives a rebuild of the index. */
export const embeddingsMigrations: readonly string[] = [
  `
  CREATE TABLE models (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
  -- vector: 32-bit floats, little endian.
  CREATE TABLE embeddings (
    row INTEGER PRIMARY KEY,
    model INTEGER NOT NULL REFERENCES models (id),
    hash BLOB NOT NULL,
    vector BLOB NOT NULL,
    UNIQUE (model, hash)
  );
  `,
];
