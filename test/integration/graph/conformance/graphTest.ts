import { describe, it } from "vitest";
import type { EdgeKind, GraphEdge, GraphNode, NodeKind } from "../../../../server/model/graph.ts";
import { itemId } from "../../../../server/model/graphIds.ts";
import type { EdgeQuery, GraphStore, Statement, Walk } from "../../../../server/model/graphStore.ts";

/** A graph without anything in it, which others can open too. */
export interface EmptyGraph {
  readonly store: GraphStore;
  /** The same graph once more, as another process or thread of work would open it. */
  openAgain(): Promise<GraphStore>;
}

/** Declares one test on a graph of its own; everything that it opens is closed. */
export type GraphTest = (
  sentence: string,
  run: (graph: GraphStore, openAgain: () => Promise<GraphStore>) => Promise<void>,
) => void;

/** Cases about one subject, and what the subject is called. */
export interface GraphCases {
  readonly subject: string;
  /** How long one of them may take, where that is more than usual. */
  readonly timeoutMs?: number;
  declare(test: GraphTest): void;
}

/** Declares cases for the graphs which `open` gives. */
export function declareCases(
  { subject, declare, timeoutMs }: GraphCases,
  open: () => Promise<EmptyGraph>,
): void {
  describe(subject, () => {
    declare((sentence, run) => {
      it(sentence, { timeout: timeoutMs ?? 60_000 }, async () => {
        const { store, openAgain } = await open();
        const opened = [store];
        try {
          await run(store, async () => {
            const another = await openAgain();
            opened.push(another);
            return another;
          });
        } finally {
          for (const each of opened) await each.close();
        }
      });
    });
  });
}

/** The start of a day of January 2026 and so many milliseconds; 0 and less are days before it. */
export function day(number: number, ms = 0): string {
  return new Date(Date.UTC(2026, 0, number) + ms).toISOString();
}

/** A node that has what it must have, titled like its id. */
export function named(id: string, kind: NodeKind = "story", parts: Partial<GraphNode> = {}): GraphNode {
  return { id, kind, title: id, ...parts };
}

/** An item with a key. */
export function item(key: string, kind: NodeKind = "story", parts: Partial<GraphNode> = {}): GraphNode {
  return { id: itemId(key), kind, key, title: `Title of ${key}`, ...parts };
}

/** A stated edge of the source `s`, valid from the first day. */
export function link(from: string, kind: EdgeKind, to: string, parts: Partial<GraphEdge> = {}): GraphEdge {
  return {
    from,
    kind,
    to,
    origin: "stated",
    confidence: 1,
    evidence: [{ found: "front matter", text: `${from} ${to}`, uri: "repo:docs/a.md", line: 3 }],
    source: "s",
    validFrom: day(1),
    ...parts,
  };
}

/** `a` above `b`. */
export function above(a: string, b: string, parts: Partial<GraphEdge> = {}): GraphEdge {
  return link(a, "parentOf", b, parts);
}

/** All that a source says, whatever source the edges name. */
export function says(source: string, ...edges: readonly GraphEdge[]): Statement {
  return { source, mark: `mark of ${source}`, edges: edges.map((edge) => ({ ...edge, source })) };
}

/** The source is gone. */
export function gone(source: string): Statement {
  return { source, mark: "", edges: [], gone: true };
}

/** Puts nodes and the edges of the source `s` into a graph, on the first day. */
export async function fill(
  graph: GraphStore,
  nodes: readonly (GraphNode | string)[],
  edges: readonly GraphEdge[],
): Promise<void> {
  await graph.upsertNodes(nodes.map((node) => (typeof node === "string" ? named(node) : node)));
  await graph.restate([says("s", ...edges)], day(1));
}

/** Edges as `from kind to`, in order of the alphabet. */
export function written(edges: readonly GraphEdge[]): readonly string[] {
  return edges.map(({ from, kind, to }) => `${from} ${kind} ${to}`).toSorted();
}

/** Of the edges that a query gives, open and closed: on which days each began and ended, `now` where it holds. */
export async function spans(graph: GraphStore, query: EdgeQuery = {}): Promise<readonly string[]> {
  const { rows } = await graph.edges({ withClosed: true, ...query });
  return rows.map(({ validFrom, validTo }) => `${dayOf(validFrom)}–${dayOf(validTo)}`);
}

function dayOf(instant: string | undefined): string {
  if (instant === undefined) return "now";
  return String((Date.parse(instant) - Date.UTC(2026, 0, 0)) / 86_400_000);
}

/** Ids by distance, each level in order of the alphabet. */
export function levels({ nodes }: Walk): readonly (readonly string[])[] {
  const found: string[][] = [];
  for (const { node, distance } of nodes) {
    found[distance] ??= [];
    found[distance].push(node.id);
  }
  return found.map((level) => level.toSorted());
}

/** Ids in order of the alphabet. */
export function reached({ nodes }: Walk): readonly string[] {
  return nodes.map(({ node }) => node.id).toSorted();
}
