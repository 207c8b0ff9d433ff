import type { SpecRelation } from "../../model/specItem.ts";
import { evidenceText } from "./fieldRelations.ts";
import type { SpecFields } from "./specFields.ts";
import { referencesIn } from "./specReferences.ts";
import { type SpecText, sectionsBetween } from "./specSource.ts";

const successor = /\b(?:superseded|replaced|obsoleted|deprecated)\s+by\b\s*:?\s*(.*)$/i;
const predecessor = /\b(?:supersedes|superseding|replaces|obsoletes)\b\s*:?\s*(.*)$/i;
const told = /^[^\p{L}]*(?:status|links|related|more information|references|see also|notes)\b/iu;

/** Which decisions a record takes the place of and which took its place, as its status and its list of links say. */
export function decisionSuccession(text: SpecText, fields: SpecFields): readonly SpecRelation[] {
  const relations: SpecRelation[] = [];
  const add = (words: string, line: number, found: string) => {
    for (const [pattern, kind] of [
      [successor, "supersededBy"],
      [predecessor, "supersedes"],
    ] as const) {
      const named = pattern.exec(words.slice(0, 1_000))?.[1];
      if (named === undefined) continue;
      for (const reference of referencesIn(named, text.path))
        if (reference.targetKind !== "url")
          relations.push({ kind, ...reference, found, text: evidenceText(words), line });
    }
  };
  const status = fields.get("status");
  for (const [at, value] of status?.values.entries() ?? [])
    add(value, status?.lines[at] ?? 1, status?.found ?? "");
  for (const section of sectionsBetween(text, 1, text.lines.length)) {
    if (!told.test(section.heading)) continue;
    for (let line = section.bodyLine; line <= section.ownEndLine; line++)
      add(text.lines[line - 1] ?? "", line, `section ${section.heading}`);
  }
  return relations;
}
