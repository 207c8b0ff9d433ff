import type { TraceBranch } from "../../shared/model/trace.ts";
import { counted } from "../base/counted.ts";
import type { GraphNode } from "../model/graph.ts";
import type { ItemTrace } from "./itemTrace.ts";
import type { WhyTrace } from "./whyTrace.ts";

const namedMost = 3;

/** One sentence on why something is here. */
export function whySummary({ items, onlyNamed, roots, commitsWithoutItem }: WhyTrace): string {
  if (items.length === 0) {
    return commitsWithoutItem.length === 0
      ? "Nothing is linked to it, and no commit has it yet."
      : "No commit behind it names an item, and no specification names it; these commits are nearest:";
  }
  const reasons = items.filter(({ id }) => !onlyNamed.has(id));
  if (reasons.length === 0) return `No commit behind it was done for an item; some name ${some(items)}.`;
  const reasonIds = new Set(reasons.map(({ id }) => id));
  const tops = roots
    .filter((root) => holds(root, reasonIds))
    .map(({ node }) => node)
    .filter(({ id }) => !items.some((item) => item.id === id))
    .slice(0, namedMost)
    .map((node) => node.key ?? node.title);
  const top = tops.length === 0 ? "" : `, up to ${tops.join(", ")}`;
  return `Here because of ${some(reasons)}${top}.`;
}

function some(items: readonly GraphNode[]): string {
  const named = items.slice(0, namedMost).map(itemWords);
  const rest = items.length - named.length;
  return `${list(named)}${rest > 0 ? ` and ${rest} more` : ""}`;
}

function holds({ node, children }: TraceBranch, ids: ReadonlySet<string>): boolean {
  return ids.has(node.id) || children.some((child) => holds(child, ids));
}

/** One sentence on what became of an item. */
export function itemSummary(item: GraphNode, { symbols, commitCount, itemsBelow, roots }: ItemTrace): string {
  const below = itemsBelow === 0 ? "" : ` and the ${counted(itemsBelow, "item")} below it`;
  const lead = `${item.key ?? item.title}${below}`;
  if (commitCount > 0)
    return `${lead}: ${counted(commitCount, "commit")}, ${counted(symbols.size, "linked definition")}.`;
  if (item.kind === "issue") return `${lead}: named, and nothing else of it has been read.`;
  return countLinks(roots, item.id) > 0
    ? `${lead}: no commit was made for it; it is named elsewhere.`
    : `${lead}: no commit names it, so no code is linked to it.`;
}

/** `WH-12 (story)`. */
function itemWords({ key, title, kind }: GraphNode): string {
  return `${key ?? title} (${kind === "issue" ? "only its key is known" : kind})`;
}

function countLinks(branches: readonly TraceBranch[], id: string): number {
  return branches.reduce(
    (sum, branch) => sum + (branch.node.id === id ? branch.children.length : countLinks(branch.children, id)),
    0,
  );
}

function list(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;
}
