import type { TraceBranch } from "../../shared/model/trace.ts";
import { counted } from "../base/counted.ts";
import type { GraphNode } from "../model/graph.ts";
import type { ItemTrace } from "./itemTrace.ts";
import type { WhyTrace } from "./whyTrace.ts";

const namedMost = 3;

/** One sentence on why something is here. */
export function whySummary(why: WhyTrace): string {
  const { items, probable } = why;
  const stated = items.filter(({ id }) => !probable.has(id));
  if (stated.length === items.length) return statedSummary(why);
  const guessed = items
    .filter(({ id }) => probable.has(id))
    .toSorted((a, b) => (probable.get(b.id) ?? 0) - (probable.get(a.id) ?? 0));
  const shares = list(
    guessed.slice(0, namedMost).map((item) => `${itemWords(item)}, ${percent(probable.get(item.id))}`),
  );
  const rest = guessed.length > namedMost ? ` and ${guessed.length - namedMost} more` : "";
  const guess = `${shares}${rest} (inferred; a person can confirm or reject it).`;
  if (stated.length === 0) return `Nobody stated why it is here. Probably for ${guess}`;
  return `${statedSummary({ ...why, items: stated })} Probably also for ${guess}`;
}

function percent(share = 0): string {
  return `${Math.round(share * 100)} %`;
}

function statedSummary({ items, onlyNamed, roots, commitsWithoutItem }: WhyTrace): string {
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
  const { confirmed, inferred } = linkedDirectly(roots, item.id);
  if (confirmed > 0)
    return `${lead}: no commit was made for it; ${counted(confirmed, "link")} to code confirmed.`;
  if (inferred > 0)
    return `${lead}: no commit was made for it; ${counted(inferred, "definition")} or files are probably for it (inferred).`;
  if (item.kind === "issue") return `${lead}: named, and nothing else of it has been read.`;
  return countLinks(roots, item.id) > 0
    ? `${lead}: no commit was made for it; it is named elsewhere.`
    : `${lead}: no commit names it, so no code is linked to it.`;
}

/** `WH-12 (story)`. */
function itemWords({ key, title, kind }: GraphNode): string {
  return `${key ?? title} (${kind === "issue" ? "only its key is known" : kind})`;
}

/** How many links to code of an item people confirmed, and how many were inferred. */
function linkedDirectly(
  branches: readonly TraceBranch[],
  id: string,
): { readonly confirmed: number; readonly inferred: number } {
  const all = (some: readonly TraceBranch[], isOwn: boolean): readonly TraceBranch[] =>
    some.flatMap((branch) => [...(isOwn ? [branch] : []), ...all(branch.children, branch.node.id === id)]);
  const own = all(branches, false);
  const count = (origin: string) => own.filter(({ link }) => link?.origin === origin).length;
  return { confirmed: count("confirmed"), inferred: count("inferred") };
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
