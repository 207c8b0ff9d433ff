import type { Watermark } from "../../../model/teamServer.ts";
import type { OutboxEntry, Sharing, SharingState } from "../../sharingState.ts";
import type { Database } from "../database.ts";
import type { GraphFile } from "./graphFile.ts";

/** Sharing, outbox and watermarks in `graph.sqlite`; triggers of the file fill the outbox. */
export class SharingTable implements SharingState {
  readonly #file: GraphFile;

  constructor(file: GraphFile) {
    this.#file = file;
  }

  sharing(): Sharing | undefined {
    return this.#file.read(sharingIn);
  }

  async share(sharing: Sharing): Promise<void> {
    await this.#file.write((database) => {
      const before = sharingIn(database);
      const sql =
        "INSERT INTO sharing (id, state) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET state = excluded.state";
      database.run(sql, JSON.stringify(sharing));
      const isSame =
        before?.team === sharing.team &&
        before.repository === sharing.repository &&
        before.policy === sharing.policy;
      if (isSame) return;
      // What another team, or this one under another name, got is not known to this one.
      if (before?.team !== sharing.team || before.repository !== sharing.repository) {
        database.exec("DELETE FROM sent; DELETE FROM watermarks");
      }
      enterAll(database);
    });
  }

  async stop(): Promise<void> {
    await this.#file.write((database) =>
      database.exec("DELETE FROM sharing; DELETE FROM outbox; DELETE FROM sent; DELETE FROM watermarks"),
    );
  }

  async enterAll(): Promise<void> {
    await this.#file.write(enterAll);
  }

  entries(limit: number, after: number): readonly OutboxEntry[] {
    const sql = "SELECT number, kind, name FROM outbox WHERE number > ? ORDER BY number LIMIT ?";
    return this.#file.read((database) =>
      database.all(sql, after, limit).map((row) => ({
        number: Number(row.number),
        kind: row.kind === "node" ? "node" : "source",
        name: String(row.name),
      })),
    );
  }

  sentAmong(entries: readonly OutboxEntry[]): ReadonlySet<OutboxEntry> {
    const sql = "SELECT 1 FROM sent WHERE kind = ? AND name = ?";
    return this.#file.read(
      (database) => new Set(entries.filter(({ kind, name }) => database.get(sql, kind, name) !== undefined)),
    );
  }

  async acknowledge(entries: readonly OutboxEntry[], retracted: readonly OutboxEntry[]): Promise<void> {
    const gone = new Set(retracted);
    await this.#file.write((database) => {
      for (const entry of entries) {
        database.run("DELETE FROM outbox WHERE number = ?", entry.number);
        const sql = gone.has(entry)
          ? "DELETE FROM sent WHERE kind = ? AND name = ?"
          : "INSERT INTO sent (kind, name) VALUES (?, ?) ON CONFLICT DO NOTHING";
        database.run(sql, entry.kind, entry.name);
      }
    });
  }

  countEntries(): number {
    const row = this.#file.read((database) => database.get("SELECT count(*) AS n FROM outbox"));
    return Number(row?.n ?? 0);
  }

  watermark(name: string): Watermark | undefined {
    const sql = "SELECT epoch, number FROM watermarks WHERE name = ?";
    const row = this.#file.read((database) => database.get(sql, name));
    return row === undefined ? undefined : { epoch: String(row.epoch), number: Number(row.number) };
  }

  watermarks(): readonly string[] {
    const sql = "SELECT name FROM watermarks ORDER BY name";
    return this.#file.read((database) => database.all(sql)).map(({ name }) => String(name));
  }

  async setWatermark(name: string, watermark: Watermark | undefined, at: string): Promise<void> {
    await this.#file.write((database) => {
      if (watermark === undefined) {
        database.run("DELETE FROM watermarks WHERE name = ?", name);
        return;
      }
      const sql = "INSERT OR REPLACE INTO watermarks (name, epoch, number, at) VALUES (?, ?, ?, ?)";
      database.run(sql, name, watermark.epoch, watermark.number, at);
    });
  }
}

function sharingIn(database: Database): Sharing | undefined {
  const row = database.get("SELECT state FROM sharing");
  return row === undefined ? undefined : (JSON.parse(String(row.state)) as Sharing);
}

/** Nodes first: whoever reads in between sees no link without its ends. */
function enterAll(database: Database): void {
  database.exec(`
    DELETE FROM outbox;
    INSERT INTO outbox (kind, name) SELECT 'node', uid FROM nodes
      WHERE value IS NOT NULL AND json_extract(value, '$.details.repository') IS NULL ORDER BY id;
    INSERT INTO outbox (kind, name) SELECT 'source', name FROM sources
      WHERE name NOT LIKE 'team:%' AND EXISTS (SELECT 1 FROM edges WHERE source = sources.id) ORDER BY id;
  `);
}
