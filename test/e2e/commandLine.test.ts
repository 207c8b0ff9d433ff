import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { packageRoot } from "../../server/base/packageRoot.ts";
import type { TestRepository } from "../support/gitRepository.ts";
import { createRepository, temporaryFolder, writeFiles } from "../support/gitRepository.ts";
import { runCommand, runWhence } from "../support/runCommand.ts";

let repository: TestRepository;
let place: readonly string[];

beforeAll(async () => {
  repository = createRepository({
    "src/ferry.ts":
      "/** Says when the ferry leaves: every hour, but not at night. */\nexport function nextDeparture(hour: number): number {\n  return hour >= 22 ? 6 : hour + 1;\n}\n",
    "docs/ferry.md":
      "# Ferry\n\n## Night\n\nThe ferry does not run at night because the harbour is closed.\n",
    ".gitignore": "secret-plans/\n",
    "secret-plans/plan.md": "# Plan\n",
    ".env": "TOKEN=abc",
  });
  place = ["--folder", repository.folder, "--store", path.join(temporaryFolder(), "store")];
  expect((await runWhence(["index", ...place])).code).toBe(0);
});

describe("the command line", () => {
  it("index --json prints one value with the counts, and nothing else", async () => {
    const { code, stdout, stderr } = await runWhence(["index", "--json", ...place]);
    expect(code).toBe(0);
    expect(stderr).toBe("");
    expect(stdout.trim().split("\n")).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({ files: 3, commits: 1, documentsChanged: 0, links: 0 });
  });

  it("search --json gives ranked results with places, text and reasons", async () => {
    const { stdout } = await runWhence([
      "search",
      "when",
      "does",
      "the",
      "ferry",
      "leave",
      "--json",
      "--limit",
      "2",
      ...place,
    ]);
    const results = JSON.parse(stdout);
    expect(results).toHaveLength(2);
    expect(results[0]).toMatchObject({ rank: 1, uri: expect.stringMatching(/^repo:/), startLine: 1 });
    expect(results[0].reasons.length).toBeGreaterThan(0);
  });

  it("search --queries answers each line in order, and says which line is broken", async () => {
    const file = path.join(temporaryFolder(), "queries.jsonl");
    writeFiles(path.dirname(file), {
      "queries.jsonl": '{"id":"a","query":"harbour"}\nno json\n\n{"id":2,"query":"nextDeparture"}\n',
    });
    const { code, stdout, stderr } = await runWhence(["search", "--queries", file, ...place]);
    const lines = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map(({ id }) => id)).toEqual(["a", 2]);
    expect(lines[1].results[0].path).toBe("src/ferry.ts");
    expect(code).toBe(1);
    expect(stderr).toContain("line 2");
  });

  it("ask shows passages under their citations", async () => {
    const { code, stdout } = await runWhence(["ask", "why does the ferry not run at night?", ...place]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/\[1\] docs\/ferry\.md:\d+-5@[0-9a-f]{7}/);
    expect(stdout).toContain("because the harbour is closed");
  });

  it("ask says so when nothing is there, with exit code 0", async () => {
    const { code, stdout } = await runWhence(["ask", "how are bananas imported?", "--json", ...place]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ found: false, passages: [] });
  });

  it("doctor tells what is indexed and why a path is not", async () => {
    expect((await runWhence(["doctor", ...place])).stdout).toMatch(/Index\s+3 files, 1 commit,/);
    const why = async (asked: string) =>
      JSON.parse((await runWhence(["doctor", "--why", asked, "--json", ...place])).stdout);
    expect(await why("secret-plans/plan.md")).toMatchObject({
      indexed: false,
      reason: "ignoredByGit",
      sentence: expect.stringContaining(".gitignore"),
    });
    expect(await why(".env")).toMatchObject({ indexed: false, reason: "secret" });
    expect(await why("docs/ferry.md")).toMatchObject({
      indexed: true,
      notes: [expect.stringContaining("1 passage.")],
    });
  });

  it("search --queries reads a file with a byte order mark, and refuses a folder in a sentence", async () => {
    const folder = temporaryFolder();
    writeFiles(folder, { "queries.jsonl": '\ufeff{"id":"a","query":"harbour"}\n' });
    const read = await runWhence(["search", "--queries", path.join(folder, "queries.jsonl"), ...place]);
    expect(read.code).toBe(0);
    const refused = await runWhence(["search", "--queries", folder, ...place]);
    expect(refused).toMatchObject({ code: 1, stdout: "", stderr: expect.stringContaining("is a folder") });
    expect(refused.stderr.trim().split("\n")).toHaveLength(1);
  });

  it("indexes on when nobody reads its progress any more", async () => {
    const options = ["--folder", repository.folder, "--store", path.join(temporaryFolder(), "store")];
    const child = spawn(process.execPath, [path.join(packageRoot(), "dist/cli.mjs"), "index", ...options], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    child.stderr.once("data", () => child.stderr.destroy());
    expect((await once(child, "exit"))[0]).toBe(0);
    expect((await runWhence(["search", "harbour", ...options])).stdout).toContain("docs/ferry.md");
  });

  it("text of others does not command the terminal, and a store in the folder is not indexed", async () => {
    const odd = createRepository({
      "a.md": "# Title\u001b]0;owned\u0007\n\nThe lighthouse \u001b[31mblinks.\n",
    });
    const options = ["--folder", odd.folder, "--store", odd.at(".index")];
    await runWhence(["index", ...options]);
    const { stdout: report } = await runWhence(["index", "--json", ...options]);
    expect(JSON.parse(report)).toMatchObject({ files: 1, skipped: 0 });
    const { stdout } = await runWhence(["search", "lighthouse", ...options]);
    expect(stdout).toContain("[31mblinks.");
    expect(stdout).not.toMatch(/[^\P{Cc}\n\t]/u);
    odd.write({ ".whence/config.yaml": '"\\e]0;owned\\a": 1\n' });
    const { stderr } = await runWhence(["search", "lighthouse", ...options]);
    expect(stderr).toContain("]0;owned");
    expect(stderr).not.toMatch(/[^\P{Cc}\n\t]/u);
  });

  it.each([
    [["ask", "x", "--folder", "/no/such/folder"], 1, /does not exist/],
    [["doctor", "--folder", "/no/such/folder"], 1, /^\/no\/such\/folder does not exist/],
    [["doctor", "--why", "x", "--folder", "/no/such/folder"], 1, /^\/no\/such\/folder does not exist/],
    [["doctor", "--audit", "--folder", "/no/such/folder"], 1, /^\/no\/such\/folder does not exist/],
    [["egress", "--folder", "/no/such/folder"], 1, /^\/no\/such\/folder does not exist/],
    [["frobnicate"], 2, /no command "frobnicate"/],
    [["search"], 2, /What should be searched for/],
    [["index", "--colour"], 2, /--colour/],
  ])("%j ends with a sentence and the right exit code", async (args, expected, sentence) => {
    const { code, stderr, stdout } = await runWhence(args);
    expect(code).toBe(expected);
    expect(stderr).toMatch(sentence);
    expect(stdout).toBe("");
  });

  it("a folder that was never indexed is a sentence that names the command", async () => {
    const { code, stderr } = await runWhence([
      "ask",
      "x",
      "--folder",
      temporaryFolder(),
      "--store",
      path.join(temporaryFolder(), "none"),
    ]);
    expect(code).toBe(1);
    expect(stderr).toContain("whence index");
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });

  it("Ctrl-C stops cleanly and the next run finishes", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 400 }, (_, at) => [`f${at}.ts`, `export const value${at} = ${at};\n`.repeat(40)]),
    );
    const large = createRepository(files);
    const options = ["--folder", large.folder, "--store", path.join(temporaryFolder(), "store")];
    const child = spawn(process.execPath, [path.join(packageRoot(), "dist/cli.mjs"), "index", ...options], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stderr.once("data", () => child.kill("SIGINT"));
    const [code] = await once(child, "close");
    expect(code).toBe(130);
    const { stdout } = await runWhence(["index", "--json", ...options]);
    expect(JSON.parse(stdout)).toMatchObject({ files: 400 });
  });
});

const hasNamespaces = spawnSync("unshare", ["--net", "--map-root-user", "true"]).status === 0;

describe("without any network", () => {
  it.skipIf(!hasNamespaces)("index, search and ask work in a namespace that has no interface", async () => {
    const options = ["--folder", repository.folder, "--store", path.join(temporaryFolder(), "store")];
    const offline = (args: readonly string[]) =>
      runCommand("unshare", [
        "--net",
        "--map-root-user",
        process.execPath,
        path.join(packageRoot(), "dist/cli.mjs"),
        ...args,
        ...options,
      ]);
    expect((await offline(["index"])).code).toBe(0);
    expect((await offline(["search", "harbour"])).stdout).toContain("docs/ferry.md");
    expect((await offline(["ask", "why does the ferry not run at night?"])).stdout).toContain("[1]");
  });
});
