import type { SpecItem } from "../../model/specItem.ts";
import { decisionSuccession } from "./decisionSuccession.ts";
import { wordsOfName } from "./folderRelation.ts";
import { documentTitle, statedKey } from "./frontMatterSpecs.ts";
import { linkRelations } from "./linkRelations.ts";
import { documentFields, fieldText, merged, type SpecFields } from "./specFields.ts";
import { specItemOf } from "./specItemOf.ts";
import { folderOf, nameOf } from "./specPaths.ts";
import type { SpecText } from "./specSource.ts";
import { statusSection } from "./statusSection.ts";

/**
 * Decision records: MADR 2 to 4 (adr.github.io/madr), those of M. Nygard (`# 12. Title`, `## Status`) and their kin, in a folder
 * of decisions or called `ADR-012…`. A key is stated by front matter or by a heading such as `ADR-012: Title`.
 */
export function readDecisionRecord(text: SpecText): readonly SpecItem[] {
  const stated = documentFields(text);
  if (!isDecisionRecord(text, stated)) return [];
  const fields = merged([...stated.values(), ...statusSection(text, 1, text.lines.length)]);
  const title = documentTitle(text, fields);
  const key = statedKey(fields) ?? headingKey.exec(title)?.[1]?.replaceAll(/[\s_]+/g, "-");
  const followed = decisionSuccession(text, fields);
  const told = new Set(followed.map(({ target }) => target.split("#", 1)[0]));
  const links = linkRelations(text, 1, text.lines.length).filter(
    ({ target }) => !told.has(target.split("#", 1)[0] ?? ""),
  );
  return [
    specItemOf({
      path: text.path,
      ...(key === undefined ? {} : { key }),
      kind: "decision",
      format: "decisionRecord",
      title: sectionName.test(title)
        ? wordsOfName(text.path).replace(/^\d+ /, "")
        : title.replace(prefix, "") || title,
      fields: new Map([...fields].filter(([name]) => name !== "parent" || !isNavigation(fields))),
      relations: [...followed, ...links],
      startLine: 1,
      endLine: text.lines.length,
    }),
  ];
}

const folders =
  /(?:^|\/)(?:adrs?|decisions?|decision[-_]?(?:records?|log)|(?:architecture|architectural)[-_]?decisions?(?:[-_]?(?:records?|log))?)(?:\/|$)/i;
const headingKey = /^\[?(ADR[-_\s]?\d{1,8})\]?(?=[\s:.–—-]|$)/i;
const prefix =
  /^(?:\[?ADR[-_\s#]*\d{1,8}\]?\s*[:.–—-]?\s*|ADR\s*[:–—]\s*|(?:(?:architecture|architectural) )?decision record(?:\s*[:–—-]\s*|\s+for\s+)|\d{1,8}\s*[.:–—-]\s+)/i;
/** What the sections of a record are called; one without a title begins with them. */
const sectionName =
  /^(?:context(?: and problem statement)?|status|decisions?(?: outcome| drivers)?|considered options|consequences|problem(?: statement)?|rationale)$/i;

function isDecisionRecord(text: SpecText, fields: SpecFields): boolean {
  const name = nameOf(text.path);
  const headings = text.sections.map(({ heading }) => heading.toLowerCase());
  const decides = headings.some((heading) =>
    /\bdecision\b|^(?:rationale|considered options|options considered)/.test(heading),
  );
  const first = text.sections[0]?.heading ?? "";
  if (/^(?:(?:architecture|architectural) )?decision record(?:\s*[:–—-]\s*|\s+for\s+)\S/i.test(first))
    return decides;
  if (/^(?:readme|index|template|_.*|.*[-_]template|.*template[-_].*)\.[a-z]+$/i.test(name)) return false;
  const isNamed = /^adr[-_]?\d+/i.test(name);
  if (!isNamed && !folders.test(folderOf(text.path))) return false;
  const isNumbered = isNamed || /^\d{1,8}[-_. ]/.test(name);
  const hasStatus = fields.has("status") || headings.includes("status");
  const hasContext = headings.some((heading) => heading.startsWith("context"));
  return decides || (hasContext && (hasStatus || isNumbered)) || (hasStatus && isNumbered);
}

/** `parent: Decisions` beside `nav_order` places the page in a menu. */
function isNavigation(fields: SpecFields): boolean {
  return fields.has("nav-order") || !/\d|\//.test(fieldText(fields, "parent") ?? "");
}
