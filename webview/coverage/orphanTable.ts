import type { CodePlace, Coverage, FolderCoverage } from "../../shared/model/coverage.ts";
import { onOneLine } from "../../shared/traceWords.ts";
import { searchWords, type TableModel, type TableNode } from "./tableNode.ts";

/** Definitions without an item, below their folders. */
export function orphanTable({ folders, orphans }: Coverage): TableModel {
  return {
    title: "Code without an item, by folder",
    first: { id: "label", title: "Folder and definition", width: "minmax(16em, 1fr)" },
    others: [
      { id: "place", title: "Place", width: "minmax(8em, 18em)" },
      {
        id: "without",
        title: "Without",
        unit: ["without an item", "without an item"],
        isNumber: true,
        width: "6em",
      },
      { id: "all", title: "All", unit: ["in all", "in all"], isNumber: true, width: "5em" },
      { id: "share", title: "With an item", unit: ["with one", "with one"], width: "11em" },
    ],
    nodes: folderNodes(folders, orphans),
    kinds: [],
    states: [],
    nouns: ["definition", "definitions"],
  };
}

interface Folder {
  readonly figures: FolderCoverage;
  readonly folders: Folder[];
  readonly orphans: CodePlace[];
}

function folderNodes(
  figures: readonly FolderCoverage[],
  orphans: readonly CodePlace[],
): readonly TableNode[] {
  const known = new Map(
    figures.map((each): [string, Folder] => [each.folder, { figures: each, folders: [], orphans: [] }]),
  );
  for (const [path, folder] of known) {
    if (path !== "." && folder.figures.linked < folder.figures.total)
      known.get(parentOf(path))?.folders.push(folder);
  }
  for (const orphan of orphans) known.get(parentOf(orphan.path))?.orphans.push(orphan);
  const top = known.get(".");
  return top === undefined ? [] : contentsOf(top);
}

function contentsOf(folder: Folder): readonly TableNode[] {
  return [
    ...folder.folders.map((each) => folderNode(each, folder.figures.folder)),
    ...folder.orphans.map(orphanNode),
  ];
}

/** Folders that hold nothing but one other stand in a row with it. */
function folderNode(folder: Folder, above: string): TableNode {
  const [only] = folder.folders;
  if (only !== undefined && folder.folders.length === 1 && folder.orphans.length === 0)
    return folderNode(only, above);
  const { folder: path, total, linked, percent } = folder.figures;
  const without = total - linked;
  return {
    id: path,
    kind: "",
    label: onOneLine(`${above === "." ? path : path.slice(above.length + 1)}/`),
    cells: {
      place: { text: "", order: path },
      without: { text: without.toLocaleString("en"), order: without },
      all: { text: total.toLocaleString("en"), order: total },
      share: { text: `${percent} %`, order: percent, percent },
    },
    words: "",
    facets: { kind: "folder", paths: [`${path}/`] },
    rank: 0,
    isCounted: false,
    isOpenAtFirst: false,
    children: contentsOf(folder),
  };
}

function orphanNode({ path, startLine, name }: CodePlace): TableNode {
  const file = path.slice(path.lastIndexOf("/") + 1);
  return {
    id: `${path}#${name}:${startLine}`,
    kind: "",
    label: onOneLine(name),
    cells: {
      place: { text: onOneLine(`${file}:${startLine}`), order: `${file}:${startLine}` },
      without: { text: "", order: 0 },
      all: { text: "", order: 0 },
      share: { text: "", order: 0 },
    },
    words: searchWords(name, path),
    facets: { kind: "definition", paths: [path] },
    rank: 1,
    isCounted: true,
    isOpenAtFirst: false,
    children: [],
    opens: { kind: "openPlace", path, line: startLine },
  };
}

function parentOf(path: string): string {
  const end = path.lastIndexOf("/");
  return end < 0 ? "." : path.slice(0, end);
}
