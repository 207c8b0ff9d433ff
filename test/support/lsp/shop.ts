import { createRepository, type TestRepository } from "../gitRepository.ts";

/** A story, with the epic and PRD above it, and code that commits wrote for it. */
export function shopRepository(): TestRepository {
  const repository = createRepository();
  repository.commit("Specifications", {
    "docs/specs/SHOP-100-money.md": item("SHOP-100", "prd", "Money comes back", ""),
    "docs/specs/SHOP-10-refunds.md": item("SHOP-10", "epic", "Refunds", "parent: SHOP-100\n"),
    "docs/specs/SHOP-1-parts.md": item("SHOP-1", "story", "Refunds in parts", "parent: SHOP-10\n"),
    "docs/specs/SHOP-2-limits.md": item("SHOP-2", "story", "Limits of orders", "parent: SHOP-10\n"),
    ".gitignore": "build/\n*.log\n",
  });
  repository.commit("SHOP-1: refunds are issued in parts", {
    "src/refund.ts": [
      "/** Gives money back for a part of an order. */",
      "export function issueRefund(order: string, part: number): string {",
      "  const amount = part * 100;",
      "  return order + amount;",
      "}",
      "",
    ].join("\n"),
  });
  repository.commit("SHOP-2: orders have limits", {
    "src/limits.ts": [
      "/** Says whether an order is too large. */",
      "export function exceedsLimit(total: number): boolean {",
      "  return total > 5_000;",
      "}",
      "",
    ].join("\n"),
  });
  return repository;
}

function item(id: string, kind: string, title: string, rest: string): string {
  return `---\nid: ${id}\nkind: ${kind}\ntitle: ${title}\nstatus: done\n${rest}---\n\n# ${title}\n\nWhat it is about.\n`;
}
