import { randomUUID } from "node:crypto";
import path from "node:path";
import type { GraphEdge, GraphNode } from "../../../server/model/graph.ts";
import { allEdges, allNodes } from "../../../server/model/graphPages.ts";
import type { TeamFile } from "../../../server/model/teamFile.ts";
import type { TeamServer } from "../../../server/model/teamServer.ts";
import { pullLinks } from "../../../server/sharing/pullLinks.ts";
import { type PushReport, pushLinks } from "../../../server/sharing/pushLinks.ts";
import { openGraph } from "../../../server/stores/openGraph.ts";
import { openRecords } from "../../../server/stores/openRecords.ts";
import { temporaryFolder } from "../../support/gitRepository.ts";

/** A member of a team with a local graph, in the words of a test. */
export interface Replica {
  readonly graph: ReturnType<typeof openGraph>;
  readonly records: ReturnType<typeof openRecords>;
  readonly team: TeamFile;
  /** Says what a source supports now. */
  state(source: string, ...edges: readonly GraphEdge[]): Promise<void>;
  know(...nodes: readonly GraphNode[]): Promise<void>;
  push(server: TeamServer, head?: string, ancestors?: readonly string[]): Promise<PushReport>;
  pull(server: TeamServer): Promise<void>;
  /** Open edges as words, sorted. */
  links(): Promise<readonly string[]>;
  titles(): Promise<readonly string[]>;
  /** Begins to share under another policy. */
  share(scopes: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

const at = "2026-10-01T12:00:00.000Z";
const kinds = ["epic", "story", "issue", "commit", "symbol", "file"] as const;

/** A new replica that has joined `team`. */
export async function newReplica(
  team: string,
  repository: string,
  scopes = ["repository", "project:PAY"],
): Promise<Replica> {
  const place = path.join(temporaryFolder());
  const graph = openGraph(place, "write");
  const records = openRecords(place, "write");
  const file = (shared: readonly string[]): TeamFile => ({
    ...{ team, repository, graph: { endpoint: "bolt://localhost", members: [] } },
    share: { scopes: shared, kinds },
    roles: { leads: [], contributors: ["*"], readers: [] },
  });
  let current = file(scopes);
  const share = async (shared: readonly string[]) => {
    current = file(shared);
    await graph.sharing.share({ ...graph.sharing.sharing(), team, repository, policy: shared.join() });
  };
  await share(scopes);
  const parts = (server: TeamServer) => ({ graph, records, sharing: graph.sharing, server, team: current });
  return {
    graph,
    records,
    team: current,
    share,
    state: (source, ...edges) =>
      graph.restate([{ source, mark: randomUUID(), edges: edges.map((edge) => ({ ...edge, source })) }], at),
    know: (...nodes) => graph.upsertNodes(nodes),
    push: (server, head, ancestors = []) =>
      pushLinks(parts(server), { head, hasCommit: (hash) => ancestors.includes(hash), now: new Date(at) }),
    async pull(server) {
      await pullLinks(parts(server), { now: new Date(at) });
    },
    links: async () =>
      (await allEdges(graph, {}))
        .map(({ from, kind, to, origin }) => `${from} ${kind} ${to} ${origin}`)
        .toSorted(),
    titles: async () => (await allNodes(graph, {})).map(({ id, title }) => `${id} ${title}`).toSorted(),
    async close() {
      records.close();
      await graph.close();
    },
  };
}

/** A link as it is stated. */
export function implementing(from: string, to: string, text = "commit subject"): GraphEdge {
  return {
    ...{ from, kind: "implements", to, origin: "stated", confidence: 1, source: "" },
    evidence: [{ found: "commit subject", text, uri: from }],
    validFrom: "2026-01-01T00:00:00.000Z",
  };
}

/** A commit as a node. */
export function commit(id: string): GraphNode {
  return { id: `commit:${id}`, kind: "commit", key: id, title: `commit ${id}` };
}

/** A story of the repository, with text that must not leave it. */
export function story(key: string, title = key): GraphNode {
  const details = { format: "front matter", acceptanceCriteria: ["CONFIDENTIAL words"] };
  return { id: `item:${key}`, kind: "story", key, title, path: `docs/${key}.md`, details };
}
