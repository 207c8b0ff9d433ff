/**
 * Steps from an empty file to the newest graph. Append; never change a step that was released.
 *
 * Nodes and sources have numbers, because each edge names three of them in its row and again in its indexes. Open and
 * closed edges lie in one table with partial indexes of their own, so that a walk over what holds now does not step over
 * what held once. Each index ends in `valid_from`, the order in which edges are listed.
 */
export const graphMigrations: readonly string[] = [
  `
  -- value: the node as JSON; NULL while only edges name it. gone: 1 where its source no longer has it.
  CREATE TABLE nodes (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    kind TEXT,
    sort_key TEXT,
    folded_key TEXT,
    path TEXT,
    gone INTEGER NOT NULL DEFAULT 0,
    value TEXT
  );
  CREATE INDEX nodes_by_kind ON nodes (kind, sort_key, uid) WHERE value IS NOT NULL;
  CREATE INDEX nodes_by_path ON nodes (path, kind, sort_key, uid) WHERE path IS NOT NULL;
  CREATE INDEX nodes_by_key ON nodes (folded_key) WHERE folded_key IS NOT NULL;

  -- mark: NULL where the source is gone and its closed edges stay.
  CREATE TABLE sources (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, mark TEXT);

  -- kind and origin: see edgeCodes.ts. Instants are milliseconds since 1970; valid_to is NULL while the edge holds.
  CREATE TABLE edges (
    id INTEGER PRIMARY KEY,
    from_id INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    to_id INTEGER NOT NULL,
    role TEXT,
    origin INTEGER NOT NULL,
    confidence REAL NOT NULL,
    evidence TEXT NOT NULL,
    source INTEGER NOT NULL,
    valid_from INTEGER NOT NULL,
    valid_to INTEGER
  );
  CREATE INDEX open_out ON edges (from_id, kind, valid_from) WHERE valid_to IS NULL;
  CREATE INDEX open_in ON edges (to_id, kind, valid_from) WHERE valid_to IS NULL;
  CREATE INDEX open_by_kind ON edges (kind, valid_from) WHERE valid_to IS NULL;
  CREATE INDEX closed_out ON edges (from_id, kind, valid_from) WHERE valid_to IS NOT NULL;
  CREATE INDEX closed_in ON edges (to_id, kind, valid_from) WHERE valid_to IS NOT NULL;
  CREATE INDEX closed_by_kind ON edges (kind, valid_from) WHERE valid_to IS NOT NULL;
  CREATE INDEX edges_by_source ON edges (source);

  -- used_at: a count that grows with every value which is stored.
  CREATE TABLE symbol_history (key TEXT PRIMARY KEY, value TEXT NOT NULL, used_at INTEGER NOT NULL) WITHOUT ROWID;
  CREATE INDEX symbol_history_by_use ON symbol_history (used_at);
  `,
];
