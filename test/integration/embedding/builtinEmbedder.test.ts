import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WhenceError } from "../../../server/base/errors.ts";
import { sha256 } from "../../../server/base/hashes.ts";
import { packageRoot } from "../../../server/base/packageRoot.ts";
import { createBuiltinEmbedder } from "../../../server/embedding/builtinEmbedder.ts";
import type { Embedder } from "../../../server/model/embedding.ts";

const texts = Array.from(
  { length: 500 },
  (_, place) => `function number${place} reads the file ${place} and ${place % 7}`,
);

describe("the built-in embedder", () => {
  let embedder: Embedder;
  beforeEach(async () => {
    embedder = await createBuiltinEmbedder({ workers: 2 });
  });
  afterEach(() => embedder.close());

  it("gives the same vectors in worker threads as in process, in order", async () => {
    const many = await embedder.embed(texts);
    const here = await createBuiltinEmbedder({ workers: 0 });
    expect(digests(many)).toEqual(digests(await here.embed(texts)));
    for (const place of [0, 63, 64, 250, 499]) {
      const [alone] = await embedder.embed([texts[place] ?? ""]);
      expect(many[place]).toEqual(alone);
    }
  });

  it("serves several callers at once, each with its own vectors", async () => {
    const [forward, backward] = await Promise.all([
      embedder.embed(texts),
      embedder.embed(texts.toReversed()),
    ]);
    expect(digests(backward.toReversed())).toEqual(digests(forward));
  });

  it("gives vectors that own their memory", async () => {
    const [first] = await embedder.embed(texts);
    expect(first?.buffer.byteLength).toBe(embedder.dimensions * 4);
  });

  it("gives nothing for nothing", async () => {
    expect(await embedder.embed([])).toEqual([]);
  });

  it("keeps its name from start to start", async () => {
    const again = await createBuiltinEmbedder({ workers: 0 });
    expect(again.modelId).toBe(embedder.modelId);
  });

  it.each([1, 500])("stops before %i texts when the caller has already given up", async (count) => {
    const embedding = embedder.embed(texts.slice(0, count), AbortSignal.abort());
    await expect(embedding).rejects.toSatisfy((e) => WhenceError.is(e, "cancelled"));
  });

  it("stops half-way on request, and works again afterwards", async () => {
    const stop = new AbortController();
    const long = Array.from({ length: 40 }, () => texts).flat();
    const embedding = embedder.embed(long, stop.signal);
    stop.abort();
    await expect(embedding).rejects.toSatisfy((e) => WhenceError.is(e, "cancelled"));
    expect(await embedder.embed(texts)).toHaveLength(texts.length);
  });

  it("rejects what is under way when it is closed", async () => {
    const embedding = embedder.embed(texts);
    const outcome = expect(embedding).rejects.toBeInstanceOf(WhenceError);
    await embedder.close();
    await outcome;
  });
});

describe("a process that forgets to close its embedder", () => {
  it("ends all the same once its vectors are there", () => {
    const source = pathToFileURL(path.join(packageRoot(), "server/embedding/builtinEmbedder.ts")).href;
    const script = `
      const { createBuiltinEmbedder } = await import(${JSON.stringify(source)});
      const embedder = await createBuiltinEmbedder({ workers: 2 });
      const vectors = await embedder.embed(Array.from({ length: 300 }, (_, place) => "text " + place));
      process.stdout.write(String(vectors.length));`;
    const ended = spawnSync(process.execPath, ["--input-type=module", "-e", script], { timeout: 30_000 });
    expect({ status: ended.status, stdout: String(ended.stdout), stderr: String(ended.stderr) }).toEqual({
      status: 0,
      stdout: "300",
      stderr: "",
    });
  });
});

describe("a worker thread that dies", () => {
  let folder = "";
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it.each([
    ["by an exception", `throw new Error("broken")`],
    ["silently", "process.exit(3)"],
    [
      "at its first job",
      `import { parentPort } from "node:worker_threads"; parentPort.on("message", () => process.exit(3));`,
    ],
  ])("%s is told in one sentence", async (_how, script) => {
    folder = mkdtempSync(path.join(tmpdir(), "whence-worker-"));
    const workerPath = path.join(folder, "worker.mjs");
    writeFileSync(workerPath, script);
    const embedder = await createBuiltinEmbedder({ workers: 2, workerPath });
    await expect(embedder.embed(texts)).rejects.toThrow(
      /^The built-in embedder stopped .* run the command again/,
    );
    expect(await embedder.embed(["a question still works"])).toHaveLength(1);
    await embedder.close();
  });
});

/** Vectors by their bytes: a difference is then told in a line, where that of 500 vectors would take minutes. */
function digests(vectors: readonly Float32Array[]): string[] {
  return vectors.map((vector) => sha256(new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength)));
}
