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
});
