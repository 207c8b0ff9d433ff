import { randomUUID } from "node:crypto";
import { WhenceError } from "../../base/errors.ts";
import type { GraphStore } from "../../model/graphStore.ts";
import type { SharedRecord } from "../../model/record.ts";
import type { RecordChanges, RepositoryChanges, TeamServer, Watermark } from "../../model/teamServer.ts";
import { publishedCommit, runInParts, writeCommit } from "./commits.ts";
import { checkSchema } from "./migrateGraph.ts";
import { uidOf } from "./names.ts";
import type { Neo4jConnection, Row, Transaction } from "./neo4jConnection.ts";
import { Neo4jGraph } from "./neo4jGraph.ts";
import { nodesSince, statementsSince } from "./repositoryChanges.ts";

/** Where a namespace stands. */
interface Standing {
  readonly to: Watermark;
  /** Number of the last commit that was read before; 0 where everything has to be. */
  readonly after: number;
  readonly isContinued: boolean;
}

/** A team on a Neo4j server: a namespace for its records, and one below it for each repository. */
export class Neo4jTeamServer implements TeamServer {
  readonly #connection: Neo4jConnection;
  readonly #team: string;
  #isChecked = false;

  /** Opens nothing yet. */
  constructor(connection: Neo4jConnection, team: string) {
    this.#connection = connection;
    this.#team = team;
  }

  graphOf(repository: string): GraphStore {
    return new Neo4jGraph(this.#connection, this.#namespaceOf(repository));
  }

  async repositories(): Promise<readonly string[]> {
    const prefix = `${encodeURIComponent(this.#team)}/`;
    const query = `MATCH (p:WhencePublished) WHERE p.ns STARTS WITH $prefix AND p.commit > 0 RETURN p.ns AS ns ORDER BY p.ns`;
    const rows = await this.#read((transaction) => transaction.run(query, { prefix }));
    return rows.map(({ ns }) => decodeURIComponent(String(ns).slice(prefix.length)));
  }

  async head(repository: string): Promise<string | undefined> {
    const head = (await this.#namespaceRow(repository))?.head;
    return typeof head === "string" ? head : undefined;
  }

  async setHead(repository: string, commit: string): Promise<void> {
    const ns = this.#namespaceOf(repository);
    await this.#check();
    await writeCommit(this.#connection, ns, async (transaction) => {
      await transaction.run("MATCH (m:WhenceNamespace {ns: $ns}) SET m.head = $head", { ns, head: commit });
    });
  }

  async epoch(repository: string): Promise<string | undefined> {
    const epoch = (await this.#namespaceRow(repository))?.epoch;
    return typeof epoch === "string" ? epoch : undefined;
  }

  async changes(repository: string, since: Watermark | undefined): Promise<RepositoryChanges> {
    const ns = this.#namespaceOf(repository);
    const changes = await this.#read(async (transaction) => {
      const { to, after, isContinued } = await standingOf(transaction, ns, since);
      const range = { ns, after, published: to.number };
      const nodes = await nodesSince(transaction, range);
      return { to, isContinued, nodes, statements: await statementsSince(transaction, range) };
    });
    return { ...changes, to: await this.#noted(ns, since, changes) };
  }

  async addRecords(records: readonly SharedRecord[]): Promise<void> {
    if (records.length === 0) return;
    await this.#check();
    const ns = encodeURIComponent(this.#team);
    await writeCommit(this.#connection, ns, async (transaction, { number: commit }) => {
      const rows = records.map((record, place) => ({
        uid: uidOf(ns, record.id),
        set: {
          id: record.id,
          kind: record.kind,
          at: record.at,
          by: record.by,
          value: JSON.stringify(record),
          place,
        },
      }));
      await runInParts(
        transaction,
        `UNWIND $rows AS row MERGE (r:WhenceRecord {uid: row.uid})
         ON CREATE SET r += row.set, r.ns = $ns, r.commit = $commit`,
        rows,
        { ns, commit },
      );
    });
  }

  async records(since: Watermark | undefined): Promise<RecordChanges> {
    const ns = encodeURIComponent(this.#team);
    const query = `MATCH (r:WhenceRecord) WHERE r.ns = $ns AND r.commit > $after AND r.commit <= $published
      RETURN r.value AS value ORDER BY r.commit, r.place`;
    const changes = await this.#read(async (transaction) => {
      const { to, after, isContinued } = await standingOf(transaction, ns, since);
      const rows = await transaction.run(query, { ns, after, published: to.number });
      return { to, isContinued, records: rows.map(({ value }) => JSON.parse(String(value)) as SharedRecord) };
    });
    return { ...changes, to: await this.#noted(ns, since, changes) };
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  /** A team's name has no slash when it is encoded, so no other team's repository has this namespace. */
  #namespaceOf(repository: string): string {
    return [this.#team, ...repository.split("/")].map(encodeURIComponent).join("/");
  }

  async #namespaceRow(repository: string): Promise<Row | undefined> {
    const query = "MATCH (m:WhenceNamespace {ns: $ns}) RETURN m.head AS head, m.epoch AS epoch";
    const [row] = await this.#read((transaction) =>
      transaction.run(query, { ns: this.#namespaceOf(repository) }),
    );
    return row;
  }

  async #read<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    await this.#check();
    return this.#connection.read(work);
  }

  async #check(): Promise<void> {
    if (!this.#isChecked) await checkSchema(this.#connection);
    this.#isChecked = true;
  }

  /**
   * Who finds that the history went on otherwise than it was read gives the namespace a new epoch, by which those who sent
   * something know that it may be missing. On a server that can only be read the next one does.
   */
  async #noted(
    ns: string,
    since: Watermark | undefined,
    { to, isContinued }: Pick<Standing, "to" | "isContinued">,
  ): Promise<Watermark> {
    const [epoch, token] = partsOf(to);
    if (since === undefined || isContinued || partsOf(since)[0] !== epoch) return to;
    try {
      const [row] = await this.#connection.write((transaction) =>
        transaction.run(
          `MATCH (m:WhenceNamespace {ns: $ns})
           SET m.epoch = CASE WHEN m.epoch = $epoch THEN $next ELSE m.epoch END RETURN m.epoch AS epoch`,
          { ns, epoch, next: randomUUID() },
        ),
      );
      return { ...to, epoch: `${row?.epoch}/${token}` };
    } catch (error) {
      if (WhenceError.is(error, "noAccess")) return to;
      throw error;
    }
  }
}

/**
 * The epoch of a watermark is that of the namespace and the token of the commit. A server that was put back to an older state
 * has no commit of that number, or once it was written again another one.
 */
async function standingOf(
  transaction: Transaction,
  ns: string,
  since: Watermark | undefined,
): Promise<Standing> {
  const number = await publishedCommit(transaction, ns);
  const [row] = await transaction.run(
    `OPTIONAL MATCH (m:WhenceNamespace {ns: $ns})
     OPTIONAL MATCH (c:WhenceCommit {ns: $ns, number: $number})
     OPTIONAL MATCH (s:WhenceCommit {ns: $ns, number: $since})
     RETURN m.epoch AS epoch, c.token AS token, s.token AS sinceToken`,
    { ns, number, since: since?.number ?? -1 },
  );
  const epoch = String(row?.epoch ?? "");
  const to = { number, epoch: `${epoch}/${row?.token ?? ""}` };
  const [sinceEpoch, sinceToken] = since === undefined ? [] : partsOf(since);
  const isContinued =
    sinceEpoch === epoch && sinceToken === (row?.sinceToken ?? "") && (since?.number ?? 0) <= number;
  return { to, isContinued, after: isContinued ? (since?.number ?? 0) : 0 };
}

function partsOf({ epoch }: Watermark): readonly [epoch: string, token: string] {
  const [before = "", token = ""] = epoch.split("/");
  return [before, token];
}
