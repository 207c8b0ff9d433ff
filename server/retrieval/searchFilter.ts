import { commitUri } from "../model/documentUri.ts";
import type { AskedFilter, SearchFilter } from "../model/query.ts";
import type { Catalog } from "../stores/catalog.ts";

const peopleMost = 50;
const commitsMost = 20_000;

/** What stores can filter by: an author is the commits of everybody whose name or address has that part. */
export function searchFilter(
  { author, ...filter }: AskedFilter,
  { commits }: Pick<Catalog, "commits">,
): SearchFilter {
  if (author === undefined) return filter;
  const addresses = new Set(commits.people(author, peopleMost).map(({ email }) => email));
  const theirs = [...addresses].flatMap((email) => commits.byAuthor(email, commitsMost));
  return { kinds: ["commit"], ...filter, among: theirs.map(({ hash }) => commitUri(hash)) };
}
