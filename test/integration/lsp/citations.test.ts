import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { URI } from "vscode-uri";
import type { Citation } from "../../../shared/model/answer.ts";
import {
  type CitedPlace,
  citedPlaceRequest,
  filterChoicesRequest,
} from "../../../shared/protocol/chatRequests.ts";
import { temporaryFolder } from "../../support/gitRepository.ts";
import { ChatUser } from "../../support/lsp/chat.ts";
import { shopRepository } from "../../support/lsp/shop.ts";
import { inThisProcess } from "../../support/lsp/startServer.ts";
import type { UserClient } from "../../support/lsp/userClient.ts";

async function openShop() {
  const repository = shopRepository();
  const client = inThisProcess(temporaryFolder());
  await client.start({ folders: [repository.folder] });
  await client.becomes("ready");
  const chat = new ChatUser(client);
  const { turn } = await chat.ask("Why does issueRefund exist?");
  const [first] = turn.answer?.passages ?? [];
  return { repository, client, chat, turn, first };
}

function open(client: UserClient, citation: Citation, text?: string): Promise<CitedPlace> {
  const rest = text === undefined ? {} : { text };
  return client.ask(citedPlaceRequest, { folder: client.folderUri, citation, ...rest });
}

it("a citation opens its exact lines, also where they have moved", async () => {
  const { repository, client, first } = await openShop();
  const citation = first?.citation as Citation;
  const place = await open(client, citation);
  expect(place).toMatchObject({
    kind: "file",
    location: { range: { start: { line: 0, character: 0 }, end: { line: 4, character: 1 } } },
  });
  expect(place.kind === "file" && URI.parse(place.location.uri).fsPath).toBe(repository.at("src/refund.ts"));
  const before = readFileSync(repository.at("src/refund.ts"), "utf8");
  writeFileSync(repository.at("src/refund.ts"), `// One.\r\n// Two.\r\n${before.replaceAll("\n", "\r\n")}`);
  expect(await open(client, citation)).toMatchObject({
    kind: "file",
    location: { range: { start: { line: 2 }, end: { line: 6 } } },
  });
});

it("a citation of lines that were changed opens them as they were at its commit, beside the file of today", async () => {
  const { repository, client, first } = await openShop();
  const citation = first?.citation as Citation;
  const secret = 'const password = "hunter2-is-Long-enough-99";';
  const text = readFileSync(repository.at("src/refund.ts"), "utf8");
  writeFileSync(repository.at("src/refund.ts"), `${text.replace("* 100", "* 99")}${secret}\n`);
  const place = await open(client, citation);
  expect(place).toMatchObject({
    kind: "version",
    path: "src/refund.ts",
    title: `refund.ts (at ${citation.commit?.slice(0, 7)})`,
    range: { start: { line: 0 }, end: { line: 4 } },
    present: URI.file(repository.at("src/refund.ts")).toString(),
  });
  expect(place.kind === "version" && place.text).toBe(text);
  renameSync(repository.at("src/refund.ts"), repository.at("src/other.ts"));
  const gone = await open(client, citation);
  expect(gone).toMatchObject({ kind: "version", path: "src/refund.ts" });
  expect(gone).not.toHaveProperty("present");
});

it("secrets in a cited version stay masked", async () => {
  const { repository, client, chat } = await openShop();
  const config = 'export const endpoint = "a";\nexport const password = "hunter2-is-Long-enough-99";\n';
  const done = client.countLogged(/Done in/);
  repository.commit("SHOP-2: an endpoint", { "src/endpoint.ts": config });
  await client.sawChanges([repository.at("src/endpoint.ts")]);
  await client.until(() => client.countLogged(/Done in/) > done, "the new file is indexed");
  const { turn } = await chat.ask("Where is the endpoint in src/endpoint.ts?");
  const citation = turn.answer?.passages.find(
    ({ citation: { path } }) => path === "src/endpoint.ts",
  )?.citation;
  const hash = repository.git("rev-parse", "HEAD");
  writeFileSync(repository.at("src/endpoint.ts"), "export const other = 1;\n");
  const place = await open(client, { ...(citation as Citation), commit: hash });
  expect(place).toMatchObject({ kind: "version", path: "src/endpoint.ts" });
  expect(JSON.stringify(place)).toContain("[masked");
  expect(JSON.stringify(place)).not.toContain("hunter2");
});

it("a citation of a commit tells its message and files", async () => {
  const { client, turn } = await openShop();
  const commit = turn.answer?.passages.find(({ kind }) => kind === "commit");
  const place = await open(client, commit?.citation as Citation);
  expect(place).toMatchObject({
    kind: "commit",
    title: expect.stringMatching(/SHOP-1: refunds are issued in parts$/),
  });
  expect(place.kind === "commit" && place.text).toContain("src/refund.ts");
});

it("nothing outside of the sources is opened, whatever a citation says", async () => {
  const { client, first, repository } = await openShop();
  const citation = first?.citation as Citation;
  writeFileSync(repository.at(".env"), "PASSWORD=hunter2\n");
  for (const path of [
    "../../etc/passwd",
    "/etc/passwd",
    ".env",
    ".git/config",
    "src/../../x",
    "added:/../../x",
  ]) {
    const uri = path.startsWith("added") ? `extra:${path.slice(0, 5)}${path.slice(6)}` : `repo:${path}`;
    await expect(open(client, { ...citation, path, uri }), path).rejects.toThrow(
      /is no source of this folder/,
    );
  }
  // What is never read is not shown out of the history either.
  const commit = repository.commit("A secret by mistake", { ".env": "PASSWORD=hunter2\n" });
  const secret = { label: ".env", uri: "repo:.env", path: ".env", startLine: 1, endLine: 1, commit };
  await expect(open(client, secret)).rejects.toThrow(/is no source of this folder/);
  const hash = "0".repeat(40);
  await expect(open(client, { label: "x", uri: `commit:${hash}`, commit: hash })).rejects.toThrow(
    /is no source/,
  );
});

it("what can be filtered by is what the folder has", async () => {
  const { client } = await openShop();
  const choices = await client.ask(filterChoicesRequest, { folder: client.folderUri });
  expect(choices.kinds.toSorted()).toEqual(["code", "commit", "config", "spec"]);
  expect(choices.authors).toEqual(["Ada Example"]);
  expect(choices.items).toContainEqual({ key: "SHOP-2", title: "Limits of orders", kind: "story" });
  expect(choices.items[0]).toMatchObject({ key: "SHOP-100", kind: "prd" });
});
