import path from "node:path";
import { beforeEach, expect, it } from "vitest";
import { createRepository, temporaryFolder } from "../support/gitRepository.ts";
import { runWhence } from "../support/runCommand.ts";

let place: readonly string[];

beforeEach(() => {
  const { folder } = createRepository({
    "docs/ferry.md": "# Ferry\n\nThe ferry does not run at night because the harbour is closed.\n",
  });
  place = ["--folder", folder, "--store", path.join(temporaryFolder(), "store")];
});

const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}) => runWhence([...args, ...place], { env });
const withoutModel = {
  WHENCE_EMBEDDING_PROVIDER: "openai",
  WHENCE_EMBEDDING_BASE_URL: "http://localhost:1/v1",
};

it.each([
  ["whence.embedding.model", withoutModel],
  ["whence.embedding.baseUrl", { WHENCE_EMBEDDING_PROVIDER: "openai", WHENCE_EMBEDDING_MODEL: "m" }],
  [
    "whence.embedding.batchSize",
    { ...withoutModel, WHENCE_EMBEDDING_MODEL: "m", WHENCE_EMBEDDING_BATCH_SIZE: "0" },
  ],
])(
  "a server whose %s is missing or wrong costs vectors: words are indexed and searched",
  async (name, env) => {
    const sentence = new RegExp(`^${name.replaceAll(".", "\\.")} (?:is missing|must be)[: ][^\n]*\\.$`, "m");
    const indexed = await run(["index", "--json"], env);
    expect(indexed).toMatchObject({ code: 1, stderr: expect.stringMatching(sentence) });
    expect(JSON.parse(indexed.stdout)).toMatchObject({ files: 1, commits: 1, chunksEmbedded: 0 });
    const found = await run(["search", "harbour"], env);
    expect(found).toMatchObject({ code: 0, stdout: expect.stringContaining("docs/ferry.md") });
    expect(found.stderr).toMatch(new RegExp(`^${name}.*Until then the index is searched by words\\.\n$`));
    const answer = await run(["ask", "why does the ferry not run at night?"], env);
    expect(answer).toMatchObject({ code: 0, stdout: expect.stringContaining("[1]") });
  },
);

it("vectors of the built-in model stay in use beside a server that lacks its model", async () => {
  await run(["index"]);
  const { stdout, stderr } = await run(["search", "harbour"], withoutModel);
  expect(stdout).toContain("vector");
  expect(stderr).toMatch(/whence\.embedding\.model is missing.*vectors of the built-in model\.\n$/);
  const preview = await run(["index", "--preview"], withoutModel);
  expect([preview.code, preview.stdout, preview.stderr]).toEqual([
    1,
    "",
    expect.stringMatching(/^whence\.embedding\.model is missing/),
  ]);
});

it("a server that nobody chose is said to be used by nothing, until somebody chooses", async () => {
  const unused = { WHENCE_EMBEDDING_BASE_URL: "http://localhost:1/v1", WHENCE_EMBEDDING_MODEL: "m" };
  const { code, stderr } = await run(["index"], unused);
  expect(code).toBe(0);
  expect(stderr).toContain(
    "The built-in model makes the vectors, and nothing uses whence.embedding.baseUrl and whence.embedding.model: set",
  );
  const chosen = await run(["index"], { ...unused, WHENCE_EMBEDDING_PROVIDER: "builtin" });
  expect(chosen.stderr).not.toContain("nothing uses");
});
