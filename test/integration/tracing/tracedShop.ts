import { coverageReport } from "../../../server/tracing/coverage/coverageReport.ts";
import { openTracing } from "../../../server/wiring.ts";
import type { Coverage } from "../../../shared/model/coverage.ts";
import type { Trace, TraceBranch } from "../../../shared/model/trace.ts";
import { createRepository, type Files, type TestRepository } from "../../support/gitRepository.ts";
import { type IndexedFolder, indexedFolder } from "../../support/indexedFolder.ts";

/** A repository with a PRD, an epic and two stories, and code that was written for them. */
export interface TracedShop {
  readonly repository: TestRepository;
  readonly indexed: IndexedFolder;
  /** Hashes by what the commits did. */
  readonly commits: Readonly<Record<"specs" | "refund" | "partial" | "typo", string>>;
  trace(target: string, options?: { readonly asOf?: string; readonly depth?: number }): Promise<Trace>;
  coverage(): Promise<Coverage>;
}

const now = new Date("2026-11-21T12:00:00Z");

/** Source of the code after the story of refunds. */
export const refundSource = `export function refund(order: Order): void {
  const amount = order.total - order.fees;
  pay(order.customer, amount);
}

export function pay(customer: string, amount: number): void {
  ledger.push({ customer, amount });
}
`;

const specs: Files = {
  "docs/specs/SHOP-1.md": spec("SHOP-1", "prd", "The shop"),
  "docs/specs/SHOP-2.md": spec("SHOP-2", "epic", "Money goes back", "SHOP-1"),
  "docs/specs/SHOP-3.md": spec("SHOP-3", "story", "Refund an order", "SHOP-2"),
  "docs/specs/SHOP-4.md": spec("SHOP-4", "story", "Refund a part", "SHOP-2"),
};

/** Builds and indexes it. */
export async function tracedShop(): Promise<TracedShop> {
  const repository = createRepository();
  const commit = (message: string, files: Files, day: string) =>
    repository.commit(message, files, { date: `2025-0${day}T12:00:00Z` });
  const commits = {
    specs: commit("Specifications of the shop", specs, "1-10"),
    refund: commit("SHOP-3: give the money back", { "src/refund.ts": refundSource }, "2-10"),
    partial: commit(
      "SHOP-4: only a part of it",
      { "src/refund.ts": refundSource.replace("order.total - order.fees", "share(order) - order.fees") },
      "3-10",
    ),
    typo: commit(
      "Round the amount",
      {
        "src/refund.ts": refundSource
          .replace("order.total - order.fees", "share(order) - order.fees")
          .replace("{ customer, amount }", "{ customer, amount: Math.round(amount) }"),
      },
      "4-10",
    ),
  };
  const indexed = indexedFolder(repository.folder);
  await indexed.index();
  return {
    repository,
    indexed,
    commits,
    async trace(target, options = {}) {
      const session = await openTracing(indexed.place);
      return session.tracer.trace({ target, now, ...options }).finally(session.close);
    },
    async coverage() {
      const session = await openTracing(indexed.place);
      return coverageReport(session, { now }).finally(session.close);
    },
  };
}

/** A specification with front matter. */
export function spec(id: string, kind: string, title: string, parent?: string, status = "done"): string {
  const above = parent === undefined ? "" : `parent: ${parent}\n`;
  return `---\nid: ${id}\nkind: ${kind}\ntitle: ${title}\n${above}status: ${status}\n---\n\n# ${title}\n\nWhat it is for.\n`;
}

/** A tree in a line for each branch: depth, kind and key, with the role of its link. */
export function outline(branches: readonly TraceBranch[], depth = 0): readonly string[] {
  return branches.flatMap(({ node, link, children, isSubject }) => {
    const role = link?.role === undefined ? "" : ` ${link.role}`;
    const name = node.kind === "commit" ? node.title : (node.key ?? node.title);
    const mark = isSubject === true ? " *" : "";
    return [`${"  ".repeat(depth)}${node.kind} ${name}${role}${mark}`, ...outline(children, depth + 1)];
  });
}
