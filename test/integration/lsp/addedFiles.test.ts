import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { URI } from "vscode-uri";
import type { Citation } from "../../../shared/model/answer.ts";
import {
  addedFilesRequest,
  addFileRequest,
  citedPlaceRequest,
  removeAddedFileRequest,
} from "../../../shared/protocol/chatRequests.ts";
import { rebuildRequest } from "../../../shared/protocol/requests.ts";
import { temporaryFolder } from "../../support/gitRepository.ts";
import { ChatUser } from "../../support/lsp/chat.ts";
import { shopRepository } from "../../support/lsp/shop.ts";
import { inThisProcess } from "../../support/lsp/startServer.ts";
import type { UserClient } from "../../support/lsp/userClient.ts";
import { makeDocx } from "../../support/makeDocx.ts";
import { makePdf } from "../../support/makePdf.ts";

const question = "Which couriers bring parcels by bicycle?";
const filler = Array.from({ length: 40 }, (_, at) => ({
  text: `Rule ${at} of the shop says that the counter is cleaned every evening.`,
  x: 72,
  y: 750 - at * 15,
}));
const pdf = makePdf([
  filler,
  [{ text: "Parcels up to two kilograms are brought by bicycle couriers in the city.", x: 72, y: 700 }],
]);

function drop(client: UserClient, name: string, content: Uint8Array | string) {
  const base64 = Buffer.from(content).toString("base64");
  return client.ask(addFileRequest, { folder: client.folderUri, name, content: base64 });
}

it("a PDF that is dropped is answered from, with its page, until it is taken away; in every window", async () => {
  const repository = shopRepository();
  const stores = temporaryFolder();
  const client = inThisProcess(stores);
  await client.start({ folders: [repository.folder] });
  await client.becomes("ready");
  const chat = new ChatUser(client);
  expect((await chat.ask(question)).turn.answer?.found).toBe(false);
  const added = await drop(client, "handbook.pdf", pdf);
  expect(added).toEqual({
    path: "added:/handbook.pdf",
    sentence: "handbook.pdf is indexed, with 3 passages. It is kept beside the index, not in the repository.",
  });
  const { answer } = (await chat.ask(question)).turn;
  const citation = answer?.passages[0]?.citation as Citation;
  expect(citation).toMatchObject({ label: "added: handbook.pdf p. 2", path: added.path, startPage: 2 });
  const place = await client.ask(citedPlaceRequest, { folder: client.folderUri, citation });
  expect(place).toMatchObject({
    kind: "document",
    page: 2,
    text: expect.stringContaining("bicycle couriers"),
  });
  const file = place.kind === "document" ? URI.parse(place.file).fsPath : "";
  expect(file.startsWith(client.storeOf(repository.folder))).toBe(true);
  expect(repository.git("status", "--porcelain")).toBe("");

  const done = client.countLogged(/Done in/);
  await client.ask(rebuildRequest, { folder: client.folderUri });
  await client.until(() => client.countLogged(/Done in/) > done, "the index is made anew");
  expect((await chat.ask(question)).turn.answer?.passages[0]?.citation).toMatchObject(citation);

  // Another window, which does not take care of the index, adds one too, and takes away the first.
  const other = inThisProcess(stores);
  await other.start({ folders: [repository.folder] });
  await other.becomes("ready");
  await drop(other, "notes.md", "# Notes\n\nThe quokka of the shop is called Egon.\n");
  expect((await chat.ask("How is the quokka called?")).turn.answer?.passages[0]?.citation.path).toBe(
    "added:/notes.md",
  );
  const files = () => client.ask(addedFilesRequest, { folder: client.folderUri });
  expect((await files()).map(({ name }) => name)).toEqual(["handbook.pdf", "notes.md"]);
  await other.ask(removeAddedFileRequest, { folder: client.folderUri, path: added.path });
  expect((await chat.ask(question)).turn.answer?.found).toBe(false);
  expect((await files()).map(({ path: each }) => each)).toEqual(["added:/notes.md"]);
});

it("a file that cannot be read leaves the earlier one of its name as it was", async () => {
  const client = inThisProcess(temporaryFolder());
  await client.start({ folders: [shopRepository().folder] });
  await client.becomes("ready");
  const chat = new ChatUser(client);
  await drop(client, "handbook.pdf", pdf);
  await expect(drop(client, "handbook.pdf", "%PDF-1.7 and nothing else")).rejects.toThrow(/cannot be added/);
  expect((await chat.ask(question)).turn.answer?.passages[0]?.citation.startPage).toBe(2);
  const [file] = await client.ask(addedFilesRequest, { folder: client.folderUri });
  expect(file).toMatchObject({ name: "handbook.pdf", sizeBytes: pdf.length });
  await drop(
    client,
    "handbook.pdf",
    makePdf([[{ text: "Parcels are not brought any more.", x: 72, y: 700 }]]),
  );
  expect((await chat.ask(question)).turn.answer?.passages[0]?.citation.startPage).not.toBe(2);
  expect(readdirSync(path.join(client.storeOf(client.folder), "added-earlier"))).toEqual([]);
});

it("what cannot be added is refused in one sentence, and nothing of it is left", async () => {
  const repository = shopRepository();
  const stores = temporaryFolder();
  const client = inThisProcess(stores);
  const index = { maxFileSizeKb: 1, maxDocumentSizeMb: 1 };
  await client.start({ folders: [repository.folder], configuration: { whence: { index } } });
  await client.becomes("ready");
  const broken = makeDocx("");
  const refused: readonly (readonly [string, Uint8Array | string, RegExp])[] = [
    ["../../evil.md", "# Evil\n", /cannot be kept under the name .*: rename it/],
    ["..\\evil.md", "# Evil\n", /cannot be kept under the name/],
    ["/etc/evil.md", "# Evil\n", /cannot be kept under the name/],
    [".whenceignore.md", "# Evil\n", /cannot be kept under the name/],
    ["tool.exe", "MZ", /^tool\.exe cannot be read: add a PDF, Word, Markdown or text file\.$/],
    ["empty.md", "", /^empty\.md is empty/],
    [
      "long.md",
      `# Long\n${"word ".repeat(1_000)}`,
      /^long\.md is too large \(0\.0 MB\): .*whence\.index\.maxFileSizeKb/,
    ],
    ["broken.pdf", "%PDF-1.7 and nothing else", /^broken\.pdf cannot be added: /],
    ["broken.docx", broken.subarray(0, 200), /^broken\.docx cannot be added: /],
  ];
  for (const [name, content, sentence] of refused)
    await expect(drop(client, name, content), name).rejects.toThrow(sentence);
  const absent = { folder: client.folderUri, path: "added:/../catalog.sqlite" };
  await expect(client.ask(removeAddedFileRequest, absent)).rejects.toThrow(/cannot be kept|is no file/);
  expect(await client.ask(addedFilesRequest, { folder: client.folderUri })).toEqual([]);
  const store = client.storeOf(repository.folder);
  expect(readdirSync(path.join(store, "added"))).toEqual([]);
  expect(existsSync(path.join(store, "..", "evil.md"))).toBe(false);
});
