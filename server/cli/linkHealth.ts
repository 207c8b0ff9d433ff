import { counted } from "../base/counted.ts";
import { readStatements } from "../indexing/folderStatements.ts";
import { pathOfUri } from "../model/documentUri.ts";
import type { GraphCounts } from "../model/graphStore.ts";
import type { Place } from "../model/place.ts";
import { remoteRepositories } from "../sources/git/remoteRepositories.ts";
import type { Catalog } from "../stores/catalog.ts";
import { openGraph } from "../stores/openGraph.ts";
import { linkedProjectsOf, storeOf } from "../wiring.ts";

const ignoredMost = 5;

/** What `whence doctor` says of items and links. */
export interface LinkHealth {
  /** Prefixes whose keys count, and why. */
  readonly projects: readonly {
    readonly prefix: string;
    readonly reason: string;
    readonly commits: number;
  }[];
  /** Prefixes that were seen often and do not count, and why. */
  readonly ignored: readonly { readonly prefix: string; readonly reason: string; readonly commits: number }[];
  readonly graph: GraphCounts;
  /** What a person should put right in specifications. */
  readonly problems: readonly { readonly path: string; readonly line: number; readonly sentence: string }[];
}

/** Looks at what documents state, and at the graph, without changing either. */
export async function inspectLinks(place: Place, catalog: Catalog): Promise<LinkHealth> {
  const remotes = await remoteRepositories(place.folder).catch(() => []);
  const { specs, projects } = readStatements(catalog, linkedProjectsOf(place.settings), remotes);
  const graph = openGraph(storeOf(place), "read");
  try {
    return {
      projects: projects.known.map(({ prefix, reason, commits }) => ({ prefix, reason, commits })),
      ignored: projects.ignored.map(({ prefix, reason, commits }) => ({ prefix, reason, commits })),
      graph: await graph.counts(),
      problems: specs.problems.map(({ uri, line, sentence }) => ({
        path: pathOfUri(uri) ?? uri,
        line,
        sentence,
      })),
    };
  } finally {
    await graph.close();
  }
}

/** The same for people. */
export function linkLines({ projects, ignored, graph }: LinkHealth): readonly string[] {
  const { nodes, edges, closedEdges } = graph;
  const items = ["prd", "epic", "story", "task", "techSpec", "decision", "issue"] as const;
  const parts = items.flatMap((kind) => (nodes[kind] === undefined ? [] : [`${kind} ${nodes[kind]}`]));
  const links = Object.values(edges).reduce((sum, count) => sum + count, 0);
  return [
    `Items     ${parts.join(", ") || "none"}`,
    `Links     ${counted(links, "link")}, and ${counted(closedEdges, "link")} that no longer hold`,
    `Keys      ${projects.length === 0 ? "no prefix counts: no specification states one, and the history uses none" : ""}`.trimEnd(),
    ...projects.map(({ prefix, reason, commits }) => `  ${prefix}  ${counted(commits, "commit")}. ${reason}`),
    ...ignored
      .slice(0, ignoredMost)
      .map(({ prefix, reason, commits }) => `  not ${prefix}  ${counted(commits, "commit")}. ${reason}`),
  ];
}
