import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { installNeo4j } from "./installNeo4j.mjs";
import { makeCertificates } from "./makeCertificates.mjs";

const source = path.join(path.dirname(fileURLToPath(import.meta.url)), "Neo4jServer.java");

/**
 * @typedef {object} ServerWish
 * @property {number} [port] 0: any that is free
 * @property {string} [data] folder; one of its own unless given
 * @property {string} [password] a new one unless given
 * @property {boolean} [readOnly] databases can only be read
 * @property {"valid" | "expired"} [tls] encrypted, with a certificate by an authority of its own
 * @property {number} [owner] process with which the server ends; else it ends with this one
 * @property {number} [heapMb]
 * @property {number} [pageCacheMb]
 * @property {(line: string) => void} [say]
 */

/**
 * @typedef {object} RunningServer
 * @property {string} address
 * @property {number} port
 * @property {string} user
 * @property {string} password
 * @property {string} data
 * @property {string} [caFile] the authority of its certificate
 * @property {number} pid
 * @property {() => Promise<void>} stop ends it cleanly
 * @property {() => Promise<void>} kill ends it at once, as a power cut would
 * @property {Promise<void>} ended
 */

/**
 * Starts a Neo4j on this machine alone; or says why there can be none.
 *
 * @param {ServerWish} wish
 * @returns {Promise<{ server: RunningServer, reason?: undefined } | { server?: undefined, reason: string }>}
 */
export async function startNeo4j(wish = {}) {
  const { jars, reason } = await installNeo4j(wish.say ?? (() => undefined));
  if (jars === undefined) return { reason };
  const data = wish.data ?? mkdtempSync(path.join(os.tmpdir(), "whence-neo4j-"));
  mkdirSync(data, { recursive: true });
  if (wish.readOnly && !existsSync(path.join(data, "data/databases/neo4j"))) {
    // A database that can only be read has to be there.
    const { server: first, reason: why } = await startNeo4j({
      ...wish,
      data,
      readOnly: false,
      owner: undefined,
    });
    if (first === undefined) return { reason: why };
    await first.stop();
  }
  const password = wish.password ?? randomBytes(12).toString("base64url");
  const certificates =
    wish.tls === undefined ? undefined : makeCertificates(path.join(data, "tls"), wish.tls);
  if (certificates?.reason !== undefined) return { reason: certificates.reason };
  const told = {
    port: wish.port ?? 0,
    data,
    password,
    pageCacheBytes: (wish.pageCacheMb ?? 64) * 1024 * 1024,
    ...(wish.readOnly ? { readOnly: true } : {}),
    ...(certificates === undefined ? {} : { certificates: certificates.folder }),
    ...(wish.owner === undefined ? {} : { owner: wish.owner }),
  };
  const child = spawn("java", javaArguments(jars, wish.heapMb ?? 768), {
    stdio: ["pipe", "pipe", "pipe"],
    // Ctrl-C is for who started the server, who then ends it.
    detached: true,
  });
  child.stdin.on("error", () => undefined);
  child.stdin.write(
    `${Object.entries(told)
      .map((pair) => pair.join("="))
      .join("\n")}\n\n`,
  );
  const ended = new Promise((resolve) => child.once("close", () => resolve()));
  const port = await portOf(child);
  if (typeof port !== "number") return { reason: `Neo4j did not start (${port}).` };
  if (wish.owner !== undefined) leaveRunning(child);
  const scheme = wish.tls === undefined ? "bolt" : "bolt+s";
  const server = {
    address: `${scheme}://localhost:${port}`,
    port,
    user: "neo4j",
    password,
    data,
    ...(certificates === undefined ? {} : { caFile: certificates.caFile }),
    pid: child.pid,
    stop: async () => {
      child.kill("SIGTERM");
      await ended;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
    ended,
  };
  return { server };
}

function javaArguments(jars, heapMb) {
  return [
    // All of it from the beginning, as Neo4j advises: the collector would otherwise copy what a large write holds again and again.
    `-Xms${heapMb}m`,
    `-Xmx${heapMb}m`,
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=4",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.lang=ALL-UNNAMED",
    "-cp",
    path.join(jars, "*"),
    source,
  ];
}

/** The port, or the last line that the server said before it ended. */
function portOf(child) {
  return new Promise((resolve) => {
    let last = "no word from it";
    const read = (stream) =>
      createInterface({ input: stream }).on("line", (line) => {
        const ready = /^ready (\d+)$/.exec(line)?.[1];
        if (ready !== undefined) resolve(Number(ready));
        if (/caused by|exception|error/i.test(line)) last = line.trim().slice(0, 300);
      });
    read(child.stdout);
    read(child.stderr);
    child.once("error", (error) => resolve(error.message));
    child.once("close", () => resolve(last));
  });
}

function leaveRunning(child) {
  for (const stream of [child.stdin, child.stdout, child.stderr]) stream.unref?.();
  child.unref();
}
