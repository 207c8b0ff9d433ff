import { expect, it } from "vitest";
import { coverageFile } from "../../../shared/coverage/coverageFile.ts";
import { coverageProgress, coverageRequest } from "../../../shared/protocol/coverageRequests.ts";
import { temporaryFolder } from "../../support/gitRepository.ts";
import { shopRepository } from "../../support/lsp/shop.ts";
import { inThisProcess } from "../../support/lsp/startServer.ts";
import { runWhence } from "../../support/runCommand.ts";

it("the editor is told the figures that the command line prints, and how far counting is", async () => {
  const { folder } = shopRepository();
  const stores = temporaryFolder();
  const client = inThisProcess(stores);
  const told: unknown[] = [];
  client.connection.onNotification(coverageProgress.method, (progress: unknown) => {
    told.push(progress);
  });
  await client.start({ folders: [folder] });
  await client.becomes("ready");
  const coverage = await client.ask(coverageRequest, { folder: client.folderUri });
  expect(told[0]).toEqual({ folder: client.folderUri, done: expect.any(Number), total: 2 });
  const withInferred = await client.ask(coverageRequest, { folder: client.folderUri, withInferred: true });
  await client.shutDown();
  const place = ["--folder", folder, "--store", client.storeOf(folder)];
  const print = async (...words: readonly string[]) =>
    (await runWhence(["coverage", ...words, ...place])).stdout;
  for (const format of ["json", "markdown", "csv", "sarif"] as const)
    expect(coverageFile(coverage, format)).toBe(await print("--format", format));
  expect(coverageFile(withInferred, "json")).toBe(await print("--json", "--inferred"));
  expect(coverage.stories).toEqual({ total: 2, linked: 2, percent: 100 });
  const [change] = coverage.items.find(({ key }) => key === "SHOP-1")?.changes ?? [];
  expect(change).toMatchObject({ title: "SHOP-1: refunds are issued in parts" });
});
