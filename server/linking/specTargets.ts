import type { GraphNode } from "../model/graph.ts";
import { fileId, itemId } from "../model/graphIds.ts";
import type { SpecRelation } from "../model/specItem.ts";
import type { PlacedSpec, SpecPlaces } from "./specPlaces.ts";

/** What a relation leads to. */
export interface SpecTarget {
  readonly id: string;
  readonly isFile: boolean;
  /** True for a file and for an item on which work is done, so that a tech spec or decision says how it is to be. */
  readonly isWork: boolean;
  /** Where no document describes the item. */
  readonly placeholder?: GraphNode;
}

/** Leads from keys and paths to items and files. */
export interface SpecTargets {
  /** Undefined for what leads nowhere, to the item itself, or out of the folder. */
  resolve(relation: SpecRelation, from: PlacedSpec): SpecTarget | undefined;
}

/** Resolves what the relations of a folder's items name; `hasFile` says whether the folder has a file of this path. */
export function specTargets(places: SpecPlaces, hasFile: (path: string) => boolean): SpecTargets {
  const index = indexOf(places);
  return {
    resolve(relation, from) {
      const { target, targetKind } = relation;
      if (targetKind === "url" || targetKind === "person") return undefined;
      const found = targetKind === "key" ? index.byKey(target, from) : index.byPath(target);
      if (found !== undefined) {
        if (found.id === from.id) return relation.kind === "parent" ? workTarget(found) : undefined;
        return workTarget(found);
      }
      const path = target.split("#", 1)[0] ?? "";
      const isFile = targetKind === "path" && hasFile(path);
      if (isFile && relation.kind !== "parent" && relation.kind !== "child")
        return { id: fileId(path), isFile: true, isWork: true };
      return isFile || !names(relation) ? undefined : placeholderOf(target, targetKind);
    },
  };
}

function workTarget({ id, item }: PlacedSpec): SpecTarget {
  return { id, isFile: false, isWork: item.kind !== "techSpec" && item.kind !== "decision" };
}

const keyShape = /^(?:[A-Za-z][A-Za-z0-9_]*-\d+|#\d+|[\w.-]+\/[\w.-]+#\d+)$/;

/** Whether words which lead to no item are meant as one: the folder does not say so, nor does any word in a field. */
function names({ kind, target, targetKind, found }: SpecRelation): boolean {
  if (found === "folder") return false;
  return targetKind === "key" ? keyShape.test(target) : kind === "parent" || kind === "child";
}

function placeholderOf(target: string, targetKind: "key" | "path"): SpecTarget {
  const key = targetKind === "key" ? target : target.replace(/(?<=[^/])\.[A-Za-z0-9]{1,8}(?=#|$)/, "");
  const id = itemId(key);
  return { id, isFile: false, isWork: true, placeholder: { id, kind: "issue", key, title: key } };
}

interface Index {
  byKey(key: string, from: PlacedSpec): PlacedSpec | undefined;
  byPath(path: string): PlacedSpec | undefined;
}

/** Files which speak for their folder. */
const folderFiles = ["README.md", "index.md", "kep.yaml", "spec.md", "proposal.md", "requirements.md"];

function indexOf(places: SpecPlaces): Index {
  const keys = new Map<string, PlacedSpec>();
  const loose = new Map<string, PlacedSpec>();
  const documents = new Map<string, readonly PlacedSpec[]>();
  const siblings = new Map<string, PlacedSpec>();
  for (const { document, specs } of places.documents) {
    documents.set(document.path, specs);
    for (const spec of specs) {
      setFirst(keys, spec.item.key, spec);
      setFirst(loose, spec.item.key.toLowerCase(), spec);
    }
    const [main] = specs;
    if (main === undefined) continue;
    const { folder, stem } = partsOf(document.path);
    setFirst(siblings, `${folder}${stem.toLowerCase()}`, main);
    const number = /^(?:adr[-_]?)?0*(\d+)(?=[-_.]|$)/i.exec(stem)?.[1];
    if (number !== undefined) setFirst(siblings, `${folder}#${number}`, main);
  }
  return {
    byKey(key, from) {
      const exact = keys.get(key) ?? loose.get(key.toLowerCase());
      if (exact !== undefined) return exact;
      const { folder } = partsOf(from.document.path);
      const number = /^ADR-?0*(\d+)$/i.exec(key)?.[1];
      return siblings.get(number === undefined ? `${folder}${key.toLowerCase()}` : `${folder}#${number}`);
    },
    byPath(target) {
      const [path = "", anchor] = target.split("#", 2);
      const specs = [path, `${path}.md`, ...folderFiles.map((name) => `${path}/${name}`)]
        .map((each) => documents.get(each))
        .find((found) => found !== undefined);
      const [main] = specs ?? [];
      return anchor === undefined ? main : (specs?.find((spec) => isAt(spec, anchor)) ?? main);
    },
  };
}

/** Whether an anchor is the key's own or that of a heading with the item's title, with words before it or without. */
function isAt({ item }: PlacedSpec, anchor: string): boolean {
  const wanted = anchor.toLowerCase();
  const part = item.key.split("#", 2)[1]?.toLowerCase();
  const slug = item.title
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]+/gu, "")
    .trim()
    .replaceAll(/\s/g, "-");
  return part === wanted || wanted === slug || (slug !== "" && wanted.endsWith(`-${slug}`));
}

function partsOf(path: string): { readonly folder: string; readonly stem: string } {
  const cut = path.lastIndexOf("/") + 1;
  return { folder: path.slice(0, cut), stem: path.slice(cut).replace(/\.[A-Za-z0-9]{1,8}$/, "") };
}

function setFirst(map: Map<string, PlacedSpec>, key: string, spec: PlacedSpec): void {
  if (!map.has(key)) map.set(key, spec);
}
