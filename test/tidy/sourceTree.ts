import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Node } from "web-tree-sitter";
import { Language, Parser } from "web-tree-sitter";
import { packageRoot } from "../../server/base/packageRoot.ts";

/** One of our source files with its syntax tree. */
export interface SourceFile {
  /** Relative to the repository. */
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
  readonly root: Node;
}

/** All TypeScript files below the given folders, parsed. Throws where it finds none: a check of nothing is no check. */
export async function readSourceFiles(folders: readonly string[]): Promise<readonly SourceFile[]> {
  await Parser.init();
  const parser = new Parser();
  const plain = await grammar("typescript");
  const withMarkup = await grammar("tsx");
  const files = folders
    .flatMap((folder) => typeScriptFiles(folder))
    .map((file) => {
      const text = readFileSync(path.join(packageRoot(), file), "utf8");
      parser.setLanguage(file.endsWith(".tsx") ? withMarkup : plain);
      const tree = parser.parse(text);
      if (tree === null) throw new Error(`${file} was not parsed`);
      return { path: file, text, lines: text.split("\n"), root: tree.rootNode };
    });
  if (files.length === 0) throw new Error(`There is no module below ${folders.join(", ")}`);
  return files;
}

/** The node itself and all below it, in reading order. */
export function* descendants(node: Node): Generator<Node> {
  yield node;
  for (const child of node.namedChildren) if (child !== null) yield* descendants(child);
}

function grammar(name: string): Promise<Language> {
  return Language.load(path.join(packageRoot(), `dist/grammars/tree-sitter-${name}.wasm`));
}

function typeScriptFiles(folder: string): string[] {
  return readdirSync(path.join(packageRoot(), folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => `${folder}/${file.replaceAll(path.sep, "/")}`)
    .toSorted();
}
