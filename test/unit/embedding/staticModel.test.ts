import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { WhenceError } from "../../../server/base/errors.ts";
import { packageRoot } from "../../../server/base/packageRoot.ts";
import { loadStaticModel, TextEmbedder } from "../../../server/embedding/staticModel.ts";

const assets = path.join(packageRoot(), "dist/embedder");
const model = await loadStaticModel(assets);
const embedder = new TextEmbedder(model);

describe("a text's vector", () => {
  const golden = path.join(packageRoot(), "test/fixtures/embedding/recipeVectors.json");
  const reference = JSON.parse(readFileSync(golden, "utf8")) as { text: string; vector: number[] }[];

  it.each(reference)("is the one that the recipe computes: $text", ({ text, vector }) => {
    const ours = embed(text);
    if (vector.every((value) => value === 0)) expect([...ours]).toEqual(vector);
    else expect(dot(ours, vector)).toBeGreaterThan(1 - 1e-3);
  });

  it("has length one", () => {
    const vector = embed("open a database connection");
    expect(dot(vector, vector)).toBeCloseTo(1, 5);
  });

  it("is zero where no word is known", () => {
    expect(embed("?!").every((value) => value === 0)).toBe(true);
    expect(embed("").every((value) => value === 0)).toBe(true);
  });

  it("does not depend on what was embedded before", () => {
    const before = embed("the same text twice, the same vector");
    embed("something else that shares the same words");
    expect(embed("the same text twice, the same vector")).toEqual(before);
  });

  it("stays within its place of the output", () => {
    const out = new Float32Array(3 * model.dimensions).fill(7);
    embedder.embedInto("middle", out, model.dimensions);
    expect(out.subarray(0, model.dimensions).every((value) => value === 7)).toBe(true);
    expect(out.subarray(2 * model.dimensions).every((value) => value === 7)).toBe(true);
  });
});

describe("a question", () => {
  const codes = [
    "def read_json(path):\n    with open(path) as f:\n        return json.load(f)",
    "public void sortDescending(List<Integer> xs) { xs.sort(Comparator.reverseOrder()); }",
    "export function retryWithBackoff(task, attempts) { return task().catch(() => delay(2 ** attempts)); }",
    "func (s *Server) Shutdown(ctx context.Context) error { return s.listener.Close() }",
    "fn encrypt(key: &Key, plain: &[u8]) -> Vec<u8> { cipher.encrypt(key, plain) }",
  ];

  it.each([
    ["how to parse a json file", 0],
    ["sort numbers from largest to smallest", 1],
    ["try again after a failure, waiting longer each time", 2],
    ["stop the server gracefully", 3],
    ["encryption of data with a secret key", 4],
  ])("is nearest to the code that answers it: %s", (question, answer) => {
    const wanted = embed(question);
    const scores = codes.map((code) => dot(wanted, embed(code)));
    expect(scores.indexOf(Math.max(...scores))).toBe(answer);
  });
});

describe("the shipped model", () => {
  let folder = "";
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("is refused when a file is damaged", async () => {
    folder = mkdtempSync(path.join(tmpdir(), "whence-embedder-"));
    cpSync(assets, folder, { recursive: true });
    const vectors = readFileSync(path.join(folder, "vectors.bin"));
    vectors[1000] = (vectors[1000] ?? 0) ^ 1;
    writeFileSync(path.join(folder, "vectors.bin"), vectors);
    await expect(loadStaticModel(folder)).rejects.toSatisfy((e) => WhenceError.is(e, "missingPart"));
  });

  it("is refused when a file is missing", async () => {
    folder = mkdtempSync(path.join(tmpdir(), "whence-embedder-"));
    await expect(loadStaticModel(folder)).rejects.toSatisfy((e) => WhenceError.is(e, "missingPart"));
  });

  it("names its licence and takes at most 12 MB", () => {
    const files = ["model.json", "vocab.txt", "vectors.bin"].map((name) =>
      readFileSync(path.join(assets, name)),
    );
    expect(files.reduce((total, file) => total + file.byteLength, 0)).toBeLessThan(12e6);
    expect(JSON.parse(files[0]?.toString() ?? "")).toMatchObject({ licence: "Apache-2.0", id: model.id });
  });
});

function embed(text: string): Float32Array {
  const out = new Float32Array(model.dimensions);
  embedder.embedInto(text, out, 0);
  return out;
}

function dot(left: Float32Array, right: ArrayLike<number>): number {
  return left.reduce((sum, value, axis) => sum + value * (right[axis] ?? 0), 0);
}
