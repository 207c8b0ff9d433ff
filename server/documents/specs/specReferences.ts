import type { SpecRelation } from "../../model/specItem.ts";
import { resolvePath } from "./specPaths.ts";

/** What a field or a link names. */
export type SpecReference = Pick<SpecRelation, "target" | "targetKind">;

/** Keys of trackers and of specifications: `WH-12`, `epic-3`, `#34`, `owner/name#34`. */
const key = /^(?:[A-Za-z][A-Za-z0-9_]{0,30}-\d{1,9}|#\d{1,9}|[\w.-]{1,60}\/[\w.-]{1,100}#\d{1,9})$/;
const leadingKey = /^([A-Z][A-Z0-9_]{0,20}-\d{1,9})(?=[\s:,–—(-])/;
const decisionNumber = /^ADR[\s_#-]*(\d{1,9})(?=\D|$)/i;
const word = /^[A-Za-z0-9][\w.-]{0,100}$/;
const documentFile = /\.(?:md|mdx|markdown|rst|adoc|asciidoc|txt)(?:#\S*)?$/i;

/** What a value names: the links in it, or else each of its parts that can be a key, a path or an address. */
export function referencesIn(value: string, documentPath: string): readonly SpecReference[] {
  const text = value.slice(0, 2_000);
  const linked = linksIn(text).flatMap((link) => referenceOfLink(link.target, documentPath));
  if (linked.length > 0) return linked;
  return text.split(/\s*[,;]\s*|\s+(?:and|&)\s+/).flatMap((part) => referenceOfWord(part, documentPath));
}

/** A link in Markdown: `[text](target)` or `[[target]]`; images are none. */
export interface MarkdownLink {
  readonly text: string;
  readonly target: string;
}

/** The links on one line, in reading order. */
export function linksIn(line: string): readonly MarkdownLink[] {
  if (!line.includes("](") && !line.includes("[[") && !line.includes("]:")) return [];
  const definition = /^ {0,3}\[(?!\^)([^\]]{1,200})\]:\s+<?([^\s<>()]*[./#][^\s<>()]*)>?(?:\s|$)/.exec(line);
  if (definition !== null) return [{ text: definition[1] ?? "", target: definition[2] ?? "" }];
  const inline =
    /(?<!!)\[([^[\]]{0,300})\]\(<?([^()<>\s]{1,500}(?:\([^()\s]*\)[^()<>\s]*)?)>?(?:\s+["'][^"']*["'])?\)/g;
  const wiki = /\[\[([^[\]|#]{1,200})(?:#[^[\]|]*)?(?:\|[^[\]]*)?\]\]/g;
  return [
    ...Array.from(line.matchAll(inline), ([, text = "", target = ""]) => ({ text, target })),
    ...Array.from(line.matchAll(wiki), ([, target = ""]) => ({ text: target, target: `[[${target}]]` })),
  ];
}

/** What a link names; nothing for an anchor of its own document and for what leads out of the folder. */
export function referenceOfLink(target: string, documentPath: string): readonly SpecReference[] {
  const wiki = /^\[\[(.+)\]\]$/.exec(target)?.[1];
  if (wiki !== undefined) return [{ target: wiki.trim(), targetKind: "key" }];
  if (/^https?:\/\//i.test(target)) return [{ target, targetKind: "url" }];
  const path = resolvePath(documentPath, target);
  return path === undefined ? [] : [{ target: path, targetKind: "path" }];
}

function referenceOfWord(source: string, documentPath: string): readonly SpecReference[] {
  const part = source.trim().replaceAll(/^["'`([<]+|[\])>"'`.]+$/g, "");
  if (key.test(part)) return [{ target: part, targetKind: "key" }];
  const number = decisionNumber.exec(part)?.[1];
  if (number !== undefined) return [{ target: `ADR-${number}`, targetKind: "key" }];
  const first = leadingKey.exec(part)?.[1];
  if (first !== undefined) return [{ target: first, targetKind: "key" }];
  if (/^https?:\/\//i.test(part)) return [{ target: part, targetKind: "url" }];
  if (/\s/.test(part)) return [];
  if (part.includes("/") || documentFile.test(part)) return referenceOfLink(part, documentPath);
  return word.test(part) ? [{ target: part, targetKind: "key" }] : [];
}
