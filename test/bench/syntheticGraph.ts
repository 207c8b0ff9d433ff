import type { EdgeKind, GraphEdge, GraphNode, NodeKind } from "../../server/model/graph.ts";
import { commitId, fileId, itemId, symbolId } from "../../server/model/graphIds.ts";
import type { Statement } from "../../server/model/graphStore.ts";
import { SeededWords } from "./seededWords.ts";

const counts = { prd: 20, epic: 480, story: 24_500, file: 40_000, commit: 285_000, symbol: 650_000 };
const edgeCount = 3_000_000;
const symbolsPerFile = Math.ceil(counts.symbol / counts.file);

/** What is put into the graph in one go. */
export interface GraphBatch {
  readonly nodes: readonly GraphNode[];
  readonly statements: readonly Statement[];
}

/**
 * The chain of a large and old repository, by chance and always the same: 1,000,000 nodes and 3,000,000 edges. Few stories
 * have many commits and few commits change many symbols, as in real histories.
 */
export class SyntheticGraph {
  readonly #words = new SeededWords(40);
  #edges = 0;

  /** Ids of some symbols, spread over all files. */
  symbols(count: number): readonly string[] {
    return Array.from({ length: count }, () => symbolAt(this.#words.below(counts.symbol)));
  }

  /** Ids of some stories. */
  stories(count: number): readonly string[] {
    return Array.from({ length: count }, () => itemAt(this.#words.below(counts.story), "story"));
  }

  /** Everything, in the order in which an indexer would come upon it. */
  *batches(): Generator<GraphBatch> {
    yield this.#items();
    yield* this.#inParts(counts.commit, 5_000, (at) => this.#commit(at));
    yield* this.#inParts(counts.file, 500, (at) => this.#file(at));
    yield* this.#inParts(counts.symbol, 5_000, (at) => this.#symbolHistory(at));
  }

  *#inParts(count: number, size: number, make: (at: number) => GraphBatch): Generator<GraphBatch> {
    for (let start = 0; start < count; start += size) {
      const parts = Array.from({ length: Math.min(size, count - start) }, (_, at) => make(start + at));
      yield {
        nodes: parts.flatMap(({ nodes }) => nodes),
        statements: parts.flatMap(({ statements }) => statements),
      };
    }
  }

  #items(): GraphBatch {
    const levels = ["prd", "epic", "story"] as const;
    const nodes: GraphNode[] = [];
    const statements: Statement[] = [];
    for (const [level, kind] of levels.entries()) {
      const above = levels[level - 1];
      for (let at = 0; at < counts[kind]; at++) {
        const id = itemAt(at, kind);
        const path = `docs/specs/${id.slice("item:".length)}.md`;
        nodes.push(this.#node(id, kind, { key: id.slice("item:".length), path, status: "done" }));
        const source = `repo:${path}`;
        const parent = above === undefined ? undefined : itemAt(this.#skewed(counts[above]), above);
        const edges = parent === undefined ? [] : [this.#edge(parent, "parentOf", id, source)];
        if (kind === "story" && at % 4 === 0)
          edges.push(this.#edge(id, "dependsOn", itemAt(this.#skewed(counts.story), "story"), source));
        statements.push({ source, mark: String(at), edges });
      }
    }
    return { nodes, statements };
  }

  #commit(at: number): GraphBatch {
    const id = commitAt(at);
    const story = itemAt(this.#skewed(counts.story), "story");
    const edges = at % 10 === 0 ? [] : [this.#edge(id, "implements", story, id, "closes")];
    if (at % 5 === 0) {
      const mentioned = itemAt(this.#skewed(counts.story), "story");
      edges.push(this.#edge(id, "mentions", mentioned, id, "mentions"));
    }
    return {
      nodes: [this.#node(id, "commit", { key: id.slice(7, 15) })],
      statements: [{ source: id, mark: "1", edges }],
    };
  }

  #file(at: number): GraphBatch {
    const path = pathAt(at);
    const id = fileId(path);
    const source = `repo:${path}`;
    const first = at * symbolsPerFile;
    const length = Math.max(0, Math.min(symbolsPerFile, counts.symbol - first));
    const symbols = Array.from({ length }, (_, place) => this.#symbolNode(first + place));
    const edges = symbols.map((symbol) => this.#edge(id, "contains", symbol.id, source));
    return {
      nodes: [this.#node(id, "file", { path }), ...symbols],
      statements: [{ source, mark: "1", edges }],
    };
  }

  #symbolHistory(at: number): GraphBatch {
    const id = symbolAt(at);
    const source = `blame:${id}`;
    const left = counts.symbol - at;
    // What is missing to the number of edges is spread over the symbols that are left.
    const mean = (edgeCount - this.#edges) / left;
    const wanted = left === 1 ? Math.round(mean) : Math.max(1, Math.min(this.#words.size(mean / 1.8), 40));
    const commits = new Set<number>();
    while (commits.size < wanted) commits.add(this.#skewed(counts.commit));
    const roles = ["introduced", "lastChanged"];
    const edges = [...commits].map((commit, place) =>
      this.#edge(id, "changedBy", commitAt(commit), source, roles[place] ?? "touched"),
    );
    return { nodes: [], statements: [{ source, mark: String(at), edges }] };
  }

  #symbolNode(at: number): GraphNode {
    const id = symbolAt(at);
    const path = pathAt(Math.floor(at / symbolsPerFile));
    const key = id.slice(id.indexOf("#") + 1);
    const details = { startLine: at % 900, endLine: (at % 900) + 20 };
    return this.#node(id, "symbol", { key, path, details });
  }

  #node(id: string, kind: NodeKind, parts: Partial<GraphNode>): GraphNode {
    return { id, kind, title: this.#words.sentence(), updatedAt: "2026-01-01T00:00:00.000Z", ...parts };
  }

  #edge(from: string, kind: EdgeKind, to: string, source: string, role?: string): GraphEdge {
    const at = this.#edges++;
    return {
      from,
      kind,
      to,
      ...(role === undefined ? {} : { role }),
      origin: "stated",
      confidence: 1,
      evidence: [{ found: "commit subject", text: `${to}: ${this.#words.name(4)}`, uri: source, line: 1 }],
      source,
      validFrom: new Date(1_200_000_000_000 + at * 100_000).toISOString(),
    };
  }

  /** Small numbers often. */
  #skewed(limit: number): number {
    return Math.floor(limit * (this.#words.below(1_000_000) / 1_000_000) ** 1.5);
  }
}

function itemAt(at: number, kind: "prd" | "epic" | "story"): string {
  return itemId(`${{ prd: "PRD", epic: "EP", story: "ST" }[kind]}-${at + 1}`);
}

function commitAt(at: number): string {
  const scattered = Math.imul(at + 1, 0x9e3779b1) >>> 0;
  return commitId(scattered.toString(16).padStart(8, "0").repeat(5));
}

function pathAt(at: number): string {
  return `src/part${at % 97}/module${at % 1_009}/file${at}.ts`;
}

function symbolAt(at: number): string {
  const file = Math.floor(at / symbolsPerFile);
  return symbolId(pathAt(file), `Type${file}.method${at}`);
}
