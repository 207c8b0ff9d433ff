import { itemId } from "../model/graphIds.ts";
import type { SpecItem } from "../model/specItem.ts";
import type { SpecProblem } from "./specProblem.ts";

/** A document of the folder with the specifications that it states. */
export interface SpecDocument {
  readonly uri: string;
  readonly path: string;
  readonly contentHash: string;
  /** ISO 8601 in UTC: since when it says what it says. */
  readonly date: string;
  readonly specs: readonly SpecItem[];
}

/** An item at its place, with the identity that it has in the graph. */
export interface PlacedSpec {
  readonly id: string;
  readonly item: SpecItem;
  readonly document: SpecDocument;
  /** True for the one of several descriptions of an item which gives it title, place and kind. */
  readonly isPrincipal: boolean;
}

/** All items of a folder. */
export interface SpecPlaces {
  /** Documents with specifications in the order of paths, the items of each in their own order. */
  readonly documents: readonly { readonly document: SpecDocument; readonly specs: readonly PlacedSpec[] }[];
  /** Descriptions of one item, the principal one first. */
  partsOf(id: string): readonly SpecItem[];
  /** Keys that several items state. */
  readonly problems: readonly SpecProblem[];
}

/**
 * Gives every item its identity. Of several with one key the first by path keeps it, the others are told apart by their
 * place. Conventions which describe an item in more than one document (a story in its PRD and in a file of its own; the
 * form and the text of an enhancement proposal) make one item of them.
 */
export function placeSpecs(documents: readonly SpecDocument[]): SpecPlaces {
  const ordered = documents
    .filter(({ specs }) => specs.length > 0)
    .toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  const keepers = new Map<string, Description>();
  const sharedIds = new Map<string, string>();
  const parts = new Map<string, Description[]>();
  const problems: SpecProblem[] = [];
  const identified = ordered.map((document) => ({
    document,
    specs: document.specs.map((item) => {
      const description = { item, document };
      const shared = sharedName(description);
      const keeper = keepers.get(item.key);
      const known = shared === undefined ? undefined : sharedIds.get(shared);
      const id = known ?? (keeper === undefined ? itemId(item.key) : idOfPlace(description));
      if (keeper === undefined) keepers.set(item.key, description);
      else if (known === undefined) problems.push(repeated(description, keeper));
      if (shared !== undefined) sharedIds.set(shared, id);
      const described = parts.get(id);
      if (described === undefined) parts.set(id, [description]);
      else described.push(description);
      return { id, ...description };
    }),
  }));
  for (const [id, found] of parts) parts.set(id, found.toSorted(principalFirst));
  return {
    documents: identified.map(({ document, specs }) => ({
      document,
      specs: specs.map((spec) => ({ ...spec, isPrincipal: parts.get(spec.id)?.[0]?.item === spec.item })),
    })),
    partsOf: (id) => (parts.get(id) ?? []).map(({ item }) => item),
    problems,
  };
}

interface Description {
  readonly item: SpecItem;
  readonly document: SpecDocument;
}

function idOfPlace({ item, document }: Description): string {
  return itemId(`${item.key}@${document.path}:${item.startLine}`);
}

/** Equal for descriptions which are by their convention of one item; undefined where each is an item of its own. */
function sharedName({ item, document: { path } }: Description): string | undefined {
  if (item.format === "bmad" && !item.isKeyStated) return `bmad ${item.key}`;
  if (item.format === "proposal") return `proposal ${path.slice(0, path.lastIndexOf("/") + 1)} ${item.key}`;
  return undefined;
}

/** A document of its own tells more of an item than a section of another; then the one which states a status. */
function principalFirst(a: Description, b: Description): number {
  const rank = ({ item }: Description) =>
    (item.startLine === 1 ? 0 : 2) + (item.status === undefined ? 1 : 0);
  return rank(a) - rank(b);
}

function repeated({ item, document }: Description, keeper: Description): SpecProblem {
  const here = `${document.path} line ${item.startLine}`;
  const there = `${keeper.document.path} line ${keeper.item.startLine}`;
  return {
    uri: document.uri,
    line: item.startLine,
    sentence: `${item.key} is the key of two specifications, ${there} and ${here}; links by key lead to the first.`,
  };
}
