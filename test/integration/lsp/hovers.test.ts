import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { URI } from "vscode-uri";
import { packageRoot } from "../../../server/base/packageRoot.ts";
import {
  decideRequest,
  implementationsRequest,
  linkCandidatesRequest,
} from "../../../shared/protocol/requests.ts";
import { openRepository, temporaryFolder } from "../../support/gitRepository.ts";
import { shopRepository } from "../../support/lsp/shop.ts";
import { asItsOwnProcess, inThisProcess, type StartServer } from "../../support/lsp/startServer.ts";
import type { UserClient } from "../../support/lsp/userClient.ts";
import { runCommand } from "../../support/runCommand.ts";

const refund = "src/refund.ts";

describe.each([
  ["in this process", inThisProcess],
  ["as its own process", asItsOwnProcess],
] as const)("what an editor shows, by a language server %s", (_, start) => {
  it("a hover tells the story, also in a text that is not saved", async () => {
    const client = await opened(start);
    await client.open(refund);
    const card = await client.hoverTelling(refund, "issueRefund", "SHOP-1");
    expect(card).toContain("SHOP-1");
    expect(card).toContain("Refunds in parts");
    expect(card).toContain("SHOP-100");
    const text = readFileSync(path.join(client.folder, refund), "utf8");
    await client.type(refund, `// a line that nobody has saved\n\n${text}\nissueRefund("x", 1);\n`);
    expect(await client.hover(refund, "issueRefund(")).toContain("SHOP-1");
    expect(await client.hover(refund, 'issueRefund("x"')).toContain("SHOP-1");
    expect(await client.hover(refund, "nobody has saved")).toBe("");
  });

  it("a known key is known in the box for a commit message too", async () => {
    const client = await opened(start);
    const query = `rootUri=${encodeURIComponent(client.folderUri)}`;
    const uri = URI.from({ scheme: "vscode-scm", path: "git/scm0/input", query }).toString();
    const textDocument = { uri, languageId: "scminput", version: 1, text: "SHOP-1: refunds, not NOPE-7" };
    await client.connection.sendNotification("textDocument/didOpen", { textDocument });
    const hoverAt = (character: number) =>
      client.connection.sendRequest("textDocument/hover", {
        textDocument: { uri },
        position: { line: 0, character },
      });
    expect(JSON.stringify(await hoverAt(2))).toContain("Refunds in parts");
    expect(await hoverAt(25)).toBeNull();
    // A repository of which this folder is a part.
    const above = `rootUri=${encodeURIComponent(URI.file(path.dirname(client.folder)).toString())}`;
    const parent = URI.from({ scheme: "vscode-scm", path: "git/scm1/input", query: above }).toString();
    await client.connection.sendNotification("textDocument/didOpen", {
      textDocument: { ...textDocument, uri: parent },
    });
    const inPart = { textDocument: { uri: parent }, position: { line: 0, character: 2 } };
    expect(JSON.stringify(await client.connection.sendRequest("textDocument/hover", inPart))).toContain(
      "SHOP-1",
    );
    // Another repository, or none.
    const elsewhere = { ...textDocument, uri: uri.replace(/rootUri.*/, "rootUri%3Dfile%3A%2F%2F%2Fnowhere") };
    await client.connection.sendNotification("textDocument/didOpen", { textDocument: elsewhere });
    const there = { textDocument: { uri: elsewhere.uri }, position: { line: 0, character: 2 } };
    expect(await client.connection.sendRequest("textDocument/hover", there)).toBeNull();
  });

  it("links to known keys, lenses, actions and places of code are there", async () => {
    const client = await opened(start);
    await client.open(
      refund,
      `// SHOP-2 and UTF-8 and NOPE-7\n${readFileSync(path.join(client.folder, refund), "utf8")}`,
    );
    const links = await client.links(refund);
    expect(links).toEqual([expect.stringContaining('"key":"SHOP-2"')]);
    await client.hoverTelling(refund, "issueRefund", "SHOP-1");
    expect(await client.lenses(refund)).toContainEqual(expect.stringContaining("SHOP-1"));
    expect(await client.actions(refund, "issueRefund")).toEqual([
      "Link This Symbol to a Story…",
      "Reject Link to SHOP-1 Refunds in parts",
    ]);
    const folder = client.folderUri;
    const { described, places } = await client.ask(implementationsRequest, { folder, key: "SHOP-1" });
    expect(described?.uri).toContain("SHOP-1-parts.md");
    expect(places).toEqual([expect.objectContaining({ uri: client.uri(refund) })]);
  });

  it("a decision changes the next hover", async () => {
    const client = await opened(start);
    await client.open("src/limits.ts");
    const at = { uri: client.uri("src/limits.ts"), position: { line: 1, character: 20 } };
    const found = await client.ask(linkCandidatesRequest, at);
    expect(found?.candidates.map(({ key }) => key)).toContain("SHOP-1");
    const code = found?.code ?? { folder: "", path: "" };
    const { sentence } = await client.ask(decideRequest, { verdict: "confirmed", key: "SHOP-1", code });
    expect(sentence).toContain("Confirmed: exceedsLimit");
    expect(await client.hover("src/limits.ts", "exceedsLimit")).toContain("SHOP-1");
    const refused = client.ask(decideRequest, { verdict: "confirmed", key: "SHOP-999", code });
    await expect(refused).rejects.toMatchObject({ data: { reason: "notFound" } });
  });

  it("what was opened before there was an index is read as soon as there is one, though nobody hovers", async () => {
    const repository = openRepository(shopRepository().folder);
    const client = start(temporaryFolder());
    await client.start({ folders: [repository.folder] });
    await client.open(refund);
    await client.becomes("ready");
    await expect
      .poll(() => client.lenses(refund), { timeout: 60_000 })
      .toContainEqual(expect.stringContaining("SHOP-1"));
    expect(await client.hover(refund, "issueRefund")).not.toContain("is being read");
  });

  it("what is not ours gets nothing", async () => {
    const client = await opened(start);
    const outside = path.join(temporaryFolder(), "else.ts");
    writeFileSync(outside, "function nobody() {}\n");
    await client.open(outside);
    expect(await client.hover(outside, "nobody")).toBe("");
    expect(await client.lenses(outside)).toEqual([]);
    const document = { textDocument: { uri: "untitled:Untitled-1" }, position: { line: 0, character: 0 } };
    expect(await client.connection.sendRequest("textDocument/hover", document)).toBeNull();
    await expect(client.connection.sendRequest("textDocument/hover", {})).rejects.toMatchObject({
      data: { reason: "badInput" },
    });
  });
});

describe("a workspace that is not trusted", () => {
  it("is searched and hovered without any server of its own, which trust allows", async () => {
    const repository = shopRepository();
    repository.write({ ".whence/team.json": '{"graph":{"endpoint":"bolt://stranger.example"}}' });
    const client = inThisProcess(temporaryFolder());
    const embedding = { provider: "openai", baseUrl: "http://127.0.0.1:9/v1", model: "m" };
    const configuration = { whence: { embedding } };
    await client.start({ folders: [repository.folder], isTrusted: false, configuration });
    await client.becomes("ready");
    await client.open(refund);
    expect(await client.hoverTelling(refund, "issueRefund", "SHOP-1")).toContain("SHOP-1");
    await client.trust();
    const health = await client.becomes("degraded");
    expect(health).toMatchObject({ why: expect.stringContaining("Nobody has agreed yet") });
    expect(await client.filesWith("issueRefund")).toEqual([refund]);
  });

  it("settings of the editor hold as soon as they change", async () => {
    const client = await opened(inThisProcess);
    await client.configure({ whence: { embedding: { provider: "none" }, index: { maxFileSizeKb: "many" } } });
    await client.logs(/takes care of the index from now on/, client.logged.length);
    await client.becomes("ready");
    expect(await client.filesWith("issueRefund")).toEqual([refund]);
  });
});

describe("sockets", () => {
  it("hovers, lenses, searches and traces open none", async () => {
    const noted = path.join(temporaryFolder(), "sockets");
    writeFileSync(noted, "");
    const hook = path.join(packageRoot(), "test/e2e/children/noteSockets.ts");
    const environment = { NODE_OPTIONS: `--import ${hook}`, NOTE_SOCKETS_IN: noted };
    const client = asItsOwnProcess(temporaryFolder(), environment);
    await client.start({ folders: [shopRepository().folder] });
    await client.becomes("ready");
    await client.open(refund);
    expect(await client.hoverTelling(refund, "issueRefund", "SHOP-1")).toContain("SHOP-1");
    await client.lenses(refund);
    await client.search("refund");
    await client.trace(refund, "issueRefund");
    expect(readFileSync(noted, "utf8")).toBe("");
    // The same hook would have noted one.
    await runCommand(process.execPath, ["-e", "net.connect(9, '127.0.0.1').on('error', () => 0)"], {
      env: environment,
    });
    expect(readFileSync(noted, "utf8")).toContain("connect");
  });
});

async function opened(start: StartServer): Promise<UserClient> {
  const repository = openRepository(shopRepository().folder);
  const client = start(temporaryFolder());
  await client.start({ folders: [repository.folder] });
  await client.becomes("ready");
  return client;
}
