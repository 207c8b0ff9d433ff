import type { SpecRelation } from "../../model/specItem.ts";
import { plainText } from "./plainText.ts";
import type { SpecField, SpecFields } from "./specFields.ts";
import { referencesIn } from "./specReferences.ts";

/** What the fields of an item say of other items, files and people. */
export function fieldRelations(fields: SpecFields, documentPath: string): readonly SpecRelation[] {
  return [...fields.values()].flatMap((field) => {
    const kind = kinds.get(field.name);
    if (kind === undefined) return [];
    return field.values.flatMap((value, at) => {
      const line = field.lines[at] ?? 1;
      return kind === "owner"
        ? owners(field, value, line)
        : references(kind, field, value, line, documentPath);
    });
  });
}

const kinds: ReadonlyMap<string, SpecRelation["kind"]> = new Map(
  (
    [
      [
        "parent",
        "parent parents parent-task-id parent-epic parent-story epic epics-parent prd feature initiative part-of",
      ],
      ["child", "children stories epics tasks subtasks"],
      ["dependsOn", "depends-on dependson dependencies depends blocked-by requires prerequisites"],
      ["specifies", "specifies implements covers for spec"],
      ["supersedes", "supersedes replaces obsoletes"],
      ["supersededBy", "superseded-by supersededby replaced-by obsoleted-by"],
      ["link", "related relates relates-to see-also links refs references files code issue"],
      [
        "owner",
        "owner owners author authors assignee assignees deciders decision-makers decision-maker lead",
      ],
    ] as const
  ).flatMap(([kind, names]) => names.split(" ").map((name) => [name, kind] as const)),
);

/** What is written where there is nothing to say; `{…}` and `[…]` are left over from a template. */
const nothing = /^(?:tbd|n\/?a|none|unassigned|todo|-+|null|\{.*\}|\[[^\]]*\])$/i;

function owners(field: SpecField, value: string, line: number): readonly SpecRelation[] {
  return value.split(/\s*[,;]\s*/).flatMap((name) => {
    const target = plainText(name, 100);
    if (target === "" || nothing.test(target)) return [];
    return [
      { kind: "owner", target, targetKind: "person", found: field.found, text: evidenceText(value), line },
    ];
  });
}

function references(
  kind: SpecRelation["kind"],
  field: SpecField,
  value: string,
  line: number,
  documentPath: string,
): readonly SpecRelation[] {
  if (nothing.test(value.trim())) return [];
  const { found } = field;
  return referencesIn(value, documentPath).map((reference) => ({
    kind,
    ...reference,
    found,
    text: evidenceText(value),
    line,
  }));
}

/** Words as evidence: on one line, at most 200 characters, as other people wrote them. */
export function evidenceText(words: string): string {
  return words.slice(0, 1_000).replaceAll(/\s+/g, " ").trim().slice(0, 200);
}
