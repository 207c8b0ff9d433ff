import { describe, expect, it } from "vitest";
import { createRepository, temporaryFolder } from "../../support/gitRepository.ts";
import { asItsOwnProcess, inThisProcess } from "../../support/lsp/startServer.ts";

const files = {
  "src/refund.ts":
    "/** Gives money back. */\nexport function issueRefund(order: string): string {\n  return order;\n}\n",
  "docs/specs/SHOP-1-refunds.md":
    "---\nid: SHOP-1\nkind: story\ntitle: Refunds in parts\nstatus: done\n---\n\n# Refunds in parts\n",
};

describe.each([
  ["in this process", inThisProcess],
  ["as its own process", asItsOwnProcess],
] as const)("a language server %s", (_, start) => {
  it("indexes a folder that is opened, without any set-up", async () => {
    const repository = createRepository();
    repository.commit("SHOP-1: refunds are issued", files);
    const client = start(temporaryFolder());
    await client.start({ folders: [repository.folder] });
    const health = await client.becomes("ready");
    expect(health).toMatchObject({ counts: { files: 2, commits: 1 } });
    expect(await client.search("issueRefund")).toContain("src/refund.ts");
    expect(await client.trace("src/refund.ts", "issueRefund")).toContain("SHOP-1");
    await client.shutDown();
  });

  it("reads what is open before the rest of a folder that it does not know", async () => {
    const many = Array.from({ length: 1_500 }, (_, at) => {
      const lines = Array.from({ length: 30 }, (__, line) => `  // crate ${at} of row ${line * at}`);
      return [`src/a${at}.ts`, `export function pack${at}(): void {\n${lines.join("\n")}\n}\n`];
    });
    const repository = createRepository({ ...Object.fromEntries(many), "src/z.ts": files["src/refund.ts"] });
    const client = start(temporaryFolder());
    await client.start({ folders: [repository.folder] });
    await client.open("src/z.ts");
    await client.hoverTelling("src/z.ts", "issueRefund", "Last change");
    await client.logs(/Searchable after/);
    const told = client.logged.flatMap(
      (line) => /read after .* before the others|Searchable/.exec(line)?.[0] ?? [],
    );
    expect(told).toEqual([expect.stringContaining("before the others"), "Searchable"]);
    await client.shutDown();
  });
});
