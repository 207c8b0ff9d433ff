import { beforeAll, describe, expect, it } from "vitest";
import { openTracing } from "../../../server/wiring.ts";
import type { Impact } from "../../../shared/model/impact.ts";
import { createRepository } from "../../support/gitRepository.ts";
import { type IndexedFolder, indexedFolder } from "../../support/indexedFolder.ts";
import { spec } from "./tracedShop.ts";

let indexed: IndexedFolder;
beforeAll(async () => {
  const repository = createRepository();
  const waiting = spec("SHOP-5", "story", "Report refunds").replace(
    "status:",
    "depends_on: [SHOP-3]\nstatus:",
  );
  repository.commit("Specifications", {
    "docs/specs/SHOP-3.md": spec("SHOP-3", "story", "Refund an order"),
    "docs/specs/SHOP-4.md": spec("SHOP-4", "story", "Check out"),
    "docs/specs/SHOP-5.md": waiting,
    CODEOWNERS: "/src/refund.ts @shop/money\n",
  });
  repository.commit("SHOP-3: refunds", {
    "src/refund.ts": "export function refund(order: string): string {\n  return order;\n}\n",
  });
  repository.commit("SHOP-4: check out", {
    "src/checkout.ts":
      'import { refund } from "./refund.ts";\n\nexport function checkout(order: string): string {\n  return refund(order);\n}\n',
    "src/page.ts":
      'import { checkout } from "./checkout.ts";\n\nexport function page(): string {\n  return checkout("a");\n}\n',
    "src/other.ts": "export function stranger(till: { refund(): void }): void {\n  till.refund();\n}\n",
    "lib/refund.ts": "export function refund(): void {}\n",
    "src/types.ts": 'import "./refund.ts";\nexport const kinds = 3;\n',
    "test/refund.test.ts":
      'import { refund } from "../src/refund.ts";\n\nexport function givesBack(): string {\n  return refund("a");\n}\n',
  });
  indexed = indexedFolder(repository.folder);
  await indexed.index();
});

async function impact(target: string, depth?: number): Promise<Impact> {
  const session = await openTracing(indexed.place);
  return session.impact({ target, depth, now: new Date("2026-11-21T12:00:00Z") }).finally(session.close);
}

describe("impact of a definition", () => {
  it("follows calls with their distance, and lists tests on their own", async () => {
    const { symbols, tests, summary } = await impact("src/refund.ts:2");
    expect(
      symbols.filter(({ isByNameOnly }) => !isByNameOnly).map(({ name, distance }) => `${distance} ${name}`),
    ).toEqual(["1 checkout", "2 page"]);
    expect(tests.map(({ name, path }) => `${path} ${name}`)).toEqual(["test/refund.test.ts givesBack"]);
    expect(summary).toContain("2 definitions that reach it (and 1 that may); 1 test that reaches it.");
  });

  it("marks calls that match by name alone, and follows them no further", async () => {
    const { symbols } = await impact("src/refund.ts:2");
    expect(symbols.filter(({ isByNameOnly }) => isByNameOnly).map(({ name }) => name)).toEqual(["stranger"]);
  });

  it("names stories of the code, of its callers, and those that depend on them", async () => {
    const { items } = await impact("src/refund.ts:2");
    expect(items.map(({ node, distance, via }) => `${distance} ${node.key} ${via}`)).toEqual([
      "0 SHOP-3 code of refund",
      "1 SHOP-4 checkout calls it",
      "1 SHOP-5 depends on SHOP-3",
    ]);
  });

  it("names files that import it, and people with the reason", async () => {
    const { files, people } = await impact("src/refund.ts");
    expect(files.map(({ path }) => path)).toEqual(["src/types.ts"]);
    expect(people.map(({ name, reason, detail }) => `${reason} ${name}: ${detail}`)).toEqual([
      "owns @shop/money: owns /src/refund.ts (CODEOWNERS, line 1)",
      "wrote Ada Example: wrote 2 lines of it",
    ]);
  });

  it("ends at the depth, and says what that hides", async () => {
    const { symbols, notices } = await impact("src/refund.ts:2", 1);
    expect(symbols.map(({ name }) => name)).not.toContain("page");
    expect(notices).toContain("More is reached beyond a distance of 1: --depth 2 shows it.");
  });
});

describe("impact of an item", () => {
  it("begins with the code that was written for it", async () => {
    const { subject, symbols } = await impact("SHOP-4");
    expect(subject.key).toBe("SHOP-4");
    expect(symbols.map(({ name }) => name)).not.toContain("checkout");
    expect((await impact("SHOP-3")).symbols.map(({ name }) => name)).toContain("checkout");
  });

  it("of a commit is refused in a sentence", async () => {
    const session = await openTracing(indexed.place);
    const [commit] = session.catalog.commits.touching(["src/refund.ts"], 1);
    await session.close();
    await expect(impact(commit?.hash ?? "")).rejects.toMatchObject({ reason: "badInput" });
  });
});
