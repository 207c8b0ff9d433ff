import type { DocumentKind } from "../model/document.ts";
import type { LanguageClass } from "../model/languages.ts";
import { type FrontMatter, textField } from "./frontMatter.ts";

/**
 * Kind of a file. A document is a specification where its front matter says so (`kind: epic`, `type: adr`) or where it
 * lies in a folder in which specifications are kept by convention.
 */
export function kindOfFile(
  path: string,
  languageClass: LanguageClass,
  frontMatter: FrontMatter,
): DocumentKind {
  if (languageClass !== "doc") return languageClass;
  const stated = textField(frontMatter, "kind", "type")
    ?.toLowerCase()
    .replace(/[\s_-]+/g, "");
  if (stated !== undefined && specKinds.has(stated)) return "spec";
  return specFolder.test(path) || specFile.test(path) ? "spec" : "doc";
}

const specKinds = new Set(
  (
    "prd epic feature story userstory task subtask spec specification techspec technicalspec requirement requirements " +
    "adr rfc kep pep rip proposal decision design designdoc"
  ).split(" "),
);

/** spec-kit, Kiro, OpenSpec, BMAD, decision records, RFCs and enhancement proposals. */
const specFolder =
  /(?:^|\/)(?:specs?|\.specify|\.kiro\/specs|openspec|docs?\/(?:stories|epics|prd|requirements)|stories|epics|adrs?|decisions|decision-records|architecture-decisions|rfcs?|keps|proposals|enhancements)\//i;

const specFile = /(?:^|\/)(?:prd|requirements|tech-?spec|(?:adr|rfc|kep)[-_]?\d+[^/]*)\.[a-z]+$/i;
