import { type ChildProcessByStdio, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import type { Readable, Writable } from "node:stream";
import { expect, it } from "vitest";
import { StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
import { URI } from "vscode-uri";
import { packageRoot } from "../../server/base/packageRoot.ts";
import { temporaryFolder } from "../support/gitRepository.ts";
import { randomMessages } from "../support/lsp/randomMessages.ts";
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
  const child = spawn(process.execPath, [path.join(packageRoot(), "dist/main.mjs"), "--stdio"], {
    env: { ...process.env, WHENCE_STORE_FOLDER: stores },
    stdio: ["pipe", "pipe", "inherit"],
  }) as ChildProcessByStdio<Writable, Readable, null>;
  const exited = once(child, "exit");
  const writer = new StreamMessageWriter(child.stdin);
  const end = async () => {
    child.stdin.end();
    await exited;
  };
  const client = new UserClient({ reader: new StreamMessageReader(child.stdout), writer, end }, stores);
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
    for (let at = 0; at < batch; at += 1) child.stdin.write(frame(next()));
    // An answer says that what came before was read.
    await client.connection.sendRequest("textDocument/codeLens", { textDocument: { uri: "untitled:1" } });
  }
  for (const broken of brokenFrames) child.stdin.write(broken);
  await client.connection.sendRequest("textDocument/codeLens", { textDocument: { uri: "untitled:1" } });
  expect(child.exitCode).toBeNull();
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
