import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { CancellationTokenSource } from "vscode-languageserver/node";
import { WriterLock } from "../../../server/stores/writerLock.ts";
import { coverageRequest } from "../../../shared/protocol/coverageRequests.ts";
import { diagnosticsRequest, rebuildRequest, whyIndexedRequest } from "../../../shared/protocol/requests.ts";
import { isThere, processesBelow } from "../../support/childProcesses.ts";
import { createRepository, temporaryFolder } from "../../support/gitRepository.ts";
import { shopRepository } from "../../support/lsp/shop.ts";
import { asItsOwnProcess, inThisProcess } from "../../support/lsp/startServer.ts";

const servers = [
  ["in this process", inThisProcess],
  ["as its own process", asItsOwnProcess],
] as const;

describe.each(servers)("a window, with a language server %s", (_, start) => {
  it("of another protocol version is refused in one sentence", async () => {
    const client = start(temporaryFolder());
    const asked = client.start({ folders: [temporaryFolder()], protocolVersion: 99 });
    const refusal = await asked.then(
      () => new Error("accepted"),
      (error: Error) => error,
    );
    expect(refusal).toMatchObject({ data: { reason: "badInput" } });
    expect(refusal.message).toMatch(/^The extension speaks version 99 .* reload the window/);
  });

  it("on several folders answers for the innermost one, and for those that come later", async () => {
    const outer = shopRepository();
    const inner = path.join(outer.folder, "packages/inner");
    mkdirSync(inner, { recursive: true });
    writeFileSync(path.join(inner, "inner.ts"), "export function insideOnly() {}\n");
    const other = createRepository({ "other.ts": "export function elsewhereOnly() {}\n" });
    const client = start(temporaryFolder());
    await client.start({ folders: [outer.folder, inner] });
    await client.becomes("ready", outer.folder);
    await client.becomes(["ready", "degraded"], inner);
    const from = client.logged.length;
    await client.save("packages/inner/inner.ts", "export function insideOnly2() {}\n");
    await client.logs(/^inner: Reading changed files/, from);
    expect(client.countLogged(/Reading changed files: packages/, from)).toBe(0);
    await client.changeFolders([other.folder]);
    await client.becomes("ready", other.folder);
    expect(await client.search("elsewhereOnly", other.folder)).toContain("other.ts");
    await client.changeFolders([], [other.folder]);
    await client.until(() => !client.knownFolders().includes(other.folder), "the folder is forgotten");
    expect(await client.search("elsewhereOnly", other.folder)).toEqual([]);
    expect(WriterLock.isTaken(client.storeOf(other.folder))).toBe(false);
  });

  it("without Git searches files and says what is missing", async () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, "plain.ts"), "export function withoutHistory() {}\n");
    const client = start(temporaryFolder());
    await client.start({ folders: [folder] });
    const health = await client.becomes("degraded");
    expect(health).toMatchObject({
      why: expect.stringContaining("no Git repository"),
      remedy: expect.stringContaining("git init"),
    });
    expect(await client.search("withoutHistory")).toContain("plain.ts");
    const from = client.logged.length;
    await client.save("more.ts", "export function writtenLater() {}\n");
    await client.logs(/Done in/, from);
    expect(await client.filesWith("writtenLater")).toEqual(["more.ts"]);
  });

  it("on a folder that is not there says so, and goes on when it is", async () => {
    const folder = path.join(temporaryFolder(), "later");
    const client = start(temporaryFolder());
    await client.start({ folders: [folder] });
    expect(await client.becomes("stopped")).toMatchObject({ why: expect.stringContaining("is not there") });
    expect(await client.search("anything")).toEqual([]);
    mkdirSync(folder);
    writeFileSync(path.join(folder, "late.ts"), "export function cameLate() {}\n");
    await client.becomes("degraded");
    expect(await client.filesWith("cameLate")).toEqual(["late.ts"]);
  });

  it("makes a damaged index anew by itself, and one that it is asked to", async () => {
    const repository = shopRepository();
    const stores = temporaryFolder();
    const first = start(stores);
    await first.start({ folders: [repository.folder] });
    await first.becomes("ready");
    await first.shutDown();
    rmSync(path.join(first.storeOf(repository.folder), "lance"), { recursive: true });
    const client = start(stores);
    await client.start({ folders: [repository.folder] });
    await client.logs(/Making the index anew: the index is damaged/);
    await client.becomes("ready");
    expect(await client.filesWith("issueRefund")).toEqual(["src/refund.ts"]);
    const from = client.logged.length;
    await client.ask(rebuildRequest, { folder: client.folderUri });
    await client.logs(/Making the index anew: the user asked for it/, from);
    await client.logs(/Done in/, from);
    await client.becomes("ready");
    expect(await client.filesWith("issueRefund")).toEqual(["src/refund.ts"]);
  });

  it("tells why a file is not indexed, coverage, and diagnostics without private data", async () => {
    const repository = shopRepository();
    repository.write({
      "build/out.js": "1",
      "src/key.ts": 'const apiKey = "sk-live-0123456789abcdefghijklmn";\n',
    });
    const client = start(temporaryFolder());
    const configuration = { whence: { network: { caFile: "/secret/place/ca.pem" } } };
    await client.start({ folders: [repository.folder], configuration });
    await client.becomes("ready");
    const why = async (file: string) =>
      (await client.ask(whyIndexedRequest, { uri: client.uri(file) })).sentence;
    expect(await why("build/out.js")).toContain('the rule "build/"');
    expect(await why("src/refund.ts")).toContain("is indexed");
    expect(await why("/etc/hosts")).toContain("no folder of this workspace");
    const folder = client.folderUri;
    expect((await client.ask(coverageRequest, { folder })).items.length).toBeGreaterThan(0);
    const { markdown } = await client.ask(diagnosticsRequest, {});
    expect(markdown).toContain("state: ready");
    expect(markdown).toContain("whence.network.caFile: set");
    for (const secret of [
      repository.folder,
      path.basename(repository.folder),
      "sk-live",
      "/secret",
      "Gives money back",
    ])
      expect(markdown).not.toContain(secret);
  });

  it("abandons work that is cancelled", async () => {
    const repository = shopRepository();
    const client = start(temporaryFolder());
    await client.start({ folders: [repository.folder] });
    await client.becomes("ready");
    const source = new CancellationTokenSource();
    const folder = client.folderUri;
    const asked = client.connection.sendRequest(coverageRequest.method, { folder }, source.token);
    source.cancel();
    expect(await asked.catch((error) => error)).toMatchObject({ code: -32800 });
    expect((await client.ask(coverageRequest, { folder })).items.length).toBeGreaterThan(0);
  });
});

describe("several windows", () => {
  it("on one folder all answer and one indexes; when it is killed, another takes over", async () => {
    const repository = shopRepository();
    const stores = temporaryFolder();
    const [first, second] = [asItsOwnProcess(stores), asItsOwnProcess(stores)];
    await first.start({ folders: [repository.folder] });
    await first.becomes("ready");
    await second.start({ folders: [repository.folder] });
    await second.becomes("ready");
    expect(await second.filesWith("issueRefund")).toEqual(["src/refund.ts"]);
    await first.save("src/refund.ts", "export function writtenInTheFirst() {}\n");
    await second.sawChanges(["src/refund.ts"]);
    await first.logs(
      /Searchable after/,
      first.logged.findIndex((line) => line.includes("Reading changed files")),
    );
    expect(await second.filesWith("writtenInTheFirst")).toEqual(["src/refund.ts"]);
    expect(second.countLogged(/Looking at the whole|Reading changed/)).toBe(0);
    const below = processesBelow(first.pid ?? 0);
    expect(below.length).toBeGreaterThan(0);
    process.kill(first.pid ?? 0, "SIGKILL");
    await second.logs(/takes care of the index from now on/);
    await second.save("src/limits.ts", "export function writtenInTheSecond() {}\n");
    await second.logs(
      /Done in/,
      second.logged.findIndex((line) => line.includes("limits.ts changed")),
    );
    expect(await second.filesWith("writtenInTheSecond")).toEqual(["src/limits.ts"]);
    await second
      .until(() => !below.some(isThere), "what worked for the first window has ended")
      .catch(() => undefined);
    expect(below.filter(isThere)).toEqual([]);
  });

  it("a window that is closed leaves no process and no lock", async () => {
    const repository = shopRepository();
    const client = asItsOwnProcess(temporaryFolder());
    await client.start({ folders: [repository.folder] });
    await client.logs(/Looking at the whole folder/);
    await client.becomes("ready");
    await client.search("issueRefund");
    const below = processesBelow(client.pid ?? 0);
    const store = client.storeOf(repository.folder);
    await client.shutDown();
    expect(below.length).toBeGreaterThan(1);
    expect(below.filter(isThere)).toEqual([]);
    expect(WriterLock.isTaken(store)).toBe(false);
    WriterLock.acquire(store, "seat").release();
  });

  it("a background process that dies takes nothing with it, and its work is done again", async () => {
    const repository = shopRepository();
    const client = asItsOwnProcess(temporaryFolder());
    await client.start({ folders: [repository.folder] });
    await client.logs(/Looking at the whole folder/);
    const [below] = processesBelow(client.pid ?? 0);
    process.kill(below ?? 0, "SIGKILL");
    await client.logs(/ended by itself/);
    await client.becomes("ready");
    expect(await client.filesWith("issueRefund")).toEqual(["src/refund.ts"]);
    const from = client.logged.length;
    for (const each of processesBelow(client.pid ?? 0)) process.kill(each, "SIGKILL");
    await client.logs(/ended by itself/, from);
    expect(await client.filesWith("issueRefund")).toEqual(["src/refund.ts"]);
  });

  it("a server that is killed while it indexes is continued by the next", async () => {
    const repository = shopRepository();
    const many = Object.fromEntries(
      Array.from({ length: 400 }, (_, at) => [`src/many/file${at}.ts`, `export function many${at}() {}\n`]),
    );
    repository.commit("SHOP-2: many files", many);
    const stores = temporaryFolder();
    const first = asItsOwnProcess(stores);
    await first.start({ folders: [repository.folder] });
    await first.becomes("indexing");
    process.kill(first.pid ?? 0, "SIGKILL");
    const second = asItsOwnProcess(stores);
    await second.start({ folders: [repository.folder] });
    expect(await second.becomes("ready")).toMatchObject({ counts: { files: 407 } });
    expect(await second.filesWith("many399")).toEqual(["src/many/file399.ts"]);
  });
});
