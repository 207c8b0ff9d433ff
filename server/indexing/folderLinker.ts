import { randomUUID } from "node:crypto";
import { cancelledError, WhenceError } from "../base/errors.ts";
import { broughtCommits } from "../linking/broughtCommits.ts";
import { linkCommits, statesWork } from "../linking/commitLinks.ts";
import type { FileLinks, LinkedFile } from "../linking/fileLinks.ts";
import { fileStatementPrefix, linkFiles } from "../linking/fileLinks.ts";
import type { KeyUse, KnownProjects } from "../linking/knownProjects.ts";
import { learnProjects } from "../linking/knownProjects.ts";
import { linkReleases, releaseStatementPrefix } from "../linking/releaseLinks.ts";
import type { SpecLinks } from "../linking/specLinks.ts";
import { linkSpecs, specStatementPrefix } from "../linking/specLinks.ts";
import type { SpecDocument } from "../linking/specPlaces.ts";
import { hashOfUri } from "../model/documentUri.ts";
import type { GraphNode, NodeKind } from "../model/graph.ts";
import type { GraphStore, Statement } from "../model/graphStore.ts";
import { numberedSymbols } from "../model/numberedSymbols.ts";
import type { ReleaseTag } from "../model/releaseTag.ts";
import type { StoredStatement } from "../model/statedFacts.ts";
import type { Catalog } from "../stores/catalog.ts";

/** Statements that one transaction takes: large enough to be fast, small enough that other writers need not wait long. */
const statementsPerBatch = 2_000;
/** Raised whenever the same documents would be linked in another way. */
const linkerVersion = "1";
const commitStatementPrefix = "commit:";
/** Source of a statement without edges: its mark says with what the graph agrees. */
const stateSource = "linker:state";

/** What a linker works with. */
export interface FolderLinkerParts {
  readonly catalog: Catalog;
  readonly graph: GraphStore;
  /** `whence.links.projects`. */
  readonly projects: readonly string[];
  readonly names: RepositoryNames;
}

/** What a repository says beside its history. */
export interface RepositoryNames {
  tags(signal?: AbortSignal): Promise<readonly ReleaseTag[]>;
  /** `owner/name` of its own remotes. */
  remotes(signal?: AbortSignal): Promise<readonly string[]>;
}

/** What the documents of a folder state, as far as it is no matter of single commits. */
export interface FolderStatements {
  readonly stated: readonly StoredStatement[];
  readonly specs: SpecLinks;
  readonly projects: KnownProjects;
}

/** Reads from the catalog which items there are, and which keys count. Writes nothing. */
export function readStatements(
  catalog: Catalog,
  projects: readonly string[],
  repositories: readonly string[],
): FolderStatements {
  const stated = [...catalog.stated.all()];
  const hasFile = (path: string) => catalog.documents.byPath(path) !== undefined;
  const specs = linkSpecs(specDocuments(stated, catalog), hasFile);
  const commits = stated.filter(({ path }) => path === undefined);
  const known = {
    specKeys: stated.flatMap(({ facts }) =>
      facts.specs.filter(({ isKeyStated }) => isKeyStated).map(({ key }) => key),
    ),
    settings: projects,
    trackers: [],
    repositories,
  };
  const uses = commits.map(({ facts }): readonly KeyUse[] => facts.mentions);
  return { stated, specs, projects: learnProjects(known, catalog.counts().commits, uses) };
}

/** Turns what documents state into links, and closes those which none states any longer. */
export class FolderLinker {
  readonly #parts: FolderLinkerParts;
  #linkedBefore: string | undefined;

  constructor(parts: FolderLinkerParts) {
    this.#parts = parts;
  }

  /** Call it before the catalog changes: should the run end before it has linked, the next one does that. */
  begin(): void {
    const { meta } = this.#parts.catalog;
    this.#linkedBefore = meta.get("linked");
    meta.set("linked", undefined);
  }

  /**
   * Brings the graph up to date with the catalog; what is stated as before costs a comparison, and nothing at all where
   * `hasChanged` is false and the last run got to its end. `now` is when links that are gone are closed. May be stopped
   * and repeated at any point. Gives the number of links that hold.
   */
  async link(hasChanged: boolean, now: Date, signal?: AbortSignal): Promise<number> {
    const { catalog, graph } = this.#parts;
    let id = this.#linkedBefore;
    const state = (await graph.marks(stateSource)).get(stateSource);
    if (hasChanged || id === undefined || state !== this.#stateMark(id)) {
      await this.#linkAll(now, signal);
      id = randomUUID();
      await graph.restate([{ source: stateSource, mark: this.#stateMark(id), edges: [] }], now.toISOString());
    }
    catalog.meta.set("linked", id);
    const { edges } = await graph.counts();
    return Object.values(edges).reduce((sum, count) => sum + count, 0);
  }

  #stateMark(id: string): string {
    return [linkerVersion, id, ...this.#parts.projects].join(" ");
  }

  async #linkAll(now: Date, signal: AbortSignal | undefined): Promise<void> {
    const { catalog, names, projects } = this.#parts;
    const statements = readStatements(catalog, projects, await unlessGitFails(names.remotes(signal), []));
    await this.#bringUp(specStatementPrefix, statements.specs, now, signal);
    await this.#retireItems(statements.specs, now);
    await this.#bringUp(commitStatementPrefix, this.#commitLinks(statements), now, signal);
    await this.#bringUp(fileStatementPrefix, this.#fileLinks(statements, now), now, signal);
    const tags = await unlessGitFails(names.tags(signal), undefined);
    if (tags === undefined) return;
    const releases = linkReleases(tags, (hash) => catalog.commits.get(hash) !== undefined);
    await this.#bringUp(releaseStatementPrefix, { ...releases, placeholders: [] }, now, signal);
  }

  #fileLinks({ stated, projects }: FolderStatements, now: Date): FileLinks {
    const { catalog } = this.#parts;
    const files = stated.flatMap(({ uri, path, facts }): readonly LinkedFile[] => {
      if (path === undefined || facts.mentions.length === 0) return [];
      const [last] = catalog.commits.touching([path], 1);
      return [
        {
          uri,
          path,
          date: last?.date ?? now.toISOString(),
          mentions: facts.mentions,
          symbols: numberedSymbols(catalog.symbols.ofDocument(uri)),
          ownKeys: facts.specs.map(({ key }) => key),
        },
      ];
    });
    return linkFiles(files, projects);
  }

  #commitLinks({ stated, projects }: FolderStatements) {
    const { catalog } = this.#parts;
    const commits = stated.filter(({ path }) => path === undefined);
    const merging = new Map(commits.map(({ uri, facts }) => [hashOfUri(uri), facts.mentions]));
    const head = catalog.meta.get("historyHead");
    const brought =
      head === undefined
        ? new Map<string, readonly string[]>()
        : broughtCommits(catalog.commits.lineage(), head, (hash) =>
            statesWork(merging.get(hash) ?? [], projects),
          );
    const linked = commits.map(({ uri, title, date, facts }) => ({
      hash: hashOfUri(uri),
      subject: title,
      date: facts.committedAt ?? date,
      mentions: facts.mentions,
      people: facts.people,
    }));
    const links = linkCommits(linked, projects, brought);
    return { ...links, statements: links.statements.filter(({ edges }) => edges.length > 0) };
  }

  /** States what is new or changed among `links`, and closes what was stated under this prefix and is no longer. */
  async #bringUp(
    prefix: string,
    links: {
      readonly nodes: readonly GraphNode[];
      readonly placeholders: readonly GraphNode[];
      readonly statements: readonly Statement[];
    },
    now: Date,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { graph } = this.#parts;
    const known = await graph.marks(prefix);
    const current = new Set(links.statements.map(({ source }) => source));
    const changed = links.statements.filter(({ source, mark }) => known.get(source) !== mark);
    const gone = [...known.keys()].filter((source) => !current.has(source));
    const all = [...changed, ...gone.map((source) => ({ source, mark: "", edges: [], gone: true }))];
    if (all.length === 0) return;
    await graph.upsertNodes(await this.#unknown(links.placeholders));
    await graph.upsertNodes(nodesOf(changed, links.nodes));
    for (let at = 0; at < all.length; at += statementsPerBatch) {
      if (signal?.aborted === true) throw cancelledError();
      await graph.restate(all.slice(at, at + statementsPerBatch), now.toISOString());
    }
  }

  async #unknown(placeholders: readonly GraphNode[]): Promise<readonly GraphNode[]> {
    const there = await this.#parts.graph.nodes(placeholders.map(({ id }) => id));
    const known = new Set(there.filter(({ goneAt }) => goneAt === undefined).map(({ id }) => id));
    return placeholders.filter(({ id }) => !known.has(id));
  }

  /** An item whose document is gone is known by its key alone, if something still names it, and gone otherwise. */
  async #retireItems(specs: SpecLinks, now: Date): Promise<void> {
    const { graph } = this.#parts;
    const current = new Set([...specs.nodes, ...specs.placeholders].map(({ id }) => id));
    let cursor: string | undefined;
    do {
      const page = await graph.listNodes({ kinds: itemKinds, ...(cursor === undefined ? {} : { cursor }) });
      const gone = page.rows.filter(({ id, details }) => details?.format !== undefined && !current.has(id));
      await graph.upsertNodes(gone.map((node) => ({ ...node, goneAt: now.toISOString() })));
      cursor = page.next;
    } while (cursor !== undefined);
  }
}

/** Tags and remotes add to the links; where Git does not answer for once, the others are made all the same. */
async function unlessGitFails<Answer, Otherwise>(
  answer: Promise<Answer>,
  otherwise: Otherwise,
): Promise<Answer | Otherwise> {
  try {
    return await answer;
  } catch (error) {
    if (!WhenceError.is(error, "gitFailed") && !WhenceError.is(error, "missingPart")) throw error;
    return otherwise;
  }
}

const itemKinds: readonly NodeKind[] = ["product", "prd", "epic", "story", "task", "techSpec", "decision"];

/** Of many nodes those which the statements name, and those which belong to none, such as items. */
function nodesOf(statements: readonly Statement[], nodes: readonly GraphNode[]): readonly GraphNode[] {
  const sources = new Set(statements.map(({ source }) => source));
  return nodes.filter(({ id, kind }) => kind !== "commit" || sources.has(id));
}

/** Specifications hold since their file came to be: who asks for an older time has the line itself looked into. */
function specDocuments(stated: readonly StoredStatement[], catalog: Catalog): readonly SpecDocument[] {
  return stated.flatMap(({ uri, path, mark, date, facts }) => {
    if (path === undefined || facts.specs.length === 0) return [];
    const first = catalog.commits.touching([path], Number.MAX_SAFE_INTEGER).at(-1);
    return [{ uri, path, contentHash: mark, date: first?.date ?? date, specs: facts.specs }];
  });
}
