import { itemKeyOf, type KeyUse, type KnownProjects, learnProjects } from "../linking/knownProjects.ts";
import type { SpecLinks } from "../linking/specLinks.ts";
import { linkSpecs } from "../linking/specLinks.ts";
import type { SpecDocument } from "../linking/specPlaces.ts";
import type { StoredStatement } from "../model/statedFacts.ts";
import type { Catalog } from "../stores/catalog.ts";

/** A commit or file that names a key or a person, without the words that do. */
export interface StatingDocument {
  readonly uri: string;
  /** Absent for commits. */
  readonly path?: string;
  /** Changes whenever the document does. */
  readonly mark: string;
  readonly uses: readonly KeyUse[];
  readonly namesPeople: boolean;
  /** Keys of the items that a file itself describes. */
  readonly ownKeys: readonly string[];
}

/** What the documents of a folder state, as far as it is no matter of single ones. */
export interface FolderStatements {
  readonly documents: readonly StatingDocument[];
  readonly specs: SpecLinks;
  readonly projects: KnownProjects;
}

/** Reads from the catalog which items there are, and which keys count. Writes nothing. */
export function readStatements(
  catalog: Catalog,
  settings: readonly string[],
  repositories: readonly string[],
): FolderStatements {
  const documents: StatingDocument[] = [];
  const described: StoredStatement[] = [];
  for (const statement of catalog.stated.all()) {
    documents.push(statingDocument(statement));
    if (statement.path !== undefined && statement.facts.specs.length > 0) described.push(statement);
  }
  const specKeys = described.flatMap(({ facts }) =>
    facts.specs.filter(({ isKeyStated }) => isKeyStated).map(({ key }) => key),
  );
  const known = { specKeys, settings, trackers: [], repositories };
  const uses = documents.filter(({ path }) => path === undefined).map((commit) => commit.uses);
  const hasFile = (path: string) => catalog.documents.byPath(path) !== undefined;
  return {
    documents,
    specs: linkSpecs(described.flatMap(specDocument(catalog)), hasFile),
    projects: learnProjects(known, catalog.commits.count(), uses),
  };
}

/** Keys of items which a document names, one for each mention of a known project. */
export function namedKeys({ uses, ownKeys }: StatingDocument, projects: KnownProjects): readonly string[] {
  return uses.flatMap((use) => {
    const key = itemKeyOf(projects, use.key);
    return key === undefined || ownKeys.includes(key) ? [] : [key];
  });
}

function statingDocument({ uri, path, mark, facts }: StoredStatement): StatingDocument {
  return {
    uri,
    ...(path === undefined ? {} : { path }),
    mark,
    uses: facts.mentions.map(({ key, place, role }) => ({ key, place, role })),
    namesPeople: facts.people.length > 0,
    ownKeys: facts.specs.map(({ key }) => key),
  };
}

/** Specifications hold since their file came to be: who asks for an older time has the line itself looked into. */
function specDocument(catalog: Catalog): (statement: StoredStatement) => readonly SpecDocument[] {
  return ({ uri, path, mark, date, facts }) => {
    if (path === undefined) return [];
    const first = catalog.commits.touching([path], Number.MAX_SAFE_INTEGER).at(-1);
    return [{ uri, path, contentHash: mark, date: first?.date ?? date, specs: facts.specs }];
  };
}
