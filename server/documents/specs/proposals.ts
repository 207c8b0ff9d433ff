import type { SpecItem, SpecRelation } from "../../model/specItem.ts";
import { wordsOfName } from "./folderRelation.ts";
import { documentTitle, statedKey } from "./frontMatterSpecs.ts";
import { linkRelations } from "./linkRelations.ts";
import { documentFields, fieldText, merged, type SpecFields } from "./specFields.ts";
import { specItemOf } from "./specItemOf.ts";
import { folderOf, nameOf } from "./specPaths.ts";
import { linksIn } from "./specReferences.ts";
import type { SpecText } from "./specSource.ts";
import { statusSection } from "./statusSection.ts";

/**
 * Proposals: RFCs as of Rust (`- Feature Name`, `- RFC PR: owner/name#12`) and their kin, Python's PEPs, and Kubernetes'
 * enhancement proposals, whose form (`kep.yaml`) and text (`README.md`) lie in one folder and are one item.
 */
export function readProposal(text: SpecText): readonly SpecItem[] {
  if (/^(?:nnnn|xxxx)(?=[-_.]|$)|template/i.test(nameOf(folderOf(text.path)))) return [];
  const stated = documentFields(text);
  const fields = merged([...stated.values(), ...statusSection(text, 1, text.lines.length)]);
  const key = isKepFile(text.path) ? kepKey(fields) : isProposal(text, fields) ? keyOf(text, fields) : null;
  if (key === null) return [];
  const item = specItemOf({
    path: text.path,
    ...(key === undefined ? {} : { key }),
    kind: "techSpec",
    format: "proposal",
    title: titleOf(text, fields),
    fields: withSig(withPepNumbers(fields)),
    relations: [...issueOf(fields), ...linkRelations(text, 1, text.lines.length)],
    startLine: 1,
    endLine: Math.max(text.lines.length, text.headLines.length),
  });
  const folder = folderOf(text.path);
  return [key === undefined && kepFolder.test(folder) ? { ...item, key: folder } : item];
}

/** True for the form of an enhancement proposal. */
export function isKepFile(path: string): boolean {
  return /(?:^|\/)kep\.ya?ml$/i.test(path);
}

const folders =
  /(?:^|\/)(?:rfcs?|peps?|keps?|rips?|proposals|design-proposals|enhancements|enhancement-proposals)(?:\/|$)/i;
const notItself =
  /^(?:readme|index|template|_.*|.*[-_]template|.*[-_]template[-_.].*|contributing|changelog|owners)\.[a-z]+$/i;
const kepFolder = /(?:^|\/)keps\/(?:[^/]+\/)*(\d{1,6})-[^/]+$/;

function isProposal(text: SpecText, fields: SpecFields): boolean {
  if (kepFolder.test(folderOf(text.path)) && nameOf(text.path) === "README.md") return true;
  const isHeaded =
    fields.has("rfc-pr") ||
    (fields.has("start-date") && ["feature-name", "stage", "prs-accepted"].some((name) => fields.has(name)));
  if (notItself.test(nameOf(text.path))) return false;
  if (isHeaded) return true;
  if (fields.has("pep") && fields.has("title")) return true;
  if (!folders.test(folderOf(text.path)) && !/^rfc[-_]?\d+/i.test(nameOf(text.path))) return false;
  if (
    ["status", "start-date", "author", "authors", "owning-sig", "created", "stage"].some((name) =>
      fields.has(name),
    )
  )
    return true;
  const headings = text.sections.map(({ heading }) => heading.toLowerCase());
  return (
    headings.some((heading) => /^(?:\d+\.?\s*)?(?:motivation|problem|background|goals)\b/.test(heading)) &&
    headings.some((heading) =>
      /^(?:\d+\.?\s*)?(?:summary|abstract|proposal|design|detailed design|guide-level|solution)/.test(
        heading,
      ),
    )
  );
}

function kepKey(fields: SpecFields): string | null | undefined {
  const number = fieldText(fields, "kep-number");
  if (number === undefined) return fields.has("title") ? undefined : null;
  return /^\d{1,6}$/.test(number) ? kepOf(number) : null;
}

/** A proposal has the number 0 until it gets one of its own. */
function kepOf(number: string): string | undefined {
  return Number(number) === 0 ? undefined : `KEP-${Number(number)}`;
}

/** A stated key; undefined where the path has to make one. */
function keyOf(text: SpecText, fields: SpecFields): string | undefined {
  const stated = statedKey(fields);
  if (stated !== undefined) return stated;
  const kep = kepFolder.exec(folderOf(text.path))?.[1] ?? fieldText(fields, "kep-number");
  if (kep !== undefined && /^\d{1,6}$/.test(kep) && /(?:^|\/)keps\//.test(text.path)) return kepOf(kep);
  const pep = fieldText(fields, "pep");
  if (pep !== undefined && /^\d{1,5}$/.test(pep)) return `PEP-${Number(pep)}`;
  return repositoryIssue(fieldText(fields, "rfc-pr", "prs-accepted"), "pull");
}

/** `owner/name#12` as written, or out of the address of a pull request or issue. */
function repositoryIssue(value: string | undefined, place: "pull" | "issues"): string | undefined {
  if (value === undefined) return undefined;
  const words = `${value} ${linksIn(value)
    .map(({ target }) => target)
    .join(" ")}`.slice(0, 2_000);
  const short = /(?<![\w/])([\w.-]{1,60}\/[\w.-]{1,100})#(\d{1,9})(?!\d)/.exec(words);
  const long = new RegExp(`github\\.com/([\\w.-]{1,60}/[\\w.-]{1,100})/${place}/(\\d{1,9})`).exec(words);
  const [, repository, number] = short ?? long ?? [];
  return repository === undefined || number === undefined || /^0+$/.test(number)
    ? undefined
    : `${repository}#${number}`;
}

const generic =
  /^(?:summary|abstract|motivation|rfc|proposal|introduction|overview|table of contents|status|metadata)$/i;

function titleOf(text: SpecText, fields: SpecFields): string {
  const heading = documentTitle(text, fields).replace(
    /^(?:\[?(?:RFC|KEP|PEP)[-\s#]*\d{0,8}\]?)\s*[:.–—-]\s*/i,
    "",
  );
  const isStated = fields.has("title") || (text.sections[0]?.level === 1 && !generic.test(heading));
  return isStated && heading !== "" ? heading : wordsOfName(text.path).replace(/^\d+ /, "");
}

/** The issue in which the work on an RFC is followed. */
function issueOf(fields: SpecFields): readonly SpecRelation[] {
  const field = [...fields.values()].find(({ name }) => /^(?:[a-z]+-)?(?:tracking-)?issue$/.test(name));
  const target = repositoryIssue(field?.values[0], "issues");
  if (field === undefined || target === undefined) return [];
  const text = (field.values[0] ?? "").slice(0, 200);
  return [{ kind: "link", target, targetKind: "key", found: field.found, text, line: field.lines[0] ?? 1 }];
}

/** Among PEPs a bare number is that of another PEP. */
function withPepNumbers(fields: SpecFields): SpecFields {
  if (!fields.has("pep")) return fields;
  const keyed = ["requires", "replaces", "superseded-by"].flatMap((name) => {
    const field = fields.get(name);
    const values = field?.values.map((value) =>
      value.replaceAll(/\b\d{1,5}\b/g, (number) => `PEP-${Number(number)}`),
    );
    return field === undefined || values === undefined ? [] : [{ ...field, values }];
  });
  return merged([...keyed, ...fields.values()]);
}

/** The group that owns a proposal is one of its tags. */
function withSig(fields: SpecFields): SpecFields {
  const sig = fields.get("owning-sig");
  return sig === undefined ? fields : merged([{ ...sig, name: "tags" }, ...fields.values()]);
}
