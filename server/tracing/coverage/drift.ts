import type { Drift, ItemCoverage } from "../../../shared/model/coverage.ts";
import { hashOfUri } from "../../model/documentUri.ts";
import type { StoredCommit } from "../../model/storedState.ts";
import type { TracingParts } from "../symbolTracer.ts";
import type { GoneSymbol } from "./goneSymbols.ts";
import type { LinkedCode } from "./linkedCode.ts";

/** An item with the definitions that may have gone apart from it. */
type DriftingItem = Pick<ItemCoverage, "id" | "key" | "path" | "symbols">;

/**
 * Where code and specification went apart. A commit that was made for an item, this one or another, says what it changed the
 * code for, and one that changes the layout alone is behind no definition: neither is drift.
 */
export async function driftOf(
  { catalog }: Pick<TracingParts, "catalog">,
  links: Pick<LinkedCode, "symbolsOf" | "commitsOf" | "itemsOfCommit" | "changesOf">,
  items: readonly DriftingItem[],
  gone: readonly GoneSymbol[],
): Promise<readonly Drift[]> {
  return items.flatMap((item): readonly Drift[] => {
    const own = links.commitsOf.get(item.id) ?? new Set<string>();
    const vanished = gone
      .filter(({ commits }) => commits.some((commit) => own.has(commit)))
      .map((each) => goneDrift(item, each));
    if (item.path === undefined || own.size === 0) return vanished;
    const [written] = catalog.commits.touching([item.path], 1);
    if (written === undefined) return vanished;
    const codeDrift = changedSince(written, item, links);
    const lastWork = newest([...own].flatMap((id) => catalog.commits.get(hashOfUri(id)) ?? []));
    const isSpecNewer =
      lastWork !== undefined && written.date > lastWork.date && !own.has(`commit:${written.hash}`);
    return [...codeDrift, ...(isSpecNewer ? [specDrift(item, written, lastWork)] : []), ...vanished];
  });
}

/** Definitions of the item that a commit made for no item changed after its specification was last written. */
function changedSince(
  written: StoredCommit,
  item: DriftingItem,
  links: Pick<LinkedCode, "symbolsOf" | "itemsOfCommit" | "changesOf">,
): readonly Drift[] {
  return item.symbols.flatMap(({ path, startLine, name }) => {
    const id = [...(links.symbolsOf.get(item.id) ?? [])].find((each) =>
      each.startsWith(`symbol:${path}#${name}`),
    );
    const last = (links.changesOf.get(id ?? "") ?? []).find(({ role }) => role === "lastChanged");
    if (last === undefined || links.itemsOfCommit.has(last.to) || last.validFrom <= written.date) return [];
    const commit = hashOfUri(last.to).slice(0, 7);
    const sentence = `${name} was changed by ${commit} on ${day(last.validFrom)} for no item; the specification of ${item.key} was last written on ${day(written.date)}.`;
    return [{ kind: "codeAfterSpec" as const, key: item.key, path, line: startLine, sentence }];
  });
}

function specDrift(item: DriftingItem, written: StoredCommit, work: StoredCommit): Drift {
  return {
    kind: "specAfterCode",
    key: item.key,
    path: item.path ?? "",
    line: 1,
    sentence: `${item.key} was rewritten by ${written.hash.slice(0, 7)} on ${day(written.date)}, after the last work on it (${work.hash.slice(0, 7)}, ${day(work.date)}).`,
  };
}

function goneDrift(item: DriftingItem, { node }: GoneSymbol): Drift {
  return {
    kind: "symbolGone",
    key: item.key,
    path: node.path ?? "",
    line: 1,
    sentence: `${node.title}, which was linked to ${item.key}, is no longer in ${node.path ?? "the code"}.`,
  };
}

function newest(commits: readonly StoredCommit[]): StoredCommit | undefined {
  return commits.toSorted((a, b) => b.date.localeCompare(a.date))[0];
}

function day(date: string): string {
  return date.slice(0, 10);
}
