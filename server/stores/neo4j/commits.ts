import { randomUUID } from "node:crypto";
import { setImmediate } from "node:timers/promises";
import type { Neo4jConnection, Row, Transaction } from "./neo4jConnection.ts";

/**
 * A commit of a namespace, while it is written. Neo4j's isolation lets a reader see a part of what another transaction
 * commits at this moment. So each commit has a number, by which edges say what opened and closed them, and a second
 * transaction says that it is complete; readers look no farther than the last complete one. Whoever writes holds
 * the namespace until the end of the transaction, so numbers are given in the order of commits: when one is complete,
 * all smaller ones are. Each has a token too, by which a server that was put back to an older state and written since is known.
 */
export interface Commit {
  readonly namespace: string;
  readonly number: number;
  /** Number of the last edge that was opened; counts on while the commit is written. */
  lastEdge: number;
}

/** Runs `work` as one commit of a namespace, and publishes it. */
export async function writeCommit(
  connection: Neo4jConnection,
  namespace: string,
  work: (transaction: Transaction, commit: Commit) => Promise<void>,
): Promise<void> {
  const number = await connection.write(async (transaction) => {
    const commit = await beginCommit(transaction, namespace);
    await work(transaction, commit);
    await endCommit(transaction, commit);
    return commit.number;
  });
  await connection.write((transaction) => publish(transaction, namespace, number));
}

/** Waits until no other transaction writes the namespace, and begins a commit. */
async function beginCommit(transaction: Transaction, namespace: string): Promise<Commit> {
  // The lock is taken by the first SET, so that the number is read after it.
  const [row] = await transaction.run(
    `MERGE (m:WhenceNamespace {ns: $ns})
     ON CREATE SET m.epoch = $token, m.commit = 0, m.edges = 0
     SET m.holder = $token
     WITH m SET m.commit = m.commit + 1
     CREATE (:WhenceCommit {ns: $ns, number: m.commit, token: $token, at: datetime()})
     RETURN m.commit AS number, m.edges AS edges`,
    { ns: namespace, token: randomUUID() },
  );
  return { namespace, number: Number(row?.number), lastEdge: Number(row?.edges) };
}

/** Call it last in the transaction. */
async function endCommit(transaction: Transaction, { namespace, lastEdge }: Commit): Promise<void> {
  await transaction.run("MATCH (m:WhenceNamespace {ns: $ns}) SET m.edges = $lastEdge", {
    ns: namespace,
    lastEdge,
  });
}

/** Says, in a transaction of its own after that of the commit, that it is complete. */
async function publish(transaction: Transaction, namespace: string, number: number): Promise<void> {
  await transaction.run(
    `MERGE (p:WhencePublished {ns: $ns})
     ON CREATE SET p.commit = 0
     SET p.holder = $token
     WITH p WHERE p.commit < $number SET p.commit = $number`,
    { ns: namespace, number, token: randomUUID() },
  );
}

/** Number of the last commit that is complete; 0 where there is none. */
export async function publishedCommit(transaction: Transaction, namespace: string): Promise<number> {
  const query = "MATCH (p:WhencePublished {ns: $ns}) RETURN p.commit AS number";
  const [row] = await transaction.run(query, { ns: namespace });
  return Number(row?.number ?? 0);
}

/** Rows go to the server in parts of this size. */
const rowsMost = 5_000;

/** Runs a query that unwinds `$rows`, a part of them at a time; returns what all of them return. */
export async function runInParts(
  transaction: Transaction,
  query: string,
  rows: readonly unknown[],
  parameters: Readonly<Record<string, unknown>> = {},
): Promise<readonly Row[]> {
  const starts = Array.from({ length: Math.ceil(rows.length / rowsMost) }, (_, part) => part * rowsMost);
  const found = await sendAll(starts, (start) =>
    transaction.run(query, { ...parameters, rows: rows.slice(start, start + rowsMost) }),
  );
  return found.flat();
}

/** Sends each part without waiting for answers, so that the server works on one while the next is made ready. */
export async function sendAll<Part, Answer>(
  parts: readonly Part[],
  send: (part: Part) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Promise<Answer>[] = [];
  for (const part of parts) {
    const answer = send(part);
    // One that fails before all are sent is heard of below.
    answer.catch(() => undefined);
    answers.push(answer);
    // The socket takes what it was given once nothing else runs.
    await setImmediate();
  }
  return Promise.all(answers);
}
