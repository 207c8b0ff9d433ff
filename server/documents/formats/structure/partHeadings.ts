import type { Heading } from "../../outline.ts";
import type { ConfigMember, ConfigNode } from "../configTree.ts";

/** The outermost keys of a configuration as headings, and below those which `partsOf` names, their parts. */
export function keyHeadings(
  root: ConfigNode,
  partsOf: (member: ConfigMember) => readonly Heading[],
): readonly Heading[] {
  return (root.members ?? []).flatMap((member) => [
    { text: member.key, level: 1, startLine: member.line, endLine: member.line },
    ...partsOf(member),
  ]);
}

/** A part that is found and cited by itself. */
export function part(text: string, line: number, level = 2): Heading {
  return { text, level, startLine: line, endLine: line, standsAlone: true };
}
