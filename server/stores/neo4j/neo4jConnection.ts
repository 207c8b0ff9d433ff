import type { BookmarkManager, Driver, ManagedTransaction, Session } from "neo4j-driver";
import type { BoltEndpoint, BoltTarget } from "../../base/egress/boltEndpoint.ts";
import { boltTarget, shownHost } from "../../base/egress/boltEndpoint.ts";
import type { EgressDoor } from "../../base/egress/egressDoor.ts";
import { networkFailure } from "../../base/egress/networkFailures.ts";
import { WhenceError } from "../../base/errors.ts";
import { type TeamRemedies, terminalRemedies } from "../../model/teamRemedies.ts";
import { graphPurpose, openDriver } from "./doorDriver.ts";
import { explainNeo4j, tooSlow } from "./neo4jErrors.ts";

/** A row as Neo4j gives it; numbers are JavaScript's. */
export type Row = Readonly<Record<string, unknown>>;

/** One transaction. */
export interface Transaction {
  /** Runs a query of ours; whatever is not ours goes as a parameter. */
  run(query: string, parameters: Readonly<Record<string, unknown>>): Promise<readonly Row[]>;
  /** The same row by row; whoever stops early is sent no more. */
  stream(query: string, parameters: Readonly<Record<string, unknown>>): AsyncGenerator<Row>;
}

/** Which server, as whom, and through which door. */
export interface ConnectionParts {
  readonly endpoint: BoltEndpoint;
  readonly user: string;
  readonly password: string;
  /** Name of the database; the user's own unless given. */
  readonly database?: string;
  readonly door: Pick<EgressDoor, "openBolt" | "checkBolt">;
  /** How long one call may take in all, with repetitions; 60 s unless given. */
  readonly patienceMs?: number;
  /** In whose words failures say what helps; those of a terminal unless given. */
  readonly remedies?: TeamRemedies;
}

const usualPatienceMs = 60_000;

/**
 * Transactions on a Neo4j server. What fails in passing (a member of the cluster that steps down, a server that restarts, a
 * deadlock) is tried again as a whole, so work must be harmless when done twice. Throws `WhenceError` alone, each a sentence
 * that says what to do, and never takes longer than its patience.
 */
export class Neo4jConnection {
  readonly #parts: ConnectionParts;
  readonly #patienceMs: number;
  #driver: Promise<Driver> | undefined;
  #bookmarks: BookmarkManager | undefined;
  #failure: WhenceError | undefined;

  /** Opens nothing yet. */
  constructor(parts: ConnectionParts) {
    this.#parts = parts;
    this.#patienceMs = parts.patienceMs ?? usualPatienceMs;
  }

  /** Host as people write it. */
  get host(): string {
    return this.#parts.endpoint.host;
  }

  /** In whose words failures say what helps. */
  get remedies(): TeamRemedies {
    return this.#parts.remedies ?? terminalRemedies;
  }

  /** Runs what only reads; in a cluster any member may answer, none with less than this connection has seen or written. */
  async read<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.#within("READ", (session, config) =>
      session.executeRead((transaction) => work(wrapped(transaction)), config),
    );
  }

  /** Runs what writes, in one transaction. */
  async write<T>(work: (transaction: Transaction) => Promise<T>): Promise<T> {
    return this.#within("WRITE", (session, config) =>
      session.executeWrite((transaction) => work(wrapped(transaction)), config),
    );
  }

  /** What the server says of itself. */
  async serverInfo(): Promise<{ readonly agent: string; readonly protocol: number }> {
    return this.#bounded(async (driver) => {
      const { agent = "", protocolVersion } = await driver.getServerInfo(this.#database());
      return { agent, protocol: Number(protocolVersion) };
    });
  }

  /** Runs one query of ours that Neo4j wants outside of other transactions, such as a change of the schema. */
  async runAlone(query: string): Promise<readonly Row[]> {
    return this.#within("WRITE", async (session) => {
      const { records } = await session.run(query);
      return records.map((record) => record.toObject() as Row);
    });
  }

  /** Ends all connections. */
  async close(): Promise<void> {
    const driver = this.#driver;
    this.#driver = undefined;
    await (await driver)?.close();
  }

  async #within<T>(
    defaultAccessMode: "READ" | "WRITE",
    work: (session: Session, config: { readonly timeout: number }) => Promise<T>,
  ): Promise<T> {
    return this.#bounded(async (driver) => {
      const bookmarkManager = this.#bookmarks;
      const session = driver.session({
        defaultAccessMode,
        ...this.#database(),
        ...(bookmarkManager === undefined ? {} : { bookmarkManager }),
      });
      try {
        return await work(session, { timeout: this.#patienceMs });
      } finally {
        await session.close();
      }
    });
  }

  #database(): { readonly database?: string } {
    const { database } = this.#parts;
    return database === undefined ? {} : { database };
  }

  async #bounded<T>(work: (driver: Driver) => Promise<T>): Promise<T> {
    const { endpoint, door } = this.#parts;
    // Before the driver looks up a name, which is a word to the outside too.
    door.checkBolt(boltTarget(endpoint), graphPurpose);
    this.#failure = undefined;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(this.#failure ?? tooSlow(this.host, this.#patienceMs, endpoint.isEncrypted)),
        this.#patienceMs,
      );
    });
    try {
      this.#driver ??= this.#open();
      const working = this.#driver.then(work);
      working.catch(() => undefined);
      return await Promise.race([working, late]);
    } catch (error) {
      throw explainNeo4j(error, {
        host: this.host,
        database: this.#parts.database,
        isEncrypted: endpoint.isEncrypted,
        failure: this.#failure,
        remedies: this.remedies,
      });
    } finally {
      clearTimeout(timer);
    }
  }

  async #open(): Promise<Driver> {
    const { default: neo4j } = await import("neo4j-driver");
    this.#bookmarks = neo4j.bookmarkManager();
    const { endpoint, user, password, door } = this.#parts;
    const onFailure = (error: Error, target: BoltTarget) => this.#note(error, target);
    return openDriver({ endpoint, user, password, door, onFailure, patienceMs: this.#patienceMs });
  }

  #note(error: Error, target: BoltTarget): void {
    // A refusal says more than what came of it.
    if (WhenceError.is(this.#failure, "notAllowed")) return;
    this.#failure = networkFailure(error, { host: shownHost(target), timeoutMs: this.#patienceMs });
  }
}

function wrapped(transaction: ManagedTransaction): Transaction {
  return {
    run: async (query, parameters) => {
      const { records } = await transaction.run(query, parameters);
      return records.map((record) => record.toObject() as Row);
    },
    stream: async function* (query, parameters) {
      for await (const record of transaction.run(query, parameters)) yield record.toObject() as Row;
    },
  };
}
