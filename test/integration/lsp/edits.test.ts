import path from "node:path";
import { describe, expect, it } from "vitest";
import { pauseRequest } from "../../../shared/protocol/requests.ts";
import {
  openRepository,
  type TestRepository,
  temporaryFolder,
  writeFiles,
} from "../../support/gitRepository.ts";
import { indexedFolder } from "../../support/indexedFolder.ts";
import { shopRepository } from "../../support/lsp/shop.ts";
import { asItsOwnProcess, inThisProcess, type StartServer } from "../../support/lsp/startServer.ts";
import type { UserClient } from "../../support/lsp/userClient.ts";

const searchable = /Searchable after/;
const wholeRun = /Looking at the whole folder/;
const pathsRun = /Reading changed files/;

describe.each([
  ["in this process", inThisProcess],
  ["as its own process", asItsOwnProcess],
] as const)("edits, to a language server %s", (_, start) => {
  it("a saved function is found, and what it replaced is not", async () => {
    const { client, repository } = await ready(start);
    const from = client.logged.length;
    await client.save("src/refund.ts", "export function giveBackEverything(): number {\n  return 7;\n}\n");
    await client.logs(searchable, from);
    expect(await client.filesWith("giveBackEverything")).toContain("src/refund.ts");
    expect(await client.filesWith("issueRefund")).not.toContain("src/refund.ts");
    expect(client.countLogged(wholeRun, from)).toBe(0);
    await sameAsFresh(client, repository);
  });

  it("files that come, go and move with their folders are followed", async () => {
    const { client, repository } = await ready(start);
    let from = client.logged.length;
    repository.write({ "src/deep/er/vouchers.ts": "export function printVoucher() {}\n" });
    await client.sawChanges(["src/deep/er/vouchers.ts"]);
    await client.logs(/Done in/, from);
    expect(await client.filesWith("printVoucher")).toContain("src/deep/er/vouchers.ts");
    from = client.logged.length;
    repository.git("mv", "src/limits.ts", "src/deep/limits.ts");
    // Of a folder that is gone, watchers name the folder alone.
    await client.sawChanges(["src/limits.ts", "src/deep"]);
    await client.logs(/Done in/, from);
    expect(await client.filesWith("exceedsLimit")).toContain("src/deep/limits.ts");
    from = client.logged.length;
    repository.git("rm", "-rq", "--force", "src/deep");
    writeFiles(repository.folder, { "src/deep/er/vouchers.ts": null });
    await client.sawChanges(["src/deep"]);
    await client.logs(/Done in/, from);
    expect(await client.search("printVoucher exceedsLimit")).not.toContainEqual(
      expect.stringContaining("deep"),
    );
    await sameAsFresh(client, repository);
  });

  it("a branch switch is one run, whatever the watcher says of its files", async () => {
    const { client, repository } = await ready(start);
    repository.git("checkout", "-q", "-b", "vouchers");
    repository.commit("SHOP-2: vouchers", {
      "src/vouchers.ts": "export function printVoucher() {}\n",
      "src/limits.ts": null,
    });
    await client.logs(/HEAD moved/);
    await client.becomes("ready");
    const from = client.logged.length;
    repository.git("checkout", "-q", "main");
    await client.sawChanges(["src/limits.ts", "src/vouchers.ts", "src"]);
    await client.logs(/HEAD moved from .*vouchers.* to .*main/, from);
    await client.logs(/Done in/, from);
    await client.becomes("ready");
    expect(await client.filesWith("exceedsLimit")).toContain("src/limits.ts");
    expect(await client.filesWith("printVoucher")).not.toContain("src/vouchers.ts");
    expect(client.countLogged(wholeRun, from)).toBe(1);
    await sameAsFresh(client, repository);
  });

  it("a storm in ignored folders starts nothing, and what is saved amid it is found", async () => {
    const { client, repository } = await ready(start);
    const from = client.logged.length;
    const storm = Array.from({ length: 5_000 }, (_, at) =>
      at % 2 === 0 ? `node_modules/some${at}/index.js` : `build/out${at % 70}/chunk${at}.js`,
    );
    await client.sawChanges(storm);
    await client.sawChanges(["debug.log", ".git/index", "src/../build/x.js"]);
    await client.save("src/refund.ts", "export function amidTheStorm() {}\n");
    await client.logs(/Done in/, from);
    expect(await client.filesWith("amidTheStorm")).toContain("src/refund.ts");
    expect(client.countLogged(wholeRun, from)).toBe(0);
    expect(client.logged.slice(from).filter((line) => pathsRun.test(line))).toEqual([
      expect.stringContaining("src/refund.ts changed"),
    ]);
    await sameAsFresh(client, repository);
  });

  it("paused, nothing is indexed; resumed, all of it is", async () => {
    const { client } = await ready(start);
    await client.ask(pauseRequest, { isPaused: true });
    await client.becomes("paused");
    const from = client.logged.length;
    await client.save("src/refund.ts", "export function whilePaused() {}\n");
    expect(await client.filesWith("whilePaused")).not.toContain("src/refund.ts");
    expect(client.countLogged(/Done in/, from)).toBe(0);
    await client.ask(pauseRequest, { isPaused: false });
    await client.logs(/Done in/, from);
    await client.becomes("ready");
    expect(await client.filesWith("whilePaused")).toContain("src/refund.ts");
  });

  it("rules for ignoring that change count for files that did not", async () => {
    const { client, repository } = await ready(start);
    const from = client.logged.length;
    await client.save(".gitignore", "build/\nsrc/limits.ts\n");
    repository.git("rm", "-q", "--cached", "src/limits.ts");
    await client.logs(/\.gitignore changed/, from);
    await client.logs(/Done in/, from);
    await client.becomes("ready");
    await sameAsFresh(client, repository);
  });

  it("in a second working tree, edits and commits are followed", async () => {
    const repository = shopRepository();
    const tree = openRepository(path.join(temporaryFolder(), "tree"));
    repository.git("worktree", "add", "-q", "-b", "second", tree.folder);
    const client = start(temporaryFolder());
    await client.start({ folders: [tree.folder] });
    await client.becomes("ready");
    let from = client.logged.length;
    await client.save("src/refund.ts", "export function inTheSecondTree() {}\n");
    await client.logs(searchable, from);
    expect(await client.filesWith("inTheSecondTree")).toContain("src/refund.ts");
    from = client.logged.length;
    tree.commit("SHOP-2: a change in the second tree");
    await client.logs(/HEAD moved/, from);
    await client.logs(/Done in/, from);
    expect(await client.search("a change in the second tree")).toContain(
      "SHOP-2: a change in the second tree",
    );
  });
});

async function ready(start: StartServer): Promise<{ client: UserClient; repository: TestRepository }> {
  const repository = shopRepository();
  const client = start(temporaryFolder());
  await client.start({ folders: [repository.folder] });
  await client.becomes("ready");
  await client.logs(/probable links/);
  await client.becomes("ready");
  return { client, repository };
}

/** What the server made of edits is what an index made at once would be. */
async function sameAsFresh(client: UserClient, repository: TestRepository): Promise<void> {
  await client.becomes("ready");
  await client.shutDown();
  const kept = indexedFolder(repository.folder, client.storeOf(repository.folder));
  const fresh = indexedFolder(repository.folder);
  await fresh.index();
  expect(await kept.contents()).toEqual(await fresh.contents());
}
