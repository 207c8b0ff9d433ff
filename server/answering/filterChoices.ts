import type { FilterChoices } from "../../shared/protocol/chatRequests.ts";
import { describedKinds } from "../model/graph.ts";
import type { GraphStore } from "../model/graphStore.ts";
import type { Catalog } from "../stores/catalog.ts";

const tagsMost = 200;
const authorsMost = 200;
const itemsMost = 2_000;

/** What an indexed folder has that questions can be restricted to, or be about. */
export async function filterChoices(
  { documents, commits }: Pick<Catalog, "documents" | "commits">,
  graph: Pick<GraphStore, "listNodes">,
): Promise<FilterChoices> {
  const { kinds, tags } = documents.facets();
  const authors = new Set(commits.people("", authorsMost).map(({ name }) => name));
  const items: FilterChoices["items"][number][] = [];
  for (const kind of describedKinds) {
    const { rows } = await graph.listNodes({ kinds: [kind], limit: itemsMost });
    for (const { key, title } of rows) if (key !== undefined) items.push({ key, title, kind });
  }
  return { kinds, tags: tags.slice(0, tagsMost), authors: [...authors], items };
}
