import type { HoverCard } from "../../shared/model/hover.ts";

/** A hover as Markdown. */
export function hoverMarkdown({ items }: HoverCard, _folderUri: string): string {
  return items
    .map(({ item, how }) => `${item.key ?? ""} ${item.title} (${how})`.replace(/[\\`*_[\]<>#]/g, "\\$&"))
    .join("\n\n");
}
