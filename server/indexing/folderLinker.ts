import { randomUUID } from "node:crypto";
import { WhenceError } from "../base/errors.ts";
import { sha256 } from "../base/hashes.ts";
import { broughtCommits } from "../linking/broughtCommits.ts";
import { type LinkedCommit, linkCommits, statesWork } from "../linking/commitLinks.ts";
import { fileStatementPrefix, linkFiles } from "../linking/fileLinks.ts";
import type { KnownProjects } from "../linking/knownProjects.ts";
import { linkReleases, releaseStatementPrefix } from "../linking/releaseLinks.ts";
import { type SpecLinks, specStatementPrefix } from "../linking/specLinks.ts";
import { commitUri, hashOfUri } from "../model/documentUri.ts";
import { describedKinds, type GraphNode } from "../model/graph.ts";
import { commitNode } from "../model/graphNodes.ts";
import { allNodes } from "../model/graphPages.ts";
import type { GraphStore } from "../model/graphStore.ts";
import { numberedSymbols } from "../model/numberedSymbols.ts";
import type { ReleaseTag } from "../model/releaseTag.ts";
import type { Catalog } from "../stores/catalog.ts";
import type { RecordLog } from "../stores/recordLog.ts";
import { bringUpDecisions } from "./decisionUpkeep.ts";
import {
  type FolderStatements,
  namedKeys,
  readStatements,
  type StatingDocument,
} from "./folderStatements.ts";
import { namedKinds, retireNodes } from "./nodeRetirement.ts";
import { type MadeLinks, type MarkedSource, StatementUpkeep } from "./statementUpkeep.ts";

/** Raised whenever the same documents would be linked in another way. */
const linkerVersion = "3";
const commitStatementPrefix = "commit:";
/** Source of a statement without edges: its mark says with what the graph agrees. */
const stateSource = "linker:state";

/** What a linker works with. */
export interface FolderLinkerParts {
  readonly catalog: Catalog;
  readonly graph: GraphStore;
  readonly records: RecordLog;
  /** Name of this repository in the graph of a team, where its links are shared. */
  readonly repository?: string | undefined;
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
   * Brings the graph up to date with the catalog; what is stated as before costs a comparison, and nothing but tags is
   * looked at where `hasChanged` is false and the last run got to its end. `now` is when links that are gone are closed.
   * May be stopped and repeated at any point. Gives the number of links that hold.
   */
  async link(hasChanged: boolean, now: Date, signal?: AbortSignal): Promise<number> {
    const { catalog, graph } = this.#parts;
    const upkeep = new StatementUpkeep(graph, now.toISOString(), signal);
    let id = this.#linkedBefore;
    const state = (await graph.marks(stateSource)).get(stateSource);
    if (hasChanged || id === undefined || state !== this.#stateMark(id)) {
      await this.#linkAll(upkeep, now, signal);
      id = randomUUID();
      await graph.restate([{ source: stateSource, mark: this.#stateMark(id), edges: [] }], now.toISOString());
    } else {
      await this.#linkReleases(upkeep, await unlessGitFails(this.#parts.names.tags(signal), undefined));
    }
    await bringUpDecisions(this.#parts, now.toISOString());
    catalog.meta.set("linked", id);
    const { edges } = await graph.counts();
    return Object.values(edges).reduce((sum, count) => sum + count, 0);
  }

  #stateMark(id: string): string {
    return [linkerVersion, id, ...this.#parts.projects].join(" ");
  }

  async #linkAll(upkeep: StatementUpkeep, now: Date, signal: AbortSignal | undefined): Promise<void> {
    const { catalog, names, projects } = this.#parts;
    // Git takes its time while the rest is at work.
    const tags = unlessGitFails(names.tags(signal), undefined);
    tags.catch(() => undefined);
    const statements = readStatements(catalog, projects, await unlessGitFails(names.remotes(signal), []));
    const { specs, documents } = statements;
    const changed = await upkeep.bringUp(specStatementPrefix, specs.statements, (some) => ({
      ...specs,
      statements: some,
    }));
    await this.#bringUpCommits(upkeep, documents, statements.projects);
    await upkeep.bringUp(fileStatementPrefix, markedFiles(statements), (files) =>
      this.#fileLinks(files, statements.projects, now),
    );
    await this.#linkReleases(upkeep, await tags);
    await this.#retire(upkeep, specs, changed > 0, now);
  }

  async #linkReleases(upkeep: StatementUpkeep, tags: readonly ReleaseTag[] | undefined): Promise<void> {
    const { catalog } = this.#parts;
    if (tags === undefined) return;
    const { nodes, statements } = linkReleases(tags, (hash) => catalog.commits.get(hash) !== undefined);
    await upkeep.bringUp(releaseStatementPrefix, statements, (some) => {
      const named = new Set(some.flatMap(({ edges }) => edges.map(({ from }) => from)));
      const releases = nodes.filter(({ id }) => named.has(id));
      const links = { nodes: releases, placeholders: [], statements: some };
      return { ...links, nodes: this.#withCommits(links) };
    });
  }

  /** What a commit states hangs on its message, on which keys count, and for a merge on the commits that it brought in. */
  async #bringUpCommits(
    upkeep: StatementUpkeep,
    documents: readonly StatingDocument[],
    projects: KnownProjects,
  ): Promise<void> {
    const commits = documents.filter(({ path }) => path === undefined);
    const brought = this.#brought(commits, projects);
    const marked = commits.flatMap((commit): readonly MarkedDocument[] => {
      const keys = namedKeys(commit, projects);
      if (keys.length === 0 && !commit.namesPeople) return [];
      const branch = brought.get(hashOfUri(commit.uri))?.join(" ") ?? "";
      const mark = markOf(commit, keys, branch === "" ? "" : sha256(branch));
      return [{ source: commit.uri, mark, document: commit }];
    });
    const linkSome = (some: readonly MarkedDocument[]): MadeLinks => {
      const linked = some.map(({ document }) => this.#linkedCommit(hashOfUri(document.uri)));
      const links = linkCommits(linked.flat(), projects, brought);
      return { ...links, nodes: this.#withCommits(links) };
    };
    await upkeep.bringUp(commitStatementPrefix, marked, linkSome);
  }

  #brought(
    commits: readonly StatingDocument[],
    projects: KnownProjects,
  ): ReadonlyMap<string, readonly string[]> {
    const { catalog } = this.#parts;
    const head = catalog.meta.get("historyHead");
    if (head === undefined) return new Map();
    const working = new Set(
      commits.filter(({ uses }) => statesWork(uses, projects)).map(({ uri }) => hashOfUri(uri)),
    );
    return broughtCommits(catalog.commits.lineage(), head, (hash) => working.has(hash));
  }

  #linkedCommit(hash: string): readonly LinkedCommit[] {
    const { commits, stated } = this.#parts.catalog;
    const stating = stated.get(commitUri(hash));
    if (stating === undefined) {
      const commit = commits.get(hash);
      return commit === undefined ? [] : [{ ...commit, mentions: [], people: [] }];
    }
    const { title, date, facts } = stating;
    const { mentions, people, committedAt } = facts;
    return [{ hash, subject: title, date: committedAt ?? date, mentions, people }];
  }

  /** Also commits which say nothing themselves: a merge or a tag names them, and nobody walks through unknown nodes. */
  #withCommits({ nodes, statements }: Pick<MadeLinks, "nodes" | "statements">): readonly GraphNode[] {
    const known = new Set(nodes.map(({ id }) => id));
    const named = new Set(statements.flatMap(({ edges }) => edges.flatMap(({ from, to }) => [from, to])));
    const missing = [...named].filter((id) => id.startsWith(commitStatementPrefix) && !known.has(id));
    const commits = missing.flatMap((id) => this.#linkedCommit(hashOfUri(id)));
    return [...nodes, ...commits.map(commitNode)];
  }

  #fileLinks(files: readonly MarkedDocument[], projects: KnownProjects, now: Date): MadeLinks {
    const { catalog } = this.#parts;
    const linked = files.flatMap(({ document: { uri, path, ownKeys } }) => {
      const stored = catalog.stated.get(uri);
      if (path === undefined || stored === undefined) return [];
      const [last] = catalog.commits.touching([path], 1);
      return [
        {
          uri,
          path,
          date: last?.date ?? now.toISOString(),
          mentions: stored.facts.mentions,
          symbols: numberedSymbols(catalog.symbols.ofDocument(uri)),
          ownKeys,
        },
      ];
    });
    return linkFiles(linked, projects);
  }

  /** A run that did not get to its end leaves nodes of which nobody knows that they lost their links. */
  async #retire(
    upkeep: StatementUpkeep,
    specs: SpecLinks,
    haveSpecsChanged: boolean,
    now: Date,
  ): Promise<void> {
    const { catalog, graph } = this.#parts;
    const isContinued = this.#linkedBefore !== undefined;
    const kinds = [
      ...(!isContinued || haveSpecsChanged ? describedKinds : []),
      ...(isContinued ? [] : namedKinds),
    ];
    const all = kinds.length === 0 ? [] : await allNodes(graph, { kinds });
    const ids = new Set([...upkeep.loosened, ...all.map(({ id }) => id)]);
    const current = {
      items: new Set(specs.nodes.map(({ id }) => id)),
      placeholders: new Map(specs.placeholders.map((node) => [node.id, node])),
      hasCommit: (uid: string) => catalog.commits.get(hashOfUri(uid)) !== undefined,
    };
    await retireNodes(graph, [...ids], current, now.toISOString());
  }
}

interface MarkedDocument extends MarkedSource {
  readonly document: StatingDocument;
}

function markedFiles({ documents, projects }: FolderStatements): readonly MarkedDocument[] {
  return documents.flatMap((document): readonly MarkedDocument[] => {
    if (document.path === undefined) return [];
    const keys = namedKeys(document, projects);
    if (keys.length === 0) return [];
    return [{ source: `${fileStatementPrefix}${document.uri}`, mark: markOf(document, keys, ""), document }];
  });
}

/** Equal where `document` states the same: it is the same, and the same ones of its keys count, under the same names. */
function markOf({ mark }: StatingDocument, keys: readonly string[], rest: string): string {
  return sha256([linkerVersion, mark, rest, ...keys].join("\n"));
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
