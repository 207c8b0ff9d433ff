import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import http from "node:http";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import tls from "node:tls";
import { afterEach, describe, expect, it } from "vitest";
import { makeCertificates } from "../../../scripts/neo4j/makeCertificates.mjs";
import { readBoltEndpoint } from "../../../server/base/egress/boltEndpoint.ts";
import { WhenceError } from "../../../server/base/errors.ts";
import { migrateGraph } from "../../../server/stores/neo4j/migrateGraph.ts";
import type { Neo4jConnection } from "../../../server/stores/neo4j/neo4jConnection.ts";
import { Neo4jGraph } from "../../../server/stores/neo4j/neo4jGraph.ts";
import { type ConnectionWish, connectForTest } from "../../support/neo4j/connectForTest.ts";
import { type FakeAnswers, fakeBolt } from "../../support/neo4j/fakeBolt.ts";
import { MemoryLedger } from "../../support/neo4j/memoryLedger.ts";

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** A connection to whatever listens on a port of this machine. */
function connectTo(port: number, wish: ConnectionWish = {}): Neo4jConnection {
  const address = `bolt://localhost:${port}`;
  const server = { address, port, user: "neo4j", password: "secret-word", data: "", pid: 0 };
  const connection = connectForTest(server, { patienceMs: 4_000, ...wish });
  closing.push(() => connection.close());
  return connection;
}

async function fake(answers: FakeAnswers): Promise<number> {
  const server = await fakeBolt(answers);
  closing.push(() => server.close());
  return server.port;
}

async function listening(server: net.Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const sockets = new Set<net.Socket>();
  server.on("connection", (socket) => sockets.add(socket));
  closing.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as net.AddressInfo).port;
}

/** One sentence of ours, without a secret. */
async function sentenceOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!WhenceError.is(error)) throw new Error("No sentence", { cause: error });
  expect(error.message).toMatch(/^[^\n]{20,400}\.$/);
  expect(error.message).not.toContain("secret-word");
  return `${error.reason}: ${error.message}`;
}

describe("what answers where a Neo4j should be", () => {
  it("may be nothing", async () => {
    const port = await listening(net.createServer());
    await closing.pop()?.();
    expect(await sentenceOf(migrateGraph(connectTo(port)))).toBe(
      `unreachable: localhost:${port} cannot be reached (nothing listens there): check the address and that the server is running.`,
    );
  });

  it("may be a web server", async () => {
    const port = await listening(http.createServer((_, answer) => answer.end("hello")));
    expect(await sentenceOf(migrateGraph(connectTo(port)))).toMatch(
      /^badInput: .* is no Neo4j, or not its Bolt port/,
    );
  });

  it("may never say a word, which takes no longer than the limit", async () => {
    const port = await listening(net.createServer());
    const begin = performance.now();
    const sentence = await sentenceOf(migrateGraph(connectTo(port, { patienceMs: 500 })));
    expect(sentence).toMatch(/^unreachable: .* did not answer within 1 s/);
    expect(performance.now() - begin).toBeLessThan(5_000);
  });

  it("may be too old", async () => {
    const port = await fake({ agent: "Neo4j/4.4.38" });
    expect(await sentenceOf(migrateGraph(connectTo(port)))).toMatch(
      /^badInput: .* runs Neo4j 4.4.38, .* needs Neo4j 5/,
    );
  });

  it("may be another product that speaks the same protocol", async () => {
    const port = await fake({ agent: "Neo4j/v5.2.0 compatible graph database server - Memgraph" });
    expect(await sentenceOf(migrateGraph(connectTo(port)))).toMatch(
      /^badInput: .* is no Neo4j but "Neo4j\/v5.2.0 comp/,
    );
  });

  it("may have a full disk", async () => {
    const port = await fake({
      failure: {
        code: "Neo.DatabaseError.Transaction.TransactionCommitFailed",
        message: "Could not append: java.io.IOException: No space left on device",
      },
    });
    const graph = new Neo4jGraph(connectTo(port), "team/repository");
    expect(await sentenceOf(graph.upsertNodes([]))).toMatch(
      /^diskFull: The disk of .* is full: nothing is lost/,
    );
  });

  it.each([
    ["Neo.ClientError.Security.AuthenticationRateLimit", "noAccess", "too many passwords"],
    ["Neo.ClientError.Security.Forbidden", "noAccess", "may not do that"],
    ["Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration", "unreachable", "took too long"],
    ["Neo.TransientError.General.MemoryPoolOutOfMemoryError", "serviceFailed", "too little memory"],
    ["Neo.TransientError.General.DatabaseUnavailable", "unreachable", "cannot do that now"],
    ["Neo.DatabaseError.General.UnknownError", "serviceFailed", "UnknownError"],
  ])("may fail with %s", async (code, reason, words) => {
    const port = await fake({ failure: { code, message: "secret-word of the query" } });
    const graph = new Neo4jGraph(connectTo(port, { patienceMs: 1_500 }), "team/repository");
    const sentence = await sentenceOf(graph.counts());
    expect(sentence.startsWith(`${reason}: `)).toBe(true);
    expect(sentence).toContain(words);
  });
});

describe("certificates", () => {
  async function encrypted(validity: "valid" | "expired"): Promise<{ port: number; caFile: string }> {
    const made = makeCertificates(mkdtempSync(path.join(os.tmpdir(), "whence-tls-")), validity);
    if (made.reason !== undefined) throw new Error(made.reason);
    closing.push(async () => rmSync(made.folder, { recursive: true, force: true }));
    const [key, cert] = ["private.key", "public.crt"].map((name) =>
      readFileSync(path.join(made.folder, name)),
    );
    return { port: await listening(tls.createServer({ key, cert })), caFile: made.caFile };
  }

  it("by an authority that nobody named are not trusted", async () => {
    const { port } = await encrypted("valid");
    const connection = connectTo(port, { address: `bolt+s://localhost:${port}` });
    expect(await sentenceOf(migrateGraph(connection))).toMatch(
      /^notAllowed: The certificate of localhost:\d+ is not trusted .*whence\.network\.caFile/,
    );
  });

  it("that have expired are not trusted, also by an authority that is named", async () => {
    const { port, caFile } = await encrypted("expired");
    const connection = connectTo(port, { address: `neo4j+s://localhost:${port}`, caFile });
    expect(await sentenceOf(migrateGraph(connection))).toMatch(
      /^notAllowed: .* has expired: ask whoever runs/,
    );
  });

  it("of another name are not trusted", async () => {
    const { port, caFile } = await encrypted("valid");
    const connection = connectTo(port, { address: `bolt+s://127.0.0.2:${port}`, caFile });
    expect(await sentenceOf(migrateGraph(connection))).toMatch(/^(?:notAllowed|unreachable): /);
  });
});

describe("the door", () => {
  it("opens nothing in offline mode, and writes that down", async () => {
    const ledger = new MemoryLedger();
    const port = await fake({});
    const connection = connectTo(port, { offline: true, ledger });
    expect(await sentenceOf(migrateGraph(connection))).toMatch(/^notAllowed: Nothing is sent to localhost/);
    expect(ledger.rows).toMatchObject([{ outcome: "refused", host: `localhost:${port}`, bytesOut: 0 }]);
  });

  it("opens nothing to a host that nobody approved", async () => {
    const port = await fake({});
    const connection = connectTo(port, { approved: [] });
    expect(await sentenceOf(migrateGraph(connection))).toMatch(
      /^notAllowed: Nothing was sent to .* yet: approve it/,
    );
  });

  it("has a row for each connection, with what went over it", async () => {
    const ledger = new MemoryLedger();
    const port = await fake({ agent: "Neo4j/4.4.38" });
    const connection = connectTo(port, { ledger });
    await sentenceOf(migrateGraph(connection));
    await connection.close();
    await expect.poll(() => ledger.rows[0]?.outcome).toBe("answered");
    expect(ledger.rows[0]).toMatchObject({
      host: `localhost:${port}`,
      purpose: "team graph",
      method: "BOLT",
    });
    expect(ledger.rows[0]?.bytesOut).toBeGreaterThan(20);
    expect(ledger.rows[0]?.bytesIn).toBeGreaterThan(4);
  });

  it("does not follow a cluster to a member that no setting names", async () => {
    const ledger = new MemoryLedger();
    const port = await fake({ members: ["elsewhere.example.com:7687"] });
    const connection = connectTo(port, { address: `neo4j://localhost:${port}`, ledger });
    expect(await sentenceOf(new Neo4jGraph(connection, "a/b").counts())).toMatch(
      /^notAllowed: elsewhere\.example\.com is not reached, because no setting names it/,
    );
    expect(ledger.rows.filter(({ host }) => host === "elsewhere.example.com")).toMatchObject([
      { outcome: "refused", bytesOut: 0 },
    ]);
  });

  it("follows it to one that is named", async () => {
    const failure = { code: "Neo.DatabaseError.General.UnknownError", message: "from the member" };
    const member = await fake({ failure });
    const port = await fake({ members: [`localhost:${member}`] });
    const ledger = new MemoryLedger();
    const wish = { address: `neo4j://localhost:${port}`, members: [`localhost:${member}`], ledger };
    expect(await sentenceOf(new Neo4jGraph(connectTo(port, wish), "a/b").counts())).toContain("UnknownError");
    expect(ledger.rows.map(({ host }) => host)).toContain(`localhost:${member}`);
  });
});

describe("addresses of a team graph", () => {
  it.each([
    ["neo4j+s://Graph.Example.com", "bolt+s://graph.example.com:7687", "graph.example.com"],
    ["bolt://localhost:7688", "bolt://localhost:7688", "localhost:7688"],
    ["neo4j://[::1]:7687/", "bolt://[::1]:7687", "[::1]"],
    ["bolt+s://bücher.example.", "bolt+s://xn--bcher-kva.example:7687", "xn--bcher-kva.example"],
  ])("%s is understood", (text, origin, host) => {
    expect(readBoltEndpoint(text, "the setting")).toMatchObject({ origin, host });
  });

  it.each([
    ["neo4j+ssc://graph.example.com", "would trust any certificate"],
    ["https://graph.example.com", "must begin with"],
    ["bolt://name:secret-word@graph.example.com", "must not hold a name or password"],
    ["bolt://graph.example.com/path", "must not hold a path"],
    ["bolt://", "is no address"],
    ["graph.example.com", "must begin with"],
  ])("%s is refused", async (text, words) => {
    const sentence = await sentenceOf(Promise.resolve().then(() => readBoltEndpoint(text, "The setting")));
    expect(sentence).toContain(words);
  });

  it.each([
    ["neo4j://graph.example.com", "*.example.com"],
    ["neo4j+s://graph.example.com", "*.com"],
    ["neo4j+s://graph.example.com", "*"],
    ["neo4j+s://graph.example.com", "a/b"],
  ])("%s cannot have the members %s", (address, member) => {
    expect(() => readBoltEndpoint(address, "The setting", [member])).toThrow(/is no server/);
  });
});
