import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { EgressDoorParts, EgressPurpose } from "../../../server/base/egress/egressDoor.ts";
import { EgressDoor } from "../../../server/base/egress/egressDoor.ts";
import { readEndpoint } from "../../../server/base/egress/endpoint.ts";
import { packageRoot } from "../../../server/base/packageRoot.ts";
import { SqliteEgressLedger } from "../../../server/stores/sqlite/egressLedger.ts";
import { temporaryFolder } from "../../support/gitRepository.ts";
import type { OpenAiServer } from "../../support/openaiServer.ts";
import { authorityFile, hangUp, say, startOpenAiServer } from "../../support/openaiServer.ts";
import type { ProxyServer } from "../../support/proxyServer.ts";
import { startProxyServer } from "../../support/proxyServer.ts";
import { runCommand } from "../../support/runCommand.ts";

const purpose: EgressPurpose = { name: "test", timeoutMs: 20_000, responseBytesMost: 10_000 };
const secret = "sk-very-secret";

let server: OpenAiServer;
let ledger: SqliteEgressLedger;
let doors: EgressDoor[];
let proxy: ProxyServer | undefined;

beforeEach(async () => {
  server = await startOpenAiServer();
  ledger = new SqliteEgressLedger(temporaryFolder());
  doors = [];
});
afterEach(async () => {
  for (const door of doors) await door.close();
  ledger.close();
  await server.close();
  await proxy?.close();
  proxy = undefined;
});

function door(rules: Partial<EgressDoorParts["rules"]> = {}, environment = {}, caFile = ""): EgressDoor {
  const endpoint = readEndpoint(server.baseUrl, "a setting");
  const opened = new EgressDoor({
    rules: { offline: false, endpoints: [endpoint], approvedHosts: [endpoint.host], ...rules },
    ledger,
    network: { environment, caFile },
  });
  doors.push(opened);
  return opened;
}

function post(through: EgressDoor, url = `${server.baseUrl}/embeddings?x=${secret}`, more: RequestInit = {}) {
  const body = JSON.stringify({ model: "m", input: ["one", "two"], encoding_format: "float" });
  const headers = { authorization: `Bearer ${secret}`, "content-type": "application/json" };
  return through.fetchFor({ ...purpose, countItems: (text) => JSON.parse(text).input.length })(url, {
    method: "POST",
    headers,
    body,
    ...more,
  });
}

const rows = () => ledger.exchanges("", 100);

describe("the door", () => {
  it("lets through what a setting names, and writes down how much but not what", async () => {
    const response = await post(door());
    const text = await response.text();
    expect(JSON.parse(text).data).toHaveLength(2);
    const [row] = rows();
    expect(row).toMatchObject({
      host: `localhost:${server.port}`,
      purpose: "test",
      method: "POST",
      items: 2,
      outcome: "answered",
      status: 200,
      bytesIn: text.length,
    });
    expect(row?.bytesOut).toBeGreaterThan(60);
    expect(JSON.stringify(rows())).not.toContain(secret);
  });

  it.each([
    ["another host", "http://127.0.0.2:PORT/v1"],
    ["another port", "http://localhost:1/v1"],
    ["another scheme", "https://localhost:PORT/v1"],
    ["the same server by its address", "http://127.0.0.1:PORT/v1"],
    ["IPv6", "http://[::1]:PORT/v1"],
    ["a name that only begins like it", "http://localhost.example.com:PORT/"],
    ["the named host as user", "http://localhost:PORT@example.com/"],
    ["a user and password", "http://ada:geheim@localhost:PORT/"],
    ["a file", "file:///etc/passwd"],
    ["no address", "localhost"],
  ])("refuses %s without a socket, and writes that down", async (_, url) => {
    const asked = url.replace("PORT", String(server.port));
    await expect(post(door(), asked)).rejects.toMatchObject({ reason: "notAllowed" });
    expect(rows()).toMatchObject([{ outcome: "refused", bytesOut: 0 }]);
    expect(JSON.stringify(rows())).not.toMatch(/geheim|ada:/);
    expect(server.requests).toEqual([]);
  });

  it.each(["http://LOCALHOST:PORT/v1/embeddings", "http://localhost.:PORT/v1/embeddings"])(
    "knows the named host in another spelling: %s",
    async (url) => {
      const response = await post(door(), url.replace("PORT", String(server.port)));
      expect(response.status).toBe(200);
      await response.text();
    },
  );

  it("sends nothing before somebody approved the host, and then remembers it", async () => {
    const closed = door({ approvedHosts: ["*", "example.com"] });
    await expect(post(closed)).rejects.toThrow(/--yes.*whence\.network\.approvedHosts/);
    const { origin } = readEndpoint(server.baseUrl, "");
    ledger.approve({ kind: "host", subject: origin, at: "2026-11-21", by: "ada", how: "--yes" });
    expect((await post(closed)).status).toBe(200);
    expect(server.requests).toHaveLength(1);
  });

  it("sends nothing in offline mode, whatever is approved", async () => {
    await expect(post(door({ offline: true }))).rejects.toThrow(/offline mode is on/);
    expect(server.requests).toEqual([]);
  });

  it("follows no redirect to another host", async () => {
    const elsewhere = await startOpenAiServer();
    server.faults.push((__, response) => {
      response.writeHead(307, { location: elsewhere.baseUrl });
      response.end();
    });
    await expect(post(door())).rejects.toThrow(/redirects to localhost:\d+, where nothing was sent/);
    expect(elsewhere.requests).toEqual([]);
    expect(rows().map((row) => [row.outcome, row.status])).toEqual([
      ["refused", undefined],
      ["answered", 307],
    ]);
    await elsewhere.close();
  });

  it("follows a redirect on the same host, and not in circles", async () => {
    const back = { location: "/v1/embeddings" };
    server.faults.push((_, response) => void response.writeHead(308, back).end());
    expect((await post(door())).status).toBe(200);
    for (let count = 0; count < 10; count++)
      server.faults.push((_, response) => void response.writeHead(308, back).end());
    await expect(post(door())).rejects.toThrow(/in circles/);
  });

  it("writes down what failed, with a reason that a person understands", async () => {
    server.faults.push(hangUp);
    await expect(post(door())).rejects.toMatchObject({ reason: "unreachable" });
    expect(rows()).toMatchObject([
      { outcome: "failed", problem: expect.stringContaining("closed the connection") },
    ]);
  });

  it("counts nothing as sent where nobody took the connection", async () => {
    const gone = door();
    await server.close();
    await expect(post(gone)).rejects.toThrow(/nothing listens there/);
    expect(rows()).toMatchObject([{ outcome: "failed", bytesOut: 0 }]);
    expect(rows()[0]).not.toHaveProperty("items");
    expect(ledger.totals("")).toMatchObject([{ exchanges: 0, unsent: 1, items: 0 }]);
    server = await startOpenAiServer();
  });

  it("gives up when the time is over, and says after how long", async () => {
    server.faults.push(() => new Promise(() => undefined));
    const slow = door().fetchFor({ ...purpose, timeoutMs: 100 })(server.baseUrl);
    await expect(slow).rejects.toThrow(/did not answer within 1 s/);
    expect(rows()).toMatchObject([{ outcome: "failed" }]);
  });

  it("stops when the caller does, before the answer and in the middle of it", async () => {
    const stop = new AbortController();
    server.faults.push(() => {
      stop.abort();
      return new Promise(() => undefined);
    });
    await expect(post(door(), undefined, { signal: stop.signal })).rejects.toMatchObject({
      name: "AbortError",
    });
    const later = new AbortController();
    server.faults.push((_, response) => {
      response.writeHead(200).write("half");
      return new Promise(() => undefined);
    });
    const response = await post(door(), undefined, { signal: later.signal });
    const reading = response.text();
    later.abort();
    await expect(reading).rejects.toMatchObject({ name: "AbortError" });
    expect(rows().map((row) => row.outcome)).toEqual(["cancelled", "cancelled"]);
  });

  it("reads no answer without end", async () => {
    server.faults.push(say("x".repeat(20_000)));
    const response = await post(door());
    await expect(response.text()).rejects.toThrow(/longer than 1 MB/);
    expect(rows()).toMatchObject([{ outcome: "failed", status: 200 }]);
  });

  it("a process that dies on the way leaves a row that says so", async () => {
    let seenMeanwhile: unknown;
    server.faults.push(() => {
      seenMeanwhile = rows()[0]?.outcome;
    });
    await (await post(door())).text();
    expect(seenMeanwhile).toBe("under way");
  });
});

describe("a server with a certificate of the company", () => {
  beforeEach(async () => {
    await server.close();
    server = await startOpenAiServer({ tls: true });
  });

  it("is refused unless its authority is named, and the sentence says where to name it", async () => {
    await expect(post(door())).rejects.toThrow(/not trusted.*whence\.network\.caFile/);
    expect(rows()).toMatchObject([{ outcome: "failed", bytesOut: 0 }]);
    expect((await post(door({}, {}, authorityFile()))).status).toBe(200);
  });

  it("is trusted where the system trusts its authority, unless the editor goes without those", async () => {
    const child = path.join(packageRoot(), "test/integration/egress/children/askOnce.ts");
    const ask = async (environment: NodeJS.ProcessEnv) => {
      const env = { SSL_CERT_FILE: authorityFile(), ...environment };
      return (await runCommand(process.execPath, [child, server.baseUrl], { env })).stdout;
    };
    expect(await ask({})).toMatch(/^\d+\n$/);
    expect(await ask({ NODE_USE_SYSTEM_CA: "1" })).toMatch(/^\d+\n$/);
    expect(await ask({ NODE_USE_SYSTEM_CA: "0" })).toMatch(/not trusted/);
  });

  it("a file without certificates is a sentence", async () => {
    const file = path.join(temporaryFolder(), "none.pem");
    await expect(post(door({}, {}, file))).rejects.toThrow(/whence\.network\.caFile/);
  });

  it("is reached through the proxy of the environment, and the ledger names both", async () => {
    proxy = await startProxyServer(server.port);
    const url = "https://embeddings.test/v1";
    const endpoint = readEndpoint(url, "");
    const rules = { endpoints: [endpoint], approvedHosts: ["embeddings.test"] };
    const environment = { HTTPS_PROXY: `http://ada:geheim@localhost:${proxy.port}` };
    const response = await post(door(rules, environment, authorityFile()), `${url}/embeddings`);
    expect(response.status).toBe(200);
    await response.text();
    expect(proxy.targets).toEqual(["embeddings.test:443"]);
    expect(proxy.authorizations).toEqual([`Basic ${Buffer.from("ada:geheim").toString("base64")}`]);
    expect(rows()).toMatchObject([{ host: "embeddings.test", via: `localhost:${proxy.port}` }]);
    expect(JSON.stringify(rows())).not.toContain("geheim");
  });

  it("a proxy that refuses is a sentence without its password", async () => {
    proxy = await startProxyServer(server.port, 407);
    const url = "https://embeddings.test/v1";
    const rules = { endpoints: [readEndpoint(url, "")], approvedHosts: ["embeddings.test"] };
    const environment = { https_proxy: `http://ada:geheim@localhost:${proxy.port}` };
    const refused = await post(door(rules, environment), url).catch((error: Error) => error.message);
    expect(refused).toMatch(/proxy localhost:\d+ refused the way to embeddings\.test \(407\)/);
    expect(refused).not.toContain("geheim");
  });

  it("this machine itself is not reached through the proxy", async () => {
    proxy = await startProxyServer(server.port);
    const environment = { HTTPS_PROXY: `http://localhost:${proxy.port}` };
    expect((await post(door({}, environment, authorityFile()))).status).toBe(200);
    expect(proxy.targets).toEqual([]);
  });
});
