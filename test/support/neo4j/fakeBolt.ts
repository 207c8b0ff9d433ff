import net from "node:net";

/** What a server that only pretends answers; see `fakeBolt`. */
export interface FakeAnswers {
  /** How it names itself. */
  readonly agent?: string;
  /** What it says to everything that begins or runs. */
  readonly failure?: { readonly code: string; readonly message: string };
  /** Addresses that its routing table gives for all work, also to who asks for that table in a query. */
  readonly members?: readonly string[];
}

type Value = string | number | readonly Value[] | { readonly [key: string]: Value };

const messages = { begin: 0x11, run: 0x10, pull: 0x3f, route: 0x66 };

/**
 * A server on this machine that speaks as much Bolt 4.4 as it takes to fail as real ones do where no real one can be
 * made to: https://neo4j.com/docs/bolt/current/
 */
export async function fakeBolt(
  answers: FakeAnswers,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const sockets = new Set<net.Socket>();
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
    let isGreeted = false;
    let held = Buffer.alloc(0);
    socket.on("data", (part) => {
      held = Buffer.concat([held, part]);
      if (!isGreeted) {
        if (held.length < 20) return;
        held = held.subarray(20);
        isGreeted = true;
        socket.write(Buffer.from([0, 0, 4, 4]));
      }
      for (let end = endOf(held); end > 0; end = endOf(held)) {
        // After two bytes of length and the mark of a structure.
        for (const answer of answersTo(held[3] ?? 0, answers)) socket.write(chunked(answer));
        held = held.subarray(end);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as net.AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Where the first message ends; 0 where it is not complete. */
function endOf(held: Buffer): number {
  let at = 0;
  while (at + 2 <= held.length) {
    const size = held.readUInt16BE(at);
    at += 2 + size;
    if (size === 0 && at > 2) return at;
    if (size === 0) return 0;
  }
  return 0;
}

function answersTo(
  message: number,
  { agent = "Neo4j/5.26.0", failure, members }: FakeAnswers,
): readonly Buffer[] {
  const fails = message === messages.begin || message === messages.run;
  if (failure !== undefined && fails)
    return [structure(0x7f, { code: failure.code, message: failure.message })];
  const success = structure(0x70, { server: agent, connection_id: "bolt-1" });
  if (members === undefined) return [success];
  const servers = ["ROUTE", "READ", "WRITE"].map((role) => ({ role, addresses: members }));
  if (message === messages.route) return [structure(0x70, { rt: { servers, ttl: 300, db: "neo4j" } })];
  if (message === messages.run) return [structure(0x70, { fields: ["ttl", "servers"] })];
  return message === messages.pull ? [structure(0x71, [300, servers]), success] : [success];
}

function structure(tag: number, value: Value): Buffer {
  return Buffer.concat([Buffer.from([0xb1, tag]), packed(value)]);
}

function packed(value: Value): Buffer {
  if (typeof value === "number") {
    const bytes = Buffer.from([0xc9, 0, 0]);
    bytes.writeInt16BE(value, 1);
    return bytes;
  }
  if (typeof value === "string") {
    const bytes = Buffer.from(value);
    return Buffer.concat([Buffer.from([0xd0, bytes.length]), bytes]);
  }
  if (Array.isArray(value)) return Buffer.concat([Buffer.from([0xd4, value.length]), ...value.map(packed)]);
  const pairs = Object.entries(value).flatMap(([key, each]) => [packed(key), packed(each)]);
  return Buffer.concat([Buffer.from([0xd8, pairs.length / 2]), ...pairs]);
}

function chunked(message: Buffer): Buffer {
  const size = Buffer.alloc(2);
  size.writeUInt16BE(message.length);
  return Buffer.concat([size, message, Buffer.alloc(2)]);
}
