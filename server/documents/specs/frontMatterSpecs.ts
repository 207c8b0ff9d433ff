import type { SpecItem, SpecItemKind } from "../../model/specItem.ts";
import { acceptanceCriteria, criteriaIn } from "./acceptanceCriteria.ts";
import { linkRelations } from "./linkRelations.ts";
import { documentFields, fieldText, type SpecFields } from "./specFields.ts";
import { specItemOf } from "./specItemOf.ts";
import { folderOf, keyOfPath, nameOf } from "./specPaths.ts";
import { type SpecText, sectionsBetween } from "./specSource.ts";

/**
 * The item that a document is as a whole: one whose front matter says so (`kind: epic`, `id: WH-12` with a parent or a
 * status), or which lies where specifications are kept and looks like one.
 */
export function readFrontMatterSpec(text: SpecText): readonly SpecItem[] {
  const fields = documentFields(text);
  const kind = statedKind(text, fields) ?? impliedKind(text, fields);
  if (kind === undefined) return [];
  const key = statedKey(fields);
  return [
    specItemOf({
      path: text.path,
      ...(key === undefined ? {} : { key }),
      kind,
      format: kind === "decision" ? "decisionRecord" : "frontMatter",
      title: documentTitle(text, fields),
      fields,
      criteria: documentCriteria(text, fields),
      relations: linkRelations(text, 1, text.lines.length),
      startLine: 1,
      endLine: text.lines.length,
    }),
  ];
}

/** What a document is called: what it states, else its outermost heading, else its file. */
export function documentTitle(text: SpecText, fields: SpecFields): string {
  const outermost = text.sections.find((section) => section.level <= 1) ?? text.sections[0];
  return fieldText(fields, "title", "name", "summary") ?? outermost?.heading ?? nameOf(keyOfPath(text.path));
}

/** The criteria which the front matter lists or a section holds. */
function documentCriteria(text: SpecText, fields: SpecFields): readonly string[] {
  const listed = fields.get("acceptance-criteria") ?? fields.get("acceptancecriteria");
  if (listed?.found.startsWith("front matter")) {
    const lines = listed.values.flatMap((value) => value.split("\n"));
    return criteriaIn(
      lines.map((line) => `- ${line.replace(/^\s*[-*+]\s+/, "")}`),
      1,
      lines.length,
    );
  }
  return acceptanceCriteria(text, 1, text.lines.length);
}

/** The key that a document states; a bare number or a sentence is none. */
export function statedKey(fields: SpecFields): string | undefined {
  for (const name of ["id", "key", "issue", "spec-id"]) {
    const field = fields.get(name);
    const value = field?.found.startsWith("front matter") ? field.values[0] : undefined;
    if (value !== undefined && /^(?=.*[A-Za-z])[A-Za-z0-9][\w.#/-]{0,80}$/.test(value)) return value;
  }
  return undefined;
}

const kindNames: ReadonlyMap<string, SpecItemKind> = new Map(
  (
    [
      ["product", "product"],
      ["prd", "prd productrequirements productrequirementsdocument"],
      ["epic", "epic feature initiative capability"],
      ["story", "story userstory requirement requirements"],
      ["task", "task subtask bug chore"],
      [
        "techSpec",
        "techspec technicalspec techdesign spec specification design designdoc rfc kep pep rip proposal",
      ],
      ["decision", "adr decision decisionrecord"],
    ] as const
  ).flatMap(([kind, names]) => names.split(" ").map((name) => [name, kind] as const)),
);

/** Words that other documents use too: `type: feature` of a change note, `type: design` of a post. */
const ambiguous =
  /^(?:product|feature|capability|requirements?|task|bug|chore|story|spec|design|proposal|initiative)$/;

function statedKind(text: SpecText, fields: SpecFields): SpecItemKind | undefined {
  for (const name of ["kind", "type", "doc-type", "issuetype"]) {
    const field = fields.get(name);
    if (field === undefined || !field.found.startsWith("front matter")) continue;
    const word = (field.values[0] ?? "").toLowerCase().replaceAll(/[\s_-]+/g, "");
    const kind = kindNames.get(word);
    if (kind !== undefined && (name === "kind" || !ambiguous.test(word) || isPlaced(text, fields)))
      return kind;
  }
  return undefined;
}

const specFolder =
  /(?:^|\/)(?:docs?\/(?:specs?|specifications?|prds?|epics|stories|requirements|design-?docs?|tech-?specs?)|specs?|specifications?|epics|user-?stories|stories)(?:\/|$)/i;

function isPlaced(text: SpecText, fields: SpecFields): boolean {
  if (specFolder.test(folderOf(text.path))) return true;
  const isTracked = ["parent", "epic", "status", "depends-on"].some((name) => fields.has(name));
  return statedKey(fields) !== undefined && isTracked;
}

const notItself =
  /^(?:readme|index|template|_.*|.*[-_]template|changelog|contributing|agents|claude)\.[a-z]+$/i;

/** Where tools keep notes beside the specifications that they read. */
const toolFolder = /(?:^|\/)(?:\.kiro|openspec|\.specify)\/|(?:^|\/)specs\/\d{3,}-[^/]+\//;

/** Of a document that does not say what it is: by its folder, its name and what it holds. */
function impliedKind(text: SpecText, fields: SpecFields): SpecItemKind | undefined {
  const name = nameOf(text.path);
  if (notItself.test(name) || toolFolder.test(text.path)) return undefined;
  const key = statedKey(fields);
  const isTracked = ["parent", "epic", "status"].some((field) =>
    fields.get(field)?.found.startsWith("front matter"),
  );
  const isInFolder = specFolder.test(folderOf(text.path));
  const isKeyed =
    key !== undefined && /^[A-Za-z][A-Za-z0-9_]{0,20}-\d{1,9}(?:\.\d{1,9})*$/.test(key) && isTracked;
  const isPrd = /^(?:.*[-_.])?prd\.[a-z]+$/i.test(name) && text.sections.length > 0;
  if (!isKeyed && !isPrd && !(isInFolder && (isTracked || looksLikeSpec(text, fields)))) return undefined;
  if (isPrd || /(?:^|[\s(])PRD\b|product requirements/i.test(text.sections[0]?.heading ?? "")) return "prd";
  if (/(?:^|[-_.])epic(?=[-_.]|\d)|(?:^|\/)epics\//i.test(text.path)) return "epic";
  if (/(?:^|[-_.])story(?=[-_.]|\d)|stories\//i.test(text.path)) return "story";
  if (key === undefined) return "techSpec";
  if (/(?:^|\/)tasks\//i.test(text.path)) return "task";
  return kindNames.get(/^[a-z]+(?=-\d)/i.exec(key)?.[0].toLowerCase() ?? "") ?? "story";
}

function looksLikeSpec(text: SpecText, fields: SpecFields): boolean {
  if (fields.has("status") || fields.has("parent") || fields.has("epic")) return true;
  return sectionsBetween(text, 1, text.lines.length).some(({ heading }) =>
    /^[^\p{L}]*(?:acceptance criteria|user stor(?:y|ies)|requirements)\b/iu.test(heading),
  );
}
