import { spawn } from "node:child_process";
import path from "node:path";
import { packageRoot } from "../../../server/base/packageRoot.ts";
import { onceInRun } from "../onceInRun.ts";

/** How a test reaches a server. */
export interface TestServer {
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly data: string;
  readonly caFile?: string;
  readonly pid: number;
}

/** Ways of a server in which it is no plain one. */
export type ServerKind = "plain" | "readOnly" | "tls" | "expired";

/** A server, or why there is none. */
export type ServerOrReason =
  | { readonly server: TestServer; readonly reason?: undefined }
  | { readonly server?: undefined; readonly reason: string };

const options: Readonly<Record<ServerKind, readonly string[]>> = {
  plain: ["--heap", "1200"],
  readOnly: ["--read-only", "--heap", "400"],
  tls: ["--tls", "valid", "--heap", "600"],
  expired: ["--tls", "expired", "--heap", "400"],
};

/**
 * The Neo4j of this kind that all test files share; who comes first starts it (the first time on a machine it is fetched,
 * which takes minutes), and it ends with the run. Where the machine cannot have one, the reason is said aloud once.
 */
export async function neo4jForTests(kind: ServerKind = "plain"): Promise<ServerOrReason> {
  return onceInRun(`neo4j-${kind}`, async () => {
    const found = await startByScript(process.env["WHENCE_TEST_OWNER"] ?? process.pid, options[kind]);
    if (found.reason !== undefined) console.warn(`Tests with Neo4j are skipped: ${found.reason}`);
    return found;
  });
}

/** Starts a server by `scripts/neo4j.mjs` with further options; it ends with the process `owner`. */
export async function startByScript(
  owner: number | string,
  further: readonly string[],
): Promise<ServerOrReason> {
  const script = path.join(packageRoot(), "scripts/neo4j.mjs");
  const words = [script, "--json", "--port", "0", "--owner", String(owner), ...further];
  const child = spawn(process.execPath, words, { stdio: ["ignore", "pipe", "pipe"] });
  let [said, complaint] = ["", ""];
  child.stdout.on("data", (part) => {
    said += part;
  });
  child.stderr.on("data", (part) => {
    complaint += part;
  });
  const status = await new Promise((resolve) => child.once("exit", resolve));
  if (status === 0) return { server: JSON.parse(said) as TestServer };
  return { reason: complaint.trim().split("\n").at(-1) ?? "it did not start" };
}
