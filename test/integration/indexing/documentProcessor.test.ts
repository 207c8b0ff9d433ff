import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { packageRoot } from "../../../server/base/packageRoot.ts";
import { createCodeParser } from "../../../server/chunking/parsing/codeParser.ts";
import type { DocumentProcessor, ProcessItem } from "../../../server/indexing/documentProcessor.ts";
import { ThreadedProcessor } from "../../../server/indexing/documentProcessor.ts";
import { defaultPipelineConfig } from "../../../server/model/pipelineConfig.ts";
import { codeFactsFixture } from "../../support/codeFactsFixture.ts";
import { makeEndlessPdf } from "../../support/endlessPdf.ts";
import { temporaryFolder } from "../../support/gitRepository.ts";
import { makeBinaryFile } from "../../support/makeBinaryFile.ts";
import { makeDocx } from "../../support/makeDocx.ts";

const fixtures = path.join(packageRoot(), "test/fixtures/languages");
const script = path.join(packageRoot(), "dist/processWorker.mjs");
const opened: DocumentProcessor[] = [];

afterEach(async () => {
  for (const processor of opened.splice(0)) await processor.close();
});

it("threads make the same documents as this thread, in the same order", async () => {
  const items = samples();
  const [first, second] = await Promise.all([
    processor(2, script).process(items, true),
    processor(2, script).process(items.toReversed(), true),
  ]);
  const here = await processor(0, script).process(items, true);
  expect(here.length).toBe(6);
  expect(first).toEqual(here);
  expect(second.toReversed()).toEqual(here);
});

it("works again after its threads rested", async () => {
  const items = samples().slice(0, 2);
  const threads = processor(1, script);
  const before = await threads.process(items, true);
  await threads.rest();
  expect(await threads.process(items, true)).toEqual(before);
});

it.each([
  "process.exit(1)",
  "throw new Error('broken')",
  "import('node:worker_threads').then(({ parentPort }) => parentPort.on('message', () => process.exit(1)))",
])("what threads fail to do is done all the same: %s", async (broken) => {
  const bad = path.join(temporaryFolder(), "worker.mjs");
  writeFileSync(bad, broken);
  const items = samples().slice(0, 3);
  const made = await processor(2, bad).process(items, true);
  expect(made).toEqual(await processor(0, script).process(items, true));
});

it("a PDF that takes for ever costs its thread and no other document", async () => {
  const items = samples().slice(0, 2);
  const endless = binaryItem("docs/endless.pdf", makeEndlessPdf());
  const made = await processor(1, script, 1_000).process([...items, endless], false);
  expect(made.slice(0, 2)).toEqual(await processor(0, script).process(items, true));
  const { record, chunks } = made[2] ?? {};
  expect(record?.document.title).toBe("endless.pdf");
  expect(record?.document.warnings.join()).toContain("took too long or too much memory");
  expect(chunks).toEqual([]);
});

it("a document that fills the memory of its thread is not tried in this one", async () => {
  const greedy = path.join(temporaryFolder(), "worker.mjs");
  const fill = "const held = []; for (;;) held.push(new Array(100_000).fill(0.5));";
  writeFileSync(
    greedy,
    `import { parentPort } from "node:worker_threads"; parentPort.on("message", () => { ${fill} });`,
  );
  const [made] = await processor(1, greedy).process([binaryItem("big.docx", makeDocx(""))], false);
  expect(made?.record.document.warnings.join()).toContain("took too long or too much memory");
});

function binaryItem(name: string, bytes: Uint8Array): ProcessItem {
  return { item: makeBinaryFile(name, bytes), sizeBytes: bytes.byteLength };
}

function processor(threads: number, file: string, longestBatchMs?: number): DocumentProcessor {
  const made = new ThreadedProcessor(createCodeParser(), defaultPipelineConfig, {
    script: file,
    threads,
    ...(longestBatchMs === undefined ? {} : { longestBatchMs }),
  });
  opened.push(made);
  return made;
}

/** The samples of some languages whose grammars load fast, and a commit. */
function samples(): ProcessItem[] {
  const files = ["bash", "go", "java", "python", "ruby"].map((language): ProcessItem => {
    const name = readdirSync(path.join(fixtures, language)).find((file) => file.startsWith("sample.")) ?? "";
    const { text } = codeFactsFixture(language);
    const item = {
      source: "workspace",
      uri: `repo:${language}/${name}`,
      path: `${language}/${name}`,
      text,
      contentHash: "0".repeat(64),
      modifiedMs: 0,
      encoding: "utf-8",
      decodedCleanly: true,
    } as const;
    return { item, sizeBytes: text.length };
  });
  const commit = {
    source: "git",
    uri: `commit:${"a".repeat(40)}`,
    hash: "a".repeat(40),
    parents: [],
    authorName: "Ada Example",
    authorEmail: "ada@example.com",
    authoredAt: "2026-01-01T00:00:00.000Z",
    committedAt: "2026-01-01T00:00:00.000Z",
    subject: "Read the settings once",
    body: "They are needed twice.",
    files: [{ path: "src/settings.ts", change: "modified" }],
  } as const;
  return [...files, { item: commit, sizeBytes: 0 }];
}
