import path from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { createRepository, temporaryFolder } from "../support/gitRepository.ts";
import { runWhence } from "../support/runCommand.ts";

let place: readonly string[];
beforeAll(async () => {
  const story = (id: string, title: string) =>
    `---\nid: ${id}\nkind: story\ntitle: ${title}\nstatus: done\n---\n\n# ${title}\n`;
  const repository = createRepository({
    "docs/specs/SHOP-3.md": story("SHOP-3", "Refund an order"),
    "docs/specs/SHOP-4.md": story("SHOP-4", "Gift cards"),
  });
  repository.commit("SHOP-3: refunds", {
    "src/refund.ts": "export function refund(order: string): string {\n  return order;\n}\n",
  });
  place = ["--folder", repository.folder, "--store", path.join(temporaryFolder(), "store")];
  expect((await runWhence(["index", ...place])).code).toBe(0);
});

describe("trace, coverage and impact", () => {
  it("trace shows the story behind a line; piped output has no colour", async () => {
    const { code, stdout } = await runWhence(["trace", "src/refund.ts:2", ...place]);
    expect(code).toBe(0);
    expect(stdout).toContain("Here because of SHOP-3 (story).");
    expect(stdout).not.toContain("\u001b");
    const json = JSON.parse((await runWhence(["trace", "SHOP-3", "--json", ...place])).stdout);
    expect(json).toMatchObject({ isLinked: true, subject: { key: "SHOP-3" } });
    const mermaid = await runWhence(["trace", "SHOP-3", "--mermaid", ...place]);
    expect(mermaid.stdout).toMatch(/^flowchart TD\n/);
  });

  it("coverage ends with 1 below --fail-under, with the report, and with 0 otherwise", async () => {
    const enough = await runWhence(["coverage", "--fail-under", "50", ...place]);
    expect(enough.code).toBe(0);
    expect(enough.stdout).toContain("1 of 2 begun stories");
    const below = await runWhence(["coverage", "--fail-under", "50.1", "--format", "csv", ...place]);
    expect(below.code).toBe(1);
    expect(below.stdout).toContain("item,SHOP-4,story,Gift cards");
    expect(below.stderr.trim()).toBe(
      "1 of 2 begun stories have code: 50 %, and --fail-under asks for 50.1 %.",
    );
  });

  it("impact names the story of the code", async () => {
    const { code, stdout } = await runWhence(["impact", "src/refund.ts:2", ...place]);
    expect(code).toBe(0);
    expect(stdout).toContain("0  story SHOP-3  Refund an order  [done]  — code of refund");
  });

  it.each([
    [["trace"], 2, "What should be traced?"],
    [["impact", " "], 2, "What would change?"],
    [["trace", "SHOP-99"], 1, "is no path, key, commit or definition"],
    [["trace", "../outside.ts:3"], 1, "is no path, key, commit or definition"],
    [["coverage", "--json", "--format", "csv"], 2, "not both"],
    [["coverage", "--fail-under", "many"], 2, "--fail-under takes a number from 0 to 100"],
  ])("%j is refused in a sentence", async (words, code, sentence) => {
    const result = await runWhence([...words, ...place]);
    expect(result).toMatchObject({ code, stdout: "", stderr: expect.stringContaining(sentence) });
  });
});
