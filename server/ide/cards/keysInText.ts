import type { GraphNode } from "../../model/graph.ts";
import type { GraphStore } from "../../model/graphStore.ts";
import { keyShapes, mayHoldKeys } from "../../model/keyShapes.ts";
import type { KeyLink } from "../ide.ts";
import type { TextLines } from "../reading/textLines.ts";

/** Longest line that is read, in UTF-16 units. */
const longestLine = 20_000;
const linksMost = 2_000;
const keptMost = 5_000;

/** What is shaped like a key on a line; columns in UTF-16 units. */
export interface KeyInLine {
  readonly key: string;
  readonly startColumn: number;
  readonly endColumn: number;
}

/** What is shaped like a key on a line, wherever it stands. */
export function keysInLine(line: string): readonly KeyInLine[] {
  const read = line.slice(0, longestLine);
  if (!mayHoldKeys(read)) return [];
  return keyShapes(read).map(({ key, start, end }) => ({ key, startColumn: start, endColumn: end }));
}

/** Items by their keys, kept as long as the graph stays the same. */
export class KnownKeys {
  readonly #graph: GraphStore;
  readonly #known = new Map<string, Promise<GraphNode | undefined>>();

  constructor(graph: GraphStore) {
    this.#graph = graph;
  }

  /** Forgets what may have changed. */
  forget(): void {
    this.#known.clear();
  }

  /** The item of a key; undefined for text that only looks like one, and for an item that is gone. */
  item(key: string): Promise<GraphNode | undefined> {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.#known.size >= keptMost) this.#known.clear();
    const found = this.#graph
      .nodesByKey(key)
      .then(([node]) => (node?.goneAt === undefined ? node : undefined));
    this.#known.set(key, found);
    return found;
  }

  /** All keys of a text that name items which are described somewhere, in reading order. */
  async links(lines: TextLines): Promise<readonly KeyLink[]> {
    const links: KeyLink[] = [];
    if (!mayHoldKeys(lines.text)) return links;
    for (let line = 1; line <= lines.count && links.length < linksMost; line++) {
      for (const { key, startColumn, endColumn } of keysInLine(lines.line(line))) {
        const item = await this.item(key);
        // Of what is only named nothing could be opened.
        if (item === undefined || (item.path === undefined && item.url === undefined)) continue;
        links.push({
          line,
          startColumn,
          endColumn,
          key: item.key ?? key,
          ...(item.url === undefined ? {} : { url: item.url }),
        });
      }
    }
    return links;
  }
}
