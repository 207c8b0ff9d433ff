import type { SpecFormat, SpecItem, SpecItemKind, SpecRelation } from "../../model/specItem.ts";
import { fieldRelations } from "./fieldRelations.ts";
import { plainText, plainTitle } from "./plainText.ts";
import { fieldText, type SpecFields } from "./specFields.ts";
import { keyOfPath, nameOf } from "./specPaths.ts";

/** What a reader of a convention has found of an item. */
export interface FoundSpec {
  readonly path: string;
  /** As stated; absent where the path has to make one. */
  readonly key?: string;
  /** Of an item which shares its document with others and states no key: what is added to the path's key after `#`. */
  readonly part?: string;
  readonly kind: SpecItemKind;
  readonly format: SpecFormat;
  readonly title: string;
  readonly status?: string | undefined;
  readonly fields: SpecFields;
  readonly criteria?: readonly string[];
  readonly relations?: readonly SpecRelation[];
  readonly startLine: number;
  readonly endLine: number;
}

/** The item, with all that fields say in every convention: status, approval, points, tags, relations. */
export function specItemOf(found: FoundSpec): SpecItem {
  const { fields, path } = found;
  const pathKey = keyOfPath(path);
  const title = plainTitle(found.title);
  const status = worded(found.status ?? fieldText(fields, "status", "state", "stage"));
  const approval = approvalOf(fields);
  const points = pointsOf(fields);
  return {
    key: found.key ?? (found.part === undefined ? pathKey : `${pathKey}#${found.part}`),
    isKeyStated: found.key !== undefined,
    kind: found.kind,
    title: title === "" ? nameOf(pathKey) : title,
    ...(status === undefined ? {} : { status }),
    ...(approval === undefined ? {} : { approval }),
    ...(points === undefined ? {} : { points }),
    tags: tagsOf(fields),
    acceptanceCriteria: found.criteria ?? [],
    relations: distinct([...fieldRelations(fields, path), ...(found.relations ?? [])]),
    startLine: found.startLine,
    endLine: Math.max(found.endLine, found.startLine),
    format: found.format,
  };
}

function worded(text: string | undefined): string | undefined {
  const words = text === undefined ? "" : plainText(text, 120);
  return words === "" ? undefined : words;
}

function approvalOf(fields: SpecFields): string | undefined {
  const stated = worded(fieldText(fields, "approval", "approved-by", "approved", "approvers"));
  return stated === "true" ? "approved" : stated === "false" ? undefined : stated;
}

function pointsOf(fields: SpecFields): number | undefined {
  const text = fieldText(fields, "points", "story-points", "storypoints", "estimate", "estimation", "effort");
  const number = /^(\d{1,4}(?:\.\d{1,2})?)(?:\s*(?:points?|sp|pts?))?$/i.exec(text?.trim() ?? "")?.[1];
  return number === undefined ? undefined : Number(number);
}

function tagsOf(fields: SpecFields): readonly string[] {
  const texts = ["tags", "labels", "keywords"].flatMap((name) => fields.get(name)?.values ?? []);
  const tags = texts
    .flatMap((text) => text.replaceAll(/^\[|\]$/g, "").split(","))
    .map((tag) => plainText(tag, 60).replace(/^#/, "").toLowerCase());
  return [...new Set(tags.filter((tag) => tag !== ""))].slice(0, 100);
}

/** Fields come first, so that a link which repeats what a field says is not told twice. */
function distinct(relations: readonly SpecRelation[]): readonly SpecRelation[] {
  const seen = new Set<string>();
  return relations.filter(({ kind, target }) => {
    const identity = `${kind} ${target}`;
    return !seen.has(identity) && seen.add(identity);
  });
}
