import path from "node:path";
import { expect, it } from "vitest";
import { URI } from "vscode-uri";
import { temporaryFolder } from "../support/gitRepository.ts";
import { randomMessages } from "../support/lsp/randomMessages.ts";
import { startServerProcess } from "../support/lsp/serverProcess.ts";
import { shopRepository } from "../support/lsp/shop.ts";
import { UserClient } from "../support/lsp/userClient.ts";

const isFull = process.env.WHENCE_TORTURE === "full";
const seed = Number(process.env.WHENCE_SEED ?? 7);
const count = isFull ? 10_000 : 1_000;
/** So many are on their way at once; more would only wait in the stream. */
const batch = 100;

const brokenFrames = [
  "Other-Header: 1\r\n\r\n",
  "no header at all\r\n\r\n",
  "Content-Length: 5\r\n\r\n{}{}{",
  'Content-Length: 12\r\n\r\n{"jsonrpc":1',
  "Content-Length: 2\r\n\r\n[]",
  "Content-Length: 4\r\n\r\nnull",
  'Content-Length: 17\r\nX-Other: 1\r\n\r\n{"jsonrpc":"2.0"}',
];

it(`a server that gets ${count} random messages and broken frames answers a hover afterwards (seed ${seed})`, async () => {
  const repository = shopRepository();
  const stores = temporaryFolder();
  const server = startServerProcess({ WHENCE_STORE_FOLDER: stores });
  const client = new UserClient(server, stores);
  await client.start({ folders: [repository.folder] });
  await client.becomes("ready");
  const uri = (file: string) => URI.file(path.join(repository.folder, file)).toString();
  const world = {
    uris: [
      uri("src/refund.ts"),
      uri("src/limits.ts"),
      uri("gone.ts"),
      "untitled:1",
      "file:///etc/passwd",
      "not a uri",
    ],
    folders: [client.folderUri, "file:///nowhere"],
    keys: ["SHOP-1", "SHOP-2", "NOPE-1", "issueRefund"],
  };
  const next = randomMessages(seed, world);
  for (let sent = 0; sent < count; sent += batch) {
    for (let at = 0; at < batch; at += 1) server.write(frame(next()));
    // An answer says that what came before was read.
    await client.connection.sendRequest("textDocument/codeLens", { textDocument: { uri: "untitled:1" } });
  }
  for (const broken of brokenFrames) server.write(broken);
  // After a broken frame the rest of what came with it is read when more comes, and an editor always sends more.
  const goesOn = setInterval(
    () => void client.connection.sendNotification("$/setTrace", { value: "off" }),
    50,
  );
  await client.connection.sendRequest("textDocument/codeLens", { textDocument: { uri: "untitled:1" } });
  clearInterval(goesOn);
  expect(server.exitCode()).toBeNull();
  await client.changeFolders([repository.folder]);
  await client.becomes("ready");
  await client.open("src/limits.ts");
  expect(await client.hoverTelling("src/limits.ts", "exceedsLimit", "SHOP-2")).toContain("Limits of orders");
  await client.shutDown();
}, 600_000);

function frame(message: unknown): string {
  const text = JSON.stringify(message);
  return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
}
