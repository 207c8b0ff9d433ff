import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { packageRoot } from "../../server/base/packageRoot.ts";
import { runGit } from "../../server/sources/git/runGit.ts";
import type { TestRepository } from "../support/gitRepository.ts";
import { cloneRepository, createRepository, temporaryFolder } from "../support/gitRepository.ts";
import type { OpenAiServer } from "../support/openaiServer.ts";
import { authorityFile, refuse, startOpenAiServer } from "../support/openaiServer.ts";
import { startProxyServer } from "../support/proxyServer.ts";
import { runCommand, runWhence } from "../support/runCommand.ts";

const key = "sk-e2e-0123456789";
const cli = path.join(packageRoot(), "dist/cli.mjs");

let server: OpenAiServer;
let repository: TestRepository;
let store: string;
let place: readonly string[];

beforeEach(async () => {
  server = await startOpenAiServer();
  server.key = key;
  repository = createRepository({
    "src/ferry.ts":
      "/** Says when the ferry leaves: every hour, but not at night. */\nexport function nextDeparture(hour: number): number {\n  return hour >= 22 ? 6 : hour + 1;\n}\n",
    "docs/ferry.md":
      "# Ferry\n\n## Night\n\nThe ferry does not run at night because the harbour is closed.\n",
    "docs/tide.md": "# Tide\n\nThe tide turns twice a day.\n",
  });
  store = path.join(temporaryFolder(), "store");
  place = ["--folder", repository.folder, "--store", store];
});
afterEach(() => server.close());

/** The environment of somebody who uses the server. */
function environment(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return {
    WHENCE_EMBEDDING_PROVIDER: "openai",
    WHENCE_EMBEDDING_BASE_URL: server.baseUrl,
    WHENCE_EMBEDDING_MODEL: "harbour-model",
    WHENCE_EMBEDDING_API_KEY: key,
    ...more,
  };
}

/** Lets a process and its threads note in `file` each socket that they try to open. */
function watched(file: string): NodeJS.ProcessEnv {
  const script = pathToFileURL(path.join(packageRoot(), "test/e2e/children/noteSockets.ts")).href;
  return { NODE_OPTIONS: `--import ${script}`, NOTE_SOCKETS_IN: file };
}

const run = (args: readonly string[], env: NodeJS.ProcessEnv = environment()) =>
  runWhence([...args, ...place], { env });
const json = async (args: readonly string[], env?: NodeJS.ProcessEnv) =>
  JSON.parse((await run([...args, "--json"], env)).stdout);

describe("without a connected service", () => {
  it("nothing leaves the machine, no socket is opened and no ledger is made", async () => {
    const file = path.join(temporaryFolder(), "sockets");
    await run(["index"], watched(file));
    await run(["ask", "why does the ferry not run at night?"], watched(file));
    expect(existsSync(file)).toBe(false);
    expect((await run(["egress"], {})).stdout).toBe("Nothing has left this machine for this folder.\n");
    expect(readdirSync(store).filter((name) => name.startsWith("egress"))).toEqual([]);
  });
});

describe("a server that makes vectors", () => {
  it("gets nothing before somebody agrees, and words are searched until then", async () => {
    const refused = await run(["index", "--json"]);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/whence index --yes.*passages/) });
    expect(JSON.parse(refused.stdout)).toMatchObject({ files: 3, commits: 1, chunksEmbedded: 0 });
    expect(server.requests).toEqual([]);
    const { stdout } = await run(["search", "harbour"]);
    expect(stdout).toContain("docs/ferry.md");
    expect(server.requests).toEqual([]);
    expect((await run(["egress"])).stdout).toMatch(/^Nothing has left this machine for this folder\./);
  });

  it("is previewed with what it would take, and gets nothing for that", async () => {
    const price = environment({ WHENCE_EMBEDDING_PRICE_PER_MILLION_TOKENS: "1000" });
    const preview = await json(["index", "--preview"], price);
    expect(preview).toMatchObject({ files: 3, commits: 1, known: 0, requests: 1, model: "harbour-model" });
    expect(preview.chunks).toBeGreaterThanOrEqual(4);
    expect(preview.tokens).toBeGreaterThan(50);
    expect(preview.price).toBeCloseTo(preview.tokens / 1000, 2);
    expect((await run(["index", "--preview"], price)).stdout).toMatch(
      /passages +\d+ to send, 0 known already/,
    );
    expect(server.requests).toEqual([]);
  });

  it("is no part of a preview where the settings choose no vectors", async () => {
    const none = environment({ WHENCE_EMBEDDING_PROVIDER: "none" });
    const { code, stdout, stderr } = await run(["index", "--preview", "--json"], none);
    expect([code, stdout, stderr]).toEqual([1, "", expect.stringMatching(/^--preview shows.*none/)]);
  });

  it("is left alone by an audit, which repairs without sending what nobody agreed to", async () => {
    await run(["index", "--yes"]);
    expect(await json(["doctor", "--audit", "--all"])).toMatchObject({ findings: [] });
    const sent = server.requests.length;
    // The vectors of the server are whole too where the settings name the built-in model by now.
    expect(await json(["doctor", "--audit", "--all"], {})).toMatchObject({ findings: [] });
    repository.write({ "docs/new.md": "# New\n\nThe lighthouse was painted.\n" });
    const other = environment({ WHENCE_EMBEDDING_MODEL: "lighthouse-model" });
    const repaired = await run(["doctor", "--audit", "--all", "--json"], other);
    expect(repaired).toMatchObject({ code: 1, stderr: expect.stringContaining("whence index --yes") });
    expect(JSON.parse(repaired.stdout)).toMatchObject({ findings: [{ kind: "missing" }], remaining: [] });
    expect(server.requests).toHaveLength(sent);
  });

  it("is used after a yes, which the ledger remembers; a small change does not ask again", async () => {
    const report = await json(["index", "--yes"]);
    expect(report.chunksEmbedded).toBe(server.embedded.length);
    repository.write({ "docs/new.md": "# New\n\nThe lighthouse was painted.\n" });
    const refreshed = await run(["index", "--json"]);
    expect(refreshed).toMatchObject({ code: 0 });
    expect(JSON.parse(refreshed.stdout)).toMatchObject({ chunksEmbedded: 1 });
    const found = await json(["search", "painted"]);
    expect(found[0].reasons.map(({ found: finder }: { found: string }) => finder)).toContain("vector");
    const { exchanges, totals, approvals } = await json(["egress"]);
    expect(exchanges.map(({ purpose }: { purpose: string }) => purpose)).toEqual([
      "question",
      "embeddings",
      "embeddings",
    ]);
    expect(totals[0]).toMatchObject({ host: `localhost:${server.port}`, items: server.embedded.length - 1 });
    expect(approvals).toMatchObject([{ kind: "model", how: "--yes" }, { kind: "host" }]);
    expect(await json(["egress", "--since", "2099-01-01"])).toMatchObject({ exchanges: [], totals: [] });
  });

  it("is approved by an account without a name, as containers have it", async () => {
    const script =
      'import os from "node:os"; import { syncBuiltinESMExports } from "node:module";' +
      'os.userInfo = () => { throw new Error("ENOENT"); }; syncBuiltinESMExports();';
    const nameless = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(script)}` };
    expect(await run(["index", "--yes"], environment(nameless))).toMatchObject({ code: 0 });
    const { approvals } = await json(["egress", "--since", "2999-01-01"]);
    expect(approvals[0].by).toMatch(/^user \S+/);
    expect((await run(["egress", "--since", "2999-01-01"])).stdout).toMatch(
      /^Nothing has left this machine for this folder since 2999-01-01\.\n/,
    );
  });

  it("that a wrong setting keeps out of reach costs vectors, not the index", async () => {
    const wrong = environment({
      WHENCE_EMBEDDING_BASE_URL: "https://localhost:1/v1",
      WHENCE_NETWORK_CA_FILE: path.join(store, "none.pem"),
    });
    const { code, stdout, stderr } = await run(["index", "--yes", "--json"], wrong);
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/^The certificates in .*whence\.network\.caFile/),
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ files: 3, commits: 1, chunksEmbedded: 0 });
  });

  it("can be approved again after the ledger was moved away, with nothing left to send", async () => {
    await run(["index", "--yes"]);
    for (const name of readdirSync(store).filter((entry) => entry.startsWith("egress"))) {
      rmSync(path.join(store, name));
    }
    expect((await run(["search", "harbour"])).stderr).toContain("approve it with `whence index --yes`");
    expect(await run(["index", "--yes"])).toMatchObject({ code: 0 });
    expect((await run(["search", "harbour"])).stderr).toBe("");
  });

  it("finds its key nowhere in the store, nor in what is printed", async () => {
    const indexed = await run(["index", "--yes"]);
    const doctor = await run(["doctor", "--json"]);
    const ledger = await run(["egress", "--json"]);
    const files = readdirSync(store, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    const stored = files.map((entry) => readFileSync(path.join(entry.parentPath, entry.name), "latin1"));
    const printed = [indexed, doctor, ledger].flatMap(({ stdout, stderr }) => [stdout, stderr]);
    expect([...stored, ...printed].filter((text) => text.includes(key))).toEqual([]);
    expect(files.length).toBeGreaterThan(5);
  });

  it("is not paid twice after kill -9", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 60 }, (_, at) => [
        `notes/n${at}.md`,
        `# Note ${at}\n\nThe buoy number ${at} is red.\n`,
      ]),
    );
    repository.commit("Notes", files);
    const small = environment({ WHENCE_EMBEDDING_BATCH_SIZE: "5", WHENCE_EMBEDDING_CONCURRENCY: "1" });
    const child = spawn(process.execPath, [cli, "index", "--yes", ...place], {
      env: { ...process.env, ...small },
      stdio: "ignore",
    });
    for (let count = 0; count < 6; count++) server.faults.push(() => undefined);
    // The seventh batch never comes back: the process dies while it waits for it.
    server.faults.push(() => {
      child.kill("SIGKILL");
      return new Promise(() => undefined);
    });
    await once(child, "exit");
    expect(server.embedded).toHaveLength(30);
    const resumed = await run(["index", "--json"], small);
    expect(resumed).toMatchObject({ code: 0 });
    const { chunks, chunksEmbedded } = JSON.parse(resumed.stdout);
    expect(chunksEmbedded).toBe(chunks - 30);
    expect(new Set(server.embedded).size).toBe(server.embedded.length);
    const { exchanges } = await json(["egress", "--limit", "1000"]);
    const unfinished = exchanges.filter(({ outcome }: { outcome: string }) => outcome === "under way");
    expect(unfinished).toHaveLength(1);
  });

  it("that fails leaves the former model in use, with a sentence", async () => {
    await run(["index"], {});
    server.faults.push(refuse(404, { message: 'model "harbour-model" not found' }));
    const failed = await run(["index", "--yes"]);
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringMatching(/has no model "harbour-model"/) });
    const { stdout, stderr } = await run(["search", "harbour", "--json"]);
    expect(JSON.parse(stdout)[0].reasons).toContainEqual(expect.objectContaining({ found: "vector" }));
    expect(stderr).toBe("");
    expect((await run(["search", "harbour"])).stderr).toMatch(/built-in model are in use/);
    expect(server.requests).toHaveLength(1);
    expect((await run(["index"])).code).toBe(0);
    expect((await run(["doctor"])).stdout).toMatch(/complete \(openai:localhost:\d+\/harbour-model\)/);
  });

  it("whose model has another size since the last run does not harm the index", async () => {
    await run(["index", "--yes"]);
    server.dimensions = 16;
    repository.write({ "docs/new.md": "# New\n\nThe lighthouse was painted.\n" });
    const changed = await run(["index"]);
    expect(changed).toMatchObject({ code: 1, stderr: expect.stringMatching(/16 numbers where it gave 32/) });
    expect((await run(["search", "lighthouse"])).stdout).toContain("docs/new.md");
    const other = environment({ WHENCE_EMBEDDING_DIMENSIONS: "16" });
    expect((await run(["index", "--yes"], other)).code).toBe(0);
    expect((await json(["search", "lighthouse"], other))[0].path).toBe("docs/new.md");
  });

  it("that is gone when a question comes is done without, and that is said", async () => {
    await run(["index", "--yes"]);
    await server.close();
    const answer = await run(["ask", "why does the ferry not run at night?"]);
    expect(answer).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/searched by words alone.*cannot be reached/),
    });
    expect(answer.stdout).toContain("docs/ferry.md");
    server = await startOpenAiServer();
  });

  it("is reached through the company's proxy and with its certificate authority, from the environment alone", async () => {
    await server.close();
    server = await startOpenAiServer({ tls: true });
    const proxy = await startProxyServer(server.port);
    const company = environment({
      WHENCE_EMBEDDING_BASE_URL: "https://embeddings.test/v1",
      HTTPS_PROXY: `http://localhost:${proxy.port}`,
      NO_PROXY: "example.com",
    });
    const distrusted = await run(["index", "--yes"], company);
    expect(distrusted).toMatchObject({ code: 1, stderr: expect.stringMatching(/NODE_EXTRA_CA_CERTS/) });
    expect(server.requests).toEqual([]);
    const trusted = { ...company, NODE_EXTRA_CA_CERTS: authorityFile() };
    expect((await run(["index"], trusted)).code).toBe(0);
    expect(new Set(proxy.targets)).toEqual(new Set(["embeddings.test:443"]));
    const { exchanges } = await json(["egress"], trusted);
    expect(exchanges[0]).toMatchObject({
      host: "embeddings.test",
      via: `localhost:${proxy.port}`,
      status: 200,
    });
    await proxy.close();
  });

  it("that only the folder's own file asks for is never reached, and its address there is a mistake", async () => {
    repository.write({ ".whence/config.yaml": "embedder:\n  provider: openai\n  model: harbour-model\n" });
    const built = await run(["index"], {});
    expect(built).toMatchObject({ code: 0, stderr: expect.stringMatching(/no setting names one/) });
    repository.write({
      ".whence/config.yaml": `embedder:\n  provider: openai\n  model: m\n  baseUrl: ${server.baseUrl}\n`,
    });
    expect((await run(["index"], {})).code).toBe(1);
    expect(server.requests).toEqual([]);
  });
});

describe("offline mode", () => {
  const noted = (file: string, more: Record<string, string> = {}) =>
    environment({ ...watched(file), ...more });

  it("opens no socket and looks up no name, although a server is named and approved", async () => {
    await run(["index", "--yes"]);
    repository.write({ "docs/new.md": "# New\n\nThe lighthouse was painted.\n" });
    const before = server.requests.length;
    const file = path.join(temporaryFolder(), "sockets");
    const index = await run(["index", "--offline", "--yes"], noted(file));
    expect(index).toMatchObject({ code: 1, stderr: expect.stringMatching(/offline mode is on/) });
    const search = await run(["search", "lighthouse", "--offline"], noted(file));
    expect(search.stdout).toContain("docs/new.md");
    const always = noted(file, { WHENCE_NETWORK_OFFLINE: "true" });
    expect((await run(["ask", "why does the ferry not run at night?"], always)).stdout).toContain("[1]");
    expect(existsSync(file)).toBe(false);
    expect(server.requests).toHaveLength(before);
    // The same watch sees the socket of a run that is not offline.
    await run(["index"], noted(file));
    expect(readFileSync(file, "utf8")).toContain("connect");
  });
});

const hasNamespaces = spawnSync("unshare", ["--net", "--map-root-user", "true"]).status === 0;

describe("a partial clone", () => {
  const missing = (clone: TestRepository) =>
    clone.git("rev-list", "--objects", "--all", "--missing=print").match(/^\?.*$/gm)?.length ?? 0;

  it("is indexed without fetching what it lacks, although its origin could be reached", async () => {
    repository.commit("Second", { "docs/tide.md": "# Tide\n\nThe tide turns four times in two days.\n" });
    // Git compares the contents of a file that was renamed and changed, and here lacks the older ones.
    const tide = (end: string) => `# Tide\n\n${"It turns and turns again.\n".repeat(20)}${end}\n`;
    repository.commit("Third", { "docs/tide.md": tide("Slowly.") });
    repository.commit("Fourth", { "docs/tide.md": null, "docs/tides.md": tide("Quickly.") });
    repository.commit("Fifth", { "docs/tides.md": "# Tides\n\nGone.\n" });
    const clone = cloneRepository(repository, "--filter=blob:none");
    const lacking = missing(clone);
    expect(lacking).toBeGreaterThan(0);
    const options = ["--folder", clone.folder, "--store", store];
    expect((await runWhence(["index", ...options])).code).toBe(0);
    expect((await runWhence(["ask", "what changed about the tide?", ...options])).code).toBe(0);
    expect((await runWhence(["doctor", ...options])).code).toBe(0);
    expect(missing(clone)).toBe(lacking);
    // Git itself would fetch for this command, and is not let.
    await expect(runGit(clone.folder, ["log", "-M", "--raw"])).rejects.toMatchObject({ reason: "gitFailed" });
    expect(missing(clone)).toBe(lacking);
  });

  it.skipIf(!hasNamespaces)("is indexed where no network interface exists", async () => {
    repository.commit("Second", { "docs/tide.md": "# Tide\n\nIt turns.\n" });
    const clone = cloneRepository(repository, "--filter=blob:none");
    clone.git("remote", "set-url", "origin", "https://git.example.com/ferry.git");
    const options = ["--folder", clone.folder, "--store", store];
    const isolated = (...args: string[]) =>
      runCommand("unshare", ["--net", "--map-root-user", process.execPath, cli, ...args, ...options]);
    expect((await isolated("index")).code).toBe(0);
    expect((await isolated("search", "harbour")).stdout).toContain("docs/ferry.md");
    expect((await isolated("ask", "why does the ferry not run at night?")).stdout).toContain("[1]");
    expect((await isolated("egress")).stdout).toBe("Nothing has left this machine for this folder.\n");
  });
});
