import type { SpecRelation } from "../../model/specItem.ts";
import { evidenceText } from "./fieldRelations.ts";
import { linksIn, referenceOfLink } from "./specReferences.ts";
import { type SpecSection, type SpecText, sectionsBetween } from "./specSource.ts";

/** Links beyond this number in one item say nothing of what it belongs to. */
const mostLinks = 500;

/**
 * What the Markdown links in some lines say. Those to addresses are left out. Under a heading such as `Stories` or
 * `Depends on`, the first link of a line names a child or what the item depends on; elsewhere a link is just a link.
 */
export function linkRelations(text: SpecText, startLine: number, endLine: number): readonly SpecRelation[] {
  const relations: SpecRelation[] = [];
  const sections = sectionsBetween(text, startLine, endLine);
  let next = 0;
  let section: SpecSection | undefined;
  for (let line = startLine; line <= Math.min(endLine, text.lines.length); line++) {
    while ((sections[next]?.startLine ?? Number.POSITIVE_INFINITY) <= line) section = sections[next++];
    const words = text.lines[line - 1] ?? "";
    const kind = kindUnder(section?.heading);
    for (const [at, link] of linksIn(words).entries()) {
      const [reference] = referenceOfLink(link.target, text.path);
      if (reference === undefined || reference.targetKind === "url") continue;
      const isListed = at === 0 && kind !== "link";
      relations.push({
        kind: isListed ? kind : "link",
        ...reference,
        found: isListed ? `list under ${section?.heading}` : "Markdown link",
        text: evidenceText(isListed ? words : link.text || link.target),
        line,
      });
      if (relations.length >= mostLinks) return relations;
    }
  }
  return relations;
}

function kindUnder(heading: string | undefined): "child" | "dependsOn" | "parent" | "link" {
  const name = heading?.toLowerCase() ?? "";
  if (/^(?:user )?(?:stories|epics?|sub-?tasks|tasks|children|features)(?: list)?$/.test(name))
    return "child";
  if (/^(?:depends on|dependencies|blocked by|prerequisites|requires)$/.test(name)) return "dependsOn";
  return /^(?:parent|part of)$/.test(name) ? "parent" : "link";
}
