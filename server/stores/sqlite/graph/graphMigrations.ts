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
  `
  -- One row while the links of this folder are shared: with which team, as which repository, under which policy.
  CREATE TABLE sharing (id INTEGER PRIMARY KEY CHECK (id = 1), state TEXT NOT NULL);

  -- What changed and has not arrived at the team's server. Triggers write it, so that a change and its entry are one
  -- transaction whoever makes the change. An entry that changes again gets a new number, and is not taken for sent.
  CREATE TABLE outbox (number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (kind, name));
  -- What arrived once, and so has to be taken back where it is not shared any longer.
  CREATE TABLE sent (kind TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (kind, name)) WITHOUT ROWID;
  -- Up to where the changes of others were read.
  CREATE TABLE watermarks (name TEXT PRIMARY KEY, epoch TEXT NOT NULL, number INTEGER NOT NULL, at TEXT NOT NULL) WITHOUT ROWID;

  CREATE TRIGGER outbox_node_added AFTER INSERT ON nodes
  WHEN NEW.value IS NOT NULL AND EXISTS (SELECT 1 FROM sharing) AND json_extract(NEW.value, '$.details.repository') IS NULL
  BEGIN
    DELETE FROM outbox WHERE kind = 'node' AND name = NEW.uid;
    INSERT INTO outbox (kind, name) VALUES ('node', NEW.uid);
  END;
  CREATE TRIGGER outbox_node_changed AFTER UPDATE OF value ON nodes
  WHEN NEW.value IS NOT NULL AND EXISTS (SELECT 1 FROM sharing) AND json_extract(NEW.value, '$.details.repository') IS NULL
  BEGIN
    DELETE FROM outbox WHERE kind = 'node' AND name = NEW.uid;
    INSERT INTO outbox (kind, name) VALUES ('node', NEW.uid);
  END;
  -- What a thing is decides whether its links are shared.
  CREATE TRIGGER outbox_node_known AFTER UPDATE OF kind ON nodes
  WHEN OLD.kind IS NOT NEW.kind AND EXISTS (SELECT 1 FROM sharing)
  BEGIN
    -- What the statement around it does on conflicts would hold here too, so there may be none.
    DELETE FROM outbox WHERE kind = 'source' AND name IN (SELECT s.name FROM sources AS s JOIN edges AS e ON e.source = s.id
      WHERE e.valid_to IS NULL AND (e.from_id = NEW.id OR e.to_id = NEW.id));
    INSERT INTO outbox (kind, name) SELECT DISTINCT 'source', s.name FROM sources AS s JOIN edges AS e ON e.source = s.id
      WHERE e.valid_to IS NULL AND (e.from_id = NEW.id OR e.to_id = NEW.id) AND s.name NOT LIKE 'team:%';
  END;
  CREATE TRIGGER outbox_edge_added AFTER INSERT ON edges
  WHEN EXISTS (SELECT 1 FROM sharing) AND (SELECT name NOT LIKE 'team:%' FROM sources WHERE id = NEW.source)
  BEGIN
    DELETE FROM outbox WHERE kind = 'source' AND name = (SELECT name FROM sources WHERE id = NEW.source);
    INSERT INTO outbox (kind, name) SELECT 'source', name FROM sources WHERE id = NEW.source;
  END;
  CREATE TRIGGER outbox_edge_changed AFTER UPDATE ON edges
  WHEN EXISTS (SELECT 1 FROM sharing) AND (SELECT name NOT LIKE 'team:%' FROM sources WHERE id = NEW.source)
  BEGIN
    DELETE FROM outbox WHERE kind = 'source' AND name = (SELECT name FROM sources WHERE id = NEW.source);
    INSERT INTO outbox (kind, name) SELECT 'source', name FROM sources WHERE id = NEW.source;
  END;
  `,
  `
  -- As before, each end by its own index: with both in one condition every open edge was looked at for each node.
  DROP TRIGGER outbox_node_known;
  CREATE TRIGGER outbox_node_known AFTER UPDATE OF kind ON nodes
  WHEN OLD.kind IS NOT NEW.kind AND EXISTS (SELECT 1 FROM sharing)
  BEGIN
    DELETE FROM outbox WHERE kind = 'source' AND name IN (SELECT name FROM sources WHERE id IN (
      SELECT source FROM edges WHERE valid_to IS NULL AND from_id = NEW.id
      UNION SELECT source FROM edges WHERE valid_to IS NULL AND to_id = NEW.id));
    INSERT INTO outbox (kind, name) SELECT 'source', name FROM sources WHERE name NOT LIKE 'team:%' AND id IN (
      SELECT source FROM edges WHERE valid_to IS NULL AND from_id = NEW.id
      UNION SELECT source FROM edges WHERE valid_to IS NULL AND to_id = NEW.id);
  END;
  `,
];
