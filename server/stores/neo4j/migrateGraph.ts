import { WhenceError } from "../../base/errors.ts";
import type { Neo4jConnection, Row } from "./neo4jConnection.ts";
import { ourConstraints, schemaMigrations, schemaPrefix } from "./schemaMigrations.ts";

/** The oldest server whose queries and indexes we use. */
const oldestMajor = 5;
const awaitIndexesSeconds = 300;

/** What a migration found and did. */
export interface Migration {
  /** As the server names itself: `Neo4j/5.26.0`. */
  readonly server: string;
  readonly versionBefore: number;
  readonly version: number;
}

/**
 * Brings the schema of a database to the newest version: constraints and indexes, in numbered steps. May be run again, and
 * by several at once. Throws `storeNewer` for a schema of a newer Whence, `badInput` for a server that is no Neo4j or is too
 * old, `storeCorrupt` where a constraint or index that somebody made by hand stands in the way, and what a connection throws.
 */
export async function migrateGraph(connection: Neo4jConnection): Promise<Migration> {
  const server = await checkServer(connection);
  const versionBefore = await schemaVersion(connection);
  if (versionBefore > schemaMigrations.length) throw newerSchema(connection.host);
  await checkNothingInTheWay(connection);
  for (const statement of schemaMigrations.slice(versionBefore).flat()) {
    await runStatement(connection, statement);
  }
  await connection.read((transaction) =>
    transaction.run("CALL db.awaitIndexes($seconds)", { seconds: awaitIndexesSeconds }),
  );
  if (versionBefore === schemaMigrations.length) return { server, versionBefore, version: versionBefore };
  const [row] = await connection.write((transaction) =>
    transaction.run(
      `MERGE (s:WhenceSchema {id: 1}) ON CREATE SET s.version = $version
       WITH s SET s.version = CASE WHEN s.version < $version THEN $version ELSE s.version END
       RETURN s.version AS version`,
      { version: schemaMigrations.length },
    ),
  );
  return { server, versionBefore, version: Number(row?.version) };
}

/** Two who make the same at the same moment may both be told that it is there already; who asks again is told nothing. */
async function runStatement(connection: Neo4jConnection, statement: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await connection.write((transaction) => transaction.run(statement, {}));
      return;
    } catch (error) {
      if (!WhenceError.is(error, "storeCorrupt") || attempt === 5) throw error;
    }
  }
}

/** Throws a sentence unless the schema is exactly the one of this Whence. */
export async function checkSchema(connection: Neo4jConnection): Promise<void> {
  const version = await schemaVersion(connection);
  if (version > schemaMigrations.length) throw newerSchema(connection.host);
  if (version === schemaMigrations.length) return;
  const what = version === 0 ? "has no schema for a team graph yet" : "has the schema of an older Whence";
  throw new WhenceError("notFound", `${connection.host} ${what}: ${connection.remedies.migrate} once.`);
}

/** Version of the schema that a database has; 0 where there is none. */
export async function schemaVersion(connection: Neo4jConnection): Promise<number> {
  const [row] = await connection.read((transaction) =>
    transaction.run("MATCH (s:WhenceSchema) RETURN max(s.version) AS version", {}),
  );
  return Number(row?.version ?? 0);
}

/** How the server names itself. Throws `badInput` for one that is no Neo4j, or too old. */
export async function checkServer(connection: Neo4jConnection): Promise<string> {
  const { agent } = await connection.serverInfo();
  const [, major = ""] = /^Neo4j\/v?(\d+)\./.exec(agent) ?? [];
  if (major === "" || /memgraph|compatible/i.test(agent)) {
    throw new WhenceError(
      "badInput",
      `${connection.host} is no Neo4j but ${JSON.stringify(agent.slice(0, 60))}: a team graph needs Neo4j ${oldestMajor} or newer.`,
    );
  }
  if (Number(major) >= oldestMajor) return agent;
  throw new WhenceError(
    "badInput",
    `${connection.host} runs ${agent.replace("/", " ")}, a team graph needs Neo4j ${oldestMajor} or newer: ask whoever runs the server to update it, or name another one.`,
  );
}

/** What was made by hand and means the same is fine; what means something else would refuse or slow down what we write. */
async function checkNothingInTheWay(connection: Neo4jConnection): Promise<void> {
  const constraints = await connection.read((transaction) =>
    transaction.run(
      "SHOW CONSTRAINTS YIELD name, type, labelsOrTypes, properties WHERE any(each IN labelsOrTypes WHERE each STARTS WITH 'Whence') RETURN name, type, labelsOrTypes, properties",
      {},
    ),
  );
  const isOurs = (row: Row) => ourConstraints.includes(placeOf(row)) && /UNIQUE/.test(String(row.type));
  const strange = constraints.find((row) => !isOurs(row));
  if (strange !== undefined) throw inTheWay(connection, "constraint", strange);
  const indexes = await connection.read((transaction) =>
    transaction.run(
      "SHOW INDEXES YIELD name, labelsOrTypes, properties, owningConstraint WHERE owningConstraint IS NULL RETURN name, labelsOrTypes, properties",
      {},
    ),
  );
  const blocking = indexes.find(
    (row) => ourConstraints.includes(placeOf(row)) || (isNamedLikeOurs(row) && !isOurIndex(row)),
  );
  if (blocking !== undefined) throw inTheWay(connection, "index", blocking);
}

function placeOf({ labelsOrTypes, properties }: Row): string {
  return `${(labelsOrTypes as readonly string[] | null)?.join()}(${(properties as readonly string[] | null)?.join()})`;
}

function isNamedLikeOurs({ name }: Row): boolean {
  return String(name).startsWith(schemaPrefix);
}

function isOurIndex({ name, labelsOrTypes, properties }: Row): boolean {
  const statement = schemaMigrations.flat().find((each) => each.startsWith(`CREATE INDEX ${name} `));
  const [, label, list = ""] = /FOR .*?:(\w+).* ON \((.*)\)$/.exec(statement ?? "") ?? [];
  return placeOf({ labelsOrTypes, properties }) === `${label}(${list.replaceAll(/n\.| /g, "")})`;
}

function inTheWay({ host, remedies }: Neo4jConnection, what: "constraint" | "index", row: Row): WhenceError {
  return new WhenceError(
    "storeCorrupt",
    `The ${what} ${String(row.name)} on ${placeOf(row)} at ${host} was made by hand and stands in the way: remove it with \`DROP ${what.toUpperCase()} ${String(row.name)}\`, then ${remedies.migrate} again.`,
  );
}

/** What is said of a schema that a newer Whence made. */
export function newerSchema(host: string): WhenceError {
  return new WhenceError(
    "storeNewer",
    `The team graph at ${host} was prepared by a newer Whence: update this one; nothing was changed.`,
  );
}
