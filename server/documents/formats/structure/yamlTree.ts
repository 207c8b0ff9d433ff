import { isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments } from "yaml";
import type { ConfigMember, ConfigNode } from "../configTree.ts";

/** The parser takes two seconds for a megabyte; longer files keep their outermost keys. */
const charactersMost = 4_000_000;
const depthMost = 64;

/** Reads each document of a YAML file (1.2, as far as the `yaml` package) with its lines; undefined where one is broken. */
export function readYamlTrees(text: string): readonly ConfigNode[] | undefined {
  if (text.length > charactersMost) return undefined;
  const counter = new LineCounter();
  try {
    const documents = parseAllDocuments(text, {
      lineCounter: counter,
      logLevel: "silent",
      uniqueKeys: false,
    });
    if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return undefined;
    return documents.flatMap(({ contents }) => (contents === null ? [] : [toTree(contents, counter, 0)]));
  } catch (error) {
    // Nesting without end overflows the stack of the parser.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function toTree(node: Node, counter: LineCounter, depth: number): ConfigNode {
  const [start = 0, end = 0] = node.range ?? [];
  const lines = {
    line: counter.linePos(start).line,
    endLine: counter.linePos(Math.max(start, end - 1)).line,
  };
  if (isScalar(node)) return { ...lines, text: String(node.value) };
  if (isAlias(node) || depth >= depthMost) return lines;
  if (isSeq<Node>(node))
    return { ...lines, items: node.items.map((item) => toTree(item, counter, depth + 1)) };
  if (!isMap<Node, Node | null>(node)) return lines;
  const members = node.items.flatMap(({ key, value }): ConfigMember[] => {
    if (!isScalar(key)) return [];
    const line = counter.linePos(key.range?.[0] ?? start).line;
    const isEmpty = value === null || value === undefined;
    return [
      {
        key: String(key.value),
        line,
        value: isEmpty ? { line, endLine: line } : toTree(value, counter, depth + 1),
      },
    ];
  });
  return { ...lines, members };
}
