import path from "node:path";
import { expect, it } from "vitest";
import { readSettings } from "../../../server/cli/settingsFromEnvironment.ts";
import type { Embedder } from "../../../server/model/embedding.ts";
import { openIndexing } from "../../../server/wiring.ts";
import { createRepository, temporaryFolder } from "../../support/gitRepository.ts";
import { runWhence } from "../../support/runCommand.ts";

const files = {
  "src/lantern.ts": "/** Lights the harbour. */\nexport function lightLantern() {\n  return 'lit';\n}\n",
  "docs/guide.md": "# Guide\n\nThe lantern is lit at dusk.\n",
};

it("another process searches by words while the first run still makes vectors, and reads what is missing", async () => {
  const { folder } = createRepository(files);
  const store = path.join(temporaryFolder(), "store");
  const at = ["--folder", folder, "--store", store];
  const seen: Awaited<ReturnType<typeof runWhence>>[] = [];
  const embedder = embedderThatWaitsFor(async () => {
    seen.push(await runWhence(["search", "lightLantern", ...at]));
    seen.push(await runWhence(["ask", "Who feeds the zebras of Zanzibar?", ...at]));
    seen.push(await runWhence(["ask", "Who feeds the zebras of Zanzibar?", "--json", ...at]));
  });
  const session = await openIndexing({ folder, store, settings: readSettings({}) }, { embedder });
  await session.indexer.run().finally(session.close);

  const [search, ask, json] = seen;
  expect(search?.stdout).toContain("src/lantern.ts:1-4");
  expect(search?.stderr).toMatch(/^The index is not complete: vectors 0 %\..*\n$/);
  expect(ask?.stdout).toContain("The index is not complete: vectors 0 %.");
  expect(JSON.parse(json?.stdout ?? "")).toMatchObject({
    found: false,
    summary: expect.stringContaining("The index is not complete"),
  });
});

it.each([
  { until: "reading", missing: "files 50 %, history not read yet, vectors 0 %" },
  { until: "history", missing: "history 99 %, vectors 0 %" },
])("a run that was stopped while $until says what is missing", async ({ until, missing }) => {
  const { folder } = createRepository(files);
  const store = path.join(temporaryFolder(), "store");
  const stop = new AbortController();
  const session = await openIndexing({ folder, store, settings: readSettings({}) });
  const run = session.indexer.run({
    signal: stop.signal,
    onProgress: ({ phase }) => {
      if (phase === until) stop.abort();
    },
  });
  await expect(run.finally(session.close)).rejects.toThrow();
  const search = await runWhence(["search", "lightLantern", "--folder", folder, "--store", store]);
  expect(search.stderr).toContain(`The index is not complete: ${missing}.`);
});

it("says nothing of the kind once a run has finished", async () => {
  const { folder } = createRepository(files);
  const at = ["--folder", folder, "--store", path.join(temporaryFolder(), "store")];
  await runWhence(["index", ...at]);
  const search = await runWhence(["search", "lightLantern", ...at]);
  expect(search.stdout).toContain("src/lantern.ts:1-4");
  expect(search.stderr).toBe("");
});

/** Makes vectors when `work`, which is done once, has ended. */
function embedderThatWaitsFor(work: () => Promise<void>): Embedder {
  let waiting: Promise<void> | undefined;
  return {
    modelId: "test/waiting",
    dimensions: 2,
    async embed(texts) {
      waiting ??= work();
      await waiting;
      return texts.map(() => Float32Array.of(1, 0));
    },
    close: async () => undefined,
  };
}
